/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the conditions are looked at for: the file, the process, and what was asked. */
#include "diagnosis/look.h"

#include "system/capability.h"
#include "system/device.h"
#include "system/permission.h"

#include <errno.h>
#include <sys/prctl.h>
#include <unistd.h>

/* prctl(2) without arguments. */
static int ask(int option)
{
	int r = prctl(option, 0, 0, 0, 0);

	return r < 0 ? -errno : r;
}

static void look_at_access(struct subject *subject)
{
	subject->read_error = look_access(subject->path, R_OK);
	subject->write_error = look_access(subject->path, W_OK);
	/* By a system call filter: it can't see what file a call is for. */
	subject->access_refused = subject->seccomp && (look_access("/", R_OK) == EPERM ||
						       look_access("/", W_OK) == EPERM);
	if (subject->error)
		return;
	subject->read_mode = permission_by_mode(subject->path, &subject->st, R_OK);
	subject->write_mode = permission_by_mode(subject->path, &subject->st, W_OK);
}

void look_at_subject(const struct question *question, struct subject *subject)
{
	const char *device = question->device;

	*subject = (struct subject){
		.question = *question,
		.path = device ? device : IOSPACE_DEVICE,
		.is_default = device_is_default(device),
		.capability = capability_held(),
		.seccomp = ask(PR_GET_SECCOMP),
		.no_new_privs = ask(PR_GET_NO_NEW_PRIVS),
	};

	if (stat(subject->path, &subject->st) < 0)
		subject->error = errno;
	subject->is_device = subject->error || subject->is_default ||
			     device_is_port(&subject->st);
	if (subject->is_device && subject->capability == CAPABILITY_NONE)
		subject->credentials = capability_in_credentials();
	look_at_access(subject);
}
