/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* reasons_for_open(): which reasons follow from an error and the answers. */
#include "diagnosis/reasons.h"

#include "test.h"

#include <assert.h>
#include <errno.h>
#include <stdbool.h>

/* The largest errno that a system call can return: include/linux/err.h. */
#define MAX_ERRNO 4095

/* Those that are there for every access: the first of enum iospace_condition_kind. */
#define ANSWERS	     9
#define COMBINATIONS 19683 /* 3 to the power of ANSWERS */

/* In a rule: of those that may be the cause, the ones that are UNKNOWN, in this order. */
#define UNSEEN ((enum iospace_reason)1001)

static const struct unseen {
	int error;
	enum iospace_condition_kind kinds[6];
} unseen[] = {
	{ -EPERM,
	  { IOSPACE_CONDITION_LOCKDOWN, IOSPACE_CONDITION_DEVICE_CGROUP,
	    IOSPACE_CONDITION_SECCOMP, IOSPACE_CONDITION_SECURITY_MODULE,
	    IOSPACE_CONDITION_USER_NAMESPACE, IOSPACE_CONDITION_CAPABILITY } },
	{ -EACCES,
	  { IOSPACE_CONDITION_FILE_PERMISSION, IOSPACE_CONDITION_SECCOMP,
	    IOSPACE_CONDITION_SECURITY_MODULE } },
};

/*
 * The reasons for an error, by letters for the answers: o is OK, n is NO and u is
 * UNKNOWN; N is any but NO, and a dot is any. The first two are for whether /dev/port is
 * asked for and whether it can be a device, o or n; the others are in the order of the
 * conditions: kernel, node, file permission, capability, user namespace, lockdown, device
 * cgroup, seccomp and security module. UNKNOWN ends a list of others.
 */
struct rule {
	int error;
	const char *answers;
	enum iospace_reason reasons[5];
};

/* clang-format off */
static const struct rule rules[] = {
	/* It is certain: the first of these that is seen. */
	{ -EPERM, ".n" "..n......", { IOSPACE_REASON_FILE_PERMISSION } },
	{ -EPERM, ".n" "..N.n....", { IOSPACE_REASON_USER_NAMESPACE } },
	{ -EPERM, ".n" "..NnN....", { IOSPACE_REASON_NO_CAPABILITY } },
	{ -EPERM, ".n" "..NNN.n..", { IOSPACE_REASON_DEVICE_CGROUP } },
	{ -EPERM, ".n" "..NNNnN..", { IOSPACE_REASON_LOCKDOWN } },
	{ -EPERM, ".n" "..NNNNNn.", { IOSPACE_REASON_SECCOMP } },
	{ -EPERM, ".n" "..NNNNNNn", { IOSPACE_REASON_SECURITY_MODULE } },
	{ -EPERM, ".n" "..NNNNNNN", { UNSEEN } },
	{ -EPERM, ".o" "....n....", { IOSPACE_REASON_USER_NAMESPACE } },
	{ -EPERM, ".o" "...nN....", { IOSPACE_REASON_NO_CAPABILITY } },
	{ -EPERM, ".o" "...NN.n..", { IOSPACE_REASON_DEVICE_CGROUP } },
	{ -EPERM, ".o" "...NNnN..", { IOSPACE_REASON_LOCKDOWN } },
	{ -EPERM, ".o" "...NNNNn.", { IOSPACE_REASON_SECCOMP } },
	{ -EPERM, ".o" "...NNNNNn", { IOSPACE_REASON_SECURITY_MODULE } },
	{ -EPERM, ".o" "...NNNNNN", { UNSEEN } },

	{ -EACCES, ".." "....n....", { IOSPACE_REASON_USER_NAMESPACE } },
	{ -EACCES, ".." "..n.N....", { IOSPACE_REASON_FILE_PERMISSION } },
	{ -EACCES, ".." "..N.N..n.", { IOSPACE_REASON_SECCOMP } },
	{ -EACCES, ".." "..N.N..Nn", { IOSPACE_REASON_SECURITY_MODULE } },
	{ -EACCES, ".." "..N.N..NN", { UNSEEN } },

	{ -ENOENT, "o." "n........", { IOSPACE_REASON_NO_DRIVER } },
	{ -ENOENT, "o." "o........", { IOSPACE_REASON_NO_NODE } },
	{ -ENOENT, "o." "u........", { IOSPACE_REASON_NO_DRIVER, IOSPACE_REASON_NO_NODE } },
	{ -ENOENT, "n." ".........", { IOSPACE_REASON_NO_FILE } },

	{ -ENXIO, ".." ".n.......", { IOSPACE_REASON_NO_NODE } },
	{ -ENXIO, ".." "nN.......", { IOSPACE_REASON_NO_DRIVER } },
	{ -ENXIO, ".." "uN.......", { IOSPACE_REASON_NO_DRIVER } },
	{ -ENXIO, ".." "oN.......", { IOSPACE_REASON_UNKNOWN } },
	{ -ENODEV, "o." ".........", { IOSPACE_REASON_NOT_THE_DEVICE } },
	{ -ENODEV, "n." ".........", { IOSPACE_REASON_NOT_AN_IOSPACE } },
	{ -EOPNOTSUPP, ".o" ".........", { IOSPACE_REASON_NO_EXACT } },
	{ -EOPNOTSUPP, ".n" ".........", { IOSPACE_REASON_UNKNOWN } },
	{ -EROFS, ".." ".........", { IOSPACE_REASON_READ_ONLY } },

	/* As for all that are not here. */
	{ -EIO, ".." ".........", { IOSPACE_REASON_UNKNOWN } },
};
/* clang-format on */

