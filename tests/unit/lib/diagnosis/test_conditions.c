/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The conditions of the process, the kernel and the machine. */
#include "doubles/devices.h"
#include "doubles/processor.h"
#include "doubles/simulated.h"
#include "doubles/syscalls.h"
#include "lib/diagnosis/table.h"
#include "test.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* A file that is there. */
static const char existing[] = "/";

/* Where no filter is, ioperm(2) is asked: a kernel without it, if not set otherwise. */
static void put_unfiltered(struct table *table)
{
	syscalls.seccomp = 0;
	table_put(table, IOSPACE_CONDITION_SECCOMP, IOSPACE_ANSWER_OK,
		  "prctl(PR_GET_SECCOMP): 0, no filter");
#if defined(__i386__) || defined(__x86_64__)
	processor = (struct processor){ 0 };
	table_put(table, IOSPACE_CONDITION_IOPERM, IOSPACE_ANSWER_NO,
		  "ioperm(2): Function not implemented");
#endif
}

static void the_driver_shows_in_its_class(void **state)
{
	struct table expected = nothing_seen;

	(void)state;
	syscalls.mem_port = existing;
	table_put(&expected, IOSPACE_CONDITION_KERNEL, IOSPACE_ANSWER_OK,
		  "/sys/class/mem/port: there");
	assert_found(NULL, &expected);
	syscalls.mem_null = existing;
	assert_found(NULL, &expected);
}

/* And a class that is not to be seen proves nothing. */
static void what_cannot_be_seen_of_the_class_proves_nothing(void **state)
{
	struct table expected = nothing_seen;

	(void)state;
	syscalls.mem_null = syscalls.mem_port = existing;
	/* The first look is at the device. */
	syscalls.stat = (struct call){ .error = EACCES, .after = 1, .times = 1 };
	table_put(&expected, IOSPACE_CONDITION_KERNEL, IOSPACE_ANSWER_UNKNOWN,
		  "/sys/class/mem/port: Permission denied");
	assert_found(NULL, &expected);
}

/* And then a missing node has no other reason, but what has one keeps it. */
static void without_the_driver_nothing_makes_the_node(void **state)
{
	struct table expected = nothing_seen, missing;
	const char *evidence = "/sys/class/mem: has null, but not port";

	(void)state;
	syscalls.mem_null = existing;
	table_put(&expected, IOSPACE_CONDITION_KERNEL, IOSPACE_ANSWER_NO, evidence);
	missing = expected;
	table_reason(&expected, IOSPACE_CONDITION_NODE, IOSPACE_REASON_NO_DRIVER);
	assert_found(NULL, &expected);
	table_reason(&missing, IOSPACE_CONDITION_NODE, IOSPACE_REASON_NO_FILE);
	assert_found("/nonexistent", &missing);
}

/* PR_CAPBSET_READ's answer, and that of PR_GET_NO_NEW_PRIVS: both -1 if unknown. */
static const struct capable {
	int bounding, no_new_privs;
	bool permitted, in_program;
	enum iospace_answer answer;
	enum iospace_reason reason;
	const char *evidence;
} capables[] = {
	{ -1, -1, false, false, IOSPACE_ANSWER_NO, IOSPACE_REASON_NO_CAPABILITY,
	  "capget(2): CAP_SYS_RAWIO not permitted" },
	{ 1, 0, false, false, IOSPACE_ANSWER_NO, IOSPACE_REASON_NO_CAPABILITY,
	  "capget(2): CAP_SYS_RAWIO not permitted" },
	{ 1, 0, false, true, IOSPACE_ANSWER_NO, IOSPACE_REASON_NO_CAPABILITY,
	  "capget(2): CAP_SYS_RAWIO not permitted" },
	{ 1, 1, false, false, IOSPACE_ANSWER_NO, IOSPACE_REASON_NO_CAPABILITY,
	  "capget(2): CAP_SYS_RAWIO not permitted" },
	{ 1, -1, false, true, IOSPACE_ANSWER_NO, IOSPACE_REASON_NO_CAPABILITY,
	  "capget(2): CAP_SYS_RAWIO not permitted" },
	{ 1, 1, false, true, IOSPACE_ANSWER_NO, IOSPACE_REASON_NO_NEW_PRIVS,
	  "capget(2): CAP_SYS_RAWIO not permitted, but /proc/self/exe has it" },
	{ -1, 1, false, true, IOSPACE_ANSWER_NO, IOSPACE_REASON_NO_NEW_PRIVS,
	  "capget(2): CAP_SYS_RAWIO not permitted, but /proc/self/exe has it" },
	{ 0, 0, false, false, IOSPACE_ANSWER_NO, IOSPACE_REASON_BOUNDED,
	  "capget(2): CAP_SYS_RAWIO not permitted, nor in the bounding set" },
	{ 0, 1, false, true, IOSPACE_ANSWER_NO, IOSPACE_REASON_BOUNDED,
	  "capget(2): CAP_SYS_RAWIO not permitted, nor in the bounding set" },
	{ 1, 0, true, false, IOSPACE_ANSWER_OK, IOSPACE_REASON_NO_CAPABILITY,
	  "capget(2): CAP_SYS_RAWIO permitted" },
	{ 0, 1, true, true, IOSPACE_ANSWER_OK, IOSPACE_REASON_NO_CAPABILITY,
	  "capget(2): CAP_SYS_RAWIO permitted" },
};

