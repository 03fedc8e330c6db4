/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading the options of a command, among strings or in a line. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "report/failure.h"
#include "words/settings.h"
#include "words/words.h"

#include <stdbool.h>

/* Where no option says otherwise. */
extern const struct settings settings_default;

/* Whether it is the word that ends options. */
static inline bool options_end(const char *word)
{
	return word[0] == '-' && word[1] == '-' && word_ends(word[2]);
}

/* Whether a word begins as an option does. A dash alone is a word, and a dash and a digit
 * a number with a sign, which number_parse() refuses in the right terms. */
static inline bool option_begins(const char *word)
{
	return word[0] == '-' && !word_ends(word[1]) && !options_end(word) &&
	       !(word[1] >= '0' && word[1] <= '9');
}

/* Or with another dash than that of ASCII, which option_parse() refuses. */
bool option_is_any(const char *word);

/*
 * Read the option that a word is, and its argument, which can be the next word: next, or
 * with OPTIONS_LINE the next of the line.
 *
 * Returns where the option ends; or NULL when the run ends here: with a failure, or
 * without one after --help or --version.
 */
const char *option_parse(const char *command, const struct usage *usage, const char *word,
			 const char *next, struct settings *settings,
			 struct failure *failure);

/*
 * Read the options among some strings, and gather the others at words[0..], ended by NULL
 * as these are. They may stand before, between and after the others; "--" ends them.
 *
 * Returns the number of words that are left, or -1 when the run ends here.
 */
int options_parse(const char *command, const struct usage *usage, char *words[],
		  struct settings *settings, struct failure *failure);

#endif
