/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Words, one after another: those of a command line, or those of a line of text. */
#ifndef WORDS_H
#define WORDS_H

#include "report/failure.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct words {
	const char *next;    /* the first of those that are left, or NULL */
	char *const *others; /* those after it, ended by NULL; or NULL: they follow it */
};

/* Whether a character can't be in a word of a line of text. */
static inline bool word_ends(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\0';
}

/* The words of a line of text: they end at its newline, or at a '#' in place of one. */
static inline struct words words_of_line(const char *text)
{
	while (*text == ' ' || *text == '\t')
		text++;
	return (struct words){ *text == '\n' || *text == '#' ? NULL : text, NULL };
}

/* The words of a command line, as main() has them. */
static inline struct words words_of_strings(char *const strings[])
{
	return (struct words){ strings[0], strings[0] ? strings + 1 : strings };
}

/* Go on to the next word, from the end of one that was read. */
static inline void words_advance(struct words *words, const char *end)
{
	*words = words->others ? words_of_strings(words->others) : words_of_line(end);
}

/* Whether the next word ends there, where some part of it does. */
static inline bool words_end_at(const struct words *words, const char *end)
{
	return *end == '\0' || (!words->others && *end != ':');
}

/* How long the next word is. */
size_t words_length(const struct words *words);

/* Record that the next word is wrong: "'word': what is wrong". */
int fail_word(struct failure *failure, const struct words *words, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
