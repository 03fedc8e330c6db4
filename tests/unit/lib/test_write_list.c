/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* iospace_write_list(): what is written, in which order, how far, and what is refused. */
#include "doubles/simulated.h"
#include "doubles/syscalls.h"
#include "iospace.h"
#include "test.h"

#include <errno.h>
#include <string.h>

/* One port twice: the last of them is what it holds. */
static const struct iospace_datum list[] = {
	{ 0x80, 0x11 }, { 0x90, 0x22 }, { 0x80, 0x33 }, { 0xffff, 0x44 }
};

static void each_is_written_in_its_order(void **state)
{
	const struct simulated *device = *state;
	struct iospace *io = simulated_open(device, IOSPACE_WRITE);
	size_t count = COUNT(list);
	uint32_t size = 1;

	assert_int_equal(iospace_write_list(io, list, &count, &size), 0);
	assert_int_equal(count, COUNT(list));
	assert_int_equal(size, 1);
	assert_int_equal(syscalls.pwrite.count, COUNT(list));
	assert_int_equal(device->ports[0x80], 0x33);
	assert_int_equal(device->ports[0x90], 0x22);
	assert_int_equal(device->ports[0xffff], 0x44);
	iospace_close(io);
}

static void several_bytes_are_written_low_byte_first(void **state)
{
	static const struct iospace_datum wide[] = { { 0x80, 0x44332211 },
						     { 0x90, 0x88776655 } };
	const struct simulated *device = *state;
	struct iospace *io = simulated_open(device, IOSPACE_WRITE);
	size_t count = COUNT(wide);
	uint32_t size = 4;

	assert_int_equal(iospace_write_list(io, wide, &count, &size), 0);
	assert_int_equal(size, 4);
	assert_memory_equal(device->ports + 0x80, "\x11\x22\x33\x44", 4);
	assert_memory_equal(device->ports + 0x90, "\x55\x66\x77\x88", 4);
	iospace_close(io);
}

static void no_writes_are_a_list(void **state)
{
	struct iospace *io = simulated_open(*state, IOSPACE_WRITE);
	size_t count = 0;
	uint32_t size = 1;

	assert_int_equal(iospace_write_list(io, NULL, &count, &size), 0);
	assert_int_equal(count, 0);
	assert_int_equal(size, 1);
	assert_int_equal(syscalls.pwrite.count, 0);
	iospace_close(io);
}

static void the_first_that_fails_is_the_last(void **state)
{
	struct iospace *io = simulated_open(*state, IOSPACE_WRITE);

	for (int good = 0; good < (int)COUNT(list); good++) {
		size_t count = COUNT(list);
		uint32_t size = 1;

		syscalls.pwrite = (struct call){ .error = EIO, .after = good };
		assert_int_equal(iospace_write_list(io, list, &count, &size), -EIO);
		assert_int_equal(count, good);
		assert_int_equal(size, 0);
		assert_int_equal(syscalls.pwrite.count, good + 1);
	}
	iospace_close(io);
}

static void a_short_write_is_the_last(void **state)
{
	static const struct iospace_datum wide[] = { { 0x80, 1 }, { 0x90, 2 } };
	struct iospace *io = simulated_open(*state, IOSPACE_WRITE);
	size_t count = COUNT(wide);
	uint32_t size = 4;

	syscalls.missing = 3;
	assert_int_equal(iospace_write_list(io, wide, &count, &size), -EIO);
	assert_int_equal(count, 0);
	assert_int_equal(size, 1);
	assert_int_equal(syscalls.pwrite.count, 1);
	iospace_close(io);
}

static void all_are_checked_before_the_first(void **state)
{
	static const struct {
		struct iospace_datum last;
		uint32_t size;
		int error;
	} rows[] = {
		{ { 0x10000, 0 }, 1, ERANGE },	{ { 0xffff, 0 }, 2, ERANGE },
		{ { 0x80, 0x100 }, 1, ERANGE }, { { 0x80, 0x10000 }, 2, ERANGE },
		{ { 0xcf8, 0 }, 4, ECANCELED }, { { 0x80, 0 }, 3, EINVAL },
	};
	struct iospace *io = simulated_open(*state, IOSPACE_WRITE),
		       *for_reads = simulated_open(*state, IOSPACE_READ);
	size_t count = COUNT(list);
	uint32_t size = 1;

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct iospace_datum bad[] = { { 0x80, 1 }, rows[i].last };

		count = COUNT(bad);
		size = rows[i].size;
		assert_int_equal(iospace_write_list(io, bad, &count, &size),
				 -rows[i].error);
		assert_int_equal(count, 0);
		assert_int_equal(size, 0);
	}
	count = COUNT(list);
	size = 1;
	assert_int_equal(iospace_write_list(for_reads, list, &count, &size), -EBADF);
	assert_int_equal(count, 0);
	assert_int_equal(syscalls.pwrite.count, 0);
	iospace_close(io);
	iospace_close(for_reads);
}

static void registers_are_written_one_by_one(void **state)
{
	static const struct iospace_datum values[] = { { 0x10, 0x11 }, { 0x11, 0x22 } };
	const struct simulated *device = *state;
	struct iospace *io = simulated_open(device, IOSPACE_READ | IOSPACE_WRITE),
		       *registers;
	size_t count = COUNT(values);
	uint32_t size = 1;

	assert_int_equal(iospace_open_indexed(&registers, io, 0x70, 0x71), 0);
	assert_int_equal(iospace_write_list(registers, values, &count, &size), 0);
	assert_int_equal(count, COUNT(values));
	assert_int_equal(syscalls.pwrite.count, 2 * COUNT(values));
	assert_memory_equal(device->ports + 0x70, "\x11\x22", 2);

	/* The data of the second. */
	syscalls.pwrite = (struct call){ .error = EIO, .after = 3 };
	assert_int_equal(iospace_write_list(registers, values, &count, &size), -EIO);
	assert_int_equal(count, 1);
	assert_int_equal(size, 0);
	iospace_close(registers);
	iospace_close(io);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		simulated_test(each_is_written_in_its_order),
		simulated_test(several_bytes_are_written_low_byte_first),
		simulated_test(no_writes_are_a_list),
		simulated_test(the_first_that_fails_is_the_last),
		simulated_test(a_short_write_is_the_last),
		simulated_test(all_are_checked_before_the_first),
		simulated_test(registers_are_written_one_by_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
