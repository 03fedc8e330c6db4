/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* iow8 to iodump32: do what the words of a command line say. */
#include "front_end.h"
#include "run/dry_run.h"
#include "run/run.h"
#include "sequence/around.h"
#include "sequence/commands.h"
#include "words/wrong.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void run_line(const struct command *command, const char *line,
		     const struct settings *settings, struct failure *failure)
{
	struct sequence sequence = { 0 };
	struct template template = sequence_template(&sequence, command, false);

	if (around_begin(&sequence, command, settings, failure) == 0 &&
	    sequence_set(&template, settings, failure) == 0 &&
	    sequence_add(&template, 0, line, failure) &&
	    around_end(&sequence, command, settings, failure) == 0)
		(settings->dry_run ? dry_run : run)(&sequence, settings, failure);
	sequence_free(&sequence);
}

/* What a dump can't be asked for. */
static int check_dump(const struct settings *settings, struct failure *failure)
{
	bool is_watch = settings->watch_us != NO_WATCH,
	     is_quiet = settings->modifiers & MODIFIER_QUIET;

	if (settings->raw &&
	    (settings->json || settings->verbose || isatty(STDOUT_FILENO)))
		return fail(failure, EX_USAGE,
			    "--raw: bytes alone, not for a terminal, nor with --json or "
			    "-v; send them to a file");
	if (is_watch && (settings->raw || is_quiet))
		return fail(failure, EX_USAGE,
			    "--watch shows what has changed: not with --raw or -q");
	if (settings->watch_us == 0)
		return fail(failure, EX_USAGE,
			    "--watch: 0 would leave no time to others");
	return 0;
}

void ports(const char *name, char *words[], struct failure *failure)
{
	const struct command *command = command_find(name, strlen(name));
	struct settings settings = settings_default;
	char *line;
	int count = options_parse(name, command->usage, words, &settings, failure);

	settings.name = name;
	if (count < 0)
		return;
	if (check_dump(&settings, failure) < 0)
		return;
	line = words_join(words, failure);
	if (line)
		run_line(command, line, &settings, failure);
	if (count == 0 && failure->exit == EX_USAGE)
		fail_more(failure, "; try '%s --help'", name);
	free(line);
}
