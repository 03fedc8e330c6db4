/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The debugger's four functions, alone and as an extension uses them. */
#include "iospace.h"
#include "iospace/wdbgexts.h"
#include "simulated.h"
#include "syscalls.h"
#include "test.h"

#include <errno.h>
#include <string.h>

#define UNTOUCHED 0xdeadbeef

#define MS INT64_C(1000000)

/* extension.c */
ULONG write_cmos(ULONG index, ULONG value);
ULONG read_cmos(ULONG index, PULONG value);
ULONG write_pm1_control(ULONG64 base, ULONG value);
ULONG read_pm_timer(ULONG64 base, PULONG ticks);

/* The four in one shape, that of the read with an address of 64 bits. */
static void write_64(ULONG64 address, PULONG data, PULONG size)
{
	WriteIoSpace64(address, *data, size);
}

static void write_32(ULONG64 address, PULONG data, PULONG size)
{
	WriteIoSpace((ULONG)address, *data, size);
}

static void read_32(ULONG64 address, PULONG data, PULONG size)
{
	ReadIoSpace((ULONG)address, data, size);
}

static void (*const functions[])(ULONG64 address, PULONG data, PULONG size) = {
	write_64,
	write_32,
	ReadIoSpace64,
	read_32,
};

/* The simulated device passes for a /dev/port that the thread may open. */
static int port_setup(void **state)
{
	int r = simulated_setup(state);
	const struct simulated *device = *state;

	if (r < 0)
		return r;
	syscalls_put_port(device->path);
	syscalls_give_rawio(CAP_PERMITTED);
	return 0;
}

#define port_test(function) \
	cmocka_unit_test_setup_teardown(function, port_setup, simulated_teardown)

static int transfers(void)
{
	return syscalls.pread.count + syscalls.pwrite.count;
}

static void an_extension_writes_its_registers(void **state)
{
	const struct simulated *device = *state;

	assert_int_equal(write_cmos(0x0e, 0x5a), 1);
	assert_memory_equal(device->ports + 0x6f, "\0\x0e\x5a\0", 4);
	assert_int_equal(write_pm1_control(0x600, 0x1c01), 2);
	assert_memory_equal(device->ports + 0x603, "\0\x01\x1c\0", 4);
	assert_int_equal(syscalls.pwrite.count, 3);
}

static void an_extension_reads_its_registers(void **state)
{
	const struct simulated *device = *state;
	ULONG value = UNTOUCHED;

	device->ports[0x71] = 0x42;
	assert_int_equal(read_cmos(0x0f, &value), 1);
	assert_int_equal(value, 0x42);
	assert_int_equal(device->ports[0x70], 0x0f);

	memcpy(device->ports + 0x608, "\x44\x33\x22\x11", 4);
	assert_int_equal(read_pm_timer(0x600, &value), 4);
	assert_int_equal(value, 0x11223344);
	assert_int_equal(syscalls.pread.count, 2);
}

static void an_extension_without_a_device_stops_at_the_index(void **state)
{
	ULONG value = UNTOUCHED;

	(void)state;
	syscalls.port = NULL;
	assert_int_equal(write_cmos(0x0e, 0x5a), 0);
	assert_int_equal(read_cmos(0x0f, &value), 0);
	assert_int_equal(value, UNTOUCHED);
	assert_int_equal(syscalls.stat.count, 2);
}

static void each_call_closes_what_it_opened(void **state)
{
	int before = syscalls_descriptors();

	(void)state;
	for (size_t i = 0; i < COUNT(functions); i++) {
		ULONG data = 1, size = 1;

		functions[i](0x80, &data, &size);
		assert_int_equal(size, 1);
		assert_int_equal(syscalls.open.count, i + 1);
		assert_int_equal(syscalls.flock.count, i + 1);
		assert_int_equal(syscalls_descriptors(), before);
	}
	assert_int_equal(transfers(), COUNT(functions));
}

/* Each function leaves the data of a failed read, and every descriptor. */
static void assert_each_moves(ULONG64 address, ULONG size, ULONG moved)
{
	int before = syscalls_descriptors();

	for (size_t i = 0; i < COUNT(functions); i++) {
		ULONG data = 0x5a, count = size;

		functions[i](address, &data, &count);
		assert_int_equal(count, moved);
		assert_int_equal(data, 0x5a);
		assert_int_equal(syscalls_descriptors(), before);
	}
}

static void without_a_device_nothing_is_moved(void **state)
{
	(void)state;
	syscalls.port = NULL;
	assert_each_moves(0x80, 1, 0);
	assert_int_equal(syscalls.stat.count, COUNT(functions));
	assert_int_equal(syscalls.open.count, 0);
}

static void an_ordinary_file_in_its_place_is_not_used(void **state)
{
	(void)state;
	syscalls.stat_kind = NULL;
	assert_each_moves(0x80, 1, 0);
	assert_int_equal(syscalls.open.count, 0);
}

