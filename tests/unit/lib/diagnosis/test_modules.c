/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The condition that no security module is in the way. */
#include "doubles/devices.h"
#include "doubles/syscalls.h"
#include "lib/diagnosis/table.h"
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LIST  "/sys/kernel/security/lsm: "
#define LABEL "; /proc/self/attr/current: "
#define GONE  "No such file or directory"

/* Files of the test's that those of the kernel lead to. */
static struct devices directory;

static const char *put(const char *name, const char *text, char path[64])
{
	FILE *file;

	if (!text)
		return NULL;
	snprintf(path, 64, "%s/%s", directory.path, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	return path;
}

/* What the kernel says: NULL is a file that is not there. */
struct sight {
	const char *modules, *label, *enforce, *tomoyo;
};

static void see(const struct sight *sight)
{
	static char paths[4][64];

	syscalls.modules = put("lsm", sight->modules, paths[0]);
	syscalls.label = put("current", sight->label, paths[1]);
	syscalls.enforce = put("enforce", sight->enforce, paths[2]);
	syscalls.tomoyo = put("profile", sight->tomoyo, paths[3]);
}

static void assert_modules(enum iospace_answer answer, const char *evidence)
{
	struct table expected = nothing_seen;

	table_put(&expected, IOSPACE_CONDITION_SECURITY_MODULE, answer, evidence);
	assert_found(NULL, &expected);
}

static int modules_setup(void **state)
{
	return devices_make(&directory) || syscalls_setup(state);
}

static int modules_teardown(void **state)
{
	devices_remove(&directory);
	return syscalls_teardown(state);
}

#define modules_test(function) \
	cmocka_unit_test_setup_teardown(function, modules_setup, modules_teardown)

static const struct {
	struct sight sight;
	enum iospace_answer answer;
	const char *evidence;
} rows[] = {
	/* None that could refuse. */
	{ { "lockdown,capability,yama", NULL, NULL, NULL },
	  OK,
	  LIST "lockdown,capability,yama" LABEL GONE },
	{ { "lockdown,capability,loadpin,safesetid,integrity,ipe,ima,evm,yama\n", "x",
	    NULL, NULL },
	  OK,
	  LIST "lockdown,capability,loadpin,safesetid,integrity,ipe,ima,evm,yama" LABEL
	       "x" },

	/* AppArmor: an explicit deny holds in complain mode, too. */
	{ { "capability,apparmor", "unconfined\n", NULL, NULL },
	  OK,
	  LIST "capability,apparmor" LABEL "unconfined" },
	{ { "capability,apparmor", "firefox (unconfined)\n", NULL, NULL },
	  OK,
	  LIST "capability,apparmor" LABEL "firefox (unconfined)" },
	{ { "capability,apparmor", "/usr/bin/iow8 (enforce)\n", NULL, NULL },
	  UNKNOWN,
	  LIST "apparmor" LABEL "/usr/bin/iow8 (enforce)" },
	{ { "capability,apparmor", "iow8 (complain)\n", NULL, NULL },
	  UNKNOWN,
	  LIST "apparmor" LABEL "iow8 (complain)" },
	{ { "capability,apparmor", "unconfined//&iow8 (mixed)\n", NULL, NULL },
	  UNKNOWN,
	  LIST "apparmor" LABEL "unconfined//&iow8 (mixed)" },
	{ { "capability,apparmor", "x(unconfined)", NULL, NULL },
	  UNKNOWN,
	  LIST "apparmor" LABEL "x(unconfined)" },
	{ { "capability,apparmor", "x", NULL, NULL },
	  UNKNOWN,
	  LIST "apparmor" LABEL "x" },
	{ { "capability,apparmor", NULL, NULL, NULL },
	  UNKNOWN,
	  LIST "apparmor" LABEL GONE },

	/* SELinux: permissive, or without a policy. */
	{ { "capability,selinux", "user_u:user_r:user_t:s0", "1", NULL },
	  UNKNOWN,
	  LIST "selinux" LABEL "user_u:user_r:user_t:s0" },
	{ { "capability,selinux", "user_u:user_r:user_t:s0", "0", NULL },
	  OK,
	  LIST "capability,selinux" LABEL
	       "user_u:user_r:user_t:s0; /sys/fs/selinux/enforce: 0" },
	{ { "capability,selinux", "user_u:user_r:user_t:s0", NULL, NULL },
	  UNKNOWN,
	  LIST "selinux" LABEL "user_u:user_r:user_t:s0" },
	{ { "capability,selinux", "kernel", "1", NULL },
	  OK,
	  LIST "capability,selinux" LABEL "kernel" },
	{ { "capability,selinux", NULL, NULL, NULL },
	  UNKNOWN,
	  LIST "selinux" LABEL GONE },
	{ { "capability,selinux", NULL, "0", NULL },
	  OK,
	  LIST "capability,selinux" LABEL GONE "; /sys/fs/selinux/enforce: 0" },

	/* TOMOYO: without a profile that enforces. */
	{ { "tomoyo", "unconfined", NULL, "PROFILE_VERSION=20150505\n" },
	  OK,
	  LIST "tomoyo" LABEL "unconfined" },
	{ { "tomoyo", "unconfined", NULL,
	    "PROFILE_VERSION=20150505\n"
	    "0-CONFIG={ mode=learning grant_log=no reject_log=yes }\n" },
	  OK,
	  LIST "tomoyo" LABEL "unconfined" },
	{ { "tomoyo", "unconfined", NULL,
	    "PROFILE_VERSION=20150505\n0-COMMENT=-----\n"
	    "0-CONFIG={ mode=disabled }\n3-CONFIG={ mode=enforcing }\n" },
	  UNKNOWN,
	  LIST "tomoyo" LABEL "unconfined" },
	{ { "tomoyo", "unconfined", NULL, NULL },
	  UNKNOWN,
	  LIST "tomoyo" LABEL "unconfined" },

	/* Those of which nothing can be seen, and those of tomorrow. */
	{ { "lockdown,capability,landlock,yama,apparmor,tomoyo,bpf", "unconfined", NULL,
	    "PROFILE_VERSION=20150505\n" },
	  UNKNOWN,
	  LIST "landlock,bpf" LABEL "unconfined" },
	{ { "capability,smack", "_", NULL, NULL }, UNKNOWN, LIST "smack" LABEL "_" },
	{ { "capability,hornet,apparmors", "_", NULL, NULL },
	  UNKNOWN,
	  LIST "hornet,apparmors" LABEL "_" },
	{ { NULL, "unconfined", NULL, NULL }, UNKNOWN, LIST GONE LABEL "unconfined" },
	{ { "", "unconfined", NULL, NULL },
	  UNKNOWN,
	  LIST "No data available" LABEL "unconfined" },
};

static void a_module_that_has_a_policy_may_be_in_the_way(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		see(&rows[i].sight);
		assert_modules(rows[i].answer, rows[i].evidence);
	}
}

