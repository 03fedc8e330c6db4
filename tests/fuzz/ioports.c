/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* A text like /proc/ioports: what is an entry is printed as the kernel prints it, and is
 * then the same; and what covers a port is an entry of the top level. */
#include "fuzz.h"

#include "system/ioports.h"

#include <stdlib.h>
#include <string.h>

static struct ioports read_text(const void *text, size_t size)
{
	struct ioports ports = { NULL, SIZE_MAX };
	FILE *file = fmemopen((void *)(uintptr_t)text, size, "r");

	MUST(file && ioports_read(file, &ports) == 0);
	fclose(file);
	return ports;
}

static void must_be_the_same(const struct iospace_owner *one,
			     const struct iospace_owner *other)
{
	MUST(one->first == other->first && one->last == other->last);
	MUST(one->level == other->level && one->kind == other->kind);
	MUST(one->bus == other->bus && strcmp(one->name, other->name) == 0);
}

/* As r_show() in kernel/resource.c prints them. */
static void must_be_printed(const struct ioports *ports)
{
	char *text;
	size_t length;
	FILE *file = open_memstream(&text, &length);
	struct ioports again;

	for (size_t i = 0; i < ports->count; i++)
		fprintf(file, "%*s%04llx-%04llx : %s\n", 2 * (int)ports->entries[i].level,
			"", (unsigned long long)ports->entries[i].first,
			(unsigned long long)ports->entries[i].last,
			ports->entries[i].name);
	fclose(file);
	again = read_text(text, length);
	MUST(again.count == ports->count);
	for (size_t i = 0; i < ports->count; i++)
		must_be_the_same(&again.entries[i], &ports->entries[i]);
	ioports_free(&again);
	free(text);
}

static void must_be_covered(const struct ioports *ports, uint32_t port)
{
	bool is_covered = false;

	for (size_t i = 0; i < ports->count; i++) {
		const struct iospace_owner *entry = &ports->entries[i];

		is_covered |= entry->level == 0 && entry->last > 0 &&
			      entry->first <= port && port <= entry->last;
	}
	MUST(ioports_covers(ports, port, 1) == is_covered);
	MUST(ioports_covers(ports, port, 2) ==
	     (is_covered && ioports_covers(ports, port + 1, 1)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ioports ports = read_text(data, size);

	for (size_t i = 0; i < ports.count; i++) {
		const struct iospace_owner *entry = &ports.entries[i];

		MUST(!entry->parent && entry->kind >= IOSPACE_OWNER_WINDOW &&
		     entry->kind <= IOSPACE_OWNER_KERNEL);
		MUST(strlen(entry->name) < sizeof(entry->name));
		for (const char *c = entry->name; *c; c++)
			MUST(*c >= ' ' && *c <= '~');
		must_be_covered(&ports, (uint32_t)entry->first & UINT16_MAX);
		must_be_covered(&ports, (uint32_t)entry->last & UINT16_MAX);
	}
	must_be_printed(&ports);
	ioports_free(&ports);
	MUST(!ports.entries && ports.count == 0);
	return 0;
}