/* With its own evidence, whatever the reason that there is no capability. */
static void put_no_new_privs(struct table *table, const struct capable *capable)
{
	if (capable->no_new_privs < 0)
		return;
	if (capable->no_new_privs == 0)
		table_put(table, IOSPACE_CONDITION_NO_NEW_PRIVS, IOSPACE_ANSWER_OK,
			  "prctl(PR_GET_NO_NEW_PRIVS): not set");
	else if (capable->permitted)
		table_put(table, IOSPACE_CONDITION_NO_NEW_PRIVS, IOSPACE_ANSWER_OK,
			  "prctl(PR_GET_NO_NEW_PRIVS): set, but the capability is there");
	else
		table_put(table, IOSPACE_CONDITION_NO_NEW_PRIVS, IOSPACE_ANSWER_NO,
			  "prctl(PR_GET_NO_NEW_PRIVS): set, so file capabilities give "
			  "nothing");
}

static void a_missing_capability_has_a_reason(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(capables); i++) {
		const struct capable *capable = &capables[i];
		struct table expected = nothing_seen;

		syscalls_teardown(NULL);
		syscalls_setup(NULL);
		if (capable->permitted)
			syscalls_give_rawio(CAP_PERMITTED);
		if (capable->in_program)
			syscalls_give_program_rawio(CAP_PERMITTED);
		syscalls.bounding = capable->bounding;
		syscalls.no_new_privs = capable->no_new_privs;
		table_put(&expected, IOSPACE_CONDITION_CAPABILITY, capable->answer,
			  capable->evidence);
		table_reason(&expected, IOSPACE_CONDITION_CAPABILITY, capable->reason);
		put_no_new_privs(&expected, capable);
		assert_found(NULL, &expected);
	}
}

static void a_capability_counts_in_the_permitted_set(void **state)
{
	struct table expected = nothing_seen;

	(void)state;
	syscalls_give_rawio(CAP_INHERITABLE);
	assert_found(NULL, &expected);
	syscalls_give_rawio(CAP_PERMITTED);
	table_put(&expected, IOSPACE_CONDITION_CAPABILITY, IOSPACE_ANSWER_OK,
		  "capget(2): CAP_SYS_RAWIO permitted");
	assert_found(NULL, &expected);
	syscalls_give_rawio(CAP_EFFECTIVE);
	assert_found(NULL, &expected);
}

static void capabilities_that_cannot_be_read_are_not_known(void **state)
{
	static const int errors[] = { ENOMEM, EPERM, EACCES };
	struct table expected = nothing_seen;

	(void)state;
	syscalls_give_rawio(CAP_PERMITTED);
	for (size_t i = 0; i < COUNT(errors); i++) {
		char evidence[100];

		syscalls.cap_get_proc.error = errors[i];
		snprintf(evidence, sizeof(evidence), "capget(2): %s",
			 strerror(errors[i]));
		table_put(&expected, IOSPACE_CONDITION_CAPABILITY, IOSPACE_ANSWER_UNKNOWN,
			  evidence);
		assert_found(NULL, &expected);
	}

	/* Then it is not known either whether it would be missed. */
	syscalls.no_new_privs = 1;
	table_put(&expected, IOSPACE_CONDITION_NO_NEW_PRIVS, IOSPACE_ANSWER_UNKNOWN,
		  "prctl(PR_GET_NO_NEW_PRIVS): set; capget(2): Permission denied");
	assert_found(NULL, &expected);
}

