/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The words of an access: its address, and its value with a mask. */
#ifndef OPERAND_H
#define OPERAND_H

#include "sequence/operation.h"
#include "words/number.h"

/* Whether the word after an address is its value. */
enum values { WITHOUT_VALUES, WITH_VALUES };

/* Record that the next word is not the address that was expected, up to last. */
int fail_address(struct failure *failure, const struct words *words,
		 const struct operation *operation, enum values values, const char *wrong,
		 uint32_t last);

/* Record that the next word is not the value, or not the mask, that was expected. */
int fail_value(struct failure *failure, const struct words *words, const char *wrong,
	       uint32_t max);

int fail_alignment(struct failure *failure, const struct words *words, uint32_t size);
int fail_no_value(struct failure *failure, const struct words *words,
		  const struct operation *operation);

/* A mask of all ones leaves no bit out. */
static inline bool is_masked(const struct operation *operation)
{
	return operation->mask != command_max(operation->command);
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

/* Read the next word as the address of the operation's access. */
static inline int parse_address(struct words *words, struct operation *operation,
				enum values values, struct failure *failure)
{
	uint32_t last = IOSPACE_PORTS - operation->command->size, address;
	const char *end = words->next, *wrong = number_parse(&end, last, &address);

	if (!wrong && !words_end_at(words, end))
		wrong = "not a number";
	if (wrong)
		return fail_address(failure, words, operation, values, wrong, last);
	if (operation->flags & IOSPACE_EXACT && address % operation->command->size)
		return fail_alignment(failure, words, operation->command->size);
	operation->address = (uint16_t)address;
	words_advance(words, end);
	return 0;
}

/* Read VALUE, or VALUE:MASK, into the operation. */
static inline int parse_masked_value(struct words *words, struct operation *operation,
				     struct failure *failure)
{
	uint32_t max = command_max(operation->command);
	const char *end = words->next, *wrong;

	operation->mask = max;
	wrong = number_parse(&end, max, &operation->value);
	if (!wrong && *end == ':') {
		end++;
		wrong = number_parse(&end, max, &operation->mask);
	}
	if (!wrong && !words_end_at(words, end))
		wrong = "not a number";
	if (wrong)
		return fail_value(failure, words, wrong, max);
	words_advance(words, end);
	return 0;
}

/* Read ADDRESS VALUE[:MASK]. */
static inline int parse_access(struct words *words, struct operation *operation,
			       struct failure *failure)
{
	const struct words address = *words;

	if (parse_address(words, operation, WITH_VALUES, failure) < 0)
		return -1;
	if (!words->next)
		return fail_no_value(failure, &address, operation);
	return parse_masked_value(words, operation, failure);
}

#endif
