/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Handles of registers: what they refuse, and what they share with the ports. On chips
 * that answer they are tested as commands: tests/cmd/test_registers.py and test_field.py.
 */
#include "doubles/simulated.h"
#include "doubles/syscalls.h"
#include "doubles/waiting.h"
#include "iospace.h"
#include "test.h"

#include <errno.h>
#include <signal.h>

#define INDEX 0x70
#define DATA  0x72

enum { both = IOSPACE_READ | IOSPACE_WRITE };

static void a_number_is_written_in_the_size_of_the_access(void **state)
{
	const struct simulated *device = *state;
	struct iospace *io = simulated_open(device, both), *registers;
	uint32_t data = 0, size = 2;

	assert_int_equal(iospace_open_indexed(&registers, io, INDEX, DATA), 0);
	assert_int_equal(iospace_write(registers, 0x1234, 0xabcd, &size), 0);
	assert_int_equal(size, 2);
	assert_int_equal(device->ports[INDEX], 0x34);
	assert_int_equal(device->ports[INDEX + 1], 0x12);
	assert_int_equal(device->ports[DATA], 0xcd);
	assert_int_equal(device->ports[DATA + 1], 0xab);
	size = 1;
	assert_int_equal(iospace_read(registers, 0x56, &data, &size), 0);
	assert_int_equal(device->ports[INDEX], 0x56);
	assert_int_equal(data, 0xcd);
	iospace_close(registers);

	/* The ports are as they were. */
	assert_int_equal(iospace_read(io, DATA, &data, &size), 0);
	assert_int_equal(data, 0xcd);
	iospace_close(io);
}

static void an_update_is_of_the_whole_register(void **state)
{
	const struct simulated *device = *state;
	struct iospace *io = simulated_open(device, both), *registers;
	uint32_t before, size = 2;

	device->ports[DATA] = 0x11;
	device->ports[DATA + 1] = 0x22;
	assert_int_equal(iospace_open_indexed(&registers, io, INDEX, DATA), 0);
	syscalls.pread.count = syscalls.pwrite.count = 0;
	assert_int_equal(iospace_update(registers, 5, 0x0c, 0x0f, &before, &size), 0);
	assert_int_equal(size, 2);
	assert_int_equal(before, 0x2211);
	assert_int_equal(device->ports[DATA], 0x1c);
	assert_int_equal(syscalls.pread.count, 1);
	/* The index, the index again, and the data. */
	assert_int_equal(syscalls.pwrite.count, 3);
	iospace_close(registers);
	iospace_close(io);
}

static void what_is_no_register_is_refused(void **state)
{
	static const struct {
		uint64_t number;
		uint32_t size;
		int error;
	} rows[] = {
		{ 0x100, 1, ERANGE },
		{ 0x10000, 2, ERANGE },
		{ UINT64_C(1) << 32, 4, ERANGE },
		{ UINT64_MAX, 4, ERANGE },
		{ 0, 3, EINVAL },
		{ 0, 0, EINVAL },
	};
	const struct simulated *device = *state;
	struct iospace *io = simulated_open(device, both), *registers;

	assert_int_equal(iospace_open_indexed(&registers, io, INDEX, INDEX + 4), 0);
	syscalls.pwrite.count = 0;
	for (size_t i = 0; i < COUNT(rows); i++) {
		uint32_t data = 9, size = rows[i].size;

		assert_int_equal(iospace_read(registers, rows[i].number, &data, &size),
				 -rows[i].error);
		assert_int_equal(size, 0);
		assert_int_equal(data, 9);
		size = rows[i].size;
		assert_int_equal(iospace_write(registers, rows[i].number, 0, &size),
				 -rows[i].error);
		assert_int_equal(size, 0);
		assert_int_equal(iospace_claim(registers, rows[i].number, rows[i].size,
					       both),
				 -rows[i].error);
	}
	assert_int_equal(syscalls.pwrite.count, 0);
	iospace_close(registers);
	iospace_close(io);
}

