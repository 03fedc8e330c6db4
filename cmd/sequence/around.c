/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What --enter, --bank and --exit put around the operations of a command line. */
#include "sequence/around.h"

#include "sequence/commands.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is added, and to what. */
struct adding {
	struct sequence *sequence;
	const struct command *command; /* of the command line */
	const struct settings *settings;
	const char *option;
	bool finally;
};

/* Record that an item of the option's argument is wrong. */
static int fail_item(const struct adding *adding, const char *item, const char *wrong,
		     struct failure *failure)
{
	return fail(failure, EX_USAGE, "%s: %s: %s", adding->option, quote(item).text,
		    wrong);
}

/* The command that writes in the width of the command line's. */
static const struct command *writer(const struct adding *adding)
{
	const struct command *command = commands;

	/* The first of each width. */
	while (command->size != adding->command->size)
		command++;
	return command;
}

/* Add the writes that a line is, as quiet as they are in a file. */
static int add_line(const struct adding *adding, const struct command *command,
		    const struct settings *settings, const char *line, bool is_bank,
		    struct failure *failure)
{
	struct template template = sequence_template(adding->sequence, command,
						     adding->finally);
	struct failure wrong = { 0 };

	if (sequence_set(&template, settings, failure) < 0)
		return -1;
	template.operation.bank = is_bank;
	if (is_bank)
		template.operation.flags |= IOSPACE_READ;
	if (!settings->verbose)
		template.operation.flags |= MODIFIER_QUIET;
	if (sequence_add(&template, 0, line, &wrong))
		return 0;
	return fail(failure, wrong.exit, "%s: %s", adding->option, wrong.text);
}

/* More words would be more operations, and what is behind a '#' none. */
static bool is_one_word(const char *item)
{
	return has_word(item) && item[word_length(item)] == '\0';
}

/* Add the write of REG=VALUE. */
static int add_register(const struct adding *adding, const char *item, bool is_bank,
			struct failure *failure)
{
	char *line;
	int r;

	if (!is_one_word(item) || !strchr(item, '='))
		return fail_item(adding, item, "expected REG=VALUE", failure);
	if (asprintf(&line, "%s\n", item) < 0)
		return fail(failure, EX_OSERR, "out of memory");
	r = add_line(adding, writer(adding), adding->settings, line, is_bank, failure);
	free(line);
	return r;
}

/* Add the write of one byte to the index port. */
static int add_byte(const struct adding *adding, const char *item,
		    struct failure *failure)
{
	struct settings of_ports = *adding->settings;
	char *line;
	int r;

	of_ports.space.kind = SPACE_PORTS;
	of_ports.modifiers &= (uint8_t)~MODIFIER_VERIFY;
	if (asprintf(&line, "0x%x %s\n", adding->settings->space.index, item) < 0)
		return fail(failure, EX_OSERR, "out of memory");
	r = add_line(adding, command_find("iow8", strlen("iow8")), &of_ports, line, false,
		     failure);
	free(line);
	return r;
}

/* A byte of a key has no mask: a port that takes a key is not one to read. */
static bool is_of_list(const char *item)
{
	return is_one_word(item) && (strchr(item, '=') || !strchr(item, ':'));
}

/* Add each item of a list: a byte, or REG=VALUE. */
static int add_list(const struct adding *adding, const char *list,
		    struct failure *failure)
{
	char *items = strdup(list), *rest = items, *item;
	int r = 0;

	if (!items)
		return fail(failure, EX_OSERR, "out of memory");
	while (r == 0 && (item = strsep(&rest, ","))) {
		if (!is_of_list(item))
			r = fail_item(adding, list,
				      "expected bytes or REG=VALUE, with "
				      "a comma between them",
				      failure);
		else if (strchr(item, '='))
			r = add_register(adding, item, false, failure);
		else
			r = add_byte(adding, item, failure);
	}
	free(items);
	return r;
}

int around_begin(struct sequence *sequence, const struct command *command,
		 const struct settings *settings, struct failure *failure)
{
	struct adding adding = { sequence, command, settings, "--enter", false };

	if (settings->space.kind != SPACE_INDEXED &&
	    (settings->enter || settings->exit || settings->bank))
		return fail(failure, EX_USAGE,
			    "--enter, --bank and --exit are for registers; expected -I "
			    "INDEX[,DATA] with them");
	if (settings->enter && add_list(&adding, settings->enter, failure) < 0)
		return -1;
	adding.option = "--bank";
	return settings->bank ? add_register(&adding, settings->bank, true, failure) : 0;
}

int around_end(struct sequence *sequence, const struct command *command,
	       const struct settings *settings, struct failure *failure)
{
	struct adding adding = { sequence, command, settings, "--bank", true };

	if (settings->bank && add_register(&adding, settings->bank, true, failure) < 0)
		return -1;
	adding.option = "--exit";
	return settings->exit ? add_list(&adding, settings->exit, failure) : 0;
}
