/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a run would do, printed and not done. */
#include "plan.h"

#include "exclusive.h"
#include "output.h"

#include <errno.h>
#include <stdio.h>

/* The cycles of an access: how many, and how many bits each. */
static uint32_t cycles(const struct operation *operation)
{
	return operation->flags & IOSPACE_EXACT ? 1 : operation->verb->size;
}

static uint32_t cycle_bits(const struct operation *operation)
{
	return 8 * operation->verb->size / cycles(operation);
}

void plan_read(const struct operation *operation)
{
	for (uint32_t i = 0; i < cycles(operation); i++)
		printf("    read from 0x%x, %u bits\n", operation->port + i,
		       cycle_bits(operation));
}

/* Where the mask leaves bits alone, what is written depends on what was read. */
void plan_write(const struct operation *operation, uint32_t value, uint32_t mask)
{
	uint32_t bits = cycle_bits(operation), all = UINT32_MAX >> (32 - bits);

	for (uint32_t i = 0; i < cycles(operation); i++) {
		int digits = (int)bits / 4;

		printf("    write 0x%0*x", digits, (value & mask) >> bits * i & all);
		if ((mask >> bits * i & all) != all)
			printf(":0x%0*x", digits, mask >> bits * i & all);
		printf(" to 0x%x, %u bits\n", operation->port + i, bits);
	}
}

static void print_owners(const struct operation *operation)
{
	struct iospace_owner owners[16];
	int count = iospace_owners(operation->port, operation->verb->size, owners,
				   sizeof(owners) / sizeof(owners[0]));

	if (count < 0)
		printf("owner unknown");
	else if (count == 0)
		printf("no owner");
	else
		printf("owner ");
	for (int i = 0; i < count; i++)
		printf("%s%s", i ? " > " : "", owners[i].name);
}

static int method_of(const struct operation *operation, const char *device,
		     const char **ret_method)
{
	return iospace_plan(device, operation->port, operation->verb->size,
			    operation->flags, ret_method);
}

static int check(const struct operation *operation, const char *device,
		 struct failure *failure)
{
	const char *method;
	int r = method_of(operation, device, &method);

	if (r == -ECANCELED || r == -EOPNOTSUPP || r == -ERANGE)
		return fail_claim(failure, device, operation->port, operation->verb->size,
				  operation->flags, r);
	if (r < 0)
		return fail_open(failure, device, operation->flags, r);
	return exclusive_check(operation, device, failure);
}

static int check_all(const struct sequence *sequence, const char *device,
		     struct failure *failure)
{
	for (size_t i = 0; i < sequence->count; i++) {
		const struct operation *operation = &sequence->operations[i];

		if (operation->verb->size && check(operation, device, failure) < 0) {
			failure->line = operation->line;
			return -1;
		}
	}
	return 0;
}

static void print_all(const struct sequence *sequence, const char *device)
{
	for (size_t i = 0; i < sequence->length; i++) {
		const struct operation *operation =
			&sequence->operations[sequence->steps[i].operation];
		const char *method = "";

		if (operation->finally)
			printf("finally ");
		operation->verb->kind->print(operation);
		if (!operation->verb->size) {
			putchar('\n');
			continue;
		}
		method_of(operation, device, &method);
		if (iospace_is_simulated(device)) {
			printf(": simulated\n");
		} else {
			printf(": %s, ", method);
			print_owners(operation);
			putchar('\n');
		}
		operation->verb->kind->plan(operation);
	}
}

int plan(const struct sequence *sequence, const struct settings *settings,
	 struct failure *failure)
{
	if (check_all(sequence, settings->device, failure) < 0)
		return -1;
	print_all(sequence, settings->device);
	output_close(failure);
	return failure->exit ? -1 : 0;
}
