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
