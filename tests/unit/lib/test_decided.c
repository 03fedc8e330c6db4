/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* iospace_diagnose_open(): what the error of an open decides of what can't be seen. */
#include "doubles/simulated.h"
#include "doubles/syscalls.h"
#include "lib/diagnosis/table.h"
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* A file that is there. */
static const char existing[] = "/";

/* What an open needs, and so what its error can tell of. */
static bool is_decidable(enum iospace_condition_kind kind)
{
	return kind != IOSPACE_CONDITION_IOPERM && kind != IOSPACE_CONDITION_PCI_IO_BARS;
}

static struct table diagnosed(const char *device, int error)
{
	const struct iospace_condition *condition = NULL;
	struct iospace_diagnosis *diagnosis;
	struct table table = { 0 };
	size_t count = 0;

	assert_int_equal(iospace_diagnose_open(&diagnosis, device,
					       IOSPACE_READ | IOSPACE_WRITE, error),
			 0);
	while ((condition = iospace_diagnosis_next_condition(diagnosis, condition))) {
		assert_in_range(count, 0, CONDITIONS - 1);
		table.rows[count++] = *condition;
	}
	assert_int_equal(count, CONDITIONS);
	iospace_diagnosis_free(diagnosis);
	return table;
}

/* That nothing of what is found without the error is changed, but that. */
static void assert_decided(const char *device, int error, const struct table *expected)
{
	int before = syscalls_descriptors();
	struct table table;

	syscalls.opened_elsewhere = syscalls.opened_inheritable = false;
	table = diagnosed(device, error);
	assert_same_table(&table, expected);
	assert_int_equal(syscalls_descriptors(), before);
	assert_false(syscalls.opened_elsewhere);
	assert_false(syscalls.opened_inheritable);
	assert_int_equal(syscalls.cap_set_proc.count, 0);
}

static void put_decided(struct table *table, enum iospace_condition_kind kind,
			enum iospace_answer answer, const char *suffix)
{
	const struct iospace_condition *row = table_row(table, kind);
	char evidence[2 * sizeof(row->evidence)];

	snprintf(evidence, sizeof(evidence), "%s%s", row->evidence, suffix);
	table_put(table, kind, answer, evidence);
}

/* But not what the open did not need. */
static struct table opened(const char *device)
{
	struct table table = table_gathered(device, 0);

	for (size_t i = 0; i < CONDITIONS; i++)
		if (is_decidable(table.rows[i].kind) &&
		    table.rows[i].answer == IOSPACE_ANSWER_UNKNOWN)
			put_decided(&table, table.rows[i].kind, IOSPACE_ANSWER_OK,
				    "; it was opened");
	return table;
}

static void what_was_opened_had_all_that_it_needs(void **state)
{
	struct table expected;

	(void)state;
	syscalls_put_port(existing);
	syscalls.read_error = syscalls.write_error = EILSEQ; /* the longest words */
	expected = opened(NULL);
	assert_string_equal(
		table_row(&expected, IOSPACE_CONDITION_DEVICE_CGROUP)->evidence,
		"faccessat(2): reading Invalid or incomplete multibyte or "
		"wide character, writing Invalid or incomplete multibyte or "
		"wide character; it was opened");
	assert_int_equal(table_row(&expected, IOSPACE_CONDITION_LOCKDOWN)->answer,
			 IOSPACE_ANSWER_OK);
	assert_int_equal(table_row(&expected, IOSPACE_CONDITION_CAPABILITY)->answer,
			 IOSPACE_ANSWER_NO);
	assert_int_equal(table_row(&expected, IOSPACE_CONDITION_PCI_IO_BARS)->answer,
			 IOSPACE_ANSWER_UNKNOWN);
	assert_decided(NULL, 0, &expected);
	assert_decided("/dev/port", 0, &expected);
	assert_decided(existing, 0, &expected);
}

/* Now it is gone, it can't be looked at, or it is something else. */
static void what_was_opened_was_there_whatever_is_there_now(void **state)
{
	static const struct file_kind null = { S_IFCHR | 0666, 1, 3 };
	struct table expected = opened(NULL);

	(void)state;
	assert_string_equal(table_row(&expected, IOSPACE_CONDITION_KERNEL)->evidence,
			    "/sys/class/mem/null: No such file or directory; "
			    "it was opened");
	assert_int_equal(table_row(&expected, IOSPACE_CONDITION_NODE)->answer,
			 IOSPACE_ANSWER_NO);
	assert_decided(NULL, 0, &expected);
	syscalls.stat.error = EACCES;
	expected = opened(NULL);
	assert_string_equal(table_row(&expected, IOSPACE_CONDITION_NODE)->evidence,
			    "stat(2): Permission denied; it was opened");
	assert_decided(NULL, 0, &expected);
	syscalls.stat.error = 0;
	syscalls.port = existing;
	syscalls.stat_kind = &null;
	expected = opened(NULL);
	assert_int_equal(table_row(&expected, IOSPACE_CONDITION_NODE)->answer,
			 IOSPACE_ANSWER_NO);
	assert_decided(NULL, 0, &expected);
}

