/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Values as a command of some width prints them. */
#include "sequence/operation.h"

#include <stdio.h>
#include <string.h>

struct hex command_hex(const struct command *command, uint32_t value)
{
	struct hex hex;

	snprintf(hex.text, sizeof(hex.text), "0x%0*x", (int)(2 * command->size), value);
	return hex;
}

struct hex command_hex_known(const struct command *command, uint32_t value,
			     uint32_t known)
{
	struct hex hex = command_hex(command, value);

	for (uint32_t i = 0; i < command->size; i++)
		if (!(known >> 8 * i & UINT8_MAX))
			memcpy(hex.text + strlen("0x") +
				       2 * (size_t)(command->size - 1 - i),
			       "--", 2);
	return hex;
}

uint32_t bytes_written(const struct operation *operation)
{
	uint32_t max = command_of(operation)->max, bytes = 0;

	if (is_whole(operation))
		return max;
	for (uint32_t byte = UINT8_MAX & max; byte & max; byte <<= 8)
		if (operation->mask & byte)
			bytes |= byte;
	return bytes;
}

uint32_t bytes_merged(const struct operation *operation)
{
	const struct operation inverse = {
		.command = operation->command,
		.mask = ~operation->mask,
		.flags = operation->flags,
		.space = operation->space,
	};

	if (operation->bank)
		return operation->finally ? 0 : bytes_written(operation);
	return is_masked(operation) ? bytes_written(operation) & bytes_written(&inverse)
				    : 0;
}

uint32_t count_written(const struct operation *operation)
{
	return (uint32_t)__builtin_popcount(bytes_written(operation)) / 8;
}

struct masked_value masked_value_of(const struct command *command, uint32_t value,
				    uint32_t mask)
{
	struct masked_value masked;
	int n = snprintf(masked.text, sizeof(masked.text), "%s",
			 command_hex(command, value).text);

	if (mask != command->max)
		snprintf(masked.text + n, sizeof(masked.text) - (size_t)n, ":%s",
			 command_hex(command, mask).text);
	return masked;
}

struct masked_value masked_value(const struct operation *operation)
{
	return masked_value_of(command_of(operation), operation->value, operation->mask);
}

struct values_text values_text(const struct operation *operation, const char *between)
{
	const struct command *command = command_of(operation);
	const struct values *values = operation->values;
	struct values_text all = { "" };
	size_t used = 0;

	if (!operation->has_values) {
		strcpy(all.text, masked_value(operation).text);
		return all;
	}
	for (size_t i = 0; i < values->count; i++) {
		const struct iospace_pattern *one = &values->list[i];

		used += (size_t)
			snprintf(all.text + used, sizeof(all.text) - used, "%s%s",
				 i ? between : "",
				 masked_value_of(command, one->value, one->mask).text);
		if (used > sizeof(all.text) - 40) {
			strcpy(all.text + used, " ...");
			break;
		}
	}
	return all;
}
