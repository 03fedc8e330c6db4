/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* iospace_open(): what is opened, how, and with which privilege. */
#include "doubles/simulated.h"
#include "doubles/stdio.h"
#include "doubles/syscalls.h"
#include "iospace.h"
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

static const unsigned int both = IOSPACE_READ | IOSPACE_WRITE;

/* What must never be used, whatever its size. */
static const struct file_kind wrong_kinds[] = {
	{ S_IFCHR, 1, 1 }, { S_IFCHR, 1, 3 },  { S_IFCHR, 1, 5 },  { S_IFCHR, 0, 4 },
	{ S_IFCHR, 4, 1 }, { S_IFCHR, 10, 4 }, { S_IFBLK, 1, 4 },  { S_IFBLK, 8, 0 },
	{ S_IFDIR, 0, 0 }, { S_IFIFO, 0, 0 },  { S_IFSOCK, 0, 0 }, { S_IFDIR, 1, 4 },
};

/* A thread that may open the port device, which the simulated one passes for. */
static void allow_port(const struct simulated *device)
{
	syscalls_put_port(device->path);
	syscalls_give_rawio(CAP_PERMITTED);
	syscalls_give_rawio(CAP_EFFECTIVE);
}

static void assert_opens(const char *device, unsigned int flags)
{
	struct iospace *io = NULL;
	int before = syscalls_descriptors();

	assert_int_equal(iospace_open(&io, device, flags), 0);
	assert_non_null(io);
	assert_int_equal(syscalls_descriptors(), before + 1);
	iospace_close(io);
	assert_int_equal(syscalls_descriptors(), before);
}

static void flags_that_are_empty_or_unknown_are_einval(void **state)
{
	static const unsigned int flags[] = {
		0,
		IOSPACE_EXACT,
		IOSPACE_FORCE,
		16 | IOSPACE_READ,
		32 | IOSPACE_WRITE,
		0x80000003,
		UINT_MAX,
	};
	const struct simulated *device = *state;

	for (size_t i = 0; i < COUNT(flags); i++)
		assert_not_opened(device->path, flags[i], -EINVAL);
	assert_int_equal(syscalls.stat.count, 0);
	assert_int_equal(syscalls.open.count, 0);
}

static void no_memory_is_enomem(void **state)
{
	const struct simulated *device = *state;

	syscalls.calloc.error = ENOMEM;
	assert_not_opened(device->path, both, -ENOMEM);
	assert_int_equal(syscalls.calloc.count, 1);
	assert_int_equal(syscalls.open.count, 0);
}

static void a_missing_file_is_enoent(void **state)
{
	(void)state;
	assert_not_opened(NULL, both, -ENOENT);
	assert_not_opened("/dev/port", both, -ENOENT);
	assert_not_opened("/dev/null/port", both, -ENOTDIR);
	assert_not_opened("", both, -ENOENT);
	assert_int_equal(syscalls.stat.count, 4);
	assert_int_equal(syscalls.open.count, 0);
}

static void any_other_kind_of_file_is_never_opened(void **state)
{
	const struct simulated *device = *state;

	allow_port(device);
	for (size_t i = 0; i < COUNT(wrong_kinds); i++) {
		syscalls.stat_kind = &wrong_kinds[i];
		assert_not_opened(NULL, both, -ENODEV);
		assert_not_opened("/dev/port", both, -ENODEV);
		assert_not_opened(device->path, both, -ENODEV);
	}
	syscalls.stat_kind = NULL;
	assert_not_opened("/dev/null", both, -ENODEV);
	assert_not_opened("/", IOSPACE_READ, -ENODEV);
	assert_int_equal(syscalls.open.count, 0);
}

static void an_ordinary_file_never_stands_in_for_the_device(void **state)
{
	const struct simulated *device = *state;

	allow_port(device);
	syscalls.stat_kind = NULL;
	assert_not_opened(NULL, both, -ENODEV);
	assert_not_opened("/dev/port", both, -ENODEV);
	assert_int_equal(syscalls.open.count, 0);
}

static void an_ordinary_file_of_another_size_is_never_opened(void **state)
{
	static const off_t lengths[] = {
		0, 1, 65535, 65537, 131072, INT64_C(0x100010000)
	};
	const struct simulated *device = *state;

	for (size_t i = 0; i < COUNT(lengths); i++) {
		assert_int_equal(truncate(device->path, lengths[i]), 0);
		assert_not_opened(device->path, both, -ENODEV);
	}
	assert_int_equal(syscalls.open.count, 0);

	assert_int_equal(truncate(device->path, 65536), 0);
	assert_opens(device->path, both);
}

/* It passes for the device until it is open. A hang would end the test by its alarm. */
static void a_fifo_in_the_place_of_the_device_is_not_waited_for(void **state)
{
	const struct simulated *device = *state;

	assert_int_equal(unlink(device->path), 0);
	assert_int_equal(mkfifo(device->path, 0600), 0);
	allow_port(device);
	syscalls.fstat_kind = NULL;
	alarm(5);
	assert_not_opened(NULL, IOSPACE_READ, -ENODEV);
	assert_not_opened(NULL, IOSPACE_WRITE, -ENXIO);
	assert_not_opened(NULL, both, -ENODEV);
	alarm(0);
	assert_int_equal(syscalls.open.count, 3);
}

