/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The user namespace of the process. The link is not followed: what it leads to is at no
 * path, and so no profile of AppArmor's allows it.
 */
#include "system/namespace.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

int namespace_read(unsigned int *ret_inode)
{
	char target[32] = "";

	if (readlink(NAMESPACE, target, sizeof(target) - 1) < 0)
		return -errno;
	return sscanf(target, "user:[%u]", ret_inode) == 1 ? 0 : -EBADMSG;
}
