/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Off x86, a port that no window of a host bridge maps is refused. Here the library has
 * what depends on the architecture from lib/arch_other.c, on every machine.
 */
#include "captures.h"
#include "iospace.h"
#include "simulated.h"
#include "syscalls.h"
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define UNTOUCHED 0xdeadbeef

static const unsigned int both = IOSPACE_READ | IOSPACE_WRITE;
static const uint32_t sizes[] = { 1, 2, 4 };

/* The file that /proc/ioports leads to. */
static char ioports_path[sizeof("/tmp/iospace-XXXXXX")];

/* A simulated device that passes for the port device. */
static int unmapped_setup(void **state)
{
	int r = simulated_setup(state), fd;
	const struct simulated *device = *state;

	if (r < 0)
		return r;
	syscalls_put_port(device->path);
	syscalls_give_rawio(CAP_EFFECTIVE);
	strcpy(ioports_path, "/tmp/iospace-XXXXXX");
	fd = mkstemp(ioports_path);
	if (fd < 0)
		return -1;
	close(fd);
	return 0;
}

static int unmapped_teardown(void **state)
{
	unlink(ioports_path);
	return simulated_teardown(state);
}

#define unmapped_test(function) \
	cmocka_unit_test_setup_teardown(function, unmapped_setup, unmapped_teardown)

static void put_ioports(const char *text)
{
	FILE *file = fopen(ioports_path, "w");

	assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
	fclose(file);
	syscalls.ioports = ioports_path;
	syscalls.fopen.count = 0;
}

static struct iospace *open_port(unsigned int flags)
{
	struct iospace *io = NULL;

	assert_int_equal(iospace_open(&io, NULL, flags), 0);
	return io;
}

static int transfers(void)
{
	return syscalls.pread.count + syscalls.pwrite.count;
}

static void assert_refused(struct iospace *io, uint16_t port, uint32_t wanted)
{
	uint32_t data = UNTOUCHED, size = wanted;
	int before = transfers();

	assert_int_equal(iospace_claim(io, port, wanted, IOSPACE_READ), -ECANCELED);
	assert_int_equal(iospace_claim(io, port, wanted, both), -ECANCELED);
	assert_int_equal(iospace_write(io, port, 1, &size), -ECANCELED);
	assert_int_equal(size, 0);
	size = wanted;
	assert_int_equal(iospace_read(io, port, &data, &size), -ECANCELED);
	assert_int_equal(size, 0);
	assert_int_equal(data, UNTOUCHED);
	assert_int_equal(transfers(), before);
}

static void assert_allowed(struct iospace *io, uint16_t port, uint32_t wanted)
{
	uint32_t value = UINT32_C(0x87654321) >> (32 - 8 * wanted), data, size = wanted;
	int before = transfers();

	assert_int_equal(iospace_claim(io, port, wanted, IOSPACE_WRITE), 0);
	assert_int_equal(iospace_write(io, port, value, &size), 0);
	assert_int_equal(size, wanted);
	assert_int_equal(syscalls.transfer.offset, port);
	assert_int_equal(iospace_read(io, port, &data, &size), 0);
	assert_int_equal(size, wanted);
	assert_int_equal(data, value);
	assert_int_equal(transfers(), before + 2);
}

static void assert_all_refused(unsigned int flags)
{
	static const uint16_t ports[] = { 0, 0x80, 0xcf8, 0x1000, 0xfffc };
	struct iospace *io = open_port(flags);

	for (size_t i = 0; i < COUNT(ports); i++)
		if (ports[i] != 0xcf8)
			for (size_t s = 0; s < COUNT(sizes); s++)
				assert_refused(io, ports[i], sizes[s]);
	assert_refused(io, 0xcf8, 1);
	assert_int_equal(transfers(), 0);
	iospace_close(io);
}

static void a_port_in_a_window_is_accessed(void **state)
{
	static const uint16_t ports[] = { 0x1000, 0x1008, 0xfffc };
	struct iospace *io;

	(void)state;
	put_ioports(capture_arm64_above_0);
	io = open_port(both);
	for (size_t i = 0; i < COUNT(ports); i++)
		for (size_t s = 0; s < COUNT(sizes); s++)
			assert_allowed(io, ports[i], sizes[s]);
	iospace_close(io);
}

static void a_port_outside_of_the_windows_is_refused_untouched(void **state)
{
	static const uint8_t zero[IOSPACE_PORTS];
	const struct simulated *device = *state;
	struct iospace *io;

	put_ioports(capture_arm64_above_0);
	io = open_port(both);
	for (size_t s = 0; s < COUNT(sizes); s++) {
		assert_refused(io, 0, sizes[s]);
		assert_refused(io, 0x80, sizes[s]);
		assert_refused(io, 0x0fff, sizes[s]);
	}
	assert_memory_equal(device->ports, zero, IOSPACE_PORTS);
	iospace_close(io);
}

static void an_access_that_leaves_its_window_is_refused(void **state)
{
	struct iospace *io;

	(void)state;
	put_ioports("00001000-000010ff : a\n00002000-000020ff : b\n"
		    "00002100-000021ff : c\n");
	io = open_port(both);
	assert_allowed(io, 0x10fc, 4);
	assert_refused(io, 0x10fd, 4);
	assert_refused(io, 0x10ff, 2);
	assert_refused(io, 0x0ffe, 4);
	assert_allowed(io, 0x20fe, 4);
	iospace_close(io);
}

