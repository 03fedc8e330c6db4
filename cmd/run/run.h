/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RUN_H
#define RUN_H

#include "sequence/sequence.h"

/*
 * Perform a sequence in one run: open, claim, lock, drop privileges, block signals,
 * perform each operation in order, unlock. The first failure, or a signal that comes
 * while it waits, ends it, but for the operations that run whatever has happened; and it
 * says how many operations were done.
 *
 * Results are printed on standard output; a loss of that is a failure too, but never
 * ends a run halfway.
 */
int run(const struct sequence *sequence, const struct settings *settings,
	struct failure *failure);

#endif
