/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* finally, alone in a line of a sequence: what waits for the end is done now. */
#include "sequence/commands.h"

static void finally_print(const struct operation *operation)
{
	(void)operation;
}

/* The run does it: no action knows of another operation. */
static int finally_perform(const struct operation *operation, struct iospace *io,
			   struct result *result)
{
	(void)operation;
	(void)io;
	(void)result;
	return ENDED_PART;
}

const struct action finally_action = {
	.operands = NOTHING,
	.print = finally_print,
	.perform = finally_perform,
};
