/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* A directory like /sys/bus/pci/devices, with the files of each device that we use. */
#ifndef DEVICES_H
#define DEVICES_H

#include <stddef.h>
#include <stdint.h>

struct devices {
	char path[sizeof("/tmp/iospace-XXXXXX")];
};

/* Flags as Linux shows them: include/linux/ioport.h. */
#define IO_BAR	   0x40101
#define MEMORY_BAR 0x40200

/* A line of a device's resource file: a BAR, the ROM or a window. */
struct resource {
	uint64_t first, last, flags;
};

/* How many lines a bridge has, with those of SR-IOV: include/linux/pci.h. */
#define RESOURCES 17

/* Return 0, or -1. */
int devices_make(struct devices *devices);
void devices_remove(const struct devices *devices);

/* A device, such as 0000:00:03.0, of which resources[n] are not all zero. */
void devices_add(const struct devices *devices, const char *name,
		 const struct resource resources[RESOURCES]);

/* A device with a resource file of that text; or none, if it is NULL. */
void devices_add_text(const struct devices *devices, const char *name, const char *text);

/*
 * A resourceN file of a device, as an ordinary file. Return it in memory, where it stays
 * to the end of the process.
 */
uint8_t *devices_map_bar(const struct devices *devices, const char *name, int n,
			 size_t length);

#endif
