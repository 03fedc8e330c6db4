/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The conditions of the device's file: what it is, and who lets it be opened. */
#include "diagnosis/conditions.h"
#include "doubles/simulated.h"
#include "doubles/syscalls.h"
#include "lib/diagnosis/table.h"
#include "test.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file that is there, and one that is not. */
static const char existing[] = "/";
static const char missing[] = "/nonexistent";

static void a_missing_file_is_no_node(void **state)
{
	struct table expected = nothing_seen;

	(void)state;
	assert_found(NULL, &expected);
	assert_found("/dev/port", &expected);
	table_reason(&expected, IOSPACE_CONDITION_NODE, IOSPACE_REASON_NO_FILE);
	assert_found(missing, &expected);
	assert_found("", &expected);
}

/* What it would be in is a file. */
static void a_file_in_a_file_is_no_node(void **state)
{
	struct table expected = nothing_seen;

	(void)state;
	table_put(&expected, IOSPACE_CONDITION_NODE, IOSPACE_ANSWER_NO,
		  "stat(2): Not a directory");
	table_put(&expected, IOSPACE_CONDITION_FILE_PERMISSION, IOSPACE_ANSWER_UNKNOWN,
		  "stat(2): Not a directory");
	table_put(&expected, IOSPACE_CONDITION_DEVICE_CGROUP, IOSPACE_ANSWER_UNKNOWN,
		  "faccessat(2): Not a directory");
	syscalls.port = "/dev/null/port";
	assert_found(NULL, &expected);
	assert_found("/dev/port", &expected);
	table_reason(&expected, IOSPACE_CONDITION_NODE, IOSPACE_REASON_NO_FILE);
	assert_found("/dev/null/missing", &expected);
}

/* Such as one in a directory that is not the caller's to search. */
static void a_file_that_cannot_be_looked_at_is_not_known(void **state)
{
	struct table expected = nothing_seen;

	(void)state;
	syscalls.stat.error = syscalls.readlink.error = EACCES;
	table_put(&expected, IOSPACE_CONDITION_KERNEL, IOSPACE_ANSWER_UNKNOWN,
		  "/sys/class/mem/port: Permission denied");
	table_put(&expected, IOSPACE_CONDITION_NODE, IOSPACE_ANSWER_UNKNOWN,
		  "stat(2): Permission denied");
	table_put(&expected, IOSPACE_CONDITION_FILE_PERMISSION, IOSPACE_ANSWER_UNKNOWN,
		  "stat(2): Permission denied");
	table_put(&expected, IOSPACE_CONDITION_USER_NAMESPACE, IOSPACE_ANSWER_UNKNOWN,
		  "/proc/self/ns/user: Permission denied");
	table_put(&expected, IOSPACE_CONDITION_DEVICE_CGROUP, IOSPACE_ANSWER_UNKNOWN,
		  "faccessat(2): Permission denied");
	table_put(&expected, IOSPACE_CONDITION_PCI_IO_BARS, IOSPACE_ANSWER_UNKNOWN,
		  "/sys/bus/pci/devices: Permission denied");
	assert_found(NULL, &expected);

	/* It does not matter then what faccessat(2) says. */
	syscalls.read_error = syscalls.write_error = EPERM;
	assert_found("/dev/port", &expected);
	table_reason(&expected, IOSPACE_CONDITION_NODE, IOSPACE_REASON_NO_FILE);
	assert_found(missing, &expected);
	assert_found(existing, &expected);
}

static void assert_way(const char *device, const char *closed, enum iospace_answer answer,
		       const char *evidence)
{
	const struct question question = { .device = device, .flags = IOSPACE_READ };
	const struct iospace_condition *permission;
	struct found found;

	syscalls.closed = closed;
	conditions_gather(&question, &found);
	permission = found_condition(&found, IOSPACE_CONDITION_FILE_PERMISSION);
	assert_string_equal(permission->evidence, evidence);
	assert_int_equal(permission->answer, answer);
}