static void without_the_capability_nothing_is_moved(void **state)
{
	(void)state;
	cap_clear(syscalls.capabilities);
	assert_each_moves(0x80, 1, 0);
	assert_int_equal(syscalls.cap_get_proc.count, COUNT(functions));
	assert_int_equal(syscalls.open.count, 0);
}

static void a_wrong_size_or_range_moves_nothing(void **state)
{
	static const struct {
		ULONG64 address;
		ULONG size;
	} rows[] = {
		{ 0x80, 0 },  { 0x80, 3 },	 { 0x80, 8 },
		{ 65536, 1 }, { 65535, 2 },	 { 65533, 4 },
		{ 65534, 4 }, { UINT32_MAX, 1 }, { UINT32_MAX - 3, 4 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_each_moves(rows[i].address, rows[i].size, 0);
	assert_int_equal(transfers(), 0);
}

static void a_write_into_the_pci_trap_moves_nothing(void **state)
{
	ULONG data = UNTOUCHED, size = 4;

	(void)state;
	WriteIoSpace64(0xcf8, 0x80000600, &size);
	assert_int_equal(size, 0);
	size = 2;
	WriteIoSpace(0xcf9, 6, &size);
	assert_int_equal(size, 0);
	assert_int_equal(transfers(), 0);

	/* A read is none. */
	size = 4;
	ReadIoSpace64(0xcf8, &data, &size);
	assert_int_equal(size, 4);
	assert_int_equal(data, 0);
}

static void an_address_of_64_bits_is_not_cut(void **state)
{
	ULONG data = UNTOUCHED, size = 1;

	(void)state;
	WriteIoSpace64(0x100000080, 0x5a, &size);
	assert_int_equal(size, 0);
	size = 1;
	ReadIoSpace64(0x100000080, &data, &size);
	assert_int_equal(size, 0);
	assert_int_equal(data, UNTOUCHED);
	assert_int_equal(transfers(), 0);
}

static void data_wider_than_the_access_moves_nothing(void **state)
{
	ULONG size = 1;

	(void)state;
	WriteIoSpace64(0x80, 0x100, &size);
	assert_int_equal(size, 0);
	size = 2;
	WriteIoSpace(0x80, 0x10000, &size);
	assert_int_equal(size, 0);
	assert_int_equal(syscalls.pwrite.count, 0);
}

static void a_short_access_gives_the_true_count(void **state)
{
	(void)state;
	for (ULONG done = 0; done < 4; done++) {
		syscalls.missing = 4 - done;
		assert_each_moves(0x80, 4, done);
	}
	assert_int_equal(transfers(), 4 * COUNT(functions));
}

static void a_failed_access_moves_nothing(void **state)
{
	(void)state;
	syscalls.pread.error = syscalls.pwrite.error = EIO;
	assert_each_moves(0x80, 4, 0);
	assert_int_equal(transfers(), COUNT(functions));
}

static void a_lock_held_for_more_than_a_second_moves_nothing(void **state)
{
	struct iospace *io = simulated_open(*state, IOSPACE_READ);

	assert_int_equal(iospace_lock(io, 0), 0);
	assert_each_moves(0x80, 1, 0);
	assert_in_range(syscalls.clock, COUNT(functions) * 1000 * MS,
			COUNT(functions) * 1011 * MS);
	assert_int_equal(transfers(), 0);
	iospace_close(io);
}

static void unlock(void *holder)
{
	iospace_unlock(holder);
}

static void a_lock_given_up_within_the_second_is_waited_for(void **state)
{
	const struct simulated *device = *state;
	struct iospace *io = simulated_open(device, IOSPACE_READ);
	ULONG size = 1;

	assert_int_equal(iospace_lock(io, 0), 0);
	syscalls.meanwhile = unlock;
	syscalls.context = io;
	WriteIoSpace64(0x80, 0x5a, &size);
	assert_int_equal(size, 1);
	assert_int_equal(device->ports[0x80], 0x5a);
	assert_int_equal(syscalls.nanosleep.count, 1);
	iospace_close(io);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		port_test(an_extension_writes_its_registers),
		port_test(an_extension_reads_its_registers),
		port_test(an_extension_without_a_device_stops_at_the_index),
		port_test(each_call_closes_what_it_opened),
		port_test(without_a_device_nothing_is_moved),
		port_test(an_ordinary_file_in_its_place_is_not_used),
		port_test(without_the_capability_nothing_is_moved),
		port_test(a_wrong_size_or_range_moves_nothing),
		port_test(a_write_into_the_pci_trap_moves_nothing),
		port_test(an_address_of_64_bits_is_not_cut),
		port_test(data_wider_than_the_access_moves_nothing),
		port_test(a_short_access_gives_the_true_count),
		port_test(a_failed_access_moves_nothing),
		port_test(a_lock_held_for_more_than_a_second_moves_nothing),
		port_test(a_lock_given_up_within_the_second_is_waited_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
