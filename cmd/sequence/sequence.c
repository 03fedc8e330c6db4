/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Words become operations, of one command line or of each line of a file. */
#include "sequence/sequence.h"

#include "words/hint.h"
#include "words/wrong.h"

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

int sequence_grow(struct operations *operations, struct failure *failure)
{
	size_t count = operations_count(operations), room = count;
	struct operation *list = grow(operations->list, &room, sizeof(*list), failure);

	if (!list)
		return -1;
	operations->end = list + count;
	operations->list = list;
	operations->limit = list + room;
	return 0;
}

static int add_stretch(struct operations *operations, size_t count, uint32_t line,
		       struct failure *failure)
{
	bool is_one_line = count > 1;

	/* A command line has none. */
	if (line == 0)
		return 0;
	if (operations->stretches_count == operations->stretches_room) {
		struct stretch *stretches = grow(operations->stretches,
						 &operations->stretches_room,
						 sizeof(*stretches), failure);

		if (!stretches)
			return -1;
		operations->stretches = stretches;
	}
	operations->stretches[operations->stretches_count++] = (struct stretch){
		(uint32_t)(operations_count(operations) - count),
		line,
		is_one_line,
	};
	operations->next_line = is_one_line ? 0 : line + 1;
	return 0;
}

uint32_t sequence_line(const struct sequence *sequence, const struct operation *operation)
{
	const struct operations *operations = operation->finally ? &sequence->finally
								 : &sequence->body;
	uint32_t n = (uint32_t)(operation - operations->list);

	const struct stretch *stretch = operations->stretches;
	size_t count = operations->stretches_count;

	if (count == 0)
		return 0;
	/* The last that begins no later is among so many from this one on. */
	while (count > 1) {
		size_t half = count / 2;

		if (stretch[half].first <= n)
			stretch += half;
		count -= half;
	}
	return stretch->is_one_line ? stretch->line : stretch->line + n - stretch->first;
}

void sequence_free(struct sequence *sequence)
{
	free(sequence->body.list);
	free(sequence->body.stretches);
	free(sequence->finally.list);
	free(sequence->finally.stretches);
	*sequence = (struct sequence){ 0 };
}

void sequence_note(const struct template *template, const struct operation *operation)
{
	struct sequence *sequence = template->sequence;

	template->operations->flags = operation->flags;
	sequence->has_log |= (operation->flags & MODIFIER_LOG) != 0;
	sequence->is_exclusive |= (operation->flags & MODIFIER_EXCLUSIVE) != 0;
	sequence->ways[sequence_way(operation)] |= operation_access(operation);
}

void sequence_set(struct template *template, const struct settings *settings)
{
	const struct command *command = template->command;
	unsigned int flags = settings->modifiers | command->action->direction;

	if (!command_writes(command))
		flags &= ~(unsigned int)(MODIFIER_VERIFY | MODIFIER_LOG);
	if (flags & MODIFIER_VERIFY)
		flags |= IOSPACE_READ;
	template->operation.flags = (uint8_t)flags;
	template->operation.times = settings->times;
}

struct template sequence_template(struct sequence *sequence,
				  const struct command *command,
				  const struct settings *settings, bool finally)
{
	struct template template = {
		.sequence = sequence,
		.operations = finally ? &sequence->finally : &sequence->body,
		.command = command,
		.operands = command->action->operands,
		.operation = {
			.command = (size_t)(command - commands) & 0x1f,
			.finally = finally,
		},
	};

	sequence_set(&template, settings);
	return template;
}

const char *fail_unsafe(struct failure *failure, const char *word,
			const struct operation *operation)
{
	uint32_t size = command_of(operation)->size;
	unsigned int flags = operation_access(operation);

	failure->word = word;
	fail_claim(failure, NULL, operation->address, size, flags,
		   iospace_check(operation->address, size, flags));
	return NULL;
}

/* The failure stands already, unless the line ends where an operand should be. */
const char *fail_operand(struct failure *failure, const char *first, const char *wrong,
			 const struct command *command)
{
	const char *expected = command->action->usage.synopsis;

	if (!line_ends(*wrong))
		return NULL;
	if (wrong != first) {
		fail_word(failure, first, "this address has no value; expected %s",
			  expected);
		return NULL;
	}
	failure->word = NULL;
	fail(failure, EX_USAGE, "words are missing; expected %s", expected);
	return NULL;
}

/* "5 ms" is two words, the second of which tells what happened. */
static void fail_another(struct failure *failure, const char *word,
			 enum operands operands)
{
	const struct hint hint = hint_unit(word, word_length(word));

	if (operands == ONE_PAIR)
		fail_word(failure, word,
			  "one address and one value are all that is polled");
	else
		fail_word(failure, word, "one time is all that is slept%s%s",
			  *hint.text ? "; " : "", hint.text);
}

/* The first is added, if there is a word behind it. */
const char *sequence_add_rest(const struct template *template, uint32_t number,
			      const char *word, struct failure *failure)
{
	struct operations *operations = template->operations;
	size_t count = 1;

	if (!word)
		return NULL;
	for (; !line_ends(*word) && template->operands <= PAIRS; count++) {
		word = sequence_add_one(template, word, failure);
		if (!word)
			goto nothing;
	}
	if (!line_ends(*word)) {
		fail_another(failure, word, template->operands);
		goto nothing;
	}
	if (add_stretch(operations, count, number, failure) < 0)
		goto nothing;
	for (const struct operation *added = operations->end - count;
	     added < operations->end; added++)
		sequence_note(template, added);
	return word;

nothing:
	operations->end -= count;
	return NULL;
}
