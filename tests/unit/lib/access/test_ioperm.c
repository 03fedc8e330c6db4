/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whether the kernel has ioperm(2), and exact accesses where it has not. */
#include "doubles/inout.h"

#include "access/method.h"
#include "diagnosis/conditions.h"
#include "doubles/devices.h"
#include "doubles/processor.h"
#include "doubles/simulated.h"
#include "doubles/syscalls.h"
#include "iospace.h"
#include "lib/diagnosis/table.h"
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define UNTOUCHED 0xdeadbeef

static void an_open_permits_nothing(void **state)
{
	(void)state;
	processor_start();
	iospace_close(inout_open_port());
	assert_int_equal(processor.permission_count, 0);
	assert_int_equal(processor.probes, 1);
}

/* The kernel's own refusal of no port at all is EINVAL: it is there. */
static void asking_for_ioperm_permits_nothing(void **state)
{
	static const int refusals[] = { EPERM, EINVAL, ENOMEM, EIO, EACCES, ENOSYS };

	(void)state;
	for (size_t i = 0; i < COUNT(refusals); i++) {
		int refusal = refusals[i];

		processor_start();
		assert_int_equal(inout_ask_ioperm(), 0);
		processor.refusal = refusal;
		assert_int_equal(inout_ask_ioperm(), refusal == EINVAL ? 0 : -refusal);
		processor.has_ioperm = false;
		assert_int_equal(inout_ask_ioperm(), -ENOSYS);
		assert_int_equal(processor.probes, 3);
		assert_int_equal(processor.permission_count, 0);
	}
	assert_int_equal(processor_permitted(), 0);
	assert_int_equal(syscalls.cap_set_proc.count, 0);
}

static void ioperm_is_asked_where_no_filter_can_be_in_the_way(void **state)
{
	static const struct {
		bool has_ioperm;
		int refusal;
		enum iospace_answer answer;
		const char *evidence;
	} rows[] = {
		{ true, 0, IOSPACE_ANSWER_OK, "ioperm(2): there" },
		{ false, 0, IOSPACE_ANSWER_NO, "ioperm(2): Function not implemented" },
		{ true, EPERM, IOSPACE_ANSWER_UNKNOWN,
		  "ioperm(2): Operation not permitted" },
	};
	struct table expected = table_with_port();

	(void)state;
	syscalls_take_rawio();
	assert_found(NULL, &expected);
	assert_int_equal(processor.probes, 0);

	syscalls.seccomp = 0;
	table_put(&expected, IOSPACE_CONDITION_SECCOMP, IOSPACE_ANSWER_OK,
		  "prctl(PR_GET_SECCOMP): 0, no filter");
	for (size_t i = 0; i < COUNT(rows); i++) {
		processor = (struct processor){ .has_ioperm = rows[i].has_ioperm,
						.refusal = rows[i].refusal };
		table_put(&expected, IOSPACE_CONDITION_IOPERM, rows[i].answer,
			  rows[i].evidence);
		assert_found(NULL, &expected);
		assert_int_equal(processor.probes, 1);
		assert_int_equal(processor.permission_count, 0);
		assert_int_equal(processor_permitted(), 0);
	}
}

/* After it was refused it can be asked under a filter too, and that tells whose it was.
 */
static void ioperm_is_asked_of_a_filter_that_let_it_pass_or_not(void **state)
{
	const struct question question = {
		.flags = IOSPACE_READ | IOSPACE_EXACT,
		.is_access = true,
		.address = 0xe0,
		.size = 4,
		.error = -EPERM,
	};
	struct found found;

	(void)state;
	processor_start();
	syscalls.seccomp = 2;
	conditions_gather(&question, &found);
	assert_int_equal(found_answer(&found, IOSPACE_CONDITION_SECCOMP),
			 IOSPACE_ANSWER_OK);
	assert_string_equal(
		found_condition(&found, IOSPACE_CONDITION_SECCOMP)->evidence,
		"prctl(PR_GET_SECCOMP): 2, a filter; ioperm(2) for no port: allowed");
	assert_int_equal(found_answer(&found, IOSPACE_CONDITION_IOPERM),
			 IOSPACE_ANSWER_OK);

	processor.refusal = EPERM;
	conditions_gather(&question, &found);
	assert_int_equal(found_answer(&found, IOSPACE_CONDITION_SECCOMP),
			 IOSPACE_ANSWER_NO);
	assert_string_equal(found_condition(&found, IOSPACE_CONDITION_SECCOMP)->evidence,
			    "prctl(PR_GET_SECCOMP): 2, a filter; "
			    "ioperm(2) for no port: Operation not permitted");
	assert_int_equal(syscalls.open.count, 0);
}

