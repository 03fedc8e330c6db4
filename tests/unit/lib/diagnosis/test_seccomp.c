/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The condition that no system call filter is in the way. */
#include "diagnosis/conditions.h"
#include "doubles/simulated.h"
#include "doubles/syscalls.h"
#include "lib/diagnosis/table.h"
#include "test.h"

#include <errno.h>
#include <fcntl.h>

static const unsigned int both = IOSPACE_READ | IOSPACE_WRITE;

static void assert_seccomp(const struct question *question, enum iospace_answer answer,
			   const char *evidence)
{
	const struct iospace_condition *seccomp;
	int before = syscalls_descriptors();
	struct found found;

	syscalls.opened_elsewhere = false;
	conditions_gather(question, &found);
	seccomp = found_condition(&found, IOSPACE_CONDITION_SECCOMP);
	assert_string_equal(seccomp->evidence, evidence);
	assert_int_equal(seccomp->answer, answer);
	assert_int_equal(syscalls_descriptors(), before);
	assert_false(syscalls.opened_elsewhere);
	assert_int_equal(syscalls.cap_set_proc.count, 0);
}

#define FILTER "prctl(PR_GET_SECCOMP): 2, a filter"

/* What refuses /dev/null in the same way is not the device's. */
static void a_filter_does_to_another_file_what_it_does_to_the_device(void **state)
{
	const struct question refused = { .flags = both, .error = -EPERM };
	const struct question denied = { .flags = both, .error = -EACCES };

	(void)state;
	syscalls.seccomp = 2;
	syscalls_give_rawio(CAP_EFFECTIVE);
	assert_seccomp(&refused, OK, FILTER "; opening /dev/null: allowed");
	syscalls.open.error = EPERM;
	assert_seccomp(&refused, NO,
		       FILTER "; opening /dev/null: Operation not permitted");
	assert_seccomp(&denied, UNKNOWN,
		       FILTER "; opening /dev/null: Operation not permitted");
	syscalls.open.error = EACCES;
	assert_seccomp(&denied, NO, FILTER "; opening /dev/null: Permission denied");
	syscalls.open.error = EMFILE;
	assert_seccomp(&denied, UNKNOWN,
		       FILTER "; opening /dev/null: Too many open files");
}

/* With the flags of the device's, which a filter can see. */
static void the_other_file_is_opened_in_the_same_way(void **state)
{
	static const struct {
		unsigned int flags;
		int open_flags;
	} rows[] = {
		{ IOSPACE_READ, O_RDONLY },
		{ IOSPACE_WRITE, O_WRONLY },
		{ IOSPACE_READ | IOSPACE_WRITE, O_RDWR },
	};

	(void)state;
	syscalls.seccomp = 2;
	syscalls_give_rawio(CAP_EFFECTIVE);
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct question question = { .flags = rows[i].flags,
						   .error = -EPERM };

		assert_seccomp(&question, OK, FILTER "; opening /dev/null: allowed");
		assert_int_equal(syscalls.open_flags & (O_ACCMODE | O_CREAT | O_TRUNC),
				 rows[i].open_flags);
		assert_true(syscalls.open_flags & O_CLOEXEC);
	}
}

/* It may have refused another call: capset(2). */
static void a_capability_that_must_be_raised_leaves_a_filter_unknown(void **state)
{
	const struct question refused = { .flags = both, .error = -EPERM };
	struct question file = refused;
	const struct simulated *device = *state;

	syscalls.seccomp = 2;
	syscalls_give_rawio(CAP_PERMITTED);
	assert_seccomp(&refused, UNKNOWN, FILTER "; opening /dev/null: allowed");
	syscalls.cap_get_proc.error = EPERM;
	assert_seccomp(&refused, UNKNOWN, FILTER "; opening /dev/null: allowed");

	/* It need not for a simulated one. */
	file.device = device->path;
	assert_seccomp(&file, OK, FILTER "; opening /dev/null: allowed");
}

static void a_filter_that_is_not_known_does_not_refuse_for_certain(void **state)
{
	const struct question refused = { .flags = both, .error = -EPERM };

	(void)state;
	syscalls_give_rawio(CAP_EFFECTIVE);
	syscalls.open.error = EPERM;
	assert_seccomp(&refused, UNKNOWN,
		       "prctl(PR_GET_SECCOMP): Invalid argument; "
		       "opening /dev/null: Operation not permitted");
	syscalls.open.error = 0;
	assert_seccomp(&refused, OK,
		       "prctl(PR_GET_SECCOMP): Invalid argument; "
		       "opening /dev/null: allowed");
}

static void nothing_is_opened_where_nothing_was_refused(void **state)
{
	static const int errors[] = { 0, -ENOENT, -ENODEV, -ENXIO, -EOPNOTSUPP };

	(void)state;
	syscalls.seccomp = 2;
	for (size_t i = 0; i < COUNT(errors); i++) {
		const struct question question = { .flags = both, .error = errors[i] };

		assert_seccomp(&question, UNKNOWN, FILTER);
	}
	assert_int_equal(syscalls.open.count, 0);
	syscalls.seccomp = 0;
	assert_seccomp(&(const struct question){ .flags = both, .error = -EPERM }, OK,
		       "prctl(PR_GET_SECCOMP): 0, no filter");
	assert_int_equal(syscalls.open.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		syscalls_test(a_filter_does_to_another_file_what_it_does_to_the_device),
		syscalls_test(the_other_file_is_opened_in_the_same_way),
		simulated_test(a_capability_that_must_be_raised_leaves_a_filter_unknown),
		syscalls_test(a_filter_that_is_not_known_does_not_refuse_for_certain),
		syscalls_test(nothing_is_opened_where_nothing_was_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
