/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Options are read as getopt_long(3) reads them, which has a state of its own to be set
 * up for each line of a file, and no words for what is wrong.
 */
#include "words/options.h"

#include "words/hint.h"
#include "words/option.h"
#include "words/wrong.h"

#include <stdio.h>
#include <string.h>

const struct settings settings_default = {
	.times.timeout_us = 1000000,
	.lock_timeout_us = 5000000,
	.watch_us = NO_WATCH,
};

static struct quoted quote_word(const struct option *option)
{
	return quote_part(option->word, length_of(option->usage, option->word));
}

static bool is_called(const struct row *row, const struct option *option)
{
	if (!option->is_long)
		return row->letter == *option->name;
	return row->name[0] == *option->name &&
	       strncmp(row->name, option->name, option->length) == 0;
}

/* The next row after some, or the first after NULL, that the option can stand for: of
 * this command, or of any. A long name may be cut short. */
static const struct row *next_row(const struct row *row, const struct option *option,
				  bool of_any)
{
	do
		row = option_row(row, of_any ? NULL : option->usage);
	while (row && !is_called(row, option));
	return row;
}

static int fail_argument(struct failure *failure, struct quoted option, const char *wrong,
			 const struct row *row)
{
	fail(failure, EX_USAGE, "%s: %s; use ", option.text, wrong);
	if (row->letter)
		fail_more(failure, "-%c %s or ", row->letter, row->argument);
	fail_more(failure, "--%s=%s", row->name, row->argument);
	return -1;
}

/* All that a name which is cut short can stand for. */
static int fail_ambiguous(struct failure *failure, const struct option *option)
{
	const struct row *row = NULL;
	const char *before = ": ";

	fail(failure, EX_USAGE, "%s: ambiguous", quote_word(option).text);
	while ((row = next_row(row, option, false))) {
		fail_more(failure, "%s--%s", before, row->name);
		before = ", ";
	}
	return -1;
}

/* Where its options are described. */
static int add_where(struct failure *failure, const struct option *option)
{
	if (is_in_line(option->usage))
		fail_more(failure, "; see ioseq(5)");
	else
		fail_more(failure, "; try '%s --help'", option->command);
	return -1;
}

/* The options of the command that are nearly called so. */
static struct hint hint_option(const struct option *option, const char *name,
			       size_t length)
{
	struct hint hint = { "" };

	for (const struct row *row = NULL; (row = option_row(row, option->usage));)
		if (hint_is_near(name, length, row->name))
			hint_offer(&hint, "--", row->name);
	return hint;
}

/* What the command does not have, but another may. */
static int fail_unknown(struct failure *failure, const struct option *option)
{
	const char letter[] = { '-', *option->name, '\0' };
	struct quoted called = option->is_long ? quote_word(option) : quote(letter);
	const char *name = option->word + 1 + option->is_long;
	size_t length = length_of(option->usage, name);
	const char *equals = memchr(name, '=', length);
	struct hint hint = hint_option(option, name,
				       equals ? (size_t)(equals - name) : length);
	const struct row *row = next_row(NULL, option, true);

	if (*hint.text)
		return fail(failure, EX_USAGE, "%s: unknown option; %s",
			    quote_word(option).text, hint.text);
	if (row && is_in_line(option->usage) &&
	    !(row->groups & (OPTIONS_LINE | OPTIONS_CHECK)))
		return fail(failure, EX_USAGE,
			    "%s: not an option that a line can have; %s", called.text,
			    row->groups & (OPTIONS_COMMON | OPTIONS_RUN | OPTIONS_FILE)
				    ? "give it to ioseq"
				    : "it is for the shell alone");
	fail(failure, EX_USAGE, "%s: %s", called.text,
	     row ? "not an option of this command" : "unknown option");
	return add_where(failure, option);
}

static int fail_no_argument(struct failure *failure, const struct option *option)
{
	fail(failure, EX_USAGE, "%s: it takes no argument", quote_word(option).text);
	return add_where(failure, option);
}

/* Find its row: the one that has the whole name, or the only one that begins so. */
static int find_row(struct option *option, struct failure *failure)
{
	const struct row *row = next_row(NULL, option, false);

	option->row = row;
	if (!row)
		return fail_unknown(failure, option);
	if (!option->is_long)
		return 0;
	for (; row; row = next_row(row, option, false))
		if (row->name[option->length] == '\0') {
			option->row = row;
			return 0;
		}
	return next_row(option->row, option, false) ? fail_ambiguous(failure, option) : 0;
}

/* -d=FILE and -device: what follows the letter is not meant as its argument. */
static int check_spelling(const struct option *option, struct failure *failure)
{
	struct option whole = *option;

	if (*option->argument == '=')
		return fail_argument(failure, quote_word(option),
				     "a letter has no '=' behind it", option->row);
	whole.name = option->word + 1;
	whole.length = length_of(option->usage, whole.name);
	whole.is_long = true;
	for (const struct row *row = NULL; (row = next_row(row, &whole, false));)
		if (row->name[whole.length] == '\0')
			return fail(failure, EX_USAGE,
				    "%s: unknown option; did you mean -%.*s?",
				    quote_word(option).text, (int)whole.length + 1,
				    option->word);
	return 0;
}