/* Most file systems that have no capabilities say so. */
static void a_program_that_cannot_be_read_may_have_the_capability(void **state)
{
	static const struct {
		int error;
		const char *evidence;
	} rows[] = {
		{ ENODATA, "capget(2): CAP_SYS_RAWIO not permitted" },
		{ EOPNOTSUPP, "capget(2): CAP_SYS_RAWIO not permitted" },
		{ ENOMEM, "capget(2): CAP_SYS_RAWIO not permitted; /proc/self/exe: "
			  "Cannot allocate memory" },
		{ ENOENT, "capget(2): CAP_SYS_RAWIO not permitted; /proc/self/exe: "
			  "No such file or directory" },
	};
	struct table expected = nothing_seen;

	(void)state;
	syscalls_give_program_rawio(CAP_PERMITTED);
	syscalls.no_new_privs = 1;
	table_put(&expected, IOSPACE_CONDITION_NO_NEW_PRIVS, IOSPACE_ANSWER_NO,
		  "prctl(PR_GET_NO_NEW_PRIVS): set, so file capabilities give nothing");
	for (size_t i = 0; i < COUNT(rows); i++) {
		syscalls.cap_get_file.error = rows[i].error;
		table_put(&expected, IOSPACE_CONDITION_CAPABILITY, IOSPACE_ANSWER_NO,
			  rows[i].evidence);
		assert_found(NULL, &expected);
	}
}

/* The inheritable and effective sets of a file give a user nothing. */
static void a_file_s_capability_counts_in_the_permitted_set(void **state)
{
	struct table expected = nothing_seen;

	(void)state;
	syscalls.no_new_privs = 1;
	table_put(&expected, IOSPACE_CONDITION_NO_NEW_PRIVS, IOSPACE_ANSWER_NO,
		  "prctl(PR_GET_NO_NEW_PRIVS): set, so file capabilities give nothing");
	syscalls_give_program_rawio(CAP_INHERITABLE);
	assert_found(NULL, &expected);
	syscalls_give_program_rawio(CAP_EFFECTIVE);
	assert_found(NULL, &expected);
}

static void write_text(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

/* As under a profile of AppArmor's, which is another condition's matter. */
static void a_capability_that_only_capget_does_not_show_is_there(void **state)
{
	static const struct {
		const char *status;
		bool is_permitted;
	} rows[] = {
		{ "Name:\tiow8\nCapPrm:\t0000000000020000\nCapEff:\t0000000000000000\n",
		  true },
		{ "CapInh:\t000001ffffffffff\nCapPrm:\t000001ffffffffff\n", true },
		{ "CapInh:\t000001ffffffffff\nCapPrm:\t000001fffffdffff\n"
		  "CapEff:\t000001ffffffffff\n",
		  false },
		{ "CapPrm:\t0000000000000000\n", false },
		{ "Name:\tCapPrm: 20000\n", false },
		{ "", false },
	};
	const struct simulated *device = *state;

	syscalls.status = device->path;
	syscalls.no_new_privs = 1;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct table expected = nothing_seen;

		write_text(device->path, rows[i].status);
		table_put(&expected, IOSPACE_CONDITION_NO_NEW_PRIVS, IOSPACE_ANSWER_NO,
			  "prctl(PR_GET_NO_NEW_PRIVS): set, so file capabilities give "
			  "nothing");
		if (rows[i].is_permitted) {
			table_put(&expected, IOSPACE_CONDITION_NO_NEW_PRIVS,
				  IOSPACE_ANSWER_OK,
				  "prctl(PR_GET_NO_NEW_PRIVS): set, but the capability "
				  "is there");
			table_put(&expected, IOSPACE_CONDITION_CAPABILITY,
				  IOSPACE_ANSWER_OK,
				  "/proc/self/status: CAP_SYS_RAWIO permitted");
			table_put(&expected, IOSPACE_CONDITION_SECURITY_MODULE,
				  IOSPACE_ANSWER_NO,
				  "/sys/kernel/security/lsm: No such file or directory; "
				  "/proc/self/attr/current: No such file or directory; "
				  "capget(2): CAP_SYS_RAWIO not permitted, but in "
				  "/proc/self/status");
		}
		assert_found(NULL, &expected);
	}
}