/* One that its mode closes is the reason; another that it is in may lead elsewhere. */
static void a_closed_directory_on_the_way_is_a_matter_of_permission(void **state)
{
	static const struct file_kind closed = { S_IFDIR | 0744, 0, 0 };
	static const struct {
		const char *device, *closed, *evidence;
	} rows[] = {
		{ NULL, "/dev",
		  "stat(2): Permission denied; "
		  "/dev: mode 0744, owner 1000:100; user 2000:200 may not search" },
		{ "/tmp/a/b/c", "/tmp",
		  "stat(2): Permission denied; "
		  "/tmp: mode 0744, owner 1000:100; user 2000:200 may not search" },
		{ "/tmp/a", "", "stat(2): Permission denied" },
		{ "/", "", "stat(2): Permission denied" },
	};

	(void)state;
	syscalls.stat_kind = &closed;
	syscalls.owner = 1000;
	syscalls.owner_group = 100;
	syscalls.user = 2000;
	syscalls.group = 200;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_way(rows[i].device, rows[i].closed,
			   *rows[i].closed ? IOSPACE_ANSWER_NO : IOSPACE_ANSWER_UNKNOWN,
			   rows[i].evidence);

	/* To its owner it is open. */
	syscalls.user = 1000;
	assert_way("/tmp/a", "/tmp", IOSPACE_ANSWER_UNKNOWN,
		   "stat(2): Permission denied");
}

/* As where a filter refuses stat(2). */
static void a_way_of_which_nothing_can_be_seen_is_not_known(void **state)
{
	static char path[PATH_MAX + 1];

	(void)state;
	memset(path, '/', sizeof(path) - 1);
	syscalls.stat.error = EACCES;
	assert_way(path, NULL, IOSPACE_ANSWER_UNKNOWN, "stat(2): Permission denied");
	assert_way("/tmp/a", NULL, IOSPACE_ANSWER_UNKNOWN, "stat(2): Permission denied");
	assert_way("a/b", NULL, IOSPACE_ANSWER_UNKNOWN, "stat(2): Permission denied");
	assert_way("a", NULL, IOSPACE_ANSWER_UNKNOWN, "stat(2): Permission denied");
}

static void the_port_device_is_known_by_any_name(void **state)
{
	const struct table expected = table_with_port();

	(void)state;
	syscalls_put_port(existing);
	assert_found(NULL, &expected);
	assert_found("/dev/port", &expected);
	assert_found(existing, &expected);
	assert_found("/tmp", &expected);
}

static const struct wrong {
	mode_t mode;
	unsigned int major, minor;
	const char *evidence;
} wrongs[] = {
	{ S_IFCHR, 1, 3, "stat(2): character device 1:3" },
	{ S_IFCHR, 4, 1, "stat(2): character device 4:1" },
	{ S_IFCHR, 500, 70000, "stat(2): character device 500:70000" },
	{ S_IFBLK, 1, 4, "stat(2): block device 1:4" },
	{ S_IFDIR, 1, 4, "stat(2): a directory" },
	{ S_IFIFO, 1, 4, "stat(2): a FIFO" },
	{ S_IFSOCK, 1, 4, "stat(2): a socket" },
};

static void another_file_is_known_by_its_kind(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(wrongs); i++) {
		const struct file_kind kind = { wrongs[i].mode | 0600, wrongs[i].major,
						wrongs[i].minor };
		struct table expected = table_with_port();
		struct table given = table_without_device();

		syscalls.port = existing;
		syscalls.stat_kind = &kind;
		table_put(&expected, IOSPACE_CONDITION_NODE, IOSPACE_ANSWER_NO,
			  wrongs[i].evidence);
		table_reason(&expected, IOSPACE_CONDITION_NODE,
			     IOSPACE_REASON_NOT_THE_DEVICE);
		assert_found(NULL, &expected);
		assert_found("/dev/port", &expected);

		table_put(&given, IOSPACE_CONDITION_NODE, IOSPACE_ANSWER_NO,
			  wrongs[i].evidence);
		table_reason(&given, IOSPACE_CONDITION_NODE,
			     IOSPACE_REASON_NOT_AN_IOSPACE);
		assert_found(existing, &given);
	}
}

/* An ordinary file, whose size is what it is. */
static const struct file_kind ordinary = { S_IFREG | 0600, 0, 0 };

/* A shell redirection as root makes one. */
static void an_ordinary_file_is_no_port_device_of_any_size(void **state)
{
	const struct simulated *device = *state;
	struct table expected = table_with_port();

	syscalls.port = device->path;
	syscalls.stat_kind = &ordinary;
	table_reason(&expected, IOSPACE_CONDITION_NODE, IOSPACE_REASON_NOT_THE_DEVICE);
	table_put(&expected, IOSPACE_CONDITION_NODE, IOSPACE_ANSWER_NO,
		  "stat(2): an ordinary file of 65536 bytes");
	assert_found(NULL, &expected);
	assert_int_equal(truncate(device->path, 0), 0);
	table_put(&expected, IOSPACE_CONDITION_NODE, IOSPACE_ANSWER_NO,
		  "stat(2): an ordinary file of 0 bytes");
	assert_found("/dev/port", &expected);
}

