/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iospace_diagnose(), the sentences for each reason, and the messages made of them. */
#include "failure.h"

#include "iospace.h"
#include "simulated.h"
#include "syscalls.h"
#include "test.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#define diagnose_test(function) \
	cmocka_unit_test_setup_teardown(function, syscalls_setup, syscalls_teardown)

/* Names of files, of which one is not there. */
static const char existing[] = "/";
static const char missing[] = "/dev/null/missing";

/* clang-format off */
static const struct {
	const char *cause, *remedy;
} words[IOSPACE_REASONS] = {
	[IOSPACE_REASON_NONE] = { "", "" },
	[IOSPACE_REASON_NO_CAPABILITY] = {
		"this process does not have the capability CAP_SYS_RAWIO",
		"run it as root, or see PRIVILEGES in iospace(7)",
	},
	[IOSPACE_REASON_BOUNDED] = {
		"the capability CAP_SYS_RAWIO has been taken from this process and all that it "
		"starts, root's too",
		"let the service or container manager leave it in the bounding set",
	},
	[IOSPACE_REASON_USER_NAMESPACE] = {
		"this process is in a user namespace, such as a rootless container's, where "
		"no capability counts for ports",
		"run it outside",
	},
	[IOSPACE_REASON_LOCKDOWN] = {
		"the kernel is locked down, as it is under Secure Boot",
		"switch Secure Boot off in the firmware, or do without",
	},
	[IOSPACE_REASON_DEVICE_CGROUP] = {
		"a device cgroup keeps the device from this service or container",
		"in systemd, DeviceAllow=/dev/port rw",
	},
	[IOSPACE_REASON_SECCOMP] = {
		"a system call filter (seccomp) refuses it",
		"let the service or container manager allow the call",
	},
	[IOSPACE_REASON_FILE_PERMISSION] = {
		"the file's permissions forbid it",
		"run it as root, or see PRIVILEGES in iospace(7)",
	},
	[IOSPACE_REASON_NO_DRIVER] = {
		"this kernel has no such device: it was built without CONFIG_DEVPORT, as "
		"cloud kernels are",
		"boot another kernel, or use -x, which can do without on x86",
	},
	[IOSPACE_REASON_NO_NODE] = {
		"the kernel has this device, but /dev does not: it is private to this service "
		"or container, or the node was removed",
		"in systemd, DevicePolicy=closed with DeviceAllow=/dev/port rw in place of "
		"PrivateDevices=; else 'mknod -m 600 /dev/port c 1 4'",
	},
	[IOSPACE_REASON_NO_FILE] = {
		"there is no such file",
		"make a simulated I/O space with 'truncate -s 64K FILE'",
	},
	[IOSPACE_REASON_NOT_THE_DEVICE] = {
		"this is not the port device, character device 1:4",
		"remove it, then 'mknod -m 600 /dev/port c 1 4'",
	},
	[IOSPACE_REASON_NOT_AN_IOSPACE] = {
		"this is neither the port device, character device 1:4, nor a file of "
		"exactly 65536 bytes",
		"make a simulated I/O space with 'truncate -s 64K FILE'",
	},
	[IOSPACE_REASON_NO_EXACT] = {
#if defined(__i386__) || defined(__x86_64__)
		"there is no access of the full width to this port: the kernel has no "
		"ioperm (CONFIG_X86_IOPL_IOPERM), and the port is in no PCI I/O BAR",
#else
		"there is no access of the full width to this port: the port is in no "
		"PCI I/O BAR, and only x86 has instructions for others",
#endif
		"access each byte on its own, without -x, if the device takes that",
	},
	[IOSPACE_REASON_UNKNOWN] = { "it can't be opened", "see the error number" },
};
/* clang-format on */

/* What can be seen, and of which /sys/kernel/security/lockdown is the content. */
struct sight {
	bool permitted, mem_null, mem_port;
	int bounding, seccomp;
	ino_t user_namespace;
	const char *lockdown;
};

#define BLIND	 .bounding = -1, .seccomp = -1
#define CLEAN	 .permitted = true, .bounding = 1, .user_namespace = 4026531837
#define UNLOCKED "[none] integrity confidentiality\n"
#define LOCKED	 "none [integrity] confidentiality\n"

