/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef SOURCE_H
#define SOURCE_H

#include "report/failure.h"

#include <stdbool.h>

/* The whole of a file. */
struct source {
	const char *name; /* for messages */
	struct quoted quoted;
	char *bytes; /* lines, the last with a newline too, and a NUL after them */
	size_t length;
};

/*
 * Read it all; "-" is standard input. It is freed with source_free(), also on failure.
 * trusted: it must be a file, and one that none but root can change.
 */
int source_read(struct source *source, const char *path, bool trusted,
		struct failure *failure);
void source_free(struct source *source);

#endif
