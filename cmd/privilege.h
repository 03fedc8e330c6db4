/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef PRIVILEGE_H
#define PRIVILEGE_H

#include "failure.h"

/*
 * Give up every capability, and the hope of new ones by execve(2), for good. The open
 * device needs none: the kernel asks at open only.
 */
int privilege_drop(struct failure *failure);

#endif
