/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The options of every command: one table for getopt, --help and the tests. */
#include "options.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

/* Long options without a letter. */
enum {
	OPTION_VERIFY = 256,
	OPTION_EXCLUSIVE,
	OPTION_LOG,
	OPTION_JSON,
};

static const struct row {
	int id; /* the letter, or one of the above */
	unsigned int group;
	const char *name;
	const char *argument;
	const char *help;
} rows[] = {
	{ 'x', OPTIONS_COMMON, "exact", NULL, "use one bus cycle of the full width" },
	{ 'd', OPTIONS_COMMON, "device", "FILE",
	  "use another device, or a file of 64 KiB" },
	{ OPTION_VERIFY, OPTIONS_WRITE, "verify", NULL, "read back and compare" },
	{ OPTION_EXCLUSIVE, OPTIONS_WRITE, "exclusive", NULL,
	  "refuse a port that a kernel driver owns" },
	{ OPTION_LOG, OPTIONS_WRITE, "log", NULL, "tell syslog of each write" },
	{ OPTION_JSON, OPTIONS_CHECK, "json", NULL, "print the table as JSON" },
	{ 'n', OPTIONS_RUN, "dry-run", NULL, "print what would be done, and do nothing" },
	{ 'f', OPTIONS_RUN, "force", NULL, "do what is refused for safety" },
	{ 'q', OPTIONS_COMMON, "quiet", NULL, "print no results" },
	{ 'v', OPTIONS_RUN, "verbose", NULL, "print each operation with its result" },
	{ 'h', OPTIONS_COMMON, "help", NULL, "print this help" },
	{ 'V', OPTIONS_COMMON, "version", NULL, "print the version" },
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

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
		if (!(row->group & usage->options))
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

		if (!(row->group & usage->options))
			continue;
		snprintf(left, sizeof(left), "--%s%s%s", row->name,
			 row->argument ? " " : "", row->argument ? row->argument : "");
		if (row->id > 255)
			printf("      %-16s %s\n", left, row->help);
		else
			printf("  -%c, %-16s %s\n", row->id, left, row->help);
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
static int fail_option(struct failure *failure, const char *command, char *argv[], int id)
{
	const char *last = argv[optind - 1];
	bool is_long = strncmp(last, "--", 2) == 0;
	const char letter[] = { '-', (char)optopt, '\0' };
	const char *wrong = id == ':'		? "its argument is missing"
			    : is_long && optopt ? "it takes no argument"
			    : is_long		? "unknown or ambiguous option"
						: "unknown option";

	return fail(failure, EX_USAGE, "%s: %s; try '%s --help'",
		    quote(is_long ? last : letter).text, wrong, command);
}

int options_parse(const char *command, const struct usage *usage, int argc, char *argv[],
		  struct settings *settings, struct failure *failure)
{
	const struct getopt_form form = getopt_form(usage);
	int words = 0;

	for (;;) {
		int id;

		if (optind < argc && is_signed_number(argv[optind])) {
			argv[++words] = argv[optind++];
			continue;
		}
		id = getopt_long(argc, argv, form.letters, form.names, NULL);
		switch (id) {
		case -1:
			while (optind < argc)
				argv[++words] = argv[optind++];
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
			return fail_option(failure, command, argv, id);
		}
	}
}
