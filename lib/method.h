/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * An access method: one way to move data between a handle and its ports.
 *
 * A method is a file with one struct iospace_method in it. It is chosen when the
 * handle is opened, and nothing else tests which one it is. iospace.c has checked
 * size, range and direction before a method is called.
 */
#ifndef METHOD_H
#define METHOD_H

#include "iospace.h"

struct iospace_method {
	/* Set io->fd, or return a negative errno and leave nothing open. */
	int (*open)(struct iospace *io, const char *device);
	void (*close)(struct iospace *io);

	/*
	 * Move *size bytes. *size holds the bytes really moved on return, and data is
	 * stored on success only.
	 */
	int (*write)(struct iospace *io, uint16_t port, uint32_t data, uint32_t *size);
	int (*read)(struct iospace *io, uint16_t port, uint32_t *data, uint32_t *size);
};

struct iospace {
	const struct iospace_method *method;
	unsigned int flags;
	int fd;
};

extern const struct iospace_method devport_method;

#endif
