/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A table of all conditions, as a test expects it to be found. */
#include "table.h"

#include "conditions.h"
#include "syscalls.h"
#include "test.h"

#include <stdio.h>
#include <string.h>

/* clang-format off */
const struct table nothing_seen = { {
	[IOSPACE_CONDITION_KERNEL] = {
		"kernel support", IOSPACE_UNKNOWN, IOSPACE_REASON_NO_DRIVER,
		"/sys/class/mem/null: No such file or directory" },
	[IOSPACE_CONDITION_NODE] = {
		"device node", IOSPACE_NO, IOSPACE_REASON_NO_NODE,
		"stat(2): No such file or directory" },
	[IOSPACE_CONDITION_FILE_PERMISSION] = {
		"file permission", IOSPACE_UNKNOWN, IOSPACE_REASON_FILE_PERMISSION,
		"stat(2): No such file or directory" },
	[IOSPACE_CONDITION_CAPABILITY] = {
		"capability", IOSPACE_NO, IOSPACE_REASON_NO_CAPABILITY,
		"capget(2): CAP_SYS_RAWIO not permitted" },
	[IOSPACE_CONDITION_USER_NAMESPACE] = {
		"user namespace", IOSPACE_UNKNOWN, IOSPACE_REASON_USER_NAMESPACE,
		"/proc/self/ns/user: No such file or directory" },
	[IOSPACE_CONDITION_LOCKDOWN] = {
		"lockdown", IOSPACE_UNKNOWN, IOSPACE_REASON_LOCKDOWN,
		"/sys/kernel/security/lockdown: No such file or directory" },
	[IOSPACE_CONDITION_DEVICE_CGROUP] = {
		"device cgroup", IOSPACE_UNKNOWN, IOSPACE_REASON_DEVICE_CGROUP,
		"faccessat(2): No such file or directory" },
	[IOSPACE_CONDITION_SECCOMP] = {
		"seccomp", IOSPACE_UNKNOWN, IOSPACE_REASON_SECCOMP,
		"prctl(PR_GET_SECCOMP): not known" },
	[IOSPACE_CONDITION_IOPERM] = {
#if defined(__i386__) || defined(__x86_64__)
		"ioperm", IOSPACE_UNKNOWN, IOSPACE_REASON_NO_EXACT,
		"ioperm(2): not tried, as a filter could end this process" },
#else
		"ioperm", IOSPACE_NO, IOSPACE_REASON_NO_EXACT,
		"ioperm(2): only on x86" },
#endif
	[IOSPACE_CONDITION_PCI_IO_BARS] = {
		"PCI I/O BARs", IOSPACE_UNKNOWN, IOSPACE_REASON_NO_EXACT,
		"/sys/bus/pci/devices: No such file or directory" },
	[IOSPACE_CONDITION_NO_NEW_PRIVS] = {
		"NoNewPrivs", IOSPACE_OK, IOSPACE_REASON_NO_NEW_PRIVS,
		"prctl(PR_GET_NO_NEW_PRIVS): not set" },
} };
/* clang-format on */

void table_put(struct table *table, enum iospace_condition_kind kind,
	       enum iospace_answer answer, const char *evidence)
{
	struct iospace_condition *row = &table->rows[kind];

	row->answer = answer;
	assert_true(strlen(evidence) < sizeof(row->evidence));
	strcpy(row->evidence, evidence);
}

struct table table_with_port(void)
{
	struct table table = nothing_seen;

	table_put(&table, IOSPACE_CONDITION_NODE, IOSPACE_OK,
		  "stat(2): character device 1:4");
	table_put(&table, IOSPACE_CONDITION_FILE_PERMISSION, IOSPACE_OK,
		  "mode 0600, owner 0:0; user 0:0 may read and write");
	table_put(&table, IOSPACE_CONDITION_DEVICE_CGROUP, IOSPACE_OK,
		  "faccessat(2): reading allowed, writing allowed");
	return table;
}

struct table table_without_device(void)
{
	struct table table = table_with_port();

	for (size_t i = 0; i < IOSPACE_CONDITIONS; i++)
		if (i != IOSPACE_CONDITION_NODE && i != IOSPACE_CONDITION_FILE_PERMISSION)
			table_put(&table, (enum iospace_condition_kind)i, IOSPACE_OK,
				  "not asked for: no device");
	return table;
}

struct row_text {
	char text[256];
};

/* All of a row, so that what differs is seen with what it belongs to. */
static struct row_text row_text(const struct iospace_condition *row)
{
	struct row_text row_text;

	snprintf(row_text.text, sizeof(row_text.text), "%s, answer %d, reason %d: %s",
		 row->name, (int)row->answer, (int)row->reason, row->evidence);
	return row_text;
}

void assert_same_table(const struct iospace_condition rows[IOSPACE_CONDITIONS],
		       const struct table *expected)
{
	for (size_t i = 0; i < IOSPACE_CONDITIONS; i++)
		assert_string_equal(row_text(&rows[i]).text,
				    row_text(&expected->rows[i]).text);
}

void assert_found(const char *device, const struct table *expected)
{
	struct iospace_condition rows[IOSPACE_CONDITIONS];
	int before = syscalls_descriptors();

	memset(rows, 0x5a, sizeof(rows));
	syscalls.opened_elsewhere = syscalls.opened_inheritable = false;
	conditions_gather(device, rows);
	assert_same_table(rows, expected);
	assert_int_equal(syscalls_descriptors(), before);
	assert_false(syscalls.opened_elsewhere);
	assert_false(syscalls.opened_inheritable);
	assert_int_equal(syscalls.open.count, 0);
	assert_int_equal(syscalls.cap_set_proc.count, 0);
}