static void a_file_that_was_exchanged_before_the_open_is_refused(void **state)
{
	const struct simulated *device = *state;

	allow_port(device);
	for (size_t i = 0; i < COUNT(wrong_kinds); i++) {
		syscalls.fstat_kind = &wrong_kinds[i];
		syscalls.stat_kind = &port_kind;
		assert_not_opened(NULL, both, -ENODEV);
		syscalls.stat_kind = NULL;
		assert_not_opened(device->path, both, -ENODEV);
	}
	assert_int_equal(syscalls.open.count, 2 * COUNT(wrong_kinds));

	/* Not even an ordinary file of the right size may be in its place. */
	syscalls.stat_kind = &port_kind;
	syscalls.fstat_kind = NULL;
	assert_not_opened(NULL, both, -ENODEV);
	assert_not_opened("/dev/port", both, -ENODEV);
	assert_int_equal(syscalls.open.count, 2 * COUNT(wrong_kinds) + 2);
}

static void each_failing_call_gives_its_errno_and_leaves_nothing_open(void **state)
{
	static struct call *const calls[] = {
		&syscalls.stat,
		&syscalls.cap_get_proc,
		&syscalls.open,
		&syscalls.fstat,
	};
	static const int errors[] = { EPERM, EACCES, ENXIO, EMFILE, ENOMEM, EINTR };
	const struct simulated *device = *state;

	allow_port(device);
	for (size_t i = 0; i < COUNT(calls) * COUNT(errors); i++) {
		struct call *call = calls[i / COUNT(errors)];

		*call = (struct call){ .error = errors[i % COUNT(errors)] };
		assert_not_opened(NULL, both, -call->error);
		assert_int_equal(call->count, 1);
		*call = (struct call){ 0 };
	}
	assert_opens(NULL, both);
}

static void each_direction_has_its_open_flags_and_never_creates(void **state)
{
	static const struct {
		unsigned int flags;
		int open_flags;
	} rows[] = {
		{ IOSPACE_READ, O_RDONLY | ALWAYS },
		{ IOSPACE_WRITE, O_WRONLY | ALWAYS },
		{ IOSPACE_READ | IOSPACE_WRITE, O_RDWR | ALWAYS },
	};
	const struct simulated *device = *state;

	allow_port(device);
	for (size_t i = 0; i < COUNT(rows); i++) {
		syscalls.stat_kind = syscalls.fstat_kind = &port_kind;
		assert_opens(NULL, rows[i].flags);
		assert_int_equal(syscalls.open_flags, rows[i].open_flags);

		syscalls.stat_kind = syscalls.fstat_kind = NULL;
		assert_opens(device->path, rows[i].flags);
		assert_int_equal(syscalls.open_flags, rows[i].open_flags);
	}
	assert_int_equal(syscalls.open.count, 2 * COUNT(rows));
}

static void the_descriptor_is_above_stdio_and_close_on_exec(void **state)
{
	const struct simulated *device = *state;

	for (unsigned int set = 0; set < STDIO_SETS; set++) {
		struct stdio stdio = stdio_close(set);
		struct iospace *io = NULL;
		int r = iospace_open(&io, device->path, both);
		int fd = r < 0 ? -1 : simulated_descriptor(io);
		int fd_flags = fcntl(fd, F_GETFD);
		unsigned int closed = stdio_closed();

		iospace_close(io);
		stdio_restore(&stdio);

		assert_int_equal(r, 0);
		assert_true(fd > STDERR_FILENO);
		assert_int_equal(fd_flags, FD_CLOEXEC);
		assert_int_equal(closed, set);
	}
}

static void no_descriptor_above_stdio_leaves_nothing_open(void **state)
{
	const struct simulated *device = *state;
	struct iospace *io = NULL;
	struct stdio stdio = stdio_close(1U << STDIN_FILENO);
	int r, stdin_flags;

	syscalls.dup = (struct call){ .error = EMFILE };
	r = iospace_open(&io, device->path, both);
	stdin_flags = fcntl(STDIN_FILENO, F_GETFD);
	syscalls.dup.error = 0;
	stdio_restore(&stdio);

	assert_int_equal(r, -EMFILE);
	assert_int_equal(syscalls.dup.count, 1);
	assert_int_equal(stdin_flags, -1);
	assert_null(io);
}

static void without_the_capability_the_device_is_never_opened(void **state)
{
	const struct simulated *device = *state;

	syscalls_put_port(device->path);
	assert_not_opened(NULL, both, -EPERM);
	assert_not_opened(device->path, both, -EPERM);
	assert_not_opened("/dev/port", both, -EPERM);
	syscalls_give_rawio(CAP_INHERITABLE);
	assert_not_opened(NULL, both, -EPERM);

	assert_int_equal(syscalls.cap_get_proc.count, 4);
	assert_int_equal(syscalls.cap_set_proc.count, 0);
	assert_int_equal(syscalls.open.count, 0);
}

