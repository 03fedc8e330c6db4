/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What depends on the architecture. Each has a file, and meson takes the one that fits.
 */
#ifndef ARCH_H
#define ARCH_H

#include "access/method.h"

struct arch {
	/* The method for bytes, and those for IOSPACE_EXACT, best first, ended by NULL.
	 */
	const struct iospace_method *bytes;
	const struct iospace_method *exact[3];

	/*
	 * Whether the kernel has ioperm(2) for this process: 0, or a negative errno. It
	 * permits nothing. NULL on an architecture that doesn't have the call.
	 */
	int (*ask_ioperm)(void);

	/* What a port that no exact method reaches lacks: the cause of the failure. */
	const char *no_exact;
};

extern const struct arch arch;

#endif
