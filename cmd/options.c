/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The options of every command: one table for getopt, --help and the tests. */
#include "options.h"

#include "duration.h"

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

/*
 * What getopt_long() stumbled over. In optopt it leaves the letter of a short option,
 * the id of a long one whose argument is missing or too much, or 0.
 */
static int fail_option(struct failure *failure, const char *command,
		       const struct usage *usage, const char *word, int id)
{
	bool is_long = strncmp(word, "--", 2) == 0;
	const char letter[] = { '-', (char)optopt, '\0' };
	const char *wrong = id == ':'		? "its argument is missing"
			    : is_long && optopt ? "it takes no argument"
			    : usage->options & OPTIONS_LINE
				    ? "not an option that a line can have"
			    : is_long ? "unknown or ambiguous option"
				      : "unknown option";

	fail(failure, EX_USAGE, "%s: %s", quote(is_long ? word : letter).text, wrong);
	failure->word = word;
	if (!(usage->options & OPTIONS_LINE))
		fail_more(failure, "; try '%s --help'", command);
	return -1;
}

static int parse_time_option(const char *option, uint32_t *ret_us,
			     struct failure *failure)
{
	const char *end = optarg, *wrong = duration_parse(&end, ret_us);

	if (!wrong && !*end)
		return 0;
	failure->word = optarg;
	return fail(failure, EX_USAGE, "%s: %s: %s; expected " DURATION_SPELLINGS, option,
		    quote(optarg).text, wrong ? wrong : "not a time");
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
		switch (id) {
		case -1:
			while (optind < argc)
				argv[++words] = argv[optind++];
			argv[words + 1] = NULL;
			return words;
		case 1:
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
			if (parse_time_option("-t", &settings->timeout_us, failure) < 0)
				return -1;
			break;
		case 'i':
			if (parse_time_option("-i", &settings->interval_us, failure) < 0)
				return -1;
			break;
		case OPTION_LOCK_TIMEOUT:
			if (parse_time_option("--lock-timeout",
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
