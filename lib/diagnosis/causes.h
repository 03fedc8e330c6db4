/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is wrong, in words. */
#ifndef CAUSES_H
#define CAUSES_H

#include "diagnosis/found.h"

struct iospace_cause {
	enum iospace_reason reason;
	enum iospace_remedy remedy;
	char text[256];
};

/* The cause that a reason stands for, by what was found. */
void causes_tell(const struct found *found, enum iospace_reason reason,
		 struct iospace_cause *ret_cause);

#endif
