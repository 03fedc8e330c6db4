/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* reasons_for_access(): which reasons follow from an error of an access. */
#include "diagnosis/reasons.h"

#include "lib/diagnosis/table.h"
#include "test.h"

#include <errno.h>
#include <limits.h>

#define R     IOSPACE_READ
#define W     IOSPACE_WRITE
#define EXACT IOSPACE_EXACT
#define FORCE IOSPACE_FORCE

/* Where nothing is in the way but what is set: all else is OK. */
static struct found found_with(enum iospace_condition_kind kind,
			       enum iospace_answer answer)
{
	static const struct iospace_condition conditions[CONDITIONS] = {
		{ IOSPACE_CONDITION_KERNEL, OK, IOSPACE_REASON_NO_DRIVER, "", "", 0 },
		{ IOSPACE_CONDITION_NODE, OK, IOSPACE_REASON_NO_NODE, "", "", 0 },
		{ IOSPACE_CONDITION_FILE_PERMISSION, OK, IOSPACE_REASON_FILE_PERMISSION,
		  "", "", 0 },
		{ IOSPACE_CONDITION_CAPABILITY, OK, IOSPACE_REASON_NO_CAPABILITY, "", "",
		  0 },
		{ IOSPACE_CONDITION_USER_NAMESPACE, OK, IOSPACE_REASON_USER_NAMESPACE, "",
		  "", 0 },
		{ IOSPACE_CONDITION_LOCKDOWN, OK, IOSPACE_REASON_LOCKDOWN, "", "", 0 },
		{ IOSPACE_CONDITION_DEVICE_CGROUP, OK, IOSPACE_REASON_DEVICE_CGROUP, "",
		  "", 0 },
		{ IOSPACE_CONDITION_SECCOMP, OK, IOSPACE_REASON_SECCOMP, "", "", 0 },
		{ IOSPACE_CONDITION_SECURITY_MODULE, OK, IOSPACE_REASON_SECURITY_MODULE,
		  "", "", 0 },
		{ IOSPACE_CONDITION_IOPERM, OK, IOSPACE_REASON_NO_EXACT, "", "", 0 },
		{ IOSPACE_CONDITION_PCI_IO_BARS, OK, IOSPACE_REASON_NO_EXACT, "", "", 0 },
		{ IOSPACE_CONDITION_NO_NEW_PRIVS, OK, IOSPACE_REASON_NO_NEW_PRIVS, "", "",
		  0 },
	};
	struct found found = { .subject = { .is_default = true, .is_device = true } };

	for (size_t i = 0; i < CONDITIONS; i++)
		found.conditions[i] = conditions[i];
	if (kind)
		found_condition(&found, kind)->answer = answer;
	return found;
}

static void assert_reason(struct found *found, uint64_t address, uint32_t size,
			  unsigned int flags, int error, enum iospace_reason expected)
{
	enum iospace_reason reasons[REASONS];

	found->subject.question = (struct question){
		.flags = flags,
		.is_access = true,
		.address = address,
		.size = size,
		.error = error,
	};
	assert_int_equal(reasons_for_access(found, reasons), 1);
	assert_int_equal(reasons[0], expected);
}

static const struct {
	uint64_t address;
	uint32_t size;
	unsigned int flags;
	int error;
	enum iospace_reason reason;
} rows[] = {
	/* What iospace_check() finds. */
	{ 0xcf8, 4, W, -ECANCELED, IOSPACE_REASON_PCI_TRAP },
	{ 0xcf7, 2, R | W, -ECANCELED, IOSPACE_REASON_PCI_TRAP },
	{ 0xe1, 2, W | EXACT, -EINVAL, IOSPACE_REASON_MISALIGNED },
	{ 0xe2, 4, R | EXACT, -EINVAL, IOSPACE_REASON_MISALIGNED },
	{ 0xffff, 2, R, -ERANGE, IOSPACE_REASON_PAST_LAST_PORT },
	{ 0x10000, 1, W | EXACT, -ERANGE, IOSPACE_REASON_PAST_LAST_PORT },
	{ UINT64_MAX, 4, W, -ERANGE, IOSPACE_REASON_PAST_LAST_PORT },

	/* What is no size is nobody's reason but the caller's. */
	{ 0xe1, 0, W | EXACT, -EINVAL, IOSPACE_REASON_UNKNOWN },
	{ 0xe1, 3, W | EXACT, -EINVAL, IOSPACE_REASON_UNKNOWN },
	{ 0xe1, 3, W, -EINVAL, IOSPACE_REASON_UNKNOWN },
	{ 0xe1, UINT32_MAX, R, -EINVAL, IOSPACE_REASON_UNKNOWN },

	/* What the machine adds. */
	{ 0x80, 1, W, -ECANCELED, IOSPACE_REASON_UNMAPPED },
	{ 0xcf8, 4, R, -ECANCELED, IOSPACE_REASON_UNMAPPED },
	{ 0x80, 1, W | EXACT, -EOPNOTSUPP, IOSPACE_REASON_NO_EXACT },

	/* And what is none of these: data that is too wide, a handle that is not for it.
	 */
	{ 0x80, 1, W, -ERANGE, IOSPACE_REASON_UNKNOWN },
	{ 0x80, 1, W | EXACT, -ERANGE, IOSPACE_REASON_UNKNOWN },
	{ 0x80, 1, W, -EBADF, IOSPACE_REASON_UNKNOWN },
	{ 0x80, 1, W, -EINVAL, IOSPACE_REASON_UNKNOWN },
	{ 0x80, 1, W, -EIO, IOSPACE_REASON_UNKNOWN },
	{ 0x80, 1, W | EXACT, -EACCES, IOSPACE_REASON_UNKNOWN },
	{ 0x80, 1, W | EXACT, -EPERM, IOSPACE_REASON_UNKNOWN },
};

