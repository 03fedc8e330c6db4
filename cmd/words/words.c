/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Words, one after another, and what is wrong with one. */
#include "words/words.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

size_t words_length(const struct words *words)
{
	size_t length = 0;

	if (words->others)
		return strlen(words->next);
	while (!word_ends(words->next[length]))
		length++;
	return length;
}

int fail_word(struct failure *failure, const struct words *words, const char *format, ...)
{
	char wrong[256];
	va_list args;

	va_start(args, format);
	vsnprintf(wrong, sizeof(wrong), format, args);
	va_end(args);
	failure->word = words->next;
	return fail(failure, EX_USAGE, "%s: %s",
		    quote_part(words->next, words_length(words)).text, wrong);
}