/* Not even the index is written. */
static void a_read_that_it_is_not_open_for_touches_nothing(void **state)
{
	const struct simulated *device = *state;
	struct iospace *io = simulated_open(device, IOSPACE_WRITE), *registers;
	uint32_t data = 0x55, size = 1;

	device->ports[INDEX] = 0x5a;
	assert_int_equal(iospace_open_indexed(&registers, io, INDEX, DATA), 0);
	assert_int_equal(iospace_read(registers, 5, &data, &size), -EBADF);
	assert_int_equal(size, 0);
	assert_int_equal(data, 0x55);
	assert_int_equal(device->ports[INDEX], 0x5a);
	iospace_close(registers);
	iospace_close(io);
}

static void the_ports_of_registers_are_checked_as_ports(void **state)
{
	const struct simulated *device = *state;
	struct iospace *io = simulated_open(device, both), *registers;
	uint32_t data, size = 4;

	assert_int_equal(iospace_open_indexed(&registers, io, 0xcf8, 0xcfc), 0);
	assert_int_equal(iospace_claim(registers, 0, 4, IOSPACE_READ), -ECANCELED);
	assert_int_equal(iospace_read(registers, 0, &data, &size), -ECANCELED);
	assert_int_equal(size, 0);
	iospace_close(registers);

	assert_int_equal(iospace_open_indexed(&registers, io, 0xffff, 0), 0);
	assert_int_equal(iospace_claim(registers, 0, 1, both), 0);
	assert_int_equal(iospace_claim(registers, 0, 2, both), -ERANGE);
	iospace_close(registers);
	iospace_close(io);
}

static void what_can_have_no_registers_is_refused(void **state)
{
	const struct simulated *device = *state;
	struct iospace *io = simulated_open(device, both), *registers,
		       *readable = simulated_open(device, IOSPACE_READ),
		       *writable = simulated_open(device, IOSPACE_WRITE), *none = NULL;
	uint32_t data, size = 1;

	assert_int_equal(iospace_open_indexed(&none, readable, 1, 2), -EBADF);
	assert_int_equal(iospace_open_ec(&none, readable, 1, 2), -EBADF);
	assert_int_equal(iospace_open_ec(&none, writable, 1, 2), -EBADF);
	assert_int_equal(iospace_open_indexed(&none, io, 1, 1), -EINVAL);
	assert_int_equal(iospace_open_indexed(&none, io, IOSPACE_PORTS, 1), -ERANGE);
	assert_int_equal(iospace_open_ec(&none, io, 1, IOSPACE_PORTS), -ERANGE);
	assert_int_equal(iospace_open_indexed(&registers, io, 1, 2), 0);
	assert_int_equal(iospace_open_indexed(&none, registers, 3, 4), -EINVAL);
	assert_null(none);
	iospace_close(registers);

	/* A register can be written without a read. */
	assert_int_equal(iospace_open_indexed(&registers, writable, 1, 2), 0);
	assert_int_equal(iospace_write(registers, 0, 5, &size), 0);
	assert_int_equal(iospace_read(registers, 0, &data, &size), -EBADF);
	iospace_close(registers);
	iospace_close(io);
	iospace_close(readable);
	iospace_close(writable);
}

static void an_index_that_is_not_written_is_no_access(void **state)
{
	const struct simulated *device = *state;
	struct iospace *io = simulated_open(device, both), *registers;
	uint32_t data = 9, size = 1;

	assert_int_equal(iospace_open_indexed(&registers, io, INDEX, DATA), 0);
	syscalls.pread.count = 0;
	syscalls.pwrite = (struct call){ .error = EIO };
	assert_int_equal(iospace_read(registers, 5, &data, &size), -EIO);
	assert_int_equal(size, 0);
	assert_int_equal(data, 9);
	assert_int_equal(syscalls.pread.count, 0);
	size = 1;
	assert_int_equal(iospace_write(registers, 5, 6, &size), -EIO);
	assert_int_equal(size, 0);
	iospace_close(registers);
	iospace_close(io);
}

