/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef PRIVILEGE_H
#define PRIVILEGE_H

#include "report/failure.h"

/*
 * For the beginning of main(). Refuse to run set-user-id or set-group-id: the commands
 * are not made for it, and file capabilities do what it would be for with less. And keep
 * other processes of the same user out of this one, before it has a device open.
 */
int privilege_begin(struct failure *failure);

/*
 * Give up every capability, and the hope of new ones by execve(2), for good. The open
 * device needs none: the kernel asks at open only.
 */
int privilege_drop(struct failure *failure);

#endif
