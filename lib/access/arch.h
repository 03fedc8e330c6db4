/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What depends on the architecture. Each has a file, and meson takes the one that fits.
 */
#ifndef ARCH_H
#define ARCH_H

#include "access/method.h"

struct arch {
	/* The methods for bytes, and those for IOSPACE_EXACT, best first, ended by NULL.
	 */
	const struct iospace_method *bytes[2], *exact[3];

	/*
	 * Whether the kernel has ioperm(2) for this process: 0, or a negative errno. It
	 * permits nothing. NULL on an architecture that doesn't have the call.
	 */
	int (*ask_ioperm)(void);

	/* What a port that no exact method reaches lacks: the cause of the failure. */
	const char *no_exact;

	/* Why a kernel has no /dev/port. */
	const char *no_driver;
};

extern const struct arch arch;

static inline const struct iospace_method *const *arch_methods(unsigned int flags)
{
	return flags & IOSPACE_EXACT ? arch.exact : arch.bytes;
}

#endif
