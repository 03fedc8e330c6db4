/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who owns ports, by a text like /proc/ioports: the owners of an access are the entries
 * with a port of it, in the order of the text, and each is within the nearest of a lower
 * level. */
#include "fuzz.h"

#include "system/ioports.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

__typeof__(readlink) __wrap_readlink, __real_readlink;
__typeof__(stat) __wrap_stat, __real_stat;
__typeof__(stat) __wrap_stat64 __attribute__((alias("__wrap_stat")));

static bool is_device(const char *path)
{
	return strncmp(path, "/sys/bus/", strlen("/sys/bus/")) == 0;
}

/* A third of the devices have a driver, named as they are; and of a third nobody knows.
 */
ssize_t __wrap_readlink(const char *path, char *target, size_t room)
{
	size_t length = strlen(path);

	if (!is_device(path))
		return __real_readlink(path, target, room);
	errno = length % 3 == 0 ? ENOENT : EACCES;
	if (length % 3 != 1)
		return -1;
	length -= strlen("/driver");
	memcpy(target, path, length);
	return (ssize_t)length;
}

int __wrap_stat(const char *path, struct stat *st)
{
	if (!is_device(path))
		return __real_stat(path, st);
	errno = ENOENT;
	return strlen(path) % 2 ? 0 : -1;
}

static void must_be(const struct iospace_owner *owner, const struct iospace_owner *entry)
{
	MUST(owner && iospace_owner_get_first(owner) == entry->first &&
	     iospace_owner_get_last(owner) == entry->last);
	MUST(iospace_owner_get_level(owner) == entry->level);
	MUST(iospace_owner_get_kind(owner) == entry->kind);
	MUST(strcmp(iospace_owner_get_name(owner), entry->name) == 0);
}

/* An owner that is the nth entry. */
static void check(const struct iospace_owner *owner, const struct ioports *ports,
		  size_t n)
{
	const struct iospace_owner *entry = &ports->entries[n], *before = entry;
	const char *driver = "";
	int r = iospace_owner_get_driver(owner, &driver);

	must_be(owner, entry);
	while (before > ports->entries && before->level >= entry->level)
		before--;
	if (before->level < entry->level)
		must_be(iospace_owner_get_parent(owner), before);
	else
		MUST(!iospace_owner_get_parent(owner));
	MUST(r == 0 ? !driver || *driver : (r == -ENOENT || r == -EACCES) && !*driver);
	MUST(entry->bus || (r == 0 && !driver));
}

static void check_access(const struct iospace_owners *owners, const struct ioports *ports,
			 uint64_t address, uint32_t size)
{
	const struct iospace_owner *owner = NULL;

	for (size_t i = 0; i < ports->count; i++) {
		const struct iospace_owner *entry = &ports->entries[i];

		if (entry->last == 0 || entry->last < address ||
		    entry->first > address + size - 1)
			continue;
		owner = iospace_owners_next(owners, owner, address, size);
		check(owner, ports, i);
	}
	MUST(!iospace_owners_next(owners, owner, address, size));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ioports ports;
	struct iospace_owners *owners = NULL;
	int r;

	fuzz_file("/proc/ioports", data ? data : (const uint8_t *)"", size);
	r = iospace_owners_read(&owners);
	MUST(ioports_read_live(&ports) == 0);
	MUST(r == (ports.count == 0		? -EBADMSG
		   : ioports_are_hidden(&ports) ? -ENODATA
						: 0));
	for (size_t i = 0; r == 0 && i < ports.count; i++)
		for (uint32_t width = 1; width <= 4; width *= 2)
			if (ports.entries[i].last <= IOSPACE_PORTS - width)
				check_access(owners, &ports, ports.entries[i].last,
					     width);
	iospace_owners_free(owners);
	ioports_free(&ports);
	return 0;
}