static void a_given_file_simulates_one_by_its_size(void **state)
{
	static const struct {
		off_t size;
		const char *evidence;
	} others[] = {
		{ 65535, "stat(2): an ordinary file of 65535 bytes" },
		{ 65537, "stat(2): an ordinary file of 65537 bytes" },
		{ 0x100010000, "stat(2): an ordinary file of 4295032832 bytes" },
	};
	const struct simulated *device = *state;
	struct table expected = table_without_device();

	syscalls.stat_kind = &ordinary;
	table_put(&expected, IOSPACE_CONDITION_NODE, IOSPACE_ANSWER_OK,
		  "stat(2): a simulated I/O space, 65536 bytes");
	assert_found(device->path, &expected);

	table_reason(&expected, IOSPACE_CONDITION_NODE, IOSPACE_REASON_NOT_AN_IOSPACE);
	for (size_t i = 0; i < COUNT(others); i++) {
		assert_int_equal(truncate(device->path, others[i].size), 0);
		table_put(&expected, IOSPACE_CONDITION_NODE, IOSPACE_ANSWER_NO,
			  others[i].evidence);
		assert_found(device->path, &expected);
	}
}

static void a_simulated_one_needs_its_file_s_permission_alone(void **state)
{
	static const struct file_kind kind = { S_IFREG | 0440, 0, 0 };
	const struct simulated *device = *state;
	struct table expected = table_without_device();

	/* All that the device would fail for. */
	syscalls.stat_kind = &kind;
	syscalls.mem_null = syscalls.lockdown = syscalls.pci_devices = existing;
	syscalls.bounding = 0;
	syscalls.no_new_privs = 1;
	syscalls.seccomp = 2;
	syscalls.user_namespace = 1;
	syscalls.owner = 1000;
	syscalls.owner_group = 100;
	syscalls.write_error = EACCES;
	syscalls.nodev = device->path;
	table_put(&expected, IOSPACE_CONDITION_NODE, IOSPACE_ANSWER_OK,
		  "stat(2): a simulated I/O space, 65536 bytes");
	table_put(&expected, IOSPACE_CONDITION_FILE_PERMISSION, IOSPACE_ANSWER_NO,
		  "mode 0440, owner 1000:100; user 0:0 may only read");
	assert_found(device->path, &expected);
	assert_int_equal(syscalls.fopen.count + syscalls.opendir.count, 0);
}

/* A server's rules of its own can refuse what the mode allows. */
static void what_the_mode_of_a_simulated_one_allows_can_be_refused(void **state)
{
	const struct simulated *device = *state;
	struct table expected = table_without_device();

	syscalls.stat_kind = &ordinary;
	syscalls.write_error = EACCES;
	table_put(&expected, IOSPACE_CONDITION_NODE, IOSPACE_ANSWER_OK,
		  "stat(2): a simulated I/O space, 65536 bytes");
	table_put(&expected, IOSPACE_CONDITION_FILE_PERMISSION, IOSPACE_ANSWER_UNKNOWN,
		  "mode 0600, owner 0:0; user 0:0 may read; faccessat(2): Permission "
		  "denied");
	assert_found(device->path, &expected);
}

/* As chattr(1) makes one. */
static void an_immutable_simulated_one_is_not_permitted(void **state)
{
	static const struct file_kind unreadable = { S_IFREG | 0200, 0, 0 };
	const struct simulated *device = *state;
	struct table expected = table_without_device();

	syscalls.stat_kind = &ordinary;
	syscalls.write_error = EPERM;
	table_put(&expected, IOSPACE_CONDITION_NODE, IOSPACE_ANSWER_OK,
		  "stat(2): a simulated I/O space, 65536 bytes");
	table_reason(&expected, IOSPACE_CONDITION_FILE_PERMISSION,
		     IOSPACE_REASON_UNKNOWN);
	table_put(&expected, IOSPACE_CONDITION_FILE_PERMISSION, IOSPACE_ANSWER_NO,
		  "mode 0600, owner 0:0; user 0:0 may only read; "
		  "Operation not permitted");
	assert_found(device->path, &expected);

	/* The first that is refused. */
	syscalls.stat_kind = &unreadable;
	syscalls.read_error = EACCES;
	table_reason(&expected, IOSPACE_CONDITION_FILE_PERMISSION,
		     IOSPACE_REASON_FILE_PERMISSION);
	table_put(&expected, IOSPACE_CONDITION_FILE_PERMISSION, IOSPACE_ANSWER_NO,
		  "mode 0200, owner 0:0; user 0:0 may neither read nor write");
	assert_found(device->path, &expected);
}