/* The argument, which can be the next word. Returns where the option ends, or NULL. */
static const char *take_argument(struct option *option, const char *rest,
				 struct settings *settings, struct failure *failure)
{
	const char *end = option->name + option->length;
	const char *next = is_in_line(option->usage) ? word_first(end) : option->next;

	/* Within a word there is no comment. */
	if (!rest && is_in_line(option->usage) && !has_word(next))
		next = NULL;
	option->argument = rest ? rest : next;
	if (!option->argument) {
		const char letter[] = { '-', *option->name, '\0' };

		fail_argument(failure,
			      option->is_long ? quote_word(option) : quote(letter),
			      "its argument is missing", option->row);
		return NULL;
	}
	if (option->row->effect == SET_TEXT && !*option->argument) {
		fail(failure, EX_USAGE, "%s: " EMPTY_WORD, quote_word(option).text);
		return NULL;
	}
	if (rest && !option->is_long && check_spelling(option, failure) < 0)
		return NULL;
	if (option_apply(option, settings, failure) < 0)
		return NULL;
	return option->argument + length_of(option->usage, option->argument);
}

/* --NAME, --NAME=ARGUMENT, or --NAME and its argument in the next word. */
static const char *take_long(struct option *option, struct settings *settings,
			     struct failure *failure)
{
	const char *end = option->word + 2;

	option->is_long = true;
	option->name = end;
	while (*end != '=' && !ends_word(option->usage, *end))
		end++;
	option->length = (size_t)(end - option->name);
	if (find_row(option, failure) < 0)
		return NULL;
	if (wants_argument(option->row) || (option->row->argument && *end == '='))
		return take_argument(option, *end == '=' ? end + 1 : NULL, settings,
				     failure);
	if (*end == '=') {
		fail_no_argument(failure, option);
		return NULL;
	}
	return option_apply(option, settings, failure) < 0 ? NULL : end;
}

/* -ABC, where the last can have its argument behind it, or in the next word. */
static const char *take_letters(struct option *option, struct settings *settings,
				struct failure *failure)
{
	const char *name = option->word + 1;

	option->length = 1;
	for (; !ends_word(option->usage, *name); name++) {
		option->name = name;
		if (*name == '=' && name > option->word + 1) {
			fail_no_argument(failure, option);
			return NULL;
		}
		if (find_row(option, failure) < 0)
			return NULL;
		if (option->row->argument)
			return take_argument(option,
					     ends_word(option->usage, name[1]) ? NULL
									       : name + 1,
					     settings, failure);
		if (option_apply(option, settings, failure) < 0)
			return NULL;
	}
	return name;
}

/* How long the typographic dashes are that a word begins with in place of an option's. */
static inline size_t false_dashes(const char *word)
{
	size_t length = hint_dash(word), next = length;

	while (next > 0) {
		next = word[length] == '-' ? 1 : hint_dash(word + length);
		length += next;
	}
	return word_ends(word[length]) || strchr("0123456789", word[length]) ? 0 : length;
}

static int fail_dash(struct failure *failure, const struct option *option)
{
	size_t dashes = false_dashes(option->word),
	       length = length_of(option->usage, option->word) - dashes;
	struct option whole = *option;
	bool is_long;
	char typed[128];

	whole.name += dashes;
	whole.length = length;
	if (memchr(whole.name, '=', length))
		whole.length =
			(size_t)((char *)memchr(whole.name, '=', length) - whole.name);
	whole.is_long = true;
	is_long = length > 1 && next_row(NULL, &whole, false);
	snprintf(typed, sizeof(typed), "%s%.*s", is_long ? "--" : "-", (int)length,
		 whole.name);
	return fail(failure, EX_USAGE, "%s: a typographic dash; type %s",
		    quote_word(option).text, quote(typed).text);
}

bool option_is_any(const char *word)
{
	return option_begins(word) || false_dashes(word);
}

const char *option_parse(const char *command, const struct usage *usage, const char *word,
			 const char *next, struct settings *settings,
			 struct failure *failure)
{
	struct option option = { command, usage, word, next, word, 0, false, NULL, NULL };
	const char *end = NULL;

	if (*word != '-')
		fail_dash(failure, &option);
	else if (word[1] == '-')
		end = take_long(&option, settings, failure);
	else
		end = take_letters(&option, settings, failure);
	if (!end && !failure->word)
		failure->word = word;
	return end;
}

int options_parse(const char *command, const struct usage *usage, char *words[],
		  struct settings *settings, struct failure *failure)
{
	char **kept = words, **word = words;

	while (*word && strcmp(*word, "--") != 0) {
		const char *end, *next = word[1];

		if (!option_is_any(*word)) {
			*kept++ = *word++;
			continue;
		}
		end = option_parse(command, usage, *word++, next, settings, failure);
		if (!end)
			return -1;
		if (next && end == next + strlen(next))
			word++;
	}
	if (*word)
		word++;
	while (*word)
		*kept++ = *word++;
	*kept = NULL;
	if (settings->dry_run && settings->json)
		return fail(failure, EX_USAGE,
			    "--json: a dry run has no results; leave out one of the two");
	return (int)(kept - words);
}
