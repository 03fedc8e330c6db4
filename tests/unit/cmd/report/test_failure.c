/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Why an open or a claim failed, by iospace_diagnose_open() and as a command says it. */
#include "report/failure.h"

#include "access/arch.h"
#include "doubles/processor.h"
#include "doubles/simulated.h"
#include "doubles/syscalls.h"
#include "iospace.h"
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static const unsigned int both = IOSPACE_READ | IOSPACE_WRITE;

/* Names of files, of which one is not there. */
static const char existing[] = "/";
static const char missing[] = "/dev/null/missing";

/* What can be seen, and of which /sys/kernel/security/lockdown is the content. */
struct sight {
	bool permitted, in_program, mem_null, mem_port, port, node, no_modules;
	uid_t user;
	int capget_error;
	int bounding, no_new_privs, seccomp;
	int read_error, write_error;
	const char *nodev;
	ino_t user_namespace;
	const char *lockdown;
};

#define BLIND	 .bounding = -1, .no_new_privs = -1, .seccomp = -1
#define CAPABLE	 .permitted = true, .bounding = 1, .user_namespace = 4026531837
#define CLEAN	 CAPABLE, .no_modules = true
#define UNLOCKED "[none] integrity confidentiality\n"
#define LOCKED	 "none [integrity] confidentiality\n"

static const struct sight nothing = { BLIND };
static const struct sight bounded = { .bounding = 0, .seccomp = -1 };
static const struct sight incapable = { .bounding = 1, .no_new_privs = 1 };
static const struct sight no_new_privs = { .bounding = 1,
					   .no_new_privs = 1,
					   .in_program = true };
static const struct sight uncertain = { CLEAN, .capget_error = EPERM, .seccomp = 2,
					.lockdown = UNLOCKED };
static const struct sight root = { .permitted = true, BLIND };
static const struct sight unfiltered = { .permitted = true, .bounding = 1 };
static const struct sight rootless = { .permitted = true, .user_namespace = 4026532201 };
static const struct sight locked_down = { CLEAN, .lockdown = LOCKED };
static const struct sight clean = { CLEAN, .lockdown = UNLOCKED };
static const struct sight filtered = { CLEAN, .seccomp = 2, .lockdown = UNLOCKED };
static const struct sight no_driver = { BLIND, .mem_null = true };
static const struct sight no_driver_but_node = { BLIND, .mem_null = true, .node = true };
static const struct sight driver = { BLIND, .mem_null = true, .mem_port = true };

/* The device is there, and so faccessat(2) tells of its cgroup. */
static const struct sight let_in = { CLEAN, .port = true };
static const struct sight let_in_filtered = { CLEAN, .port = true, .seccomp = 2,
					      .lockdown = UNLOCKED };
static const struct sight let_in_clean = { CLEAN, .port = true, .lockdown = UNLOCKED };
static const struct sight let_in_locked = { CLEAN, .port = true, .lockdown = LOCKED };
static const struct sight kept_out = { CLEAN, .port = true, .write_error = EPERM,
				       .lockdown = LOCKED };
static const struct sight kept_out_filtered = { CLEAN, .port = true, .seccomp = 2,
						.read_error = EPERM,
						.lockdown = UNLOCKED };
static const struct sight kept_out_incapable = { .bounding = 1,
						 .port = true,
						 .read_error = EPERM };
static const struct sight forbidden = { CLEAN, .port = true, .read_error = EACCES,
					.seccomp = 2, .user = 1000 };
static const struct sight confined = { CAPABLE, .port = true, .lockdown = UNLOCKED };
static const struct sight confined_unseen = { CAPABLE, .port = true };
static const struct sight confined_filtered = { CAPABLE, .port = true, .seccomp = 2,
						.lockdown = UNLOCKED };
static const struct sight denied = { CAPABLE, .port = true, .write_error = EACCES };
static const struct sight read_only = { CLEAN, .port = true, .write_error = EROFS };
static const struct sight nodev = { CLEAN, .port = true, .nodev = existing };
static const struct sight nodev_rootless = {
	.permitted = true, .port = true, .nodev = existing, .user_namespace = 4026532201
};

