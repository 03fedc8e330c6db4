/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The conditions for port I/O, all of them. */
#ifndef CONDITIONS_H
#define CONDITIONS_H

#include "diagnosis/found.h"

/* Look at each, for what was asked for and what it came to. */
void conditions_gather(const struct question *question, struct found *ret_found);

#endif