static void either_direction_alone_is_guarded(void **state)
{
	uint32_t data = UNTOUCHED, size = 1;
	struct iospace *io;

	(void)state;
	put_ioports(capture_arm64_above_0);
	io = open_port(IOSPACE_READ);
	assert_int_equal(iospace_claim(io, 0x80, 1, IOSPACE_READ), -ECANCELED);
	assert_int_equal(iospace_read(io, 0x80, &data, &size), -ECANCELED);
	iospace_close(io);
	io = open_port(IOSPACE_WRITE);
	size = 1;
	assert_int_equal(iospace_claim(io, 0x80, 1, IOSPACE_WRITE), -ECANCELED);
	assert_int_equal(iospace_write(io, 0x80, 1, &size), -ECANCELED);
	assert_int_equal(size, 0);
	iospace_close(io);
	assert_int_equal(transfers(), 0);
}

static void a_window_does_not_open_the_pci_trap(void **state)
{
	struct iospace *io;
	uint32_t size = 4;

	(void)state;
	put_ioports(capture_arm64);
	io = open_port(both);
	assert_int_equal(iospace_write(io, 0xcf8, 0x80000600, &size), -ECANCELED);
	assert_int_equal(size, 0);
	assert_int_equal(transfers(), 0);
	iospace_close(io);
}

static void without_the_file_every_port_is_refused(void **state)
{
	(void)state;
	assert_all_refused(both);
	assert_int_equal(syscalls.fopen.count, 1);
}

static void an_empty_file_or_one_of_zeros_refuses_every_port(void **state)
{
	const char *const texts[] = { "", capture_arm64_zeros, capture_pc_zeros };

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		put_ioports(texts[i]);
		assert_all_refused(both);
	}
}

static void force_allows_every_port(void **state)
{
	const char *const texts[] = { "", capture_arm64_above_0, capture_arm64_zeros };

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct iospace *io;

		put_ioports(texts[i]);
		io = open_port(both | IOSPACE_FORCE);
		for (size_t s = 0; s < COUNT(sizes); s++)
			assert_allowed(io, 0x80, sizes[s]);
		iospace_close(io);
	}
}

static void the_windows_are_read_once_while_there_is_privilege(void **state)
{
	struct iospace *io;

	(void)state;
	put_ioports(capture_arm64_above_0);
	io = open_port(both);
	put_ioports(capture_arm64_zeros);
	syscalls_take_rawio();
	assert_allowed(io, 0x1000, 4);
	assert_refused(io, 0x80, 4);
	assert_int_equal(syscalls.fopen.count, 0);
	iospace_close(io);
}

static void a_simulated_device_is_not_guarded(void **state)
{
	const struct simulated *device = *state;
	struct iospace *io;

	syscalls.stat_kind = syscalls.fstat_kind = NULL;
	io = simulated_open(device, both);
	for (size_t s = 0; s < COUNT(sizes); s++)
		assert_allowed(io, 0x80, sizes[s]);
	assert_int_equal(syscalls.fopen.count, 0);
	iospace_close(io);
}

static void windows_that_cannot_be_read_are_an_error_of_the_open(void **state)
{
	int before = syscalls_descriptors();
	struct iospace *io = NULL;

	(void)state;
	put_ioports(capture_arm64);
	syscalls.reallocarray.error = ENOMEM;
	assert_int_equal(iospace_open(&io, NULL, both), -ENOMEM);
	syscalls.reallocarray.error = 0;
	assert_int_equal(syscalls_descriptors(), before);

	/* Nor is there memory for the first, the second and so on. */
	for (int after = 0; !io; after++) {
		int r;

		syscalls.calloc = (struct call){ .error = ENOMEM, .after = after };
		r = iospace_open(&io, NULL, both);
		assert_int_equal(r, io ? 0 : -ENOMEM);
		assert_int_equal(syscalls_descriptors(), before + (r == 0));
	}
	assert_true(syscalls.calloc.count > 1);
	iospace_close(io);
}

static void the_device_has_no_exact_access_and_says_why(void **state)
{
	const char *cause = iospace_reason_cause(IOSPACE_REASON_NO_EXACT);
	struct iospace *io;

	(void)state;
	put_ioports(capture_arm64);
	io = open_port(both | IOSPACE_EXACT);
	assert_int_equal(iospace_claim(io, 0x80, 1, IOSPACE_WRITE), -EOPNOTSUPP);
	iospace_close(io);

	/* A kernel that is not x86's lacks no ioperm. */
	assert_non_null(strstr(cause, "PCI I/O BAR"));
	assert_null(strstr(cause, "ioperm"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		unmapped_test(a_port_in_a_window_is_accessed),
		unmapped_test(a_port_outside_of_the_windows_is_refused_untouched),
		unmapped_test(an_access_that_leaves_its_window_is_refused),
		unmapped_test(either_direction_alone_is_guarded),
		unmapped_test(a_window_does_not_open_the_pci_trap),
		unmapped_test(without_the_file_every_port_is_refused),
		unmapped_test(an_empty_file_or_one_of_zeros_refuses_every_port),
		unmapped_test(force_allows_every_port),
		unmapped_test(the_windows_are_read_once_while_there_is_privilege),
		unmapped_test(a_simulated_device_is_not_guarded),
		unmapped_test(windows_that_cannot_be_read_are_an_error_of_the_open),
		unmapped_test(the_device_has_no_exact_access_and_says_why),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
