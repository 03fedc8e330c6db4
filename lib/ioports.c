/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * /proc/ioports, as r_show() in kernel/resource.c prints it: two blanks for each level,
 * first and last in hexadecimal, " : ", and a name that may hold anything.
 */
#include "ioports.h"

#include <ctype.h>
#include <errno.h>
#include <fnmatch.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/*
 * What an entry is, by its name: the first pattern that fits. Whatever fits none was
 * requested by code of the kernel, under a name that the code chose.
 */
static const struct {
	const char *pattern;
	enum iospace_owner_kind kind;
} kinds[] = {
	{ "PCI Bus *", IOSPACE_OWNER_WINDOW }, /* drivers/acpi/pci_root.c */
	{ "PCI*I/O", IOSPACE_OWNER_WINDOW },   /* arch/arm/kernel/bios32.c */
	{ "PCI CardBus *", IOSPACE_OWNER_WINDOW },
	{ "*pci*@*", IOSPACE_OWNER_WINDOW },	  /* a device tree's host bridge */
	{ "????:??:??.?", IOSPACE_OWNER_DEVICE }, /* the BAR of a PCI device */
	{ "?????:??:??.?", IOSPACE_OWNER_DEVICE },
	{ "pnp ??:??", IOSPACE_OWNER_DEVICE }, /* drivers/pnp/system.c */
	{ "[A-Z]??[0-9A-F][0-9A-F][0-9A-F][0-9A-F]:??", IOSPACE_OWNER_DEVICE }, /* ACPI */
	{ "[A-Z]???[0-9A-F][0-9A-F][0-9A-F][0-9A-F]:??", IOSPACE_OWNER_DEVICE }, /* ids */
	{ "reserved", IOSPACE_OWNER_DEVICE }, /* by firmware, or reserve= */
};

static enum iospace_owner_kind kind_of(const char *name)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (fnmatch(kinds[i].pattern, name, 0) == 0)
			return kinds[i].kind;
	return IOSPACE_OWNER_DRIVER;
}

static bool parse(const char *line, struct iospace_owner *entry)
{
	size_t indent = strspn(line, " ");
	int name = 0;

	if (!isxdigit((unsigned char)line[indent]))
		return false;
	sscanf(line + indent, "%" SCNx64 "-%" SCNx64 " : %n", &entry->first, &entry->last,
	       &name);
	if (name == 0)
		return false;

	line += indent + (size_t)name;
	snprintf(entry->name, sizeof(entry->name), "%.*s", (int)strcspn(line, "\n"),
		 line);
	entry->level = (unsigned int)(indent + 1) / 2;
	entry->kind = kind_of(entry->name);
	return true;
}

static int add(struct ioports *ports, const struct iospace_owner *entry)
{
	struct iospace_owner *entries = reallocarray(ports->entries, ports->count + 1,
						     sizeof(*entries));

	if (!entries)
		return -ENOMEM;
	entries[ports->count++] = *entry;
	ports->entries = entries;
	return 0;
}

int ioports_read(FILE *file, struct ioports *ret_ports)
{
	struct ioports ports = { 0 };
	struct iospace_owner entry;
	char *line = NULL;
	size_t room = 0;
	int r = 0;

	while (r == 0 && getline(&line, &room, file) >= 0)
		if (parse(line, &entry))
			r = add(&ports, &entry);
	if (r == 0 && !feof(file))
		r = -EIO;
	free(line);

	if (r < 0) {
		ioports_free(&ports);
		return r;
	}
	*ret_ports = ports;
	return 0;
}

int ioports_read_live(struct ioports *ret_ports)
{
	FILE *file = fopen("/proc/ioports", "re");
	int r;

	if (!file)
		return -errno;
	r = ioports_read(file, ret_ports);
	fclose(file);
	return r;
}

void ioports_free(struct ioports *ports)
{
	free(ports->entries);
	*ports = (struct ioports){ 0 };
}

bool ioports_are_hidden(const struct ioports *ports)
{
	for (size_t i = 0; i < ports->count; i++)
		if (ports->entries[i].last > 0)
			return false;
	return ports->count > 0;
}

static bool holds(const struct iospace_owner *entry, uint32_t port)
{
	return entry->last > 0 && port >= entry->first && port <= entry->last;
}

static bool covers_one(const struct ioports *ports, uint32_t port)
{
	for (size_t i = 0; i < ports->count; i++)
		if (ports->entries[i].level == 0 && holds(&ports->entries[i], port))
			return true;
	return false;
}

bool ioports_covers(const struct ioports *ports, uint32_t port, uint32_t size)
{
	for (uint32_t i = 0; i < size; i++)
		if (!covers_one(ports, port + i))
			return false;
	return true;
}

int iospace_owners(uint64_t address, uint32_t size, struct iospace_owner owners[],
		   size_t room)
{
	struct ioports ports;
	size_t found = 0;
	int r = iospace_check(address, size, IOSPACE_READ);

	if (r == 0)
		r = ioports_read_live(&ports);
	if (r < 0)
		return r;

	for (size_t i = 0; i < ports.count && found < room; i++)
		if (ports.entries[i].last > 0 && ports.entries[i].last >= address &&
		    ports.entries[i].first < address + size)
			owners[found++] = ports.entries[i];
	r = ioports_are_hidden(&ports) ? -ENODATA : (int)found;
	ioports_free(&ports);
	return r;
}
