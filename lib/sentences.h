/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The sentences for each reason: what is wrong, and what to do about it. */
#ifndef SENTENCES_H
#define SENTENCES_H

#include "iospace.h"

const char *sentences_cause(enum iospace_reason reason, int error);
const char *sentences_remedy(enum iospace_reason reason);

#endif
