/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What to do about a reason, by what was found: something that is possible here. */
#ifndef REMEDIES_H
#define REMEDIES_H

#include "found.h"

enum iospace_remedy remedies_choose(const struct found *found,
				    enum iospace_reason reason);

#endif
