/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef TEXT_H
#define TEXT_H

#include "failure.h"

#include <stdbool.h>

/* The whole of a file. */
struct text {
	const char *name; /* for messages */
	struct quoted quoted;
	char *bytes; /* lines, the last with a newline too, and a NUL after them */
	size_t length;
};

/*
 * Read it all; "-" is standard input. It is freed with text_free(), also on failure.
 * trusted: it must be a file, and one that none but root can change.
 */
int text_read(struct text *text, const char *path, bool trusted, struct failure *failure);
void text_free(struct text *text);

#endif
