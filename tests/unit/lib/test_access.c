/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The rules of iospace_write() and iospace_read(). */
#include "doubles/simulated.h"
#include "doubles/syscalls.h"
#include "iospace.h"
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#define UNTOUCHED 0xdeadbeef

static const unsigned int both = IOSPACE_READ | IOSPACE_WRITE;
static const uint32_t sizes[] = { 1, 2, 4 };

/* A write in the shape of a read, so that one test can do either. */
static int write_access(struct iospace *io, uint64_t address, uint32_t *data,
			uint32_t *size)
{
	return iospace_write(io, address, *data, size);
}

static const struct direction {
	unsigned int flag;
	int (*access)(struct iospace *io, uint64_t address, uint32_t *data,
		      uint32_t *size);
	const struct call *call;
} directions[] = {
	{ IOSPACE_WRITE, write_access, &syscalls.pwrite },
	{ IOSPACE_READ, iospace_read, &syscalls.pread },
};

#define for_each_direction(direction) \
	for (const struct direction *direction = directions; \
	     direction < directions + COUNT(directions); direction++)

static void assert_all_ports_zero(const struct simulated *device)
{
	static const uint8_t zero[IOSPACE_PORTS];

	assert_memory_equal(device->ports, zero, IOSPACE_PORTS);
}

static int transfers(void)
{
	return syscalls.pread.count + syscalls.pwrite.count;
}

/* What is expected of accesses that move nothing, because they are wrong. */
struct refusal {
	uint64_t address;
	uint32_t size;
	int error;
};

static const struct refusal refusals[] = {
	{ 0x80, 0, -EINVAL },
	{ 0x80, 3, -EINVAL },
	{ 0x80, 5, -EINVAL },
	{ 0x80, 8, -EINVAL },
	{ 0x80, UINT32_MAX, -EINVAL },
	{ 65536, 1, -ERANGE },
	{ 65535, 2, -ERANGE },
	{ 65536, 2, -ERANGE },
	{ 65533, 4, -ERANGE },
	{ 65534, 4, -ERANGE },
	{ 65535, 4, -ERANGE },
	{ 65536, 4, -ERANGE },
	{ UINT32_MAX, 1, -ERANGE },
	{ UINT64_C(0x100000080), 1, -ERANGE },
	{ UINT64_C(0x100000080), 4, -ERANGE },
	{ UINT64_MAX, 1, -ERANGE },
	{ UINT64_MAX, 4, -ERANGE },
	{ UINT64_MAX - 3, 4, -ERANGE },
};

static void a_wrong_size_or_range_is_refused_untouched(void **state)
{
	struct iospace *io = simulated_open(*state, both);

	for_each_direction(direction)
	{
		for (size_t i = 0; i < COUNT(refusals); i++) {
			const struct refusal *refusal = &refusals[i];
			uint32_t data = 1, size = refusal->size;

			if (direction->flag == IOSPACE_READ)
				data = UNTOUCHED;
			assert_int_equal(direction->access(io, refusal->address, &data,
							   &size),
					 refusal->error);
			assert_int_equal(size, 0);
			if (direction->flag == IOSPACE_READ)
				assert_int_equal(data, UNTOUCHED);
		}
	}
	assert_int_equal(transfers(), 0);
	assert_all_ports_zero(*state);
	iospace_close(io);
}

static void data_wider_than_the_access_is_refused_untouched(void **state)
{
	static const struct {
		uint32_t data, size;
	} rows[] = {
		{ 0x100, 1 },	{ 0x80000000, 1 }, { UINT32_MAX, 1 },
		{ 0x10000, 2 }, { 0x80000000, 2 }, { UINT32_MAX, 2 },
	};
	struct iospace *io = simulated_open(*state, both);

	for (size_t i = 0; i < COUNT(rows); i++) {
		uint32_t size = rows[i].size;

		assert_int_equal(iospace_write(io, 0x80, rows[i].data, &size), -ERANGE);
		assert_int_equal(size, 0);
	}
	assert_int_equal(transfers(), 0);
	assert_all_ports_zero(*state);
	iospace_close(io);
}

