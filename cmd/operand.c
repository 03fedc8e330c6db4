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
