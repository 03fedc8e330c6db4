/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Off x86, a port that no window of a host bridge maps is refused. Here the library has
 * what depends on the architecture from lib/access/arch_other.c, on every machine.
 */
#include "diagnosis/conditions.h"
#include "doubles/captures.h"
#include "doubles/ioports_file.h"
#include "doubles/simulated.h"
#include "doubles/syscalls.h"
#include "test.h"

#include <errno.h>
#include <string.h>

#define UNTOUCHED 0xdeadbeef

static const unsigned int both = IOSPACE_READ | IOSPACE_WRITE;
static const uint32_t sizes[] = { 1, 2, 4 };

/* A simulated device that passes for the port device. */
static int unmapped_setup(void **state)
{
	int r = simulated_setup_port(state);

	if (r < 0)
		return r;
	syscalls_give_rawio(CAP_EFFECTIVE);
	return ioports_file_make();
}

static int unmapped_teardown(void **state)
{
	ioports_file_remove();
	return simulated_teardown(state);
}

#define unmapped_test(function) \
	cmocka_unit_test_setup_teardown(function, unmapped_setup, unmapped_teardown)

static struct iospace *open_port(unsigned int flags)
{
	struct iospace *io = NULL;

	assert_int_equal(iospace_open(&io, NULL, flags), 0);
	return io;
}

static int transfers(void)
{
	return syscalls.pread.count + syscalls.pwrite.count;
}

static void assert_refused(struct iospace *io, uint16_t port, uint32_t wanted)
{
	uint32_t data = UNTOUCHED, size = wanted;
	int before = transfers();

	assert_int_equal(iospace_claim(io, port, wanted, IOSPACE_READ), -ECANCELED);
	assert_int_equal(iospace_claim(io, port, wanted, both), -ECANCELED);
	assert_int_equal(iospace_write(io, port, 1, &size), -ECANCELED);
	assert_int_equal(size, 0);
	size = wanted;
	assert_int_equal(iospace_read(io, port, &data, &size), -ECANCELED);
	assert_int_equal(size, 0);
	assert_int_equal(data, UNTOUCHED);
	assert_int_equal(transfers(), before);
}

static void assert_allowed(struct iospace *io, uint16_t port, uint32_t wanted)
{
	uint32_t value = UINT32_C(0x87654321) >> (32 - 8 * wanted), data, size = wanted;
	int before = transfers();

	assert_int_equal(iospace_claim(io, port, wanted, IOSPACE_WRITE), 0);
	assert_int_equal(iospace_write(io, port, value, &size), 0);
	assert_int_equal(size, wanted);
	assert_int_equal(syscalls.transfer.offset, port);
	assert_int_equal(iospace_read(io, port, &data, &size), 0);
	assert_int_equal(size, wanted);
	assert_int_equal(data, value);
	assert_int_equal(transfers(), before + 2);
}

static void assert_all_refused(unsigned int flags)
{
	static const uint16_t ports[] = { 0, 0x80, 0xcf8, 0x1000, 0xfffc };
	struct iospace *io = open_port(flags);

	for (size_t i = 0; i < COUNT(ports); i++)
		if (ports[i] != 0xcf8)
			for (size_t s = 0; s < COUNT(sizes); s++)
				assert_refused(io, ports[i], sizes[s]);
	assert_refused(io, 0xcf8, 1);
	assert_int_equal(transfers(), 0);
	iospace_close(io);
}

static void a_port_in_a_window_is_accessed(void **state)
{
	static const uint16_t ports[] = { 0x1000, 0x1008, 0xfffc };
	struct iospace *io;

	(void)state;
	ioports_file_put(capture_arm64_above_0);
	io = open_port(both);
	for (size_t i = 0; i < COUNT(ports); i++)
		for (size_t s = 0; s < COUNT(sizes); s++)
			assert_allowed(io, ports[i], sizes[s]);
	iospace_close(io);
}

