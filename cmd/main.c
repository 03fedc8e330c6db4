/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The front end of each command that is one verb, compiled once for each COMMAND. */
#include "options.h"
#include "output.h"
#include "plan.h"
#include "privilege.h"
#include "run.h"

static int run_words(const struct verb *verb, struct words words,
		     const struct settings *settings, struct failure *failure)
{
	const struct operation pattern = sequence_pattern(verb, settings);
	struct sequence sequence = { 0 };
	int r = sequence_add(&sequence, &pattern, &words, failure);

	if (r == 0)
		r = settings->dry_run ? plan(&sequence, settings, failure)
				      : run(&sequence, settings, failure);
	sequence_free(&sequence);
	return r;
}

int main(int argc, char *argv[])
{
	const struct verb *verb = verb_find(COMMAND, sizeof(COMMAND) - 1);
	struct settings settings = settings_default;
	struct failure failure = { 0 };
	int words = -1;

	output_begin();
	settings.command = verb->name;
	if (privilege_begin(&failure) == 0)
		words = options_parse(verb->name, &verb->kind->usage, argc, argv,
				      &settings, &failure);
	if (words >= 0)
		run_words(verb, words_of_strings(argv + 1), &settings, &failure);
	else
		output_close(&failure);
	if (words == 0)
		fail_more(&failure, "; try '%s --help'", verb->name);
	return failure_end(&failure, verb->name);
}