static void *look_in_a_thread(void *table)
{
	*(struct table *)table = table_gathered(NULL, 0);
	return NULL;
}

/* Each thread has capabilities of its own. */
static void what_counts_is_the_thread_s_own_status(void **state)
{
	const struct simulated *device = *state;
	struct table table, expected = nothing_seen;
	pthread_t thread;

	write_text(device->path, "CapPrm:\t0000000000020000\n");
	syscalls.thread_status = device->path;
	table_put(&expected, IOSPACE_CONDITION_CAPABILITY, IOSPACE_ANSWER_OK,
		  "/proc/self/status: CAP_SYS_RAWIO permitted");
	table_put(&expected, IOSPACE_CONDITION_SECURITY_MODULE, IOSPACE_ANSWER_NO,
		  "/sys/kernel/security/lsm: No such file or directory; "
		  "/proc/self/attr/current: No such file or directory; "
		  "capget(2): CAP_SYS_RAWIO not permitted, but in /proc/self/status");
	assert_int_equal(pthread_create(&thread, NULL, look_in_a_thread, &table), 0);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_same_table(&table, &expected);

	/* That of the first is another. */
	assert_found(NULL, &nothing_seen);
}

/* Only a module keeps a process from its own. */
static void a_capability_may_be_there_where_its_status_is_closed(void **state)
{
	struct table expected = nothing_seen;

	(void)state;
	syscalls.fopen.error = EACCES;
	syscalls.fopen.times = 1;
	table_put(&expected, IOSPACE_CONDITION_CAPABILITY, IOSPACE_ANSWER_UNKNOWN,
		  "capget(2): CAP_SYS_RAWIO not permitted; "
		  "/proc/self/status: Permission denied");
	assert_found(NULL, &expected);

	/* But not if nobody can have it. */
	syscalls.fopen.count = 0;
	syscalls.bounding = 0;
	table_put(&expected, IOSPACE_CONDITION_CAPABILITY, IOSPACE_ANSWER_NO,
		  "capget(2): CAP_SYS_RAWIO not permitted, nor in the bounding set");
	table_reason(&expected, IOSPACE_CONDITION_CAPABILITY, IOSPACE_REASON_BOUNDED);
	assert_found(NULL, &expected);
}

/* PROC_USER_INIT_INO in include/linux/proc_ns.h, and some that are not. */
static void the_initial_namespace_is_known_by_its_inode(void **state)
{
	static const ino_t others[] = { 1, 4026531836, 4026531838, 4026532201 };
	struct table expected = nothing_seen;

	(void)state;
	syscalls.user_namespace = 4026531837;
	table_put(&expected, IOSPACE_CONDITION_USER_NAMESPACE, IOSPACE_ANSWER_OK,
		  "/proc/self/ns/user: the initial one");
	assert_found(NULL, &expected);
	for (size_t i = 0; i < COUNT(others); i++) {
		char evidence[100];

		syscalls.user_namespace = others[i];
		snprintf(evidence, sizeof(evidence),
			 "/proc/self/ns/user: %llu, not the initial one, 4026531837",
			 (unsigned long long)others[i]);
		table_put(&expected, IOSPACE_CONDITION_USER_NAMESPACE, IOSPACE_ANSWER_NO,
			  evidence);
		assert_found(NULL, &expected);
	}

	syscalls.namespace_link = "pid:[4026531837]";
	table_put(&expected, IOSPACE_CONDITION_USER_NAMESPACE, IOSPACE_ANSWER_UNKNOWN,
		  "/proc/self/ns/user: Bad message");
	assert_found(NULL, &expected);
	syscalls.readlink.error = EACCES;
	table_put(&expected, IOSPACE_CONDITION_USER_NAMESPACE, IOSPACE_ANSWER_UNKNOWN,
		  "/proc/self/ns/user: Permission denied");
	assert_found(NULL, &expected);
}

