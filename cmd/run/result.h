/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The result of an operation, as text; and how it ended, if not well. */
#ifndef RESULT_H
#define RESULT_H

#include "sequence/operation.h"

/*
 * Print a count or a value, where there is one; or with verbose the operation's words
 * before it, and all that is known besides.
 */
void result_print(const struct operation *operation, const struct result *result,
		  int ending, bool verbose);

/* Record how an operation ended, if not well: what its perform() returned. */
int result_fail(const struct operation *operation, const struct result *result,
		int ending, struct failure *failure);

/* The length of the longest line that it prints, and a few bytes more. */
static inline size_t result_longest(bool verbose)
{
	return verbose ? 128 : 16;
}

#endif
