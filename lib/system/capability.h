/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* CAP_SYS_RAWIO of the calling thread. */
#ifndef CAPABILITY_H
#define CAPABILITY_H

#include <stdbool.h>
#include <sys/capability.h>

/*
 * Make CAP_SYS_RAWIO effective, if the thread is permitted to. *ret_before is what
 * capability_restore() needs afterwards: the capabilities before, or NULL where it was
 * effective already.
 *
 * Errors: -EPERM  it is not permitted; or what libcap gives.
 */
int capability_raise(cap_t *ret_before);
void capability_restore(cap_t before);

/* Whether a set of some capabilities has one. */
bool capability_is_in(cap_t caps, cap_value_t capability, cap_flag_t set);

/* How the thread has it. */
enum capability { CAPABILITY_NONE, CAPABILITY_PERMITTED, CAPABILITY_EFFECTIVE };

/* Whether another one is effective: 1, 0, or a negative errno. */
int capability_is_effective(cap_value_t capability);

/* An enum capability, or what cap_get_proc(3) gives as a negative errno. */
int capability_held(void);

/*
 * The credentials as the kernel has them. AppArmor cuts what capget(2) returns to what
 * the profile allows, but not these: apparmor_capget() in security/apparmor/lsm.c.
 */
#define CAPABILITY_CREDENTIALS "/proc/self/status"

/* Whether the thread is permitted it there: 1, 0, or a negative errno. */
int capability_in_credentials(void);

#endif