static const struct access {
	int read_error, write_error;
	enum iospace_answer permission, cgroup, cgroup_unfiltered;
	const char *may, *evidence;
} accesses[] = {
	{ 0, 0, IOSPACE_ANSWER_OK, IOSPACE_ANSWER_OK, IOSPACE_ANSWER_OK,
	  " may read and write", "faccessat(2): reading allowed, writing allowed" },
	{ EACCES, 0, IOSPACE_ANSWER_NO, IOSPACE_ANSWER_UNKNOWN, IOSPACE_ANSWER_UNKNOWN,
	  " may only write", "faccessat(2): reading Permission denied, writing allowed" },
	{ 0, EACCES, IOSPACE_ANSWER_NO, IOSPACE_ANSWER_UNKNOWN, IOSPACE_ANSWER_UNKNOWN,
	  " may only read", "faccessat(2): reading allowed, writing Permission denied" },
	{ EACCES, EACCES, IOSPACE_ANSWER_NO, IOSPACE_ANSWER_UNKNOWN,
	  IOSPACE_ANSWER_UNKNOWN, " may neither read nor write",
	  "faccessat(2): reading Permission denied, writing Permission denied" },

	/* A device cgroup's, or a filter's. */
	{ EPERM, EPERM, IOSPACE_ANSWER_OK, IOSPACE_ANSWER_UNKNOWN, IOSPACE_ANSWER_NO,
	  " may read and write",
	  "faccessat(2): reading Operation not permitted, "
	  "writing Operation not permitted" },
	{ EPERM, 0, IOSPACE_ANSWER_OK, IOSPACE_ANSWER_UNKNOWN, IOSPACE_ANSWER_NO,
	  " may read and write",
	  "faccessat(2): reading Operation not permitted, writing allowed" },
	{ 0, EPERM, IOSPACE_ANSWER_OK, IOSPACE_ANSWER_UNKNOWN, IOSPACE_ANSWER_NO,
	  " may read and write",
	  "faccessat(2): reading allowed, writing Operation not permitted" },
	{ EPERM, EACCES, IOSPACE_ANSWER_NO, IOSPACE_ANSWER_UNKNOWN, IOSPACE_ANSWER_NO,
	  " may only read",
	  "faccessat(2): reading Operation not permitted, writing Permission denied" },

	/* Neither the mode's nor a cgroup's. */
	{ 0, EROFS, IOSPACE_ANSWER_NO, IOSPACE_ANSWER_UNKNOWN, IOSPACE_ANSWER_UNKNOWN,
	  " may only read; Read-only file system",
	  "faccessat(2): reading allowed, writing Read-only file system" },
	{ EPERM, EROFS, IOSPACE_ANSWER_NO, IOSPACE_ANSWER_UNKNOWN, IOSPACE_ANSWER_NO,
	  " may only read; Read-only file system",
	  "faccessat(2): reading Operation not permitted, writing Read-only file system" },
	{ EACCES, EROFS, IOSPACE_ANSWER_NO, IOSPACE_ANSWER_UNKNOWN,
	  IOSPACE_ANSWER_UNKNOWN, " may neither read nor write",
	  "faccessat(2): reading Permission denied, writing Read-only file system" },

	/* No answer. */
	{ ENOSYS, ENOMEM, IOSPACE_ANSWER_UNKNOWN, IOSPACE_ANSWER_UNKNOWN,
	  IOSPACE_ANSWER_UNKNOWN, "; faccessat(2): Function not implemented",
	  "faccessat(2): reading Function not implemented, writing Cannot allocate memory" },
	{ 0, EIO, IOSPACE_ANSWER_UNKNOWN, IOSPACE_ANSWER_UNKNOWN, IOSPACE_ANSWER_UNKNOWN,
	  " may read; faccessat(2): Input/output error",
	  "faccessat(2): reading allowed, writing Input/output error" },
	{ ELOOP, EPERM, IOSPACE_ANSWER_UNKNOWN, IOSPACE_ANSWER_UNKNOWN, IOSPACE_ANSWER_NO,
	  " may write; faccessat(2): Too many levels of symbolic links",
	  "faccessat(2): reading Too many levels of symbolic links, "
	  "writing Operation not permitted" },
	{ ENOSYS, EACCES, IOSPACE_ANSWER_NO, IOSPACE_ANSWER_UNKNOWN,
	  IOSPACE_ANSWER_UNKNOWN, " may not write",
	  "faccessat(2): reading Function not implemented, writing Permission denied" },
	{ EROFS, ENOSYS, IOSPACE_ANSWER_NO, IOSPACE_ANSWER_UNKNOWN,
	  IOSPACE_ANSWER_UNKNOWN, " may not read; Read-only file system",
	  "faccessat(2): reading Read-only file system, writing Function not implemented" },

	/* The longest words of all. */
	{ EILSEQ, EILSEQ, IOSPACE_ANSWER_UNKNOWN, IOSPACE_ANSWER_UNKNOWN,
	  IOSPACE_ANSWER_UNKNOWN,
	  "; faccessat(2): Invalid or incomplete multibyte or wide character",
	  "faccessat(2): reading Invalid or incomplete multibyte or wide character, "
	  "writing Invalid or incomplete multibyte or wide character" },
};