static void a_port_outside_of_the_windows_is_refused_untouched(void **state)
{
	static const uint8_t zero[IOSPACE_PORTS];
	const struct simulated *device = *state;
	struct iospace *io;

	ioports_file_put(capture_arm64_above_0);
	io = open_port(both);
	for (size_t s = 0; s < COUNT(sizes); s++) {
		assert_refused(io, 0, sizes[s]);
		assert_refused(io, 0x80, sizes[s]);
		assert_refused(io, 0x0fff, sizes[s]);
	}
	assert_memory_equal(device->ports, zero, IOSPACE_PORTS);
	iospace_close(io);
}

static void a_block_is_read_in_a_window_alone(void **state)
{
	const struct simulated *device = *state;
	struct iospace *io;
	uint8_t bytes[2] = { 0 };
	size_t length = sizeof(bytes);

	ioports_file_put("00000100-000001ff : PCI Bus 0000:00\n");
	device->ports[0x1fe] = 0x5a;
	device->ports[0x1ff] = 0xa5;
	io = open_port(both);
	assert_int_equal(iospace_read_block(io, 0x1fe, 1, bytes, &length), 0);
	assert_int_equal(length, 2);
	assert_int_equal(bytes[0], 0x5a);
	assert_int_equal(bytes[1], 0xa5);
	syscalls.pread.count = 0;
	assert_int_equal(iospace_read_block(io, 0x1ff, 1, bytes, &length), -ECANCELED);
	assert_int_equal(length, 0);
	assert_int_equal(bytes[0], 0x5a);
	assert_int_equal(transfers(), 0);
	iospace_close(io);
}

/* Of a block the first and the last access are claimed. */
static void a_block_with_a_gap_between_two_windows_is_refused_untouched(void **state)
{
	uint8_t bytes[0x102] = { 0 };
	size_t length = sizeof(bytes);
	struct iospace *io;

	(void)state;
	ioports_file_put("00000100-000001ff : a\n00000300-000003ff : b\n");
	io = open_port(both);
	assert_int_equal(iospace_read_block(io, 0x1ff, 1, bytes, &length), -ECANCELED);
	assert_int_equal(length, 0);
	assert_int_equal(transfers(), 0);
	iospace_close(io);
}

static void a_controller_needs_both_of_its_ports_in_a_window(void **state)
{
	static const struct {
		const char *windows;
		int error;
	} rows[] = {
		{ "00000000-0000ffff : a\n", 0 },
		{ "00000066-00000066 : a\n", -ECANCELED },
		{ "00000062-00000062 : a\n", -ECANCELED },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct iospace *io, *ec;

		ioports_file_put(rows[i].windows);
		io = open_port(both);
		assert_int_equal(iospace_open_ec(&ec, io, 0x66, 0x62), 0);
		assert_int_equal(iospace_claim(ec, 0x24, 1, IOSPACE_READ), rows[i].error);
		assert_int_equal(transfers(), 0);
		iospace_close(ec);
		iospace_close(io);
	}
}

static void an_access_that_leaves_its_window_is_refused(void **state)
{
	struct iospace *io;

	(void)state;
	ioports_file_put("00001000-000010ff : a\n00002000-000020ff : b\n"
			 "00002100-000021ff : c\n");
	io = open_port(both);
	assert_allowed(io, 0x10fc, 4);
	assert_refused(io, 0x10fd, 4);
	assert_refused(io, 0x10ff, 2);
	assert_refused(io, 0x0ffe, 4);
	assert_allowed(io, 0x20fe, 4);
	iospace_close(io);
}

