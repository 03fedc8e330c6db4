/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ior8, ior16, ior32: read ports. */
#include "run/access.h"
#include "run/dry_run.h"
#include "sequence/commands.h"
#include "sequence/operand.h"
#include "words/options.h"

#include <stdio.h>

static int ior_parse(struct words *words, struct operation *operation,
		     struct failure *failure)
{
	operation->flags |= IOSPACE_READ;
	return parse_address(words, operation, WITHOUT_VALUES, failure);
}

static void ior_print(const struct operation *operation)
{
	printf("%s 0x%x", operation->command->name, operation->address);
}

static int ior_perform(const struct operation *operation, struct iospace *io,
		       struct result *result, struct failure *failure)
{
	if (access_read(operation, io, &result->data, failure) < 0)
		return -1;
	result->is_known = true;
	return 0;
}

static void ior_dry_run(const struct operation *operation)
{
	dry_run_read(operation, command_max(operation->command));
}

const struct action ior_action = {
	.usage = {
		.synopsis = "ADDRESS...",
		.purpose = "Read the I/O port ADDRESS, and print its value.",
		.options = OPTIONS_COMMON | OPTIONS_RUN,
	},
	.parse = ior_parse,
	.print = ior_print,
	.dry_run = ior_dry_run,
	.perform = ior_perform,
};
