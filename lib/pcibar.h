/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which PCI device's I/O BAR holds a port. */
#ifndef PCIBAR_H
#define PCIBAR_H

#include <limits.h>
#include <stdint.h>

struct pcibar {
	uint64_t first, last; /* its ports */
	char path[PATH_MAX];  /* its resourceN file */
};

/*
 * Look through a directory like /sys/bus/pci/devices. Returns 0, or -EOPNOTSUPP where
 * no I/O BAR holds the port.
 */
int pcibar_find(const char *devices, uint32_t port, struct pcibar *ret_bar);

#endif
