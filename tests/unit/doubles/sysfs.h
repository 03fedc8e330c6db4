/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* A directory like /sys/bus, with devices and the drivers that are bound to them. */
#ifndef SYSFS_H
#define SYSFS_H

/* Let /sys/bus lead to it. Return 0, or -1. */
int sysfs_make(void);
void sysfs_remove(void);

/* A device below it, such as "pci/devices/0000:00:01.1", and its driver, or NULL. */
void sysfs_add(const char *device, const char *driver);

/* Each device that a text like /proc/ioports names, without a driver. */
void sysfs_add_all(const char *ioports);

#endif
