/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* A command line, with '|' between its words, down to its operations: those that --enter,
 * --bank and --exit are, too. */
#include "fuzz.h"

#include "operations.h"
#include "sequence/around.h"
#include "sequence/commands.h"
#include "words/wrong.h"

#include <stdlib.h>
#include <string.h>

static int parse(const struct command *command, char *words[], struct sequence *sequence,
		 struct failure *failure)
{
	struct settings settings = settings_default;
	struct template template = sequence_template(sequence, command, false);
	int r = options_parse(command->name, command->usage, words, &settings, failure);
	char *line = r < 0 ? NULL : words_join(words, failure);

	r = line && around_begin(sequence, command, &settings, failure) == 0 &&
			    sequence_set(&template, &settings, failure) == 0 &&
			    sequence_add(&template, 0, line, failure) &&
			    around_end(sequence, command, &settings, failure) == 0
		    ? 0
		    : -1;
	free(line);
	return r;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), *words[24];
	struct sequence sequence = { .has_log = false };
	struct failure failure = { .exit = 0 };
	const struct command *command;

	fuzz_split(text, '|', words, COUNT(words));
	command = command_find(words[0], strlen(words[0]));
	if (command && command->size > 0) {
		int r = parse(command, words + 1, &sequence, &failure);

		if (failure.exit)
			must_be_wrong_words(&failure, EX_USAGE);
		MUST(r == 0 ? failure.exit == 0 && sequence_length(&sequence) > 0
			    : r == -1);
		must_be_sound(&sequence);
	}
	sequence_free(&sequence);
	free(text);
	return 0;
}
