/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ioseq: run a file of commands as one transaction. */
#include "options.h"
#include "output.h"
#include "plan.h"
#include "privilege.h"
#include "run.h"
#include "script.h"

#include <stdio.h>

static const struct usage usage = {
	.synopsis = "FILE",
	.purpose =
		"Check all lines of FILE, or of standard input where it is \"-\", and then\n"
		"perform them under one lock. They are commands as at the shell.",
	.options = OPTIONS_COMMON | OPTIONS_RUN | OPTIONS_WRITE | OPTIONS_FILE,
};

/* What a run fails for, and in which line. */
static void add_line(const char *name, struct failure *failure)
{
	const struct failure told = *failure;

	if (!failure->line)
		return;
	fail(failure, told.exit, "%s:%u: ", name, told.line);
	fail_more(failure, "%s", told.text);
}

static int run_script(const char *path, const struct settings *settings,
		      struct failure *failure)
{
	struct sequence sequence = { 0 };
	struct text text;
	int r = text_read(&text, path, settings->trusted, failure);

	if (r == 0)
		r = script_parse(&text, settings, &sequence, failure);
	text_free(&text);
	if (r == 0 && settings->check)
		output_close(failure);
	else if (r == 0)
		r = settings->dry_run ? plan(&sequence, settings, failure)
				      : run(&sequence, settings, failure);
	add_line(text.name, failure);
	sequence_free(&sequence);
	return r;
}

int main(int argc, char *argv[])
{
	struct settings settings = settings_default;
	struct failure failure = { 0 };
	int words = -1;

	output_begin();
	settings.command = "ioseq";
	if (privilege_begin(&failure) == 0)
		words = options_parse("ioseq", &usage, argc, argv, &settings, &failure);
	if (words == 1)
		run_script(argv[1], &settings, &failure);
	else if (words >= 0)
		fail(&failure, EX_USAGE,
		     "expected one FILE, or - for standard input; try 'ioseq --help'");
	else
		output_close(&failure);
	return failure_end(&failure, "ioseq");
}
