/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The operations of one run. */
#ifndef SEQUENCE_H
#define SEQUENCE_H

#include "sequence/operation.h"

/* Exact or not, and forced or not: each way to make an access has its own handle. */
#define SEQUENCE_WAYS 4

static inline size_t sequence_way(const struct operation *operation)
{
	return (operation->flags & (IOSPACE_EXACT | IOSPACE_FORCE)) / IOSPACE_EXACT;
}

/* One operation that is performed, of those of the sequence. */
struct step {
	uint32_t operation; /* which */
	uint32_t line;	    /* of the file that says so, counted from 1; or 0 */
};

/* All zero is an empty one. */
struct sequence {
	struct operation *operations; /* each once, however often it is performed */
	struct step *steps;	      /* in order */
	size_t count, room;	      /* of operations */
	size_t length, steps_room;    /* of steps */
	bool has_finally, has_results, has_log;
	unsigned int flags[SEQUENCE_WAYS]; /* what each handle must be opened for */
};

void sequence_free(struct sequence *sequence);

/* An operation of a command as the options want it, for sequence_add(). */
struct operation sequence_template(const struct command *command,
				   const struct settings *settings);

/* Add what words tell the template's command to do: all of it, or nothing and a failure.
 */
int sequence_add(struct sequence *sequence, const struct operation *template,
		 struct words *words, struct failure *failure);

/* Make room for more steps. */
int sequence_grow_steps(struct sequence *sequence, struct failure *failure);

static inline int sequence_step(struct sequence *sequence, uint32_t operation,
				uint32_t line, struct failure *failure)
{
	if (sequence->length == sequence->steps_room &&
	    sequence_grow_steps(sequence, failure) < 0)
		return -1;
	sequence->steps[sequence->length++] = (struct step){ operation, line };
	return 0;
}

/* Add steps that are in it already once more, as those of another line. */
static inline int sequence_repeat(struct sequence *sequence, size_t first, size_t count,
				  uint32_t line, struct failure *failure)
{
	for (; count > 0; first++, count--)
		if (sequence_step(sequence, sequence->steps[first].operation, line,
				  failure) < 0)
			return -1;
	return 0;
}

#endif
