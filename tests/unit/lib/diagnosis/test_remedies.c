/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which remedy is possible, by what was found, and the sentence for each. */
#include "diagnosis/remedies.h"

#include "lib/diagnosis/table.h"
#include "test.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <string.h>

#define LAST IOSPACE_REMEDY_SHOW_PROC

/* What a remedy depends on. */
struct facts {
	struct surroundings surroundings;
	enum iospace_answer kernel, lockdown, ioperm, bars;
	bool is_named, is_file, is_access, is_exact;
	int error;   /* of stat(2) */
	int failure; /* of what was asked for */
	uint64_t address;
	uint32_t size;
	enum iospace_reason bars_reason;
};

static struct found found_by(const struct facts *facts)
{
	struct found found = {
		.surroundings = facts->surroundings,
		.subject = {
			.question = { .flags = facts->is_exact ? IOSPACE_READ | IOSPACE_EXACT
								 : IOSPACE_READ,
				      .is_access = facts->is_access,
				      .address = facts->address,
				      .size = facts->size ? facts->size : 1,
				      .error = facts->failure },
			.is_default = !facts->is_named,
			.is_device = !facts->is_file,
			.error = facts->error,
		},
		.conditions = {
			{ .kind = IOSPACE_CONDITION_KERNEL, .answer = facts->kernel },
			{ .kind = IOSPACE_CONDITION_LOCKDOWN, .answer = facts->lockdown },
			{ .kind = IOSPACE_CONDITION_IOPERM, .answer = facts->ioperm },
			{ .kind = IOSPACE_CONDITION_PCI_IO_BARS, .answer = facts->bars,
			  .reason = facts->bars_reason },
		},
	};

	return found;
}

