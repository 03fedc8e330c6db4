/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The conditions of the process: what it may do. */
#include "look.h"

#include <errno.h>
#include <string.h>
#include <sys/capability.h>
#include <sys/prctl.h>

/* The inode of the initial user namespace: PROC_USER_INIT_INO, include/linux/proc_ns.h */
#define INITIAL_USER_NAMESPACE 0xEFFFFFFDU

/* Whether execve(2) would have given the capability with the program's file. */
static bool is_in_program_file(void)
{
	cap_t caps = cap_get_file("/proc/self/exe");
	cap_flag_value_t value;
	bool is = caps && cap_get_flag(caps, CAP_SYS_RAWIO, CAP_PERMITTED, &value) == 0 &&
		  value == CAP_SET;

	if (caps)
		cap_free(caps);
	return is;
}

static bool is_no_new_privs(void)
{
	return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1;
}

void look_at_capability(const struct subject *subject,
			struct iospace_condition *capability)
{
	if (subject->permitted)
		look_found(capability, IOSPACE_ANSWER_OK,
			   "capget(2): CAP_SYS_RAWIO permitted");
	else if (prctl(PR_CAPBSET_READ, CAP_SYS_RAWIO, 0, 0, 0) == 0)
		look_found_no(
			capability, IOSPACE_REASON_BOUNDED,
			"capget(2): CAP_SYS_RAWIO not permitted, nor in the bounding set");
	else if (is_no_new_privs() && is_in_program_file())
		look_found_no(
			capability, IOSPACE_REASON_NO_NEW_PRIVS,
			"capget(2): CAP_SYS_RAWIO not permitted, but /proc/self/exe has it");
	else
		look_found(capability, IOSPACE_ANSWER_NO,
			   "capget(2): CAP_SYS_RAWIO not permitted");
}

void look_at_namespace(const struct subject *subject, struct iospace_condition *namespace)
{
	const char *path = "/proc/self/ns/user";
	struct stat st;

	(void)subject;
	if (stat(path, &st) < 0)
		look_found(namespace, IOSPACE_ANSWER_UNKNOWN, "%s: %s", path,
			   strerror(errno));
	else if (st.st_ino == INITIAL_USER_NAMESPACE)
		look_found(namespace, IOSPACE_ANSWER_OK, "%s: the initial one", path);
	else
		look_found(namespace, IOSPACE_ANSWER_NO,
			   "%s: %llu, not the initial one, %u", path,
			   (unsigned long long)st.st_ino, INITIAL_USER_NAMESPACE);
}

/* A filter can't be read. */
void look_at_seccomp(const struct subject *subject, struct iospace_condition *seccomp)
{
	if (subject->seccomp < 0)
		look_found(seccomp, IOSPACE_ANSWER_UNKNOWN,
			   "prctl(PR_GET_SECCOMP): not known");
	else if (subject->seccomp == 0)
		look_found(seccomp, IOSPACE_ANSWER_OK,
			   "prctl(PR_GET_SECCOMP): 0, no filter");
	else
		look_found(seccomp, IOSPACE_ANSWER_UNKNOWN,
			   "prctl(PR_GET_SECCOMP): %d, a filter", subject->seccomp);
}

void look_at_no_new_privs(const struct subject *subject,
			  struct iospace_condition *no_new_privs)
{
	if (!is_no_new_privs())
		look_found(no_new_privs, IOSPACE_ANSWER_OK,
			   "prctl(PR_GET_NO_NEW_PRIVS): not set");
	else if (subject->permitted)
		look_found(
			no_new_privs, IOSPACE_ANSWER_OK,
			"prctl(PR_GET_NO_NEW_PRIVS): set, but the capability is there");
	else
		look_found(
			no_new_privs, IOSPACE_ANSWER_NO,
			"prctl(PR_GET_NO_NEW_PRIVS): set, so file capabilities give nothing");
}
