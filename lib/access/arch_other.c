/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Everything but x86: ports are a window of a PCI host bridge in memory. Outside of the
 * windows there is no memory mapped, and arm64's inb() takes a fault that is an oops.
 * powerpc has the device only where it found an ISA bridge on PCI, or has POWER8's LPC
 * bus, where firmware makes each access and no port does harm: arch_has_dev_port() in its
 * asm/io.h.
 */
#include "access/arch.h"

const struct arch arch = {
	.bytes = { &guarded_method },
	.exact = { &pcibar_method },
	.no_exact =
		"there is no access of the full width to this port: the port is in no "
		"PCI I/O BAR or in several, and only x86 has instructions for others",
	.no_driver =
		"this kernel has no such device: it was built without CONFIG_DEVPORT, as "
		"cloud kernels are, or is one for POWER and has found no ISA bridge on PCI",
};