static void an_effective_capability_is_left_alone(void **state)
{
	allow_port(*state);
	assert_opens(NULL, both);
	assert_true(syscalls.open_privileged);
	assert_int_equal(syscalls.open.count, 1);
	assert_int_equal(syscalls.cap_get_proc.count, 1);
	assert_int_equal(syscalls.cap_set_proc.count, 0);
}

/* A thread that may raise CAP_SYS_RAWIO, and has another capability too. */
static cap_t permit_rawio(void)
{
	const cap_value_t other = CAP_NET_ADMIN;

	cap_set_flag(syscalls.capabilities, CAP_PERMITTED, 1, &other, CAP_SET);
	cap_set_flag(syscalls.capabilities, CAP_EFFECTIVE, 1, &other, CAP_SET);
	syscalls_give_rawio(CAP_PERMITTED);
	return cap_dup(syscalls.capabilities);
}

static void a_permitted_capability_is_effective_for_the_open_alone(void **state)
{
	/* The open succeeds, then fails. */
	static const int errors[] = { 0, EPERM, EACCES };
	const struct simulated *device = *state;
	cap_t before = permit_rawio();

	syscalls_put_port(device->path);
	for (size_t i = 0; i < COUNT(errors); i++) {
		syscalls.open = (struct call){ .error = errors[i] };
		if (errors[i])
			assert_not_opened(NULL, both, -errors[i]);
		else
			assert_opens(NULL, both);
		assert_int_equal(syscalls.open.count, 1);
		assert_true(syscalls.open_privileged);
		assert_int_equal(cap_compare(syscalls.capabilities, before), 0);
	}
	cap_free(before);
}

static void a_capability_that_cannot_be_raised_is_an_error(void **state)
{
	const struct simulated *device = *state;
	cap_t before = permit_rawio();

	syscalls_put_port(device->path);
	syscalls.cap_set_proc.error = EACCES;
	assert_not_opened(NULL, both, -EACCES);
	assert_int_equal(syscalls.cap_set_proc.count, 1);
	assert_int_equal(syscalls.open.count, 0);
	assert_int_equal(cap_compare(syscalls.capabilities, before), 0);
	cap_free(before);
}

static void a_simulated_device_asks_for_no_capability(void **state)
{
	const struct simulated *device = *state;

	syscalls_give_rawio(CAP_PERMITTED);
	assert_opens(device->path, both);
	assert_int_equal(syscalls.open.count, 1);
	assert_false(syscalls.open_privileged);
	assert_int_equal(syscalls.cap_get_proc.count, 0);
	assert_int_equal(syscalls.cap_set_proc.count, 0);
}

/* Decided by what was opened, and never again. */
static void a_handle_knows_whether_it_is_simulated(void **state)
{
	const struct simulated *device = *state;
	struct iospace *io = simulated_open(device, both);

	assert_int_equal(iospace_is_simulated(io), 1);
	allow_port(device);
	assert_int_equal(iospace_is_simulated(io), 1);
	iospace_close(io);

	assert_int_equal(iospace_open(&io, NULL, both), 0);
	assert_int_equal(iospace_is_simulated(io), 0);
	iospace_close(io);
}

static void closing_nothing_is_allowed(void **state)
{
	int before = syscalls_descriptors();

	(void)state;
	iospace_close(NULL);
	assert_int_equal(syscalls_descriptors(), before);
}

static void the_version_is_that_of_the_header(void **state)
{
	(void)state;
	assert_string_equal(iospace_version(), IOSPACE_VERSION);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		simulated_test(flags_that_are_empty_or_unknown_are_einval),
		simulated_test(no_memory_is_enomem),
		simulated_test(a_missing_file_is_enoent),
		simulated_test(any_other_kind_of_file_is_never_opened),
		simulated_test(an_ordinary_file_never_stands_in_for_the_device),
		simulated_test(an_ordinary_file_of_another_size_is_never_opened),
		simulated_test(a_fifo_in_the_place_of_the_device_is_not_waited_for),
		simulated_test(a_file_that_was_exchanged_before_the_open_is_refused),
		simulated_test(each_failing_call_gives_its_errno_and_leaves_nothing_open),
		simulated_test(each_direction_has_its_open_flags_and_never_creates),
		simulated_test(the_descriptor_is_above_stdio_and_close_on_exec),
		simulated_test(no_descriptor_above_stdio_leaves_nothing_open),
		simulated_test(without_the_capability_the_device_is_never_opened),
		simulated_test(an_effective_capability_is_left_alone),
		simulated_test(a_permitted_capability_is_effective_for_the_open_alone),
		simulated_test(a_capability_that_cannot_be_raised_is_an_error),
		simulated_test(a_simulated_device_asks_for_no_capability),
		simulated_test(a_handle_knows_whether_it_is_simulated),
		simulated_test(closing_nothing_is_allowed),
		cmocka_unit_test(the_version_is_that_of_the_header),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
