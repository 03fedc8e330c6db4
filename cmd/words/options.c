/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The options of every command: one table for the parser, --help and the tests. They are
 * read as getopt_long(3) reads them, which has a state of its own to be set up for each
 * line of a file, and no words for what is wrong.
 */
#include "words/options.h"

#include "words/duration.h"
#include "words/hint.h"
#include "words/wrong.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

const struct settings settings_default = {
	.times.timeout_us = 1000000,
	.lock_timeout_us = 5000000,
};

/* What an option does with the settings: what its row has says more. */
enum effect {
	SET_MODIFIER, /* the bit */
	SET_SWITCH,   /* the bool there */
	SET_TEXT,     /* the argument, as it is */
	SET_TIME,     /* the argument in microseconds */
	PRINT_HELP,
	PRINT_VERSION,
};

#define THERE(member) offsetof(struct settings, member)

/* clang-format off */
static const struct row {
	char letter; /* or 0 */
	enum effect effect;
	size_t where; /* a bit, or an offset */
	unsigned int groups;
	const char *name;
	const char *argument;
	const char *help;
} rows[] = {
	{ 'x', SET_MODIFIER, IOSPACE_EXACT, OPTIONS_COMMON | OPTIONS_LINE,
	  "exact", NULL, "use one bus cycle of the full width" },
	{ 'd', SET_TEXT, THERE(device), OPTIONS_COMMON,
	  "device", "FILE", "use another device, or a file of 64 KiB" },
	{ 't', SET_TIME, THERE(times.timeout_us), OPTIONS_POLL | OPTIONS_LINE,
	  "timeout", "TIME", "give up after so long (default: 1s)" },
	{ 'i', SET_TIME, THERE(times.interval_us), OPTIONS_POLL | OPTIONS_LINE,
	  "interval", "TIME", "wait so long between two reads" },
	{ 0, SET_MODIFIER, MODIFIER_VERIFY, OPTIONS_WRITE | OPTIONS_LINE,
	  "verify", NULL, "read back and compare" },
	{ 0, SET_MODIFIER, MODIFIER_EXCLUSIVE, OPTIONS_WRITE | OPTIONS_LINE,
	  "exclusive", NULL, "refuse a port that a kernel driver owns" },
	{ 0, SET_MODIFIER, MODIFIER_LOG, OPTIONS_WRITE | OPTIONS_LINE,
	  "log", NULL, "tell syslog of each write" },
	{ 0, SET_TIME, THERE(lock_timeout_us), OPTIONS_FILE,
	  "lock-timeout", "TIME", "wait so long for other runs (default: 5s)" },
	{ 0, SET_SWITCH, THERE(check), OPTIONS_FILE,
	  "check", NULL, "check the file, and do nothing" },
	{ 0, SET_SWITCH, THERE(trusted), OPTIONS_FILE,
	  "trusted", NULL, "refuse a FILE that not only root can change" },
	{ 0, SET_SWITCH, THERE(json), OPTIONS_RUN,
	  "json", NULL, "print results as JSON, an object a line" },
	{ 0, SET_SWITCH, THERE(json), OPTIONS_CHECK,
	  "json", NULL, "print the table as JSON" },
	{ 'n', SET_SWITCH, THERE(dry_run), OPTIONS_RUN,
	  "dry-run", NULL, "print what would be done, and do nothing" },
	{ 'f', SET_MODIFIER, IOSPACE_FORCE, OPTIONS_RUN | OPTIONS_LINE,
	  "force", NULL, "do what is refused for safety" },
	{ 'q', SET_MODIFIER, MODIFIER_QUIET, OPTIONS_COMMON | OPTIONS_LINE,
	  "quiet", NULL, "print no results" },
	{ 'v', SET_SWITCH, THERE(verbose), OPTIONS_RUN,
	  "verbose", NULL, "print each operation with its result" },
	{ 'h', PRINT_HELP, 0, OPTIONS_COMMON,
	  "help", NULL, "print this help" },
	{ 'V', PRINT_VERSION, 0, OPTIONS_COMMON,
	  "version", NULL, "print the version" },
};
/* clang-format on */

#define ROWS (sizeof(rows) / sizeof(rows[0]))

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

static bool is_taken(const struct row *row, const struct usage *usage)
{
	return row->groups & usage->options & ~(unsigned int)OPTIONS_LINE &&
	       (row->groups & OPTIONS_LINE || !(usage->options & OPTIONS_LINE));
}

