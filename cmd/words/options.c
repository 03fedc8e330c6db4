/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The options of every command: one table for getopt, --help and the tests. */
#include "words/options.h"

#include "iospace.h"
#include "words/duration.h"
#include "words/hint.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

const struct settings settings_default = {
	.timeout_us = 1000000,
	.lock_timeout_us = 5000000,
};

/* Long options without a letter. */
enum {
	OPTION_VERIFY = 256,
	OPTION_EXCLUSIVE,
	OPTION_LOG,
	OPTION_JSON,
	OPTION_CHECK,
	OPTION_TRUSTED,
	OPTION_LOCK_TIMEOUT,
};

static const struct row {
	int id; /* the letter, or one of the above */
	unsigned int groups;
	const char *name;
	const char *argument;
	const char *help;
} rows[] = {
	{ 'x', OPTIONS_COMMON | OPTIONS_LINE, "exact", NULL,
	  "use one bus cycle of the full width" },
	{ 'd', OPTIONS_COMMON, "device", "FILE",
	  "use another device, or a file of 64 KiB" },
	{ 't', OPTIONS_POLL | OPTIONS_LINE, "timeout", "TIME",
	  "give up after so long (default: 1s)" },
	{ 'i', OPTIONS_POLL | OPTIONS_LINE, "interval", "TIME",
	  "wait so long between two reads" },
	{ OPTION_VERIFY, OPTIONS_WRITE | OPTIONS_LINE, "verify", NULL,
	  "read back and compare" },
	{ OPTION_EXCLUSIVE, OPTIONS_WRITE | OPTIONS_LINE, "exclusive", NULL,
	  "refuse a port that a kernel driver owns" },
	{ OPTION_LOG, OPTIONS_WRITE | OPTIONS_LINE, "log", NULL,
	  "tell syslog of each write" },
	{ OPTION_LOCK_TIMEOUT, OPTIONS_FILE, "lock-timeout", "TIME",
	  "wait so long for other runs (default: 5s)" },
	{ OPTION_CHECK, OPTIONS_FILE, "check", NULL, "check the file, and do nothing" },
	{ OPTION_TRUSTED, OPTIONS_FILE, "trusted", NULL,
	  "refuse a FILE that not only root can change" },
	{ OPTION_JSON, OPTIONS_CHECK, "json", NULL, "print the table as JSON" },
	{ 'n', OPTIONS_RUN, "dry-run", NULL, "print what would be done, and do nothing" },
	{ 'f', OPTIONS_RUN | OPTIONS_LINE, "force", NULL,
	  "do what is refused for safety" },
	{ 'q', OPTIONS_COMMON | OPTIONS_LINE, "quiet", NULL, "print no results" },
	{ 'v', OPTIONS_RUN, "verbose", NULL, "print each operation with its result" },
	{ 'h', OPTIONS_COMMON, "help", NULL, "print this help" },
	{ 'V', OPTIONS_COMMON, "version", NULL, "print the version" },
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

static bool is_taken(const struct row *row, const struct usage *usage)
{
	return row->groups & usage->options & ~(unsigned int)OPTIONS_LINE &&
	       (row->groups & OPTIONS_LINE || !(usage->options & OPTIONS_LINE));
}

/* A command's rows in the two forms that getopt_long() wants. */
struct getopt_form {
	char letters[2 + 2 * ROWS + 1];
	struct option names[ROWS + 1];
};

static struct getopt_form getopt_form(const struct usage *usage)
{
	/* '-': words come in order, whatever POSIXLY_CORRECT says. ':': no messages. */
	struct getopt_form form = { .letters = "-:" };
	struct option *name = form.names;
	char *letter = form.letters + 2;

	for (const struct row *row = rows; row < rows + ROWS; row++) {
		if (!is_taken(row, usage))
			continue;
		*name++ = (struct option){ row->name,
					   row->argument ? required_argument
							 : no_argument,
					   NULL, row->id };
		if (row->id > 255)
			continue;
		*letter++ = (char)row->id;
		if (row->argument)
			*letter++ = ':';
	}
	return form;
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
		if (row->id > 255)
			printf("      %-19s %s\n", left, row->help);
		else
			printf("  -%c, %-19s %s\n", row->id, left, row->help);
	}
	putchar('\n');
	if (usage->options & OPTIONS_RUN)
		printf("Numbers are decimal, 0x hexadecimal, 0b binary or 0o octal.\n");
	printf("The manual is %s(8), and iospace(7) for what I/O ports are.\n", command);
}

