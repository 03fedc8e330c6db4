/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What must hold for port I/O to work, and what follows where it does not. */
#ifndef CONDITIONS_H
#define CONDITIONS_H

#include "iospace.h"

/* Look. device is as for iospace_open(). */
void conditions_gather(const char *device,
		       struct iospace_condition conditions[IOSPACE_CONDITIONS]);

/*
 * The reasons for which iospace_open(device, ...) returned error, by those conditions
 * alone: the most likely first. Returns how many: one, where it can be told; never none.
 */
size_t conditions_reasons(const struct iospace_condition conditions[IOSPACE_CONDITIONS],
			  const char *device, int error,
			  enum iospace_reason reasons[IOSPACE_REASONS]);

#endif
