/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The result of an operation, as text. */
#include "result.h"

#include "operand.h"

#include <stdio.h>

static void print_after(const char *label, const struct verb *verb, uint32_t value,
			uint32_t known)
{
	printf("%s%s", label, verb_hex_known(verb, value, known).text);
}

/* The count of a write, and what was there before and after it. */
static void print_write(const struct operation *operation, const struct result *result,
			bool verbose)
{
	const struct verb *verb = operation->verb;

	printf("%u", result->count);
	if (verbose && result->has_before) {
		print_after(", ", verb, result->before, bytes_merged(operation));
		print_after(" -> ", verb, result->data, bytes_written(operation));
	}
	if (verbose && result->has_read_back)
		print_after(", read back ", verb, result->read_back,
			    bytes_written(operation));
}

void result_print(const struct operation *operation, const struct result *result,
		  bool verbose)
{
	const struct verb *verb = operation->verb;

	/* A sleep has no result but that it is over. */
	if (!verbose && !verb->size)
		return;
	if (verbose)
		verb->kind->print(operation);
	if (verbose && verb->size)
		printf(": ");
	if (verb->kind->writes)
		print_write(operation, result, verbose);
	else if (verb->size)
		printf("%s", verb_hex(verb, result->data).text);
	putchar('\n');
}