static void an_access_that_is_refused_has_a_reason(void **state)
{
	struct found found = found_with(0, OK);

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_reason(&found, rows[i].address, rows[i].size, rows[i].flags,
			      rows[i].error, rows[i].reason);
}

static void what_did_not_fail_has_no_reason(void **state)
{
	static const enum iospace_answer answers[] = { OK, NO };

	(void)state;
	for (size_t i = 0; i < COUNT(answers); i++) {
		struct found found = found_with(IOSPACE_CONDITION_IOPERM, answers[i]);
		enum iospace_reason reasons[REASONS];

		found.subject.question = (struct question){
			.flags = W | EXACT,
			.is_access = true,
			.address = 0xc000,
			.size = 4,
		};
		assert_int_equal(reasons_for_access(&found, reasons), 0);
	}
}

/* On x86 without ioperm(2), and elsewhere. */
static void an_exact_access_without_ioperm_is_to_the_file_of_a_bar(void **state)
{
	static const int errors[] = { -EACCES, -EROFS, -ENOENT, -EMFILE, -EIO, -ENODEV };
	struct found found = found_with(IOSPACE_CONDITION_IOPERM, NO);

	(void)state;
	assert_reason(&found, 0xc03e, 4, W | FORCE, -EIO, IOSPACE_REASON_UNKNOWN);
	assert_reason(&found, 0xc040, 4, W | EXACT, -ERANGE, IOSPACE_REASON_PAST_BAR);
	assert_reason(&found, 0xfffd, 4, W | EXACT, -ERANGE,
		      IOSPACE_REASON_PAST_LAST_PORT);
	for (size_t i = 0; i < COUNT(errors); i++)
		assert_reason(&found, 0xc000, 4, W | EXACT, errors[i],
			      IOSPACE_REASON_RESOURCE_FILE);

	/* Lockdown is asked for at the write, and no capability is. */
	found_condition(&found, IOSPACE_CONDITION_CAPABILITY)->answer = NO;
	assert_reason(&found, 0xc000, 4, W | EXACT, -EPERM, IOSPACE_REASON_UNKNOWN);
	found_condition(&found, IOSPACE_CONDITION_LOCKDOWN)->answer = UNKNOWN;
	assert_reason(&found, 0xc000, 4, W | EXACT, -EPERM, IOSPACE_REASON_LOCKDOWN);
	found_condition(&found, IOSPACE_CONDITION_LOCKDOWN)->answer = NO;
	assert_reason(&found, 0xc000, 4, W | EXACT, -EPERM, IOSPACE_REASON_LOCKDOWN);
}

/* The device is open, or is not there. */
static void ioperm_can_be_refused_for_what_an_open_is_not(void **state)
{
	static const enum iospace_condition_kind kinds[] = {
		IOSPACE_CONDITION_CAPABILITY,
		IOSPACE_CONDITION_USER_NAMESPACE,
		IOSPACE_CONDITION_SECCOMP,
		IOSPACE_CONDITION_SECURITY_MODULE,
	};
	struct found found;

	(void)state;
	for (size_t i = 0; i < COUNT(kinds); i++)
		for (int answer = UNKNOWN; answer <= NO; answer++) {
			found = found_with(kinds[i], (enum iospace_answer)answer);
			assert_reason(&found, 0x80, 1, W | EXACT, -EPERM,
				      found_reason(&found, kinds[i]));
		}
	found = found_with(IOSPACE_CONDITION_DEVICE_CGROUP, NO);
	assert_reason(&found, 0x80, 1, W | EXACT, -EPERM, IOSPACE_REASON_UNKNOWN);
	found = found_with(IOSPACE_CONDITION_LOCKDOWN, NO);
	assert_reason(&found, 0x80, 1, W | EXACT, -EPERM, IOSPACE_REASON_UNKNOWN);
	found_condition(&found, IOSPACE_CONDITION_NODE)->answer = NO;
	assert_reason(&found, 0x80, 1, W | EXACT, -EPERM, IOSPACE_REASON_LOCKDOWN);
	found = found_with(IOSPACE_CONDITION_LOCKDOWN, UNKNOWN);
	found_condition(&found, IOSPACE_CONDITION_KERNEL)->answer = UNKNOWN;
	assert_reason(&found, 0x80, 1, W | EXACT, -EPERM, IOSPACE_REASON_LOCKDOWN);
}

static void a_simulated_device_has_no_bar(void **state)
{
	struct found found = found_with(IOSPACE_CONDITION_IOPERM, NO);

	(void)state;
	found.subject.is_default = found.subject.is_device = false;
	assert_reason(&found, 0x80, 4, W | EXACT, -EIO, IOSPACE_REASON_UNKNOWN);
	assert_reason(&found, 0x82, 4, W | EXACT, -EINVAL, IOSPACE_REASON_MISALIGNED);
	assert_reason(&found, 0xcf8, 4, W, -ECANCELED, IOSPACE_REASON_PCI_TRAP);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_access_that_is_refused_has_a_reason),
		cmocka_unit_test(what_did_not_fail_has_no_reason),
		cmocka_unit_test(an_exact_access_without_ioperm_is_to_the_file_of_a_bar),
		cmocka_unit_test(ioperm_can_be_refused_for_what_an_open_is_not),
		cmocka_unit_test(a_simulated_device_has_no_bar),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
