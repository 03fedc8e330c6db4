/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* iospace_probe() on x86: how an access would be made, or why it would be refused. */
#include "iospace.h"

#include "doubles/devices.h"
#include "doubles/processor.h"
#include "doubles/simulated.h"
#include "doubles/syscalls.h"
#include "test.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#define BYTES	    "single bytes"
#define INSTRUCTION "one in or out instruction"
#define BAR	    "one access to a PCI I/O BAR"

static const unsigned int both = IOSPACE_READ | IOSPACE_WRITE;
static const uint32_t sizes[] = { 1, 2, 4 };

/* What a direction is combined with. */
static const unsigned int ways[] = { 0, IOSPACE_EXACT, IOSPACE_FORCE,
				     IOSPACE_EXACT | IOSPACE_FORCE };

static struct devices devices;

/* A simulated device, no port device, no capability, and no PCI device yet. */
static int probe_setup(void **state)
{
	int r = simulated_setup(state);

	if (r < 0)
		return r;
	processor = (struct processor){ .has_ioperm = true };
	syscalls.pci_devices = devices.path;
	return devices_make(&devices);
}

static int probe_teardown(void **state)
{
	devices_remove(&devices);
	return simulated_teardown(state);
}

#define probe_test(function) \
	cmocka_unit_test_setup_teardown(function, probe_setup, probe_teardown)

/* One device, with two I/O BARs: one that no access of 4 bytes fills. */
static void add_bars(void)
{
	static const struct resource two[RESOURCES] = {
		{ 0xc000, 0xc03f, IO_BAR },
		{ 0xfebf1000, 0xfebf1fff, MEMORY_BAR },
		{ 0xc100, 0xc105, IO_BAR },
	};

	devices_add(&devices, "0000:00:03.0", two);
	devices_map_bar(&devices, "0000:00:03.0", 0, 0x40);
	devices_map_bar(&devices, "0000:00:03.0", 2, 6);
}

/* A name of its own is that of the simulated space, unless the test disguises it. */
static bool is_simulated(const char *device)
{
	return device && strcmp(device, "/dev/port") != 0 && !syscalls.stat_kind;
}

static void assert_probed(const char *device, uint64_t address, uint32_t size,
			  unsigned int flags, const char *expected)
{
	const char *method = NULL;

	if (iospace_probe(device, address, size, flags, &method) != is_simulated(device))
		fail_msg("0x%x, size %u", (unsigned int)address, size);
	assert_string_equal(method, expected);
}

static void assert_refused(const char *device, uint64_t address, uint32_t size,
			   unsigned int flags, int error)
{
	static const char untouched[] = "untouched";
	const char *method = untouched;
	int r = iospace_probe(device, address, size, flags, &method);

	if (r != error)
		fail_msg("0x%x, size %u, flags 0x%x: %d", (unsigned int)address, size,
			 flags, r);
	assert_ptr_equal(method, untouched);
}

static void assert_nothing_opened(void)
{
	assert_int_equal(syscalls.open.count, 0);
	assert_int_equal(syscalls.fopen.count, 0);
	assert_int_equal(syscalls.opendir.count, 0);
	assert_int_equal(syscalls.cap_get_proc.count, 0);
	assert_int_equal(processor.permission_count, 0);
	assert_int_equal(processor_permitted(), 0);
}

/* The same by either name of it. It need not be there. */
static void bytes_need_neither_the_device_nor_a_file(void **state)
{
	static const uint16_t ports[] = { 0, 0x81, 0xcfc, 0xfffc };

	(void)state;
	for (size_t i = 0; i < COUNT(ports); i++)
		for (size_t s = 0; s < COUNT(sizes); s++) {
			assert_probed(NULL, ports[i], sizes[s], IOSPACE_READ, BYTES);
			assert_probed(NULL, ports[i], sizes[s], IOSPACE_WRITE, BYTES);
			assert_probed("/dev/port", ports[i], sizes[s], both, BYTES);
		}
	assert_nothing_opened();
	assert_int_equal(syscalls.stat.count, 0);
	assert_int_equal(processor.probes, 0);
}

