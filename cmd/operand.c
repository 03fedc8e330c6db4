/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is wrong with the words of an access. */
#include "operand.h"

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
