/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The condition that no security module is in the way. Its policy can't be read, so a
 * module that is there and has one for this process may be.
 */
#include "diagnosis/look.h"

#include "system/capability.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define LIST  "/sys/kernel/security/lsm"
#define LABEL "/proc/self/attr/current"

/* The names in LIST, in which a kernel of today has about 100 characters. */
#define LIST_ROOM 160

/* What the kernel says of its modules. */
struct sight {
	char list[LIST_ROOM];
	char label[120]; /* or the error for which it is not known */
	bool has_label;
	bool is_permissive; /* SELinux is */
};

static bool ends_in(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);

	return length >= tail && strcmp(text + length - tail, end) == 0;
}

/* Profiles in complain mode have rules that deny all the same: apparmor.d(5). */
static bool may_apparmor(const struct sight *sight)
{
	return !sight->has_label || (strcmp(sight->label, "unconfined") != 0 &&
				     !ends_in(sight->label, " (unconfined)"));
}

/* Before there is a policy, a context has no colons: security_sid_to_context(). */
static bool may_selinux(const struct sight *sight)
{
	return !sight->is_permissive && (!sight->has_label || strchr(sight->label, ':'));
}

/* It is loaded without a policy in Debian and others, and then has no profile. */
static bool may_tomoyo(void)
{
	FILE *file = fopen("/sys/kernel/security/tomoyo/profile", "re");
	char line[256];
	bool may = false;

	if (!file)
		return true;
	while (!may && fgets(line, sizeof(line), file))
		may = strstr(line, "enforcing");
	may |= ferror(file);
	fclose(file);
	return may;
}

/* For other things than a device, or conditions of their own. */
static bool is_harmless(const char *name)
{
	static const char harmless[][sizeof("capability")] = {
		"capability", "evm",	  "ima",       "integrity", "ipe",
		"loadpin",    "lockdown", "safesetid", "yama",
	};

	for (size_t i = 0; i < sizeof(harmless) / sizeof(harmless[0]); i++)
		if (strcmp(name, harmless[i]) == 0)
			return true;
	return false;
}

/* A module that is not here may refuse anything, such as bpf, landlock and smack. */
static bool may_refuse(const char *name, const struct sight *sight)
{
	if (strcmp(name, "apparmor") == 0)
		return may_apparmor(sight);
	if (strcmp(name, "selinux") == 0)
		return may_selinux(sight);
	if (strcmp(name, "tomoyo") == 0)
		return may_tomoyo();
	return !is_harmless(name);
}

/* Those of the list that may refuse, in the same form. */
static void find_refusers(const struct sight *sight, char refusers[LIST_ROOM])
{
	char list[LIST_ROOM], *rest = list, *name;
	size_t length = 0;

	strcpy(list, sight->list);
	refusers[0] = '\0';
	while ((name = strsep(&rest, ",")))
		if (may_refuse(name, sight))
			length += (size_t)sprintf(refusers + length, "%s%s",
						  length ? "," : "", name);
}

static int look_at_sight(struct sight *sight)
{
	char enforce[16];
	int r = look_read_line(LABEL, sight->label, sizeof(sight->label));

	sight->has_label = r == 0;
	if (r < 0)
		snprintf(sight->label, sizeof(sight->label), "%s", strerror(-r));
	sight->is_permissive = look_read_line("/sys/fs/selinux/enforce", enforce,
					      sizeof(enforce)) == 0 &&
			       strcmp(enforce, "0") == 0;
	return look_read_line(LIST, sight->list, sizeof(sight->list));
}

/* Without CONFIG_SECURITY there is no directory for the files of modules. */
static bool is_without_modules(void)
{
	struct stat st;

	return stat("/proc/self", &st) == 0 && stat("/proc/self/attr", &st) < 0 &&
	       errno == ENOENT;
}

/* faccessat(2) asks a module, after the mode. */
static bool is_access_refused(const struct subject *subject)
{
	return S_ISCHR(subject->st.st_mode) &&
	       ((subject->read_error == EACCES &&
		 subject->read_mode == IOSPACE_ANSWER_OK) ||
		(subject->write_error == EACCES &&
		 subject->write_mode == IOSPACE_ANSWER_OK));
}

/* So does stat(2). File systems of the network have rules of their own, but no /dev. */
static bool is_stat_refused(const struct subject *subject)
{
	char directory[PATH_MAX];
	struct stat st;

	return subject->error == EACCES && subject->is_default &&
	       look_search(subject->path, directory, &st) == IOSPACE_ANSWER_OK;
}

/* What only a module can have refused, or NULL. A filter comes before the mode. */
static const char *refusal(const struct subject *subject)
{
	if (subject->credentials > 0)
		return "capget(2): CAP_SYS_RAWIO not permitted, but in " CAPABILITY_CREDENTIALS;
	if (subject->seccomp == 0 && is_stat_refused(subject))
		return "stat(2): Permission denied, but not by the mode";
	if (subject->seccomp == 0 && is_access_refused(subject))
		return "faccessat(2): Permission denied, but not by the mode";
	return NULL;
}

void look_at_modules(const struct subject *subject, struct iospace_condition *modules)
{
	struct sight sight;
	char refusers[LIST_ROOM];
	const char *refused = refusal(subject);
	int r = look_at_sight(&sight);

	if (is_without_modules()) {
		look_found(modules, IOSPACE_ANSWER_OK, "/proc/self/attr: not there");
		return;
	}
	if (r < 0) {
		look_found(modules, IOSPACE_ANSWER_UNKNOWN, LIST ": %s", strerror(-r));
	} else {
		find_refusers(&sight, refusers);
		look_found(modules,
			   *refusers ? IOSPACE_ANSWER_UNKNOWN : IOSPACE_ANSWER_OK,
			   LIST ": %s", *refusers ? refusers : sight.list);
	}
	look_add_evidence(modules, LABEL ": %s", sight.label);
	if (sight.is_permissive)
		look_add_evidence(modules, "/sys/fs/selinux/enforce: 0");
	if (refused) {
		modules->answer = IOSPACE_ANSWER_NO;
		look_add_evidence(modules, "%s", refused);
	}
}
