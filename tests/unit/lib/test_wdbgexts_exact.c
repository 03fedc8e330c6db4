/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The debugger's functions where in and out instructions can be permitted, on x86. */
#include "doubles/inout.h"
#include "doubles/processor.h"
#include "doubles/simulated.h"
#include "doubles/syscalls.h"
#include "iospace.h"
#include "test.h"
#include "wdbgexts.h"

#include <errno.h>
#include <string.h>

#define UNTOUCHED 0xdeadbeef

#define MS INT64_C(1000000)

static int transfers(void)
{
	return syscalls.pread.count + syscalls.pwrite.count;
}

static void assert_writes(ULONG64 address, ULONG data, ULONG size, ULONG moved)
{
	WriteIoSpace64(address, data, &size);
	assert_int_equal(size, moved);
}

/* What is in a variable of 32 bits after a read. */
static ULONG read_of(ULONG64 address, ULONG size, ULONG moved)
{
	ULONG data = UNTOUCHED;

	ReadIoSpace64(address, &data, &size);
	assert_int_equal(size, moved);
	return data;
}

static void a_wide_access_is_one_bus_cycle(void **state)
{
	(void)state;
	processor_start();
	processor.value = 0x55667788;
	assert_writes(0xe2, 0x11223344, 2, 2);
	assert_cycle(0, true, 0xe2, 2, 0x3344);
	assert_writes(0xe0, 0x11223344, 4, 4);
	assert_cycle(1, true, 0xe0, 4, 0x11223344);
	assert_int_equal(read_of(0xe2, 2, 2), 0xdead7788);
	assert_cycle(2, false, 0xe2, 2, 0x7788);
	assert_int_equal(read_of(0xe0, 4, 4), 0x55667788);
	assert_cycle(3, false, 0xe0, 4, 0x55667788);
	assert_int_equal(processor.cycle_count, 4);
	assert_int_equal(transfers(), 0);
}

static void the_address_of_pci_configuration_is_written(void **state)
{
	(void)state;
	processor_start();
	assert_writes(0xcf8, 0x80000600, 4, 4);
	assert_cycle(0, true, 0xcf8, 4, 0x80000600);
	assert_int_equal(processor.cycle_count, 1);
	assert_int_equal(transfers(), 0);
}

static void each_call_takes_back_what_it_was_permitted(void **state)
{
	int before = syscalls_descriptors();

	(void)state;
	processor_start();
	assert_writes(0xe0, 1, 4, 4);
	assert_asked(0, 0xe0, 4, 1);
	assert_asked(1, 0xe0, 4, 0);
	assert_int_equal(read_of(0xe2, 2, 2), UNTOUCHED & 0xffff0000);
	assert_asked(2, 0xe2, 2, 1);
	assert_asked(3, 0xe2, 2, 0);
	assert_int_equal(processor.permission_count, 4);
	assert_int_equal(processor_permitted(), 0);
	assert_int_equal(syscalls_descriptors(), before);
}

static void a_byte_needs_no_permission(void **state)
{
	const struct simulated *device = *state;

	processor_start();
	assert_writes(0xe0, 0x5a, 1, 1);
	assert_int_equal(device->ports[0xe0], 0x5a);
	assert_int_equal(read_of(0xe0, 1, 1) & 0xff, 0x5a);
	assert_int_equal(processor.probes + (int)processor.permission_count, 0);
	assert_int_equal(syscalls.open.count, 2);
}

static void a_byte_is_one_too_where_there_is_no_device(void **state)
{
	const struct simulated *device = *state;

	processor_start();
	syscalls.port = NULL;
	syscalls.ioports = device->path;
	processor.value = 0x42;
	assert_writes(0xe0, 0x5a, 1, 1);
	assert_cycle(0, true, 0xe0, 1, 0x5a);
	assert_int_equal(read_of(0xe0, 1, 1) & 0xff, 0x42);
	assert_int_equal(transfers(), 0);
}

static void an_unsound_access_opens_nothing(void **state)
{
	(void)state;
	processor_start();
	assert_writes(0xe1, 1, 2, 0);
	assert_writes(0xe2, 1, 4, 0);
	assert_writes(0xe0, 1, 3, 0);
	assert_writes(0xfffe, 1, 4, 0);
	assert_writes(0x10000, 1, 1, 0);
	assert_int_equal(read_of(0xe1, 2, 0), UNTOUCHED);
	assert_int_equal(syscalls.stat.count, 0);
	assert_int_equal(processor.probes, 0);
}

static void where_permission_is_refused_it_is_bytes(void **state)
{
	const struct simulated *device = *state;
	int before = syscalls_descriptors();

	processor_start();
	processor.refusal = EPERM;
	assert_writes(0xe0, 0x11223344, 4, 4);
	assert_memory_equal(device->ports + 0xe0, "\x44\x33\x22\x11", 4);
	assert_int_equal(read_of(0xe0, 4, 4), 0x11223344);
	assert_writes(0xcf8, 0x80000600, 4, 0);
	assert_int_equal(transfers(), 2);
	assert_int_equal(processor.cycle_count, 0);
	assert_int_equal(syscalls_descriptors(), before);
}

static void a_held_lock_is_waited_for_once(void **state)
{
	struct iospace *io;

	(void)state;
	processor_start();
	io = inout_open_port();
	assert_int_equal(iospace_lock(io, 0), 0);
	assert_writes(0xe0, 1, 4, 0);
	assert_in_range(syscalls.clock, 1000 * MS, 1011 * MS);
	assert_int_equal(processor.cycle_count + (size_t)transfers(), 0);
	iospace_close(io);
}

static void a_handle_of_the_caller_s_keeps_its_permission(void **state)
{
	struct iospace *io;
	uint32_t size = 4;

	(void)state;
	processor_start();
	io = inout_open_port();
	assert_int_equal(iospace_claim(io, 0xcf8, 4, IOSPACE_WRITE), 0);
	assert_writes(0xe0, 1, 4, 4);
	processor.permission_count = 0;
	assert_int_equal(iospace_write(io, 0xcf8, 1, &size), 0);
	assert_int_equal(processor.permission_count, 0);
	iospace_close(io);
	assert_int_equal(processor_permitted(), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		inout_test(a_wide_access_is_one_bus_cycle),
		inout_test(the_address_of_pci_configuration_is_written),
		inout_test(each_call_takes_back_what_it_was_permitted),
		inout_test(a_byte_needs_no_permission),
		inout_test(a_byte_is_one_too_where_there_is_no_device),
		inout_test(an_unsound_access_opens_nothing),
		inout_test(where_permission_is_refused_it_is_bytes),
		inout_test(a_held_lock_is_waited_for_once),
		inout_test(a_handle_of_the_caller_s_keeps_its_permission),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
