/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The user namespace of the process, where capabilities may count for nothing. */
#ifndef NAMESPACE_H
#define NAMESPACE_H

/* The inode of the initial one: PROC_USER_INIT_INO, include/linux/proc_ns.h */
#define NAMESPACE_INITIAL 0xEFFFFFFDU
#define NAMESPACE	  "/proc/self/ns/user"

/* Its inode: 0, or a negative errno. */
int namespace_read(unsigned int *ret_inode);

#endif