static bool is_signed_number(const char *word)
{
	return word[0] == '-' && word[1] >= '0' && word[1] <= '9';
}

/* The first option that has this letter, or else a name that begins so: of any command,
 * or of the one with this usage. */
static const struct row *find_row(const struct usage *usage, int letter, const char *name,
				  size_t length)
{
	for (const struct row *row = rows; row < rows + ROWS; row++)
		if ((!usage || is_taken(row, usage)) &&
		    (letter ? row->id == letter : strncmp(row->name, name, length) == 0))
			return row;
	return NULL;
}

/* All that a name which is cut short can stand for. */
static int fail_ambiguous(struct failure *failure, const struct usage *usage,
			  const char *word, const char *name, size_t length)
{
	const char *before = ": ";

	fail(failure, EX_USAGE, "%s: ambiguous", quote(word).text);
	for (const struct row *row = rows; row < rows + ROWS; row++) {
		if (!is_taken(row, usage) || strncmp(row->name, name, length) != 0)
			continue;
		fail_more(failure, "%s--%s", before, row->name);
		before = ", ";
	}
	return -1;
}

static int fail_argument(struct failure *failure, const char *option, const char *wrong,
			 const struct row *row)
{
	fail(failure, EX_USAGE, "%s: %s; use ", quote(option).text, wrong);
	if (row->id <= 255)
		fail_more(failure, "-%c %s or ", row->id, row->argument);
	fail_more(failure, "--%s=%s", row->name, row->argument);
	return -1;
}

/* The options of the command that are nearly called so. */
static struct hint hint_option(const struct usage *usage, const char *name, size_t length)
{
	struct hint hint = { "" };

	for (const struct row *row = rows; row < rows + ROWS; row++)
		if (is_taken(row, usage) && hint_is_near(name, length, row->name))
			hint_offer(&hint, "--", row->name);
	return hint;
}

/* Where its options are described. */
static int add_where(struct failure *failure, const char *command,
		     const struct usage *usage)
{
	if (usage->options & OPTIONS_LINE)
		fail_more(failure, "; see ioseq(5)");
	else
		fail_more(failure, "; try '%s --help'", command);
	return -1;
}

/* What the command does not have, but another may. */
static int fail_unknown(struct failure *failure, const char *command,
			const struct usage *usage, const char *option,
			const struct row *row)
{
	const char *wrong = row ? "not an option of this command" : "unknown option";

	if (row && usage->options & OPTIONS_LINE &&
	    !(row->groups & (OPTIONS_LINE | OPTIONS_CHECK)))
		return fail(failure, EX_USAGE,
			    "%s: not an option that a line can have; give it to ioseq",
			    quote(option).text);
	fail(failure, EX_USAGE, "%s: %s", quote(option).text, wrong);
	return add_where(failure, command, usage);
}

/*
 * What getopt_long() stumbled over. In optopt it leaves the letter of a short option,
 * the id of a long one whose argument is missing or too much, or 0.
 */
static int fail_option(struct failure *failure, const char *command,
		       const struct usage *usage, const char *word, int id)
{
	bool is_long = strncmp(word, "--", 2) == 0;
	const char letter[] = { '-', (char)optopt, '\0' };
	const char *name = word + 1 + is_long, *option = is_long ? word : letter;
	size_t length = strcspn(name, "=");
	const struct row *first = find_row(usage, optopt, name, length);
	struct hint hint = hint_option(usage, name, length);

	failure->word = word;
	if (id == ':')
		return fail_argument(failure, option, "its argument is missing", first);
	if (optopt == '=' || (is_long && optopt)) {
		fail(failure, EX_USAGE, "%s: it takes no argument", quote(word).text);
		return add_where(failure, command, usage);
	}
	if (is_long && first)
		return fail_ambiguous(failure, usage, word, name, length);
	if (*hint.text)
		return fail(failure, EX_USAGE, "%s: unknown option; %s", quote(word).text,
			    hint.text);
	return fail_unknown(failure, command, usage, option,
			    find_row(NULL, optopt, name, length));
}

/* -d=FILE and -device: what follows the letter is not meant as its argument. */
static bool is_misspelt(const struct usage *usage, const char *word, const char *last)
{
	const struct row *row;

	if (word != last || strncmp(word, "--", 2) == 0)
		return false;
	row = find_row(usage, 0, word + 1, strlen(word + 1));
	return *optarg == '=' || (row && strcmp(row->name, word + 1) == 0);
}