static void print_help(const char *command, const struct usage *usage)
{
	printf("Usage: %s [OPTION]...%s%s\n%s\n\n", command, usage->synopsis ? " " : "",
	       usage->synopsis ? usage->synopsis : "", usage->purpose);
	for (const struct row *row = rows; row < rows + ROWS; row++) {
		char left[32];

		if (!is_taken(row, usage))
			continue;
		snprintf(left, sizeof(left), "--%s%s%s", row->name,
			 row->argument ? " " : "", row->argument ? row->argument : "");
		if (row->letter)
			printf("  -%c, %-19s %s\n", row->letter, left, row->help);
		else
			printf("      %-19s %s\n", left, row->help);
	}
	putchar('\n');
	if (usage->options & OPTIONS_RUN)
		printf("Numbers are decimal, 0x hexadecimal, 0b binary or 0o octal.\n");
	printf("The manual is %s(8), and iospace(7) for what I/O ports are.\n", command);
}

static bool is_in_line(const struct usage *usage)
{
	return usage->options & OPTIONS_LINE;
}

/* A word of a line ends before a blank, and one of a command line can have blanks in it.
 */
static bool ends_word(const struct usage *usage, char c)
{
	return is_in_line(usage) ? word_ends(c) : c == '\0';
}

static size_t length_of(const struct usage *usage, const char *word)
{
	return is_in_line(usage) ? word_length(word) : strlen(word);
}

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
	for (row = row ? row + 1 : rows; row < rows + ROWS; row++)
		if (is_called(row, option) && (of_any || is_taken(row, option->usage)))
			return row;
	return NULL;
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

	for (const struct row *row = rows; row < rows + ROWS; row++)
		if (is_taken(row, option->usage) && hint_is_near(name, length, row->name))
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
			    "%s: not an option that a line can have; give it to ioseq",
			    called.text);
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

static int set_time(const struct option *option, void *where, struct failure *failure)
{
	const char *end = option->argument, *wrong = duration_parse(&end, where);
	char before[32];

	if (!wrong && !ends_word(option->usage, *end))
		wrong = "not a time";
	if (!wrong)
		return 0;
	if (option->row->letter)
		snprintf(before, sizeof(before), "-%c: ", option->row->letter);
	else
		snprintf(before, sizeof(before), "--%s: ", option->row->name);
	return fail_time(failure, before, option->argument,
			 length_of(option->usage, option->argument), wrong);
}

/* Returns -1 when the run ends here. */
static int apply(const struct option *option, struct settings *settings,
		 struct failure *failure)
{
	const struct row *row = option->row;
	void *where;

	if (row->effect == SET_MODIFIER) {
		settings->modifiers |= (uint8_t)row->where;
		return 0;
	}
	where = (char *)settings + row->where;
	switch (row->effect) {
	case SET_SWITCH:
		*(bool *)where = true;
		return 0;
	case SET_TEXT:
		*(const char **)where = option->argument;
		return 0;
	case SET_TIME:
		return set_time(option, where, failure);
	case PRINT_HELP:
		print_help(option->command, option->usage);
		return -1;
	case PRINT_VERSION:
	default:
		printf("%s (iospace) %s\n", option->command, IOSPACE_VERSION);
		return -1;
	}
}

/* The argument, which can be the next word. Returns where the option ends, or NULL. */
static const char *take_argument(struct option *option, const char *rest,
				 struct settings *settings, struct failure *failure)
{
	const char *end = option->name + option->length;
	const char *next = is_in_line(option->usage) ? word_first(end) : option->next;

	option->argument = rest ? rest : next;
	if (option->argument && is_in_line(option->usage) && !has_word(option->argument))
		option->argument = NULL;
	if (!option->argument) {
		const char letter[] = { '-', *option->name, '\0' };

		fail_argument(failure,
			      option->is_long ? quote_word(option) : quote(letter),
			      "its argument is missing", option->row);
		return NULL;
	}
	if (option->row->effect == SET_TEXT && !*option->argument) {
		fail(failure, EX_USAGE,
		     "%s: '': an empty word, such as an unset variable makes",
		     quote_word(option).text);
		return NULL;
	}
	if (rest && !option->is_long && check_spelling(option, failure) < 0)
		return NULL;
	if (apply(option, settings, failure) < 0)
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
	if (option->row->argument)
		return take_argument(option, *end == '=' ? end + 1 : NULL, settings,
				     failure);
	if (*end == '=') {
		fail_no_argument(failure, option);
		return NULL;
	}
	return apply(option, settings, failure) < 0 ? NULL : end;
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
		if (apply(option, settings, failure) < 0)
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
	return (int)(kept - words);
}
