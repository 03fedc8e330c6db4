/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The conditions of the process: what it may do. */
#include "look.h"

#include <errno.h>
#include <string.h>
#include <sys/capability.h>
#include <sys/prctl.h>

/* The inode of the initial user namespace: PROC_USER_INIT_INO, include/linux/proc_ns.h */
#define INITIAL_USER_NAMESPACE 0xEFFFFFFDU

/* Whether execve(2) would have given it with the program's file: 1, 0, or -errno. */
static int is_in_program_file(void)
{
	cap_t caps = cap_get_file("/proc/self/exe");
	cap_flag_value_t value;
	int is;

	if (!caps)
		return errno == ENODATA || errno == EOPNOTSUPP ? 0 : -errno;
	is = cap_get_flag(caps, CAP_SYS_RAWIO, CAP_PERMITTED, &value) == 0 &&
	     value == CAP_SET;
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
	if (subject->permitted < 0) {
		look_found(capability, IOSPACE_ANSWER_UNKNOWN, "capget(2): %s",
			   strerror(-subject->permitted));
		return;
	}
	if (subject->permitted) {
		look_found(capability, IOSPACE_ANSWER_OK,
			   "capget(2): CAP_SYS_RAWIO permitted");
		return;
	}
	look_found(capability, IOSPACE_ANSWER_NO,
		   "capget(2): CAP_SYS_RAWIO not permitted");
	if (prctl(PR_CAPBSET_READ, CAP_SYS_RAWIO, 0, 0, 0) == 0)
		look_found_no(
			capability, IOSPACE_REASON_BOUNDED,
			"capget(2): CAP_SYS_RAWIO not permitted, nor in the bounding set");
	else if (subject->no_new_privs == 1)
		look_at_program_file(capability);
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
		look_found(seccomp, IOSPACE_ANSWER_UNKNOWN, "prctl(PR_GET_SECCOMP): %s",
			   strerror(-subject->seccomp));
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
	static const char asked[] = "prctl(PR_GET_NO_NEW_PRIVS)";

	if (subject->no_new_privs < 0)
		look_found(no_new_privs, IOSPACE_ANSWER_UNKNOWN, "%s: %s", asked,
			   strerror(-subject->no_new_privs));
	else if (subject->no_new_privs == 0)
		look_found(no_new_privs, IOSPACE_ANSWER_OK, "%s: not set", asked);
	else if (subject->permitted < 0)
		look_found(no_new_privs, IOSPACE_ANSWER_UNKNOWN, "%s: set; capget(2): %s",
			   asked, strerror(-subject->permitted));
	else if (subject->permitted)
		look_found(no_new_privs, IOSPACE_ANSWER_OK,
			   "%s: set, but the capability is there", asked);
	else
		look_found(no_new_privs, IOSPACE_ANSWER_NO,
			   "%s: set, so file capabilities give nothing", asked);
}
