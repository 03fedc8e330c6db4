/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* iospace_update(): which bytes are read, which are written, and what is left alone. */
#include "doubles/simulated.h"
#include "doubles/syscalls.h"
#include "iospace.h"
#include "test.h"

#include <errno.h>
#include <string.h>

#define PORT	  0x80
#define UNTOUCHED 0xdeadbeef

enum { both = IOSPACE_READ | IOSPACE_WRITE };

static const uint8_t held[] = { 0x11, 0x22, 0x33, 0x44 };

static struct iospace *open_held(const struct simulated *device, unsigned int flags)
{
	memcpy(device->ports + PORT, held, sizeof(held));
	return simulated_open(device, flags);
}

static void bytes_are_read_and_written_as_their_masks_say(void **state)
{
	static const struct {
		uint32_t size, data, mask, before, count;
		int reads, writes;
		uint8_t ports[4];
	} rows[] = {
		{ 1, 0x0c, 0x0f, 0x11, 1, 1, 1, { 0x1c, 0x22, 0x33, 0x44 } },
		{ 1, 0x0c, 0xff, 0, 1, 0, 1, { 0x0c, 0x22, 0x33, 0x44 } },
		{ 1, 0, 0, 0, 0, 0, 0, { 0x11, 0x22, 0x33, 0x44 } },
		/* One byte alone, and one that is written whole beside another. */
		{ 2, 0x0500, 0x0f00, 0x2200, 1, 1, 1, { 0x11, 0x25, 0x33, 0x44 } },
		{ 2, 0x0005, 0x000f, 0x0011, 1, 1, 1, { 0x15, 0x22, 0x33, 0x44 } },
		{ 2, 0x05a7, 0x0fff, 0x2200, 2, 1, 2, { 0xa7, 0x25, 0x33, 0x44 } },
		/* Bits of data outside the mask are not taken. */
		{ 4,
		  0xffffffff,
		  0x01000080,
		  0x44000011,
		  2,
		  2,
		  2,
		  { 0x91, 0x22, 0x33, 0x45 } },
		{ 4, 0xaabbccdd, 0x00ffff00, 0, 2, 0, 2, { 0x11, 0xcc, 0xbb, 0x44 } },
	};
	const struct simulated *device = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct iospace *io = open_held(device, both);
		uint32_t size = rows[i].size, before = UNTOUCHED;

		syscalls.pread.count = syscalls.pwrite.count = 0;
		assert_int_equal(iospace_update(io, PORT, rows[i].data, rows[i].mask,
						&before, &size),
				 0);
		assert_int_equal(size, rows[i].count);
		assert_int_equal(before, rows[i].before);
		assert_int_equal(syscalls.pread.count, rows[i].reads);
		assert_int_equal(syscalls.pwrite.count, rows[i].writes);
		assert_memory_equal(device->ports + PORT, rows[i].ports, 4);
		iospace_close(io);
	}
}

static void an_exact_update_is_one_read_and_one_write_of_the_full_width(void **state)
{
	static const uint32_t masks[] = { 0, 0x0f00, 0xff00, 0xffff };
	const struct simulated *device = *state;

	for (size_t i = 0; i < COUNT(masks); i++) {
		struct iospace *io = open_held(device, both | IOSPACE_EXACT);
		uint32_t size = 2, before = UNTOUCHED;

		syscalls.pread.count = syscalls.pwrite.count = 0;
		assert_int_equal(iospace_update(io, PORT, 0x5555, masks[i], &before,
						&size),
				 0);
		assert_int_equal(size, 2);
		assert_int_equal(before, 0x2211);
		assert_int_equal(syscalls.pread.count, 1);
		assert_int_equal(syscalls.pwrite.count, 1);
		assert_int_equal(syscalls.transfer.length, 2);
		assert_int_equal(device->ports[PORT + 1] << 8 | device->ports[PORT],
				 (0x2211 & ~masks[i]) | (0x5555 & masks[i]));
		iospace_close(io);
	}
}