/* A read of a port takes about a microsecond, and a wait what it is to take. */
static void a_controller_that_does_not_answer_is_told_by_the_step(void **state)
{
	const struct simulated *device = *state;
	struct iospace *io = simulated_open(device, both), *registers;
	uint32_t data = 9, size = 1;

	waiting = (struct waiting){ 0 };
	syscalls.pread_time = 1000;
	assert_int_equal(iospace_open_ec(&registers, io, 0x66, 0x62), 0);
	assert_null(iospace_get_waited(registers));
	device->ports[0x66] = 0x02;
	syscalls.pwrite.count = 0;
	assert_int_equal(iospace_read(registers, 5, &data, &size), -ETIME);
	assert_int_equal(size, 0);
	assert_string_equal(iospace_get_waited(registers), "the controller to be free");
	assert_int_equal(syscalls.pwrite.count, 0);

	/* It says something for ever. */
	device->ports[0x66] = 0x01;
	size = 1;
	assert_int_equal(iospace_write(registers, 5, 1, &size), -ETIME);
	assert_int_equal(size, 0);
	assert_string_equal(iospace_get_waited(registers),
			    "the controller to have no more to say");
	assert_int_equal(syscalls.pwrite.count, 0);

	size = 2;
	assert_int_equal(iospace_read(registers, 5, &data, &size), -EINVAL);
	size = 1;
	assert_int_equal(iospace_read(registers, 0x100, &data, &size), -ERANGE);
	assert_int_equal(data, 9);
	iospace_close(registers);
	iospace_close(io);
}

static volatile sig_atomic_t handled;

static void count(int number)
{
	(void)number;
	handled++;
}

/* It would be left halfway. The handler runs after the pause. */
static void a_signal_ends_no_handshake(void **state)
{
	const struct simulated *device = *state;
	struct iospace *io = simulated_open(device, both), *registers;
	uint32_t data, size = 1;

	signal(SIGUSR1, count);
	waiting = (struct waiting){ .events = { SIGUSR1 } };
	syscalls.pread_time = 1000;
	assert_int_equal(iospace_open_ec(&registers, io, 0x66, 0x62), 0);
	device->ports[0x66] = 0x02;
	assert_int_equal(iospace_read(registers, 5, &data, &size), -ETIME);
	assert_int_equal(size, 0);
	assert_int_equal(handled, 1);
	signal(SIGUSR1, SIG_DFL);
	iospace_close(registers);
	iospace_close(io);
}

/* Each access to a port, from the claim to the byte. */
static void a_controller_whose_port_fails_is_no_register(void **state)
{
	const struct simulated *device = *state;
	struct iospace *io = simulated_open(device, both), *registers;

	assert_int_equal(iospace_open_ec(&registers, io, 0x66, 0x62), 0);
	device->ports[0x66] = 0x01;
	for (int after = 0; after < 2; after++) {
		uint32_t data = 9, size = 1;

		syscalls.pread = (struct call){ .error = EIO, .after = after };
		assert_int_equal(iospace_read(registers, 5, &data, &size), -EIO);
		assert_int_equal(size, 0);
		assert_int_equal(data, 9);
		assert_int_equal(syscalls.pread.count, after + 1);
	}
	assert_int_equal(syscalls.pwrite.count, 0);
	iospace_close(registers);
	iospace_close(io);
}

static void no_memory_is_told(void **state)
{
	const struct simulated *device = *state;
	struct iospace *io = simulated_open(device, both), *registers = NULL;

	for (int after = 0; after < 2; after++) {
		syscalls.malloc = (struct call){ .error = ENOMEM, .after = after };
		assert_int_equal(iospace_open_indexed(&registers, io, 1, 2), -ENOMEM);
		assert_null(registers);
	}
	syscalls.malloc = (struct call){ 0 };
	iospace_close(io);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		simulated_test(a_number_is_written_in_the_size_of_the_access),
		simulated_test(an_update_is_of_the_whole_register),
		simulated_test(what_is_no_register_is_refused),
		simulated_test(a_read_that_it_is_not_open_for_touches_nothing),
		simulated_test(the_ports_of_registers_are_checked_as_ports),
		simulated_test(what_can_have_no_registers_is_refused),
		simulated_test(an_index_that_is_not_written_is_no_access),
		simulated_test(a_controller_that_does_not_answer_is_told_by_the_step),
		simulated_test(a_signal_ends_no_handshake),
		simulated_test(a_controller_whose_port_fails_is_no_register),
		simulated_test(no_memory_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
