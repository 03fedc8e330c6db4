/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sleep, in a sequence: let time pass between two accesses. */
#include "run/wait.h"
#include "sequence/commands.h"
#include "words/duration.h"
#include "words/hint.h"

#include <stdio.h>

/* "5 ms" is two words, the second of which tells what happened. */
static int fail_another(struct failure *failure, const struct words *words)
{
	const struct hint hint = hint_unit(words->next, words_length(words));

	return fail_word(failure, words, "one time is all that is slept%s%s",
			 *hint.text ? "; " : "", hint.text);
}

static int sleep_parse(struct words *words, struct operation *operation,
		       struct failure *failure)
{
	if (parse_time(words, &operation->time_us, failure) < 0)
		return -1;
	return words->next ? fail_another(failure, words) : 0;
}

static void sleep_print(const struct operation *operation)
{
	printf("sleep %s", duration_print(operation->time_us).text);
}

static int sleep_perform(const struct operation *operation, struct iospace *io,
			 struct result *result, struct failure *failure)
{
	int r = wait_us(operation, operation->time_us, failure);

	(void)io;
	result->is_known = r == 0;
	return r;
}

const struct action sleep_action = {
	.usage.synopsis = "TIME",
	.parse = sleep_parse,
	.print = sleep_print,
	.perform = sleep_perform,
};
