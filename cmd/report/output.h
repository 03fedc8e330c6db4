/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Standard output, from the first line of main() to the last. */
#ifndef OUTPUT_H
#define OUTPUT_H

#include "report/failure.h"

#include <stdbool.h>

/*
 * For the beginning of main(). A standard stream that is closed is taken by a file that
 * can't be read or written, so that nothing that is opened later gets what was meant for
 * it. And a reader who has gone, or a limit on the size of a file, is an error and not a
 * signal that ends the process.
 */
void output_begin(void);

/*
 * Print nothing before output_close(), of so many lines that are no longer than that: a
 * reader who does not read must not hold a run up that has begun. Returns 0, or -ENOMEM.
 */
int output_hold(size_t lines, size_t longest);

/* Print what is held, in the middle of it all. Returns 0, or -1 and a failure. */
int output_flush(struct failure *failure);

/* On a terminal, unless it or the user wants none: no-color.org. */
bool output_wants_colour(void);

/*
 * For the end of a run, and of main(), before its failure is told: the first time counts.
 * A loss of output is a failure too, if there is no other.
 */
void output_close(struct failure *failure);

#endif
