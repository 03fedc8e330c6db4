/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of options, and one of them as it stands among words: for options.c. */
#ifndef OPTION_H
#define OPTION_H

#include "report/failure.h"
#include "words/settings.h"
#include "words/words.h"

#include <stddef.h>
#include <string.h>

/* What an option does with the settings: what its row has says more. */
enum effect {
	SET_MODIFIER, /* the bit */
	SET_SWITCH,   /* the bool there */
	SET_TEXT,     /* the argument, as it is */
	SET_SPACE,    /* of that kind, with the ports of the argument */
	SET_TIME,     /* the argument in microseconds */
	PRINT_HELP,
	PRINT_VERSION,
};

struct row {
	char letter; /* or 0 */
	enum effect effect;
	size_t where; /* a bit, an offset, or a kind */
	unsigned int groups;
	const char *name;
	const char *argument; /* "[=...]": it can be left out */
	const char *help;
};

/* An option as it stands among the words of a command. */
struct option {
	const char *command;
	const struct usage *usage;
	const char *word; /* that it is in */
	const char *next; /* the word behind that, or NULL */
	const char *name; /* in it: a long one, or one letter */
	size_t length;
	bool is_long;
	const struct row *row;
	const char *argument; /* or NULL */
};

/* Whether it is of a line of text. */
static inline bool is_in_line(const struct usage *usage)
{
	return usage->options & OPTIONS_LINE;
}

/* A word of a line ends before a blank, and one of a command line can have blanks in it.
 */
static inline bool ends_word(const struct usage *usage, char c)
{
	return is_in_line(usage) ? word_ends(c) : c == '\0';
}

static inline size_t length_of(const struct usage *usage, const char *word)
{
	return is_in_line(usage) ? word_length(word) : strlen(word);
}

/* The next row after some, or the first after NULL: of all; of those that a command with
 * this usage takes, unless that is NULL. */
const struct row *option_row(const struct row *row, const struct usage *usage);

/* Whether an option of that row always has an argument. */
static inline bool wants_argument(const struct row *row)
{
	return row->argument && *row->argument != '[';
}

/* Do what it asks for. Returns -1 when the run ends here. */
int option_apply(const struct option *option, struct settings *settings,
		 struct failure *failure);

#endif