static void lockdown_is_what_is_in_brackets(void **state)
{
	static const struct {
		const char *content;
		enum iospace_answer answer;
		const char *seen;
	} rows[] = {
		{ "[none] integrity confidentiality\n", IOSPACE_ANSWER_OK,
		  "[none] integrity confidentiality" },
		{ "none [integrity] confidentiality\n", IOSPACE_ANSWER_NO,
		  "none [integrity] confidentiality" },
		{ "none integrity [confidentiality]\n", IOSPACE_ANSWER_NO,
		  "none integrity [confidentiality]" },
		{ "[none] integrity confidentiality", IOSPACE_ANSWER_OK,
		  "[none] integrity confidentiality" },
		/* What is in force can't be told. */
		{ "none\n[none]\n", IOSPACE_ANSWER_UNKNOWN, "none" },
		{ "\n", IOSPACE_ANSWER_UNKNOWN, "" },
		{ "", IOSPACE_ANSWER_UNKNOWN, "No data available" },
		/* Longer than any: what there is room for. */
		{ "none [integrity] confidentiality and much more than a kernel has so far",
		  IOSPACE_ANSWER_NO,
		  "none [integrity] confidentiality and much more than a kernel ha" },
	};
	const struct simulated *device = *state;
	struct table expected = nothing_seen;
	char evidence[100];

	syscalls.lockdown = device->path;
	for (size_t i = 0; i < COUNT(rows); i++) {
		write_text(device->path, rows[i].content);
		snprintf(evidence, sizeof(evidence), "/sys/kernel/security/lockdown: %s",
			 rows[i].seen);
		table_put(&expected, IOSPACE_CONDITION_LOCKDOWN, rows[i].answer,
			  evidence);
		assert_found(NULL, &expected);
	}
	syscalls.fopen.error = EACCES;
	table_put(&expected, IOSPACE_CONDITION_SECURITY_MODULE, IOSPACE_ANSWER_UNKNOWN,
		  "/sys/kernel/security/lsm: Permission denied; "
		  "/proc/self/attr/current: Permission denied");
	table_put(&expected, IOSPACE_CONDITION_LOCKDOWN, IOSPACE_ANSWER_UNKNOWN,
		  "/sys/kernel/security/lockdown: Permission denied");
	syscalls_give_rawio(CAP_PERMITTED);
	table_put(&expected, IOSPACE_CONDITION_CAPABILITY, IOSPACE_ANSWER_OK,
		  "capget(2): CAP_SYS_RAWIO permitted");
	assert_found(NULL, &expected);
}

static void a_filter_is_seen_but_not_what_it_does(void **state)
{
	struct table expected = nothing_seen;

	(void)state;
	syscalls.seccomp = 1;
	table_put(&expected, IOSPACE_CONDITION_SECCOMP, IOSPACE_ANSWER_UNKNOWN,
		  "prctl(PR_GET_SECCOMP): 1, a filter");
	assert_found(NULL, &expected);
	syscalls.seccomp = 2;
	table_put(&expected, IOSPACE_CONDITION_SECCOMP, IOSPACE_ANSWER_UNKNOWN,
		  "prctl(PR_GET_SECCOMP): 2, a filter");
	assert_found(NULL, &expected);
	put_unfiltered(&expected);
	assert_found(NULL, &expected);
}

