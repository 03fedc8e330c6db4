/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* x86: ports are the processor's own, and an unmapped one reads as ones. */
#include "access/arch.h"

const struct arch arch = {
	.bytes = { &devport_method },
	.exact = { &inout_method, &pcibar_method },
	.ask_ioperm = inout_ask_ioperm,
	.no_exact =
		"there is no access of the full width to this port: the kernel has no "
		"ioperm (CONFIG_X86_IOPL_IOPERM), and the port is in no PCI I/O BAR or "
		"in several",
	.no_driver =
		"this kernel has no such device: it was built without CONFIG_DEVPORT, as "
		"cloud kernels are",
};
