/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What can be seen of why an open failed, and the reasons that follow from it. */
#include "evidence.h"

#include "simulated.h"
#include "syscalls.h"
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define evidence_test(function) \
	cmocka_unit_test_setup_teardown(function, syscalls_setup, syscalls_teardown)

/* The largest errno that a system call can return: include/linux/err.h. */
#define MAX_ERRNO 4095

#define ANSWERS	     (sizeof(struct evidence) / sizeof(enum answer))
#define COMBINATIONS 2187 /* 3 to the power of ANSWERS */

/* A file that is there, and not the port device. */
static const char existing[] = "/";

/*
 * The reasons for an error, by letters for what is known: y is YES, n is NO and u is
 * UNKNOWN; Y is any but YES, N is any but NO, and a dot is any. The first is for whether
 * /dev/port is asked for, the others for the answers: port, driver, permitted, bounded,
 * own_namespace, lockdown and filtered. NONE ends the list.
 */
struct rule {
	int error;
	const char *known;
	enum iospace_reason reasons[5];
};

/* clang-format off */
static const struct rule rules[] = {
	{ 0, "........", { IOSPACE_REASON_NONE } },

	/* It is certain. */
	{ -EPERM, ".n......", { IOSPACE_REASON_UNKNOWN } },
	{ -EPERM, ".N...y..", { IOSPACE_REASON_USER_NAMESPACE } },
	{ -EPERM, ".N.nyY..", { IOSPACE_REASON_BOUNDED } },
	{ -EPERM, ".N.nYY..", { IOSPACE_REASON_NO_CAPABILITY } },
	{ -EPERM, ".N.N.Yy.", { IOSPACE_REASON_LOCKDOWN } },

	/* A device cgroup can't be seen, so it is always possible. */
	{ -EPERM, ".N.N.nnn", { IOSPACE_REASON_DEVICE_CGROUP } },
	{ -EPERM, ".N.N.nnN", { IOSPACE_REASON_DEVICE_CGROUP, IOSPACE_REASON_SECCOMP } },
	{ -EPERM, ".N.N.nun", { IOSPACE_REASON_LOCKDOWN, IOSPACE_REASON_DEVICE_CGROUP } },
	{ -EPERM, ".N.N.nuN", { IOSPACE_REASON_LOCKDOWN, IOSPACE_REASON_DEVICE_CGROUP,
				IOSPACE_REASON_SECCOMP } },
	{ -EPERM, ".N.N.unn", { IOSPACE_REASON_DEVICE_CGROUP,
				IOSPACE_REASON_USER_NAMESPACE } },
	{ -EPERM, ".N.N.unN", { IOSPACE_REASON_DEVICE_CGROUP, IOSPACE_REASON_SECCOMP,
				IOSPACE_REASON_USER_NAMESPACE } },
	{ -EPERM, ".N.N.uun", { IOSPACE_REASON_LOCKDOWN, IOSPACE_REASON_DEVICE_CGROUP,
				IOSPACE_REASON_USER_NAMESPACE } },
	{ -EPERM, ".N.N.uuN", { IOSPACE_REASON_LOCKDOWN, IOSPACE_REASON_DEVICE_CGROUP,
				IOSPACE_REASON_SECCOMP, IOSPACE_REASON_USER_NAMESPACE } },

	{ -EACCES, ".N...y..", { IOSPACE_REASON_USER_NAMESPACE } },
	{ -EACCES, ".n......", { IOSPACE_REASON_FILE_PERMISSION } },
	{ -EACCES, ".N...Y..", { IOSPACE_REASON_FILE_PERMISSION } },

	{ -ENOENT, "y.n.....", { IOSPACE_REASON_NO_DRIVER } },
	{ -ENOENT, "y.y.....", { IOSPACE_REASON_NO_NODE } },
	{ -ENOENT, "y.u.....", { IOSPACE_REASON_NO_DRIVER, IOSPACE_REASON_NO_NODE } },
	{ -ENOENT, "n.......", { IOSPACE_REASON_NO_FILE } },

	{ -ENXIO, "........", { IOSPACE_REASON_NO_DRIVER } },
	{ -ENODEV, "y.......", { IOSPACE_REASON_NOT_THE_DEVICE } },
	{ -ENODEV, "n.......", { IOSPACE_REASON_NOT_AN_IOSPACE } },
	{ -EOPNOTSUPP, "........", { IOSPACE_REASON_NO_EXACT } },

	/* As for all that are not here. */
	{ -EIO, "........", { IOSPACE_REASON_UNKNOWN } },
};
/* clang-format on */

/* Names, and whether they are /dev/port's own. */
static const struct {
	const char *device;
	enum answer is_default;
} names[] = {
	{ NULL, YES },
	{ "/dev/port", YES },
	{ "/dev/portal", NO },
	{ "port", NO },
};

