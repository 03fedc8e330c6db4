/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef DRIVER_H
#define DRIVER_H

#include <stddef.h>

/*
 * Find the driver that is bound to a device of a bus: "pci", "pnp" or "acpi". Stores its
 * name, cut to the room, or nothing but a NUL where there is none. Returns 0, or a
 * negative errno where it can't be known.
 */
int driver_find(const char *bus, const char *device, char *ret_driver, size_t room);

#endif
