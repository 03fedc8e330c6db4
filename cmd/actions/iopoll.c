/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iopoll8, iopoll16, iopoll32: read a port until a value appears. */
#include "run/access.h"
#include "run/dry_run.h"
#include "run/wait.h"
#include "sequence/commands.h"
#include "words/duration.h"
#include "words/options.h"

#include <stdio.h>

/* A status bit is often set within microseconds, so the port is read without a pause at
 * first; then with pauses that grow, so that a long wait costs little. */
#define SPIN_US	   20
#define LONGEST_US 1000

static void iopoll_print(const struct operation *operation)
{
	printf("%s -t %s ", command_of(operation)->name,
	       duration_print(operation->times.timeout_us).text);
	if (operation->times.interval_us)
		printf("-i %s ", duration_print(operation->times.interval_us).text);
	printf("0x%x %s", operation->address, masked_value(operation).text);
}

static bool matches(const struct operation *operation, uint32_t data)
{
	return ((data ^ operation->value) & operation->mask) == 0;
}

/* How long to wait before the next read, when the last was so long after the first. */
static uint32_t pause_us(const struct operation *operation, uint64_t elapsed_us)
{
	uint64_t left_us = operation->times.timeout_us - elapsed_us,
		 pause = operation->times.interval_us;

	if (!pause && elapsed_us >= SPIN_US)
		pause = elapsed_us < LONGEST_US ? elapsed_us : LONGEST_US;
	return (uint32_t)(pause < left_us ? pause : left_us);
}

static int read_again(const struct operation *operation, struct iospace *io,
		      struct result *result)
{
	uint32_t size = command_of(operation)->size, count = size;
	int r = iospace_read(io, operation->address, &result->data, &count);

	return r < 0 ? access_failed(result, "read", count, size, r) : 0;
}

/* The last value is read when the time is over, not before. */
static int iopoll_perform(const struct operation *operation, struct iospace *io,
			  struct result *result)
{
	uint64_t start = wait_now_us(), elapsed = 0;
	int r = access_read(operation, io, result);

	while (r == 0 && !matches(operation, result->data)) {
		uint32_t pause;

		if (elapsed >= operation->times.timeout_us)
			return ENDED_TIMEOUT;
		pause = pause_us(operation, elapsed);
		r = pause ? wait_us(operation, pause, result) : 0;
		if (r)
			return r;
		elapsed = wait_now_us() - start;
		r = read_again(operation, io, result);
	}
	return r;
}

static void iopoll_dry_run(const struct operation *operation)
{
	dry_run_read(operation, command_of(operation)->max);
	printf("    ... until it is %s, for at most %s\n", masked_value(operation).text,
	       duration_print(operation->times.timeout_us).text);
}

const struct action iopoll_action = {
	.usage = {
		.synopsis = "ADDRESS VALUE[:MASK]",
		.purpose = "Read the I/O port ADDRESS until VALUE appears, or those bits "
			   "of it that are set\nin MASK, and print the value read last.",
		.options = OPTIONS_COMMON | OPTIONS_RUN | OPTIONS_POLL,
	},
	.direction = IOSPACE_READ,
	.operands = ONE_PAIR,
	.print = iopoll_print,
	.dry_run = iopoll_dry_run,
	.perform = iopoll_perform,
};