/* It may end the process then: iospace_check() has not called it. */
static void ioperm_is_not_asked_for_an_access_that_is_not_sound(void **state)
{
	const struct question question = {
		.flags = IOSPACE_READ | IOSPACE_EXACT,
		.is_access = true,
		.address = 0xe1,
		.size = 4,
		.error = -EINVAL,
	};
	struct found found;

	(void)state;
	processor_start();
	syscalls.seccomp = 2;
	conditions_gather(&question, &found);
	assert_int_equal(processor.probes, 0);
}

/* A kernel without CONFIG_X86_IOPL_IOPERM. */
static void without_ioperm_only_a_bar_has_exact_accesses(void **state)
{
	static const struct resource resources[RESOURCES] = { { 0xc000, 0xc003,
								IO_BAR } };
	struct iospace_diagnosis *diagnosis;
	const struct iospace_cause *cause;
	uint32_t data = UNTOUCHED, size = 4;
	struct devices devices;
	struct iospace *io;
	uint8_t *bytes;

	(void)state;
	assert_int_equal(devices_make(&devices), 0);
	devices_add(&devices, "0000:00:03.0", resources);
	bytes = devices_map_bar(&devices, "0000:00:03.0", 0, 4);
	syscalls.pci_devices = devices.path;
	processor_start();
	processor.has_ioperm = false;

	io = inout_open_port();
	assert_int_equal(iospace_write(io, 0xc000, 0x5a5a5a5a, &size), 0);
	assert_memory_equal(bytes, "ZZZZ", 4);
	assert_int_equal(iospace_claim(io, 0xe0, 4, IOSPACE_WRITE), -EOPNOTSUPP);
	assert_int_equal(iospace_write(io, 0xe0, 1, &size), -EOPNOTSUPP);
	assert_int_equal(size, 0);
	size = 4;
	assert_int_equal(iospace_read(io, 0xe0, &data, &size), -EOPNOTSUPP);
	assert_int_equal(size, 0);
	assert_int_equal(data, UNTOUCHED);
	assert_int_equal(processor.permission_count, 0);
	assert_int_equal(syscalls.pwrite.count + syscalls.pread.count, 1);
	iospace_close(io);
	devices_remove(&devices);

	assert_int_equal(iospace_diagnose_access(&diagnosis, NULL, 0xe0, 4,
						 IOSPACE_READ | IOSPACE_EXACT,
						 -EOPNOTSUPP),
			 0);
	cause = iospace_diagnosis_next_cause(diagnosis, NULL);
	assert_int_equal(iospace_cause_get_reason(cause), IOSPACE_REASON_NO_EXACT);
	assert_non_null(strstr(iospace_cause_get_text(cause), "ioperm"));
	assert_null(iospace_diagnosis_next_cause(diagnosis, cause));
	iospace_diagnosis_free(diagnosis);
}

/* Seccomp may refuse the question of the open too: what it lacks shows at the claim. */
static void an_ioperm_that_is_refused_is_there(void **state)
{
	struct iospace *io;

	(void)state;
	processor_start();
	processor.refusal = EPERM;
	io = inout_open_port();
	assert_int_equal(iospace_claim(io, 0xe0, 4, IOSPACE_WRITE), -EPERM);
	assert_int_equal(syscalls.opendir.count, 0);
	iospace_close(io);
}

/* Nothing is asked for at the open; the ports are, and by the capability of this thread.
 */
static void a_device_that_was_handed_over_takes_ioperm_all_the_same(void **state)
{
	const struct simulated *device = *state;
	int fd = openat(AT_FDCWD, device->path, O_RDWR | O_CLOEXEC);
	struct iospace *io = NULL;

	processor_start();
	syscalls_take_rawio();
	assert_int_equal(iospace_open_fd(&io, fd, IOSPACE_WRITE | IOSPACE_EXACT), 0);
	assert_int_equal(iospace_claim(io, 0xe0, 4, IOSPACE_WRITE), -EPERM);
	assert_int_equal(processor.permission_count, 0);
	syscalls_give_rawio(CAP_PERMITTED);
	assert_int_equal(iospace_claim(io, 0xe0, 4, IOSPACE_WRITE), 0);
	assert_int_equal(processor_permitted(), 4);
	iospace_close(io);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		inout_test(an_open_permits_nothing),
		inout_test(asking_for_ioperm_permits_nothing),
		inout_test(ioperm_is_asked_where_no_filter_can_be_in_the_way),
		inout_test(ioperm_is_asked_of_a_filter_that_let_it_pass_or_not),
		inout_test(ioperm_is_not_asked_for_an_access_that_is_not_sound),
		inout_test(without_ioperm_only_a_bar_has_exact_accesses),
		inout_test(an_ioperm_that_is_refused_is_there),
		inout_test(a_device_that_was_handed_over_takes_ioperm_all_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
