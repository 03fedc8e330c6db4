/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* A table of all conditions, as a test expects it to be found. */
#include "lib/diagnosis/table.h"

#include "diagnosis/conditions.h"
#include "doubles/syscalls.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

/* clang-format off */
const struct table nothing_seen = { {
	{ IOSPACE_CONDITION_KERNEL,
		IOSPACE_ANSWER_UNKNOWN, IOSPACE_REASON_NO_DRIVER, "kernel support",
		"/sys/class/mem/null: No such file or directory", 0 },
	{ IOSPACE_CONDITION_NODE,
		IOSPACE_ANSWER_NO, IOSPACE_REASON_NO_NODE, "device node",
		"stat(2): No such file or directory", 0 },
	{ IOSPACE_CONDITION_FILE_PERMISSION,
		IOSPACE_ANSWER_UNKNOWN, IOSPACE_REASON_FILE_PERMISSION, "file permission",
		"stat(2): No such file or directory", 0 },
	{ IOSPACE_CONDITION_CAPABILITY,
		IOSPACE_ANSWER_NO, IOSPACE_REASON_NO_CAPABILITY, "capability",
		"capget(2): CAP_SYS_RAWIO not permitted", 0 },
	{ IOSPACE_CONDITION_USER_NAMESPACE,
		IOSPACE_ANSWER_UNKNOWN, IOSPACE_REASON_USER_NAMESPACE, "user namespace",
		"/proc/self/ns/user: No such file or directory", 0 },
	{ IOSPACE_CONDITION_LOCKDOWN,
		IOSPACE_ANSWER_UNKNOWN, IOSPACE_REASON_LOCKDOWN, "lockdown",
		"/sys/kernel/security/lockdown: No such file or directory", 0 },
	{ IOSPACE_CONDITION_DEVICE_CGROUP,
		IOSPACE_ANSWER_UNKNOWN, IOSPACE_REASON_DEVICE_CGROUP, "device cgroup",
		"faccessat(2): No such file or directory", 0 },
	{ IOSPACE_CONDITION_SECCOMP,
		IOSPACE_ANSWER_UNKNOWN, IOSPACE_REASON_SECCOMP, "seccomp",
		"prctl(PR_GET_SECCOMP): Invalid argument", 0 },
	{ IOSPACE_CONDITION_SECURITY_MODULE,
		IOSPACE_ANSWER_UNKNOWN, IOSPACE_REASON_SECURITY_MODULE, "security module",
		"/sys/kernel/security/lsm: No such file or directory; "
		"/proc/self/attr/current: No such file or directory", 0 },
	{ IOSPACE_CONDITION_IOPERM,
#if defined(__i386__) || defined(__x86_64__)
		IOSPACE_ANSWER_UNKNOWN, IOSPACE_REASON_NO_EXACT, "ioperm",
		"ioperm(2): not tried, as a filter could end this process", 0 },
#else
		IOSPACE_ANSWER_NO, IOSPACE_REASON_NO_EXACT, "ioperm",
		"ioperm(2): only on x86", 0 },
#endif
	{ IOSPACE_CONDITION_PCI_IO_BARS,
		IOSPACE_ANSWER_UNKNOWN, IOSPACE_REASON_NO_EXACT, "PCI I/O BARs",
		"/sys/bus/pci/devices: No such file or directory", 0 },
	{ IOSPACE_CONDITION_NO_NEW_PRIVS,
		IOSPACE_ANSWER_UNKNOWN, IOSPACE_REASON_NO_NEW_PRIVS, "NoNewPrivs",
		"prctl(PR_GET_NO_NEW_PRIVS): Invalid argument", 0 },
} };
/* clang-format on */

struct iospace_condition *table_row(struct table *table, enum iospace_condition_kind kind)
{
	size_t i = 0;

	while (table->rows[i].kind != kind)
		i++;
	return &table->rows[i];
}

void table_put(struct table *table, enum iospace_condition_kind kind,
	       enum iospace_answer answer, const char *evidence)
{
	struct iospace_condition *row = table_row(table, kind);

	row->answer = answer;
	assert_true(strlen(evidence) < sizeof(row->evidence));
	strcpy(row->evidence, evidence);
}

void table_reason(struct table *table, enum iospace_condition_kind kind,
		  enum iospace_reason reason)
{
	table_row(table, kind)->reason = reason;
}

struct table table_with_port(void)
{
	struct table table = nothing_seen;

	table_put(&table, IOSPACE_CONDITION_NODE, IOSPACE_ANSWER_OK,
		  "stat(2): character device 1:4");
	table_put(&table, IOSPACE_CONDITION_FILE_PERMISSION, IOSPACE_ANSWER_OK,
		  "mode 0600, owner 0:0; user 0:0 may read and write");
	table_put(&table, IOSPACE_CONDITION_DEVICE_CGROUP, IOSPACE_ANSWER_OK,
		  "faccessat(2): reading allowed, writing allowed");
	return table;
}

struct table table_without_device(void)
{
	struct table table = table_with_port();

	for (size_t i = 0; i < CONDITIONS; i++) {
		enum iospace_condition_kind kind = table.rows[i].kind;

		if (kind != IOSPACE_CONDITION_NODE &&
		    kind != IOSPACE_CONDITION_FILE_PERMISSION)
			table_put(&table, kind, IOSPACE_ANSWER_OK,
				  "not asked for: no device");
	}
	return table;
}

struct row_text {
	char text[512];
};

/* All of a row, so that what differs is seen with what it belongs to. */
static struct row_text row_text(const struct iospace_condition *row)
{
	struct row_text row_text;

	snprintf(row_text.text, sizeof(row_text.text), "%d, %s, answer %d, reason %d: %s",
		 (int)row->kind, row->name, (int)row->answer, (int)row->reason,
		 row->evidence);
	return row_text;
}

void assert_same_table(const struct table *table, const struct table *expected)
{
	for (size_t i = 0; i < CONDITIONS; i++)
		assert_string_equal(row_text(&table->rows[i]).text,
				    row_text(&expected->rows[i]).text);
}

struct table table_gathered(const char *device, int error)
{
	const struct question question = {
		.device = device,
		.flags = IOSPACE_READ | IOSPACE_WRITE,
		.error = error,
	};
	struct table table;
	struct found found;

	memset(&found, 0x5a, sizeof(found));
	conditions_gather(&question, &found);
	memcpy(table.rows, found.conditions, sizeof(table.rows));
	return table;
}

void assert_found_after(const char *device, int error, const struct table *expected)
{
	int before = syscalls_descriptors();
	struct table table;

	syscalls.opened_elsewhere = syscalls.opened_inheritable = false;
	table = table_gathered(device, error);
	assert_same_table(&table, expected);
	assert_int_equal(syscalls_descriptors(), before);
	assert_false(syscalls.opened_elsewhere);
	assert_false(syscalls.opened_inheritable);
	assert_int_equal(syscalls.cap_set_proc.count, 0);
}

void assert_found(const char *device, const struct table *expected)
{
	assert_found_after(device, 0, expected);
	assert_int_equal(syscalls.open.count, 0);
}
