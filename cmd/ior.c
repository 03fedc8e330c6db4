/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* ior8, ior16, ior32: read ports. */
#include "access.h"
#include "operand.h"
#include "options.h"
#include "plan.h"

#include <stdio.h>

static int ior_parse(struct words *words, struct operation *operation,
		     struct failure *failure)
{
	operation->flags |= IOSPACE_READ;
	return parse_address(words, operation, WITHOUT_VALUES, failure);
}

static void ior_print(const struct operation *operation)
{
	printf("%s 0x%x", operation->verb->name, operation->port);
}

static int ior_perform(const struct operation *operation, struct iospace *io,
		       struct result *result, struct failure *failure)
{
	if (access_read(operation, io, &result->data, failure) < 0)
		return -1;
	result->is_known = true;
	return 0;
}

static void ior_plan(const struct operation *operation)
{
	plan_read(operation, verb_max(operation->verb));
}

const struct kind ior_kind = {
	.usage = {
		.synopsis = "ADDRESS...",
		.purpose = "Read the I/O port ADDRESS, and print its value.",
		.options = OPTIONS_COMMON | OPTIONS_RUN,
	},
	.parse = ior_parse,
	.print = ior_print,
	.plan = ior_plan,
	.perform = ior_perform,
};