static const int errors[] = { -EPERM,  -EACCES,	    -ENOENT, -ENXIO,
			      -ENODEV, -EOPNOTSUPP, -EROFS,  -EIO };

/* Some conditions fail for one of several reasons, and say which. */
static const struct particular {
	enum iospace_reason capability, permission;
} particulars[] = {
	{ IOSPACE_REASON_NO_CAPABILITY, IOSPACE_REASON_FILE_PERMISSION },
	{ IOSPACE_REASON_BOUNDED, IOSPACE_REASON_NODEV },
	{ IOSPACE_REASON_NO_NEW_PRIVS, IOSPACE_REASON_UNKNOWN },
};

static bool fits(char letter, enum iospace_answer answer)
{
	switch (letter) {
	case 'o':
		return answer == IOSPACE_ANSWER_OK;
	case 'n':
		return answer == IOSPACE_ANSWER_NO;
	case 'u':
		return answer == IOSPACE_ANSWER_UNKNOWN;
	case 'N':
		return answer != IOSPACE_ANSWER_NO;
	default:
		return true;
	}
}

static bool fits_whether(char letter, bool is)
{
	return fits(letter, is ? IOSPACE_ANSWER_OK : IOSPACE_ANSWER_NO);
}

static bool all_fit(const char *letters, const struct found *found)
{
	bool all = fits_whether(letters[0], found->subject.is_default) &&
		   fits_whether(letters[1], found->subject.is_device);

	for (size_t i = 0; all && i < ANSWERS; i++)
		all = fits(letters[i + 2], found->conditions[i].answer);
	return all;
}

/* There is one, and no other. */
static const struct rule *find_rule(int error, const struct found *found)
{
	const struct rule *fitting = NULL;

	for (const struct rule *rule = rules; rule < rules + COUNT(rules); rule++)
		if (rule->error == error && all_fit(rule->answers, found)) {
			assert_null(fitting);
			fitting = rule;
		}
	assert_non_null(fitting);
	return fitting;
}

/* What a rule has as a reason, where the condition has another. */
static enum iospace_reason in_particular(enum iospace_reason reason,
					 const struct particular *particular)
{
	switch (reason) {
	case IOSPACE_REASON_NO_CAPABILITY:
		return particular->capability;
	case IOSPACE_REASON_FILE_PERMISSION:
		return particular->permission;
	default:
		return reason;
	}
}

struct expected {
	enum iospace_reason reasons[REASONS];
	size_t count;
};

static struct expected expect_unseen(int error, const struct found *found)
{
	struct expected expected = { .count = 0 };
	const struct unseen *row = unseen;

	while (row->error != error)
		row++;
	for (size_t i = 0; i < COUNT(row->kinds) && row->kinds[i]; i++)
		if (found_answer(found, row->kinds[i]) == IOSPACE_ANSWER_UNKNOWN)
			expected.reasons[expected.count++] = found_reason(found,
									  row->kinds[i]);
	if (!expected.count)
		expected.reasons[expected.count++] = IOSPACE_REASON_UNKNOWN;
	return expected;
}

static struct expected expect(const struct rule *rule, const struct found *found)
{
	struct expected expected = { .count = 0 };

	if (rule->reasons[0] == UNSEEN)
		return expect_unseen(rule->error, found);
	do {
		expected.reasons[expected.count] = rule->reasons[expected.count];
	} while (rule->reasons[++expected.count]);
	return expected;
}

/* Those and no others, each once, and what is after them is left alone. */
static void assert_reasons(const struct found *found, const struct rule *rule,
			   const struct particular *particular)
{
	const struct expected expected = expect(rule, found);
	const enum iospace_reason untouched = (enum iospace_reason)1000;
	enum iospace_reason reasons[REASONS];
	size_t count;

	for (size_t i = 0; i < COUNT(reasons); i++)
		reasons[i] = untouched;
	count = reasons_for_open(found, reasons);
	assert_int_equal(count, expected.count);
	for (size_t i = 0; i < count; i++)
		assert_int_equal(reasons[i],
				 in_particular(expected.reasons[i], particular));
	for (size_t i = count; i < COUNT(reasons); i++)
		assert_int_equal(reasons[i], untouched);
}