static void a_bar_is_found_by_its_resource_file(void **state)
{
	static const struct resource none[RESOURCES] = { { 0xc000, 0xc03f, MEMORY_BAR } };
	static const struct resource resources[RESOURCES] = {
		{ 0xc000, 0xc03f, MEMORY_BAR }, { 0xff00, 0xffff, IO_BAR }
	};
	static const struct file_kind resource = { S_IFREG | 0600, 0, 0 },
				      read_only = { S_IFREG | 0400, 0, 0 },
				      write_only = { S_IFREG | 0200, 0, 0 };
	const enum iospace_condition_kind bars = IOSPACE_CONDITION_PCI_IO_BARS;
	struct table expected = nothing_seen;
	struct devices devices;

	(void)state;
	assert_int_equal(devices_make(&devices), 0);
	syscalls.pci_devices = devices.path;
	table_put(&expected, bars, IOSPACE_ANSWER_NO, "/sys/bus/pci/devices: no I/O BAR");
	assert_found(NULL, &expected);
	devices_add(&devices, "0000:00:01.0", none);
	assert_found(NULL, &expected);

	devices_add(&devices, "0000:00:03.0", resources);
	table_reason(&expected, bars, IOSPACE_REASON_UNKNOWN);
	table_put(&expected, bars, IOSPACE_ANSWER_NO,
		  "/sys/bus/pci/devices/0000:00:03.0/resource1: No such file or "
		  "directory");
	assert_found(NULL, &expected);

	devices_map_bar(&devices, "0000:00:03.0", 1, 256);
	table_reason(&expected, bars, IOSPACE_REASON_NO_EXACT);
	table_put(&expected, bars, IOSPACE_ANSWER_OK,
		  "/sys/bus/pci/devices/0000:00:03.0/resource1: 0xff00 to 0xffff");
	assert_found(NULL, &expected);

	/* To read and to write, by its mode. */
	syscalls.stat_kind = &resource;
	syscalls.owner = 1000;
	table_reason(&expected, bars, IOSPACE_REASON_FILE_PERMISSION);
	syscalls.read_error = EACCES;
	table_put(&expected, bars, IOSPACE_ANSWER_NO,
		  "/sys/bus/pci/devices/0000:00:03.0/resource1: Permission denied");
	assert_found(NULL, &expected);
	syscalls.read_error = 0;
	syscalls.write_error = EACCES;
	assert_found(NULL, &expected);
	syscalls.owner = 0;
	syscalls.stat_kind = &write_only;
	assert_found(NULL, &expected);
	syscalls.stat_kind = &read_only;
	assert_found(NULL, &expected);
	syscalls.stat_kind = &resource;
	table_reason(&expected, bars, IOSPACE_REASON_SECURITY_MODULE);
	assert_found(NULL, &expected);
	table_reason(&expected, bars, IOSPACE_REASON_READ_ONLY);
	syscalls.write_error = EROFS;
	table_put(&expected, bars, IOSPACE_ANSWER_NO,
		  "/sys/bus/pci/devices/0000:00:03.0/resource1: Read-only file system");
	assert_found(NULL, &expected);

	/* What can't be looked at is no module's. */
	syscalls.closed = "/sys/bus/pci/devices";
	syscalls.write_error = EACCES;
	table_reason(&expected, bars, IOSPACE_REASON_FILE_PERMISSION);
	table_put(&expected, bars, IOSPACE_ANSWER_NO,
		  "/sys/bus/pci/devices/0000:00:03.0/resource1: Permission denied");
	assert_found(NULL, &expected);
	syscalls.closed = NULL;

	/* That is no answer. */
	table_reason(&expected, bars, IOSPACE_REASON_NO_EXACT);
	syscalls.write_error = ENOSYS;
	table_put(
		&expected, bars, IOSPACE_ANSWER_UNKNOWN,
		"/sys/bus/pci/devices/0000:00:03.0/resource1: Function not implemented");
	assert_found(NULL, &expected);
	devices_remove(&devices);
}

static void a_search_for_bars_that_fails_proves_nothing(void **state)
{
	static const struct {
		int error;
		const char *evidence;
	} rows[] = {
		{ EMFILE, "/sys/bus/pci/devices: Too many open files" },
		{ EACCES, "/sys/bus/pci/devices: Permission denied" },
		{ EPERM, "/sys/bus/pci/devices: Operation not permitted" },
	};
	struct table expected = nothing_seen;

	(void)state;
	syscalls.pci_devices = existing;
	for (size_t i = 0; i < COUNT(rows); i++) {
		syscalls.opendir.error = rows[i].error;
		table_put(&expected, IOSPACE_CONDITION_PCI_IO_BARS,
			  IOSPACE_ANSWER_UNKNOWN, rows[i].evidence);
		assert_found(NULL, &expected);
	}
	/* It went away meanwhile. */
	syscalls.opendir.error = ENOENT;
	table_put(&expected, IOSPACE_CONDITION_PCI_IO_BARS, IOSPACE_ANSWER_NO,
		  "/sys/bus/pci/devices: no I/O BAR");
	assert_found(NULL, &expected);
}

