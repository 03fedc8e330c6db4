/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a run would do, printed and not done. */
#include "run/dry_run.h"

#include "report/output.h"
#include "run/exclusive.h"

#include <errno.h>
#include <stdio.h>

/* The cycles of an access: how many, and how many bits each. */
static uint32_t cycles(const struct operation *operation)
{
	return operation->flags & IOSPACE_EXACT ? 1 : command_of(operation)->size;
}

static uint32_t cycle_bits(const struct operation *operation)
{
	return 8 * command_of(operation)->size / cycles(operation);
}

/* The part of a value that the nth cycle moves. */
static uint32_t part_of(const struct operation *operation, uint32_t value, uint32_t n)
{
	uint32_t bits = cycle_bits(operation);

	return value >> bits * n & UINT32_MAX >> (32 - bits);
}

void dry_run_read(const struct operation *operation, uint32_t bytes)
{
	for (uint32_t i = 0; i < cycles(operation); i++)
		if (part_of(operation, bytes, i))
			printf("    read from 0x%x, %u bits\n", operation->address + i,
			       cycle_bits(operation));
}

/* Where the mask leaves bits alone, what is written depends on what was read. */
void dry_run_write(const struct operation *operation)
{
	uint32_t bits = cycle_bits(operation), bytes = bytes_written(operation);
	int digits = (int)bits / 4;

	for (uint32_t i = 0; i < cycles(operation); i++) {
		uint32_t mask = part_of(operation, operation->mask, i);

		if (!part_of(operation, bytes, i))
			continue;
		printf("    write 0x%0*x", digits,
		       part_of(operation, operation->value, i) & mask);
		if (mask != part_of(operation, UINT32_MAX, i))
			printf(":0x%0*x", digits, mask);
		printf(" to 0x%x, %u bits\n", operation->address + i, bits);
	}
}

/* An entry of /proc/ioports with those that hold it, and a device with its driver. */
static void print_owner(const struct iospace_owner *owner)
{
	const struct iospace_owner *parent = iospace_owner_get_parent(owner);
	const char *driver;
	int r = iospace_owner_get_driver(owner, &driver);

	if (parent) {
		print_owner(parent);
		printf(" > ");
	}
	printf("%s", iospace_owner_get_name(owner));
	if (r < 0)
		printf(" (driver unknown)");
	else if (driver)
		printf(" (%s)", driver);
}

/* The innermost of an access, each with those that hold it. */
static void print_owners(const struct operation *operation,
			 const struct iospace_owners *owners)
{
	uint32_t address = operation->address, size = command_of(operation)->size;
	const struct iospace_owner *next,
		*owner = iospace_owners_next(owners, NULL, address, size);
	const char *before = "owner ";

	if (!owner)
		printf("no owner");
	for (; owner; owner = next) {
		next = iospace_owners_next(owners, owner, address, size);
		if (next && iospace_owner_get_parent(next) == owner)
			continue;
		printf("%s", before);
		print_owner(owner);
		before = ", ";
	}
}

/* As for iospace_probe(): 1 with a simulated space. */
static int method_of(const struct operation *operation, const char *device,
		     const char **ret_method)
{
	return iospace_probe(device, operation->address, command_of(operation)->size,
			     operation_access(operation), ret_method);
}

static int check(const struct sequence *sequence, const struct operation *operation,
		 const char *device, struct failure *failure)
{
	const char *method;
	int r = method_of(operation, device, &method);

	if (r >= 0)
		return r;
	/* Of the default device nothing was opened, nor looked at. */
	if (!device || r == -ECANCELED || r == -EOPNOTSUPP || r == -ERANGE) {
		failure->line = sequence_line(sequence, operation);
		return fail_claim(failure, device, operation->address,
				  command_of(operation)->size,
				  operation_access(operation), r);
	}
	return fail_open(failure, device, operation_access(operation), r);
}

/* Returns 1 with a simulated space. */
static int check_all(const struct sequence *sequence, const char *device,
		     struct failure *failure)
{
	const struct operation *operation = NULL;
	int r = 0;

	while (r >= 0 && (operation = sequence_next(sequence, operation)))
		if (command_of(operation)->size)
			r = check(sequence, operation, device, failure);
	return r;
}

/* How an operation would be made, and who owns its ports. */
static void print_way(const struct operation *operation, const char *device,
		      const struct iospace_owners *owners)
{
	const char *method = "";

	method_of(operation, device, &method);
	printf(": %s, ", method);
	if (owners)
		print_owners(operation, owners);
	else
		printf("owner unknown");
}

static void print_all(const struct sequence *sequence, const char *device,
		      bool is_simulated, const struct iospace_owners *owners)
{
	const struct operation *operation = NULL;

	while ((operation = sequence_next(sequence, operation))) {
		if (operation->finally)
			printf("finally ");
		command_of(operation)->action->print(operation);
		if (command_of(operation)->size && is_simulated)
			printf(": simulated");
		else if (command_of(operation)->size)
			print_way(operation, device, owners);
		putchar('\n');
		if (command_of(operation)->size)
			command_of(operation)->action->dry_run(operation);
	}
}

int dry_run(const struct sequence *sequence, const struct settings *settings,
	    struct failure *failure)
{
	struct iospace_owners *owners = NULL;
	int simulated, r;

	if (settings->json)
		return fail(failure, EX_USAGE,
			    "--json: a dry run has no results; leave out one of the two");
	simulated = check_all(sequence, settings->device, failure);
	r = simulated;
	if (simulated == 0) {
		int error = iospace_owners_read(&owners);

		r = error == -ENOMEM
			    ? fail(failure, EX_OSERR, "out of memory")
			    : exclusive_check_owners(sequence, owners, error, failure);
	}
	if (r >= 0)
		print_all(sequence, settings->device, simulated, owners);
	iospace_owners_free(owners);
	if (r < 0)
		return -1;
	output_close(failure);
	return failure->exit ? -1 : 0;
}