/* clang-format off */
/* Each way to fail, and why: UNKNOWN ends a list of others. */
static const struct failing {
	const struct sight *sight;
	const char *device;
	int error, exit;
	enum iospace_reason reasons[7];
} failings[] = {
	{ &nothing, NULL, -EPERM, 77, { IOSPACE_REASON_NO_CAPABILITY } },
	{ &nothing, "/dev/port", -EPERM, 77, { IOSPACE_REASON_NO_CAPABILITY } },
	{ &nothing, missing, -EPERM, 77, { IOSPACE_REASON_NO_CAPABILITY } },
	{ &uncertain, NULL, -EPERM, 77, { IOSPACE_REASON_DEVICE_CGROUP,
					  IOSPACE_REASON_SECCOMP,
					  IOSPACE_REASON_NO_CAPABILITY } },
	{ &bounded, NULL, -EPERM, 77, { IOSPACE_REASON_BOUNDED } },
	{ &rootless, NULL, -EPERM, 77, { IOSPACE_REASON_USER_NAMESPACE } },
	{ &rootless, NULL, -EACCES, 77, { IOSPACE_REASON_USER_NAMESPACE } },
	{ &locked_down, NULL, -EPERM, 77, { IOSPACE_REASON_LOCKDOWN } },
	{ &clean, NULL, -EPERM, 77, { IOSPACE_REASON_DEVICE_CGROUP } },
	{ &filtered, NULL, -EPERM, 77, { IOSPACE_REASON_DEVICE_CGROUP,
					 IOSPACE_REASON_SECCOMP } },
	{ &unfiltered, NULL, -EPERM, 77, { IOSPACE_REASON_LOCKDOWN,
					   IOSPACE_REASON_DEVICE_CGROUP,
					   IOSPACE_REASON_SECURITY_MODULE,
					   IOSPACE_REASON_USER_NAMESPACE } },
	{ &root, NULL, -EPERM, 77, { IOSPACE_REASON_LOCKDOWN, IOSPACE_REASON_DEVICE_CGROUP,
				     IOSPACE_REASON_SECCOMP,
				     IOSPACE_REASON_SECURITY_MODULE,
				     IOSPACE_REASON_USER_NAMESPACE } },
	{ &incapable, NULL, -EPERM, 77, { IOSPACE_REASON_NO_CAPABILITY } },
	{ &no_new_privs, NULL, -EPERM, 77, { IOSPACE_REASON_NO_NEW_PRIVS } },
	{ &no_new_privs, missing, -EPERM, 77, { IOSPACE_REASON_NO_NEW_PRIVS } },
	{ &let_in, NULL, -EPERM, 77, { IOSPACE_REASON_LOCKDOWN } },
	{ &let_in_filtered, NULL, -EPERM, 77, { IOSPACE_REASON_SECCOMP } },
	{ &let_in_clean, NULL, -EPERM, 77, { IOSPACE_REASON_UNKNOWN } },
	{ &let_in_locked, NULL, -EPERM, 77, { IOSPACE_REASON_LOCKDOWN } },
	{ &kept_out, NULL, -EPERM, 77, { IOSPACE_REASON_DEVICE_CGROUP } },
	{ &kept_out, existing, -EPERM, 77, { IOSPACE_REASON_DEVICE_CGROUP } },
	{ &kept_out_filtered, NULL, -EPERM, 77, { IOSPACE_REASON_DEVICE_CGROUP,
						  IOSPACE_REASON_SECCOMP } },
	{ &kept_out_incapable, NULL, -EPERM, 77, { IOSPACE_REASON_NO_CAPABILITY } },
	{ &nothing, existing, -EPERM, 77, { IOSPACE_REASON_SECURITY_MODULE } },
	{ &clean, existing, -EPERM, 77, { IOSPACE_REASON_UNKNOWN } },
	{ &nothing, NULL, -EACCES, 77, { IOSPACE_REASON_FILE_PERMISSION,
					 IOSPACE_REASON_SECCOMP,
					 IOSPACE_REASON_SECURITY_MODULE } },
	{ &confined, NULL, -EPERM, 77, { IOSPACE_REASON_SECURITY_MODULE } },
	{ &confined, NULL, -EACCES, 77, { IOSPACE_REASON_SECURITY_MODULE } },
	{ &confined_unseen, NULL, -EPERM, 77, { IOSPACE_REASON_LOCKDOWN,
						IOSPACE_REASON_SECURITY_MODULE } },
	{ &confined_filtered, NULL, -EPERM, 77, { IOSPACE_REASON_SECCOMP,
						  IOSPACE_REASON_SECURITY_MODULE } },
	{ &confined_filtered, NULL, -EACCES, 77, { IOSPACE_REASON_SECCOMP,
						   IOSPACE_REASON_SECURITY_MODULE } },
	{ &denied, NULL, -EACCES, 77, { IOSPACE_REASON_SECURITY_MODULE } },
	{ &denied, existing, -EACCES, 77, { IOSPACE_REASON_SECURITY_MODULE } },
	{ &forbidden, NULL, -EACCES, 77, { IOSPACE_REASON_FILE_PERMISSION } },
	{ &forbidden, existing, -EACCES, 77, { IOSPACE_REASON_FILE_PERMISSION } },
	{ &clean, existing, -EACCES, 77, { IOSPACE_REASON_UNKNOWN } },
	{ &let_in, NULL, -EACCES, 77, { IOSPACE_REASON_UNKNOWN } },
	{ &let_in, existing, -EACCES, 77, { IOSPACE_REASON_UNKNOWN } },
	{ &let_in_filtered, NULL, -EACCES, 77, { IOSPACE_REASON_SECCOMP } },
	{ &read_only, NULL, -EACCES, 77, { IOSPACE_REASON_READ_ONLY } },
	{ &read_only, NULL, -EROFS, 69, { IOSPACE_REASON_READ_ONLY } },
	{ &nodev, NULL, -EACCES, 77, { IOSPACE_REASON_NODEV } },
	{ &nodev, existing, -EACCES, 77, { IOSPACE_REASON_NODEV } },
	{ &nodev_rootless, existing, -EACCES, 77, { IOSPACE_REASON_USER_NAMESPACE } },
	{ &no_driver, NULL, -ENOENT, 69, { IOSPACE_REASON_NO_DRIVER } },
	{ &driver, "/dev/port", -ENOENT, 69, { IOSPACE_REASON_NO_NODE } },
	{ &nothing, NULL, -ENOENT, 69, { IOSPACE_REASON_NO_DRIVER,
					 IOSPACE_REASON_NO_NODE } },
	{ &nothing, missing, -ENOENT, 69, { IOSPACE_REASON_NO_FILE } },
	{ &nothing, NULL, -ENXIO, 69, { IOSPACE_REASON_NO_NODE } },
	{ &nothing, missing, -ENXIO, 69, { IOSPACE_REASON_NO_FILE } },
	{ &nothing, existing, -ENXIO, 69, { IOSPACE_REASON_NOT_AN_IOSPACE } },
	{ &no_driver_but_node, NULL, -ENXIO, 69, { IOSPACE_REASON_NO_DRIVER } },
	{ &no_driver_but_node, existing, -ENXIO, 69, { IOSPACE_REASON_NO_DRIVER } },
	{ &let_in, existing, -ENXIO, 69, { IOSPACE_REASON_UNKNOWN } },
	{ &nothing, NULL, -ENODEV, 69, { IOSPACE_REASON_NOT_THE_DEVICE } },
	{ &nothing, "/dev/port", -ENODEV, 69, { IOSPACE_REASON_NOT_THE_DEVICE } },
	{ &nothing, existing, -ENODEV, 69, { IOSPACE_REASON_NOT_AN_IOSPACE } },
	{ &nothing, NULL, -EOPNOTSUPP, 69, { IOSPACE_REASON_UNKNOWN } },
	{ &nothing, NULL, -EIO, 69, { IOSPACE_REASON_UNKNOWN } },
	{ &nothing, existing, -EMFILE, 69, { IOSPACE_REASON_UNKNOWN } },
};
/* clang-format on */

