/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* iospace_open_fd(): which descriptors it takes, and what stays the caller's. */
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

/* openat(2), because open(2) has a double that counts. Not close-on-exec. */
static int open_file(const char *path, int flags)
{
	int fd = openat(AT_FDCWD, path, flags);

	assert_true(fd > STDERR_FILENO);
	return fd;
}

static int refusal(int fd, unsigned int flags)
{
	struct iospace *const untouched = (struct iospace *)&syscalls;
	struct iospace *io = untouched;
	int before = syscalls_descriptors(), r = iospace_open_fd(&io, fd, flags);

	assert_ptr_equal(io, untouched);
	assert_int_equal(syscalls_descriptors(), before);
	return r;
}

static void the_descriptor_stays_the_caller_s_and_the_handle_has_a_duplicate(void **state)
{
	const struct simulated *device = *state;
	int fd = open_file(device->path, O_RDWR), before = syscalls_descriptors(), own;
	struct iospace *io = NULL;
	uint32_t data, size = 4;

	assert_int_equal(lseek(fd, 5, SEEK_SET), 5);
	device->ports[0x83] = 0x44;
	assert_int_equal(iospace_open_fd(&io, fd, both), 0);
	assert_int_equal(iospace_is_simulated(io), 1);
	assert_int_equal(syscalls_descriptors(), before + 1);
	own = simulated_descriptor(io);
	assert_int_not_equal(own, fd);
	assert_int_equal(iospace_read(io, 0x80, &data, &size), 0);
	assert_int_equal(data, 0x44000000);
	assert_int_equal(iospace_write(io, 0x80, 0x01020304, &size), 0);
	assert_int_equal(device->ports[0x80], 4);

	iospace_close(io);
	assert_int_equal(syscalls_descriptors(), before);
	assert_int_equal(fcntl(own, F_GETFD), -1);
	assert_int_equal(fcntl(fd, F_GETFD), 0);
	assert_int_equal(lseek(fd, 0, SEEK_CUR), 5);
	close(fd);
}

static void the_duplicate_is_above_stdio_and_close_on_exec(void **state)
{
	const struct simulated *device = *state;
	int fd = open_file(device->path, O_RDWR);

	for (unsigned int set = 0; set < STDIO_SETS; set++) {
		struct stdio stdio = stdio_close(set);
		struct iospace *io = NULL;
		int r = iospace_open_fd(&io, fd, both);
		int own = r < 0 ? -1 : simulated_descriptor(io);
		int own_flags = fcntl(own, F_GETFD);
		unsigned int closed = stdio_closed();

		iospace_close(io);
		stdio_restore(&stdio);

		assert_int_equal(r, 0);
		assert_true(own > STDERR_FILENO);
		assert_int_equal(own_flags, FD_CLOEXEC);
		assert_int_equal(closed, set);
	}
	close(fd);
}

static void it_must_be_open_for_what_is_asked(void **state)
{
	static const struct {
		int mode;
		unsigned int flags;
		int error;
	} rows[] = {
		{ O_RDONLY, IOSPACE_READ, 0 },
		{ O_WRONLY, IOSPACE_WRITE, 0 },
		{ O_RDWR, IOSPACE_READ, 0 },
		{ O_RDWR, IOSPACE_WRITE, 0 },
		{ O_RDWR, both | IOSPACE_FORCE, 0 },
		{ O_RDWR | O_NONBLOCK | O_SYNC, both, 0 },
		{ O_RDONLY, IOSPACE_WRITE, -EBADF },
		{ O_RDONLY, both, -EBADF },
		{ O_WRONLY, IOSPACE_READ, -EBADF },
		{ O_WRONLY, both | IOSPACE_EXACT, -EBADF },
		/* What ioctl(2) alone can be called with: open(2). */
		{ O_WRONLY | O_RDWR, IOSPACE_READ, -EBADF },
		{ O_WRONLY | O_RDWR, IOSPACE_WRITE, -EBADF },
		{ O_PATH, IOSPACE_READ, -EBADF },
		{ O_PATH | O_RDWR, both, -EBADF },
		{ O_RDWR | O_APPEND, both, -EINVAL },
		{ O_WRONLY | O_APPEND, IOSPACE_WRITE, -EINVAL },
		{ O_RDONLY | O_APPEND, IOSPACE_READ, -EINVAL },
		{ O_RDONLY | O_APPEND, IOSPACE_WRITE, -EBADF },
	};
	const struct simulated *device = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		int fd = open_file(device->path, rows[i].mode);
		struct iospace *io = NULL;

		if (rows[i].error) {
			assert_int_equal(refusal(fd, rows[i].flags), rows[i].error);
		} else {
			assert_int_equal(iospace_open_fd(&io, fd, rows[i].flags), 0);
			assert_int_equal(iospace_claim(io, 0, 1, both),
					 (rows[i].flags & both) == both ? 0 : -EBADF);
			iospace_close(io);
		}
		close(fd);
	}
}

static void what_is_not_open_is_ebadf(void **state)
{
	const struct simulated *device = *state;
	int fd = open_file(device->path, O_RDWR);

	close(fd);
	assert_int_equal(refusal(fd, both), -EBADF);
	assert_int_equal(refusal(-1, both), -EBADF);
	assert_int_equal(refusal(INT_MIN, both), -EBADF);
	assert_int_equal(syscalls.open.count, 0);
}

