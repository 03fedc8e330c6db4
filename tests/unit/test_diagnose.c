/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iospace_diagnose(), and the sentences for each reason. */
#include "iospace.h"
#include "syscalls.h"
#include "test.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <string.h>

#define diagnose_test(function) \
	cmocka_unit_test_setup_teardown(function, syscalls_setup, syscalls_teardown)

/* The largest errno that a system call can return: include/linux/err.h. */
#define MAX_ERRNO 4095

static const enum iospace_reason last = IOSPACE_REASON_UNKNOWN;

/* Names of files, of which one is not there. */
static const char existing[] = "/";
static const char missing[] = "/dev/null/missing";

/* /dev/port is missing, and so is the file. */
static void each_error_has_its_reason(void **state)
{
	static const struct {
		int error;
		const char *device;
		enum iospace_reason reason;
	} rows[] = {
		{ 0, NULL, IOSPACE_REASON_NONE },
		{ 0, missing, IOSPACE_REASON_NONE },
		{ -EPERM, NULL, IOSPACE_REASON_NO_CAPABILITY },
		{ -EPERM, "/dev/port", IOSPACE_REASON_NO_CAPABILITY },
		{ -EPERM, missing, IOSPACE_REASON_NO_CAPABILITY },
		{ -EACCES, NULL, IOSPACE_REASON_FILE_PERMISSION },
		{ -EACCES, missing, IOSPACE_REASON_FILE_PERMISSION },
		{ -ENOENT, NULL, IOSPACE_REASON_NO_DEVICE },
		{ -ENOENT, "/dev/port", IOSPACE_REASON_NO_DEVICE },
		{ -ENOENT, missing, IOSPACE_REASON_NO_FILE },
		{ -ENXIO, NULL, IOSPACE_REASON_NO_DEVICE },
		{ -ENXIO, missing, IOSPACE_REASON_NO_DEVICE },
		{ -ENODEV, NULL, IOSPACE_REASON_NOT_THE_DEVICE },
		{ -ENODEV, "/dev/port", IOSPACE_REASON_NOT_THE_DEVICE },
		{ -ENODEV, missing, IOSPACE_REASON_NOT_AN_IOSPACE },
		{ -EOPNOTSUPP, NULL, IOSPACE_REASON_NO_EXACT },
		{ -EOPNOTSUPP, "/dev/port", IOSPACE_REASON_NO_EXACT },
		{ -EOPNOTSUPP, missing, IOSPACE_REASON_NO_EXACT },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_int_equal(iospace_diagnose(rows[i].device, rows[i].error),
				 rows[i].reason);
}

static void eperm_in_spite_of_the_capability_is_the_kernels(void **state)
{
	static const cap_flag_t sets[] = { CAP_PERMITTED, CAP_EFFECTIVE };

	(void)state;
	syscalls_put_port(existing);
	for (size_t i = 0; i < COUNT(sets); i++) {
		syscalls_give_rawio(sets[i]);
		assert_int_equal(iospace_diagnose(NULL, -EPERM),
				 IOSPACE_REASON_KERNEL_REFUSED);
		assert_int_equal(iospace_diagnose(existing, -EPERM),
				 IOSPACE_REASON_KERNEL_REFUSED);
	}
	assert_int_equal(syscalls.cap_get_proc.count, 2 * COUNT(sets));
}

static void unreadable_capabilities_count_as_none(void **state)
{
	(void)state;
	syscalls_put_port(existing);
	syscalls_give_rawio(CAP_PERMITTED);
	syscalls.cap_get_proc.error = ENOMEM;
	assert_int_equal(iospace_diagnose(NULL, -EPERM), IOSPACE_REASON_NO_CAPABILITY);
	assert_int_equal(syscalls.cap_get_proc.count, 1);
}

static void eperm_of_another_file_is_unknown(void **state)
{
	(void)state;
	assert_int_equal(iospace_diagnose(existing, -EPERM), IOSPACE_REASON_UNKNOWN);
	syscalls_give_rawio(CAP_PERMITTED);
	assert_int_equal(iospace_diagnose(existing, -EPERM), IOSPACE_REASON_UNKNOWN);
	assert_int_equal(syscalls.stat.count, 2);
}

static bool has_reason(int error)
{
	return error == EPERM || error == EACCES || error == ENOENT || error == ENXIO ||
	       error == ENODEV || error == EOPNOTSUPP;
}

static void every_other_error_is_unknown(void **state)
{
	(void)state;
	for (int error = 1; error <= MAX_ERRNO; error++) {
		if (has_reason(error))
			continue;
		assert_int_equal(iospace_diagnose(NULL, -error), IOSPACE_REASON_UNKNOWN);
		assert_int_equal(iospace_diagnose(missing, -error),
				 IOSPACE_REASON_UNKNOWN);
	}
}

static void no_reason_has_no_words(void **state)
{
	(void)state;
	assert_string_equal(iospace_reason_cause(IOSPACE_REASON_NONE), "");
	assert_string_equal(iospace_reason_remedy(IOSPACE_REASON_NONE), "");
}

/* One that reads on after "iow8: /dev/port: ", and before "; " or the end. */
static void assert_is_sentence(const char *text)
{
	assert_non_null(text);
	assert_true(islower((unsigned char)text[0]));
	assert_null(strchr(text, '\n'));
	assert_null(strchr(".;: ", text[strlen(text) - 1]));
}

static void each_reason_has_a_cause_and_a_remedy(void **state)
{
	(void)state;
	for (enum iospace_reason reason = IOSPACE_REASON_NONE + 1; reason <= last;
	     reason++) {
		assert_is_sentence(iospace_reason_cause(reason));
		assert_is_sentence(iospace_reason_remedy(reason));
	}
}

static void no_two_reasons_have_the_same_cause(void **state)
{
	(void)state;
	for (enum iospace_reason a = IOSPACE_REASON_NONE; a < last; a++)
		for (enum iospace_reason b = a + 1; b <= last; b++)
			assert_string_not_equal(iospace_reason_cause(a),
						iospace_reason_cause(b));
}

static void a_reason_out_of_range_is_the_unknown_one(void **state)
{
	static const int reasons[] = { IOSPACE_REASON_UNKNOWN + 1, 1000, INT_MAX, -1,
				       INT_MIN };

	(void)state;
	for (size_t i = 0; i < COUNT(reasons); i++) {
		enum iospace_reason reason = (enum iospace_reason)reasons[i];

		assert_string_equal(iospace_reason_cause(reason),
				    iospace_reason_cause(IOSPACE_REASON_UNKNOWN));
		assert_string_equal(iospace_reason_remedy(reason),
				    iospace_reason_remedy(IOSPACE_REASON_UNKNOWN));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		diagnose_test(each_error_has_its_reason),
		diagnose_test(eperm_in_spite_of_the_capability_is_the_kernels),
		diagnose_test(unreadable_capabilities_count_as_none),
		diagnose_test(eperm_of_another_file_is_unknown),
		diagnose_test(every_other_error_is_unknown),
		diagnose_test(no_reason_has_no_words),
		diagnose_test(each_reason_has_a_cause_and_a_remedy),
		diagnose_test(no_two_reasons_have_the_same_cause),
		diagnose_test(a_reason_out_of_range_is_the_unknown_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