static bool fits(char letter, enum answer answer)
{
	switch (letter) {
	case 'y':
		return answer == YES;
	case 'n':
		return answer == NO;
	case 'u':
		return answer == UNKNOWN;
	case 'Y':
		return answer != YES;
	case 'N':
		return answer != NO;
	default:
		return true;
	}
}

static bool all_fit(const char *known, enum answer is_default,
		    const struct evidence *evidence)
{
	enum answer answers[ANSWERS];
	bool all = fits(known[0], is_default);

	memcpy(answers, evidence, sizeof(answers));
	for (size_t i = 0; i < ANSWERS; i++)
		all &= fits(known[i + 1], answers[i]);
	return all;
}

/* There is one, and no other. */
static const struct rule *find_rule(int error, enum answer is_default,
				    const struct evidence *evidence)
{
	const struct rule *found = NULL;

	for (const struct rule *rule = rules; rule < rules + COUNT(rules); rule++)
		if (rule->error == error && all_fit(rule->known, is_default, evidence)) {
			assert_null(found);
			found = rule;
		}
	assert_non_null(found);
	return found;
}

/* Those and no others, each once, and what is after them is left alone. */
static void assert_reasons(const struct evidence *evidence, const char *device, int error,
			   const enum iospace_reason *expected)
{
	const enum iospace_reason untouched = IOSPACE_REASONS;
	enum iospace_reason reasons[IOSPACE_REASONS];
	size_t count;

	for (size_t i = 0; i < COUNT(reasons); i++)
		reasons[i] = untouched;
	count = evidence_reasons(evidence, device, error, reasons);
	assert_in_range(count, 1, IOSPACE_REASONS);

	for (size_t i = 0; i < count; i++)
		assert_int_equal(reasons[i], expected[i]);
	assert_int_equal(expected[count], IOSPACE_REASON_NONE);
	for (size_t i = count; i < COUNT(reasons); i++)
		assert_int_equal(reasons[i], untouched);
}

/* All that can be seen, numbered from 0. */
static struct evidence combination(unsigned int number)
{
	enum answer answers[ANSWERS];
	struct evidence evidence;

	for (size_t i = 0; i < ANSWERS; i++, number /= 3)
		answers[i] = (enum answer)(number % 3);
	memcpy(&evidence, answers, sizeof(evidence));
	return evidence;
}

static void every_evidence_of_every_error_has_its_reasons(void **state)
{
	bool seen[IOSPACE_REASONS] = { false };

	(void)state;
	for (unsigned int i = 0; i < COMBINATIONS * COUNT(rules); i++) {
		const struct evidence evidence = combination(i % COMBINATIONS);
		int error = rules[i / COMBINATIONS].error;

		for (size_t j = 0; j < COUNT(names); j++) {
			const struct rule *rule = find_rule(error, names[j].is_default,
							    &evidence);

			assert_reasons(&evidence, names[j].device, error, rule->reasons);
			for (size_t k = 0; k == 0 || rule->reasons[k]; k++)
				seen[rule->reasons[k]] = true;
		}
	}
	for (size_t i = 0; i < COUNT(seen); i++)
		assert_true(seen[i]);
}

static void every_other_error_is_unknown(void **state)
{
	static const int known[] = { EPERM, EACCES, ENOENT, ENXIO, ENODEV, EOPNOTSUPP };
	static const enum iospace_reason unknown[] = { IOSPACE_REASON_UNKNOWN, 0 };
	const struct evidence evidence = combination(0);

	(void)state;
	for (int error = 1; error <= MAX_ERRNO; error++) {
		bool is_known = false;

		for (size_t i = 0; i < COUNT(known); i++)
			is_known |= error == known[i];
		for (size_t i = 0; i < COUNT(names) && !is_known; i++)
			assert_reasons(&evidence, names[i].device, -error, unknown);
	}
}

/* What is seen where nothing is set. */
static const struct evidence nothing = { .port = YES, .permitted = NO };

static void assert_evidence(const char *device, const struct evidence *expected)
{
	struct evidence evidence;
	int before = syscalls_descriptors();

	memset(&evidence, 0x5a, sizeof(evidence));
	evidence_gather(device, &evidence);
	assert_memory_equal(&evidence, expected, sizeof(evidence));
	assert_int_equal(syscalls_descriptors(), before);
	assert_int_equal(syscalls.cap_set_proc.count, 0);
	assert_int_equal(syscalls.open.count, 0);
}

static void where_nothing_can_be_seen_the_most_is_unknown(void **state)
{
	(void)state;
	assert_evidence(NULL, &nothing);
	assert_evidence("/dev/port", &nothing);
	assert_evidence("/dev/null/missing", &nothing);

	/* Not even that. */
	syscalls.stat.error = syscalls.fopen.error = EACCES;
	syscalls.cap_get_proc.error = ENOMEM;
	assert_evidence(NULL, &nothing);
	assert_evidence(existing, &nothing);
}

