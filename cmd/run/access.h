/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One read of an operation from its port. */
#ifndef ACCESS_H
#define ACCESS_H

#include "sequence/operation.h"

/* Note how a later access ended that fell short of a number of bytes. */
static inline int access_failed(struct result *result, const char *done, uint32_t count,
				uint32_t of, int error)
{
	result->later.done = done;
	result->later.count = count;
	result->later.of = of;
	result->later.error = error;
	return ENDED_LATER;
}

#endif