static void an_access_against_the_direction_is_refused_untouched(void **state)
{
	for_each_direction(direction)
	{
		struct iospace *io = simulated_open(*state, both & ~direction->flag);

		for (size_t i = 0; i < COUNT(sizes); i++) {
			uint32_t data = 0x5a, size = sizes[i];

			assert_int_equal(direction->access(io, 0x80, &data, &size),
					 -EBADF);
			assert_int_equal(size, 0);
			assert_int_equal(data, 0x5a);
		}
		iospace_close(io);
	}
	assert_int_equal(transfers(), 0);
	assert_all_ports_zero(*state);
}

static void a_claim_names_its_direction(void **state)
{
	const struct simulated *device = *state;
	struct iospace *io = NULL;

	assert_int_equal(iospace_open(&io, device->path, IOSPACE_WRITE), 0);
	assert_int_equal(iospace_claim(io, 0x80, 1, IOSPACE_WRITE), 0);
	assert_int_equal(iospace_claim(io, 0x80, 1, IOSPACE_READ), -EBADF);
	assert_int_equal(iospace_claim(io, 0x80, 1, IOSPACE_READ | IOSPACE_WRITE),
			 -EBADF);
	assert_int_equal(iospace_claim(io, 0x80, 1, 0), -EINVAL);
	assert_int_equal(iospace_claim(io, 0x80, 1, IOSPACE_WRITE | IOSPACE_FORCE),
			 -EINVAL);
	iospace_close(io);
}

static void an_access_in_the_direction_alone_is_allowed(void **state)
{
	for_each_direction(direction)
	{
		struct iospace *io = simulated_open(*state, direction->flag);
		uint32_t data = 0, size = 4;

		assert_int_equal(direction->access(io, 0x80, &data, &size), 0);
		assert_int_equal(size, 4);
		assert_int_equal(direction->call->count, 1);
		iospace_close(io);
	}
}

/* Good accesses, the last of each size included, and their bytes. */
static const struct example {
	uint16_t address;
	uint32_t size;
	uint32_t data;
	uint8_t bytes[4];
} examples[] = {
	{ 0, 1, 0xff, { 0xff } },
	{ 0x80, 1, 0x5a, { 0x5a } },
	{ 65535, 1, 0x81, { 0x81 } },
	{ 0, 2, 0xffff, { 0xff, 0xff } },
	{ 0x81, 2, 0x1234, { 0x34, 0x12 } },
	{ 65534, 2, 0x8001, { 0x01, 0x80 } },
	{ 0, 4, 0xffffffff, { 0xff, 0xff, 0xff, 0xff } },
	{ 0xe1, 4, 0x11223344, { 0x44, 0x33, 0x22, 0x11 } },
	{ 65532, 4, 0x80000001, { 0x01, 0x00, 0x00, 0x80 } },
};

static void a_write_puts_the_low_byte_on_the_lowest_port(void **state)
{
	const struct simulated *device = *state;
	struct iospace *io = simulated_open(device, IOSPACE_WRITE);

	for (size_t i = 0; i < COUNT(examples); i++) {
		const struct example *example = &examples[i];
		uint8_t *ports = device->ports + example->address;
		uint32_t size = example->size;

		assert_int_equal(iospace_write(io, example->address, example->data,
					       &size),
				 0);
		assert_int_equal(size, example->size);
		assert_memory_equal(ports, example->bytes, size);

		/* And on no other port. */
		memset(ports, 0, size);
		assert_all_ports_zero(device);
	}
	iospace_close(io);
}

static void a_read_takes_the_low_byte_from_the_lowest_port(void **state)
{
	const struct simulated *device = *state;
	struct iospace *io = simulated_open(device, IOSPACE_READ);

	for (size_t i = 0; i < COUNT(examples); i++) {
		const struct example *example = &examples[i];
		uint32_t data = UNTOUCHED, size = example->size;

		/* What the neighbours hold must not show. */
		memset(device->ports, 0xa5, IOSPACE_PORTS);
		memcpy(device->ports + example->address, example->bytes, size);
		assert_int_equal(iospace_read(io, example->address, &data, &size), 0);
		assert_int_equal(size, example->size);
		assert_int_equal(data, example->data);
	}
	iospace_close(io);
}

