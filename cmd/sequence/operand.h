/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The words of an access: its address, and its value with a mask. */
#ifndef OPERAND_H
#define OPERAND_H

#include "sequence/operation.h"
#include "words/number.h"

/* A mask of all ones leaves no bit out. */
static inline bool is_masked(const struct operation *operation)
{
	return operation->mask != command_of(operation)->max;
}

/*
 * The bytes that a write under the mask writes, and those that it reads before: 0xff in
 * each. An exact one moves all of them. Otherwise one whose mask is 0 is left alone, and
 * one whose mask is all ones is not read: iospace_update().
 */
uint32_t bytes_written(const struct operation *operation);
uint32_t bytes_merged(const struct operation *operation);

/* How many bytes are written, if all goes well. */
uint32_t count_written(const struct operation *operation);

/* VALUE, or VALUE:MASK, with all digits. */
struct masked_value {
	char text[sizeof("0xffffffff:0xffffffff")];
};

struct masked_value masked_value(const struct operation *operation);

/*
 * Read a word as an address, or as VALUE or VALUE:MASK, of the operation's command.
 * Return the next word, or NULL and a failure.
 */
const char *parse_address_any(const char *word, struct operation *operation,
			      struct failure *failure);
const char *parse_value_any(const char *word, struct operation *operation,
			    struct failure *failure);

/* The same, quick for those that are good, and short. */
static inline const char *parse_address(const char *word, const struct command *command,
					struct operation *operation,
					struct failure *failure)
{
	uint32_t address;
	const char *end = number_parse_short(word, IOSPACE_PORTS - command->size,
					     NUMBER_END, &address);

	if (!end || (operation->flags & IOSPACE_EXACT && address % command->size))
		return parse_address_any(word, operation, failure);
	operation->address = (uint16_t)address;
	return word_first(end);
}

static inline const char *parse_value(const char *word, const struct command *command,
				      struct operation *operation,
				      struct failure *failure)
{
	const char *end = number_parse_short(word, command->max, NUMBER_END,
					     &operation->value);

	if (!end)
		return parse_value_any(word, operation, failure);
	operation->mask = command->max;
	return word_first(end);
}

#endif
