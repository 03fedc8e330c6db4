/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef RUN_H
#define RUN_H

#include "words.h"

/*
 * Perform a sequence in one run: open, claim, lock, drop privileges, perform each
 * operation in order, unlock. The first failure ends it, and says how many operations
 * were done.
 *
 * Results are printed on standard output; a loss of that is a failure too, but never
 * ends a run halfway.
 */
int run(const struct sequence *sequence, const struct settings *settings,
	struct failure *failure);

#endif
