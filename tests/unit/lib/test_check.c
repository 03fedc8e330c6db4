/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* iospace_check(): alignment, range and the PCI trap; and that accesses ask it. */
#include "doubles/simulated.h"
#include "doubles/syscalls.h"
#include "iospace.h"
#include "test.h"

#include <errno.h>
#include <string.h>

#define UNTOUCHED 0xdeadbeef

enum { both = IOSPACE_READ | IOSPACE_WRITE };
static const unsigned int all_flags = IOSPACE_READ | IOSPACE_WRITE | IOSPACE_EXACT |
				      IOSPACE_FORCE;

/* The bytes of PCI's configuration address. */
static bool is_configuration_address(uint32_t port)
{
	return port == 0xcf8 || port == 0xcf9 || port == 0xcfa || port == 0xcfb;
}

/* The same rules, from the set of the ports that the access touches. */
static int expected_check(uint32_t address, uint32_t size, unsigned int flags)
{
	uint32_t last = address, configuration = 0;

	switch (size) {
	case 1:
	case 2:
	case 4:
		break;
	default:
		return -EINVAL;
	}
	for (uint32_t n = 0; n < size; n++) {
		last = address + n;
		configuration += is_configuration_address(last);
	}

	if (last > 65535)
		return -ERANGE;
	if (flags & IOSPACE_EXACT)
		/* All in one cell of a grid of that size. */
		return address / size == last / size ? 0 : -EINVAL;
	if ((flags & (IOSPACE_WRITE | IOSPACE_FORCE)) == IOSPACE_WRITE && size != 1 &&
	    configuration)
		return -ECANCELED;
	return 0;
}

static void each_access_is_checked_by_the_ports_that_it_touches(void **state)
{
	(void)state;
	for (uint32_t address = 0; address <= 65540; address++)
		for (uint32_t size = 0; size <= 8; size++)
			for (unsigned int flags = 0; flags <= all_flags; flags++)
				if (iospace_check(address, size, flags) !=
				    expected_check(address, size, flags))
					fail_msg("address 0x%x, size %u, flags %u",
						 address, size, flags);
}

