/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* /proc/ioports: which ports have an owner, and whose windows they lie in. */
#ifndef IOPORTS_H
#define IOPORTS_H

#include "iospace.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* An entry. */
struct iospace_owner {
	uint64_t first, last;		    /* its ports */
	const struct iospace_owner *parent; /* the entry that it is within, or NULL */
	unsigned int level;		    /* within how many entries it is */
	enum iospace_owner_kind kind;
	char name[64];
	const char *bus; /* of the device that has that name, or NULL */
	int driver_error;
	char driver[64]; /* that is bound to it, as driver.h has it */
};

/* They are in the order of the file: each before those within it. */
struct ioports {
	struct iospace_owner *entries;
	size_t count;
};

/*
 * Read text in the form of /proc/ioports. Lines that are no entries are passed over.
 * Returns 0 or a negative errno.
 */
int ioports_read(FILE *file, struct ioports *ret_ports);

/* Read /proc/ioports itself. */
int ioports_read_live(struct ioports *ret_ports);
void ioports_free(struct ioports *ports);

/*
 * Whether the addresses are hidden: the kernel shows zeros in their place to a reader
 * without CAP_SYS_ADMIN.
 */
bool ioports_are_hidden(const struct ioports *ports);

/* Whether each of size ports from port on is in an entry of the top level. */
bool ioports_covers(const struct ioports *ports, uint32_t port, uint32_t size);

#endif
