/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Spaces of registers, each behind two ports of an open I/O space. */
#ifndef REGISTERS_H
#define REGISTERS_H

#include "access/method.h"

#include <stdlib.h>

/* The state of such a handle. */
struct registers {
	struct iospace ports; /* as they were opened, with pauses of its own */
	uint32_t first,
		data; /* the two: that of the index, or of commands, and the other */
};

static inline void registers_close(struct iospace *io)
{
	free(io->state);
}

#endif
