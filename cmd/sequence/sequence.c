/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Words become operations here, and nowhere else. */
#include "sequence/sequence.h"

#include <stdlib.h>

/*
 * Room for half as many elements again: what is not used costs no memory until it is.
 * Returns where they are now, or NULL.
 */
static void *grow(void *elements, size_t *room, size_t size, struct failure *failure)
{
	size_t more = *room < 4 ? 4 : *room + *room / 2;
	void *grown = reallocarray(elements, more, size);

	if (grown)
		*room = more;
	else
		fail(failure, EX_OSERR, "out of memory");
	return grown;
}

int sequence_grow_steps(struct sequence *sequence, struct failure *failure)
{
	struct step *steps = grow(sequence->steps, &sequence->steps_room, sizeof(*steps),
				  failure);

	if (!steps)
		return -1;
	sequence->steps = steps;
	return 0;
}

static int grow_operations(struct sequence *sequence, struct failure *failure)
{
	struct operation *operations = grow(sequence->operations, &sequence->room,
					    sizeof(*operations), failure);

	if (!operations)
		return -1;
	sequence->operations = operations;
	return 0;
}

void sequence_free(struct sequence *sequence)
{
	free(sequence->operations);
	free(sequence->steps);
	*sequence = (struct sequence){ 0 };
}

struct operation sequence_template(const struct command *command,
				   const struct settings *settings)
{
	return (struct operation){
		.command = command,
		.time_us = settings->timeout_us,
		.interval_us = settings->interval_us,
		.flags = (uint8_t)((settings->exact ? IOSPACE_EXACT : 0) |
				   (settings->force ? IOSPACE_FORCE : 0)),
		.verify = settings->verify,
		.exclusive = settings->exclusive,
		.log = settings->log && command->action->writes,
		.quiet = settings->quiet,
	};
}

int sequence_add(struct sequence *sequence, const struct operation *template,
		 struct words *words, struct failure *failure)
{
	const struct action *action = template->command->action;
	size_t count = sequence->count, length = sequence->length;
	struct operation *operation;

	if (!words->next)
		return fail(failure, EX_USAGE, "words are missing; expected %s",
			    action->usage.synopsis);
	while (words->next) {
		if (sequence->count == sequence->room &&
		    grow_operations(sequence, failure) < 0)
			goto nothing;
		operation = &sequence->operations[sequence->count];
		*operation = *template;
		if (action->parse(words, operation, failure) < 0 ||
		    sequence_step(sequence, (uint32_t)sequence->count++, template->line,
				  failure) < 0)
			goto nothing;
	}
	for (; count < sequence->count; count++) {
		operation = &sequence->operations[count];
		sequence->flags[sequence_way(operation)] |= operation->flags;
	}
	sequence->has_finally |= template->finally;
	sequence->has_results |= !template->quiet;
	sequence->has_log |= template->log;
	return 0;

nothing:
	sequence->count = count;
	sequence->length = length;
	return -1;
}
