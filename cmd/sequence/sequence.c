/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Words become operations, of one command line or of each line of a file. */
#include "sequence/sequence.h"

#include "sequence/commands.h"
#include "words/hint.h"
#include "words/wrong.h"

#include <stdlib.h>

struct operation sequence_of_row(const struct sequence *sequence,
				 const struct operation *row, uint32_t n)
{
	const struct iospace_datum *datum = &sequence->body.data[row->first + n];
	struct operation operation = *row;

	operation.has_values = false;
	operation.address = datum->address;
	operation.value = datum->data;
	operation.mask = command_of(row)->max;
	return operation;
}

/* The next of the lists, or NULL: what waits for the end of a part comes behind it. */
static const struct operation *next_of(const struct sequence *sequence, struct each *each)
{
	bool is_end = each->begun == operations_count(&sequence->body);
	const struct operation *next;

	if (is_end)
		each->due = operations_count(&sequence->finally);
	if (each->ended < each->due)
		return &sequence->finally.list[each->ended++];
	if (is_end)
		return NULL;
	next = &sequence->body.list[each->begun++];
	if (command_of(next)->action == &finally_action)
		each->due = next->address;
	return next;
}

bool sequence_each(const struct sequence *sequence, struct each *each)
{
	if (each->of && is_row(each->of) && each->n + 1 < each->of->count) {
		each->n++;
	} else {
		each->of = next_of(sequence, each);
		each->n = 0;
	}
	if (!each->of)
		return false;
	each->operation = is_row(each->of) ? sequence_of_row(sequence, each->of, each->n)
					   : *each->of;
	return true;
}

void sequence_free(struct sequence *sequence)
{
	while (sequence->values) {
		struct values *next = sequence->values->next;

		free(sequence->values);
		sequence->values = next;
	}
	operations_free(&sequence->body);
	operations_free(&sequence->finally);
	*sequence = (struct sequence){ 0 };
}

void sequence_note(const struct template *template, const struct operation *operation)
{
	struct sequence *sequence = template->sequence;

	template->operations->flags = operation->flags;
	operations_end_row(template->operations);
	sequence->has_log |= (operation->flags & MODIFIER_LOG) != 0;
	sequence->is_exclusive |= (operation->flags & MODIFIER_EXCLUSIVE) != 0;
	sequence->ways[sequence_way(operation)] |= operation_access(operation);
}

static bool are_same(const struct space *one, const struct space *other)
{
	return one->kind == other->kind && one->index == other->index &&
	       one->data == other->data;
}

/* The number of a space in the sequence, of which there may be such a one already; or 0
 * and a failure. */
static size_t find_space(struct sequence *sequence, const struct space *space,
			 struct failure *failure)
{
	size_t i = 1;

	while (i <= sequence->spaces_count && !are_same(&sequence->spaces[i], space))
		i++;
	if (i == SEQUENCE_SPACES) {
		fail(failure, EX_USAGE, "more than %d different pairs of ports",
		     SEQUENCE_SPACES - 1);
		return 0;
	}
	if (i > sequence->spaces_count)
		sequence->spaces[sequence->spaces_count = i] = *space;
	return i;
}

/* The operations are of registers: both ports are used to reach one. */
static int set_space(struct template *template, struct space space,
		     struct failure *failure)
{
	struct operation *operation = &template->operation;
	size_t number;

	if (space.data == BEHIND_INDEX)
		space.data = space.index + template->command->size;
	number = find_space(template->sequence, &space, failure);
	if (number == 0)
		return -1;
	operation->space = number & 0x7f;
	if (space_check(&space, operation, failure) < 0)
		return -1;
	operation->flags |= IOSPACE_WRITE;
	if (space.kind == SPACE_EC)
		operation->flags |= IOSPACE_READ;
	return 0;
}

/* What its addresses can be. */
static void set_limits(struct template *template)
{
	const struct operation *operation = &template->operation;
	uint32_t size = template->command->size;
	bool is_exact_port = operation->flags & IOSPACE_EXACT && !operation->space,
	     is_dump = template->operands == RANGES;

	template->last = last_address(template->command, operation);
	template->unaligned = is_exact_port || is_dump ? size - 1 : 0;
	template->can_be_trap = size > 1 && !operation->space &&
				(operation->flags & (IOSPACE_WRITE | IOSPACE_EXACT |
						     IOSPACE_FORCE)) == IOSPACE_WRITE;
}

int sequence_set(struct template *template, const struct settings *settings,
		 struct failure *failure)
{
	const struct command *command = template->command;
	unsigned int flags = settings->modifiers | command->action->direction;

