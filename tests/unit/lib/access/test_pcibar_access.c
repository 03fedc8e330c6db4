/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Exact accesses through the I/O BAR of a PCI device, by a handle. */
#include "doubles/devices.h"
#include "doubles/simulated.h"
#include "doubles/syscalls.h"
#include "iospace.h"
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define UNTOUCHED 0xdeadbeef

#define PATTERN UINT32_C(0x87654321)

static const unsigned int both = IOSPACE_READ | IOSPACE_WRITE;

static struct devices devices;

/* A simulated device that passes for the port device, and no PCI device yet. */
static int port_setup(void **state)
{
	int r = simulated_setup_port(state);

	if (r < 0)
		return r;
	syscalls_give_rawio(CAP_EFFECTIVE);
	syscalls.pci_devices = devices.path;
	return devices_make(&devices);
}

static int port_teardown(void **state)
{
	devices_remove(&devices);
	return simulated_teardown(state);
}

#define bar_test(function) \
	cmocka_unit_test_setup_teardown(function, port_setup, port_teardown)

/* Two I/O BARs, one of which no access of 4 bytes fills. */
static const char name[] = "0000:00:03.0";
static const struct resource two[RESOURCES] = {
	{ 0xc000, 0xc03f, IO_BAR },
	{ 0xfebf1000, 0xfebf1fff, MEMORY_BAR },
	{ 0xc100, 0xc105, IO_BAR },
};

/* The files of both, in memory. */
struct bars {
	uint8_t *first, *second;
};

static struct bars add_bars(void)
{
	devices_add(&devices, name, two);
	return (struct bars){
		devices_map_bar(&devices, name, 0, 0x40),
		devices_map_bar(&devices, name, 2, 6),
	};
}

static struct iospace *open_exact(unsigned int flags)
{
	struct iospace *io = NULL;

	assert_int_equal(iospace_open(&io, NULL, flags | IOSPACE_EXACT), 0);
	return io;
}

static int transfers(void)
{
	return syscalls.pread.count + syscalls.pwrite.count;
}

/* The bytes of a value as sysfs moves them: the host's own. */
struct bytes {
	uint8_t at[4];
};

static struct bytes to_bytes(uint32_t value, uint32_t size)
{
	const uint8_t byte = (uint8_t)value;
	const uint16_t word = (uint16_t)value;
	struct bytes bytes = { { 0 } };

	memcpy(bytes.at,
	       size == 1   ? (const void *)&byte
	       : size == 2 ? (const void *)&word
			   : (const void *)&value,
	       size);
	return bytes;
}

static const struct example {
	uint16_t port;
	uint32_t size;
} examples[] = {
	{ 0xc000, 1 }, { 0xc000, 2 }, { 0xc000, 4 }, { 0xc03f, 1 },
	{ 0xc03e, 2 }, { 0xc03c, 4 }, { 0xc014, 4 }, { 0xc023, 1 },
};

static void an_access_is_one_call_of_the_width_at_the_offset_in_the_bar(void **state)
{
	const struct simulated *device = *state;
	struct bars bars = add_bars();
	struct iospace *io = open_exact(both);
	int count = 0;

	memset(device->ports, 0xa5, IOSPACE_PORTS);
	for (size_t i = 0; i < COUNT(examples); i++) {
		const struct example *example = &examples[i];
		uint32_t value = PATTERN >> (32 - 8 * example->size);
		struct bytes bytes = to_bytes(value, example->size);
		off_t offset = example->port - 0xc000;
		uint32_t data = UNTOUCHED, size = example->size;

		memset(bars.first, 0, 0x40);
		assert_int_equal(iospace_write(io, example->port, value, &size), 0);
		assert_int_equal(size, example->size);
		assert_memory_equal(bars.first + offset, bytes.at, size);
		assert_int_equal(transfers(), ++count);
		assert_int_equal(syscalls.transfer.length, size);
		assert_int_equal(syscalls.transfer.offset, offset);

		/* What the neighbours hold must not show. */
		memset(bars.first, 0xa5, 0x40);
		memcpy(bars.first + offset, bytes.at, size);
		assert_int_equal(iospace_read(io, example->port, &data, &size), 0);
		assert_int_equal(size, example->size);
		assert_int_equal(data, value);
		assert_int_equal(transfers(), ++count);
		assert_int_equal(syscalls.transfer.length, size);
		assert_int_equal(syscalls.transfer.offset, offset);
	}
	for (size_t port = 0; port < IOSPACE_PORTS; port++)
		assert_int_equal(device->ports[port], 0xa5);
	iospace_close(io);
}

static void each_bar_has_its_own_file(void **state)
{
	struct bars bars = add_bars();
	struct iospace *io = open_exact(both);

	(void)state;
	for (uint32_t i = 1; i <= 3; i++) {
		uint32_t size = 2;

		assert_int_equal(iospace_write(io, 0xc000, 0x1111 * i, &size), 0);
		assert_int_equal(iospace_write(io, 0xc104, 0x4444 * i, &size), 0);
		assert_memory_equal(bars.first, to_bytes(0x1111 * i, 2).at, 2);
		assert_memory_equal(bars.second + 4, to_bytes(0x4444 * i, 2).at, 2);
	}
	/* The device, and each file once. */
	assert_int_equal(syscalls.open.count, 1 + 2);
	iospace_close(io);
}

