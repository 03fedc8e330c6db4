/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* iospace_read_block(): what is read, in how many calls, and what is refused. */
#include "doubles/simulated.h"
#include "doubles/syscalls.h"
#include "iospace.h"
#include "test.h"

#include <errno.h>
#include <string.h>

#define PORT 0x80

static const uint8_t held[] = { 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88 };

static void a_block_is_read_in_one_call_whatever_the_size(void **state)
{
	static const uint32_t sizes[] = { 1, 2, 4 };
	const struct simulated *device = *state;
	struct iospace *io = simulated_open(device, IOSPACE_READ);

	memcpy(device->ports + PORT, held, sizeof(held));
	for (size_t i = 0; i < COUNT(sizes); i++) {
		uint8_t bytes[sizeof(held)] = { 0 };
		size_t length = sizeof(bytes);

		syscalls.pread.count = 0;
		assert_int_equal(iospace_read_block(io, PORT, sizes[i], bytes, &length),
				 0);
		assert_int_equal(length, sizeof(bytes));
		assert_memory_equal(bytes, held, sizeof(held));
		assert_int_equal(syscalls.pread.count, 1);
	}
	iospace_close(io);
}

static void all_ports_are_a_block(void **state)
{
	static uint8_t bytes[IOSPACE_PORTS];
	const struct simulated *device = *state;
	struct iospace *io = simulated_open(device, IOSPACE_READ);
	size_t length = sizeof(bytes);

	device->ports[0] = 0x5a;
	device->ports[IOSPACE_PORTS - 1] = 0xa5;
	assert_int_equal(iospace_read_block(io, 0, 1, bytes, &length), 0);
	assert_int_equal(length, IOSPACE_PORTS);
	assert_memory_equal(bytes, device->ports, IOSPACE_PORTS);
	iospace_close(io);
}

static void registers_are_read_one_by_one(void **state)
{
	const struct simulated *device = *state;
	struct iospace *io = simulated_open(device, IOSPACE_READ | IOSPACE_WRITE),
		       *registers;
	uint8_t bytes[4];
	size_t length = sizeof(bytes);

	device->ports[0x71] = 0x5a;
	assert_int_equal(iospace_open_indexed(&registers, io, 0x70, 0x71), 0);
	syscalls.pread.count = syscalls.pwrite.count = 0;
	assert_int_equal(iospace_read_block(registers, 0x10, 1, bytes, &length), 0);
	assert_int_equal(syscalls.pread.count, 4);
	assert_int_equal(syscalls.pwrite.count, 4);
	assert_int_equal(device->ports[0x70], 0x13);
	assert_memory_equal(bytes, ((uint8_t[]){ 0x5a, 0x5a, 0x5a, 0x5a }), 4);

	syscalls.pread = (struct call){ .error = EIO, .after = 2 };
	assert_int_equal(iospace_read_block(registers, 0x10, 1, bytes, &length), -EIO);
	assert_int_equal(length, 2);
	iospace_close(registers);
	iospace_close(io);
}

static void what_was_read_before_a_failure_is_there(void **state)
{
	const struct simulated *device = *state;
	struct iospace *io = simulated_open(device, IOSPACE_READ);
	uint8_t bytes[sizeof(held)] = { 0 };
	size_t length = sizeof(bytes);

	memcpy(device->ports + PORT, held, sizeof(held));
	syscalls.missing = 3;
	assert_int_equal(iospace_read_block(io, PORT, 1, bytes, &length), -EIO);
	assert_int_equal(length, 5);
	assert_memory_equal(bytes, held, 5);
	iospace_close(io);
}

static void what_is_no_block_is_refused(void **state)
{
	static const struct {
		uint64_t address;
		uint32_t size;
		size_t length;
		int error;
	} rows[] = {
		{ 0, 1, 0, EINVAL },
		{ 0, 2, 3, EINVAL },
		{ 0, 4, 6, EINVAL },
		{ 0, 3, 3, EINVAL },
		{ 0xffff, 1, 2, ERANGE },
		{ 0xfffe, 4, 4, ERANGE },
		{ 0x10000, 1, 1, ERANGE },
		{ 1, 1, IOSPACE_PORTS, ERANGE },
		{ 0, 1, IOSPACE_PORTS + 1, ERANGE },
	};
	const struct simulated *device = *state;
	struct iospace *io = simulated_open(device, IOSPACE_READ),
		       *for_writes = simulated_open(device, IOSPACE_WRITE);
	uint8_t bytes[4];
	size_t length = 1;

	for (size_t i = 0; i < COUNT(rows); i++) {
		length = rows[i].length;
		assert_int_equal(iospace_read_block(io, rows[i].address, rows[i].size,
						    bytes, &length),
				 -rows[i].error);
		assert_int_equal(length, 0);
	}
	length = 1;
	assert_int_equal(iospace_read_block(for_writes, 0, 1, bytes, &length), -EBADF);
	assert_int_equal(length, 0);
	iospace_close(io);
	iospace_close(for_writes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		simulated_test(a_block_is_read_in_one_call_whatever_the_size),
		simulated_test(all_ports_are_a_block),
		simulated_test(registers_are_read_one_by_one),
		simulated_test(what_was_read_before_a_failure_is_there),
		simulated_test(what_is_no_block_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
