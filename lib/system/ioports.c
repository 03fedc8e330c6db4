/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * /proc/ioports, as r_show() in kernel/resource.c prints it: two blanks for each level,
 * first and last in hexadecimal, " : ", and a name that may hold anything.
 */
#include "system/ioports.h"

#include <ctype.h>
#include <errno.h>
#include <fnmatch.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Two digits, as a bus counts its devices; and the number of an ACPI id, and those. */
#define NUMBER	    "[0-9a-f][0-9a-f]"
#define ACPI_NUMBER "[0-9A-F][0-9A-F][0-9A-F][0-9A-F]:" NUMBER

/*
 * What an entry is, by its name: the first pattern that fits. Whatever fits none was
 * requested by a driver, under a name that the driver chose.
 */
static const struct kind {
	const char *pattern;
	enum iospace_owner_kind kind;
	const char *bus; /* of the device that has that name, or NULL */
} kinds[] = {
	{ "PCI Bus *", IOSPACE_OWNER_WINDOW, NULL }, /* drivers/acpi/pci_root.c */
	{ "PCI*I/O", IOSPACE_OWNER_WINDOW, NULL },   /* arch/arm/kernel/bios32.c */
	{ "PCI CardBus *", IOSPACE_OWNER_WINDOW, NULL },
	{ "*pci*@*", IOSPACE_OWNER_WINDOW, NULL }, /* a device tree's host bridge */

	{ "????:??:??.?", IOSPACE_OWNER_DEVICE, "pci" }, /* the BAR of a PCI device */
	{ "?????:??:??.?", IOSPACE_OWNER_DEVICE, "pci" },
	{ "pnp ??:??", IOSPACE_OWNER_DEVICE, "pnp" }, /* drivers/pnp/system.c */
	{ "[A-Z]??" ACPI_NUMBER, IOSPACE_OWNER_DEVICE, "acpi" },
	{ "[A-Z]???" ACPI_NUMBER, IOSPACE_OWNER_DEVICE, "acpi" },
	{ "reserved", IOSPACE_OWNER_DEVICE, NULL }, /* by firmware, or reserve= */

	/* Nothing but a driver requests ports by the name of a PNP device. */
	{ NUMBER ":" NUMBER, IOSPACE_OWNER_DRIVER, "pnp" },

	/* arch/x86/kernel/setup.c, and the same of other architectures */
	{ "dma[12]", IOSPACE_OWNER_KERNEL, NULL },
	{ "pic[12]", IOSPACE_OWNER_KERNEL, NULL },
	{ "timer", IOSPACE_OWNER_KERNEL, NULL },
	{ "timer[01]", IOSPACE_OWNER_KERNEL, NULL },
	{ "keyboard", IOSPACE_OWNER_KERNEL, NULL },
	{ "dma page reg", IOSPACE_OWNER_KERNEL, NULL },
	{ "fpu", IOSPACE_OWNER_KERNEL, NULL },
	{ "PCI conf[12]", IOSPACE_OWNER_KERNEL, NULL }, /* arch/x86/pci/direct.c */
	{ "ACPI PM*", IOSPACE_OWNER_KERNEL, NULL },	/* drivers/acpi/osl.c */
	{ "ACPI GPE?_BLK", IOSPACE_OWNER_KERNEL, NULL },
	{ "EC data", IOSPACE_OWNER_KERNEL, NULL }, /* drivers/acpi/ec.c */
	{ "EC cmd", IOSPACE_OWNER_KERNEL, NULL },
	{ "IPMI Address ?", IOSPACE_OWNER_KERNEL, NULL }, /* ipmi_dmi.c, by SMBIOS */
	{ "vga+", IOSPACE_OWNER_KERNEL, NULL }, /* drivers/video/console/vgacon.c */
	{ "[ce]ga", IOSPACE_OWNER_KERNEL, NULL },
	{ "mda", IOSPACE_OWNER_KERNEL, NULL },
};

static const struct kind other = { NULL, IOSPACE_OWNER_DRIVER, NULL };

static const struct kind *kind_of(const char *name)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (fnmatch(kinds[i].pattern, name, 0) == 0)
			return &kinds[i];
	return &other;
}

static bool parse(const char *line, struct iospace_owner *entry)
{
	size_t indent = strspn(line, " ");
	const struct kind *kind;
	uint64_t first, last;
	int name = 0;

	if (!isxdigit((unsigned char)line[indent]))
		return false;
	sscanf(line + indent, "%" SCNx64 "-%" SCNx64 " : %n", &first, &last, &name);
	if (name == 0)
		return false;

	*entry = (struct iospace_owner){ .first = first, .last = last };
	line += indent + (size_t)name;
	snprintf(entry->name, sizeof(entry->name), "%.*s", (int)strcspn(line, "\n"),
		 line);
	/* It is shown on terminals. */
	for (char *c = entry->name; *c; c++)
		if (*c < ' ' || *c > '~')
			*c = '?';
	entry->level = (unsigned int)(indent + 1) / 2;
	kind = kind_of(entry->name);
	entry->kind = kind->kind;
	entry->bus = kind->bus;
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
		r = -errno;
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