static void before_may_be_left_out(void **state)
{
	const struct simulated *device = *state;
	struct iospace *io = open_held(device, both);
	uint32_t size = 1;

	assert_int_equal(iospace_update(io, PORT, 1, 1, NULL, &size), 0);
	assert_int_equal(size, 1);
	iospace_close(io);
}

static void a_wrong_update_touches_nothing(void **state)
{
	static const struct {
		uint64_t address;
		uint32_t data, mask, size;
		unsigned int flags;
		int error;
	} rows[] = {
		{ PORT, 0, 0, 0, both, -EINVAL },
		{ PORT, 0, 0, 3, both, -EINVAL },
		{ PORT, 0x100, 0x01, 1, both, -ERANGE },
		{ PORT, 0x01, 0x100, 1, both, -ERANGE },
		{ PORT, 0x10000, 1, 2, both, -ERANGE },
		{ 0xffff, 1, 1, 2, both, -ERANGE },
		{ UINT64_C(1) << 32, 1, 1, 1, both, -ERANGE },
		{ PORT + 1, 1, 1, 2, both | IOSPACE_EXACT, -EINVAL },
		/* Whatever the mask leaves alone: the trap is the access as it is named.
		 */
		{ 0xcf8, 1, 1, 4, both, -ECANCELED },
		{ PORT, 1, 1, 1, IOSPACE_READ, -EBADF },
		{ PORT, 1, 1, 1, IOSPACE_WRITE, -EBADF },
	};
	const struct simulated *device = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct iospace *io = open_held(device, rows[i].flags);
		uint32_t size = rows[i].size, before = UNTOUCHED;

		assert_int_equal(iospace_update(io, rows[i].address, rows[i].data,
						rows[i].mask, &before, &size),
				 rows[i].error);
		assert_int_equal(size, 0);
		assert_int_equal(before, UNTOUCHED);
		iospace_close(io);
	}
	assert_int_equal(syscalls.pread.count, 0);
	assert_int_equal(syscalls.pwrite.count, 0);
	assert_memory_equal(device->ports + PORT, held, sizeof(held));
}

static void a_failed_read_writes_nothing(void **state)
{
	const struct simulated *device = *state;

	for (unsigned int exact = 0; exact <= IOSPACE_EXACT; exact += IOSPACE_EXACT) {
		struct iospace *io = open_held(device, both | exact);
		uint32_t size = 2, before = UNTOUCHED;

		syscalls.pread = (struct call){ .error = EIO };
		assert_int_equal(iospace_update(io, PORT, 0, 0x0101, &before, &size),
				 -EIO);
		assert_int_equal(size, 0);
		assert_int_equal(before, UNTOUCHED);
		assert_int_equal(syscalls.pread.count, 1);
		assert_int_equal(syscalls.pwrite.count, 0);
		iospace_close(io);
	}
}

static void a_failed_write_says_how_many_bytes_came_before_it(void **state)
{
	const struct simulated *device = *state;
	struct iospace *io = open_held(device, both);
	uint32_t size = 4, before = UNTOUCHED;

	syscalls.pwrite = (struct call){ .error = EPERM, .after = 2 };
	assert_int_equal(iospace_update(io, PORT, 0, 0x01010101, &before, &size), -EPERM);
	assert_int_equal(size, 2);
	assert_int_equal(before, UNTOUCHED);
	assert_int_equal(syscalls.pwrite.count, 3);
	iospace_close(io);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		simulated_test(bytes_are_read_and_written_as_their_masks_say),
		simulated_test(
			an_exact_update_is_one_read_and_one_write_of_the_full_width),
		simulated_test(before_may_be_left_out),
		simulated_test(a_wrong_update_touches_nothing),
		simulated_test(a_failed_read_writes_nothing),
		simulated_test(a_failed_write_says_how_many_bytes_came_before_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
