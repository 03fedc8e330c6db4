/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * An access method: one way to move data between a handle and its ports.
 *
 * A method is a file with one struct iospace_method in it. It is chosen when the
 * handle is opened, and nothing else tests which one it is. iospace.c has checked
 * size, range, direction and safety before a method is called.
 */
#ifndef METHOD_H
#define METHOD_H

#include "iospace.h"

#include <errno.h>
#include <stdbool.h>
#include <sys/types.h>

struct iospace_method {
	const char *name; /* for iospace_probe() */

	/* Of a space of registers, the size of the largest, which is read and written as
	 * a whole; 0 of a space of ports. */
	uint32_t register_size;

	/*
	 * What an access would be refused for by this method, found without a handle
	 * or a privilege: as for claim, and -EOPNOTSUPP as for open. NULL: nothing.
	 */
	int (*probe)(uint32_t port, uint32_t size);

	/*
	 * Set io->state. -EOPNOTSUPP means that this machine doesn't have the method,
	 * so that the next may be tried. NULL where there is nothing to do.
	 */
	int (*open)(struct iospace *io);
	void (*close)(struct iospace *io);

	/* Take what an access needs, while there is privilege: see iospace_claim(). */
	int (*claim)(struct iospace *io, unsigned int direction, uint32_t port,
		     uint32_t size);

	/*
	 * Move *size bytes. *size holds the bytes really moved on return, and data is
	 * stored on success only.
	 */
	int (*write)(struct iospace *io, uint32_t port, uint32_t data, uint32_t *size);
	int (*read)(struct iospace *io, uint32_t port, uint32_t *data, uint32_t *size);

	/* Make a list of writes: see iospace_write_list(). NULL where each is one of its
	 * own. */
	int (*write_list)(struct iospace *io, const struct iospace_datum *list,
			  size_t *count, uint32_t *size);

	/* Read a block of ports at once: see iospace_read_block(). NULL where each value
	 * is an access of its own. */
	int (*read_block)(struct iospace *io, uint32_t port, void *bytes, size_t *length);
};

struct iospace {
	const struct iospace_method *method;
	void *state; /* the method's own */
	unsigned int flags;
	bool simulated;	    /* the device is a file of all ports */
	int fd;		    /* the device, which is also what is locked */
	const char *waited; /* for what the last access waited in vain, or NULL */

	/* Of iospace_poll(). */
	uint64_t reads; /* that gave a value, the last time */
	struct {
		int64_t interval; /* in nanoseconds; 0: they grow */
		bool has_sigmask;
		sigset_t sigmask;
	} pauses;
};

/* Bytes, through the device; and with a look at what is mapped before each access. */
extern const struct iospace_method devport_method;
extern const struct iospace_method guarded_method;

/* One bus cycle of the full width. */
extern const struct iospace_method inout_method;
extern const struct iospace_method pcibar_method;

/* Registers behind two ports. */
extern const struct iospace_method indexed_method;
extern const struct iospace_method ec_method;

/* Whether an access moves all of its bytes or none. */
static inline bool method_is_whole(const struct iospace *io)
{
	return io->flags & IOSPACE_EXACT || io->method->register_size;
}

/* For struct arch. */
int inout_ask_ioperm(void);

/* *size and the result for a system call that returned count and set errno. */
static inline int method_moved(ssize_t count, uint32_t *size)
{
	if (count == (ssize_t)*size)
		return 0;
	*size = count < 0 ? 0 : (uint32_t)count;
	return count < 0 ? -errno : -EIO;
}

#endif
