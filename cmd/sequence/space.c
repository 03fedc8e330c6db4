/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The spaces that addresses are of, and which ports an access there touches. */
#include "sequence/space.h"

#include <stdio.h>

/* What happens to the data: what the command does, and the read that it takes first. */
static unsigned int flags_of_data(const struct operation *operation)
{
	return (operation_access(operation) & ~(unsigned int)IOSPACE_WRITE) |
	       command_of(operation)->action->direction;
}

size_t space_accesses(const struct space *space, const struct operation *operation,
		      struct access accesses[MANY_ACCESSES])
{
	const unsigned int how = operation->flags & (IOSPACE_EXACT | IOSPACE_FORCE);
	uint32_t size = command_of(operation)->size;

	if (size == 0)
		return 0;
	switch (space->kind) {
	case SPACE_INDEXED:
		accesses[0] = (struct access){ space->index, size, IOSPACE_WRITE | how };
		accesses[1] = (struct access){ space->data, size,
					       flags_of_data(operation) };
		return 2;
	case SPACE_EC:
		accesses[0] = (struct access){ space->index, size,
					       IOSPACE_READ | IOSPACE_WRITE | how };
		accesses[1] = (struct access){ space->data, size,
					       IOSPACE_READ | IOSPACE_WRITE | how };
		return 2;
	case SPACE_PORTS:
	default:
		accesses[0] = (struct access){ operation->address, size,
					       operation_access(operation) };
		return 1;
	}
}

struct space_name space_option(const struct space *space)
{
	struct space_name name = { "" };

	if (space->kind != SPACE_PORTS)
		snprintf(name.text, sizeof(name.text), "%s0x%x,0x%x ",
			 space->kind == SPACE_EC ? "--ec=" : "-I ", space->index,
			 space->data & UINT16_MAX);
	return name;
}

void operation_print(const struct operation *operation, const struct space *space)
{
	const struct command *command = command_of(operation);

	printf("%s%s%s%s", operation->only ? "only " : "", command->name,
	       command->action->operands == NOTHING ? "" : " ", space_option(space).text);
	command->action->print(operation);
}

static int check_access(const struct access *access, struct failure *failure)
{
	int r = iospace_check(access->address, access->size, access->flags);

	return r < 0 ? fail_claim(failure, NULL, access->address, access->size,
				  access->flags, r)
		     : 0;
}

static bool overlap(const struct space *space, uint32_t size)
{
	return space->index < space->data + size && space->data < space->index + size;
}

int space_check(const struct space *space, const struct operation *operation,
		struct failure *failure)
{
	struct access accesses[MANY_ACCESSES];
	size_t count = space_accesses(space, operation, accesses);

	if (space->kind == SPACE_EC && command_of(operation)->size > 1)
		return fail(
			failure, EX_USAGE,
			"--ec: the registers of an embedded controller are of 8 bits");
	for (size_t i = 0; i < count; i++)
		if (check_access(&accesses[i], failure) < 0)
			return -1;
	if (overlap(space, command_of(operation)->size))
		return fail(failure, EX_USAGE,
			    "0x%x: the data port is one of the index port's",
			    space->data);
	return 0;
}
