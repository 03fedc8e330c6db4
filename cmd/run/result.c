/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The result of an operation, as text. */
#include "run/result.h"

#include "sequence/operand.h"

#include <stdio.h>

static void print_after(const char *label, const struct command *command, uint32_t value,
			uint32_t known)
{
	printf("%s%s", label, command_hex_known(command, value, known).text);
}

/* The count of a write, and what was there before and after it. */
static void print_write(const struct operation *operation, const struct result *result,
			bool verbose)
{
	const struct command *command = command_of(operation);

	printf("%u", result->count);
	if (verbose && result->has_before) {
		print_after(", ", command, result->before, bytes_merged(operation));
		print_after(" -> ", command, result->data, bytes_written(operation));
	}
	if (verbose && result->has_read_back)
		print_after(", read back ", command, result->read_back,
			    bytes_written(operation));
}

void result_print(const struct operation *operation, const struct result *result,
		  bool verbose)
{
	const struct command *command = command_of(operation);

	/* A sleep has no result but that it is over. */
	if (!verbose && !command->size)
		return;
	if (verbose)
		command->action->print(operation);
	if (verbose && command->size)
		printf(": ");
	if (command_writes(command))
		print_write(operation, result, verbose);
	else if (command->size)
		printf("%s", command_hex(command, result->data).text);
	putchar('\n');
}
