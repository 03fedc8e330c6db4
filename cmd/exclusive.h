/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef EXCLUSIVE_H
#define EXCLUSIVE_H

#include "verb.h"

/*
 * Refuse an operation with --exclusive where a kernel driver owns one of its ports, or
 * where that can't be known. Needs CAP_SYS_ADMIN to know. A simulated device has none.
 */
int exclusive_check(const struct operation *operation, const char *device,
		    struct failure *failure);

#endif
