/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Opening with IOSPACE_EXACT: what stands in for a missing device, and what doesn't. */
#include "doubles/simulated.h"
#include "doubles/syscalls.h"
#include "iospace.h"
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

static const unsigned int exact = IOSPACE_READ | IOSPACE_WRITE | IOSPACE_EXACT;

/* What a simulated device does for /proc/ioports: it can be opened and locked. */
static int exact_setup(void **state)
{
	int r = simulated_setup(state);
	const struct simulated *device = *state;

	if (r == 0)
		syscalls.ioports = device->path;
	return r;
}

#define exact_test(function) \
	cmocka_unit_test_setup_teardown(function, exact_setup, simulated_teardown)

static void assert_opens_lock_file(const char *device, unsigned int flags)
{
	struct iospace *io = NULL;

	syscalls.open_path[0] = '\0';
	assert_int_equal(iospace_open(&io, device, flags), 0);
	assert_string_equal(syscalls.open_path, "/proc/ioports");
	assert_int_equal(syscalls.open_flags, O_RDONLY | O_CLOEXEC);
	assert_false(syscalls.open_privileged);
	iospace_close(io);
}

static void proc_ioports_is_locked_where_there_is_no_device(void **state)
{
	static const unsigned int directions[] = { IOSPACE_READ, IOSPACE_WRITE,
						   IOSPACE_READ | IOSPACE_WRITE };

	(void)state;
	for (size_t i = 0; i < COUNT(directions); i++) {
		assert_opens_lock_file(NULL, directions[i] | IOSPACE_EXACT);
		assert_opens_lock_file("/dev/port", directions[i] | IOSPACE_EXACT);
		assert_opens_lock_file(NULL,
				       directions[i] | IOSPACE_EXACT | IOSPACE_FORCE);
	}
	assert_int_equal(syscalls.open.count, 3 * COUNT(directions));
}

/* memory_open() in drivers/char/mem.c: a node, but no driver. */
static void a_device_without_a_driver_is_none(void **state)
{
	(void)state;
	syscalls.stat.error = ENXIO;
	assert_opens_lock_file(NULL, exact);
	syscalls.stat.error = 0;
}

static void two_handles_lock_each_other_out_without_a_device(void **state)
{
	struct iospace *holder = NULL, *other = NULL;

	(void)state;
	assert_int_equal(iospace_open(&holder, NULL, exact), 0);
	assert_int_equal(iospace_open(&other, NULL, exact), 0);
	assert_int_equal(iospace_lock(holder, 0), 0);
	assert_int_equal(iospace_lock(other, 0), -ETIMEDOUT);
	iospace_close(holder);
	assert_int_equal(iospace_lock(other, 0), 0);
	iospace_close(other);
}

static void without_exact_a_missing_device_is_enoent(void **state)
{
	(void)state;
	assert_not_opened(NULL, IOSPACE_WRITE, -ENOENT);
	assert_not_opened("/dev/port", IOSPACE_READ | IOSPACE_FORCE, -ENOENT);
	assert_int_equal(syscalls.open.count, 0);
}

static void a_missing_file_of_another_name_is_enoent(void **state)
{
	(void)state;
	assert_not_opened("/nonexistent", exact, -ENOENT);
	assert_not_opened("/proc/nonexistent", exact, -ENOENT);
	assert_int_equal(syscalls.open.count, 0);
}

static void without_proc_a_missing_device_is_enoent(void **state)
{
	(void)state;
	syscalls.ioports = NULL;
	assert_not_opened(NULL, exact, -ENOENT);
	assert_int_equal(syscalls.open.count, 1);
}