static void a_kernel_without_modules_has_none_in_the_way(void **state)
{
	(void)state;
	syscalls.proc_self = directory.path;
	assert_modules(OK, "/proc/self/attr: not there");
	syscalls.attr = directory.path;
	assert_modules(UNKNOWN, LIST GONE LABEL GONE);
}

static void what_can_t_be_looked_at_of_modules_proves_nothing(void **state)
{
	(void)state;
	syscalls.proc_self = directory.path;
	syscalls.closed = "/proc/self";
	assert_modules(UNKNOWN, LIST GONE LABEL GONE);
}

/* All of a list and a label that are too long are kept within their room. */
static void long_names_are_cut(void **state)
{
	char list[400] = "", label[400] = "", evidence[400];
	const struct sight sight = { list, label, NULL, NULL };

	(void)state;
	memset(list, 'l', sizeof(list) - 1);
	memset(label, 'c', sizeof(label) - 1);
	see(&sight);
	snprintf(evidence, sizeof(evidence), LIST "%.159s" LABEL "%.119s", list, label);
	evidence[sizeof(nothing_seen.rows[0].evidence) - 1] = '\0';
	assert_modules(UNKNOWN, evidence);
}

/* The answer is there all the same. */
static void where_long_names_leave_no_room_nothing_more_is_said(void **state)
{
	char list[400] = "", label[400] = "", evidence[400];
	const struct sight sight = { list, label, "0", NULL };
	const struct iospace_condition *modules;
	struct table table;

	(void)state;
	memset(list, 'l', sizeof(list) - 1);
	memset(label, 'c', sizeof(label) - 1);
	see(&sight);
	syscalls_put_port("/");
	syscalls.read_error = EACCES;
	syscalls.seccomp = 0;
	table = table_gathered(NULL, 0);
	modules = table_row(&table, IOSPACE_CONDITION_SECURITY_MODULE);
	assert_int_equal(modules->answer, NO);
	snprintf(evidence, sizeof(evidence), LIST "%.159s" LABEL "%.119s", list, label);
	evidence[sizeof(modules->evidence) - 1] = '\0';
	assert_string_equal(modules->evidence, evidence);
	/* Nor is it written elsewhere. */
	assert_int_equal(modules->remedy, IOSPACE_REMEDY_UNKNOWN);
}

