/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The result of an operation as JSON, an object in a line: ioseq(8) has the schema. */
#include "report/json.h"
#include "run/result.h"

#include <stdio.h>

static void print_number(const char *name, uint32_t number)
{
	printf(", ");
	json_number(name, number);
}

static void print_write(const struct operation *operation, const struct result *result)
{
	if (result->count == count_written(operation))
		print_number("value", result->data);
	if (is_masked(operation))
		print_number("mask", operation->mask);
	print_number("count", result->count);
	if (result->has_before)
		print_number("before", result->before);
	if (result->has_read_back)
		print_number("after", result->read_back);
}

void result_print_json(const struct operation *operation, const struct result *result,
		       int ending, uint32_t line)
{
	const struct command *command = command_of(operation);

	printf("{");
	json_string("command", command->name);
	if (command->size)
		print_number("address", operation->address);
	if (command_writes(command))
		print_write(operation, result);
	else if (command->size)
		print_number("value", result->data);
	else
		print_number("microseconds", operation->value);
	if (command->action->operands == ONE_PAIR) {
		printf(", ");
		json_bool("matched", ending == 0);
	}
	if (line)
		print_number("line", line);
	printf("}\n");
}