static void an_access_past_the_end_of_the_bar_is_refused_untouched(void **state)
{
	struct bars bars = add_bars();
	struct iospace *io = open_exact(both);
	uint32_t data = UNTOUCHED, size = 4;

	(void)state;
	/* As the first access to the BAR, and as a later one. */
	for (int i = 0; i < 2; i++) {
		assert_int_equal(iospace_claim(io, 0xc104, 4, IOSPACE_READ), -ERANGE);
		size = 4;
		assert_int_equal(iospace_write(io, 0xc104, PATTERN, &size), -ERANGE);
		assert_int_equal(size, 0);
		size = 4;
		assert_int_equal(iospace_read(io, 0xc104, &data, &size), -ERANGE);
		assert_int_equal(size, 0);
		assert_int_equal(data, UNTOUCHED);
	}
	assert_int_equal(transfers(), 0);
	assert_memory_equal(bars.second, "\0\0\0\0\0\0", 6);

	/* Up to its end is not past it. */
	size = 2;
	assert_int_equal(iospace_write(io, 0xc104, 0x5a5a, &size), 0);
	assert_memory_equal(bars.second, "\0\0\0\0\x5a\x5a", 6);
	size = 4;
	assert_int_equal(iospace_write(io, 0xc100, PATTERN, &size), 0);
	iospace_close(io);
}

static void a_claim_opens_the_file_once_for_the_direction(void **state)
{
	static const struct {
		unsigned int flags;
		int open_flags;
	} rows[] = {
		{ IOSPACE_READ, O_RDONLY | ALWAYS },
		{ IOSPACE_WRITE, O_WRONLY | ALWAYS },
		{ IOSPACE_READ | IOSPACE_WRITE, O_RDWR | ALWAYS },
	};

	(void)state;
	add_bars();
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct iospace *io = open_exact(rows[i].flags);
		unsigned int direction = rows[i].flags;

		syscalls.open.count = syscalls.opendir.count = 0;
		assert_int_equal(iospace_claim(io, 0xc000, 4, direction), 0);
		assert_string_equal(syscalls.open_path,
				    "/sys/bus/pci/devices/0000:00:03.0/resource0");
		assert_int_equal(syscalls.open_flags, rows[i].open_flags);

		/* Its other ports are had with it. */
		assert_int_equal(iospace_claim(io, 0xc000, 4, direction), 0);
		assert_int_equal(iospace_claim(io, 0xc03f, 1, direction), 0);
		assert_int_equal(syscalls.open.count, 1);
		assert_int_equal(syscalls.opendir.count, 1);
		iospace_close(io);
	}
}

static void nothing_is_opened_for_an_access_that_was_claimed(void **state)
{
	uint32_t data, size = 4;
	struct iospace *io;

	(void)state;
	add_bars();
	io = open_exact(both);
	assert_int_equal(iospace_claim(io, 0xc000, 4, IOSPACE_READ), 0);
	syscalls_take_rawio();
	syscalls.open.error = syscalls.fopen.error = syscalls.opendir.error = EPERM;
	assert_int_equal(iospace_write(io, 0xc000, PATTERN, &size), 0);
	assert_int_equal(iospace_read(io, 0xc000, &data, &size), 0);
	assert_int_equal(data, PATTERN);
	iospace_close(io);
}

static void closing_closes_each_file(void **state)
{
	int before = syscalls_descriptors();
	struct iospace *io;

	(void)state;
	add_bars();
	io = open_exact(both);
	assert_int_equal(syscalls_descriptors(), before + 1);
	assert_int_equal(iospace_claim(io, 0xc000, 4, IOSPACE_READ), 0);
	assert_int_equal(iospace_claim(io, 0xc104, 2, IOSPACE_READ), 0);
	assert_int_equal(syscalls_descriptors(), before + 3);
	iospace_close(io);
	assert_int_equal(syscalls_descriptors(), before);
}

/* Each of the three asks for it, and none gets it. */
static void assert_unreachable(struct iospace *io, uint16_t port, int error)
{
	uint32_t data = UNTOUCHED, size = 4;

	assert_int_equal(iospace_claim(io, port, 4, IOSPACE_READ), error);
	assert_int_equal(iospace_write(io, port, PATTERN, &size), error);
	assert_int_equal(size, 0);
	size = 4;
	assert_int_equal(iospace_read(io, port, &data, &size), error);
	assert_int_equal(size, 0);
	assert_int_equal(data, UNTOUCHED);
	assert_int_equal(transfers(), 0);
}