/* The file of the test is there to hold the content. */
static void see(const struct sight *sight, const struct simulated *file)
{
	syscalls_teardown(NULL);
	syscalls_setup(NULL);
	if (sight->permitted)
		syscalls_give_rawio(CAP_PERMITTED);
	if (sight->in_program)
		syscalls_give_program_rawio(CAP_PERMITTED);
	if (sight->port || sight->node)
		syscalls_put_port(existing);
	syscalls.mem_null = sight->mem_null ? existing : NULL;
	syscalls.mem_port = sight->mem_port || sight->port ? existing : NULL;
	syscalls.nodev = sight->nodev;
	syscalls.read_error = sight->read_error;
	syscalls.write_error = sight->write_error;
	syscalls.cap_get_proc.error = sight->capget_error;
	syscalls.proc_self = sight->no_modules ? existing : NULL;
	syscalls.user = sight->user;
	syscalls.bounding = sight->bounding;
	syscalls.no_new_privs = sight->no_new_privs;
	syscalls.seccomp = sight->seccomp;
	syscalls.user_namespace = sight->user_namespace;
	syscalls.lockdown = sight->lockdown ? file->path : NULL;
	if (sight->lockdown)
		strcpy((char *)file->ports, sight->lockdown);
}

static struct iospace_diagnosis *diagnose(const char *device, int error)
{
	struct iospace_diagnosis *diagnosis = NULL;

