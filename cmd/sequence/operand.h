/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The operands of a command: addresses, values with a mask, and times. */
#ifndef OPERAND_H
#define OPERAND_H

#include "sequence/operation.h"
#include "words/number.h"

/* The largest address of an operation's: all of the access must be in the space. */
static inline uint32_t last_address(const struct command *command,
				    const struct operation *operation)
{
	return operation->space ? command->max : IOSPACE_PORTS - command->size;
}

/* Whether single bytes of a write there could reset the machine: what iospace_check()
 * refuses, without a call for each line. */
static inline bool is_at_trap(uint32_t address, uint32_t size)
{
	return address < IOSPACE_PCI_ADDRESS + 4 && address + size > IOSPACE_PCI_ADDRESS;
}

/*
 * Read a word as an address, or as VALUE or VALUE:MASK, of the operation's command.
 * Behind an address there can be '=', and then the value, or '-' or '+' and how far a
 * range goes. Return the next word, or the value, or NULL and a failure.
 */
const char *parse_address_any(const char *word, struct operation *operation,
			      struct failure *failure);
const char *parse_value_any(const char *word, struct operation *operation,
			    struct failure *failure);

/* The same as a time of up to an hour. */
const char *parse_time(const char *word, struct operation *operation,
		       struct failure *failure);

/* parse_address_any() and parse_value_any(), quick for those that are good, and short. */
static inline const char *parse_address(const char *word, uint32_t last,
					uint32_t unaligned, struct operation *operation,
					struct failure *failure)
{
	uint32_t address;
	const char *end = number_parse_short(word, last, NUMBER_END, &address);

	if (!end || address & unaligned)
		return parse_address_any(word, operation, failure);
	operation->address = address;
	return word_first(end);
}

static inline const char *parse_value(const char *word, const struct command *command,
				      struct operation *operation,
				      struct failure *failure)
{
	uint32_t value;
	const char *end = number_parse_short(word, command->max, NUMBER_END, &value);

	if (!end)
		return parse_value_any(word, operation, failure);
	operation->value = value;
	return word_first(end);
}

#endif
