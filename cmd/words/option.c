/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The options of every command: one table for the parser, --help and the tests. */
#include "words/option.h"

#include "words/duration.h"
#include "words/wrong.h"

#include <stdio.h>

#define THERE(member) offsetof(struct settings, member)

/* clang-format off */
static const struct row rows[] = {
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
	{ 0, SET_SWITCH, THERE(no_lock), OPTIONS_RUN,
	  "no-lock", NULL, "take no lock: something around it has it" },
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

static bool is_taken(const struct row *row, const struct usage *usage)
{
	return row->groups & usage->options & ~(unsigned int)OPTIONS_LINE &&
	       (row->groups & OPTIONS_LINE || !(usage->options & OPTIONS_LINE));
}

const struct row *option_row(const struct row *row, const struct usage *usage)
{
	for (row = row ? row + 1 : rows; row < rows + ROWS; row++)
		if (!usage || is_taken(row, usage))
			return row;
	return NULL;
}

static void print_help(const char *command, const struct usage *usage)
{
	printf("Usage: %s [OPTION]...%s%s\n%s\n\n", command, usage->synopsis ? " " : "",
	       usage->synopsis ? usage->synopsis : "", usage->purpose);
	for (const struct row *row = NULL; (row = option_row(row, usage));) {
		char left[32];

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

int option_apply(const struct option *option, struct settings *settings,
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
