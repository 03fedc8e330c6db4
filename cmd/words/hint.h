/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a person may have meant by a word that is wrong: the end of a message, after its
 * semicolon. It is asked for when something has failed, and not before. What a hint says
 * to type has been given to the parser, which takes it.
 */
#ifndef HINT_H
#define HINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What to do; empty where nothing comes to mind. */
struct hint {
	char text[160];
};

struct hint hint_to(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Of what number_parse() of text does not take. */
struct hint hint_number(const char *text, uint32_t max);

/* Of what is no time; and of a word behind one that is just its unit. */
struct hint hint_time(const char *word, size_t length);
struct hint hint_unit(const char *word, size_t length);

/* Of a word with typographic characters in it: the same in ASCII. */
struct hint hint_ascii(const char *word, size_t length);

/* How long the typographic dash is that a word begins with, in bytes; or 0. */
size_t hint_dash_any(const char *word);

static inline size_t hint_dash(const char *word)
{
	return (unsigned char)*word < 0x80 ? 0 : hint_dash_any(word);
}

/* Whether the word is the name with one letter more, less or another, with two of them
 * the other way round, or in capitals. */
bool hint_is_near(const char *word, size_t length, const char *name);

/* Add one more that may have been meant: "did you mean A or B?" */
void hint_offer(struct hint *hint, const char *dashes, const char *name);

#endif
