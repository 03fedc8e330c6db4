/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* ior8, ior16, ior32: read ports. */
#include "run/cycles.h"
#include "sequence/commands.h"
#include "words/options.h"

#include <stdio.h>

static void ior_print(const struct operation *operation)
{
	printf("0x%x", operation->address);
}

static int ior_perform(const struct operation *operation, struct iospace *io,
		       struct result *result)
{
	result->count = command_of(operation)->size;
	return iospace_read(io, operation->address, &result->data, &result->count);
}

static void ior_dry_run(const struct operation *operation, const struct space *space)
{
	cycles_read(operation, space, command_of(operation)->max);
}

const struct action ior_action = {
	.direction = IOSPACE_READ,
	.operands = ADDRESSES,
	.print = ior_print,
	.dry_run = ior_dry_run,
	.perform = ior_perform,
};
