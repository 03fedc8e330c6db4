/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who owns a port: what was in /proc/ioports at one time, and which drivers were bound.
 */
#include "iospace.h"

#include "system/driver.h"
#include "system/ioports.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct iospace_owners {
	struct ioports ports;
};

/* An entry of the PNP system driver's has the bus before the device's name. */
static const char *device_of(const struct iospace_owner *owner)
{
	const char *blank = strchr(owner->name, ' ');

	return blank ? blank + 1 : owner->name;
}

/* The nearest of the n entries before it that is not as deep. */
static const struct iospace_owner *find_parent(const struct iospace_owner *owner,
					       size_t n)
{
	const struct iospace_owner *before = owner;

	for (; n > 0; n--)
		if ((--before)->level < owner->level)
			return before;
	return NULL;
}

static void complete(struct ioports *ports)
{
	for (size_t i = 0; i < ports->count; i++) {
		struct iospace_owner *owner = &ports->entries[i];

		if (owner->level > 0)
			owner->parent = find_parent(owner, i);
		if (owner->bus)
			owner->driver_error = driver_find(owner->bus, device_of(owner),
							  owner->driver,
							  sizeof(owner->driver));
	}
}

int iospace_owners_read(struct iospace_owners **ret_owners)
{
	struct iospace_owners *owners = calloc(1, sizeof(*owners));
	int r;

	if (!owners)
		return -ENOMEM;
	r = ioports_read_live(&owners->ports);
	if (r == 0 && owners->ports.count == 0)
		r = -EBADMSG;
	if (r == 0 && ioports_are_hidden(&owners->ports))
		r = -ENODATA;
	if (r < 0) {
		iospace_owners_free(owners);
		return r;
	}

	complete(&owners->ports);
	*ret_owners = owners;
	return 0;
}

void iospace_owners_free(struct iospace_owners *owners)
{
	if (!owners)
		return;
	ioports_free(&owners->ports);
	free(owners);
}

const struct iospace_owner *iospace_owners_next(const struct iospace_owners *owners,
						const struct iospace_owner *previous,
						uint64_t address, uint32_t size)
{
	const struct iospace_owner *entries = owners->ports.entries;
	const struct iospace_owner *owner = previous ? previous + 1 : entries;

	if (iospace_check(address, size, IOSPACE_READ) < 0)
		return NULL;
	for (; owner < entries + owners->ports.count; owner++)
		if (owner->last > 0 && owner->last >= address &&
		    owner->first < address + size)
			return owner;
	return NULL;
}

uint64_t iospace_owner_get_first(const struct iospace_owner *owner)
{
	return owner->first;
}

uint64_t iospace_owner_get_last(const struct iospace_owner *owner)
{
	return owner->last;
}

const struct iospace_owner *iospace_owner_get_parent(const struct iospace_owner *owner)
{
	return owner->parent;
}

unsigned int iospace_owner_get_level(const struct iospace_owner *owner)
{
	return owner->level;
}

enum iospace_owner_kind iospace_owner_get_kind(const struct iospace_owner *owner)
{
	return owner->kind;
}

const char *iospace_owner_get_name(const struct iospace_owner *owner)
{
	return owner->name;
}

int iospace_owner_get_driver(const struct iospace_owner *owner, const char **ret_driver)
{
	if (owner->driver_error < 0)
		return owner->driver_error;
	*ret_driver = owner->driver[0] ? owner->driver : NULL;
	return 0;
}