static void put_access(struct table *table, const struct access *access, bool unfiltered)
{
	char evidence[160];

	snprintf(evidence, sizeof(evidence),
		 "mode 4600, owner 1000:70000; user 2000:3000%s", access->may);
	/* What is not the mode's is named. */
	if (access->permission == IOSPACE_ANSWER_NO && strchr(access->may, ';'))
		table_reason(table, IOSPACE_CONDITION_FILE_PERMISSION,
			     IOSPACE_REASON_READ_ONLY);
	table_put(table, IOSPACE_CONDITION_FILE_PERMISSION, access->permission, evidence);
	table_put(table, IOSPACE_CONDITION_DEVICE_CGROUP,
		  unfiltered ? access->cgroup_unfiltered : access->cgroup,
		  access->evidence);
}

static void faccessat_tells_of_permission_and_cgroup(void **state)
{
	static const struct file_kind kind = { S_IFCHR | 04600, 1, 4 };

	(void)state;
	syscalls_put_port(existing);
	syscalls.stat_kind = &kind;
	syscalls.owner = 1000;
	syscalls.owner_group = 70000;
	syscalls.user = 2000;
	syscalls.group = 3000;
	for (size_t i = 0; i < COUNT(accesses); i++) {
		struct table expected = table_with_port();

		syscalls.read_error = accesses[i].read_error;
		syscalls.write_error = accesses[i].write_error;
		syscalls.seccomp = -1;
		put_access(&expected, &accesses[i], false);
		assert_found(NULL, &expected);

		syscalls.seccomp = 2;
		table_put(&expected, IOSPACE_CONDITION_SECCOMP, IOSPACE_ANSWER_UNKNOWN,
			  "prctl(PR_GET_SECCOMP): 2, a filter");
		assert_found("/dev/port", &expected);

		syscalls.seccomp = 0;
		put_access(&expected, &accesses[i], true);
		table_put(&expected, IOSPACE_CONDITION_SECCOMP, IOSPACE_ANSWER_OK,
			  "prctl(PR_GET_SECCOMP): 0, no filter");
#if defined(__i386__) || defined(__x86_64__)
		table_put(&expected, IOSPACE_CONDITION_IOPERM, IOSPACE_ANSWER_NO,
			  "ioperm(2): Function not implemented");
#endif
		assert_found(NULL, &expected);
	}
}

static void a_cgroup_is_in_the_way_of_what_is_asked_for(void **state)
{
	static const struct {
		unsigned int flags;
		int read_error, write_error;
		enum iospace_answer answer;
	} rows[] = {
		{ IOSPACE_READ, 0, EPERM, IOSPACE_ANSWER_OK },
		{ IOSPACE_WRITE, EPERM, 0, IOSPACE_ANSWER_OK },
		{ IOSPACE_READ, EPERM, 0, IOSPACE_ANSWER_NO },
		{ IOSPACE_WRITE, 0, EPERM, IOSPACE_ANSWER_NO },
	};

	(void)state;
	syscalls_put_port(existing);
	syscalls.seccomp = 0;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct question question = { .flags = rows[i].flags };
		const struct iospace_condition *cgroup;
		struct found found;

		syscalls.read_error = rows[i].read_error;
		syscalls.write_error = rows[i].write_error;
		conditions_gather(&question, &found);
		cgroup = &found.conditions[0];
		while (cgroup->kind != IOSPACE_CONDITION_DEVICE_CGROUP)
			cgroup++;
		assert_int_equal(cgroup->answer, rows[i].answer);
	}
}