	assert_int_equal(iospace_diagnose_open(&diagnosis, device, both, error), 0);
	assert_non_null(diagnosis);
	return diagnosis;
}

static void each_failure_has_its_reasons(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(failings); i++) {
		const struct failing *failing = &failings[i];
		const struct iospace_cause *cause = NULL;
		struct iospace_diagnosis *diagnosis;
		size_t count = 0;

		see(failing->sight, *state);
		diagnosis = diagnose(failing->device, failing->error);
		while ((cause = iospace_diagnosis_next_cause(diagnosis, cause)))
			assert_int_equal(iospace_cause_get_reason(cause),
					 failing->reasons[count++]);
		assert_in_range(count, 1, COUNT(failing->reasons) - 1);
		assert_int_equal(failing->reasons[count], IOSPACE_REASON_UNKNOWN);
		assert_int_equal(syscalls.cap_set_proc.count, 0);
		assert_false(syscalls.opened_elsewhere);
		iospace_diagnosis_free(diagnosis);
	}
}

/* open(2) has that error, too. */
static void only_an_exact_open_lacks_an_exact_access(void **state)
{
	struct failure failure = { 0 };

	(void)state;
	fail_open(&failure, NULL, both, -EOPNOTSUPP);
	assert_int_equal(failure.exit, 69);
	assert_string_equal(failure.text, "/dev/port: Operation not supported");
	failure = (struct failure){ 0 };
	fail_open(&failure, NULL, both | IOSPACE_EXACT, -EOPNOTSUPP);
	assert_int_equal(failure.exit, 69);
	assert_string_equal(
		failure.text,
		"/dev/port: there is no access of the full width to this port: the kernel "
		"has no ioperm (CONFIG_X86_IOPL_IOPERM), and the port is in no PCI I/O "
		"BAR or in several; leave out -x, if the device takes single bytes");
}

static void success_has_no_cause(void **state)
{
	struct iospace_diagnosis *diagnosis = diagnose(NULL, 0);

	(void)state;
	assert_null(iospace_diagnosis_next_cause(diagnosis, NULL));
	iospace_diagnosis_free(diagnosis);
}

/* And nothing is stored then. */
static void what_no_open_returns_is_refused(void **state)
{
	struct iospace_diagnosis *diagnosis = NULL;

	(void)state;
	assert_int_equal(iospace_diagnose_open(&diagnosis, NULL, both, 1), -EINVAL);
	assert_int_equal(iospace_diagnose_access(&diagnosis, NULL, 0, 1, both, 1),
			 -EINVAL);
	assert_int_equal(iospace_diagnose_open(&diagnosis, NULL, 0, -EPERM), -EINVAL);
	assert_int_equal(iospace_diagnose_open(&diagnosis, NULL, both | 1 << 4, -EPERM),
			 -EINVAL);
	syscalls.calloc.error = ENOMEM;
	assert_int_equal(iospace_diagnose_open(&diagnosis, NULL, both, -EPERM), -ENOMEM);
	assert_int_equal(iospace_diagnose_access(&diagnosis, NULL, 0, 1, both, -EPERM),
			 -ENOMEM);
	assert_null(diagnosis);
	iospace_diagnosis_free(NULL);
}

