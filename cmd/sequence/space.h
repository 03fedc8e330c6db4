/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The spaces that addresses are of, and which ports an access there touches. */
#ifndef SPACE_H
#define SPACE_H

#include "sequence/operation.h"

#include <stddef.h>

/* An access to a port. */
struct access {
	uint32_t address, size;
	unsigned int flags; /* of enum iospace_flags */
};

/* What one operation touches, at the most. */
#define MANY_ACCESSES 2

/* How messages and a dry run call what a space is made of. */
struct space_name {
	char text[32];
};

/* The ports that an operation touches, each once. Returns how many there are: none of a
 * sleep. */
size_t space_accesses(const struct space *space, const struct operation *operation,
		      struct access accesses[MANY_ACCESSES]);

/* The option that asks for the space, and a blank; or nothing. */
struct space_name space_option(const struct space *space);

/* Print an operation as the line that it could be: its action prints the last of it. */
void operation_print(const struct operation *operation, const struct space *space);

/*
 * Refuse, for a command and what its operations need, a space that it can't use: data in
 * a width that the space does not have, or ports that are none.
 */
int space_check(const struct space *space, const struct operation *operation,
		struct failure *failure);

#endif
