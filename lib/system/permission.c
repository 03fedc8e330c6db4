/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Whether a file's mode lets the caller in. access(2) asks the device cgroup and the
 * security modules too; this does as generic_permission() in fs/namei.c does before them,
 * so that what they refuse is not told as the mode's.
 */
#include "system/permission.h"

#include "system/capability.h"
#include "system/namespace.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/xattr.h>
#include <unistd.h>

/* What an id is shown as that is not mapped in a user namespace: user_namespaces(7). */
#define OVERFLOW_ID 65534

/* 1, 0 or a negative errno. */
static int is_member(gid_t group)
{
	int count = getgroups(0, NULL), is = group == getegid();
	gid_t *groups;

	if (is || count <= 0)
		return is ? 1 : count < 0 ? -errno : 0;
	/* NOLINTNEXTLINE(clang-analyzer-optin*): the kernel counts to 65536. */
	groups = calloc((size_t)count, sizeof(*groups));
	if (!groups)
		return -ENOMEM;
	count = getgroups(count, groups);
	if (count < 0)
		is = -errno;
	for (int i = 0; i < count; i++)
		is |= groups[i] == group;
	free(groups);
	return is;
}

/* With a list, only the owner's rights are those of the mode: posix_acl_permission(). */
static bool may_have_access_list(const char *path)
{
	return getxattr(path, "system.posix_acl_access", NULL, 0) >= 0 ||
	       (errno != ENODATA && errno != EOPNOTSUPP);
}

/* One of the three classes of the mode, moved to where the others' is. */
static int class_of(const char *path, const struct stat *st)
{
	int member;

	if (st->st_uid == geteuid())
		return (int)(st->st_mode >> 6 & 7);
	member = may_have_access_list(path) ? -ENOTSUP : is_member(st->st_gid);
	if (member < 0)
		return member;
	return (int)(member ? st->st_mode >> 3 & 7 : st->st_mode & 7);
}

/* No capability of a namespace counts for a file of an owner who is not mapped there. */
static bool is_unmapped(const struct stat *st)
{
	unsigned int inode;

	return (st->st_uid == OVERFLOW_ID || st->st_gid == OVERFLOW_ID) &&
	       namespace_read(&inode) == 0 && inode != NAMESPACE_INITIAL;
}

/* Whether a capability stands in for what the mode does not grant. */
static int overrides(const struct stat *st, int access)
{
	int has;

	if (is_unmapped(st))
		return 0;
	has = capability_is_effective(CAP_DAC_OVERRIDE);
	if (has == 0 && access != W_OK)
		has = capability_is_effective(CAP_DAC_READ_SEARCH);
	return has;
}

enum iospace_answer permission_by_mode(const char *path, const struct stat *st,
				       int access)
{
	int class = class_of(path, st), over;

	/* R_OK, W_OK and X_OK are the bits of a class. */
	if (class >= 0 && class & access)
		return IOSPACE_ANSWER_OK;
	over = overrides(st, access);
	if (over > 0)
		return IOSPACE_ANSWER_OK;
	return class < 0 || over < 0 ? IOSPACE_ANSWER_UNKNOWN : IOSPACE_ANSWER_NO;
}
