/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of commands, and what is said of a word that is none. */
#include "sequence/commands.h"

#include "words/hint.h"
#include "words/wrong.h"

#include <string.h>

static const struct usage iow_usage = {
	.synopsis = "ADDRESS VALUE[:MASK] [ADDRESS VALUE[:MASK]]...",
	.purpose =
		"Write VALUE to the I/O port ADDRESS, and print the number of bytes written.\n"
		"With MASK, change only the bits that are set in it. ADDRESS=VALUE[:MASK] as one\n"
		"word is the same.",
	.example = "0x80 0x5a",
	.options = OPTIONS_COMMON | OPTIONS_SPACE | OPTIONS_RUN | OPTIONS_WRITE,
};

static const struct usage ior_usage = {
	.synopsis = "RANGE...",
	.purpose = "Read I/O ports, and print the value of each. RANGE is ADDRESS, "
		   "FIRST-LAST or\nFIRST+COUNT.",
	.example = "0x71",
	.options = OPTIONS_COMMON | OPTIONS_SPACE | OPTIONS_RUN,
};

static const struct usage iopoll_usage = {
	.synopsis = "ADDRESS VALUE[:MASK]...",
	.purpose = "Read the I/O port ADDRESS until one of the values appears, or those "
		   "bits of it\nthat are set in MASK, and print the value read last.",
	.example = "-t 100ms 0x64 0:0x02",
	.options = OPTIONS_COMMON | OPTIONS_SPACE | OPTIONS_RUN | OPTIONS_POLL,
};

static const struct usage iodump_usage = {
	.synopsis = "RANGE...",
	.purpose = "Show I/O ports, 16 bytes in a row. RANGE is ADDRESS, FIRST-LAST or "
		   "FIRST+COUNT.\nWhat a read is known to change is not read, and shown "
		   "as --.",
	.example = "0x60-0x6f",
	.options = OPTIONS_COMMON | OPTIONS_SPACE | OPTIONS_RUN | OPTIONS_DUMP,
};

/* Those of lines alone have neither options nor --help. */
static const struct usage sleep_usage = { .synopsis = "TIME" };
static const struct usage finally_usage = { 0 };

/* Those that write come first: around.c takes them from there. */
const struct command commands[] = {
	{ "iow8", 1, UINT8_MAX, &iow_usage, &iow_action },
	{ "iow16", 2, UINT16_MAX, &iow_usage, &iow_action },
	{ "iow32", 4, UINT32_MAX, &iow_usage, &iow_action },
	{ "ior8", 1, UINT8_MAX, &ior_usage, &ior_action },
	{ "ior16", 2, UINT16_MAX, &ior_usage, &ior_action },
	{ "ior32", 4, UINT32_MAX, &ior_usage, &ior_action },
	{ "iopoll8", 1, UINT8_MAX, &iopoll_usage, &iopoll_action },
	{ "iopoll16", 2, UINT16_MAX, &iopoll_usage, &iopoll_action },
	{ "iopoll32", 4, UINT32_MAX, &iopoll_usage, &iopoll_action },
	{ "iodump8", 1, UINT8_MAX, &iodump_usage, &iodump_action },
	{ "iodump16", 2, UINT16_MAX, &iodump_usage, &iodump_action },
	{ "iodump32", 4, UINT32_MAX, &iodump_usage, &iodump_action },
	{ "sleep", 0, 0, &sleep_usage, &sleep_action },
	{ "finally", 0, 0, &finally_usage, &finally_action },
};

#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

_Static_assert(COMMANDS <= 1 << 5, "as many as struct operation can tell apart");

const struct command *command_find(const char *name, size_t length)
{
	for (size_t i = 0; i < COMMANDS; i++)
		if (strncmp(commands[i].name, name, length) == 0 &&
		    commands[i].name[length] == '\0')
			return &commands[i];
	return NULL;
}

/* The names of which a slip of the keyboard makes the word. */
static struct hint hint_names(const char *word, size_t length, bool behind_prefix)
{
	struct hint hint = { "" };

	/* The same number would be another time. */
	if (length == strlen("usleep") && strncmp(word + 1, "sleep", length - 1) == 0)
		return hint_to(
			"sleep has the unit behind the number, as in 'sleep 100us'");
	for (size_t i = 0; i < COMMANDS; i++)
		if (hint_is_near(word, length, commands[i].name) &&
		    !(behind_prefix && commands[i].action == &finally_action))
			hint_offer(&hint, "", commands[i].name);
	if (!behind_prefix && hint_is_near(word, length, "only"))
		hint_offer(&hint, "", "only");
	return hint;
}

/* A word before the name of a command is one too many: a shell's prompt, or sudo. */
static bool is_before_command(const char *word)
{
	word = word_next(word);
	return !line_ends(*word) && command_find(word, word_length(word));
}

/* What a line can begin with, or what stands behind one of those words. */
static void add_names(struct failure *failure, bool behind_prefix)
{
	/* The last one is finally. */
	size_t count = behind_prefix ? COMMANDS - 1 : COMMANDS;

	for (size_t i = 0; i < count; i++)
		fail_more(failure, "%s%s",
			  i == 0			    ? ""
			  : behind_prefix && i == count - 1 ? " or "
							    : ", ",
			  commands[i].name);
	if (!behind_prefix)
		fail_more(failure, " or only");
}

int fail_command(struct failure *failure, const char *word, bool behind_prefix)
{
	size_t length = word_length(word);
	struct hint hint = hint_names(word, length, behind_prefix);

	if (!*hint.text && is_before_command(word))
		hint = hint_to("leave it out");
	if (!*hint.text)
		hint = hint_ascii(word, length);
	if (*hint.text)
		return fail_word(failure, word, "unknown command; %s", hint.text);
	fail_word(failure, word, "unknown command; expected ");
	add_names(failure, behind_prefix);
	fail_more(failure, ", as in 'iow8 0x2e 0x87'");
	return -1;
}