static void an_address_or_size_of_more_bits_is_not_folded(void **state)
{
	static const struct {
		uint64_t address;
		uint32_t size;
		int error;
	} rows[] = {
		{ UINT64_C(0x100000000), 1, -ERANGE },
		{ UINT64_C(0x100000cf8), 4, -ERANGE },
		{ UINT64_C(0x8000000000000000), 4, -ERANGE },
		{ UINT64_MAX, 1, -ERANGE },
		{ UINT64_MAX - 1, 2, -ERANGE },
		{ UINT64_MAX - 3, 4, -ERANGE },
		{ 0, 0x10001, -EINVAL },
		{ 0, 0x80000000, -EINVAL },
		{ 0, UINT32_MAX, -EINVAL },
		{ UINT64_MAX, 0, -EINVAL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		for (unsigned int flags = 0; flags <= all_flags; flags++)
			assert_int_equal(iospace_check(rows[i].address, rows[i].size,
						       flags),
					 rows[i].error);
}

/* Writes to the configuration address and about it, by the commands that do them. */
static const struct write {
	const char *command;
	uint32_t size;
	uint16_t address;
	int error;
} writes[] = {
	{ "iow32 0xcf8", 4, 0xcf8, -ECANCELED }, { "iow32 0xcf5", 4, 0xcf5, -ECANCELED },
	{ "iow32 0xcfb", 4, 0xcfb, -ECANCELED }, { "iow32 0xcf4", 4, 0xcf4, 0 },
	{ "iow32 0xcfc", 4, 0xcfc, 0 },		 { "iow16 0xcf7", 2, 0xcf7, -ECANCELED },
	{ "iow16 0xcf8", 2, 0xcf8, -ECANCELED }, { "iow16 0xcf9", 2, 0xcf9, -ECANCELED },
	{ "iow16 0xcfa", 2, 0xcfa, -ECANCELED }, { "iow16 0xcfb", 2, 0xcfb, -ECANCELED },
	{ "iow16 0xcf6", 2, 0xcf6, 0 },		 { "iow16 0xcfc", 2, 0xcfc, 0 },
	{ "iow8 0xcf8", 1, 0xcf8, 0 },		 { "iow8 0xcf9", 1, 0xcf9, 0 },
	{ "iow8 0xcfb", 1, 0xcfb, 0 },
};

#define for_each_write(write) \
	for (const struct write *write = writes; write < writes + COUNT(writes); write++)

#define for_each_trap(write) for_each_write(write) if (write->error == -ECANCELED)

static bool is_aligned(const struct write *write)
{
	return (write->address & (write->size - 1)) == 0;
}

static void a_split_write_to_the_configuration_address_is_a_trap(void **state)
{
	(void)state;
	for_each_write(write)
	{
		int r = iospace_check(write->address, write->size, IOSPACE_WRITE);

		if (r != write->error)
			fail_msg("%s: %d", write->command, r);
		assert_int_equal(iospace_check(write->address, write->size, both), r);
	}
}

static void a_read_a_forced_write_or_one_cycle_is_none(void **state)
{
	(void)state;
	for_each_trap(write)
	{
		int exact = is_aligned(write) ? 0 : -EINVAL;

		assert_int_equal(iospace_check(write->address, write->size, IOSPACE_READ),
				 0);
		assert_int_equal(iospace_check(write->address, write->size,
					       IOSPACE_WRITE | IOSPACE_FORCE),
				 0);
		assert_int_equal(iospace_check(write->address, write->size,
					       IOSPACE_WRITE | IOSPACE_EXACT),
				 exact);
	}
}

/* What a device that was written to in a test has to hold. */
static void assert_ports(const struct simulated *device, const struct write *write,
			 uint32_t size)
{
	static uint8_t expected[IOSPACE_PORTS];

	memset(expected, 0, sizeof(expected));
	memset(expected + write->address, 0x5a, size);
	assert_memory_equal(device->ports, expected, sizeof(expected));
}

/* Write bytes of 0x5a. */
static int write_to(struct iospace *io, const struct write *write, uint32_t *size)
{
	*size = write->size;
	return iospace_write(io, write->address, 0x5a5a5a5a >> (32 - 8 * *size), size);
}

static void a_trap_is_refused_before_anything_is_touched(void **state)
{
	struct iospace *io = simulated_open(*state, both);

	for_each_trap(write)
	{
		uint32_t size;

		assert_int_equal(write_to(io, write, &size), -ECANCELED);
		assert_int_equal(size, 0);
		assert_ports(*state, write, 0);
	}
	assert_int_equal(syscalls.pwrite.count, 0);
	iospace_close(io);
}

static void a_trap_is_refused_when_it_is_claimed_to_be_written(void **state)
{
	struct iospace *io = simulated_open(*state, both);

	for_each_write(write)
	{
		assert_int_equal(iospace_claim(io, write->address, write->size,
					       IOSPACE_WRITE),
				 write->error);
		assert_int_equal(iospace_claim(io, write->address, write->size, both),
				 write->error);
		assert_int_equal(iospace_claim(io, write->address, write->size,
					       IOSPACE_READ),
				 0);
	}
	iospace_close(io);
}

static void force_walks_into_the_trap(void **state)
{
	const struct simulated *device = *state;
	struct iospace *io = simulated_open(device, IOSPACE_WRITE | IOSPACE_FORCE);
	int count = 0;

	for_each_trap(write)
	{
		uint32_t size;

		assert_int_equal(iospace_claim(io, write->address, write->size,
					       IOSPACE_WRITE),
				 0);
		assert_int_equal(write_to(io, write, &size), 0);
		assert_int_equal(size, write->size);
		assert_int_equal(syscalls.pwrite.count, ++count);
		assert_ports(device, write, size);
		memset(device->ports, 0, IOSPACE_PORTS);
	}
	iospace_close(io);
}

static void exact_goes_past_the_trap_in_one_call(void **state)
{
	const struct simulated *device = *state;
	struct iospace *io = simulated_open(device, IOSPACE_WRITE | IOSPACE_EXACT);
	int count = 0;

	for_each_trap(write)
	{
		uint32_t size;

		if (!is_aligned(write))
			continue;
		assert_int_equal(iospace_claim(io, write->address, write->size,
					       IOSPACE_WRITE),
				 0);
		assert_int_equal(write_to(io, write, &size), 0);
		assert_int_equal(size, write->size);
		assert_int_equal(syscalls.pwrite.count, ++count);
		assert_ports(device, write, size);
		memset(device->ports, 0, IOSPACE_PORTS);
	}
	assert_true(count > 0);
	iospace_close(io);
}

static void a_read_of_the_trap_is_allowed(void **state)
{
	const struct simulated *device = *state;
	struct iospace *io = simulated_open(device, both);
	uint32_t data, size = 4;

	memcpy(device->ports + 0xcf8, "\x00\x06\x00\x80", 4);
	assert_int_equal(iospace_read(io, 0xcf8, &data, &size), 0);
	assert_int_equal(size, 4);
	assert_int_equal(data, 0x80000600);
	iospace_close(io);
}

static void an_exact_access_that_is_misaligned_is_refused_untouched(void **state)
{
	/* Force is about safety, and makes no such cycle possible. */
	static const unsigned int forced[] = { 0, IOSPACE_FORCE };

	for (size_t i = 0; i < COUNT(forced); i++) {
		struct iospace *io = simulated_open(*state,
						    both | IOSPACE_EXACT | forced[i]);

		for (uint64_t address = 0x80; address < 0x88; address++) {
			for (uint32_t wanted = 2; wanted <= 4; wanted += 2) {
				uint32_t data = UNTOUCHED, size = wanted;

				if (address % wanted == 0)
					continue;
				assert_int_equal(iospace_claim(io, address, wanted,
							       IOSPACE_WRITE),
						 -EINVAL);
				assert_int_equal(iospace_write(io, address, 1, &size),
						 -EINVAL);
				assert_int_equal(size, 0);
				size = wanted;
				assert_int_equal(iospace_read(io, address, &data, &size),
						 -EINVAL);
				assert_int_equal(size, 0);
				assert_int_equal(data, UNTOUCHED);
			}
		}
		iospace_close(io);
	}
	assert_int_equal(syscalls.pread.count + syscalls.pwrite.count, 0);
}

static void a_claim_is_checked_like_the_access(void **state)
{
	static const unsigned int directions[] = { IOSPACE_READ, IOSPACE_WRITE,
						   IOSPACE_READ | IOSPACE_WRITE };

	for (size_t i = 0; i < COUNT(directions); i++) {
		unsigned int direction = directions[i];
		struct iospace *io = simulated_open(*state, direction);

		assert_int_equal(iospace_claim(io, 0x80, 3, direction), -EINVAL);
		assert_int_equal(iospace_claim(io, 65536, 1, direction), -ERANGE);
		assert_int_equal(iospace_claim(io, 65533, 4, direction), -ERANGE);
		assert_int_equal(iospace_claim(io, UINT64_C(0x100000080), 1, direction),
				 -ERANGE);
		assert_int_equal(iospace_claim(io, 65532, 4, direction), 0);
		iospace_close(io);
	}
	assert_int_equal(syscalls.pread.count + syscalls.pwrite.count, 0);
}

static void a_claim_against_the_direction_is_ebadf(void **state)
{
	static const struct {
		unsigned int opened, claimed;
		int error;
	} rows[] = {
		{ IOSPACE_READ, IOSPACE_READ, 0 },
		{ IOSPACE_READ, IOSPACE_WRITE, -EBADF },
		{ IOSPACE_READ, both, -EBADF },
		{ IOSPACE_WRITE, IOSPACE_WRITE, 0 },
		{ IOSPACE_WRITE, IOSPACE_READ, -EBADF },
		{ IOSPACE_WRITE, both, -EBADF },
		{ both, IOSPACE_READ, 0 },
		{ both, IOSPACE_WRITE, 0 },
		{ both, both, 0 },
		{ both, both | IOSPACE_EXACT, -EINVAL },
		{ both, IOSPACE_WRITE | IOSPACE_FORCE, -EINVAL },
		{ both, 0x80000001, -EINVAL },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct iospace *io = simulated_open(*state, rows[i].opened);

		assert_int_equal(iospace_claim(io, 0x80, 4, rows[i].claimed),
				 rows[i].error);
		iospace_close(io);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_access_is_checked_by_the_ports_that_it_touches),
		cmocka_unit_test(an_address_or_size_of_more_bits_is_not_folded),
		cmocka_unit_test(a_split_write_to_the_configuration_address_is_a_trap),
		cmocka_unit_test(a_read_a_forced_write_or_one_cycle_is_none),
		simulated_test(a_trap_is_refused_before_anything_is_touched),
		simulated_test(a_trap_is_refused_when_it_is_claimed_to_be_written),
		simulated_test(force_walks_into_the_trap),
		simulated_test(exact_goes_past_the_trap_in_one_call),
		simulated_test(a_read_of_the_trap_is_allowed),
		simulated_test(an_exact_access_that_is_misaligned_is_refused_untouched),
		simulated_test(a_claim_is_checked_like_the_access),
		simulated_test(a_claim_against_the_direction_is_ebadf),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
