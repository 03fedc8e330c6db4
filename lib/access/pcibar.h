/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which PCI device's I/O BAR holds a port. */
#ifndef PCIBAR_H
#define PCIBAR_H

#include <limits.h>
#include <stdint.h>

#define PCIBAR_DEVICES "/sys/bus/pci/devices"

struct pcibar {
	uint64_t first, last; /* its ports */
	char path[PATH_MAX];  /* its resourceN file */
};

/*
 * Find the first I/O BAR that holds any of those ports, in a directory like
 * PCIBAR_DEVICES. Returns 0, or -EOPNOTSUPP where there is none, or of one port several,
 * or another negative errno where a device that could have it can't be read.
 */
int pcibar_find(const char *devices, uint32_t first, uint32_t last,
		struct pcibar *ret_bar);

#endif
