/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The operations of one run. */
#ifndef SEQUENCE_H
#define SEQUENCE_H

#include "sequence/operand.h"
#include "sequence/operations.h"
#include "sequence/space.h"

#include <stddef.h>

/* Exact or not, and forced or not: each way to make an access has its own handle. */
#define SEQUENCE_WAYS 4

/* The spaces that the operations of one run can be in. */
#define SEQUENCE_SPACES 128

static inline size_t sequence_way(const struct operation *operation)
{
	return (operation->flags & (IOSPACE_EXACT | IOSPACE_FORCE)) / IOSPACE_EXACT;
}

/* All zero is an empty one. */
struct sequence {
	struct operations body, finally;
	bool has_log, is_exclusive, has_dump; /* some of them */
	unsigned int ways[SEQUENCE_WAYS];     /* what each handle must be opened for */
	struct space spaces[SEQUENCE_SPACES]; /* the first is that of the ports */
	size_t spaces_count;		      /* without that */
	struct values *values;
};

void sequence_free(struct sequence *sequence);

/* What some operations have in common, and where they go. */
struct template
{
	struct sequence *sequence;
	struct operations *operations;
	const struct command *command;
	enum operands operands;
	uint32_t last;		    /* address that there can be */
	uint32_t unaligned;	    /* bits that no address has */
	bool can_be_trap;	    /* that of PCI: a write in several bytes */
	bool can_be_row;	    /* of plain writes of which nothing is told */
	struct operation operation; /* as the options want it */
};

struct template sequence_template(struct sequence *sequence,
				  const struct command *command, bool finally);

/* Make it one for some options. */
int sequence_set(struct template *template, const struct settings *settings,
		 struct failure *failure);

/* Whether an operation stands for more of them. */
static inline bool is_range(const struct template *template,
			    const struct operation *operation)
{
	return template->operands == ADDRESSES && operation->value > 0;
}

/* For sequence_add(), which is here so that no line of a file costs a call. */
const char *parse_other(const struct template *template, const char *word,
			struct operation *operation, struct failure *failure);
const char *sequence_add_rest(const struct template *template, uint32_t number,
			      const char *word, struct failure *failure);
const char *fail_unsafe(struct failure *failure, const char *word,
			const struct operation *operation);
void sequence_note(const struct template *template, const struct operation *operation);
const char *fail_operand(struct failure *failure, const char *first, const char *wrong,
			 const struct command *command);

/* Add an operation of the first words. Returns those behind them, or NULL. */
static inline const char *sequence_add_one(const struct template *template,
					   const char *first, struct failure *failure)
{
	const struct command *command = template->command;
	struct operations *operations = template->operations;
	struct operation *operation;
	const char *word = first, *next;

	if (operations->end == operations->limit &&
	    operations_grow(operations, failure) < 0)
		return NULL;
	operation = operations->end;
	*operation = template->operation;
	next = template->operands <= ONE_POLL
		       ? parse_address(word, template->last, template->unaligned,
				       operation, failure)
		       : parse_other(template, word, operation, failure);
	if (next && has_values(template->operands)) {
		word = next;
		next = parse_value(word, command, operation, failure);
	}
	if (!next)
		return fail_operand(failure, first, word, command);
	if (template->can_be_trap && is_at_trap(operation->address, command->size))
		return fail_unsafe(failure, first, operation);
	operations->end++;
	return next;
}

/* Add a line to the row that the line before it is in, if it can be. Returns where the
 * line ends, or NULL: then it is to be read as any other. */
static inline const char *sequence_add_to_row(const struct template *template,
					      const char *word)
{
	struct operations *operations = template->operations;
	struct iospace_datum *datum = operations->data_end;
	const uint32_t max = template->command->max;

	if (datum == operations->data_limit)
		return NULL;
	word = number_parse_short(word, template->last, NUMBER_END, &datum->address);
	if (!word || datum->address & template->unaligned)
		return NULL;
	word = number_parse_short(word_first(word), max, NUMBER_END, &datum->data);
	if (!word)
		return NULL;
	word = word_first(word);
	if (!line_ends(*word))
		return NULL;
	if (template->can_be_trap && is_at_trap(datum->address, template->command->size))
		return NULL;
	operations->data_end++;
	operations->end[-1].count++;
	operations->row_line++;
	return word;
}

/*
 * Add what the words of a line tell the template's command to do: all of it. number is
 * the line's, in a file, or 0. Returns where the line ends, or NULL and a failure, and
 * then nothing was added.
 */
static inline const char *sequence_add(const struct template *template, uint32_t number,
				       const char *word, struct failure *failure)
{
	struct operations *operations = template->operations;

	if (number == operations->row_line) {
		const char *end = sequence_add_to_row(template, word);

		if (end)
			return end;
	}
	word = sequence_add_one(template, word, failure);
	/* Most lines are one operation. */
	if (!word || !line_ends(*word) || number != operations->next_line ||
	    is_range(template, &operations->end[-1]))
		return sequence_add_rest(template, number, word, failure);
	if (operations->end[-1].flags != operations->flags)
		sequence_note(template, &operations->end[-1]);
	operations->next_line++;
	if (template->can_be_row && operations->flags == template->operation.flags &&
	    ++operations->alike == ROW_LEAST &&
	    operations_begin_row(operations, failure) < 0)
		return NULL;
	return word;
}

/* How many are performed, those of a row one by one. */
static inline size_t sequence_length(const struct sequence *sequence)
{
	const struct operations *body = &sequence->body;

	return operations_count(body) - body->rows +
	       (size_t)(body->data_end - body->data) +
	       operations_count(&sequence->finally);
}

/* One of those that are performed, in their order. All zero is before the first. */
struct each {
	struct operation operation;
	const struct operation *of; /* that it is, or that it is one of */
	uint32_t n;		    /* which one of a row */
	size_t begun, ended;	    /* how many of the body, and of finally, it has had */
	size_t due; /* how many of finally are performed before the next */
};

/* Go on to the next one. Returns whether there is one. */
bool sequence_each(const struct sequence *sequence, struct each *each);

/* One of a row. */
struct operation sequence_of_row(const struct sequence *sequence,
				 const struct operation *row, uint32_t n);

static inline const struct space *sequence_space(const struct sequence *sequence,
						 const struct operation *operation)
{
	return &sequence->spaces[operation->space];
}

/* As space_accesses(). */
static inline size_t sequence_accesses(const struct sequence *sequence,
				       const struct operation *operation,
				       struct access accesses[MANY_ACCESSES])
{
	return space_accesses(sequence_space(sequence, operation), operation, accesses);
}

/* The line of an operation in its file, or the first of a row; or 0. */
static inline uint32_t sequence_line(const struct sequence *sequence,
				     const struct operation *operation)
{
	return operations_line(operation->finally ? &sequence->finally : &sequence->body,
			       operation);
}

static inline uint32_t sequence_line_of(const struct sequence *sequence,
					const struct each *each)
{
	uint32_t line = sequence_line(sequence, each->of);

	return line ? line + each->n : 0;
}

#endif
