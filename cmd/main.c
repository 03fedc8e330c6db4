/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The front end of each command that has an action, compiled once for each COMMAND. */
#include "report/output.h"
#include "run/dry_run.h"
#include "run/privilege.h"
#include "run/run.h"
#include "sequence/commands.h"
#include "words/options.h"

static int run_words(const struct command *command, struct words words,
		     const struct settings *settings, struct failure *failure)
{
	const struct operation template = sequence_template(command, settings);
	struct sequence sequence = { 0 };
	int r = sequence_add(&sequence, &template, &words, failure);

	if (r == 0)
		r = settings->dry_run ? dry_run(&sequence, settings, failure)
				      : run(&sequence, settings, failure);
	sequence_free(&sequence);
	return r;
}

int main(int argc, char *argv[])
{
	const struct command *command = command_find(COMMAND, sizeof(COMMAND) - 1);
	struct settings settings = settings_default;
	struct failure failure = { 0 };
	int words = -1;

	output_begin();
	settings.name = command->name;
	if (privilege_begin(&failure) == 0)
		words = options_parse(command->name, &command->action->usage, argc, argv,
				      &settings, &failure);
	if (words >= 0)
		run_words(command, words_of_strings(argv + 1), &settings, &failure);
	else
		output_close(&failure);
	if (words == 0)
		fail_more(&failure, "; try '%s --help'", command->name);
	return failure_end(&failure, command->name);
}
