/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The result of an operation, as text; and how it ended, if not well. */
#ifndef RESULT_H
#define RESULT_H

#include "sequence/sequence.h"

/* Whether there is one to print: of a sleep, that it is over, is one for who follows it.
 */
bool result_is_any(const struct operation *operation, int ending, bool verbose);

/* Print a count or a value; or with verbose the operation's words before it, and all that
 * is known besides. */
void result_print(const struct operation *operation, const struct space *space,
		  const struct result *result, int ending,
		  const struct iospace_owners *owners, bool verbose);

/* Print all that is known as an object. line is that of the file, or 0. */
void result_print_json(const struct operation *operation, const struct space *space,
		       const struct result *result, int ending, uint32_t line);

/* Print a value that has changed as an object: the operation is a read of it. */
void result_print_json_change(const struct operation *operation,
			      const struct space *space, uint32_t before, uint32_t value);

/* For an action: note how a later access ended that fell short of a number of bytes. */
static inline int result_later(struct result *result, const char *done, uint32_t count,
			       uint32_t of, int error)
{
	result->later.done = done;
	result->later.count = count;
	result->later.of = of;
	result->later.error = error;
	return ENDED_LATER;
}

/* Record how an operation ended, if not well: what its perform() returned. */
int result_fail(const struct operation *operation, const struct space *space,
		const struct result *result, int ending, struct failure *failure);

/* How long the longest line is that is printed, and a few bytes more. */
static inline size_t result_longest(const struct sequence *sequence,
				    const struct settings *settings)
{
	return settings->json ? 192 : settings->verbose || sequence->has_dump ? 128 : 16;
}

#endif
