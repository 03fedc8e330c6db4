/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* permission_by_mode(): what a file's mode alone lets the caller do. */
#include "system/permission.h"

#include "doubles/syscalls.h"
#include "lib/diagnosis/table.h"
#include "test.h"

#include <errno.h>
#include <unistd.h>

#define INITIAL 4026531837
#define OTHER	4026532201

static enum iospace_answer ask(mode_t mode, uid_t owner, gid_t group, int access)
{
	const struct stat st = { .st_mode = mode, .st_uid = owner, .st_gid = group };

	return permission_by_mode("/a", &st, access);
}

static void give(cap_value_t capability, cap_flag_t set)
{
	cap_set_flag(syscalls.capabilities, set, 1, &capability, CAP_SET);
}

/* The first of owner, group and others that the caller is, and no other of them. */
static void one_class_of_the_mode_counts(void **state)
{
	static const struct {
		uid_t owner;
		gid_t group;
		mode_t shift;
	} rows[] = {
		{ 1000, 100, 6 }, { 1000, 9, 6 }, { 2000, 100, 3 },
		{ 2000, 20, 3 },  { 0, 0, 0 },	  { 65534, 65534, 0 },
	};
	static const int accesses[] = { R_OK, W_OK, X_OK };

	(void)state;
	syscalls.user = 1000;
	syscalls.group = 100;
	syscalls.other_group = 20;
	for (size_t i = 0; i < COUNT(rows); i++)
		for (size_t j = 0; j < COUNT(accesses); j++) {
			mode_t bit = (mode_t)accesses[j] << rows[i].shift;
			uid_t owner = rows[i].owner;
			gid_t group = rows[i].group;

			assert_int_equal(ask(bit, owner, group, accesses[j]), OK);
			assert_int_equal(ask(0777 & ~bit, owner, group, accesses[j]), NO);
		}
}

static void a_capability_stands_in_for_the_mode(void **state)
{
	(void)state;
	syscalls.user = 1000;
	give(CAP_DAC_OVERRIDE, CAP_PERMITTED);
	assert_int_equal(ask(0, 0, 0, R_OK), NO);
	give(CAP_DAC_READ_SEARCH, CAP_EFFECTIVE);
	assert_int_equal(ask(0, 0, 0, R_OK), OK);
	assert_int_equal(ask(0, 0, 0, X_OK), OK);
	assert_int_equal(ask(0, 0, 0, W_OK), NO);
	give(CAP_DAC_OVERRIDE, CAP_EFFECTIVE);
	assert_int_equal(ask(0, 0, 0, W_OK), OK);
}

/* In the initial namespace it is an owner like any other. */
static void a_namespace_s_capability_does_not_count_for_an_unmapped_owner(void **state)
{
	(void)state;
	give(CAP_DAC_OVERRIDE, CAP_EFFECTIVE);
	syscalls.user_namespace = OTHER;
	assert_int_equal(ask(0600, 65534, 1000, W_OK), NO);
	assert_int_equal(ask(0600, 1000, 65534, W_OK), NO);
	assert_int_equal(ask(0606, 65534, 65534, W_OK), OK);
	assert_int_equal(ask(0600, 1000, 1000, W_OK), OK);
	syscalls.user_namespace = INITIAL;
	assert_int_equal(ask(0600, 65534, 65534, W_OK), OK);
}

/* The owner's rights are those of the mode with a list, too. */
static void an_access_list_can_say_something_else(void **state)
{
	static const int errors[] = { EPERM, EACCES, ENOSYS, ENOMEM };

	(void)state;
	syscalls.user = 1000;
	syscalls.has_access_lists = true;
	assert_int_equal(ask(0777, 2000, 0, R_OK), UNKNOWN);
	assert_int_equal(ask(0, 2000, 0, R_OK), UNKNOWN);
	assert_int_equal(ask(0400, 1000, 0, R_OK), OK);
	assert_int_equal(ask(0477, 1000, 0, W_OK), NO);
	give(CAP_DAC_OVERRIDE, CAP_EFFECTIVE);
	assert_int_equal(ask(0, 2000, 0, R_OK), OK);
	cap_clear(syscalls.capabilities);

	/* Or there may be one. */
	syscalls.has_access_lists = false;
	for (size_t i = 0; i < COUNT(errors); i++) {
		syscalls.getxattr.error = errors[i];
		assert_int_equal(ask(0777, 2000, 0, R_OK), UNKNOWN);
	}
	syscalls.getxattr.error = EOPNOTSUPP;
	assert_int_equal(ask(0777, 2000, 0, R_OK), OK);
}

static void what_cannot_be_read_of_the_caller_is_not_known(void **state)
{
	(void)state;
	syscalls.user = 1000;
	syscalls.other_group = 20;
	syscalls.getgroups.error = EPERM;
	assert_int_equal(ask(0777, 2000, 20, R_OK), UNKNOWN);
	syscalls.getgroups = (struct call){ .error = EPERM, .after = 1 };
	assert_int_equal(ask(0777, 2000, 20, R_OK), UNKNOWN);
	syscalls.getgroups.error = 0;
	syscalls.calloc.error = ENOMEM;
	assert_int_equal(ask(0777, 2000, 20, R_OK), UNKNOWN);
	syscalls.calloc.error = 0;
	syscalls.cap_get_proc.error = EPERM;
	assert_int_equal(ask(0, 2000, 20, R_OK), UNKNOWN);
	assert_int_equal(ask(0777, 2000, 20, R_OK), OK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		syscalls_test(one_class_of_the_mode_counts),
		syscalls_test(a_capability_stands_in_for_the_mode),
		syscalls_test(
			a_namespace_s_capability_does_not_count_for_an_unmapped_owner),
		syscalls_test(an_access_list_can_say_something_else),
		syscalls_test(what_cannot_be_read_of_the_caller_is_not_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