static void either_direction_alone_is_guarded(void **state)
{
	uint32_t data = UNTOUCHED, size = 1;
	struct iospace *io;

	(void)state;
	ioports_file_put(capture_arm64_above_0);
	io = open_port(IOSPACE_READ);
	assert_int_equal(iospace_claim(io, 0x80, 1, IOSPACE_READ), -ECANCELED);
	assert_int_equal(iospace_read(io, 0x80, &data, &size), -ECANCELED);
	iospace_close(io);
	io = open_port(IOSPACE_WRITE);
	size = 1;
	assert_int_equal(iospace_claim(io, 0x80, 1, IOSPACE_WRITE), -ECANCELED);
	assert_int_equal(iospace_write(io, 0x80, 1, &size), -ECANCELED);
	assert_int_equal(size, 0);
	iospace_close(io);
	assert_int_equal(transfers(), 0);
}

static void a_window_does_not_open_the_pci_trap(void **state)
{
	struct iospace *io;
	uint32_t size = 4;

	(void)state;
	ioports_file_put(capture_arm64);
	io = open_port(both);
	assert_int_equal(iospace_write(io, 0xcf8, 0x80000600, &size), -ECANCELED);
	assert_int_equal(size, 0);
	assert_int_equal(transfers(), 0);
	iospace_close(io);
}

static void without_the_file_every_port_is_refused(void **state)
{
	(void)state;
	assert_all_refused(both);
	assert_int_equal(syscalls.fopen.count, 1);
}

static void an_empty_file_or_one_of_zeros_refuses_every_port(void **state)
{
	const char *const texts[] = { "", capture_arm64_zeros, capture_pc_zeros };

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		ioports_file_put(texts[i]);
		assert_all_refused(both);
	}
}

static void force_allows_every_port(void **state)
{
	const char *const texts[] = { "", capture_arm64_above_0, capture_arm64_zeros };

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct iospace *io;

		ioports_file_put(texts[i]);
		io = open_port(both | IOSPACE_FORCE);
		for (size_t s = 0; s < COUNT(sizes); s++)
			assert_allowed(io, 0x80, sizes[s]);
		iospace_close(io);
	}
}

static void the_windows_are_read_once_while_there_is_privilege(void **state)
{
	struct iospace *io;

	(void)state;
	ioports_file_put(capture_arm64_above_0);
	io = open_port(both);
	ioports_file_put(capture_arm64_zeros);
	syscalls.fopen.count = 0;
	syscalls_take_rawio();
	assert_allowed(io, 0x1000, 4);
	assert_refused(io, 0x80, 4);
	assert_int_equal(syscalls.fopen.count, 0);
	iospace_close(io);
}

static void a_simulated_device_is_not_guarded(void **state)
{
	const struct simulated *device = *state;
	struct iospace *io;

	syscalls.stat_kind = syscalls.fstat_kind = NULL;
	io = simulated_open(device, both);
	for (size_t s = 0; s < COUNT(sizes); s++)
		assert_allowed(io, 0x80, sizes[s]);
	assert_int_equal(syscalls.fopen.count, 0);
	iospace_close(io);
}

static void windows_that_cannot_be_read_are_an_error_of_the_open(void **state)
{
	int before = syscalls_descriptors();
	struct iospace *io = NULL;

	(void)state;
	ioports_file_put(capture_arm64);
	syscalls.reallocarray.error = ENOMEM;
	assert_int_equal(iospace_open(&io, NULL, both), -ENOMEM);
	syscalls.reallocarray.error = 0;
	assert_int_equal(syscalls_descriptors(), before);
	/* Which is what a method says that is not there, too. */
	syscalls.fopen.error = EOPNOTSUPP;
	assert_int_equal(iospace_open(&io, NULL, both), -EOPNOTSUPP);
	syscalls.fopen.error = 0;
	assert_int_equal(syscalls_descriptors(), before);

	/* Nor is there memory for the first, the second and so on. */
	for (int after = 0; !io; after++) {
		int r;

		syscalls.calloc = (struct call){ .error = ENOMEM, .after = after };
		r = iospace_open(&io, NULL, both);
		assert_int_equal(r, io ? 0 : -ENOMEM);
		assert_int_equal(syscalls_descriptors(), before + (r == 0));
	}
	assert_true(syscalls.calloc.count > 1);
	iospace_close(io);
}