/* clang-format off */
static const struct {
	enum iospace_reason reason;
	enum iospace_remedy remedy;
	struct facts facts;
} rows[] = {
	{ IOSPACE_REASON_UNKNOWN, IOSPACE_REMEDY_UNKNOWN, { .kernel = OK } },

	{ IOSPACE_REASON_NO_CAPABILITY, IOSPACE_REMEDY_RUN_AS_ROOT, { .kernel = OK } },
	{ IOSPACE_REASON_NO_CAPABILITY, IOSPACE_REMEDY_KEEP_CAPABILITY,
	  { .surroundings.is_root = true } },
	{ IOSPACE_REASON_BOUNDED, IOSPACE_REMEDY_BOUNDING_SET, { .kernel = OK } },
	{ IOSPACE_REASON_NO_NEW_PRIVS, IOSPACE_REMEDY_NEW_PRIVS, { .kernel = OK } },
	{ IOSPACE_REASON_USER_NAMESPACE, IOSPACE_REMEDY_RUN_OUTSIDE,
	  { .surroundings.is_root = true } },

	/* A parameter can lock the kernel down under Secure Boot too, which then stays. */
	{ IOSPACE_REASON_LOCKDOWN, IOSPACE_REMEDY_UNLOCKED_BOOT, { .kernel = OK } },
	{ IOSPACE_REASON_LOCKDOWN, IOSPACE_REMEDY_UNLOCKED_BOOT,
	  { .surroundings = { .is_root = true, .is_devtmpfs = true, .has_directory = true } } },
	{ IOSPACE_REASON_LOCKDOWN, IOSPACE_REMEDY_KERNEL_PARAMETER,
	  { .surroundings.is_locked_by_parameter = true } },
	{ IOSPACE_REASON_LOCKDOWN, IOSPACE_REMEDY_SECURE_BOOT,
	  { .surroundings.is_secure_boot = true } },
	{ IOSPACE_REASON_LOCKDOWN, IOSPACE_REMEDY_SECURE_BOOT,
	  { .surroundings = { .is_secure_boot = true, .is_locked_by_parameter = true } } },

	{ IOSPACE_REASON_DEVICE_CGROUP, IOSPACE_REMEDY_ALLOW_DEVICE, { .kernel = OK } },
	{ IOSPACE_REASON_SECCOMP, IOSPACE_REMEDY_ALLOW_OPEN, { .ioperm = OK } },
	{ IOSPACE_REASON_SECCOMP, IOSPACE_REMEDY_ALLOW_OPEN, { .is_access = true } },
	{ IOSPACE_REASON_SECCOMP, IOSPACE_REMEDY_ALLOW_IOPERM,
	  { .is_access = true, .is_exact = true } },
	{ IOSPACE_REASON_SECCOMP, IOSPACE_REMEDY_ALLOW_OPEN,
	  { .is_access = true, .is_exact = true, .ioperm = NO } },
	{ IOSPACE_REASON_SECURITY_MODULE, IOSPACE_REMEDY_POLICY, { .kernel = OK } },

	{ IOSPACE_REASON_FILE_PERMISSION, IOSPACE_REMEDY_RUN_AS_ROOT, { .kernel = OK } },
	{ IOSPACE_REASON_FILE_PERMISSION, IOSPACE_REMEDY_RUN_AS_ROOT, { .is_named = true } },
	{ IOSPACE_REASON_FILE_PERMISSION, IOSPACE_REMEDY_FILE_ACCESS,
	  { .surroundings.is_root = true } },
	{ IOSPACE_REASON_FILE_PERMISSION, IOSPACE_REMEDY_FILE_ACCESS,
	  { .is_named = true, .is_file = true } },
	{ IOSPACE_REASON_FILE_PERMISSION, IOSPACE_REMEDY_FILE_ACCESS,
	  { .is_named = true, .error = 13 } },
	{ IOSPACE_REASON_NODEV, IOSPACE_REMEDY_MOUNT_DEV, { .kernel = OK } },
	{ IOSPACE_REASON_NODEV, IOSPACE_REMEDY_USE_DEFAULT, { .is_named = true } },

	{ IOSPACE_REASON_NO_DRIVER, IOSPACE_REMEDY_OTHER_KERNEL,
	  { .ioperm = NO, .bars = NO } },
	{ IOSPACE_REASON_NO_DRIVER, IOSPACE_REMEDY_OTHER_KERNEL,
	  { .ioperm = NO, .bars = UNKNOWN } },
	{ IOSPACE_REASON_NO_DRIVER, IOSPACE_REMEDY_OTHER_KERNEL,
	  { .ioperm = OK, .lockdown = NO } },
	{ IOSPACE_REASON_NO_DRIVER, IOSPACE_REMEDY_OTHER_KERNEL_OR_EXACT,
	  { .ioperm = OK, .bars = NO } },
	{ IOSPACE_REASON_NO_DRIVER, IOSPACE_REMEDY_OTHER_KERNEL_OR_EXACT,
	  { .ioperm = UNKNOWN, .bars = NO } },
	{ IOSPACE_REASON_NO_DRIVER, IOSPACE_REMEDY_OTHER_KERNEL_OR_BAR,
	  { .ioperm = NO, .bars = OK } },
	{ IOSPACE_REASON_NO_DRIVER, IOSPACE_REMEDY_OTHER_KERNEL,
	  { .ioperm = NO, .bars = OK, .lockdown = NO } },
	/* With the full width what is missing is the file that stands in for the device. */
	{ IOSPACE_REASON_NO_DRIVER, IOSPACE_REMEDY_SHOW_PROC,
	  { .ioperm = OK, .is_exact = true } },
	{ IOSPACE_REASON_NO_DRIVER, IOSPACE_REMEDY_SHOW_PROC,
	  { .ioperm = NO, .bars = OK, .is_exact = true } },

	/* Only in the machine's own /dev is a new node the only one. */
	{ IOSPACE_REASON_NO_NODE, IOSPACE_REMEDY_LET_NODE_IN, { .kernel = OK } },
	{ IOSPACE_REASON_NO_NODE, IOSPACE_REMEDY_MAKE_NODE,
	  { .surroundings.is_devtmpfs = true } },
	{ IOSPACE_REASON_NOT_THE_DEVICE, IOSPACE_REMEDY_BIND_OVER, { .kernel = OK } },
	{ IOSPACE_REASON_NOT_THE_DEVICE, IOSPACE_REMEDY_REPLACE_NODE,
	  { .surroundings.is_devtmpfs = true } },
	{ IOSPACE_REASON_NOT_THE_DEVICE, IOSPACE_REMEDY_OTHER_KERNEL_OR_EXACT,
	  { .surroundings.is_devtmpfs = true, .kernel = NO, .ioperm = OK } },
	{ IOSPACE_REASON_NOT_THE_DEVICE, IOSPACE_REMEDY_OTHER_KERNEL_OR_BAR,
	  { .surroundings.is_devtmpfs = true, .kernel = NO, .ioperm = NO, .bars = OK } },
	{ IOSPACE_REASON_NOT_THE_DEVICE, IOSPACE_REMEDY_OTHER_KERNEL,
	  { .surroundings.is_devtmpfs = true, .kernel = NO, .ioperm = NO } },
	{ IOSPACE_REASON_NOT_THE_DEVICE, IOSPACE_REMEDY_OTHER_KERNEL,
	  { .surroundings.is_devtmpfs = true, .kernel = NO, .ioperm = OK, .is_exact = true } },

	{ IOSPACE_REASON_NO_FILE, IOSPACE_REMEDY_CHECK_NAME, { .is_named = true } },
	{ IOSPACE_REASON_NO_FILE, IOSPACE_REMEDY_MAKE_FILE,
	  { .is_named = true, .surroundings.has_directory = true } },
	{ IOSPACE_REASON_NOT_AN_IOSPACE, IOSPACE_REMEDY_NAME_ANOTHER,
	  { .is_named = true, .surroundings.has_directory = true } },

	{ IOSPACE_REASON_NO_EXACT, IOSPACE_REMEDY_SINGLE_BYTES, { .kernel = OK } },
	{ IOSPACE_REASON_NO_EXACT, IOSPACE_REMEDY_SINGLE_BYTES, { .kernel = UNKNOWN } },
	{ IOSPACE_REASON_NO_EXACT, IOSPACE_REMEDY_OTHER_KERNEL, { .kernel = NO } },
	{ IOSPACE_REASON_READ_ONLY, IOSPACE_REMEDY_MOUNT_WRITABLE, { .is_file = true } },

	{ IOSPACE_REASON_PCI_TRAP, IOSPACE_REMEDY_USE_EXACT, { .address = 0xcf8, .size = 4 } },
	{ IOSPACE_REASON_PCI_TRAP, IOSPACE_REMEDY_ONE_BYTE, { .address = 0xcf8, .size = 2 } },
	{ IOSPACE_REASON_PCI_TRAP, IOSPACE_REMEDY_ONE_BYTE, { .address = 0xcfa, .size = 4 } },
	{ IOSPACE_REASON_UNMAPPED, IOSPACE_REMEDY_RUN_AS_ROOT, { .kernel = OK } },
	{ IOSPACE_REASON_UNMAPPED, IOSPACE_REMEDY_FORCE, { .surroundings.is_root = true } },
	{ IOSPACE_REASON_UNMAPPED, IOSPACE_REMEDY_FORCE,
	  { .surroundings.sees_windows = true } },
	{ IOSPACE_REASON_MISALIGNED, IOSPACE_REMEDY_CHECK_ADDRESS, { .kernel = OK } },
	{ IOSPACE_REASON_PAST_LAST_PORT, IOSPACE_REMEDY_CHECK_ADDRESS, { .kernel = OK } },
	{ IOSPACE_REASON_PAST_BAR, IOSPACE_REMEDY_CHECK_ADDRESS, { .kernel = OK } },
	{ IOSPACE_REASON_RESOURCE_FILE, IOSPACE_REMEDY_MOUNT_WRITABLE, { .failure = -EROFS } },
	{ IOSPACE_REASON_RESOURCE_FILE, IOSPACE_REMEDY_RUN_AS_ROOT, { .failure = -EACCES } },
	{ IOSPACE_REASON_RESOURCE_FILE, IOSPACE_REMEDY_UNKNOWN,
	  { .failure = -EACCES, .surroundings.is_root = true } },
	{ IOSPACE_REASON_RESOURCE_FILE, IOSPACE_REMEDY_POLICY,
	  { .failure = -EACCES, .bars_reason = IOSPACE_REASON_SECURITY_MODULE } },
	{ IOSPACE_REASON_RESOURCE_FILE, IOSPACE_REMEDY_UNKNOWN, { .failure = -EMFILE } },
};
/* clang-format on */

