/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What depends on the architecture. Each has a file, and meson takes the one that fits.
 */
#ifndef ARCH_H
#define ARCH_H

#include "method.h"

struct arch {
	/* The methods for IOSPACE_EXACT, best first, ended by NULL. */
	const struct iospace_method *exact[3];

	/* What a port that no method reaches lacks: the cause of the failure. */
	const char *no_exact;

	/* Whether an access to a port that nothing maps can crash the kernel. */
	bool unmapped_crashes;
};

extern const struct arch arch;

#endif
