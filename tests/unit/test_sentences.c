/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The sentences for each reason: of what is wrong, and of what to do about it. */
#include "sentences.h"

#include "test.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

/* clang-format off */
static const struct {
	const char *cause, *remedy;
} words[] = {
	[IOSPACE_REASON_UNKNOWN] = { "Input/output error", "" },
	[IOSPACE_REASON_NO_CAPABILITY] = {
		"this process does not have the capability CAP_SYS_RAWIO",
		"run it as root, or see PRIVILEGES in iospace(7)",
	},
	[IOSPACE_REASON_BOUNDED] = {
		"the capability CAP_SYS_RAWIO has been taken from this process and all that it "
		"starts, root's too",
		"let the service or container manager leave it in the bounding set",
	},
	[IOSPACE_REASON_NO_NEW_PRIVS] = {
		"the program's file has the capability CAP_SYS_RAWIO, but this process has "
		"no_new_privs set and so can't get it",
		"in systemd, AmbientCapabilities=CAP_SYS_RAWIO or NoNewPrivileges=no",
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
	[IOSPACE_REASON_NODEV] = {
		"devices on its file system can't be opened: it is mounted nodev",
		"use /dev/port, or mount it without nodev",
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
};
/* clang-format on */

static void each_reason_has_its_words(void **state)
{
	(void)state;
	for (enum iospace_reason reason = 0; reason < COUNT(words); reason++) {
		assert_string_equal(sentences_cause(reason, -EIO), words[reason].cause);
		assert_string_equal(sentences_remedy(reason), words[reason].remedy);
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

static void each_reason_but_the_unknown_has_a_cause_and_a_remedy(void **state)
{
	(void)state;
	for (enum iospace_reason reason = 1; reason < COUNT(words); reason++) {
		assert_is_sentence(sentences_cause(reason, -EIO));
		assert_is_sentence(sentences_remedy(reason));
	}
}

static void no_two_reasons_have_the_same_cause(void **state)
{
	(void)state;
	for (enum iospace_reason a = 0; a < COUNT(words); a++)
		for (enum iospace_reason b = a + 1; b < COUNT(words); b++)
			assert_string_not_equal(sentences_cause(a, -EIO),
						sentences_cause(b, -EIO));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_reason_has_its_words),
		cmocka_unit_test(each_reason_but_the_unknown_has_a_cause_and_a_remedy),
		cmocka_unit_test(no_two_reasons_have_the_same_cause),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
