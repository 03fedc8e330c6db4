/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The sentence for each cause, by what was found. */
#include "diagnosis/causes.h"

#include "test.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/sysmacros.h>

/* All that causes_tell() may look at. */
static struct found nothing(void)
{
	struct found found = { .subject.question = { .error = -EIO, .size = 2 } };

	for (size_t i = 0; i < CONDITIONS; i++)
		found.conditions[i].kind = (enum iospace_condition_kind)(i + 1);
	return found;
}

static void assert_cause(const struct found *found, enum iospace_reason reason,
			 const char *text)
{
	struct iospace_cause cause;

	memset(&cause, 0x5a, sizeof(cause));
	causes_tell(found, reason, &cause);
	assert_string_equal(cause.text, text);
	assert_int_equal(cause.reason, reason);
}

/* clang-format off */
static const char *const sentences[] = {
	[IOSPACE_REASON_UNKNOWN] = "Input/output error",
	[IOSPACE_REASON_NO_CAPABILITY] =
		"this process does not have the capability CAP_SYS_RAWIO",
	[IOSPACE_REASON_BOUNDED] =
		"the capability CAP_SYS_RAWIO has been taken from this process and all that it "
		"starts, root's too",
	[IOSPACE_REASON_NO_NEW_PRIVS] =
		"the program's file has the capability CAP_SYS_RAWIO, but this process has "
		"no_new_privs set and so can't get it",
	[IOSPACE_REASON_USER_NAMESPACE] =
		"this process is in a user namespace, such as a rootless container's, where "
		"no capability counts for ports",
	[IOSPACE_REASON_LOCKDOWN] = "the kernel is locked down",
	[IOSPACE_REASON_DEVICE_CGROUP] =
		"a device cgroup keeps the device from this service or container",
	[IOSPACE_REASON_SECCOMP] = "a system call filter (seccomp) refuses it",
	[IOSPACE_REASON_FILE_PERMISSION] = "the file's permissions forbid it",
	[IOSPACE_REASON_NODEV] =
		"devices on its file system can't be opened: it is mounted nodev",
	[IOSPACE_REASON_NO_DRIVER] =
		"this kernel has no such device: it was built without CONFIG_DEVPORT, as "
		"cloud kernels are",
	[IOSPACE_REASON_NO_NODE] =
		"the kernel has this device, but /dev does not: it is private to this service "
		"or container, or the node was removed",
	[IOSPACE_REASON_NO_FILE] = "there is no such file",
	[IOSPACE_REASON_NOT_THE_DEVICE] =
		"it is something else, not the port device, character device 1:4",
	[IOSPACE_REASON_NOT_AN_IOSPACE] =
		"it is something else, neither character device 1:4 nor a file of 65536 bytes",
	[IOSPACE_REASON_NO_EXACT] =
#if defined(__i386__) || defined(__x86_64__)
		"there is no access of the full width to this port: the kernel has no "
		"ioperm (CONFIG_X86_IOPL_IOPERM), and the port is in no PCI I/O BAR or "
		"in several",
#else
		"there is no access of the full width to this port: the port is in no "
		"PCI I/O BAR or in several, and only x86 has instructions for others",
#endif
	[IOSPACE_REASON_SECURITY_MODULE] =
		"a security module, such as SELinux or AppArmor, refuses it",
	[IOSPACE_REASON_READ_ONLY] = "its file system is mounted read-only",
	[IOSPACE_REASON_PCI_TRAP] =
		"in 2 single bytes, a write to 0xcf8-0xcfb can get to the reset register 0xcf9",
	[IOSPACE_REASON_UNMAPPED] =
		"no host bridge's window in /proc/ioports holds this port (without "
		"CAP_SYS_ADMIN it shows none), and an access could crash the kernel",
	[IOSPACE_REASON_MISALIGNED] =
		"in the full width, the address is to be a multiple of 2",
	[IOSPACE_REASON_PAST_LAST_PORT] = "the access is past the last port, 0xffff",
	[IOSPACE_REASON_PAST_BAR] = "the access is past the end of the PCI I/O BAR",
	[IOSPACE_REASON_RESOURCE_FILE] =
		"can't open the resource file of its PCI I/O BAR: Input/output error",
};
/* clang-format on */

