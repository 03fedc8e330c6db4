/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What to do about a reason, by what was found: something that is possible here. */
#ifndef REMEDIES_H
#define REMEDIES_H

#include "diagnosis/found.h"

enum iospace_remedy remedies_choose(const struct found *found,
				    enum iospace_reason reason);

/* A constant string, as iospace_remedy_get_text() has it. */
const char *remedies_text(enum iospace_remedy remedy);

#endif
