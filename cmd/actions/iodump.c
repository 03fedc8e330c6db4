/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* iodump8, iodump16, iodump32: show ranges of ports, or of registers. */
#include "actions/side_effects.h"
#include "run/cycles.h"
#include "sequence/commands.h"
#include "words/options.h"

#include <stdio.h>
#include <string.h>

/* Where a range ends: its last byte. */
static uint32_t last_of(const struct operation *operation)
{
	return operation->address + command_of(operation)->size - 1 + operation->value;
}

static void iodump_print(const struct operation *operation)
{
	printf("0x%x", operation->address);
	if (operation->value)
		printf("-0x%x", last_of(operation));
}

/* Whether a value of the range is to be read. */
static bool is_wanted(const struct operation *operation, const struct space *space,
		      uint32_t address)
{
	uint32_t last = address + command_of(operation)->size - 1;

	if (operation->flags & MODIFIER_ALL || space->kind == SPACE_EC)
		return true;
	return space->kind == SPACE_PORTS
		       ? !side_effect_of_ports(address, last)
		       : !side_effect_of_registers(space->index, address, last);
}

/* The next values from an address on, *next, that are to be read together: how many bytes
 * they are, or 0. */
static uint32_t next_wanted(const struct operation *operation, const struct space *space,
			    uint64_t *next)
{
	uint32_t size = command_of(operation)->size, first, last;
	uint64_t end;

	if (operation->flags & MODIFIER_ALL || space->kind != SPACE_PORTS) {
		while (*next <= last_of(operation) &&
		       !is_wanted(operation, space, (uint32_t)*next))
			*next += size;
		for (end = *next; end <= last_of(operation) &&
				  is_wanted(operation, space, (uint32_t)end);)
			end += size;
		return (uint32_t)(end - *next);
	}
	/* A value with one port in it that is not wanted is not wanted. */
	for (; *next <= last_of(operation); *next = end) {
		if (!side_effects_step_over((uint32_t)*next, last_of(operation), &first,
					    &last))
			return 0;
		*next = first + (size - first % size) % size;
		end = last + 1 - (last + 1) % size;
		if (*next < end)
			return (uint32_t)(end - *next);
		end = last + 1;
	}
	return 0;
}

static void note(struct dump *dump, uint32_t first, size_t count)
{
	for (uint32_t i = first; i < first + count; i++)
		dump->known[i / 8] |= (uint8_t)(1 << i % 8);
}

static int iodump_perform(const struct operation *operation, struct iospace *io,
			  struct result *result)
{
	struct dump *dump = result->dump;
	uint64_t next = operation->address;
	size_t count;
	int r = 0;

	memset(dump->known, 0, sizeof(dump->known));
	result->count = 0;
	for (; r == 0 && (count = next_wanted(operation, dump->space, &next));
	     next += count) {
		uint32_t i = (uint32_t)next - operation->address;

		r = iospace_read_block(io, next, command_of(operation)->size,
				       dump->bytes + i, &count);
		note(dump, i, count);
		result->count += (uint32_t)count;
	}
	return r;
}

static void iodump_dry_run(const struct operation *operation, const struct space *space)
{
	uint32_t size = command_of(operation)->size;
	struct operation each = *operation;

	for (uint32_t i = 0; i < size + operation->value; i += size) {
		each.address = operation->address + i;
		if (is_wanted(operation, space, each.address))
			cycles_read(&each, space, command_of(operation)->max);
	}
}

const struct action iodump_action = {
	.direction = IOSPACE_READ,
	.operands = RANGES,
	.print = iodump_print,
	.dry_run = iodump_dry_run,
	.perform = iodump_perform,
};