static void a_port_in_no_bar_has_no_exact_access(void **state)
{
	struct iospace_diagnosis *diagnosis;
	const struct iospace_cause *cause;
	struct iospace *io;

	(void)state;
	add_bars();
	io = open_exact(both);
	assert_unreachable(io, 0x80, -EOPNOTSUPP);
	assert_unreachable(io, 0xc040, -EOPNOTSUPP);
	assert_int_equal(iospace_diagnose_access(&diagnosis, NULL, 0x80, 1,
						 both | IOSPACE_EXACT, -EOPNOTSUPP),
			 0);
	cause = iospace_diagnosis_next_cause(diagnosis, NULL);
	assert_int_equal(iospace_cause_get_reason(cause), IOSPACE_REASON_NO_EXACT);
	assert_non_null(strstr(iospace_cause_get_text(cause), "no PCI I/O BAR"));
	assert_null(iospace_diagnosis_next_cause(diagnosis, cause));
	iospace_diagnosis_free(diagnosis);

	syscalls.pci_devices = NULL;
	assert_unreachable(io, 0xc000, -EOPNOTSUPP);
	iospace_close(io);
}

static void a_file_that_cannot_be_opened_is_an_error(void **state)
{
	static const int errors[] = { EPERM, EACCES, EMFILE, ENOMEM };
	struct iospace *io;
	uint32_t size = 4;
	int before;

	(void)state;
	add_bars();
	io = open_exact(both);
	before = syscalls_descriptors();
	for (size_t i = 0; i < COUNT(errors); i++) {
		syscalls.open = (struct call){ .error = errors[i] };
		assert_unreachable(io, 0xc000, -errors[i]);
		assert_int_equal(syscalls.open.count, 3);
	}
	syscalls.open.error = 0;
	syscalls.malloc.error = ENOMEM;
	assert_unreachable(io, 0xc000, -ENOMEM);
	syscalls.malloc.error = 0;
	assert_int_equal(syscalls_descriptors(), before);

	/* And it is no error for ever. */
	assert_int_equal(iospace_write(io, 0xc000, PATTERN, &size), 0);
	iospace_close(io);
}

static void the_file_is_opened_above_stdio(void **state)
{
	int saved = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 100), r, fd_flags;
	uint32_t data, size = 1;
	struct iospace *io;

	(void)state;
	add_bars();
	io = open_exact(both);
	close(STDIN_FILENO);
	r = iospace_read(io, 0xc000, &data, &size);
	fd_flags = fcntl(syscalls.transfer.fd, F_GETFD);
	dup2(saved, STDIN_FILENO);
	close(saved);

	assert_int_equal(r, 0);
	assert_true(syscalls.transfer.fd > STDERR_FILENO);
	assert_int_equal(fd_flags, FD_CLOEXEC);
	iospace_close(io);
}

/* Lockdown shows at the access only: pci_write_resource_io(). */
static void an_error_of_the_transfer_counts_zero_and_is_not_retried(void **state)
{
	static const int errors[] = { EPERM, EIO, EINTR, EINVAL };
	struct iospace *io;

	(void)state;
	add_bars();
	io = open_exact(both);
	for (size_t i = 0; i < COUNT(errors); i++) {
		uint32_t data = UNTOUCHED, size = 4;

		syscalls.pread.error = syscalls.pwrite.error = errors[i];
		assert_int_equal(iospace_write(io, 0xc000, 1, &size), -errors[i]);
		assert_int_equal(size, 0);
		size = 4;
		assert_int_equal(iospace_read(io, 0xc000, &data, &size), -errors[i]);
		assert_int_equal(size, 0);
		assert_int_equal(data, UNTOUCHED);
		assert_int_equal(transfers(), 2 * (i + 1));
	}
	iospace_close(io);
}

static void a_short_transfer_is_eio_with_the_true_count(void **state)
{
	uint32_t data = UNTOUCHED, size = 4;
	struct iospace *io;

	(void)state;
	add_bars();
	io = open_exact(both);
	syscalls.missing = 1;
	assert_int_equal(iospace_write(io, 0xc000, PATTERN, &size), -EIO);
	assert_int_equal(size, 3);
	size = 4;
	assert_int_equal(iospace_read(io, 0xc000, &data, &size), -EIO);
	assert_int_equal(size, 3);
	assert_int_equal(data, UNTOUCHED);
	iospace_close(io);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		bar_test(an_access_is_one_call_of_the_width_at_the_offset_in_the_bar),
		bar_test(each_bar_has_its_own_file),
		bar_test(an_access_past_the_end_of_the_bar_is_refused_untouched),
		bar_test(a_claim_opens_the_file_once_for_the_direction),
		bar_test(nothing_is_opened_for_an_access_that_was_claimed),
		bar_test(closing_closes_each_file),
		bar_test(a_port_in_no_bar_has_no_exact_access),
		bar_test(a_file_that_cannot_be_opened_is_an_error),
		bar_test(the_file_is_opened_above_stdio),
		bar_test(an_error_of_the_transfer_counts_zero_and_is_not_retried),
		bar_test(a_short_transfer_is_eio_with_the_true_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
