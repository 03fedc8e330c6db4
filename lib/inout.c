/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Access method: the processor's in and out instructions, one bus cycle each.
 *
 * ioperm(2) permits single ports; iopl(2) would permit all of them, and interrupts to be
 * switched off too. So only the ports of a claimed access are permitted, and taken back
 * when the thread's last handle is closed: the permission would outlive an execve(2).
 *
 * The kernel keeps it for each thread, and an instruction without it is a SIGSEGV. So a
 * thread remembers the accesses that it was granted, and asks the kernel for any other. A
 * thread that uses another's handle remembers nothing, and asks each time. What a thread
 * has been permitted its children start with; in them it is never taken back.
 */
#include "capability.h"
#include "method.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/io.h>

struct thread {
	/* For each port the sizes of the accesses that begin there: 1, 2, 4 are bits. */
	uint8_t granted[IOSPACE_PORTS];
	unsigned int handles;
};

/* A thread that has opened no handle, and so is granted nothing. */
static struct thread stranger;

/* Found without a call: it is looked at in each access. */
static _Thread_local struct thread *thread
	__attribute__((tls_model("initial-exec"))) = &stranger;

static bool is_granted(uint32_t port, uint32_t size)
{
	return thread->granted[port] & size;
}

static int permit(uint32_t port, uint32_t size)
{
	cap_t before;
	int r = capability_raise(&before);

	if (r < 0)
		return r;
	r = ioperm(port, size, 1) < 0 ? -errno : 0;
	capability_restore(before);
	if (r == 0 && thread != &stranger)
		thread->granted[port] |= (uint8_t)size;
	return r;
}

static int inout_claim(struct iospace *io, uint32_t port, uint32_t size)
{
	(void)io;
	return is_granted(port, size) ? 0 : permit(port, size);
}

int inout_ask_ioperm(void)
{
	/* No port at all is never valid: arch/x86/kernel/ioport.c. */
	return ioperm(0, 0, 0) < 0 && errno != EINVAL ? -errno : 0;
}

static int inout_probe(uint32_t port, uint32_t size)
{
	(void)port;
	(void)size;
	return inout_ask_ioperm() == -ENOSYS ? -EOPNOTSUPP : 0;
}

static int inout_open(struct iospace *io)
{
	if (inout_probe(0, 1) < 0)
		return -EOPNOTSUPP;
	if (thread == &stranger) {
		struct thread *opener = calloc(1, sizeof(*opener));

		if (!opener)
			return -ENOMEM;
		thread = opener;
	}
	thread->handles++;
	io->state = thread;
	return 0;
}

static void revoke_all(void)
{
	for (uint32_t port = 0; port < IOSPACE_PORTS; port++)
		for (uint32_t size = 1; size <= 4; size *= 2)
			if (is_granted(port, size))
				ioperm(port, size, 0);
}

static void inout_close(struct iospace *io)
{
	/* In another thread than the one that opened it, nothing of it can be undone. */
	if (io->state != thread || --thread->handles > 0)
		return;
	revoke_all();
	free(thread);
	thread = &stranger;
}

static inline void out(uint32_t port, uint32_t data, uint32_t size)
{
	switch (size) {
	case 1:
		outb((uint8_t)data, (uint16_t)port);
		break;
	case 2:
		outw((uint16_t)data, (uint16_t)port);
		break;
	default:
		outl(data, (uint16_t)port);
		break;
	}
}

static inline uint32_t in(uint32_t port, uint32_t size)
{
	switch (size) {
	case 1:
		return inb((uint16_t)port);
	case 2:
		return inw((uint16_t)port);
	default:
		return inl((uint16_t)port);
	}
}

/* The rare ways are functions of their own: inlined, they slow down the usual ones. */
__attribute__((noinline)) static int write_unclaimed(uint32_t port, uint32_t data,
						     uint32_t *size)
{
	int r = permit(port, *size);

	if (r < 0) {
		*size = 0;
		return r;
	}
	out(port, data, *size);
	return 0;
}

__attribute__((noinline)) static int read_unclaimed(uint32_t port, uint32_t *data,
						    uint32_t *size)
{
	int r = permit(port, *size);

	if (r < 0) {
		*size = 0;
		return r;
	}
	*data = in(port, *size);
	return 0;
}

static int inout_write(struct iospace *io, uint32_t port, uint32_t data, uint32_t *size)
{
	(void)io;
	if (!is_granted(port, *size))
		return write_unclaimed(port, data, size);
	out(port, data, *size);
	return 0;
}

static int inout_read(struct iospace *io, uint32_t port, uint32_t *data, uint32_t *size)
{
	(void)io;
	if (!is_granted(port, *size))
		return read_unclaimed(port, data, size);
	*data = in(port, *size);
	return 0;
}

const struct iospace_method inout_method = {
	.name = "one in or out instruction",
	.probe = inout_probe,
	.open = inout_open,
	.close = inout_close,
	.claim = inout_claim,
	.write = inout_write,
	.read = inout_read,
};
