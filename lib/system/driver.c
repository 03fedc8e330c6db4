/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which driver is bound to a device, as sysfs tells. */
#include "system/driver.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * Where the devices of a bus are. What ACPI describes has a device of its own, and mostly
 * another that stands for it on another bus: a driver is bound to either.
 */
static const struct place {
	const char *bus, *before, *after;
} places[] = {
	{ "pci", "/sys/bus/pci/devices/", "" },
	{ "pnp", "/sys/bus/pnp/devices/", "" },
	{ "acpi", "/sys/bus/platform/devices/", "" },
	{ "acpi", "/sys/bus/acpi/devices/", "/physical_node" },
	{ "acpi", "/sys/bus/acpi/devices/", "" },
};

/* drivers/pnp/system.c keeps ports for a device that nothing drives. */
static bool is_placeholder(const char *bus, const char *driver)
{
	return strcmp(bus, "pnp") == 0 && strcmp(driver, "system") == 0;
}

/*
 * Follow a device's link to its driver. Returns 1 if there is one, 0 if the device has
 * none, and -ENOENT if there is no such device.
 */
static int follow(const char *path, char *ret_driver, size_t room)
{
	char link[PATH_MAX], target[PATH_MAX];
	ssize_t length;
	struct stat st;
	const char *name;

	snprintf(link, sizeof(link), "%s/driver", path);
	length = readlink(link, target, sizeof(target) - 1);
	if (length < 0 && errno == ENOENT)
		return stat(path, &st) < 0 ? -errno : 0;
	if (length < 0)
		return -errno;

	target[length] = '\0';
	name = strrchr(target, '/');
	snprintf(ret_driver, room, "%s", name ? name + 1 : target);
	return 1;
}

int driver_find(const char *bus, const char *device, char *ret_driver, size_t room)
{
	char path[PATH_MAX - sizeof("/driver")];
	bool found = false;

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		const struct place *place = &places[i];
		int r;

		if (strcmp(place->bus, bus) != 0)
			continue;
		snprintf(path, sizeof(path), "%s%s%s", place->before, device,
			 place->after);
		r = follow(path, ret_driver, room);
		if (r > 0 && !is_placeholder(bus, ret_driver))
			return 0;
		if (r < 0 && r != -ENOENT)
			return r;
		found |= r >= 0;
	}
	ret_driver[0] = '\0';
	return found ? 0 : -ENOENT;
}
