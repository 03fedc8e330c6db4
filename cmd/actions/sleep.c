/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* sleep, in a sequence: let time pass between two accesses. */
#include "run/wait.h"
#include "sequence/commands.h"
#include "words/duration.h"

#include <stdio.h>

static void sleep_print(const struct operation *operation)
{
	printf("%s", duration_print(operation->value).text);
}

static int sleep_perform(const struct operation *operation, struct iospace *io,
			 struct result *result)
{
	(void)io;
	return wait_us(operation, operation->value, result);
}

const struct action sleep_action = {
	.operands = ONE_TIME,
	.print = sleep_print,
	.perform = sleep_perform,
};
