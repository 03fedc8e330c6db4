/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Access method: the processor's in and out instructions, one bus cycle each.
 *
 * ioperm(2) permits single ports; iopl(2) would permit all of them, and interrupts to be
 * switched off too. So only the ports of a claimed access are permitted, and taken back
 * when the thread's last handle is closed: the permission would outlive an execve(2).
 *
 * The kernel keeps it for each thread, and an instruction without it is a SIGSEGV. So a
 * thread remembers the ports that it was granted, and asks the kernel for any other. A
 * thread that has opened no handle remembers nothing, and asks each time. What a thread
 * has been permitted its children start with; in them it is never taken back.
 */
#include "access/method.h"
#include "system/capability.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/io.h>

/* Granted ports side by side, in a list. No two ranges of it overlap or touch. */
struct range {
	struct range *next;
	uint32_t first, last;
};

/* The end of each list, which holds no port: an access need not ask whether one is there.
 */
static struct range none = { .first = 1, .last = 0 };

/* A thread that has opened handles, and has not closed all of them. */
struct opener {
	unsigned int handles;
};

#define THREAD_LOCAL static _Thread_local __attribute__((tls_model("initial-exec")))

/* This thread's. It is found without a call, because each access looks at it. */
THREAD_LOCAL struct range *granted = &none;

/* NULL: this thread has opened none, and so is granted nothing. */
THREAD_LOCAL struct opener *opener;

static bool is_granted(uint32_t port, uint32_t size)
{
	const struct range *range = granted;

	while (port < range->first || port + size - 1 > range->last) {
		range = range->next;
		if (!range)
			return false;
	}
	return true;
}

static int ask(uint32_t port, uint32_t size)
{
	cap_t before;
	int r = capability_raise(&before);

	if (r < 0)
		return r;
	r = ioperm(port, size, 1) < 0 ? -errno : 0;
	capability_restore(before);
	return r;
}

/* Add a range to the list, in place of those that it overlaps or touches. */
static void add(struct range *range)
{
	struct range **link = &granted;

	while (*link != &none) {
		struct range *other = *link;

		if (range->first > other->last + 1 || other->first > range->last + 1) {
			link = &other->next;
			continue;
		}
		if (range->first > other->first)
			range->first = other->first;
		if (range->last < other->last)
			range->last = other->last;
		*link = other->next;
		free(other);
	}
	range->next = granted;
	granted = range;
}

static int permit(uint32_t port, uint32_t size)
{
	struct range *range;
	int r;

	if (!opener)
		return ask(port, size);

	range = malloc(sizeof(*range));
	if (!range)
		return -ENOMEM;
	*range = (struct range){ .first = port, .last = port + size - 1 };
	r = ask(port, size);
	if (r < 0)
		free(range);
	else
		add(range);
	return r;
}

static int inout_claim(struct iospace *io, unsigned int direction, uint32_t port,
		       uint32_t size)
{
	(void)direction;
	(void)io;
	return is_granted(port, size) ? 0 : permit(port, size);
}

int inout_ask_ioperm(void)
{
	/* No port at all is never valid: arch/x86/kernel/ioport.c. A filter may say that
	 * it is, and sets no errno. */
	errno = EINVAL;
	ioperm(0, 0, 0);
	return errno == EINVAL ? 0 : -errno;
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
	if (!opener)
		opener = calloc(1, sizeof(*opener));
	if (!opener)
		return -ENOMEM;
	opener->handles++;
	io->state = opener;
	return 0;
}

static void revoke_all(void)
{
	struct range *next;

	for (struct range *range = granted; range != &none; range = next) {
		next = range->next;
		ioperm(range->first, range->last - range->first + 1, 0);
		free(range);
	}
	granted = &none;
}

static void inout_close(struct iospace *io)
{
	/* In another thread than the one that opened it, nothing of it can be undone. */
	if (io->state != opener || --opener->handles > 0)
		return;
	revoke_all();
	free(opener);
	opener = NULL;
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
__attribute__((noinline)) static int write_unclaimed(struct iospace *io, uint32_t port,
						     uint32_t data, uint32_t *size)
{
	int r = inout_claim(io, 0, port, *size);

	if (r < 0) {
		*size = 0;
		return r;
	}
	out(port, data, *size);
	return 0;
}

__attribute__((noinline)) static int read_unclaimed(struct iospace *io, uint32_t port,
						    uint32_t *data, uint32_t *size)
{
	int r = inout_claim(io, 0, port, *size);

	if (r < 0) {
		*size = 0;
		return r;
	}
	*data = in(port, *size);
	return 0;
}

static int inout_write(struct iospace *io, uint32_t port, uint32_t data, uint32_t *size)
{
	if (!is_granted(port, *size))
		return write_unclaimed(io, port, data, size);
	out(port, data, *size);
	return 0;
}

static int inout_read(struct iospace *io, uint32_t port, uint32_t *data, uint32_t *size)
{
	if (!is_granted(port, *size))
		return read_unclaimed(io, port, data, size);
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