static int fail_misspelt(struct failure *failure, const struct usage *usage,
			 const char *word, int letter)
{
	failure->word = word;
	if (*optarg == '=')
		return fail_argument(failure, word, "a letter has no '=' behind it",
				     find_row(usage, letter, NULL, 0));
	return fail(failure, EX_USAGE, "%s: unknown option; did you mean -%s?",
		    quote(word).text, word);
}

/* How long the typographic dashes are that a word begins with in place of an option's. */
static inline size_t false_dashes(const char *word)
{
	size_t length = hint_dash(word), next = length;

	while (next > 0) {
		next = word[length] == '-' ? 1 : hint_dash(word + length);
		length += next;
	}
	return length && !strchr("0123456789", word[length]) ? length : 0;
}

static int fail_dash(struct failure *failure, const struct usage *usage, const char *word)
{
	const char *name = word + false_dashes(word);
	bool is_long = name[1] && find_row(usage, 0, name, strcspn(name, "="));
	char typed[128];

	snprintf(typed, sizeof(typed), "%s%s", is_long ? "--" : "-", name);
	failure->word = word;
	return fail(failure, EX_USAGE, "%s: a typographic dash; type %s",
		    quote(word).text, quote(typed).text);
}

static int parse_time_option(const char *option, uint32_t *ret_us,
			     struct failure *failure)
{
	const char *end = optarg, *wrong = duration_parse(&end, ret_us);

	if (!wrong && *end)
		wrong = "not a time";
	return wrong ? fail_time(failure, option, optarg, strlen(optarg), wrong) : 0;
}

/* getopt_long() remembers where it was in the last words, even half an option. */
static void start_afresh(char *argv[], const struct getopt_form *form)
{
	char *const none[] = { argv[0], NULL };

	optind = 0;
	getopt_long(1, none, form->letters, form->names, NULL);
}

int options_parse(const char *command, const struct usage *usage, int argc, char *argv[],
		  struct settings *settings, struct failure *failure)
{
	const struct getopt_form form = getopt_form(usage);
	int words = 0;

	start_afresh(argv, &form);
	for (;;) {
		const char *word;
		int id;

		if (optind < argc && is_signed_number(argv[optind])) {
			argv[++words] = argv[optind++];
			continue;
		}
		/* It moves on when it is done with a word, which can have several
		 * letters. */
		word = argv[optind];
		id = getopt_long(argc, argv, form.letters, form.names, NULL);
		if (id != 1 && optarg && is_misspelt(usage, word, argv[optind - 1]))
			return fail_misspelt(failure, usage, word, id);
		switch (id) {
		case -1:
			while (optind < argc)
				argv[++words] = argv[optind++];
			argv[words + 1] = NULL;
			return words;
		case 1:
			if (false_dashes(word))
				return fail_dash(failure, usage, word);
			argv[++words] = optarg;
			break;
		case 'd':
			settings->device = optarg;
			break;
		case 'x':
			settings->exact = true;
			break;
		case 'f':
			settings->force = true;
			break;
		case 't':
			if (parse_time_option("-t: ", &settings->timeout_us, failure) < 0)
				return -1;
			break;
		case 'i':
			if (parse_time_option("-i: ", &settings->interval_us, failure) <
			    0)
				return -1;
			break;
		case OPTION_LOCK_TIMEOUT:
			if (parse_time_option("--lock-timeout: ",
					      &settings->lock_timeout_us, failure) < 0)
				return -1;
			break;
		case OPTION_CHECK:
			settings->check = true;
			break;
		case OPTION_TRUSTED:
			settings->trusted = true;
			break;
		case OPTION_VERIFY:
			settings->verify = true;
			break;
		case OPTION_EXCLUSIVE:
			settings->exclusive = true;
			break;
		case OPTION_LOG:
			settings->log = true;
			break;
		case OPTION_JSON:
			settings->json = true;
			break;
		case 'n':
			settings->dry_run = true;
			break;
		case 'q':
			settings->quiet = true;
			break;
		case 'v':
			settings->verbose = true;
			break;
		case 'h':
			print_help(command, usage);
			return -1;
		case 'V':
			printf("%s (iospace) %s\n", command, IOSPACE_VERSION);
			return -1;
		default:
			return fail_option(failure, command, usage, word, id);
		}
	}
}