static const struct sight nothing = { BLIND };
static const struct sight bounded = { .bounding = 0, .seccomp = -1 };
static const struct sight root = { .permitted = true, BLIND };
static const struct sight unfiltered = { .permitted = true, .bounding = 1 };
static const struct sight rootless = { .permitted = true, .user_namespace = 4026532201 };
static const struct sight locked_down = { CLEAN, .lockdown = LOCKED };
static const struct sight clean = { CLEAN, .lockdown = UNLOCKED };
static const struct sight filtered = { CLEAN, .seccomp = 2, .lockdown = UNLOCKED };
static const struct sight no_driver = { BLIND, .mem_null = true };
static const struct sight driver = { BLIND, .mem_null = true, .mem_port = true };

/* clang-format off */
/* Each way to fail, and why: NONE ends the list. */
static const struct failing {
	const struct sight *sight;
	const char *device;
	int error, exit;
	enum iospace_reason reasons[5];
} failings[] = {
	{ &nothing, NULL, -EPERM, 77, { IOSPACE_REASON_NO_CAPABILITY } },
	{ &nothing, "/dev/port", -EPERM, 77, { IOSPACE_REASON_NO_CAPABILITY } },
	{ &nothing, missing, -EPERM, 77, { IOSPACE_REASON_NO_CAPABILITY } },
	{ &bounded, NULL, -EPERM, 77, { IOSPACE_REASON_BOUNDED } },
	{ &rootless, NULL, -EPERM, 77, { IOSPACE_REASON_USER_NAMESPACE } },
	{ &rootless, NULL, -EACCES, 77, { IOSPACE_REASON_USER_NAMESPACE } },
	{ &locked_down, NULL, -EPERM, 77, { IOSPACE_REASON_LOCKDOWN } },
	{ &clean, NULL, -EPERM, 77, { IOSPACE_REASON_DEVICE_CGROUP } },
	{ &filtered, NULL, -EPERM, 77, { IOSPACE_REASON_DEVICE_CGROUP,
					 IOSPACE_REASON_SECCOMP } },
	{ &unfiltered, NULL, -EPERM, 77, { IOSPACE_REASON_LOCKDOWN,
					   IOSPACE_REASON_DEVICE_CGROUP,
					   IOSPACE_REASON_USER_NAMESPACE } },
	{ &root, NULL, -EPERM, 77, { IOSPACE_REASON_LOCKDOWN, IOSPACE_REASON_DEVICE_CGROUP,
				     IOSPACE_REASON_SECCOMP,
				     IOSPACE_REASON_USER_NAMESPACE } },
	{ &nothing, existing, -EPERM, 69, { IOSPACE_REASON_UNKNOWN } },
	{ &root, existing, -EPERM, 69, { IOSPACE_REASON_UNKNOWN } },
	{ &nothing, NULL, -EACCES, 77, { IOSPACE_REASON_FILE_PERMISSION } },
	{ &clean, existing, -EACCES, 77, { IOSPACE_REASON_FILE_PERMISSION } },
	{ &no_driver, NULL, -ENOENT, 69, { IOSPACE_REASON_NO_DRIVER } },
	{ &driver, "/dev/port", -ENOENT, 69, { IOSPACE_REASON_NO_NODE } },
	{ &nothing, NULL, -ENOENT, 69, { IOSPACE_REASON_NO_DRIVER,
					 IOSPACE_REASON_NO_NODE } },
	{ &nothing, missing, -ENOENT, 69, { IOSPACE_REASON_NO_FILE } },
	{ &nothing, NULL, -ENXIO, 69, { IOSPACE_REASON_NO_DRIVER } },
	{ &nothing, missing, -ENXIO, 69, { IOSPACE_REASON_NO_DRIVER } },
	{ &nothing, NULL, -ENODEV, 69, { IOSPACE_REASON_NOT_THE_DEVICE } },
	{ &nothing, "/dev/port", -ENODEV, 69, { IOSPACE_REASON_NOT_THE_DEVICE } },
	{ &nothing, existing, -ENODEV, 69, { IOSPACE_REASON_NOT_AN_IOSPACE } },
	{ &nothing, NULL, -EOPNOTSUPP, 69, { IOSPACE_REASON_NO_EXACT } },
	{ &nothing, NULL, -EIO, 69, { IOSPACE_REASON_UNKNOWN } },
	{ &nothing, existing, -EMFILE, 69, { IOSPACE_REASON_UNKNOWN } },
};
/* clang-format on */

