/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ioseq: run a file of commands as one transaction. */
#include "report/output.h"
#include "run/dry_run.h"
#include "run/privilege.h"
#include "run/run.h"
#include "sequence/script.h"
#include "words/options.h"

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
	struct source source;
	int r = source_read(&source, path, settings->trusted, failure);

	if (r == 0)
		r = script_parse(&source, settings, &sequence, failure);
	source_free(&source);
	if (r == 0 && settings->check)
		output_close(failure);
	else if (r == 0)
		r = settings->dry_run ? dry_run(&sequence, settings, failure)
				      : run(&sequence, settings, failure);
	add_line(source.name, failure);
	sequence_free(&sequence);
	return r;
}

int main(int argc, char *argv[])
{
	struct settings settings = settings_default;
	struct failure failure = { 0 };
	int words = -1;

	output_begin();
	settings.name = "ioseq";
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