static void any_other_kind_of_file_is_refused(void **state)
{
	static const struct file_kind wrong_kinds[] = {
		{ S_IFCHR, 1, 3 }, { S_IFCHR, 0, 4 }, { S_IFBLK, 1, 4 },
		{ S_IFDIR, 1, 4 }, { S_IFIFO, 0, 0 }, { S_IFSOCK, 0, 0 },
	};
	static const off_t lengths[] = { 0, 65535, 65537, INT64_C(0x100010000) };
	const struct simulated *device = *state;
	int fd = open_file(device->path, O_RDWR), null = open_file("/dev/null", O_RDWR);

	for (size_t i = 0; i < COUNT(wrong_kinds); i++) {
		syscalls.fstat_kind = &wrong_kinds[i];
		assert_int_equal(refusal(fd, both), -ENODEV);
	}
	syscalls.fstat_kind = NULL;
	for (size_t i = 0; i < COUNT(lengths); i++) {
		assert_int_equal(ftruncate(fd, lengths[i]), 0);
		assert_int_equal(refusal(fd, both), -ENODEV);
	}
	assert_int_equal(refusal(null, both), -ENODEV);
	close(null);
	close(fd);
}

/* That is what it is for: the process that opened the device had all that it takes. */
static void a_device_that_is_open_takes_no_capability(void **state)
{
	const struct simulated *device = *state;
	int fd = open_file(device->path, O_RDWR);
	struct iospace *io = NULL;

	syscalls.fstat_kind = &port_kind;
	assert_int_equal(iospace_open_fd(&io, fd, both), 0);
	assert_int_equal(iospace_is_simulated(io), 0);
	assert_int_equal(syscalls.cap_get_proc.count, 0);
	assert_int_equal(syscalls.stat.count, 0);
	assert_int_equal(syscalls.open.count, 0);
	iospace_close(io);
	close(fd);
}

static void an_exact_handle_is_exact(void **state)
{
	const struct simulated *device = *state;
	int fd = open_file(device->path, O_RDWR);
	struct iospace *io = NULL;

	assert_int_equal(iospace_open_fd(&io, fd, both | IOSPACE_EXACT), 0);
	assert_int_equal(iospace_claim(io, 0x81, 2, both), -EINVAL);
	assert_int_equal(iospace_claim(io, 0xcf8, 4, both), 0);
	iospace_close(io);
	close(fd);
}

static void flags_that_are_empty_or_unknown_are_einval(void **state)
{
	static const unsigned int flags[] = { 0, IOSPACE_EXACT, IOSPACE_FORCE,
					      16 | IOSPACE_READ, UINT_MAX };

	(void)state;
	for (size_t i = 0; i < COUNT(flags); i++)
		assert_int_equal(refusal(-1, flags[i]), -EINVAL);
	assert_int_equal(syscalls.dup.count, 0);
}

static void each_failing_call_gives_its_errno_and_leaves_nothing_open(void **state)
{
	static struct call *const calls[] = { &syscalls.calloc, &syscalls.dup,
					      &syscalls.fstat };
	static const int errors[] = { ENOMEM, EMFILE, EIO };
	const struct simulated *device = *state;
	int fd = open_file(device->path, O_RDWR);

	for (size_t i = 0; i < COUNT(calls); i++) {
		*calls[i] = (struct call){ .error = errors[i] };
		assert_int_equal(refusal(fd, both), -errors[i]);
		assert_int_equal(calls[i]->count, 1);
		*calls[i] = (struct call){ 0 };
	}
	close(fd);
}

/* flock(2): it belongs to the open file description, which duplicates share. */
static void handles_of_one_descriptor_have_one_lock(void **state)
{
	const struct simulated *device = *state;
	int fd = open_file(device->path, O_RDWR);
	struct iospace *first = NULL, *second = NULL;
	struct iospace *other = simulated_open(device, both);

	assert_int_equal(iospace_open_fd(&first, fd, both), 0);
	assert_int_equal(iospace_open_fd(&second, fd, both), 0);
	assert_int_equal(iospace_lock(first, 0), 0);
	assert_int_equal(iospace_lock(second, 0), 0);
	assert_int_equal(iospace_lock(other, 0), -ETIMEDOUT);

	/* The close of one leaves it to the others; an unlock takes it from all. */
	iospace_close(first);
	assert_int_equal(iospace_lock(other, 0), -ETIMEDOUT);
	assert_int_equal(iospace_unlock(second), 0);
	assert_int_equal(iospace_lock(other, 0), 0);
	iospace_close(second);
	iospace_close(other);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		simulated_test(
			the_descriptor_stays_the_caller_s_and_the_handle_has_a_duplicate),
		simulated_test(the_duplicate_is_above_stdio_and_close_on_exec),
		simulated_test(it_must_be_open_for_what_is_asked),
		simulated_test(what_is_not_open_is_ebadf),
		simulated_test(any_other_kind_of_file_is_refused),
		simulated_test(a_device_that_is_open_takes_no_capability),
		simulated_test(an_exact_handle_is_exact),
		simulated_test(flags_that_are_empty_or_unknown_are_einval),
		simulated_test(each_failing_call_gives_its_errno_and_leaves_nothing_open),
		simulated_test(handles_of_one_descriptor_have_one_lock),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