struct expected {
	char text[4096];
};

static int add(char *text, const char *word, const char *more)
{
	return sprintf(text, "%s%s", word, more);
}

/* What a message says of an error that has these causes. */
static struct expected expect(const char *subject, int error,
			      const struct iospace_diagnosis *diagnosis)
{
	const struct iospace_cause *first = iospace_diagnosis_next_cause(diagnosis, NULL);
	const struct iospace_cause *cause = first;
	struct expected expected;
	int n = sprintf(expected.text, "%s: ", subject);

	if (!iospace_diagnosis_next_cause(diagnosis, first)) {
		const char *remedy = failure_remedy(iospace_cause_get_remedy(first));

		n += add(expected.text + n, iospace_cause_get_text(first), "");
		add(expected.text + n, *remedy ? "; " : "", remedy);
		return expected;
	}
	n += add(expected.text + n, strerror(-error),
		 ", and it can't be told which of these it is: ");
	n += add(expected.text + n, iospace_cause_get_text(first), "");
	while ((cause = iospace_diagnosis_next_cause(diagnosis, cause)))
		n += add(expected.text + n, "; or ", iospace_cause_get_text(cause));
	add(expected.text + n, "; see CONDITIONS in iocheck(8)", "");
	return expected;
}

/* A failure before this one has left its marks. */
static struct failure earlier(void)
{
	struct failure failure = { .exit = 1 };

	memset(failure.text, 'x', sizeof(failure.text) - 1);
	return failure;
}

static void assert_open_fails(const char *device, int error, int exit, const char *text)
{
	struct failure failure = earlier();

	assert_int_equal(fail_open(&failure, device, both, error), -1);
	assert_string_equal(failure.text, text);
	assert_int_equal(failure.exit, exit);
	assert_true(strlen(text) < sizeof(failure.text) - 1);
}

static void assert_claim_fails(uint16_t port, int error, int exit, const char *text)
{
	struct failure failure = earlier();

	assert_int_equal(fail_claim(&failure, NULL, port, 1, both | IOSPACE_EXACT, error),
			 -1);
	assert_string_equal(failure.text, text);
	assert_int_equal(failure.exit, exit);
}

/* With no device, with a short name, and with the longest that is shown. */
static void a_failed_open_says_why(void **state)
{
	static char path[PATH_MAX];

	memset(path, '\n', sizeof(path) - 1);
	for (size_t i = 0; i < COUNT(failings); i++) {
		const struct failing *failing = &failings[i];
		struct iospace_diagnosis *diagnosis;
		const char *device = failing->device;

		see(failing->sight, *state);
		diagnosis = diagnose(device, failing->error);
		assert_open_fails(device, failing->error, failing->exit,
				  expect(device ? quote(device).text : "/dev/port",
					 failing->error, diagnosis)
					  .text);
		iospace_diagnosis_free(diagnosis);
	}

	/* With the most causes. */
	see(&root, *state);
	syscalls.cap_get_proc.error = EPERM;
	{
		struct iospace_diagnosis *diagnosis = diagnose(path, -EPERM);

		assert_open_fails(path, -EPERM, 77,
				  expect(quote(path).text, -EPERM, diagnosis).text);
		iospace_diagnosis_free(diagnosis);
	}
	assert_open_fails(NULL, -ENOMEM, 71, "out of memory");
}

static void a_message_is_one_line_with_the_remedy_or_all_the_causes(void **state)
{
	see(&locked_down, *state);
	assert_open_fails(
		NULL, -EPERM, 77,
		"/dev/port: the kernel is locked down; boot without what locked "
		"it down, which 'dmesg | grep -i lockdown' names, or do without");
	see(&no_new_privs, *state);
	assert_open_fails(NULL, -EPERM, 77,
			  "/dev/port: the program's file has the capability "
			  "CAP_SYS_RAWIO, but this process has no_new_privs set and so "
			  "can't get it; start it without no_new_privs, in systemd with "
			  "NoNewPrivileges=no, or give it the capability with "
			  "AmbientCapabilities=CAP_SYS_RAWIO");
	see(&filtered, *state);
	assert_open_fails(
		"/dev/port", -EPERM, 77,
		"'/dev/port': Operation not permitted, and it can't be told which of "
		"these it is: a device cgroup keeps the device from this service or "
		"container; or a system call filter (seccomp) refuses it; see CONDITIONS "
		"in iocheck(8)");
}