static void no_other_error_of_the_device_is_overlooked(void **state)
{
	static const int errors[] = { EPERM, EACCES, ENODEV, EMFILE, ENOMEM };
	const struct simulated *device = *state;

	syscalls_put_port(device->path);
	assert_not_opened(NULL, exact, -EPERM);
	assert_int_equal(syscalls.open.count, 0);

	syscalls_give_rawio(CAP_EFFECTIVE);
	for (size_t i = 0; i < COUNT(errors); i++) {
		syscalls.open = (struct call){ .error = errors[i] };
		assert_not_opened(NULL, exact, -errors[i]);
		assert_string_equal(syscalls.open_path, "/dev/port");
		assert_int_equal(syscalls.open.count, 1);
	}
	/* Something else of that name. */
	syscalls.open = (struct call){ 0 };
	syscalls.stat_kind = NULL;
	assert_not_opened(NULL, exact, -ENODEV);
	assert_int_equal(syscalls.open.count, 0);
}

static void a_device_that_is_there_is_what_is_opened(void **state)
{
	const struct simulated *device = *state;
	struct iospace *io = NULL;

	syscalls_put_port(device->path);
	syscalls_give_rawio(CAP_PERMITTED);
	assert_int_equal(iospace_open(&io, NULL, exact), 0);
	assert_string_equal(syscalls.open_path, "/dev/port");
	assert_int_equal(syscalls.open_flags, O_RDWR | ALWAYS);
	assert_true(syscalls.open_privileged);
	assert_int_equal(syscalls.open.count, 1);
	iospace_close(io);
}

/* Bytes of the device are not what was asked for. */
static void the_device_is_never_used_for_an_exact_access(void **state)
{
	static const uint8_t zero[IOSPACE_PORTS];
	const struct simulated *device = *state;
	struct iospace *io = NULL;

	syscalls_put_port(device->path);
	syscalls_give_rawio(CAP_EFFECTIVE);
	assert_int_equal(iospace_open(&io, NULL, exact), 0);
	for (uint32_t wanted = 1; wanted <= 4; wanted *= 2) {
		uint32_t data = 1, size = wanted;

		assert_int_equal(iospace_claim(io, 0x80, wanted, IOSPACE_WRITE),
				 -EOPNOTSUPP);
		assert_int_equal(iospace_write(io, 0x80, 1, &size), -EOPNOTSUPP);
		assert_int_equal(size, 0);
		size = wanted;
		assert_int_equal(iospace_read(io, 0x80, &data, &size), -EOPNOTSUPP);
		assert_int_equal(size, 0);
	}
	assert_int_equal(syscalls.pread.count + syscalls.pwrite.count, 0);
	assert_memory_equal(device->ports, zero, IOSPACE_PORTS);
	iospace_close(io);
}

static void a_simulated_device_is_accessed_in_one_call(void **state)
{
	const struct simulated *device = *state;
	struct iospace *io = simulated_open(device, exact);
	uint32_t data, size = 4;

	assert_int_equal(iospace_claim(io, 0x80, 4, IOSPACE_WRITE), 0);
	assert_int_equal(iospace_write(io, 0x80, 0x11223344, &size), 0);
	assert_memory_equal(device->ports + 0x80, "\x44\x33\x22\x11", 4);
	assert_int_equal(iospace_read(io, 0x80, &data, &size), 0);
	assert_int_equal(data, 0x11223344);
	assert_int_equal(syscalls.pwrite.count, 1);
	assert_int_equal(syscalls.pread.count, 1);
	assert_int_equal(syscalls.open.count, 1);
	iospace_close(io);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		exact_test(proc_ioports_is_locked_where_there_is_no_device),
		exact_test(a_device_without_a_driver_is_none),
		exact_test(two_handles_lock_each_other_out_without_a_device),
		exact_test(without_exact_a_missing_device_is_enoent),
		exact_test(a_missing_file_of_another_name_is_enoent),
		exact_test(without_proc_a_missing_device_is_enoent),
		exact_test(no_other_error_of_the_device_is_overlooked),
		exact_test(a_device_that_is_there_is_what_is_opened),
		exact_test(the_device_is_never_used_for_an_exact_access),
		exact_test(a_simulated_device_is_accessed_in_one_call),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
