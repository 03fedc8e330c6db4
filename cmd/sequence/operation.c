/* SPDX-License-Identifier: LGPL-2.1-or-later */
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
			memcpy(hex.text + strlen("0x") + 2 * (command->size - 1 - i),
			       "--", 2);
	return hex;
}

uint32_t bytes_written(const struct operation *operation)
{
	uint32_t max = command_of(operation)->max, bytes = 0;

	if (operation->flags & IOSPACE_EXACT)
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
	};

	return is_masked(operation) ? bytes_written(operation) & bytes_written(&inverse)
				    : 0;
}

uint32_t count_written(const struct operation *operation)
{
	return (uint32_t)__builtin_popcount(bytes_written(operation)) / 8;
}

struct masked_value masked_value(const struct operation *operation)
{
	const struct command *command = command_of(operation);
	struct masked_value masked;
	int n = snprintf(masked.text, sizeof(masked.text), "%s",
			 command_hex(command, operation->value).text);

	if (is_masked(operation))
		snprintf(masked.text + n, sizeof(masked.text) - (size_t)n, ":%s",
			 command_hex(command, operation->mask).text);
	return masked;
}