static struct expected expect_no_exact(const char *remedy)
{
	struct expected expected;

	snprintf(expected.text, sizeof(expected.text), "0xe0: %s; %s", arch.no_exact,
		 remedy);
	return expected;
}

/* The words of a command for what the library says in general. */
static void a_remedy_names_the_option(void **state)
{
	see(&nothing, *state);
	syscalls.seccomp = -1;
	assert_claim_fails(0xe0, -EOPNOTSUPP, 69,
			   expect_no_exact("leave out -x, if the device takes single "
					   "bytes")
				   .text);
	see(&no_driver, *state);
	assert_claim_fails(0xe0, -EOPNOTSUPP, 69,
			   expect_no_exact("boot another kernel").text);
	assert_string_equal(failure_remedy(IOSPACE_REMEDY_OTHER_KERNEL_OR_EXACT),
			    "boot another kernel, or use -x, which can do without");
	assert_string_equal(failure_remedy(IOSPACE_REMEDY_OTHER_KERNEL_OR_BAR),
			    "boot another kernel, or use -x for ports in a PCI I/O BAR");
	assert_string_equal(failure_remedy(IOSPACE_REMEDY_RUN_AS_ROOT),
			    "run it as root, or see PRIVILEGES in iospace(7)");
	assert_string_equal(failure_remedy(IOSPACE_REMEDY_UNKNOWN), "");
}

static void assert_claim_says_why(int error, int exit)
{
	struct iospace_diagnosis *diagnosis;

	assert_int_equal(iospace_diagnose_access(&diagnosis, NULL, 0, 1,
						 both | IOSPACE_EXACT, error),
			 0);
	assert_claim_fails(0, error, exit, expect("0x0", error, diagnosis).text);
	assert_claim_fails(0xffff, error, exit, expect("0xffff", error, diagnosis).text);
	iospace_diagnosis_free(diagnosis);
}

static void a_failed_claim_says_why_and_names_the_port(void **state)
{
	for (size_t i = 0; i < COUNT(failings); i++) {
		const struct failing *failing = &failings[i];
		int error = failing->error;

		if (failing->device || (error != -EPERM && error != -EOPNOTSUPP))
			continue;
		see(failing->sight, *state);
		assert_claim_says_why(error, failing->exit);
	}
	assert_claim_fails(0xe0, -ENOMEM, 71, "out of memory");
}

/* A filter that refuses it lets nothing else be concluded from it. */
static void refuse_ioperm(int error)
{
	(void)error;
#if defined(__i386__) || defined(__x86_64__)
	processor = (struct processor){ .has_ioperm = error != ENOSYS, .refusal = error };
#endif
}

#if defined(__i386__) || defined(__x86_64__)
#define CALL "ioperm(2), in systemd with SystemCallFilter=@raw-io"
#else
#define CALL "openat(2), in systemd with SystemCallFilter=@file-system"
#endif

/* Lockdown refuses that as well as what was claimed: open_port(), ksys_ioperm(). */
static void a_claim_is_not_locked_down_if_the_device_was_opened(void **state)
{
	static const struct sight unseen = { CLEAN, .port = true, .seccomp = 2 };
	const char *filtered_only =
		"0xe0: a system call filter (seccomp) refuses it; let the service or "
		"container manager allow " CALL;
	const char *either =
		"0xe0: Operation not permitted, and it can't be told which of "
		"these it is: the kernel is locked down; or a system call filter "
		"(seccomp) refuses it; see CONDITIONS in iocheck(8)";

	see(&unseen, *state);
	refuse_ioperm(EPERM);
	assert_claim_fails(0xe0, -EPERM, 77, filtered_only);
	refuse_ioperm(0);
	assert_claim_fails(0xe0, -EPERM, 77, filtered_only);
	/* Without a driver, or without a node, the open did without. */
	syscalls.mem_null = existing;
	syscalls.mem_port = NULL;
	assert_claim_fails(0xe0, -EPERM, 77, either);
	see(&unseen, *state);
	syscalls.port = NULL;
	assert_claim_fails(0xe0, -EPERM, 77, either);
	assert_false(syscalls.opened_elsewhere);
}

