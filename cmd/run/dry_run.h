/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a run would do, printed and not done. */
#ifndef DRY_RUN_H
#define DRY_RUN_H

#include "sequence/sequence.h"

/*
 * Check and print each operation of a sequence: how it would be made, who owns its ports
 * in /proc/ioports, and its bus cycles in order. No device is opened, and no privilege is
 * needed, though without CAP_SYS_ADMIN the owners are unknown. If one operation would be
 * refused, that is the failure, and nothing is printed.
 */
int dry_run(const struct sequence *sequence, const struct settings *settings,
	    struct failure *failure);

#endif
