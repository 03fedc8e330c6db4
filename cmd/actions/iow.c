/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iow8, iow16, iow32: write to ports, all bits of them or those under a mask. */
#include "run/access.h"
#include "run/dry_run.h"
#include "sequence/commands.h"
#include "sequence/operand.h"
#include "words/options.h"

#include <stdio.h>

/* The bytes that were written; the others are none of its business. */
static int read_back(const struct operation *operation, struct iospace *io,
		     uint32_t *ret_data, struct failure *failure)
{
	uint32_t bytes = bytes_written(operation), data = 0, count = 0;

	if (bytes == command_of(operation)->max)
		return access_read(operation, io, ret_data, failure);
	for (uint32_t i = 0; i < command_of(operation)->size; i++) {
		uint32_t byte, one = 1;
		int r;

		if (!(bytes >> 8 * i & UINT8_MAX))
			continue;
		r = iospace_read(io, operation->address + i, &byte, &one);
		if (r < 0)
			return fail_access(failure, operation, "read back", count,
					   count_written(operation), r);
		data |= byte << 8 * i;
		count++;
	}
	*ret_data = data;
	return 0;
}

/* Only bits under the mask are compared: the others may be the device's to change. */
static int verify(const struct operation *operation, struct iospace *io,
		  struct result *result, struct failure *failure)
{
	const struct command *command = command_of(operation);

	if (!bytes_written(operation))
		return 0;
	if (read_back(operation, io, &result->read_back, failure) < 0) {
		/* It has been written to: whatever the error, that is no refusal. */
		failure->exit = EX_IOERR;
		return -1;
	}
	result->has_read_back = true;
	if (((result->read_back ^ result->data) & operation->mask) == 0)
		return 0;
	return fail(
		failure, EX_IOERR, "0x%x: wrote %s, but read back %s", operation->address,
		command_hex_known(command, result->data, bytes_written(operation)).text,
		command_hex_known(command, result->read_back, bytes_written(operation))
			.text);
}

/* What is written, and what was there before where bits of it stay. */
static int update(const struct operation *operation, struct iospace *io,
		  struct result *result)
{
	int r = iospace_update(io, operation->address, operation->value & operation->mask,
			       operation->mask, &result->before, &result->count);

	if (r == 0) {
		result->data = (result->before & ~operation->mask) |
			       (operation->value & operation->mask);
		result->has_before = bytes_merged(operation);
	}
	return r;
}

static int fail_write(const struct operation *operation, const struct result *result,
		      int error, struct failure *failure)
{
	return fail_access(failure, operation, "wrote", result->count,
			   count_written(operation), error);
}

/*
 * A write that takes reads as well: for a mask, to verify, or both. A function of its
 * own: inlined, it slows down the plain ones.
 */
__attribute__((noinline)) static int write_and_read(const struct operation *operation,
						    struct iospace *io,
						    struct result *result,
						    struct failure *failure)
{
	int r;

	result->data = operation->value;
	r = is_masked(operation) ? update(operation, io, result)
				 : iospace_write(io, operation->address, operation->value,
						 &result->count);

	if (r < 0)
		return fail_write(operation, result, r, failure);
	return operation->flags & MODIFIER_VERIFY ? verify(operation, io, result, failure)
						  : 0;
}

static int iow_perform(const struct operation *operation, struct iospace *io,
		       struct result *result, struct failure *failure)
{
	int r;

	result->count = command_of(operation)->size;
	if (operation->flags & IOSPACE_READ)
		return write_and_read(operation, io, result, failure);
	r = iospace_write(io, operation->address, operation->value, &result->count);
	return r < 0 ? fail_write(operation, result, r, failure) : 0;
}

static void iow_print(const struct operation *operation)
{
	printf("%s 0x%x %s", command_of(operation)->name, operation->address,
	       masked_value(operation).text);
}

static void iow_dry_run(const struct operation *operation)
{
	dry_run_read(operation, bytes_merged(operation));
	dry_run_write(operation);
	if (operation->flags & MODIFIER_VERIFY)
		dry_run_read(operation, bytes_written(operation));
}

const struct action iow_action = {
	.usage = {
		.synopsis = "ADDRESS VALUE[:MASK] [ADDRESS VALUE[:MASK]]...",
		.purpose =
			"Write VALUE to the I/O port ADDRESS, and print the number of bytes written.\n"
			"With MASK, change only the bits that are set in it.",
		.options = OPTIONS_COMMON | OPTIONS_RUN | OPTIONS_WRITE,
	},
	.direction = IOSPACE_WRITE,
	.operands = PAIRS,
	.print = iow_print,
	.dry_run = iow_dry_run,
	.perform = iow_perform,
};
