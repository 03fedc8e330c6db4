/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Words, one after another, and what is wrong with one. */
#include "words.h"

#include "duration.h"
#include "hint.h"

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

int fail_time(struct failure *failure, const char *before, const char *word,
	      size_t length, const char *wrong)
{
	const struct hint hint = hint_time(word, length);

	failure->word = word;
	return fail(failure, EX_USAGE, "%s%s: %s; %s", before,
		    quote_part(word, length).text, wrong,
		    *hint.text ? hint.text : "expected " DURATION_SPELLINGS);
}

int parse_time(struct words *words, uint32_t *ret_us, struct failure *failure)
{
	const char *end = words->next, *wrong = duration_parse(&end, ret_us);

	if (!wrong && !words_end_at(words, end))
		wrong = "not a time";
	if (wrong)
		return fail_time(failure, "", words->next, words_length(words), wrong);
	words_advance(words, end);
	return 0;
}
