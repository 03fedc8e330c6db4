/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One access of an operation to its port, and its failure in words. */
#ifndef ACCESS_H
#define ACCESS_H

#include "verb.h"

/* Record how an access ended that fell short of the operation's size: "wrote 1 of 2". */
int fail_access(struct failure *failure, const struct operation *operation,
		const char *done, uint32_t count, int error);

/* Tell syslog of a write. */
void access_log(const struct operation *operation, uint32_t data, uint32_t count);

/* *ret_count is the number of bytes written, also on failure. */
static inline int access_write(const struct operation *operation, struct iospace *io,
			       uint32_t data, uint32_t *ret_count,
			       struct failure *failure)
{
	int r;

	*ret_count = operation->verb->size;
	r = iospace_write(io, operation->port, data, ret_count);
	if (operation->log)
		access_log(operation, data, *ret_count);
	if (r < 0)
		return fail_access(failure, operation, "wrote", *ret_count, r);
	return 0;
}

static inline int access_read(const struct operation *operation, struct iospace *io,
			      uint32_t *ret_data, struct failure *failure)
{
	uint32_t count = operation->verb->size;
	int r = iospace_read(io, operation->port, ret_data, &count);

	if (r < 0)
		return fail_access(failure, operation, "read", count, r);
	return 0;
}

#endif
