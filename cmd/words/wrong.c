/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is wrong with a word, and what may have been meant. */
#include "words/wrong.h"

#include "words/duration.h"
#include "words/hint.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int fail_word(struct failure *failure, const char *word, const char *format, ...)
{
	char wrong[256];
	va_list args;

	va_start(args, format);
	vsnprintf(wrong, sizeof(wrong), format, args);
	va_end(args);
	failure->word = word;
	return fail(failure, EX_USAGE, "%s: %s", quote_part(word, word_length(word)).text,
		    wrong);
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

static int check(const char *word, struct failure *failure)
{
	struct hint hint;

	if (!*word)
		return fail(failure, EX_USAGE, EMPTY_WORD);
	if (word[word_length(word)])
		return fail(failure, EX_USAGE,
			    "%s: a blank in one word; leave out the quotes",
			    quote(word).text);
	if (!line_ends(*word))
		return 0;
	hint = hint_number(word, UINT32_MAX);
	return fail_word(failure, word, "not a number%s%s", *hint.text ? "; " : "",
			 hint.text);
}

char *words_join(char *const words[], struct failure *failure)
{
	size_t length = sizeof("\n");
	char *line, *end;

	for (char *const *word = words; *word; word++) {
		if (check(*word, failure) < 0)
			return NULL;
		length += strlen(*word) + 1;
	}
	line = malloc(length);
	if (!line) {
		fail(failure, EX_OSERR, "out of memory");
		return NULL;
	}
	end = line;
	for (char *const *word = words; *word; word++) {
		end = stpcpy(end, *word);
		*end++ = ' ';
	}
	strcpy(end, "\n");
	return line;
}
