/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Words become operations here, and nowhere else. */
#ifndef WORDS_H
#define WORDS_H

#include "verb.h"

/* The operations of one run, in order. All zero is an empty one. */
struct sequence {
	struct operation *operations;
	size_t count;
};

/* Add what words[0..count) tell the verb to do: all of it, or nothing and a failure. */
int sequence_add(struct sequence *sequence, const struct verb *verb, size_t count,
		 char *const words[], const struct settings *settings,
		 struct failure *failure);
void sequence_free(struct sequence *sequence);

/* For a kind's parse(): read a word as the address of the operation's access. */
int parse_address(const char *word, struct operation *operation, struct failure *failure);

/* For a kind's parse(): read VALUE, or VALUE:MASK, into the operation. */
int parse_masked_value(const char *word, struct operation *operation,
		       struct failure *failure);

#endif
