/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One access of an operation to its port, and its failure in words. */
#ifndef ACCESS_H
#define ACCESS_H

#include "verb.h"

/* *ret_count is the number of bytes written, also on failure. */
int access_write(const struct operation *operation, struct iospace *io, uint32_t data,
		 uint32_t *ret_count, struct failure *failure);

int access_read(const struct operation *operation, struct iospace *io, uint32_t *ret_data,
		struct failure *failure);

#endif
