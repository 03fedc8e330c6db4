/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is wrong with the words of an access, and how its value is printed. */
#include "operand.h"

#include <stdio.h>
#include <string.h>

int fail_number(struct failure *failure, const struct words *words, const char *wrong,
		const char *what, uint32_t max)
{
	/* A word of a command line can have blanks in it, which end the others. */
	if (words->others && strpbrk(words->next, " \t\n"))
		wrong = "not a number";
	return fail_word(failure, words,
			 "%s; expected %s, 0 to 0x%x (" NUMBER_SPELLINGS ")", wrong, what,
			 max);
}

int fail_alignment(struct failure *failure, const struct words *words, uint32_t size)
{
	return fail_word(failure, words, "not aligned; with -x expected a multiple of %u",
			 size);
}

int fail_no_value(struct failure *failure, const struct words *words,
		  const struct operation *operation)
{
	return fail_word(failure, words, "this address has no value; expected %s",
			 operation->verb->kind->usage.synopsis);
}

uint32_t bytes_written(const struct operation *operation)
{
	uint32_t max = verb_max(operation->verb), bytes = 0;

	if (operation->flags & IOSPACE_EXACT)
		return max;
	for (uint32_t byte = UINT8_MAX & max; byte & max; byte <<= 8)
		if (operation->mask & byte)
			bytes |= byte;
	return bytes;
}

uint32_t bytes_merged(const struct operation *operation)
{
	const struct operation inverse = {
		.verb = operation->verb,
		.mask = ~operation->mask,
		.flags = operation->flags,
	};

	return is_masked(operation) ? bytes_written(operation) & bytes_written(&inverse)
				    : 0;
}

uint32_t count_written(const struct operation *operation)
{
	return (uint32_t)__builtin_popcount(bytes_written(operation)) / 8;
}

struct masked_value masked_value(const struct operation *operation)
{
	const struct verb *verb = operation->verb;
	struct masked_value masked;
	int n = snprintf(masked.text, sizeof(masked.text), "%s",
			 verb_hex(verb, operation->value).text);

	if (is_masked(operation))
		snprintf(masked.text + n, sizeof(masked.text) - (size_t)n, ":%s",
			 verb_hex(verb, operation->mask).text);
	return masked;
}
