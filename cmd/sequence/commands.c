/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of commands, and what is said of a word that is none. */
#include "sequence/commands.h"

#include "words/hint.h"

#include <string.h>

static const struct command commands[] = {
	{ "iow8", 1, &iow_action },	   { "iow16", 2, &iow_action },
	{ "iow32", 4, &iow_action },	   { "ior8", 1, &ior_action },
	{ "ior16", 2, &ior_action },	   { "ior32", 4, &ior_action },
	{ "iopoll8", 1, &iopoll_action },  { "iopoll16", 2, &iopoll_action },
	{ "iopoll32", 4, &iopoll_action }, { "sleep", 0, &sleep_action },
};

#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

const struct command *command_find(const char *name, size_t length)
{
	for (size_t i = 0; i < COMMANDS; i++)
		if (strncmp(commands[i].name, name, length) == 0 &&
		    commands[i].name[length] == '\0')
			return &commands[i];
	return NULL;
}

/* The names of which a slip of the keyboard makes the word. */
static struct hint hint_names(const char *word, size_t length, bool behind_finally)
{
	struct hint hint = { "" };

	/* The same number would be another time. */
	if (length == strlen("usleep") && strncmp(word + 1, "sleep", length - 1) == 0)
		return hint_to(
			"sleep has the unit behind the number, as in 'sleep 100us'");
	for (size_t i = 0; i < COMMANDS; i++)
		if (hint_is_near(word, length, commands[i].name))
			hint_offer(&hint, "", commands[i].name);
	if (!behind_finally && hint_is_near(word, length, "finally"))
		hint_offer(&hint, "", "finally");
	return hint;
}

/* A word before the name of a command is one too many: a shell's prompt, or sudo. */
static bool is_before_command(struct words words)
{
	words_advance(&words, words.next + words_length(&words));
	return words.next && command_find(words.next, words_length(&words));
}

/* What a line can begin with, or what stands behind "finally". */
struct names {
	char text[128];
};

static struct names names_of_all(bool behind_finally)
{
	struct names names;
	char *end = stpcpy(names.text, commands[0].name);

	for (size_t i = 1; i < COMMANDS; i++) {
		end = stpcpy(end, behind_finally && i == COMMANDS - 1 ? " or " : ", ");
		end = stpcpy(end, commands[i].name);
	}
	if (!behind_finally)
		stpcpy(end, " or finally");
	return names;
}

int fail_command(struct failure *failure, const struct words *words, bool behind_finally)
{
	size_t length = words_length(words);
	struct hint hint = hint_names(words->next, length, behind_finally);

	if (!*hint.text && is_before_command(*words))
		hint = hint_to("leave it out");
	if (!*hint.text)
		hint = hint_ascii(words->next, length);
	if (*hint.text)
		return fail_word(failure, words, "unknown command; %s", hint.text);
	return fail_word(failure, words,
			 "unknown command; expected %s, as in 'iow8 0x2e 0x87'",
			 names_of_all(behind_finally).text);
}
