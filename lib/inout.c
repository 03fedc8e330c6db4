/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Access method: the processor's in and out instructions, one bus cycle each.
 *
 * ioperm(2) permits single ports; iopl(2) would permit all of them, and interrupts to be
 * switched off too. So only the ports of a claimed access are permitted, and taken back
 * when the thread's last handle is closed: the permission would outlive an execve(2).
 *
 * The kernel keeps it for each thread, and an instruction without it is a SIGSEGV. So
 * each thread remembers what it was granted, and asks again for anything else.
 */
#include "capability.h"
#include "method.h"

#include <errno.h>
#include <string.h>
#include <sys/io.h>

static _Thread_local struct {
	uint8_t granted[IOSPACE_PORTS / 8]; /* a bit for each port */
	unsigned int handles;
} thread;

/* The bits of an access, which is aligned and so within one byte of the map. */
static uint8_t access_bits(uint16_t port, uint32_t size)
{
	return (uint8_t)(((1U << size) - 1) << (port % 8));
}

static bool is_granted(uint16_t port, uint32_t size)
{
	uint8_t bits = access_bits(port, size);

	return (thread.granted[port / 8] & bits) == bits;
}

static int permit(uint16_t port, uint32_t size)
{
	cap_t before;
	int r = capability_raise(&before);

	if (r < 0)
		return r;
	r = ioperm(port, size, 1) < 0 ? -errno : 0;
	capability_restore(before);
	return r;
}

static int inout_claim(struct iospace *io, uint16_t port, uint32_t size)
{
	int r;

	(void)io;
	if (is_granted(port, size))
		return 0;
	r = permit(port, size);
	if (r == 0)
		thread.granted[port / 8] |= access_bits(port, size);
	return r;
}

static int inout_open(struct iospace *io)
{
	/* No port at all is never valid: arch/x86/kernel/ioport.c. */
	if (ioperm(0, 0, 0) < 0 && errno == ENOSYS)
		return -EOPNOTSUPP;
	thread.handles++;
	io->state = &thread;
	return 0;
}

static void revoke_all(void)
{
	for (unsigned int port = 0; port < IOSPACE_PORTS; port++)
		if (is_granted((uint16_t)port, 1))
			ioperm(port, 1, 0);
	memset(thread.granted, 0, sizeof(thread.granted));
}

static void inout_close(struct iospace *io)
{
	/* In another thread than the one that opened it, nothing of it can be undone. */
	if (io->state == &thread && thread.handles > 0 && --thread.handles == 0)
		revoke_all();
}

static int inout_write(struct iospace *io, uint16_t port, uint32_t data, uint32_t *size)
{
	(void)io;
	switch (*size) {
	case 1:
		outb((uint8_t)data, port);
		break;
	case 2:
		outw((uint16_t)data, port);
		break;
	default:
		outl(data, port);
		break;
	}
	return 0;
}

static int inout_read(struct iospace *io, uint16_t port, uint32_t *data, uint32_t *size)
{
	(void)io;
	switch (*size) {
	case 1:
		*data = inb(port);
		break;
	case 2:
		*data = inw(port);
		break;
	default:
		*data = inl(port);
		break;
	}
	return 0;
}

const struct iospace_method inout_method = {
	.open = inout_open,
	.close = inout_close,
	.claim = inout_claim,
	.write = inout_write,
	.read = inout_read,
};
