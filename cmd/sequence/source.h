/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The text of a file of commands, in blocks of whole lines. */
#ifndef SOURCE_H
#define SOURCE_H

#include "report/failure.h"

#include <stdbool.h>
#include <sys/stat.h>

/* Behind what has been read there are so many NULs. */
#define SOURCE_MORE 64

struct source {
	const char *name; /* for messages */
	struct quoted quoted;
	int fd;		    /* or -1 */
	struct stat before; /* as it was when it was opened */
	off_t first;	    /* where it was read from */
	char *block;
	size_t room, length; /* of the block, in bytes */
	size_t given;	     /* of it, to the caller */
	size_t total;	     /* of all blocks */
	bool is_over;
};

/*
 * Open a file; "-" is standard input. It is closed with source_close(), also on failure.
 * trusted: it must be a file, and one that none but root can change.
 */
int source_open(struct source *source, const char *path, bool trusted,
		struct failure *failure);
void source_close(struct source *source);

/*
 * Read the next lines, each with its newline, which the last may lack in the file. They
 * are the caller's until the next call. Returns 1, or 0 where there are none, or -1 and a
 * failure: also if the file was changed meanwhile.
 */
int source_read(struct source *source, char **ret_lines, char **ret_end,
		struct failure *failure);

#endif