static void bars_of_any_port_are_found_and_a_long_name_is_cut(void **state)
{
	static const struct resource resources[RESOURCES] = { { 0, 3, IO_BAR } };
	const enum iospace_condition_kind bars = IOSPACE_CONDITION_PCI_IO_BARS;
	struct table expected = nothing_seen;
	char name[101] = "", evidence[160];
	struct devices devices;

	(void)state;
	memset(name, 'x', sizeof(name) - 1);
	assert_int_equal(devices_make(&devices), 0);
	syscalls.pci_devices = devices.path;
	devices_add(&devices, name, resources);
	devices_map_bar(&devices, name, 0, 4);
	snprintf(evidence, sizeof(evidence), "/sys/bus/pci/devices/%.79s: 0x0 to 0x3",
		 name);
	table_put(&expected, bars, IOSPACE_ANSWER_OK, evidence);
	assert_found(NULL, &expected);

	/* The longest words of all. */
	syscalls.read_error = EILSEQ;
	snprintf(evidence, sizeof(evidence),
		 "/sys/bus/pci/devices/%.79s: Invalid or incomplete multibyte or wide "
		 "character",
		 name);
	table_put(&expected, bars, IOSPACE_ANSWER_UNKNOWN, evidence);
	assert_found(NULL, &expected);
	devices_remove(&devices);
}

static void where_all_is_well_every_condition_holds(void **state)
{
	static const struct resource resources[RESOURCES] = { { 0xc000, 0xc03f,
								IO_BAR } };
	const struct simulated *device = *state;
	struct table expected = table_with_port();
	struct devices devices;

	syscalls_put_port(existing);
	syscalls.mem_port = existing;
	table_put(&expected, IOSPACE_CONDITION_KERNEL, IOSPACE_ANSWER_OK,
		  "/sys/class/mem/port: there");
	syscalls_give_rawio(CAP_PERMITTED);
	table_put(&expected, IOSPACE_CONDITION_CAPABILITY, IOSPACE_ANSWER_OK,
		  "capget(2): CAP_SYS_RAWIO permitted");
	syscalls.user_namespace = 4026531837;
	table_put(&expected, IOSPACE_CONDITION_USER_NAMESPACE, IOSPACE_ANSWER_OK,
		  "/proc/self/ns/user: the initial one");
	syscalls.no_new_privs = 0;
	table_put(&expected, IOSPACE_CONDITION_NO_NEW_PRIVS, IOSPACE_ANSWER_OK,
		  "prctl(PR_GET_NO_NEW_PRIVS): not set");
	write_text(device->path, "[none] integrity confidentiality\n");
	syscalls.lockdown = device->path;
	table_put(&expected, IOSPACE_CONDITION_LOCKDOWN, IOSPACE_ANSWER_OK,
		  "/sys/kernel/security/lockdown: [none] integrity confidentiality");
	put_unfiltered(&expected);
#if defined(__i386__) || defined(__x86_64__)
	processor.has_ioperm = true;
	table_put(&expected, IOSPACE_CONDITION_IOPERM, IOSPACE_ANSWER_OK,
		  "ioperm(2): there");
#endif
	assert_int_equal(devices_make(&devices), 0);
	devices_add(&devices, "0000:00:03.0", resources);
	devices_map_bar(&devices, "0000:00:03.0", 0, 64);
	syscalls.pci_devices = devices.path;
	table_put(&expected, IOSPACE_CONDITION_PCI_IO_BARS, IOSPACE_ANSWER_OK,
		  "/sys/bus/pci/devices/0000:00:03.0/resource0: 0xc000 to 0xc03f");
	assert_found(NULL, &expected);
	assert_found("/dev/port", &expected);
	devices_remove(&devices);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		syscalls_test(the_driver_shows_in_its_class),
		syscalls_test(what_cannot_be_seen_of_the_class_proves_nothing),
		syscalls_test(without_the_driver_nothing_makes_the_node),
		syscalls_test(a_missing_capability_has_a_reason),
		syscalls_test(a_capability_counts_in_the_permitted_set),
		syscalls_test(capabilities_that_cannot_be_read_are_not_known),
		syscalls_test(a_file_s_capability_counts_in_the_permitted_set),
		syscalls_test(a_program_that_cannot_be_read_may_have_the_capability),
		simulated_test(a_capability_that_only_capget_does_not_show_is_there),
		simulated_test(what_counts_is_the_thread_s_own_status),
		syscalls_test(a_capability_may_be_there_where_its_status_is_closed),
		syscalls_test(the_initial_namespace_is_known_by_its_inode),
		simulated_test(lockdown_is_what_is_in_brackets),
		syscalls_test(a_filter_is_seen_but_not_what_it_does),
		syscalls_test(a_bar_is_found_by_its_resource_file),
		syscalls_test(a_search_for_bars_that_fails_proves_nothing),
		syscalls_test(bars_of_any_port_are_found_and_a_long_name_is_cut),
		simulated_test(where_all_is_well_every_condition_holds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