static void nodev_comes_before_the_permission(void **state)
{
	struct table expected = table_with_port();

	(void)state;
	syscalls_put_port("/tmp");
	syscalls.nodev = "/tmp";
	table_put(&expected, IOSPACE_CONDITION_FILE_PERMISSION, IOSPACE_ANSWER_NO,
		  "statvfs(2): the file system is mounted nodev");
	table_reason(&expected, IOSPACE_CONDITION_FILE_PERMISSION, IOSPACE_REASON_NODEV);
	assert_found(NULL, &expected);
	assert_found("/tmp", &expected);

	/* Another is. */
	syscalls.nodev = existing;
	expected = table_with_port();
	assert_found(NULL, &expected);
}

/* But what the mode forbids is certain. */
static void a_file_system_that_cannot_be_looked_at_may_be_nodev(void **state)
{
	struct table expected = table_with_port();

	(void)state;
	syscalls_put_port("/tmp");
	syscalls.statvfs.error = ENOSYS;
	table_put(&expected, IOSPACE_CONDITION_FILE_PERMISSION, IOSPACE_ANSWER_UNKNOWN,
		  "mode 0600, owner 0:0; user 0:0 may read and write; "
		  "statvfs(2): Function not implemented");
	table_reason(&expected, IOSPACE_CONDITION_FILE_PERMISSION, IOSPACE_REASON_NODEV);
	assert_found(NULL, &expected);

	syscalls.user = 1000;
	syscalls.read_error = syscalls.write_error = EACCES;
	table_put(&expected, IOSPACE_CONDITION_FILE_PERMISSION, IOSPACE_ANSWER_NO,
		  "mode 0600, owner 0:0; user 1000:0 may neither read nor write");
	table_reason(&expected, IOSPACE_CONDITION_FILE_PERMISSION,
		     IOSPACE_REASON_FILE_PERMISSION);
	table_put(&expected, IOSPACE_CONDITION_DEVICE_CGROUP, IOSPACE_ANSWER_UNKNOWN,
		  "faccessat(2): reading Permission denied, writing Permission denied");
	assert_found(NULL, &expected);
}

/* Only a device is not opened there. */
static void nodev_does_not_matter_to_other_files(void **state)
{
	const struct simulated *device = *state;
	struct table expected = table_without_device();

	syscalls.stat_kind = &ordinary;
	syscalls.nodev = device->path;
	table_put(&expected, IOSPACE_CONDITION_NODE, IOSPACE_ANSWER_OK,
		  "stat(2): a simulated I/O space, 65536 bytes");
	assert_found(device->path, &expected);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		syscalls_test(a_missing_file_is_no_node),
		syscalls_test(a_file_in_a_file_is_no_node),
		syscalls_test(a_file_that_cannot_be_looked_at_is_not_known),
		syscalls_test(a_closed_directory_on_the_way_is_a_matter_of_permission),
		syscalls_test(a_way_of_which_nothing_can_be_seen_is_not_known),
		syscalls_test(the_port_device_is_known_by_any_name),
		syscalls_test(another_file_is_known_by_its_kind),
		simulated_test(an_ordinary_file_is_no_port_device_of_any_size),
		simulated_test(a_given_file_simulates_one_by_its_size),
		simulated_test(a_simulated_one_needs_its_file_s_permission_alone),
		simulated_test(what_the_mode_of_a_simulated_one_allows_can_be_refused),
		simulated_test(an_immutable_simulated_one_is_not_permitted),
		syscalls_test(faccessat_tells_of_permission_and_cgroup),
		syscalls_test(a_cgroup_is_in_the_way_of_what_is_asked_for),
		syscalls_test(nodev_comes_before_the_permission),
		syscalls_test(a_file_system_that_cannot_be_looked_at_may_be_nodev),
		simulated_test(nodev_does_not_matter_to_other_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