/* The file of the test is there to hold the content. */
static void see(const struct sight *sight, const struct simulated *file)
{
	syscalls_take_rawio();
	if (sight->permitted)
		syscalls_give_rawio(CAP_PERMITTED);
	syscalls.mem_null = sight->mem_null ? existing : NULL;
	syscalls.mem_port = sight->mem_port ? existing : NULL;
	syscalls.bounding = sight->bounding;
	syscalls.seccomp = sight->seccomp;
	syscalls.user_namespace = sight->user_namespace;
	syscalls.lockdown = sight->lockdown ? file->path : NULL;
	if (sight->lockdown)
		strcpy((char *)file->ports, sight->lockdown);
}

static void each_failure_has_its_reasons(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(failings); i++) {
		const struct failing *failing = &failings[i];
		enum iospace_reason reasons[IOSPACE_REASONS];
		size_t count;

		see(failing->sight, *state);
		count = iospace_diagnose(failing->device, failing->error, reasons);
		assert_in_range(count, 1, COUNT(failing->reasons) - 1);
		assert_memory_equal(reasons, failing->reasons, count * sizeof(*reasons));
		assert_int_equal(failing->reasons[count], IOSPACE_REASON_NONE);
	}
	assert_int_equal(syscalls.cap_set_proc.count, 0);
	assert_int_equal(syscalls.open.count, 0);
}

static void success_has_no_reason(void **state)
{
	enum iospace_reason reasons[IOSPACE_REASONS];

	(void)state;
	assert_int_equal(iospace_diagnose(NULL, 0, reasons), 1);
	assert_int_equal(reasons[0], IOSPACE_REASON_NONE);
}

static void each_reason_has_its_words(void **state)
{
	(void)state;
	for (enum iospace_reason reason = 0; reason < IOSPACE_REASONS; reason++) {
		assert_string_equal(iospace_reason_cause(reason), words[reason].cause);
		assert_string_equal(iospace_reason_remedy(reason), words[reason].remedy);
	}
}

/* One that reads on after "iow8: /dev/port: ", and before "; " or the end. */
static void assert_is_sentence(const char *text)
{
	assert_true(islower((unsigned char)text[0]));
	for (const char *c = text; *c; c++)
		assert_true(isprint((unsigned char)*c));
	assert_null(strchr(".;: ", text[strlen(text) - 1]));
}

static void each_reason_but_none_has_a_cause_and_a_remedy(void **state)
{
	(void)state;
	for (enum iospace_reason reason = 1; reason < IOSPACE_REASONS; reason++) {
		assert_is_sentence(iospace_reason_cause(reason));
		assert_is_sentence(iospace_reason_remedy(reason));
	}
}

static void no_two_reasons_have_the_same_cause(void **state)
{
	(void)state;
	for (enum iospace_reason a = 0; a < IOSPACE_REASONS; a++)
		for (enum iospace_reason b = a + 1; b < IOSPACE_REASONS; b++)
			assert_string_not_equal(iospace_reason_cause(a),
						iospace_reason_cause(b));
}

static void a_reason_out_of_range_is_the_unknown_one(void **state)
{
	static const int reasons[] = { IOSPACE_REASONS, 1000, INT_MAX, -1, INT_MIN };

	(void)state;
	for (size_t i = 0; i < COUNT(reasons); i++) {
		enum iospace_reason reason = (enum iospace_reason)reasons[i];

		assert_string_equal(iospace_reason_cause(reason), "it can't be opened");
		assert_string_equal(iospace_reason_remedy(reason),
				    "see the error number");
	}
}

struct expected {
	char text[4096];
};

/* What a message says of an error that has these reasons. */
static struct expected expect(const char *subject, int error,
			      const enum iospace_reason *reasons)
{
	struct expected expected;
	size_t n = (size_t)sprintf(expected.text, "%s: ", subject);
	char *text = expected.text;

	if (reasons[0] == IOSPACE_REASON_UNKNOWN) {
		strcpy(text + n, strerror(-error));
	} else if (!reasons[1]) {
		sprintf(text + n, "%s; %s", words[reasons[0]].cause,
			words[reasons[0]].remedy);
	} else {
		n += (size_t)sprintf(text + n,
				     "%s, and it can't be told which of these it is: %s",
				     strerror(-error), words[reasons[0]].cause);
		for (size_t i = 1; reasons[i]; i++)
			n += (size_t)sprintf(text + n, "; or %s",
					     words[reasons[i]].cause);
		strcpy(text + n, "; see PRIVILEGES in iospace(7)");
	}
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

	assert_int_equal(fail_open(&failure, device, error), -1);
	assert_string_equal(failure.text, text);
	assert_int_equal(failure.exit, exit);
	assert_true(strlen(text) < sizeof(failure.text) - 1);
}

