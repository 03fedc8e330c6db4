/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* CAP_SYS_RAWIO of the calling thread. */
#ifndef CAPABILITY_H
#define CAPABILITY_H

#include <stdbool.h>

/*
 * Make CAP_SYS_RAWIO effective, if the thread is permitted to. *ret_raised says
 * whether that changed anything: if so, capability_lower() undoes it.
 *
 * Errors: -EPERM  it is not permitted; or what libcap gives.
 */
int capability_raise(bool *ret_raised);
void capability_lower(void);

/* Whether the thread has it, effective or permitted. */
bool capability_permitted(void);

#endif
