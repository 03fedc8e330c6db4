/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One access of an operation to its port, and its failure in words. */
#ifndef ACCESS_H
#define ACCESS_H

#include "sequence/operation.h"

/* Record how an access ended that fell short of a number of bytes: "wrote 1 of 2". */
int fail_access(struct failure *failure, const struct operation *operation,
		const char *done, uint32_t count, uint32_t of, int error);

static inline int access_read(const struct operation *operation, struct iospace *io,
			      uint32_t *ret_data, struct failure *failure)
{
	uint32_t count = command_of(operation)->size;
	int r = iospace_read(io, operation->address, ret_data, &count);

	if (r < 0)
		return fail_access(failure, operation, "read", count,
				   command_of(operation)->size, r);
	return 0;
}

#endif
