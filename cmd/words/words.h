/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Words, one after another in a line of text: that of a file, or a command line's. */
#ifndef WORDS_H
#define WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Whether a character can't be in a word. */
static inline bool word_ends(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\0';
}

/* Whether a line ends there: at its newline, or at a '#' in place of a word. */
static inline bool line_ends(char c)
{
	return c == '\n' || c == '#';
}

/* Whether there is a word, and neither that nor a NUL, which no text has. */
static inline bool has_word(const char *text)
{
	return !line_ends(*text) && *text != '\0';
}

/* The first word of what is left of a line, or where it ends. */
static inline const char *word_first(const char *text)
{
	while (*text == ' ' || *text == '\t')
		text++;
	return text;
}

static inline size_t word_length(const char *word)
{
	size_t length = 0;

	while (!word_ends(word[length]))
		length++;
	return length;
}

/* The next one. */
static inline const char *word_next(const char *word)
{
	return word_first(word + word_length(word));
}

#endif
