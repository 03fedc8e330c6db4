/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* iopoll8, iopoll16, iopoll32: read a port until a value appears. */
#include "run/cycles.h"
#include "run/result.h"
#include "run/wait.h"
#include "sequence/commands.h"
#include "words/duration.h"
#include "words/options.h"

#include <errno.h>
#include <stdio.h>

static void iopoll_print(const struct operation *operation)
{
	printf("-t %s ", duration_print(operation->times.timeout_us).text);
	if (operation->times.interval_us)
		printf("-i %s ", duration_print(operation->times.interval_us).text);
	if (operation->flags & MODIFIER_DIFFERENT)
		printf("--not ");
	printf("0x%x %s", operation->address, values_text(operation, " ").text);
}

static int iopoll_perform(const struct operation *operation, struct iospace *io,
			  struct result *result)
{
	uint32_t size = command_of(operation)->size;
	unsigned int flags = operation->flags & MODIFIER_DIFFERENT
				     ? IOSPACE_POLL_DIFFERENT
				     : 0;
	const struct iospace_pattern one = { operation->value, operation->mask };
	const struct values *several = operation->has_values ? operation->values : NULL;
	int r;

	result->count = size;
	iospace_set_pauses(io, operation->times.interval_us, wait_mask(operation));
	r = iospace_poll(io, operation->address, several ? several->list : &one,
			 several ? several->count : 1, flags, operation->times.timeout_us,
			 &result->data, &result->count);
	if (result->count < size)
		return iospace_get_reads(io)
			       ? result_later(result, "read", result->count, size, r)
			       : r;
	if (r == -EINTR)
		return wait_ended(result);
	return r == -ETIMEDOUT ? ENDED_TIMEOUT : r;
}

static void iopoll_dry_run(const struct operation *operation, const struct space *space)
{
	bool different = operation->flags & MODIFIER_DIFFERENT;

	cycles_read(operation, space, command_of(operation)->max);
	printf("    ... until it is %s%s, for at most %s\n", different ? "not " : "",
	       values_text(operation, different ? " nor " : " or ").text,
	       duration_print(operation->times.timeout_us).text);
}

const struct action iopoll_action = {
	.direction = IOSPACE_READ,
	.operands = ONE_POLL,
	.print = iopoll_print,
	.dry_run = iopoll_dry_run,
	.perform = iopoll_perform,
};
