/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* All commands in one program, which is called by their names: the static one. */
#include "front_end.h"
#include "sequence/commands.h"

#include <stdio.h>
#include <string.h>

#define NAME "iospace"

/* The front end of a command of that name, or NULL. */
static front_end_function *find(const char *name)
{
	const struct command *command = command_find(name, strlen(name));

	if (strcmp(name, "ioseq") == 0)
		return ioseq;
	if (strcmp(name, "iocheck") == 0)
		return iocheck;
	/* Others of the table, such as sleep, are of lines alone. */
	return command && command->size ? ports : NULL;
}

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* What it says of itself, and of a name that is none of its commands. */
static void itself(const char *name, char *words[], struct failure *failure)
{
	static const char usage[] =
		"Usage: " NAME " COMMAND [WORD]...\n"
		"All commands of iospace in one program. Link to it by "
		"their names, or name one.\n\n";

	(void)name;
	if (words[0] && strcmp(words[0], "--version") == 0) {
		printf(NAME " (iospace) %s\n", IOSPACE_VERSION);
	} else if (words[0] && strcmp(words[0], "--help") == 0) {
		printf("%s", usage);
		for (const struct command *command = commands; command->size; command++)
			printf("  %s\n", command->name);
		printf("  ioseq\n  iocheck\n\nThe manual is iospace(7).\n");
	} else if (words[0]) {
		fail(failure, EX_USAGE, "%s: no command; try '" NAME " --help'",
		     quote(words[0]).text);
	} else {
		fail(failure, EX_USAGE, "expected a command; try '" NAME " --help'");
	}
}

int main(int argc, char *argv[])
{
	const char *name = argc > 0 ? last_part(argv[0]) : NAME;
	char **words = argc > 0 ? argv + 1 : argv;

	/* As its own first word. */
	if (!find(name) && words[0] && find(words[0]))
		name = *words++;
	return find(name) ? command_run(name, find(name), words)
			  : command_run(NAME, itself, words);
}
