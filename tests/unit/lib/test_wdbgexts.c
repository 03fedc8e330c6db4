/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The debugger's functions, alone and as an extension uses them. */
#include "doubles/simulated.h"
#include "doubles/syscalls.h"
#include "iospace.h"
#include "test.h"
#include "wdbgexts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define UNTOUCHED 0xdeadbeef

#define MS INT64_C(1000000)

/* extension.c */
ULONG write_cmos(ULONG index, ULONG value);
ULONG read_cmos(ULONG index, PULONG value);
ULONG write_pm1_control(ULONG64 base, ULONG value);
ULONG read_pm_timer(ULONG64 base, PULONG ticks);

/* All in one shape, that of the read with an address of 64 bits. */
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

static void write_ex_64(ULONG64 address, PULONG data, PULONG size)
{
	WriteIoSpaceEx64(address, *data, size, Isa, 0, 1);
}

static void write_ex_32(ULONG64 address, PULONG data, PULONG size)
{
	WriteIoSpaceEx((ULONG)address, *data, size, Isa, 0, 1);
}

static void read_ex_64(ULONG64 address, PULONG data, PULONG size)
{
	ReadIoSpaceEx64(address, data, size, Isa, 0, 1);
}

static void read_ex_32(ULONG64 address, PULONG data, PULONG size)
{
	ReadIoSpaceEx((ULONG)address, data, size, Isa, 0, 1);
}

static void (*const functions[])(ULONG64 address, PULONG data, PULONG size) = {
	write_64,      write_32, write_ex_64, write_ex_32,
	ReadIoSpace64, read_32,	 read_ex_64,  read_ex_32,
};

#define port_test(function) \
	cmocka_unit_test_setup_teardown(function, simulated_setup_port, \
					simulated_teardown)

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
	ULONG value = 0;

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
	assert_int_equal(transfers(), 0);
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
	assert_each_moves(0x80, 4, 0);
	assert_int_equal(transfers(), 0);
}

static void an_ordinary_file_in_its_place_is_not_used(void **state)
{
	(void)state;
	syscalls.stat_kind = NULL;
	assert_each_moves(0x80, 1, 0);
	assert_each_moves(0x80, 4, 0);
	assert_int_equal(syscalls.open.count, 0);
}