static void another_path_of_the_device_is_probed_like_it(void **state)
{
	const struct simulated *device = *state;

	syscalls.stat_kind = &port_kind;
	assert_probed(device->path, 0x80, 4, both, BYTES);
	assert_probed(device->path, 0x80, 4, both | IOSPACE_EXACT, INSTRUCTION);
	assert_nothing_opened();
}

/* As an open would refuse it, even if forced. */
static void a_file_that_is_no_io_space_is_refused(void **state)
{
	const struct simulated *device = *state;

	for (size_t w = 0; w < COUNT(ways); w++) {
		unsigned int flags = both | ways[w];

		assert_refused("/nonexistent", 0x80, 4, flags, -ENOENT);
		assert_refused("/dev/null", 0x80, 4, flags, -ENODEV);
		assert_refused(devices.path, 0x80, 4, flags, -ENODEV);
		syscalls.stat.error = EACCES;
		assert_refused(device->path, 0x80, 4, flags, -EACCES);
		syscalls.stat.error = 0;
	}
	assert_int_equal(truncate(device->path, 65535), 0);
	assert_refused(device->path, 0x80, 4, both, -ENODEV);
	assert_nothing_opened();
	assert_int_equal(processor.probes, 0);
}

/* No instruction is executed: its SIGSEGV would be the end of the test. */
static void an_exact_access_is_an_instruction_where_there_is_ioperm(void **state)
{
	static const uint16_t ports[] = { 0, 0x80, 0xcf8, 0xc000, 0xc104, 0xfffc };

	(void)state;
	add_bars();
	for (size_t i = 0; i < COUNT(ports); i++)
		for (size_t s = 0; s < COUNT(sizes); s++) {
			processor.probes = 0;
			assert_probed(NULL, ports[i], sizes[s], both | IOSPACE_EXACT,
				      INSTRUCTION);
			assert_int_equal(processor.probes, 1);
		}
	assert_nothing_opened();
}

/* Whether it is refused for want of a privilege is not asked. */
static void an_ioperm_that_refuses_is_one_that_is_there(void **state)
{
	static const int refusals[] = { EPERM, EACCES, EINVAL };

	(void)state;
	for (size_t i = 0; i < COUNT(refusals); i++) {
		processor.refusal = refusals[i];
		assert_probed(NULL, 0x80, 1, IOSPACE_READ | IOSPACE_EXACT, INSTRUCTION);
	}
	assert_nothing_opened();
}

static void without_ioperm_an_exact_access_is_one_to_a_bar(void **state)
{
	static const struct {
		uint16_t port;
		uint32_t size;
		int error;
	} rows[] = {
		{ 0xc000, 1, 0 },
		{ 0xc000, 2, 0 },
		{ 0xc000, 4, 0 },
		{ 0xc03f, 1, 0 },
		{ 0xc03e, 2, 0 },
		{ 0xc03c, 4, 0 },
		{ 0xc104, 2, 0 },
		{ 0xc105, 1, 0 },
		/* Past its end. */
		{ 0xc104, 4, -ERANGE },
		/* In none. */
		{ 0xbffc, 4, -EOPNOTSUPP },
		{ 0xc040, 1, -EOPNOTSUPP },
		{ 0xc106, 1, -EOPNOTSUPP },
		{ 0x0080, 1, -EOPNOTSUPP },
		{ 0xfffc, 4, -EOPNOTSUPP },
	};
	(void)state;
	add_bars();
	processor.has_ioperm = false;
	for (size_t i = 0; i < COUNT(rows); i++) {
		unsigned int flags = both | IOSPACE_EXACT;

		if (!rows[i].error) {
			assert_probed(NULL, rows[i].port, rows[i].size, flags, BAR);
			continue;
		}
		assert_refused(NULL, rows[i].port, rows[i].size, flags, rows[i].error);
		assert_refused(NULL, rows[i].port, rows[i].size, flags | IOSPACE_FORCE,
			       rows[i].error);
	}
	assert_int_equal(syscalls.open.count, 0);
	assert_int_equal(processor.permission_count, 0);
	assert_true(processor.probes > 0);
}

