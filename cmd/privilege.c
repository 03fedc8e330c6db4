/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Nothing that a command does after the open needs a privilege, so it keeps none. */
#include "privilege.h"

#include <errno.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/capability.h>
#include <sys/prctl.h>

int privilege_check(struct failure *failure)
{
	/* As they were at the start, without a system call. */
	if (getauxval(AT_UID) == getauxval(AT_EUID) &&
	    getauxval(AT_GID) == getauxval(AT_EGID))
		return 0;
	return fail(
		failure, EX_NOPERM,
		"this command does not run set-user-id or set-group-id; take the bit off, "
		"and see PRIVILEGES in iospace(7) for a file capability");
}

static int drop_capabilities(void)
{
	cap_t none = cap_init();
	int r;

	if (!none)
		return -1;
	r = cap_set_proc(none);
	cap_free(none);
	return r;
}

int privilege_drop(struct failure *failure)
{
	if (drop_capabilities() < 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return fail(failure, EX_NOPERM,
			    "can't drop privileges: %s; nothing was read or written",
			    strerror(errno));
	return 0;
}