static void assert_planned(const char *device, uint16_t port, uint32_t size,
			   unsigned int flags, int expected)
{
	static const char untouched[] = "untouched";
	const char *method = untouched;
	int r = iospace_probe(device, port, size, flags, &method);

	if (r != expected)
		fail_msg("0x%x, size %u, flags 0x%x: %d", port, size, flags, r);
	assert_string_equal(method, r >= 0 ? "single bytes" : untouched);
}

static void the_device_has_no_exact_access_and_says_why(void **state)
{
	struct iospace_diagnosis *diagnosis;
	const char *cause;
	struct iospace *io;

	(void)state;
	ioports_file_put(capture_arm64);
	assert_planned(NULL, 0x80, 1, both | IOSPACE_EXACT, -EOPNOTSUPP);
	io = open_port(both | IOSPACE_EXACT);
	assert_int_equal(iospace_claim(io, 0x80, 1, IOSPACE_WRITE), -EOPNOTSUPP);
	iospace_close(io);

	/* A kernel that is not x86's lacks no ioperm. */
	assert_int_equal(iospace_diagnose_access(&diagnosis, NULL, 0x80, 1,
						 both | IOSPACE_EXACT, -EOPNOTSUPP),
			 0);
	cause = iospace_cause_get_text(iospace_diagnosis_next_cause(diagnosis, NULL));
	assert_non_null(strstr(cause, "PCI I/O BAR"));
	assert_null(strstr(cause, "ioperm"));
	iospace_diagnosis_free(diagnosis);
}

static void a_plan_knows_the_windows_without_the_device(void **state)
{
	(void)state;
	syscalls.port = NULL;
	syscalls_take_rawio();
	ioports_file_put(capture_arm64_above_0);
	for (size_t s = 0; s < COUNT(sizes); s++) {
		assert_planned(NULL, 0x1000, sizes[s], both, 0);
		assert_planned("/dev/port", 0xfffc, sizes[s], both, 0);
		assert_planned(NULL, 0x0fff, sizes[s], IOSPACE_READ, -ECANCELED);
		assert_planned(NULL, 0x0fff, sizes[s], IOSPACE_WRITE, -ECANCELED);
		assert_planned("/dev/port", 0x80, sizes[s], both, -ECANCELED);
		assert_planned(NULL, 0x80, sizes[s], both | IOSPACE_FORCE, 0);
	}

	/* Its first port is covered, and its last is not. */
	ioports_file_put("00001000-000010ff : a\n");
	assert_planned(NULL, 0x10fc, 4, both, 0);
	assert_planned(NULL, 0x10fd, 4, both, -ECANCELED);
	assert_planned(NULL, 0x10ff, 2, both, -ECANCELED);

	/* A window is no way around the other rules. */
	assert_planned(NULL, 0xcf8, 4, IOSPACE_WRITE, -ECANCELED);
	ioports_file_put(capture_virt);
	assert_planned(NULL, 0xcf8, 4, IOSPACE_WRITE, -ECANCELED);
	assert_planned(NULL, 0xcf8, 4, IOSPACE_READ, 0);
	assert_planned(NULL, 0xcf8, 4, both | IOSPACE_FORCE, 0);
	assert_planned(NULL, 0x80, 3, both, -EINVAL);
	assert_planned(NULL, 0xffff, 2, both | IOSPACE_FORCE, -ERANGE);
	assert_int_equal(syscalls.open.count, 0);
}

