/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Doubles of what takes in a whole file: read(2), and realloc(3) for its bytes. */
#ifndef READING_H
#define READING_H

#include "doubles/syscalls.h"

extern struct reading {
	struct call read, realloc;

	/* Set: the most that one read() gives, or 0; and how many give anything, or 0. */
	size_t most;
	int reads;

	/* Set: what happens before each read(), which is told how many came before. */
	void (*meanwhile)(int reads);
} reading;

#endif