static void without_any_exact_method_there_is_no_way(void **state)
{
	(void)state;
	processor.has_ioperm = false;
	assert_refused(NULL, 0xc000, 4, both | IOSPACE_EXACT, -EOPNOTSUPP);
	syscalls.pci_devices = NULL;
	assert_refused(NULL, 0xc000, 4, both | IOSPACE_EXACT, -EOPNOTSUPP);
	assert_refused(NULL, 0xc000, 4, both | IOSPACE_EXACT | IOSPACE_FORCE,
		       -EOPNOTSUPP);

	/* Bytes are never had for it, but they are there. */
	assert_probed(NULL, 0xc000, 4, both, BYTES);
}

static void a_search_for_a_bar_that_fails_is_its_error(void **state)
{
	(void)state;
	add_bars();
	processor.has_ioperm = false;
	syscalls.opendir.error = EMFILE;
	assert_refused(NULL, 0xc000, 4, both | IOSPACE_EXACT, -EMFILE);
	assert_refused(NULL, 0xc000, 4, both | IOSPACE_EXACT | IOSPACE_FORCE, -EMFILE);
}

static void the_pci_trap_is_refused_but_not_if_forced(void **state)
{
	const struct simulated *device = *state;
	static const struct {
		uint16_t port;
		uint32_t size;
		bool is_trap;
	} rows[] = {
		{ 0xcf8, 4, true },  { 0xcf8, 2, true },  { 0xcfa, 2, true },
		{ 0xcf5, 4, true },  { 0xcfb, 2, true },  { 0xcf8, 1, false },
		{ 0xcf9, 1, false }, { 0xcf4, 4, false }, { 0xcfc, 4, false },
	};
	const char *const names[] = { NULL, device->path };

	for (size_t n = 0; n < COUNT(names); n++)
		for (size_t i = 0; i < COUNT(rows); i++) {
			uint16_t port = rows[i].port;
			uint32_t size = rows[i].size;

			if (rows[i].is_trap) {
				assert_refused(names[n], port, size, IOSPACE_WRITE,
					       -ECANCELED);
				assert_refused(names[n], port, size, both, -ECANCELED);
			} else {
				assert_probed(names[n], port, size, both, BYTES);
			}
			assert_probed(names[n], port, size, IOSPACE_READ, BYTES);
			assert_probed(names[n], port, size, both | IOSPACE_FORCE, BYTES);
		}
	assert_probed(NULL, 0xcf8, 4, both | IOSPACE_EXACT, INSTRUCTION);
	assert_nothing_opened();
}

static void a_wrong_size_range_or_alignment_is_refused_even_if_forced(void **state)
{
	const struct simulated *device = *state;
	static const struct {
		uint64_t address;
		uint32_t size;
		int error, exact_error;
	} rows[] = {
		{ 0x80, 0, -EINVAL, -EINVAL },
		{ 0x80, 3, -EINVAL, -EINVAL },
		{ 0x80, 8, -EINVAL, -EINVAL },
		{ 0x80, UINT32_MAX, -EINVAL, -EINVAL },
		{ 65536, 1, -ERANGE, -ERANGE },
		{ 65536, 4, -ERANGE, -ERANGE },
		{ 65534, 4, -ERANGE, -ERANGE },
		{ UINT64_C(0x100000080), 4, -ERANGE, -ERANGE },
		{ UINT64_MAX - 3, 4, -ERANGE, -ERANGE },
		{ 0x81, 2, 0, -EINVAL },
		{ 0x81, 4, 0, -EINVAL },
		{ 0x82, 4, 0, -EINVAL },
		{ 0xfffb, 4, 0, -EINVAL },
	};
	const char *const names[] = { NULL, device->path };

	for (size_t i = 0; i < COUNT(rows); i++)
		for (size_t n = 0; n < COUNT(names); n++)
			for (size_t w = 0; w < COUNT(ways); w++) {
				unsigned int flags = both | ways[w];
				int error = ways[w] & IOSPACE_EXACT ? rows[i].exact_error
								    : rows[i].error;

				if (error)
					assert_refused(names[n], rows[i].address,
						       rows[i].size, flags, error);
				else
					assert_probed(names[n], rows[i].address,
						      rows[i].size, flags, BYTES);
			}
	assert_nothing_opened();
}

