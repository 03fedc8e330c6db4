/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What --enter, --bank and --exit put around the operations of a command line. */
#ifndef AROUND_H
#define AROUND_H

#include "sequence/sequence.h"

/* Add what is done before the command's own operations, and then what is done at the end,
 * whatever has happened. Return 0, or -1 and a failure. */
int around_begin(struct sequence *sequence, const struct command *command,
		 const struct settings *settings, struct failure *failure);
int around_end(struct sequence *sequence, const struct command *command,
	       const struct settings *settings, struct failure *failure);

#endif
