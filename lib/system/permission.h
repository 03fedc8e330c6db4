/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whether a file's mode lets the caller in, whatever else is asked. */
#ifndef PERMISSION_H
#define PERMISSION_H

#include "iospace.h"

#include <sys/stat.h>

/*
 * For R_OK, W_OK or X_OK. UNKNOWN where it depends on an access control list, or on what
 * can't be read of the caller.
 */
enum iospace_answer permission_by_mode(const char *path, const struct stat *st,
				       int access);

#endif