static void the_device_is_known_by_its_kind(void **state)
{
	static const struct {
		struct file_kind kind;
		enum answer answer;
	} rows[] = {
		{ { S_IFCHR, 1, 4 }, YES }, { { S_IFCHR, 1, 3 }, NO },
		{ { S_IFCHR, 4, 1 }, NO },  { { S_IFBLK, 1, 4 }, NO },
		{ { S_IFREG, 1, 4 }, NO },
	};
	struct evidence expected = nothing;

	(void)state;
	syscalls.port = existing;
	for (size_t i = 0; i < COUNT(rows); i++) {
		syscalls.stat_kind = &rows[i].kind;
		expected.port = rows[i].answer;
		assert_evidence(NULL, &expected);
		assert_evidence("/dev/port", &expected);
		assert_evidence(existing, &expected);
		assert_evidence("/dev/null/missing", &nothing);
	}
}

static void a_simulated_one_is_not_the_device(void **state)
{
	const struct simulated *device = *state;
	struct evidence expected = nothing;

	expected.port = NO;
	assert_evidence(device->path, &expected);
	assert_evidence(NULL, &nothing);
}

static void the_driver_is_known_where_another_is_seen(void **state)
{
	struct evidence expected = nothing;

	(void)state;
	syscalls.mem_port = existing;
	assert_evidence(NULL, &nothing);
	syscalls.mem_null = existing;
	expected.driver = YES;
	assert_evidence(NULL, &expected);
	syscalls.mem_port = NULL;
	expected.driver = NO;
	assert_evidence(NULL, &expected);
}

static void a_permitted_capability_counts(void **state)
{
	struct evidence expected = nothing;

	(void)state;
	syscalls_give_rawio(CAP_INHERITABLE);
	assert_evidence(NULL, &nothing);
	syscalls_give_rawio(CAP_PERMITTED);
	expected.permitted = YES;
	assert_evidence(NULL, &expected);
	syscalls_give_rawio(CAP_EFFECTIVE);
	assert_evidence(NULL, &expected);
	syscalls.cap_get_proc.error = ENOMEM;
	assert_evidence(NULL, &nothing);
}

static void prctl_tells_of_the_bounding_set_and_of_filters(void **state)
{
	struct evidence expected = nothing;

	(void)state;
	syscalls.bounding = 0;
	expected.bounded = YES;
	assert_evidence(NULL, &expected);
	syscalls.bounding = 1;
	expected.bounded = NO;
	assert_evidence(NULL, &expected);

	syscalls.seccomp = 0;
	expected.filtered = NO;
	assert_evidence(NULL, &expected);
	for (syscalls.seccomp = 1; syscalls.seccomp <= 2; syscalls.seccomp++) {
		expected.filtered = YES;
		assert_evidence(NULL, &expected);
	}
}

/* PROC_USER_INIT_INO in include/linux/proc_ns.h, and some that are not. */
static void the_initial_namespace_is_known_by_its_inode(void **state)
{
	static const ino_t others[] = { 1, 4026531836, 4026531838, 4026532201 };
	struct evidence expected = nothing;

	(void)state;
	syscalls.user_namespace = 4026531837;
	expected.own_namespace = NO;
	assert_evidence(NULL, &expected);
	expected.own_namespace = YES;
	for (size_t i = 0; i < COUNT(others); i++) {
		syscalls.user_namespace = others[i];
		assert_evidence(NULL, &expected);
	}
}

static void lockdown_is_what_is_in_brackets(void **state)
{
	static const struct {
		const char *content;
		enum answer answer;
	} rows[] = {
		{ "[none] integrity confidentiality\n", NO },
		{ "none [integrity] confidentiality\n", YES },
		{ "none integrity [confidentiality]\n", YES },
		{ "[none] integrity confidentiality", NO },
		{ "none [integrity] confidentiality", YES },
		{ "", UNKNOWN },
	};
	const struct simulated *device = *state;

	syscalls.lockdown = device->path;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct evidence expected = nothing;
		FILE *file = fopen(device->path, "w");

		assert_non_null(file);
		fputs(rows[i].content, file);
		fclose(file);
		expected.lockdown = rows[i].answer;
		assert_evidence(NULL, &expected);
	}
	syscalls.fopen.error = EACCES;
	assert_evidence(NULL, &nothing);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		evidence_test(every_evidence_of_every_error_has_its_reasons),
		evidence_test(every_other_error_is_unknown),
		evidence_test(where_nothing_can_be_seen_the_most_is_unknown),
		evidence_test(the_device_is_known_by_its_kind),
		simulated_test(a_simulated_one_is_not_the_device),
		evidence_test(the_driver_is_known_where_another_is_seen),
		evidence_test(a_permitted_capability_counts),
		evidence_test(prctl_tells_of_the_bounding_set_and_of_filters),
		evidence_test(the_initial_namespace_is_known_by_its_inode),
		simulated_test(lockdown_is_what_is_in_brackets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
