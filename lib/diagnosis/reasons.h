/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What follows from an error, by what was found alone. */
#ifndef REASONS_H
#define REASONS_H

#include "diagnosis/found.h"

/* No error has more reasons than this. */
#define REASONS 6

/*
 * The reasons for which an open, or a claim after it, returned its error, the most likely
 * first. Returns how many: none for 0, and otherwise at least one.
 */
typedef size_t (*reasons_function)(const struct found *found,
				   enum iospace_reason ret[REASONS]);

size_t reasons_for_open(const struct found *found, enum iospace_reason ret[REASONS]);
size_t reasons_for_access(const struct found *found, enum iospace_reason ret[REASONS]);

#endif