static void flags_without_a_direction_or_unknown_are_refused(void **state)
{
	(void)state;
	assert_refused(NULL, 0x80, 4, 0, -EINVAL);
	assert_refused(NULL, 0x80, 4, IOSPACE_EXACT, -EINVAL);
	assert_refused(NULL, 0x80, 4, both | 0x80, -EINVAL);
}

/* It moves bytes, even with IOSPACE_EXACT: there is no bus. */
static void a_simulated_device_needs_no_other_file(void **state)
{
	const struct simulated *device = *state;
	static const uint8_t zero[IOSPACE_PORTS];
	static const uint16_t ports[] = { 0, 0x80, 0xc000, 0xfffc };

	for (size_t i = 0; i < COUNT(ports); i++)
		for (size_t s = 0; s < COUNT(sizes); s++)
			for (size_t w = 0; w < COUNT(ways); w++)
				assert_probed(device->path, ports[i], sizes[s],
					      both | ways[w], BYTES);
	assert_nothing_opened();
	assert_int_equal(processor.probes, 0);
	assert_memory_equal(device->ports, zero, IOSPACE_PORTS);
}

/* How an access would be made, and what a claim of it says. */
static void assert_plan_holds(uint64_t address, uint32_t size, unsigned int flags)
{
	unsigned int direction = flags & both;
	const char *method;
	struct iospace *io = NULL;
	int planned = iospace_probe(NULL, address, size, flags, &method), claimed;

	assert_int_equal(iospace_open(&io, NULL, flags), 0);
	claimed = iospace_claim(io, address, size, direction);
	if (claimed != planned)
		fail_msg("0x%x, size %u, flags 0x%x: planned %d, claimed %d",
			 (unsigned int)address, size, flags, planned, claimed);
	iospace_close(io);
	processor.permission_count = 0;
}

static void what_is_planned_is_what_a_claim_says(void **state)
{
	const struct simulated *device = *state;
	static const uint32_t ports[] = { 0,	  0x80,	  0x81,	  0xcf7,  0xcf8,
					  0xcf9,  0xcfb,  0xcfc,  0xc000, 0xc03d,
					  0xc03c, 0xc104, 0xc105, 0xfffd, 0x10000 };

	add_bars();
	syscalls_put_port(device->path);
	syscalls_give_rawio(CAP_EFFECTIVE);
	for (int has_ioperm = 0; has_ioperm <= 1; has_ioperm++)
		for (size_t i = 0; i < COUNT(ports); i++)
			for (uint32_t size = 0; size <= 5; size++)
				for (size_t w = 0; w < COUNT(ways); w++)
					for (unsigned int d = 1; d <= both; d++) {
						processor.has_ioperm = has_ioperm;
						assert_plan_holds(ports[i], size,
								  d | ways[w]);
					}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		probe_test(bytes_need_neither_the_device_nor_a_file),
		probe_test(another_path_of_the_device_is_probed_like_it),
		probe_test(a_file_that_is_no_io_space_is_refused),
		probe_test(an_exact_access_is_an_instruction_where_there_is_ioperm),
		probe_test(an_ioperm_that_refuses_is_one_that_is_there),
		probe_test(without_ioperm_an_exact_access_is_one_to_a_bar),
		probe_test(without_any_exact_method_there_is_no_way),
		probe_test(a_search_for_a_bar_that_fails_is_its_error),
		probe_test(the_pci_trap_is_refused_but_not_if_forced),
		probe_test(a_wrong_size_range_or_alignment_is_refused_even_if_forced),
		probe_test(flags_without_a_direction_or_unknown_are_refused),
		probe_test(a_simulated_device_needs_no_other_file),
		probe_test(what_is_planned_is_what_a_claim_says),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
