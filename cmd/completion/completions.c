/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * completions SHELL COMMAND <SCRIPT: print what a shell is to know of a command, from the
 * tables that the command itself is made from, and behind that the script which makes use
 * of it. It runs while iospace is built, on the machine that builds it.
 */
#include "front_end.h"
#include "sequence/commands.h"
#include "words/option.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The table of commands names these, but nothing is performed here. */
const struct action iow_action, ior_action, iopoll_action, iodump_action, sleep_action,
	finally_action;

static const struct usage *usage_of(const char *name)
{
	const struct command *command = command_find(name, strlen(name));

	if (command)
		return command->usage;
	return strcmp(name, "ioseq") == 0 ? &ioseq_usage : &iocheck_usage;
}

/* What the operands are: FILE, or how far it is from one address to the next, which is
 * further than any line goes where the first alone is one; or nothing. */
static const char *operands_of(const struct usage *usage)
{
	if (!(usage->options & OPTIONS_SPACE))
		return usage->synopsis ? usage->synopsis : "''";
	if (strcmp(usage->synopsis, "RANGE...") == 0)
		return "1";
	return strstr(usage->synopsis, "[ADDRESS") ? "2" : "65536";
}

static bool takes_file(const struct row *row)
{
	return row->argument && strcmp(row->argument, "FILE") == 0;
}

/* Behind such an option, addresses are those of registers. */
static bool sets_space(const struct row *row)
{
	return row->effect == SET_SPACE;
}

/* A text between single quotes, with a backslash before what is special there. A quote
 * ends them for a moment, in all three shells. */
static void print_text(const char *text, const char *special)
{
	for (; *text; text++)
		printf(*text == '\''		? "'\\''"
		       : strchr(special, *text) ? "\\%c"
						: "%c",
		       *text);
}

/* -d=FILE --device=FILE, or --ec[=COMMAND,DATA], or -x --exact */
static void print_bash_option(const struct row *row)
{
	const char *equals = wants_argument(row) ? "=" : "",
		   *argument = row->argument ? row->argument : "";

	if (row->letter)
		printf("-%c%s%s ", row->letter, equals, argument);
	printf("--%s%s%s ", row->name, equals, argument);
}

static void print_bash(const char *name, const struct usage *usage)
{
	printf("declare -gA _iospace_options _iospace_spaces _iospace_operands\n"
	       "complete -F _iospace %s\n",
	       name);
	printf("_iospace_options[%s]='", name);
	for (const struct row *row = NULL; (row = option_row(row, usage));)
		print_bash_option(row);
	printf("'\n_iospace_spaces[%s]='", name);
	for (const struct row *row = NULL; (row = option_row(row, usage));)
		if (sets_space(row))
			print_bash_option(row);
	printf("'\n_iospace_operands[%s]=%s\n\n", name, operands_of(usage));
}

/* '(-d --device)'{-d+,--device=}'[what it does]:FILE:_files' for _arguments: the first
 * are what is no longer offered behind it, of which * is the operands. */
static void print_zsh_option(const struct row *row)
{
	const char *operands = sets_space(row) ? " *" : "",
		   *equals = wants_argument(row) ? "="
			     : row->argument	 ? "=-"
						 : "";

	if (row->letter)
		printf("\t'(-%c --%s%s)'{-%c%s,--%s%s}'[", row->letter, row->name,
		       operands, row->letter, row->argument ? "+" : "", row->name,
		       equals);
	else
		printf("\t'(--%s%s)--%s%s[", row->name, operands, row->name, equals);
	print_text(row->help, "[]\\");
	putchar(']');
	if (row->argument)
		printf("%s%s:%s", wants_argument(row) ? ":" : "::", row->argument,
		       takes_file(row) ? "_files" : " ");
	printf("'\n");
}

static void print_zsh(const char *name, const struct usage *usage)
{
	printf("#compdef %s\nlocal operands=%s\nlocal -a options=(\n", name,
	       operands_of(usage));
	for (const struct row *row = NULL; (row = option_row(row, usage));)
		print_zsh_option(row);
	printf(")\n\n");
}

static void print_fish_option(const char *name, const struct row *row)
{
	printf("complete -c %s", name);
	if (row->letter)
		printf(" -s %c", row->letter);
	printf(" -l %s%s -d '", row->name,
	       takes_file(row)	     ? " -rF"
	       : wants_argument(row) ? " -x"
				     : "");
	print_text(row->help, "\\");
	printf("'\n");
}

/* d/device= for argparse. Unquoted, what may have an argument would be a pattern: "ec=?"
 */
static void print_fish_spec(const struct row *row)
{
	putchar(' ');
	if (row->letter)
		printf("%c/", row->letter);
	printf(wants_argument(row) ? "%s="
	       : row->argument	   ? "\"%s=?\""
				   : "%s",
	       row->name);
}

static void print_fish(const char *name, const struct usage *usage)
{
	printf("set -l command %s\nset -l operands %s\nset -l spaces", name,
	       operands_of(usage));
	for (const struct row *row = NULL; (row = option_row(row, usage));)
		if (sets_space(row))
			printf(" %s", row->name);
	printf("\nset -l options '");
	for (const struct row *row = NULL; (row = option_row(row, usage));)
		print_fish_spec(row);
	printf("'\n");
	for (const struct row *row = NULL; (row = option_row(row, usage));)
		print_fish_option(name, row);
	printf("\n");
}

static const struct shell {
	const char *name;
	void (*print)(const char *command, const struct usage *usage);
} shells[] = {
	{ "bash", print_bash },
	{ "zsh", print_zsh },
	{ "fish", print_fish },
	{ NULL, NULL },
};

int main(int argc, char *argv[])
{
	const struct shell *shell = shells;
	int c;

	while (shell->name && (argc != 3 || strcmp(shell->name, argv[1]) != 0))
		shell++;
	if (!shell->name)
		return EXIT_FAILURE;
	shell->print(argv[2], usage_of(argv[2]));
	while ((c = getchar()) != EOF)
		putchar(c);
	return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
