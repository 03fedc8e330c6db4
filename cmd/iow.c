/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iow8, iow16, iow32: write to ports, all bits of them or those under a mask. */
#include "access.h"
#include "operand.h"
#include "options.h"
#include "plan.h"

#include <stdio.h>

/* What one write did, as far as it came. */
struct outcome {
	bool has_before, has_after;
	uint32_t before; /* read for the bits that the mask leaves alone */
	uint32_t written;
	uint32_t after; /* read back */
	uint32_t count; /* bytes written */
};

/*
 * The words are good, but the write is the PCI trap. Only a single access of 32 bits is
 * a PCI address: PCI Local Bus Specification 3.0, 3.2.2.3.2.
 */
static int fail_unsafe(const struct operation *operation, struct failure *failure)
{
	const struct verb *verb = operation->verb;

	fail(failure, EX_CONFIG,
	     "0x%x: in %u single bytes, a write to 0xcf8-0xcfb gets to the reset register "
	     "0xcf9; use: ",
	     operation->port, verb->size);
	if (verb->size == 4 && operation->port == 0xcf8)
		fail_more(failure, "%s -x 0x%x %s", verb->name, operation->port,
			  masked_value(operation).text);
	else
		fail_more(failure, "iow8 for single ports");
	return -1;
}

static int iow_parse(struct words *words, struct operation *operation,
		     struct failure *failure)
{
	const char *address = words->next;

	operation->flags |= IOSPACE_WRITE;
	if (parse_access(words, operation, failure) < 0)
		return -1;
	if (iospace_check(operation->port, operation->verb->size, operation->flags) < 0) {
		failure->word = address;
		return fail_unsafe(operation, failure);
	}

	if (is_masked(operation) || operation->verify)
		operation->flags |= IOSPACE_READ;
	return 0;
}

/* Only bits under the mask are compared: the others may be the device's to change. */
static int verify(const struct operation *operation, struct iospace *io,
		  struct outcome *outcome, struct failure *failure)
{
	const struct verb *verb = operation->verb;

	if (access_read(operation, io, &outcome->after, failure) < 0)
		return -1;
	outcome->has_after = true;
	if (((outcome->after ^ outcome->written) & operation->mask) == 0)
		return 0;
	return fail(failure, EX_IOERR, "0x%x: wrote %s, but read back %s",
		    operation->port, verb_hex(verb, outcome->written).text,
		    verb_hex(verb, outcome->after).text);
}

static int write_steps(const struct operation *operation, struct iospace *io,
		       struct outcome *outcome, struct failure *failure)
{
	if (is_masked(operation)) {
		if (access_read(operation, io, &outcome->before, failure) < 0)
			return -1;
		outcome->has_before = true;
	}
	outcome->written = (outcome->before & ~operation->mask) |
			   (operation->value & operation->mask);
	if (access_write(operation, io, outcome->written, &outcome->count, failure) < 0)
		return -1;

	return operation->verify ? verify(operation, io, outcome, failure) : 0;
}

static void iow_print(const struct operation *operation)
{
	printf("%s 0x%x %s", operation->verb->name, operation->port,
	       masked_value(operation).text);
}

static void iow_plan(const struct operation *operation)
{
	if (is_masked(operation))
		plan_read(operation);
	plan_write(operation, operation->value, operation->mask);
	if (operation->verify)
		plan_read(operation);
}

static void print_outcome(const struct operation *operation,
			  const struct settings *settings, const struct outcome *outcome)
{
	const struct verb *verb = operation->verb;

	if (!settings->verbose) {
		printf("%u\n", outcome->count);
		return;
	}
	iow_print(operation);
	printf(": %u", outcome->count);
	if (outcome->has_before)
		printf(", %s -> %s", verb_hex(verb, outcome->before).text,
		       verb_hex(verb, outcome->written).text);
	if (outcome->has_after)
		printf(", read back %s", verb_hex(verb, outcome->after).text);
	putchar('\n');
}

/* A function of its own: inlined, it slows down the plain ones. */
__attribute__((noinline)) static int perform_and_tell(const struct operation *operation,
						      struct iospace *io,
						      const struct settings *settings,
						      struct failure *failure)
{
	struct outcome outcome = { 0 };
	int r = write_steps(operation, io, &outcome, failure);

	if (!operation->quiet)
		print_outcome(operation, settings, &outcome);
	return r;
}

/* The usual line of a file: nothing is to be read, and nothing to be told. */
static inline bool is_plain(const struct operation *operation)
{
	return !(operation->flags & IOSPACE_READ) && operation->quiet && !operation->log;
}

static int iow_perform(const struct operation *operation, struct iospace *io,
		       const struct settings *settings, struct failure *failure)
{
	uint32_t count = operation->verb->size;
	int r;

	if (!is_plain(operation))
		return perform_and_tell(operation, io, settings, failure);
	r = iospace_write(io, operation->port, operation->value, &count);
	return r < 0 ? fail_access(failure, operation, "wrote", count, r) : 0;
}

const struct kind iow_kind = {
	.usage = {
		.synopsis = "ADDRESS VALUE[:MASK] [ADDRESS VALUE[:MASK]]...",
		.purpose =
			"Write VALUE to the I/O port ADDRESS, and print the number of bytes written.\n"
			"With MASK, change only the bits that are set in it.",
		.options = OPTIONS_COMMON | OPTIONS_RUN | OPTIONS_WRITE,
	},
	.counts = true,
	.parse = iow_parse,
	.print = iow_print,
	.plan = iow_plan,
	.perform = iow_perform,
};