static void each_reason_has_its_sentence(void **state)
{
	struct found found = nothing();

	(void)state;
	found.subject.error = ENOENT;
	for (enum iospace_reason reason = 0; reason < COUNT(sentences); reason++)
		assert_cause(&found, reason, sentences[reason]);
}

/* One that reads on after "iow8: /dev/port: ", and before "; " or the end. */
static void no_two_are_the_same_and_all_read_on(void **state)
{
	(void)state;
	for (enum iospace_reason i = 1; i < COUNT(sentences); i++) {
		const char *text = sentences[i];

		assert_true(islower((unsigned char)text[0]));
		assert_null(strchr(".;: ", text[strlen(text) - 1]));
		for (enum iospace_reason j = 1; j < i; j++)
			assert_string_not_equal(text, sentences[j]);
	}
}

static const struct wrong {
	mode_t mode;
	unsigned int major, minor;
	off_t size;
	const char *as_default, *as_named;
} wrongs[] = {
	{ S_IFREG, 0, 0, 0, "an ordinary file of 0 bytes", "it has 0 bytes, not 65536" },
	{ S_IFREG, 0, 0, 1734, "an ordinary file of 1734 bytes",
	  "it has 1734 bytes, not 65536" },
	{ S_IFREG, 0, 0, 0x100010000, "an ordinary file of 4295032832 bytes",
	  "it has 4295032832 bytes, not 65536" },
	{ S_IFREG, 0, 0, INT64_MAX, "an ordinary file of 9223372036854775807 bytes",
	  "it has 9223372036854775807 bytes, not 65536" },
	{ S_IFDIR, 0, 0, 0, "a directory", NULL },
	{ S_IFIFO, 0, 0, 0, "a FIFO", NULL },
	{ S_IFSOCK, 0, 0, 0, "a socket", NULL },
	{ S_IFCHR, 1, 3, 0, "character device 1:3", NULL },
	{ S_IFBLK, 1, 4, 0, "block device 1:4", NULL },
	{ S_IFCHR, 4095, 1048575, 0, "character device 4095:1048575", NULL },
	{ S_IFLNK, 0, 0, 0, "neither a device nor an ordinary file", NULL },
};

static void a_file_in_the_device_s_place_is_said_to_be_what_it_is(void **state)
{
	struct found found = nothing();

	(void)state;
	for (size_t i = 0; i < COUNT(wrongs); i++) {
		const struct wrong *wrong = &wrongs[i];
		char text[200];

		found.subject.st = (struct stat){
			.st_mode = wrong->mode | 0600,
			.st_rdev = makedev(wrong->major, wrong->minor),
			.st_size = wrong->size,
		};
		found.subject.question.device = NULL;
		snprintf(text, sizeof(text),
			 "it is %s, not the port device, character device 1:4",
			 wrong->as_default);
		assert_cause(&found, IOSPACE_REASON_NOT_THE_DEVICE, text);
		found.subject.question.device = "x";
		snprintf(
			text, sizeof(text),
			"it is %s, neither character device 1:4 nor a file of 65536 bytes",
			wrong->as_default);
		assert_cause(&found, IOSPACE_REASON_NOT_AN_IOSPACE,
			     wrong->as_named ? wrong->as_named : text);
	}
}

/* When it was refused it was something else. */
static void what_is_good_now_was_not_that_before(void **state)
{
	struct found found = nothing();

	(void)state;
	found.subject.st = (struct stat){ .st_mode = S_IFCHR, .st_rdev = makedev(1, 4) };
	assert_cause(&found, IOSPACE_REASON_NOT_THE_DEVICE,
		     sentences[IOSPACE_REASON_NOT_THE_DEVICE]);
	found.subject.question.device = "x";
	assert_cause(&found, IOSPACE_REASON_NOT_AN_IOSPACE,
		     sentences[IOSPACE_REASON_NOT_AN_IOSPACE]);
	found.subject.st = (struct stat){ .st_mode = S_IFREG, .st_size = IOSPACE_PORTS };
	assert_cause(&found, IOSPACE_REASON_NOT_AN_IOSPACE,
		     sentences[IOSPACE_REASON_NOT_AN_IOSPACE]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_reason_has_its_sentence),
		cmocka_unit_test(no_two_are_the_same_and_all_read_on),
		cmocka_unit_test(a_file_in_the_device_s_place_is_said_to_be_what_it_is),
		cmocka_unit_test(what_is_good_now_was_not_that_before),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
