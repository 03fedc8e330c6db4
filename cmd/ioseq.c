/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* ioseq: run a file of commands as one transaction. */
#include "front_end.h"
#include "run/dry_run.h"
#include "run/run.h"
#include "sequence/script.h"
#include "words/wrong.h"

const struct usage ioseq_usage = {
	.synopsis = "FILE",
	.purpose =
		"Check all lines of FILE, or of standard input where it is \"-\", and then\n"
		"run them under one lock. They are commands as at the shell.",
	.example = "--check board.ioseq",
	.more = "A FILE that begins with '#!/usr/bin/env ioseq' can be a command itself.\n"
		"What its lines are is in ioseq(5).",
	.options = OPTIONS_COMMON | OPTIONS_RUN | OPTIONS_WRITE | OPTIONS_FILE,
};

/* What a run fails for, and in which line. */
static void add_line(const char *name, struct failure *failure)
{
	const struct failure told = *failure;

	if (!failure->line)
		return;
	fail(failure, told.exit, "%s:%u: %s", name, told.line, told.text);
}

static void run_script(const char *path, const struct settings *settings,
		       struct failure *failure)
{
	struct sequence sequence = { 0 };
	struct source source;
	int r = source_open(&source, path, settings->trusted, failure);

	if (r == 0)
		r = script_parse(&source, settings, &sequence, failure);
	source_close(&source);
	if (r == 0 && !settings->check)
		(settings->dry_run ? dry_run : run)(&sequence, settings, failure);
	add_line(source.name, failure);
	sequence_free(&sequence);
}

void ioseq(const char *name, char *words[], struct failure *failure)
{
	struct settings settings = settings_default;
	int count = options_parse(name, &ioseq_usage, words, &settings, failure);

	settings.name = name;
	if (count == 1 && !*words[0])
		fail(failure, EX_USAGE, EMPTY_WORD);
	else if (count == 1)
		run_script(words[0], &settings, failure);
	else if (count >= 0)
		fail(failure, EX_USAGE,
		     "expected one FILE, or - for standard input; try 'ioseq --help'");
}
