/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* A directory like /sys/bus, with devices and the drivers that are bound to them. */
#include "doubles/sysfs.h"

#include "doubles/devices.h"
#include "doubles/ioports_file.h"
#include "doubles/syscalls.h"
#include "test.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct devices root;

int sysfs_make(void)
{
	if (devices_make(&root) < 0)
		return -1;
	syscalls.buses = root.path;
	return 0;
}

void sysfs_remove(void)
{
	devices_remove(&root);
}

/* With the directories on the way to it. */
static void make_directory(const char *path)
{
	char part[PATH_MAX];

	for (const char *end = path; end; end = strchr(end + 1, '/')) {
		snprintf(part, sizeof(part), "%s/%.*s", root.path, (int)(end - path),
			 path);
		mkdir(part, 0700);
	}
	snprintf(part, sizeof(part), "%s/%s", root.path, path);
	mkdir(part, 0700);
}

void sysfs_add(const char *device, const char *driver)
{
	char link[PATH_MAX], target[PATH_MAX];

	make_directory(device);
	if (!driver)
		return;
	snprintf(link, sizeof(link), "%s/%s/driver", root.path, device);
	snprintf(target, sizeof(target), "../../../bus/pci/drivers/%s", driver);
	assert_int_equal(symlink(target, link), 0);
}

void sysfs_add_all(const char *ioports)
{
	struct ioports ports = ioports_text(ioports);

	for (size_t i = 0; i < ports.count; i++) {
		const char *bus = ports.entries[i].bus, *name = ports.entries[i].name;
		char device[PATH_MAX];

		if (!bus)
			continue;
		if (strncmp(name, "pnp ", 4) == 0)
			name += 4;
		snprintf(device, sizeof(device), "%s/devices/%s", bus, name);
		sysfs_add(device, NULL);
	}
	ioports_free(&ports);
}
