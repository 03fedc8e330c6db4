/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The result of an operation as JSON, an object in a line: ioseq(8) has the schema. */
#include "report/json.h"
#include "run/result.h"
#include "run/result_dump.h"

#include <stdio.h>

static void print_write(const struct operation *operation, const struct result *result)
{
	if (result->count == count_written(operation))
		json_number(", ", "value", result->data);
	if (is_masked(operation))
		json_number(", ", "mask", operation->mask);
	json_number(", ", "count", result->count);
	if (result->has_before)
		json_number(", ", "before", result->before);
	if (result->has_read_back)
		json_number(", ", "after", result->read_back);
}

/* What was done. */
static void print_head(const struct operation *operation, const struct space *space)
{
	const struct command *command = command_of(operation);

	json_string("{", "command", command->name);
	if (command->size)
		json_number(", ", "address", operation->address);
	if (space->kind != SPACE_PORTS) {
		json_number(", ", "index", space->index);
		json_number(", ", "data", space->data);
	}
}

void result_print_json_change(const struct operation *operation,
			      const struct space *space, uint32_t before, uint32_t value)
{
	print_head(operation, space);
	json_number(", ", "before", before);
	json_number(", ", "value", value);
	printf("}\n");
}

void result_print_json(const struct operation *operation, const struct space *space,
		       const struct result *result, int ending, uint32_t line)
{
	const struct command *command = command_of(operation);

	print_head(operation, space);
	if (command->action->operands == RANGES)
		result_print_values(operation, result->dump);
	else if (command_writes(command))
		print_write(operation, result);
	else if (command->size)
		json_number(", ", "value", result->data);
	else
		json_number(", ", "microseconds", operation->value);
	if (command->action->operands == ONE_POLL)
		json_bool(", ", "matched", ending == 0);
	if (line)
		json_number(", ", "line", line);
	printf("}\n");
}