/* The conditions in the order of the letters, and then the others. */
static const struct {
	enum iospace_condition_kind kind;
	enum iospace_reason reason;
} order[] = {
	{ IOSPACE_CONDITION_KERNEL, IOSPACE_REASON_NO_DRIVER },
	{ IOSPACE_CONDITION_NODE, IOSPACE_REASON_NO_NODE },
	{ IOSPACE_CONDITION_FILE_PERMISSION, IOSPACE_REASON_FILE_PERMISSION },
	{ IOSPACE_CONDITION_CAPABILITY, IOSPACE_REASON_NO_CAPABILITY },
	{ IOSPACE_CONDITION_USER_NAMESPACE, IOSPACE_REASON_USER_NAMESPACE },
	{ IOSPACE_CONDITION_LOCKDOWN, IOSPACE_REASON_LOCKDOWN },
	{ IOSPACE_CONDITION_DEVICE_CGROUP, IOSPACE_REASON_DEVICE_CGROUP },
	{ IOSPACE_CONDITION_SECCOMP, IOSPACE_REASON_SECCOMP },
	{ IOSPACE_CONDITION_SECURITY_MODULE, IOSPACE_REASON_SECURITY_MODULE },
	{ IOSPACE_CONDITION_IOPERM, IOSPACE_REASON_NO_EXACT },
	{ IOSPACE_CONDITION_PCI_IO_BARS, IOSPACE_REASON_NO_EXACT },
	{ IOSPACE_CONDITION_NO_NEW_PRIVS, IOSPACE_REASON_NO_NEW_PRIVS },
};

static_assert(COUNT(order) == CONDITIONS, "none is left out");

/* All that can be found, numbered from 0: of /dev/port, a device and another file. */
static struct found combine(unsigned int number, int file, int error,
			    const struct particular *particular)
{
	struct found found = {
		.subject = {
			.question = { .error = error, .flags = IOSPACE_EXACT },
			.is_default = file == 0,
			.is_device = file < 2,
		},
	};

	for (size_t i = 0; i < CONDITIONS; i++, number /= 3) {
		found.conditions[i].kind = order[i].kind;
		found.conditions[i].answer = (enum iospace_answer)(number % 3);
		found.conditions[i].reason = in_particular(order[i].reason, particular);
	}
	return found;
}

/* Of all that follow from this, which are millions, the ones that matter to an error. */
static void assert_combination(unsigned int number, const struct particular *particular)
{
	for (size_t i = 0; i < COUNT(errors); i++)
		for (int file = 0; file < 3; file++) {
			const struct found found = combine(number, file, errors[i],
							   particular);

			assert_reasons(&found, find_rule(errors[i], &found), particular);
		}
}

static void every_answer_of_every_error_has_its_reasons(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < COMBINATIONS * COUNT(particulars); i++)
		assert_combination(i % COMBINATIONS, &particulars[i / COMBINATIONS]);
}

/* The reasons from here on are of an access: see test_reasons_access.c. */
#define REASONS_END (IOSPACE_REASON_READ_ONLY + 1)

static void every_reason_has_a_rule(void **state)
{
	bool seen[REASONS_END] = { false };

	(void)state;
	for (size_t i = 0; i < COUNT(rules) * COUNT(particulars); i++) {
		const struct rule *rule = &rules[i / COUNT(particulars)];
		const struct particular *particular =
			&particulars[i % COUNT(particulars)];

		for (size_t j = 0; j == 0 || rule->reasons[j]; j++)
			if (rule->reasons[j] != UNSEEN)
				seen[in_particular(rule->reasons[j], particular)] = true;
	}
	for (size_t i = 0; i < COUNT(seen); i++)
		assert_true(seen[i]);
}

/* What counts for the full width only, or stands in for another, says nothing. */
static void the_last_conditions_change_no_reason(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < 27; i++)
		assert_combination(COMBINATIONS - 1 + i * COMBINATIONS, &particulars[0]);
}

static bool is_known(int error)
{
	for (size_t i = 0; i < COUNT(errors); i++)
		if (error == errors[i])
			return true;
	return false;
}

static void every_other_error_is_unknown(void **state)
{
	static const struct rule unknown = { .reasons = { IOSPACE_REASON_UNKNOWN } };

	(void)state;
	for (int error = 1; error <= MAX_ERRNO; error++)
		for (int file = 0; file < 3 && !is_known(-error); file++) {
			const struct found found = combine(0, file, -error,
							   &particulars[0]);

			assert_reasons(&found, &unknown, &particulars[0]);
		}
}

static void success_has_no_reason(void **state)
{
	const struct found found = combine(0, 0, 0, &particulars[0]);
	enum iospace_reason reasons[REASONS];

	(void)state;
	assert_int_equal(reasons_for_open(&found, reasons), 0);
	assert_int_equal(reasons_for_access(&found, reasons), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_answer_of_every_error_has_its_reasons),
		cmocka_unit_test(every_reason_has_a_rule),
		cmocka_unit_test(the_last_conditions_change_no_reason),
		cmocka_unit_test(every_other_error_is_unknown),
		cmocka_unit_test(success_has_no_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