static void the_remedy_is_one_that_is_possible(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct found found = found_by(&rows[i].facts);

		assert_int_equal(remedies_choose(&found, rows[i].reason), rows[i].remedy);
	}
}

/* Each sends to the other only if that can be. */
static void without_the_device_and_without_exact_do_not_point_at_each_other(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < 81; i++) {
		const struct facts facts = {
			.kernel = (enum iospace_answer)(i % 3),
			.lockdown = (enum iospace_answer)(i / 3 % 3),
			.ioperm = (enum iospace_answer)(i / 9 % 3),
			.bars = (enum iospace_answer)(i / 27),
		};
		const struct found found = found_by(&facts);
		enum iospace_remedy no_driver = remedies_choose(&found,
								IOSPACE_REASON_NO_DRIVER);
		enum iospace_remedy no_exact = remedies_choose(&found,
							       IOSPACE_REASON_NO_EXACT);

		if (facts.kernel == NO)
			assert_int_equal(no_exact, IOSPACE_REMEDY_OTHER_KERNEL);
		if (facts.ioperm == NO && facts.bars == NO)
			assert_int_equal(no_driver, IOSPACE_REMEDY_OTHER_KERNEL);
	}
}

/* Of any reason, and of those that a later library has. */
static void a_remedy_always_has_a_sentence_that_names_no_option_of_ours(void **state)
{
	static const char *const options[] = { " -x", "--force", " -d ", "--device" };

	(void)state;
	for (enum iospace_remedy i = 1; i <= LAST; i++) {
		const char *text = iospace_remedy_get_text(i);

		assert_true(islower((unsigned char)text[0]) || text[0] == '\'');
		for (const char *c = text; *c; c++)
			assert_true(isprint((unsigned char)*c));
		assert_null(strchr(".;: ", text[strlen(text) - 1]));
		for (size_t j = 0; j < COUNT(options); j++)
			assert_null(strstr(text, options[j]));
		for (enum iospace_remedy j = 0; j < i; j++)
			assert_string_not_equal(text, iospace_remedy_get_text(j));
	}
}

static void a_remedy_that_is_none_has_no_words(void **state)
{
	static const int none[] = { 0, LAST + 1, 1000, INT_MAX, -1, INT_MIN };

	(void)state;
	for (size_t i = 0; i < COUNT(none); i++)
		assert_string_equal(iospace_remedy_get_text((enum iospace_remedy)none[i]),
				    "");
}

/* Another node has another lock: flock(2) is on the inode. */
static void a_second_node_is_never_advised(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *text = iospace_remedy_get_text(rows[i].remedy);

		if (!rows[i].facts.surroundings.is_devtmpfs)
			assert_null(strstr(text, "mknod"));
		if (strstr(text, "bind-mount"))
			assert_non_null(strstr(text, "another node has another lock"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_remedy_is_one_that_is_possible),
		cmocka_unit_test(
			without_the_device_and_without_exact_do_not_point_at_each_other),
		cmocka_unit_test(
			a_remedy_always_has_a_sentence_that_names_no_option_of_ours),
		cmocka_unit_test(a_remedy_that_is_none_has_no_words),
		cmocka_unit_test(a_second_node_is_never_advised),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
