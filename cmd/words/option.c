/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The options of every command: one table for the parser, --help and the tests. */
#include "words/option.h"

#include "words/duration.h"
#include "words/number.h"
#include "words/wrong.h"

#include <stdio.h>

/* Where an ACPI embedded controller is on a PC: chapter 12.1 of the ACPI specification
 * leaves it to a table, and firmware has it there. */
#define EC_COMMAND 0x66
#define EC_DATA	   0x62

#define THERE(member) offsetof(struct settings, member)

/* clang-format off */
static const struct row rows[] = {
	{ 'x', SET_MODIFIER, IOSPACE_EXACT, OPTIONS_COMMON | OPTIONS_LINE,
	  "exact", NULL, "use one bus cycle of the full width" },
	{ 'd', SET_TEXT, THERE(device), OPTIONS_COMMON,
	  "device", "FILE", "use another device, or a file of 64 KiB" },
	{ 'I', SET_SPACE, SPACE_INDEXED, OPTIONS_SPACE | OPTIONS_LINE,
	  "index", "INDEX[,DATA]", "address registers, behind these two ports" },
	{ 0, SET_SPACE, SPACE_EC, OPTIONS_SPACE | OPTIONS_LINE,
	  "ec", "[=COMMAND,DATA]", "address registers of an embedded controller" },
	{ 0, SET_TEXT, THERE(enter), OPTIONS_SPACE,
	  "enter", "LIST", "first write this to the index port" },
	{ 0, SET_TEXT, THERE(bank), OPTIONS_SPACE,
	  "bank", "REG=VALUE", "set a register, and put it back at the end" },
	{ 0, SET_TEXT, THERE(exit), OPTIONS_SPACE,
	  "exit", "LIST", "write this at the end, whatever has happened" },
	{ 't', SET_TIME, THERE(times.timeout_us), OPTIONS_POLL | OPTIONS_LINE,
	  "timeout", "TIME", "give up after so long (default: 1s)" },
	{ 'i', SET_TIME, THERE(times.interval_us), OPTIONS_POLL | OPTIONS_LINE,
	  "interval", "TIME", "wait so long between two reads" },
	{ 0, SET_SWITCH, THERE(different), OPTIONS_POLL | OPTIONS_LINE,
	  "not", NULL, "wait until it is none of the values" },
	{ 0, SET_MODIFIER, MODIFIER_VERIFY, OPTIONS_WRITE | OPTIONS_LINE,
	  "verify", NULL, "read back and compare" },
	{ 0, SET_MODIFIER, MODIFIER_EXCLUSIVE, OPTIONS_WRITE | OPTIONS_LINE,
	  "exclusive", NULL, "refuse a port that a kernel driver owns" },
	{ 0, SET_MODIFIER, MODIFIER_LOG, OPTIONS_WRITE | OPTIONS_LINE,
	  "log", NULL, "tell syslog of each write" },
	{ 0, SET_SWITCH, THERE(all), OPTIONS_DUMP | OPTIONS_LINE,
	  "all", NULL, "read also what a read is known to change" },
	{ 0, SET_SWITCH, THERE(raw), OPTIONS_DUMP,
	  "raw", NULL, "print the bytes alone, 0xff for what is not read" },
	{ 0, SET_TIME, THERE(watch_us), OPTIONS_DUMP,
	  "watch", "TIME", "show again after so long, and what has changed" },
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
			 wants_argument(row) ? " " : "",
			 row->argument ? row->argument : "");
		if (row->letter)
			printf("  -%c, %-20s %s\n", row->letter, left, row->help);
		else
			printf("      %-20s %s\n", left, row->help);
	}
	printf("\nExample: %s %s\n", command, usage->example);
	if (usage->more)
		printf("%s\n", usage->more);
	if (usage->options & OPTIONS_RUN)
		printf("Numbers are decimal, 0x hexadecimal, 0b binary or 0o octal.\n");
	printf("The manual is %s(8), and iospace(7) for what I/O ports are.\n", command);
}

/* What stands before an argument that is wrong. */
struct label {
	char text[32];
};

static struct label label_of(const struct row *row)
{
	struct label label;

	if (row->letter)
		snprintf(label.text, sizeof(label.text), "-%c: ", row->letter);
	else
		snprintf(label.text, sizeof(label.text), "--%s: ", row->name);
	return label;
}

static int set_time(const struct option *option, void *where, struct failure *failure)
{
	const char *end = option->argument, *wrong = duration_parse(&end, where);

	if (!wrong && !ends_word(option->usage, *end))
		wrong = "not a time";
	if (!wrong)
		return 0;
	return fail_time(failure, label_of(option->row).text, option->argument,
			 length_of(option->usage, option->argument), wrong);
}

static int fail_space(const struct option *option, const char *wrong,
		      struct failure *failure)
{
	size_t length = length_of(option->usage, option->argument);

	failure->word = option->argument;
	return fail(failure, EX_USAGE, "%s%s: %s; expected %s",
		    label_of(option->row).text, quote_part(option->argument, length).text,
		    wrong,
		    option->row->where == SPACE_EC
			    ? "COMMAND,DATA, two ports"
			    : "INDEX or INDEX,DATA, ports from 0 to 0xffff");
}

/* INDEX, or INDEX,DATA. */
static int set_space(const struct option *option, struct space *space,
		     struct failure *failure)
{
	const uint32_t last = IOSPACE_PORTS - 1;
	uint32_t index = EC_COMMAND, data = BEHIND_INDEX;
	const char *end = option->argument, *wrong = NULL;
	bool is_ec = option->row->where == SPACE_EC;

	if (end)
		wrong = number_parse_to(end, last, NUMBER_COMMA, &end, &index);
	else
		data = EC_DATA;
	if (!wrong && end && *end == ',')
		wrong = number_parse_to(end + 1, last, NUMBER_END, &end, &data);
	else if (!wrong && end && is_ec)
		wrong = "the data port is missing";
	if (!wrong && end && !ends_word(option->usage, *end))
		wrong = "not a number";
	if (wrong)
		return fail_space(option, wrong, failure);
	*space = (struct space){ (enum space_kind)option->row->where, (uint16_t)index,
				 data };
	return 0;
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
	case SET_SPACE:
		return set_space(option, &settings->space, failure);
	case PRINT_HELP:
		print_help(option->command, option->usage);
		return -1;
	case PRINT_VERSION:
	default:
		printf("%s (iospace) %s\n", option->command, IOSPACE_VERSION);
		return -1;
	}
}
