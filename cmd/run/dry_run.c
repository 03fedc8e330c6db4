/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a run would do, printed and not done. */
#include "run/dry_run.h"

#include "report/output.h"
#include "run/cycles.h"
#include "run/exclusive.h"

#include <errno.h>
#include <stdio.h>

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
static void print_owners(const struct access *access, const struct iospace_owners *owners)
{
	const struct iospace_owner *next,
		*owner = iospace_owners_next(owners, NULL, access->address, access->size);
	const char *before = "owner ";

	if (!owner)
		printf("no owner");
	for (; owner; owner = next) {
		next = iospace_owners_next(owners, owner, access->address, access->size);
		if (next && iospace_owner_get_parent(next) == owner)
			continue;
		printf("%s", before);
		print_owner(owner);
		before = ", ";
	}
}

/* As for iospace_probe(): 1 with a simulated space. */
static int method_of(const struct access *access, const char *device,
		     const char **ret_method)
{
	return iospace_probe(device, access->address, access->size, access->flags,
			     ret_method);
}

/* line is the operation's. */
static int check(const struct access *access, uint32_t line, const char *device,
		 struct failure *failure)
{
	const char *method;
	int r = method_of(access, device, &method);

	if (r >= 0)
		return r;
	/* Of the default device nothing was opened, nor looked at. */
	if (!device || r == -ECANCELED || r == -EOPNOTSUPP || r == -ERANGE) {
		failure->line = line;
		return fail_claim(failure, device, access->address, access->size,
				  access->flags, r);
	}
	return fail_open(failure, device, access->flags, r);
}

/* Returns 1 with a simulated space. */
static int check_all(const struct sequence *sequence, const char *device,
		     struct failure *failure)
{
	struct access accesses[MANY_ACCESSES];
	struct each each = { 0 };
	int r = 0;

	while (r >= 0 && sequence_each(sequence, &each)) {
		size_t count = sequence_accesses(sequence, &each.operation, accesses);

		for (size_t i = 0; r >= 0 && i < count; i++)
			r = check(&accesses[i], sequence_line_of(sequence, &each), device,
				  failure);
	}
	return r;
}

/* How an operation would be made, and who owns its ports. */
static void print_way(const struct access accesses[], size_t count, bool is_range,
		      const char *device, const struct iospace_owners *owners)
{
	const char *method = "";

	method_of(&accesses[0], device, &method);
	printf(": %s", method);
	/* A dump says whose the ports are. */
	if (is_range)
		return;
	for (size_t i = 0; i < count; i++) {
		printf(", ");
		if (count > 1)
			printf("0x%x ", accesses[i].address);
		if (owners)
			print_owners(&accesses[i], owners);
		else
			printf("owner unknown");
	}
}

static void print_operation(const struct sequence *sequence,
			    const struct operation *operation, const char *device,
			    bool is_simulated, const struct iospace_owners *owners)
{
	const struct action *action = command_of(operation)->action;
	const struct space *space = sequence_space(sequence, operation);
	struct access accesses[MANY_ACCESSES];
	size_t count = space_accesses(space, operation, accesses);

	if (operation->finally)
		printf("finally ");
	operation_print(operation, space);
	if (count && is_simulated)
		printf(": simulated");
	else if (count)
		print_way(accesses, count, action->operands == RANGES, device, owners);
	putchar('\n');
	if (count)
		action->dry_run(operation, space);
}

static void print_all(const struct sequence *sequence, const char *device,
		      bool is_simulated, const struct iospace_owners *owners)
{
	struct each each = { 0 };

	while (sequence_each(sequence, &each))
		print_operation(sequence, &each.operation, device, is_simulated, owners);
}

int dry_run(const struct sequence *sequence, const struct settings *settings,
	    struct failure *failure)
{
	struct iospace_owners *owners = NULL;
	int simulated, r;

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
