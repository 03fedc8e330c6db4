/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The conditions of the process: what it may do. */
#include "diagnosis/look.h"

#include "access/arch.h"
#include "system/capability.h"
#include "system/device.h"
#include "system/namespace.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

/* Whether execve(2) would have given it with the program's file: 1, 0, or -errno. */
static int is_in_program_file(void)
{
	cap_t caps = cap_get_file("/proc/self/exe");
	int is;

	if (!caps)
		return errno == ENODATA || errno == EOPNOTSUPP ? 0 : -errno;
	is = capability_is_in(caps, CAP_SYS_RAWIO, CAP_PERMITTED);
	cap_free(caps);
	return is;
}

/* ... because its file has the capability, but may not give it. */
static void look_at_program_file(struct iospace_condition *capability)
{
	int is = is_in_program_file();

	if (is > 0)
		look_found_no(
			capability, IOSPACE_REASON_NO_NEW_PRIVS,
			"capget(2): CAP_SYS_RAWIO not permitted, but /proc/self/exe has it");
	else if (is < 0)
		look_add_evidence(capability, "/proc/self/exe: %s", strerror(-is));
}

void look_at_capability(const struct subject *subject,
			struct iospace_condition *capability)
{
	if (subject->capability < 0) {
		look_found(capability, IOSPACE_ANSWER_UNKNOWN, "capget(2): %s",
			   strerror(-subject->capability));
		return;
	}
	if (subject->capability) {
		look_found(capability, IOSPACE_ANSWER_OK,
			   "capget(2): CAP_SYS_RAWIO permitted");
		return;
	}
	if (subject->credentials > 0) {
		look_found(capability, IOSPACE_ANSWER_OK,
			   CAPABILITY_CREDENTIALS ": CAP_SYS_RAWIO permitted");
		return;
	}
	look_found(capability, IOSPACE_ANSWER_NO,
		   "capget(2): CAP_SYS_RAWIO not permitted");
	/* Only a module keeps that file from its own process, and may cut the other. */
	if (subject->credentials == -EACCES) {
		capability->answer = IOSPACE_ANSWER_UNKNOWN;
		look_add_evidence(capability, CAPABILITY_CREDENTIALS ": %s",
				  strerror(EACCES));
	}
	if (prctl(PR_CAPBSET_READ, CAP_SYS_RAWIO, 0, 0, 0) == 0)
		look_found_no(
			capability, IOSPACE_REASON_BOUNDED,
			"capget(2): CAP_SYS_RAWIO not permitted, nor in the bounding set");
	else if (subject->no_new_privs == 1)
		look_at_program_file(capability);
}

void look_at_namespace(const struct subject *subject, struct iospace_condition *namespace)
{
	unsigned int inode;
	int r = namespace_read(&inode);

	(void)subject;
	if (r < 0)
		look_found(namespace, IOSPACE_ANSWER_UNKNOWN, NAMESPACE ": %s",
			   strerror(-r));
	else if (inode == NAMESPACE_INITIAL)
		look_found(namespace, IOSPACE_ANSWER_OK, NAMESPACE ": the initial one");
	else
		look_found(namespace, IOSPACE_ANSWER_NO,
			   NAMESPACE ": %u, not the initial one, %u", inode,
			   NAMESPACE_INITIAL);
}

static bool needs_ioperm(const struct subject *subject)
{
	return subject_is_exact(subject) && arch.ask_ioperm;
}

/*
 * A filter can't be read, but it can't see either what file a call is for: so it does to
 * /dev/null what it does to the device, and to ioperm(2) for no port what it does for
 * others. 0 or an errno.
 */
static int ask_filter(const struct subject *subject)
{
	int fd;

	if (needs_ioperm(subject))
		return -arch.ask_ioperm();
	fd = open_above_stdio("/dev/null", device_open_flags(subject->question.flags));
	if (fd < 0)
		return -fd;
	close(fd);
	return 0;
}

/* Before an open the capability may have to be made effective, which is another call. */
static bool is_only_call(const struct subject *subject)
{
	return subject->capability == CAPABILITY_EFFECTIVE || !subject->is_device;
}

static void look_at_filter(const struct subject *subject,
			   struct iospace_condition *seccomp)
{
	int error = ask_filter(subject);

	look_add_evidence(seccomp, "%s: %s",
			  needs_ioperm(subject) ? "ioperm(2) for no port"
						: "opening /dev/null",
			  error ? strerror(error) : "allowed");
	if (error == -subject->question.error && subject->seccomp > 0)
		seccomp->answer = IOSPACE_ANSWER_NO;
	else if (!error && is_only_call(subject))
		seccomp->answer = IOSPACE_ANSWER_OK;
}

void look_at_seccomp(const struct subject *subject, struct iospace_condition *seccomp)
{
	if (subject->seccomp == 0) {
		look_found(seccomp, IOSPACE_ANSWER_OK,
			   "prctl(PR_GET_SECCOMP): 0, no filter");
		return;
	}
	if (subject->seccomp < 0)
		look_found(seccomp, IOSPACE_ANSWER_UNKNOWN, "prctl(PR_GET_SECCOMP): %s",
			   strerror(-subject->seccomp));
	else
		look_found(seccomp, IOSPACE_ANSWER_UNKNOWN,
			   "prctl(PR_GET_SECCOMP): %d, a filter", subject->seccomp);
	if (question_was_refused(&subject->question))
		look_at_filter(subject, seccomp);
}

void look_at_no_new_privs(const struct subject *subject,
			  struct iospace_condition *no_new_privs)
{
	static const char asked[] = "prctl(PR_GET_NO_NEW_PRIVS)";

	if (subject->no_new_privs < 0)
		look_found(no_new_privs, IOSPACE_ANSWER_UNKNOWN, "%s: %s", asked,
			   strerror(-subject->no_new_privs));
	else if (subject->no_new_privs == 0)
		look_found(no_new_privs, IOSPACE_ANSWER_OK, "%s: not set", asked);
	else if (subject->capability < 0)
		look_found(no_new_privs, IOSPACE_ANSWER_UNKNOWN, "%s: set; capget(2): %s",
			   asked, strerror(-subject->capability));
	else if (subject->capability || subject->credentials > 0)
		look_found(no_new_privs, IOSPACE_ANSWER_OK,
			   "%s: set, but the capability is there", asked);
	else
		look_found(no_new_privs, IOSPACE_ANSWER_NO,
			   "%s: set, so file capabilities give nothing", asked);
}