/* As on a machine without ioperm(2). */
static void other_claims_fail_for_the_port_or_its_bar(void **state)
{
	static const struct {
		int error, exit;
		const char *remedy;
	} rows[] = {
		{ EACCES, 77, "; run it as root, or see PRIVILEGES in iospace(7)" },
		{ EROFS, 69,
		  "; mount it writable, in systemd without ProtectSystem= or "
		  "ProtectKernelTunables=" },
		{ ENOENT, 69, "" },
		{ EIO, 69, "" },
		{ EMFILE, 69, "" },
		{ ENODEV, 69, "" },
	};

	see(&nothing, *state);
	refuse_ioperm(ENOSYS);
	assert_claim_fails(
		0x80, -ECANCELED, 78,
		"0x80: no host bridge's window in /proc/ioports holds this port (without "
		"CAP_SYS_ADMIN it shows none), and an access could crash the kernel; "
		"--force does it all the same");
	assert_claim_fails(0xc01e, -ERANGE, 64,
			   "0xc01e: the access is past the end of the PCI I/O BAR; check "
			   "the port and the width");
	syscalls.user = 1000;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[256];

		snprintf(text, sizeof(text),
			 "0xc000: can't open the resource file of its PCI I/O BAR: %s%s",
			 strerror(rows[i].error), rows[i].remedy);
		assert_claim_fails(0xc000, -rows[i].error, rows[i].exit, text);
	}
	assert_claim_fails(
		0x80, -ECANCELED, 78,
		"0x80: no host bridge's window in /proc/ioports holds this port (without "
		"CAP_SYS_ADMIN it shows none), and an access could crash the kernel; "
		"run it as root, or see PRIVILEGES in iospace(7)");
}

/* What fails in the diagnosis is no other reason. */
static void a_diagnosis_without_memory_is_told_as_that(void **state)
{
	see(&nothing, *state);
	syscalls.calloc.error = ENOMEM;
	assert_open_fails(NULL, -EPERM, 71, "out of memory");
	assert_claim_fails(0xe0, -EPERM, 71, "out of memory");
}

static volatile sig_atomic_t signals;

static void count_signal(int number)
{
	signals += number;
}

/* Once, and whether it is blocked or not. */
static void a_failure_by_a_signal_ends_as_that_signal_does(void **state)
{
	const struct failure failure = { .signal = SIGUSR1, .exit = 0 };
	sigset_t one, before, after;

	(void)state;
	sigemptyset(&one);
	sigaddset(&one, SIGUSR1);
	signal(SIGUSR1, count_signal);
	for (int how = 0; how < 2; how++) {
		signals = 0;
		sigprocmask(how ? SIG_BLOCK : SIG_UNBLOCK, &one, &before);
		assert_int_equal(failure_end(&failure, "iow8"), 0);
		assert_int_equal(signals, SIGUSR1);
		sigprocmask(SIG_SETMASK, &before, &after);
		assert_false(sigismember(&after, SIGUSR1));
	}
	signal(SIGUSR1, SIG_DFL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		simulated_test(each_failure_has_its_reasons),
		syscalls_test(only_an_exact_open_lacks_an_exact_access),
		syscalls_test(success_has_no_cause),
		syscalls_test(what_no_open_returns_is_refused),
		simulated_test(a_failed_open_says_why),
		simulated_test(a_message_is_one_line_with_the_remedy_or_all_the_causes),
		simulated_test(a_remedy_names_the_option),
		simulated_test(a_failed_claim_says_why_and_names_the_port),
		simulated_test(a_claim_is_not_locked_down_if_the_device_was_opened),
		simulated_test(a_diagnosis_without_memory_is_told_as_that),
		cmocka_unit_test(a_failure_by_a_signal_ends_as_that_signal_does),
		simulated_test(other_claims_fail_for_the_port_or_its_bar),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
