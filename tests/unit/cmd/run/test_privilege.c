/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a command gives up before its first access, and what it says where it can't. */
#include "run/privilege.h"

#include "doubles/syscalls.h"
#include "test.h"

#include <errno.h>
#include <sys/auxv.h>

/* The ids that the process was started with. */
static unsigned long ids[AT_EGID + 1];

__typeof__(getauxval) __real_getauxval, __wrap_getauxval;

unsigned long __wrap_getauxval(unsigned long type)
{
	/* The sanitizers ask for what is no id, before main(). */
	return type >= AT_UID && type <= AT_EGID ? ids[type] : __real_getauxval(type);
}

static void assert_failure(const struct failure *failure, int exit, const char *text)
{
	assert_int_equal(failure->exit, exit);
	assert_string_equal(failure->text, text);
}

static void a_process_is_closed_to_others_from_its_beginning(void **state)
{
	struct failure failure = { 0 };

	(void)state;
	assert_int_equal(privilege_begin(&failure), 0);
	assert_int_equal(syscalls.set_dumpable.count, 1);

	syscalls.set_dumpable.error = EPERM;
	assert_int_equal(privilege_begin(&failure), -1);
	assert_failure(
		&failure, EX_NOPERM,
		"can't keep other processes out: Operation not permitted; nothing was "
		"read or written");
}

static void a_set_id_bit_ends_it_before_anything_else(void **state)
{
	static const int types[] = { AT_UID, AT_EUID, AT_GID, AT_EGID };

	(void)state;
	for (size_t i = 0; i < COUNT(types); i++) {
		struct failure failure = { 0 };

		ids[types[i]] = 1000;
		assert_int_equal(privilege_begin(&failure), -1);
		assert_failure(
			&failure, EX_NOPERM,
			"this command does not run set-user-id or set-group-id; take the "
			"bit off, and see PRIVILEGES in iospace(7) for a file capability");
		ids[types[i]] = 0;
	}
	assert_int_equal(syscalls.set_dumpable.count, 0);
}

static void every_capability_is_dropped_and_none_comes_back(void **state)
{
	struct failure failure = { 0 };

	(void)state;
	syscalls_give_rawio(CAP_PERMITTED);
	syscalls_give_rawio(CAP_EFFECTIVE);
	assert_int_equal(privilege_drop(&failure), 0);
	assert_false(syscalls_has_rawio());
	assert_int_equal(syscalls.cap_set_proc.count, 1);
	assert_int_equal(syscalls.set_no_new_privs.count, 1);
}

static void a_drop_that_is_refused_is_a_failure(void **state)
{
	struct call *const calls[] = { &syscalls.cap_set_proc,
				       &syscalls.set_no_new_privs };

	(void)state;
	for (size_t i = 0; i < COUNT(calls); i++) {
		struct failure failure = { 0 };

		*calls[i] = (struct call){ .error = EPERM };
		assert_int_equal(privilege_drop(&failure), -1);
		assert_failure(
			&failure, EX_NOPERM,
			"can't drop privileges: Operation not permitted; nothing was "
			"read or written");
		*calls[i] = (struct call){ 0 };
	}
}

static void no_memory_is_no_refusal(void **state)
{
	struct failure failure = { 0 };

	(void)state;
	syscalls.cap_init = (struct call){ .error = ENOMEM };
	assert_int_equal(privilege_drop(&failure), -1);
	assert_failure(&failure, EX_OSERR, "out of memory");
	assert_int_equal(syscalls.cap_set_proc.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		syscalls_test(a_process_is_closed_to_others_from_its_beginning),
		syscalls_test(a_set_id_bit_ends_it_before_anything_else),
		syscalls_test(every_capability_is_dropped_and_none_comes_back),
		syscalls_test(a_drop_that_is_refused_is_a_failure),
		syscalls_test(no_memory_is_no_refusal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
