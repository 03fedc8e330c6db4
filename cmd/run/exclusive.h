/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef EXCLUSIVE_H
#define EXCLUSIVE_H

#include "sequence/sequence.h"

/*
 * Refuse a sequence in which an operation with --exclusive touches a port that the kernel
 * or a driver owns, or where that can't be known. Only for a device that has owners: not
 * for a simulated one.
 */
int exclusive_check(const struct sequence *sequence, struct failure *failure);

/* The same with owners that were read already, or why they could not be. */
int exclusive_check_owners(const struct sequence *sequence,
			   const struct iospace_owners *owners, int error,
			   struct failure *failure);

#endif