static void assert_claim_fails(uint16_t port, int error, int exit, const char *text)
{
	struct failure failure = earlier();

	assert_int_equal(fail_claim(&failure, NULL, port, error), -1);
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
		const char *device = failing->device;
		struct expected expected;

		see(failing->sight, *state);
		expected = expect(device ? quote(device).text : "/dev/port",
				  failing->error, failing->reasons);
		assert_open_fails(device, failing->error, failing->exit, expected.text);
	}

	see(&root, *state);
	for (size_t i = 0; i < COUNT(failings); i++)
		if (failings[i].sight == &root && !failings[i].device)
			assert_open_fails(path, -EPERM, 77,
					  expect(quote(path).text, -EPERM,
						 failings[i].reasons)
						  .text);
	assert_open_fails(NULL, -ENOMEM, 71, "out of memory");
}

static void a_message_is_one_line_with_the_remedy_or_all_the_causes(void **state)
{
	see(&locked_down, *state);
	assert_open_fails(NULL, -EPERM, 77,
			  "/dev/port: the kernel is locked down, as it is under Secure "
			  "Boot; switch Secure Boot off in the firmware, or do without");
	see(&filtered, *state);
	assert_open_fails(
		"/dev/port", -EPERM, 77,
		"'/dev/port': Operation not permitted, and it can't be told which of "
		"these it is: a device cgroup keeps the device from this service or "
		"container; or a system call filter (seccomp) refuses it; see PRIVILEGES "
		"in iospace(7)");
}

static void a_failed_claim_says_why_and_names_the_port(void **state)
{
	for (size_t i = 0; i < COUNT(failings); i++) {
		const struct failing *failing = &failings[i];
		enum iospace_reason reasons[COUNT(failing->reasons)] = { 0 };
		int error = failing->error;
		size_t left = 0;

		if (failing->device || (error != -EPERM && error != -EOPNOTSUPP))
			continue;
		/* The device is open already: its cgroup let it. */
		for (size_t j = 0; j < COUNT(failing->reasons); j++)
			if (failing->reasons[j] != IOSPACE_REASON_DEVICE_CGROUP)
				reasons[left++] = failing->reasons[j];
		if (!reasons[0])
			reasons[0] = IOSPACE_REASON_UNKNOWN;
		see(failing->sight, *state);
		assert_claim_fails(0, error, failing->exit,
				   expect("0x0", error, reasons).text);
		assert_claim_fails(0xffff, error, failing->exit,
				   expect("0xffff", error, reasons).text);
	}
	assert_claim_fails(0xe0, -ENOMEM, 71, "out of memory");
}

static void other_claims_fail_for_the_port_or_its_bar(void **state)
{
	static const int errors[] = { EACCES, ENOENT, EIO, EMFILE, ENODEV, EBUSY };

	(void)state;
	assert_claim_fails(
		0x80, -ECANCELED, 78,
		"0x80: no host bridge's window in /proc/ioports holds this port (without "
		"CAP_SYS_ADMIN it shows none), and an access could crash the kernel; "
		"--force does it all the same");
	assert_claim_fails(0xc01e, -ERANGE, 64,
			   "0xc01e: the access is past the end of the PCI I/O BAR");
	for (size_t i = 0; i < COUNT(errors); i++) {
		char text[256];

		snprintf(text, sizeof(text),
			 "0xc000: can't open the resource file of its PCI I/O BAR: %s",
			 strerror(errors[i]));
		assert_claim_fails(0xc000, -errors[i], errors[i] == EACCES ? 77 : 69,
				   text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		simulated_test(each_failure_has_its_reasons),
		diagnose_test(success_has_no_reason),
		diagnose_test(each_reason_has_its_words),
		diagnose_test(each_reason_but_none_has_a_cause_and_a_remedy),
		diagnose_test(no_two_reasons_have_the_same_cause),
		diagnose_test(a_reason_out_of_range_is_the_unknown_one),
		simulated_test(a_failed_open_says_why),
		simulated_test(a_message_is_one_line_with_the_remedy_or_all_the_causes),
		simulated_test(a_failed_claim_says_why_and_names_the_port),
		diagnose_test(other_claims_fail_for_the_port_or_its_bar),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
