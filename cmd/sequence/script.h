/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef SCRIPT_H
#define SCRIPT_H

#include "sequence/sequence.h"
#include "sequence/source.h"

/*
 * Make a sequence of a file of commands, as ioseq(5) describes it. What is wrong with its
 * lines is printed on standard error, as FILE:LINE:COLUMN: and a message, up to 20 of
 * them, and the failure says how many there were.
 */
int script_parse(struct source *source, const struct settings *settings,
		 struct sequence *sequence, struct failure *failure);

#endif
