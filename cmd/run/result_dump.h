/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a dump has read, as a grid or as bytes. */
#ifndef RESULT_DUMP_H
#define RESULT_DUMP_H

#include "sequence/operation.h"

#include <stdio.h>

/* How many bytes it has. */
uint32_t result_dump_length(const struct operation *operation);

/* Whether the value that byte i is of was another one before. */
bool result_dump_is_changed(const struct operation *operation, const struct dump *dump,
			    uint32_t i);

/* Print a grid, and above its rows who owns the ports in them: owners can be NULL, where
 * nobody does or nobody knows. */
void result_print_grid(const struct operation *operation, const struct dump *dump,
		       const struct iospace_owners *owners, FILE *out);

/* Print the bytes alone, and 0xff, as where there is no device, for what was not read. */
void result_print_raw(const struct operation *operation, const struct dump *dump);

/* Print the values as members of an object, and null for what was not read. */
void result_print_values(const struct operation *operation, const struct dump *dump);

/* How many lines of 80 characters it is at most, in any form. */
size_t result_dump_lines(const struct operation *operation);

#endif
