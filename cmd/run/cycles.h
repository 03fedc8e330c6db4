/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The bus cycles of an operation, printed in place of made. */
#ifndef CYCLES_H
#define CYCLES_H

#include "sequence/space.h"

/* Print the cycles of a read of these bytes: 0xff in each that is read. */
void cycles_read(const struct operation *operation, const struct space *space,
		 uint32_t bytes);

/* Print those of the operation's write. */
void cycles_write(const struct operation *operation, const struct space *space);

#endif
