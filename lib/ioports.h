/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* /proc/ioports: which ports have an owner, and whose windows they lie in. */
#ifndef IOPORTS_H
#define IOPORTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct ioports_range {
	uint64_t first, last;
};

/* The entries at the top level of the tree: on most machines the host bridges' windows.
 */
struct ioports {
	struct ioports_range *ranges;
	size_t count;
};

/*
 * Read the top level of text in the form of /proc/ioports. An entry from 0 to 0 is left
 * out: so the kernel shows every address to a reader without CAP_SYS_ADMIN. Returns 0
 * or a negative errno.
 */
int ioports_read(FILE *file, struct ioports *ret_ports);
void ioports_free(struct ioports *ports);

/* Whether each of size ports from port on is in an entry. */
bool ioports_covers(const struct ioports *ports, uint32_t port, uint32_t size);

#endif