/* Whether SELinux is in the way for certain, because of that call. */
static void assert_gathered(const char *device, const char *refused)
{
	char evidence[200] = LIST "selinux" LABEL "a:b:c";
	struct table table = table_gathered(device, 0);
	const struct iospace_condition *modules =
		table_row(&table, IOSPACE_CONDITION_SECURITY_MODULE);

	if (refused)
		sprintf(evidence + strlen(evidence),
			"; %s: Permission denied, but not by the mode", refused);
	assert_string_equal(modules->evidence, evidence);
	assert_int_equal(modules->answer, refused ? NO : UNKNOWN);
}

static const struct file_kind closed_kind = { S_IFCHR | 0000, 1, 4 };

/* The modes of others count too: the caller is root, and has no capability here. */
static const struct {
	int read_error, write_error, seccomp;
	const struct file_kind *kind;
	bool is_refused;
} refusals[] = {
	{ EACCES, 0, 0, &port_kind, true },
	{ 0, EACCES, 0, &port_kind, true },
	{ EACCES, EACCES, 0, &port_kind, true },
	{ 0, 0, 0, &port_kind, false },
	{ EPERM, EROFS, 0, &port_kind, false },

	/* It can be the filter's, or is the mode's. */
	{ EACCES, EACCES, 2, &port_kind, false },
	{ EACCES, EACCES, -1, &port_kind, false },
	{ EACCES, EACCES, 0, &closed_kind, false },
};

static void what_the_mode_allows_and_faccessat_refuses_is_a_module_s(void **state)
{
	const struct sight sight = { "capability,selinux", "a:b:c", NULL, NULL };

	(void)state;
	see(&sight);
	syscalls_put_port("/");
	for (size_t i = 0; i < COUNT(refusals); i++) {
		syscalls.stat_kind = refusals[i].kind;
		syscalls.read_error = refusals[i].read_error;
		syscalls.write_error = refusals[i].write_error;
		syscalls.seccomp = refusals[i].seccomp;
		assert_gathered(NULL, refusals[i].is_refused ? "faccessat(2)" : NULL);
	}
}

static const struct file_kind open_directory = { S_IFDIR | 0755, 0, 0 };
static const struct file_kind closed_directory = { S_IFDIR | 0644, 0, 0 };

static const struct {
	const char *device, *closed;
	const struct file_kind *directory;
	int seccomp;
	bool is_refused;
} hidings[] = {
	{ NULL, "/dev", &open_directory, 0, true },
	{ "/dev/port", "/dev", &open_directory, 0, true },
	{ NULL, "", &open_directory, 0, false },

	/* As above; and a server can have rules of its own. */
	{ NULL, "/dev", &open_directory, 2, false },
	{ NULL, "/dev", &open_directory, -1, false },
	{ NULL, "/dev", &closed_directory, 0, false },
	{ "/tmp/port", "/tmp", &open_directory, 0, false },
};

static void what_the_way_to_it_allows_and_stat_refuses_is_a_module_s(void **state)
{
	const struct sight sight = { "capability,selinux", "a:b:c", NULL, NULL };

	(void)state;
	see(&sight);
	for (size_t i = 0; i < COUNT(hidings); i++) {
		syscalls.stat_kind = hidings[i].directory;
		syscalls.closed = hidings[i].closed;
		syscalls.seccomp = hidings[i].seccomp;
		assert_gathered(hidings[i].device,
				hidings[i].is_refused ? "stat(2)" : NULL);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		modules_test(a_module_that_has_a_policy_may_be_in_the_way),
		modules_test(a_kernel_without_modules_has_none_in_the_way),
		modules_test(what_can_t_be_looked_at_of_modules_proves_nothing),
		modules_test(long_names_are_cut),
		modules_test(where_long_names_leave_no_room_nothing_more_is_said),
		modules_test(what_the_mode_allows_and_faccessat_refuses_is_a_module_s),
		modules_test(what_the_way_to_it_allows_and_stat_refuses_is_a_module_s),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
