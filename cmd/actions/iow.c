/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* iow8, iow16, iow32: write to ports, all bits of them or those under a mask. */
#include "run/cycles.h"
#include "run/result.h"
#include "sequence/commands.h"
#include "words/options.h"

#include <stdio.h>

/* The bytes that were written, as they were: the others are none of its business. */
static int read_back(const struct operation *operation, struct iospace *io,
		     struct result *result)
{
	uint32_t size = command_of(operation)->size, count = 0;
	uint32_t step = is_whole(operation) ? size : 1;

	for (uint32_t i = 0; i < size; i += step) {
		uint32_t data, moved = step;
		int r;

		if (!(bytes_written(operation) >> 8 * i & UINT8_MAX))
			continue;
		r = iospace_read(io, operation->address + i, &data, &moved);
		count += moved;
		if (r < 0)
			return result_later(result, "read back", count,
					    count_written(operation), r);
		result->read_back |= data << 8 * i;
	}
	return 0;
}

/* Only bits under the mask are compared: the others may be the device's to change. */
static int verify(const struct operation *operation, struct iospace *io,
		  struct result *result)
{
	int r;

	if (!bytes_written(operation))
		return 0;
	result->read_back = 0;
	r = read_back(operation, io, result);
	if (r)
		return r;
	result->has_read_back = true;
	return (result->read_back ^ result->data) & operation->mask ? ENDED_DIFFERENT : 0;
}

/* The bits under the mask, and the others as they were. */
static uint32_t merged(const struct operation *operation, uint32_t before)
{
	return (before & ~operation->mask) | (operation->value & operation->mask);
}

/* What is written, and what was there before where bits of it stay. */
static int update(const struct operation *operation, struct iospace *io,
		  struct result *result)
{
	int r = iospace_update(io, operation->address, operation->value & operation->mask,
			       operation->mask, &result->before, &result->count);

	if (r == 0) {
		result->data = merged(operation, result->before);
		result->has_before = bytes_merged(operation);
	}
	return r;
}

/* A bank that is chosen for the run: what was there is put back at its end. */
static int exchange(const struct operation *operation, struct iospace *io,
		    struct result *result)
{
	uint32_t size = result->count, count = size;
	int r = iospace_read(io, operation->address, &result->before, &count);

	result->has_before = r == 0;
	if (r < 0) {
		result->count = 0;
		return result_later(result, "read", count, size, r);
	}
	result->data = merged(operation, result->before);
	return iospace_write(io, operation->address, result->data, &result->count);
}

/*
 * A write that takes reads as well: for a mask, to verify, or both. A function of its
 * own: inlined, it slows down the plain ones.
 */
__attribute__((noinline)) static int write_and_read(const struct operation *operation,
						    struct iospace *io,
						    struct result *result)
{
	int r;

	result->data = operation->value;
	if (operation->bank)
		r = exchange(operation, io, result);
	else if (is_masked(operation))
		r = update(operation, io, result);
	else
		r = iospace_write(io, operation->address, operation->value,
				  &result->count);
	if (r == 0 && operation->flags & MODIFIER_VERIFY)
		r = verify(operation, io, result);
	return r == 0 && operation->bank ? ENDED_BANK : r;
}

static int iow_perform(const struct operation *operation, struct iospace *io,
		       struct result *result)
{
	result->count = command_of(operation)->size;
	if (operation->flags & IOSPACE_READ)
		return write_and_read(operation, io, result);
	return iospace_write(io, operation->address, operation->value, &result->count);
}

static void iow_print(const struct operation *operation)
{
	printf("0x%x %s", operation->address,
	       operation->bank && operation->finally ? "as it was"
						     : masked_value(operation).text);
}

static void iow_dry_run(const struct operation *operation, const struct space *space)
{
	cycles_read(operation, space, bytes_merged(operation));
	cycles_write(operation, space);
	if (operation->flags & MODIFIER_VERIFY)
		cycles_read(operation, space, bytes_written(operation));
}

const struct action iow_action = {
	.direction = IOSPACE_WRITE,
	.operands = PAIRS,
	.print = iow_print,
	.dry_run = iow_dry_run,
	.perform = iow_perform,
};