static void an_access_is_one_call_at_the_port_of_the_size(void **state)
{
	struct iospace *io = simulated_open(*state, both);

	for_each_direction(direction)
	{
		for (size_t i = 0; i < COUNT(examples); i++) {
			const struct example *example = &examples[i];
			uint32_t data = example->data, size = example->size;

			assert_int_equal(direction->access(io, example->address, &data,
							   &size),
					 0);
			assert_int_equal(direction->call->count, i + 1);
			assert_int_equal(syscalls.transfer.offset, example->address);
			assert_int_equal(syscalls.transfer.length, example->size);
			assert_memory_equal(syscalls.transfer.bytes, example->bytes,
					    direction->flag == IOSPACE_WRITE ? size : 0);
		}
	}
	assert_int_equal(transfers(), 2 * COUNT(examples));
	iospace_close(io);
}

static void a_failed_access_is_not_retried_and_counts_zero(void **state)
{
	static const int errors[] = { EIO, EFAULT, EINTR, EAGAIN, EPERM };
	struct iospace *io = simulated_open(*state, both);

	for (size_t i = 0; i < COUNT(errors) * COUNT(sizes); i++) {
		int error = errors[i / COUNT(sizes)];

		syscalls.pread.error = syscalls.pwrite.error = error;
		for_each_direction(direction)
		{
			uint32_t data = 0x5a, size = sizes[i % COUNT(sizes)];

			assert_int_equal(direction->access(io, 0x80, &data, &size),
					 -error);
			assert_int_equal(size, 0);
			assert_int_equal(data, 0x5a);
			assert_int_equal(direction->call->count, i + 1);
		}
	}
	assert_all_ports_zero(*state);
	iospace_close(io);
}

/* Each count that is short of each size. */
static const struct {
	uint32_t size, done;
} cuts[] = {
	{ 1, 0 }, { 2, 0 }, { 2, 1 }, { 4, 0 }, { 4, 1 }, { 4, 2 }, { 4, 3 },
};

static void a_short_write_returns_eio_and_the_true_count(void **state)
{
	static const uint8_t bytes[] = { 0x44, 0x33, 0x22, 0x11 };
	const struct simulated *device = *state;
	struct iospace *io = simulated_open(device, IOSPACE_WRITE);

	for (size_t i = 0; i < COUNT(cuts); i++) {
		uint32_t size = cuts[i].size;
		uint32_t data = 0x11223344 & UINT32_MAX >> (32 - 8 * size);

		syscalls.missing = size - cuts[i].done;
		assert_int_equal(iospace_write(io, 0x80, data, &size), -EIO);
		assert_int_equal(size, cuts[i].done);
		assert_int_equal(syscalls.pwrite.count, i + 1);

		assert_memory_equal(device->ports + 0x80, bytes, size);
		memset(device->ports + 0x80, 0, size);
		assert_all_ports_zero(device);
	}
	iospace_close(io);
}

static void a_short_read_returns_eio_and_the_true_count_but_no_data(void **state)
{
	const struct simulated *device = *state;
	struct iospace *io = simulated_open(device, IOSPACE_READ);

	memset(device->ports, 0xa5, IOSPACE_PORTS);
	for (size_t i = 0; i < COUNT(cuts); i++) {
		uint32_t data = UNTOUCHED, size = cuts[i].size;

		syscalls.missing = size - cuts[i].done;
		assert_int_equal(iospace_read(io, 0x80, &data, &size), -EIO);
		assert_int_equal(size, cuts[i].done);
		assert_int_equal(data, UNTOUCHED);
		assert_int_equal(syscalls.pread.count, i + 1);
	}
	iospace_close(io);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		simulated_test(a_wrong_size_or_range_is_refused_untouched),
		simulated_test(data_wider_than_the_access_is_refused_untouched),
		simulated_test(an_access_against_the_direction_is_refused_untouched),
		simulated_test(a_claim_names_its_direction),
		simulated_test(an_access_in_the_direction_alone_is_allowed),
		simulated_test(a_write_puts_the_low_byte_on_the_lowest_port),
		simulated_test(a_read_takes_the_low_byte_from_the_lowest_port),
		simulated_test(an_access_is_one_call_at_the_port_of_the_size),
		simulated_test(a_failed_access_is_not_retried_and_counts_zero),
		simulated_test(a_short_write_returns_eio_and_the_true_count),
		simulated_test(a_short_read_returns_eio_and_the_true_count_but_no_data),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
