/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Nothing that a command does after the open needs a privilege, so it keeps none. */
#include "run/privilege.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/capability.h>
#include <sys/prctl.h>

static bool is_set_id(void)
{
	/* As they were at the start, without a system call. */
	return getauxval(AT_UID) != getauxval(AT_EUID) ||
	       getauxval(AT_GID) != getauxval(AT_EGID);
}

/*
 * Whoever may ptrace(2) a process may take its open descriptors: pidfd_getfd(2). Among
 * processes of one user the kernel asks for no more than the capabilities that the other
 * has, and after privilege_drop() that is none. Only a process that is not dumpable is
 * left alone.
 */
int privilege_begin(struct failure *failure)
{
	if (is_set_id())
		return fail(failure, EX_NOPERM,
			    "this command does not run set-user-id or set-group-id; take "
			    "the bit off, and see PRIVILEGES in iospace(7) for a file "
			    "capability");
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
		return fail(failure, EX_NOPERM,
			    "can't keep other processes out: %s; nothing was read or "
			    "written",
			    strerror(errno));
	return 0;
}

static int drop_capabilities(void)
{
	cap_t none = cap_init();
	int r;

	if (!none)
		return -errno;
	r = cap_set_proc(none) < 0 ? -errno : 0;
	cap_free(none);
	return r;
}

int privilege_drop(struct failure *failure)
{
	int r = drop_capabilities();

	if (r == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		r = -errno;
	if (r == -ENOMEM)
		return fail(failure, EX_OSERR, "out of memory");
	if (r < 0)
		return fail(failure, EX_NOPERM,
			    "can't drop privileges: %s; nothing was read or written",
			    strerror(-r));
	return 0;
}