static void a_plan_without_known_windows_is_refused_but_not_if_forced(void **state)
{
	const char *const texts[] = { NULL, "", capture_arm64_zeros };

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		if (texts[i])
			ioports_file_put(texts[i]);
		assert_planned(NULL, 0x1000, 1, both, -ECANCELED);
		assert_planned(NULL, 0x1000, 1, both | IOSPACE_FORCE, 0);
	}

	/* As the open would fail. */
	ioports_file_put(capture_virt);
	syscalls.fopen.error = EACCES;
	assert_planned(NULL, 0x1000, 1, both, -EACCES);
	assert_planned(NULL, 0x1000, 1, both | IOSPACE_FORCE, -EACCES);
	syscalls.fopen.error = 0;
	syscalls.reallocarray.error = ENOMEM;
	assert_planned(NULL, 0x1000, 1, both, -ENOMEM);
}

static void a_plan_for_a_simulated_device_knows_no_windows(void **state)
{
	const struct simulated *device = *state;

	syscalls.stat_kind = NULL;
	ioports_file_put(capture_arm64_above_0);
	for (size_t s = 0; s < COUNT(sizes); s++) {
		assert_planned(device->path, 0x80, sizes[s], both, 1);
		assert_planned(device->path, 0x80, sizes[s], both | IOSPACE_EXACT, 1);
	}
	assert_int_equal(syscalls.fopen.count + syscalls.open.count, 0);
}

static void it_has_no_ioperm_to_ask_for(void **state)
{
	const struct question question = { .flags = both };
	const struct iospace_condition *ioperm;
	struct found found;

	(void)state;
	syscalls.seccomp = 0;
	conditions_gather(&question, &found);
	ioperm = found_condition(&found, IOSPACE_CONDITION_IOPERM);
	assert_int_equal(ioperm->answer, IOSPACE_ANSWER_NO);
	assert_int_equal(ioperm->reason, IOSPACE_REASON_NO_EXACT);
	assert_string_equal(ioperm->evidence, "ioperm(2): only on x86");
}

/* What a filter does is seen at another file then. */
static void a_filter_is_asked_with_an_open(void **state)
{
	const struct question question = {
		.flags = IOSPACE_WRITE | IOSPACE_EXACT,
		.is_access = true,
		.address = 0xc000,
		.size = 4,
		.error = -EPERM,
	};
	const struct iospace_condition *seccomp;
	struct found found;

	(void)state;
	syscalls.seccomp = 2;
	syscalls.open.error = EPERM;
	conditions_gather(&question, &found);
	seccomp = found_condition(&found, IOSPACE_CONDITION_SECCOMP);
	assert_int_equal(seccomp->answer, IOSPACE_ANSWER_NO);
	assert_string_equal(seccomp->evidence,
			    "prctl(PR_GET_SECCOMP): 2, a filter; opening /dev/null: "
			    "Operation not permitted");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		unmapped_test(a_port_in_a_window_is_accessed),
		unmapped_test(a_port_outside_of_the_windows_is_refused_untouched),
		unmapped_test(a_block_is_read_in_a_window_alone),
		unmapped_test(
			a_block_with_a_gap_between_two_windows_is_refused_untouched),
		unmapped_test(a_controller_needs_both_of_its_ports_in_a_window),
		unmapped_test(an_access_that_leaves_its_window_is_refused),
		unmapped_test(either_direction_alone_is_guarded),
		unmapped_test(a_window_does_not_open_the_pci_trap),
		unmapped_test(without_the_file_every_port_is_refused),
		unmapped_test(an_empty_file_or_one_of_zeros_refuses_every_port),
		unmapped_test(force_allows_every_port),
		unmapped_test(the_windows_are_read_once_while_there_is_privilege),
		unmapped_test(a_simulated_device_is_not_guarded),
		unmapped_test(windows_that_cannot_be_read_are_an_error_of_the_open),
		unmapped_test(the_device_has_no_exact_access_and_says_why),
		unmapped_test(it_has_no_ioperm_to_ask_for),
		unmapped_test(a_filter_is_asked_with_an_open),
		unmapped_test(a_plan_knows_the_windows_without_the_device),
		unmapped_test(a_plan_without_known_windows_is_refused_but_not_if_forced),
		unmapped_test(a_plan_for_a_simulated_device_knows_no_windows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
