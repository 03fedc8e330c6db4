/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* --exclusive: not where the kernel or a driver owns the port. */
#include "run/exclusive.h"

#include <errno.h>
#include <string.h>

/* What an entry of /proc/ioports means for who would write there, the worst last. */
enum claim { NO_CLAIM, UNKNOWN_CLAIM, CLAIM_OF_DRIVER, CLAIM_OF_KERNEL };

static enum claim claim_of(const struct iospace_owner *owner)
{
	const char *driver;

	switch (iospace_owner_get_kind(owner)) {
	case IOSPACE_OWNER_WINDOW:
		return NO_CLAIM;
	case IOSPACE_OWNER_DEVICE:
		if (iospace_owner_get_driver(owner, &driver) < 0)
			return UNKNOWN_CLAIM;
		return driver ? CLAIM_OF_DRIVER : NO_CLAIM;
	case IOSPACE_OWNER_KERNEL:
		return CLAIM_OF_KERNEL;
	default:
		return CLAIM_OF_DRIVER;
	}
}

static int fail_driver(struct failure *failure, uint32_t address,
		       const struct iospace_owner *owner)
{
	const char *driver;

	fail(failure, EX_CONFIG, "0x%x: a kernel driver owns this port, as '%s'", address,
	     iospace_owner_get_name(owner));
	if (iospace_owner_get_driver(owner, &driver) == 0 && driver)
		fail_more(failure, " (%s)", driver);
	fail_more(failure, " in /proc/ioports; unload the driver or unbind it, or leave "
			   "out --exclusive");
	return -1;
}

static int fail_claimed(struct failure *failure, uint32_t address, enum claim claim,
			const struct iospace_owner *owner)
{
	const char *name = iospace_owner_get_name(owner), *driver;

	if (claim == CLAIM_OF_KERNEL)
		return fail(failure, EX_CONFIG,
			    "0x%x: the kernel itself owns this port, as '%s' in "
			    "/proc/ioports, and can't be unloaded; leave out --exclusive",
			    address, name);
	if (claim == CLAIM_OF_DRIVER)
		return fail_driver(failure, address, owner);
	return fail(failure, EX_CONFIG,
		    "0x%x: its owner is unknown: /sys does not tell whether '%s' has a "
		    "driver: %s; mount sysfs there, or leave out --exclusive",
		    address, name, strerror(-iospace_owner_get_driver(owner, &driver)));
}

static int fail_unknown(struct failure *failure, uint32_t address, int error)
{
	if (error == -ENOMEM)
		return fail(failure, EX_OSERR, "out of memory");
	if (error == -ENODATA)
		return fail(failure, EX_CONFIG,
			    "0x%x: its owner is unknown, because without CAP_SYS_ADMIN "
			    "/proc/ioports shows no addresses; run it with that, or "
			    "leave out --exclusive",
			    address);
	if (error == -EBADMSG)
		return fail(failure, EX_CONFIG,
			    "0x%x: its owner is unknown, because /proc/ioports is empty "
			    "here; run it where it is not, or leave out --exclusive",
			    address);
	return fail(failure, EX_CONFIG, "0x%x: its owner is unknown: /proc/ioports: %s",
		    address, strerror(-error));
}

static int check(const struct access *access, const struct iospace_owners *owners,
		 int error, struct failure *failure)
{
	const struct iospace_owner *owner = NULL, *worst = NULL;
	enum claim claim = NO_CLAIM;

	if (error < 0)
		return fail_unknown(failure, access->address, error);
	while ((owner = iospace_owners_next(owners, owner, access->address,
					    access->size)))
		if (claim_of(owner) > claim) {
			claim = claim_of(owner);
			worst = owner;
		}
	return worst ? fail_claimed(failure, access->address, claim, worst) : 0;
}

int exclusive_check_owners(const struct sequence *sequence,
			   const struct iospace_owners *owners, int error,
			   struct failure *failure)
{
	struct access accesses[MANY_ACCESSES];
	struct each each = { 0 };

	while (sequence_each(sequence, &each)) {
		size_t count = each.operation.flags & MODIFIER_EXCLUSIVE
				       ? sequence_accesses(sequence, &each.operation,
							   accesses)
				       : 0;

		for (size_t i = 0; i < count; i++)
			if (check(&accesses[i], owners, error, failure) < 0) {
				failure->line = sequence_line_of(sequence, &each);
				return -1;
			}
	}
	return 0;
}

int exclusive_check(const struct sequence *sequence, struct failure *failure)
{
	struct iospace_owners *owners = NULL;
	int error = iospace_owners_read(&owners);
	int r = exclusive_check_owners(sequence, owners, error, failure);

	iospace_owners_free(owners);
	return r;
}