	if (!command_writes(command))
		flags &= ~(unsigned int)(MODIFIER_VERIFY | MODIFIER_LOG);
	if (command->action->operands == ONE_POLL && settings->different)
		flags |= MODIFIER_DIFFERENT;
	if (command->action->operands == RANGES && settings->all)
		flags |= MODIFIER_ALL;
	if (flags & MODIFIER_VERIFY && command_writes(command))
		flags |= IOSPACE_READ;
	operations_end_row(template->operations);
	template->can_be_row = false;
	/* Its flags can be those of a read before it, which were noted. */
	template->sequence->has_dump |= template->operands == RANGES;
	template->operation.flags = (uint8_t)flags;
	template->operation.times = settings->times;
	template->operation.space = 0;
	if (settings->space.kind != SPACE_PORTS &&
	    set_space(template, settings->space, failure) < 0)
		return -1;
	set_limits(template);
	return 0;
}

struct template sequence_template(struct sequence *sequence,
				  const struct command *command, bool finally)
{
	return (struct template){
		.sequence = sequence,
		.operations = finally ? &sequence->finally : &sequence->body,
		.command = command,
		.operands = command->action->operands,
		.operation = {
			.mask = has_values(command->action->operands) ? command->max : 0,
			.command = (size_t)(command - commands) & 0x1f,
			.finally = finally,
		},
	};
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
	const char *expected = command->usage->synopsis;

	/* A sign for a comment within a word is none. */
	if (!line_ends(*wrong) || (wrong != first && wrong[-1] == '='))
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

/* What has no address. */
const char *parse_other(const struct template *template, const char *word,
			struct operation *operation, struct failure *failure)
{
	return template->operands == ONE_TIME ? parse_time(word, operation, failure)
					      : word;
}

/* "5 ms" is two words, the second of which tells what happened. */
static const char *fail_another_time(struct failure *failure, const char *word)
{
	const struct hint hint = hint_unit(word, word_length(word));

	fail_word(failure, word, "one time is all that is slept%s%s",
		  *hint.text ? "; " : "", hint.text);
	return NULL;
}

/* How many values the words of a poll are, at the most. */
static size_t count_words(const char *word)
{
	size_t count = 0;

	for (; has_word(word); word = word_next(word))
		count++;
	return count;
}

/* Read the other values of a poll, whose first is read. Returns where the line ends. */
static const char *add_values(const struct template *template, const char *word,
			      struct failure *failure)
{
	struct operation *operation = template->operations->end - 1, other = *operation;
	struct values *values =
		malloc(sizeof(*values) +
		       (1 + count_words(word)) * sizeof(struct iospace_pattern));

	if (!values) {
		fail(failure, EX_OSERR, "out of memory");
		return NULL;
	}
	values->next = template->sequence->values;
	template->sequence->values = values;
	values->list[0] = (struct iospace_pattern){ operation->value, operation->mask };
	values->count = 1;
	while (word && !line_ends(*word)) {
		word = parse_value_any(word, &other, failure);
		if (word)
			values->list[values->count++] =
				(struct iospace_pattern){ other.value, other.mask };
	}
	operation->values = values;
	operation->has_values = true;
	return word;
}

/* Make one operation of each access of the range that was added. */
static int expand(const struct template *template, struct failure *failure)
{
	struct operations *operations = template->operations;
	uint32_t size = template->command->size, more = operations->end[-1].value;

	for (operations->end[-1].value = 0; more > 0; more -= size) {
		if (operations->end == operations->limit &&
		    operations_grow(operations, failure) < 0)
			return -1;
		*operations->end = operations->end[-1];
		operations->end->address += size;
		operations->end++;
	}
	return 0;
}

/* Add the operations of the other words, of which the first has added one. Returns where
 * the line ends. */
static const char *add_others(const struct template *template, const char *word,
			      struct failure *failure)
{
	bool expands = template->operands == ADDRESSES;

	if (template->operands == ONE_TIME && !line_ends(*word))
		return fail_another_time(failure, word);
	if (template->operands == ONE_POLL && !line_ends(*word))
		return add_values(template, word, failure);
	if (expands && expand(template, failure) < 0)
		return NULL;
	while (word && !line_ends(*word)) {
		word = sequence_add_one(template, word, failure);
		if (word && expands && expand(template, failure) < 0)
			return NULL;
	}
	return word;
}

/* The first is added, if there is a word behind it. */
const char *sequence_add_rest(const struct template *template, uint32_t number,
			      const char *word, struct failure *failure)
{
	struct operations *operations = template->operations;
	size_t before = operations_count(operations) - 1;

	if (!word)
		return NULL;
	word = add_others(template, word, failure);
	if (!word ||
	    operations_note_line(operations, operations_count(operations) - before,
				 number, failure) < 0) {
		operations->end = operations->list + before;
		return NULL;
	}
	for (const struct operation *added = operations->list + before;
	     added < operations->end; added++)
		sequence_note(template, added);
	return word;
}