static void of_a_simulated_one_there_is_nothing_to_decide(void **state)
{
	const struct simulated *device = *state;
	const struct table expected = table_gathered(device->path, 0);
	static const int errors[] = { 0, -ENODEV, -EIO };

	for (size_t i = 0; i < COUNT(errors); i++)
		assert_decided(device->path, errors[i], &expected);
}

/*
 * What can be seen, by letters: o is OK, u is UNKNOWN and n is NO. The first is for the
 * node, where u is that stat(2) may not look at it and n that it is missing; the others
 * are for kernel, capability, user namespace, lockdown, device cgroup, seccomp and
 * security module.
 */
struct deciding {
	const char *seen;
	int error;
	enum iospace_condition_kind decided; /* what does not hold, or UNKNOWN: nothing */
};

static const struct deciding decidings[] = {
	/* One is left. */
	{ "ooouoooo", -EPERM, IOSPACE_CONDITION_USER_NAMESPACE },
	{ "uoouoooo", -EPERM, 0 },
	{ "oooouooo", -EPERM, IOSPACE_CONDITION_LOCKDOWN },
	{ "oooouuoo", -EPERM, 0 },
	{ "ooooouoo", -EPERM, IOSPACE_CONDITION_DEVICE_CGROUP },
	{ "ooooouuo", -EPERM, 0 },
	{ "oooooouo", -EPERM, IOSPACE_CONDITION_SECCOMP },
	{ "ooouoouo", -EPERM, 0 },

	{ "ooooooou", -EPERM, IOSPACE_CONDITION_SECURITY_MODULE },
	{ "oooouoou", -EPERM, 0 },

	/* None is, or none is needed. */
	{ "oooooooo", -EPERM, 0 },
	{ "oonuuuuo", -EPERM, 0 },
	{ "onouuuuo", -EPERM, 0 },
	{ "ououuuuo", -EPERM, 0 },

	{ "nuouuuuo", -ENOENT, 0 },
	{ "noouuuuo", -ENOENT, 0 },
	{ "nnouuuuo", -ENOENT, 0 },
	{ "ououuuuo", -ENXIO, IOSPACE_CONDITION_KERNEL },
	{ "onouuuuo", -ENXIO, 0 },
	{ "uuouuooo", -EACCES, IOSPACE_CONDITION_FILE_PERMISSION },
	{ "uuouuoou", -EACCES, 0 },
	{ "ououuuoo", -EACCES, IOSPACE_CONDITION_FILE_PERMISSION },
	{ "ououuuuo", -EACCES, 0 },
	{ "ououuouo", -EACCES, IOSPACE_CONDITION_SECCOMP },
	{ "ououuooo", -EACCES, 0 },
	{ "ououuoou", -EACCES, IOSPACE_CONDITION_SECURITY_MODULE },
	{ "ououuouu", -EACCES, 0 },
	{ "ououuuuo", -ENODEV, 0 },
	{ "ououuuuo", -EOPNOTSUPP, 0 },
	{ "ououuuuo", -EIO, 0 },
};

static void see(const char *seen, const struct simulated *file)
{
	syscalls_teardown(NULL);
	syscalls_setup(NULL);
	if (seen[0] == 'o')
		syscalls_put_port(existing);
	syscalls.closed = seen[0] == 'u' ? "/dev" : NULL;
	syscalls.mem_null = seen[1] == 'n' ? existing : NULL;
	syscalls.mem_port = seen[1] == 'o' ? existing : NULL;
	if (seen[2] == 'o')
		syscalls_give_rawio(CAP_PERMITTED);
	syscalls.user_namespace = seen[3] == 'o' ? 4026531837 : 0;
	syscalls.lockdown = seen[4] == 'o' ? file->path : NULL;
	syscalls.read_error = seen[5] == 'o' ? 0 : ENOSYS;
	syscalls.seccomp = seen[6] == 'o' ? 0 : -1;
	syscalls.proc_self = seen[7] == 'o' ? existing : NULL;
}

static void what_is_left_alone_does_not_hold(void **state)
{
	const struct simulated *file = *state;

	strcpy((char *)file->ports, "[none] integrity confidentiality\n");
	for (size_t i = 0; i < COUNT(decidings); i++) {
		const struct deciding *deciding = &decidings[i];
		struct table expected;

		see(deciding->seen, file);
		expected = table_gathered(NULL, deciding->error);
		if (deciding->decided)
			put_decided(&expected, deciding->decided, IOSPACE_ANSWER_NO,
				    deciding->error == -EPERM ? "; no other cause is left"
							      : "; the error says so");
		assert_decided(NULL, deciding->error, &expected);
		assert_decided("/dev/port", deciding->error, &expected);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		syscalls_test(what_was_opened_had_all_that_it_needs),
		syscalls_test(what_was_opened_was_there_whatever_is_there_now),
		simulated_test(of_a_simulated_one_there_is_nothing_to_decide),
		simulated_test(what_is_left_alone_does_not_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