static void without_the_capability_nothing_is_moved(void **state)
{
	(void)state;
	cap_clear(syscalls.capabilities);
	assert_each_moves(0x80, 1, 0);
	assert_each_moves(0x80, 4, 0);
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

static void a_size_of_more_than_32_bits_is_not_cut(void **state)
{
	struct simulated *device = *state;
	uint32_t data = UNTOUCHED;

	device->ports[0x80] = 0x5a;
	assert_int_equal(iospace_wdbg_write(0x80, 1, UINT64_C(0x100000001)), 0);
	assert_int_equal(iospace_wdbg_read(0x80, &data, UINT64_C(0x100000001)), 0);
	assert_int_equal(data, UNTOUCHED);
	assert_int_equal(device->ports[0x80], 0x5a);
}

static void an_unaligned_access_moves_nothing(void **state)
{
	(void)state;
	for (ULONG address = 0x80; address < 0x84; address++) {
		assert_each_moves(address, 2, address % 2 ? 0 : 2);
		assert_each_moves(address, 4, address % 4 ? 0 : 4);
	}
	assert_int_equal(transfers(), (2 + 1) * COUNT(functions));
}

/* Without a way to make it one bus cycle. */
static void a_write_into_the_pci_trap_moves_nothing(void **state)
{
	ULONG data = UNTOUCHED, size = 4;

	(void)state;
	WriteIoSpace64(0xcf8, 0x80000600, &size);
	assert_int_equal(size, 0);
	size = 2;
	WriteIoSpace(0xcfa, 6, &size);
	assert_int_equal(size, 0);
	assert_int_equal(transfers(), 0);

	/* A read is none. */
	size = 4;
	ReadIoSpace64(0xcf8, &data, &size);
	assert_int_equal(size, 4);
	assert_int_equal(data, 0);
}

static void there_are_ports_on_the_first_isa_bus_alone(void **state)
{
	static const struct {
		ULONG interfacetype, busnumber, addressspace;
	} rows[] = {
		{ Internal, 0, 1 }, { Eisa, 0, 1 },	  { PCIBus, 0, 1 },
		{ Isa, 1, 1 },	    { Isa, 0, 0 },	  { Isa, 0, 2 },
		{ 0, 0, 0 },	    { UINT32_MAX, 0, 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		ULONG data = UNTOUCHED, size = 1;

		WriteIoSpaceEx64(0x80, 1, &size, rows[i].interfacetype, rows[i].busnumber,
				 rows[i].addressspace);
		assert_int_equal(size, 0);
		size = 1;
		ReadIoSpaceEx64(0x80, &data, &size, rows[i].interfacetype,
				rows[i].busnumber, rows[i].addressspace);
		assert_int_equal(size, 0);
		assert_int_equal(data, UNTOUCHED);
	}
	assert_int_equal(syscalls.stat.count, 0);
}

/* As the header that a debugger's sources get it from has them. */
static void the_types_of_interfaces_have_their_numbers(void **state)
{
	(void)state;
	assert_int_equal(Internal, 0);
	assert_int_equal(Isa, 1);
	assert_int_equal(PCIBus, 5);
	assert_int_equal(ACPIBus, 17);
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

static void of_wider_data_the_low_bytes_are_written(void **state)
{
	const struct simulated *device = *state;

	for (ULONG wanted = 1; wanted <= 4; wanted *= 2) {
		ULONG size = wanted;

		memset(device->ports + 0x80, 0, 4);
		WriteIoSpace64(0x80, 0x11223344, &size);
		assert_int_equal(size, wanted);
		assert_memory_equal(device->ports + 0x80, "\x44\x33\x22\x11", wanted);
		assert_memory_equal(device->ports + 0x80 + wanted, "\0\0\0\0",
				    4 - wanted);
	}
}

/* What an object of each width holds after a read into it. */
static uint32_t read_object(ULONG width)
{
	ULONG size = width;
	uint8_t byte = 0;
	uint16_t word = 0;
	uint32_t dword = 0;
	void *const object = width == 1	  ? (void *)&byte
			     : width == 2 ? (void *)&word
					  : (void *)&dword;

	ReadIoSpace64(0x80, object, &size);
	assert_int_equal(size, width);
	return byte | word | dword;
}

static void a_read_gives_an_object_of_its_size_the_value(void **state)
{
	const struct simulated *device = *state;

	memcpy(device->ports + 0x80, "\x44\x33\x22\x11", 4);
	assert_int_equal(read_object(1), 0x44);
	assert_int_equal(read_object(2), 0x3344);
	assert_int_equal(read_object(4), 0x11223344);
}

/* At any address, as in a buffer of registers. */
static void a_read_stores_the_bytes_that_it_moved_and_no_more(void **state)
{
	const struct simulated *device = *state;
	uint8_t buffer[8];

	memcpy(device->ports + 0x80, "\x44\x44\x44\x44", 4);
	for (ULONG wanted = 1; wanted <= 4; wanted *= 2) {
		ULONG size = wanted;

		memset(buffer, 0xa5, sizeof(buffer));
		ReadIoSpace64(0x80, (void *)(buffer + 1), &size);
		assert_int_equal(size, wanted);
		assert_int_equal(buffer[0], 0xa5);
		assert_memory_equal(buffer + 1, "\x44\x44\x44\x44", wanted);
		assert_memory_equal(buffer + 1 + wanted, "\xa5\xa5\xa5\xa5\xa5\xa5",
				    7 - wanted);
	}
}

/* For a checker of memory: the byte is all that there is. */
static void a_byte_of_its_own_is_not_overrun(void **state)
{
	const struct simulated *device = *state;
	uint8_t *byte = malloc(1);
	ULONG size = 1;

	assert_non_null(byte);
	device->ports[0x80] = 0x44;
	ReadIoSpace64(0x80, (void *)byte, &size);
	assert_int_equal(size, 1);
	assert_int_equal(*byte, 0x44);
	free(byte);
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
	assert_each_moves(0x80, 4, 0);
	assert_in_range(syscalls.clock, 2 * COUNT(functions) * 1000 * MS,
			2 * COUNT(functions) * 1011 * MS);
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
		port_test(a_size_of_more_than_32_bits_is_not_cut),
		port_test(an_unaligned_access_moves_nothing),
		port_test(a_write_into_the_pci_trap_moves_nothing),
		port_test(there_are_ports_on_the_first_isa_bus_alone),
		port_test(the_types_of_interfaces_have_their_numbers),
		port_test(an_address_of_64_bits_is_not_cut),
		port_test(of_wider_data_the_low_bytes_are_written),
		port_test(a_read_gives_an_object_of_its_size_the_value),
		port_test(a_read_stores_the_bytes_that_it_moved_and_no_more),
		port_test(a_byte_of_its_own_is_not_overrun),
		port_test(a_short_access_gives_the_true_count),
		port_test(a_failed_access_moves_nothing),
		port_test(a_lock_held_for_more_than_a_second_moves_nothing),
		port_test(a_lock_given_up_within_the_second_is_waited_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
