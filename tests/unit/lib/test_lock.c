/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* iospace_lock(): two handles on one device, on a clock that only sleeping moves. */
#include "doubles/simulated.h"
#include "doubles/syscalls.h"
#include "iospace.h"
#include "test.h"

#include <errno.h>
#include <limits.h>
#include <sys/file.h>

#define MS INT64_C(1000000)

/* Two handles on the same device, the first of which has the lock. */
struct pair {
	struct iospace *holder, *other;
};

static struct pair pair_open(const struct simulated *device)
{
	struct pair pair = {
		simulated_open(device, IOSPACE_WRITE),
		simulated_open(device, IOSPACE_READ),
	};

	assert_int_equal(iospace_lock(pair.holder, 0), 0);
	syscalls.flock.count = 0;
	return pair;
}

static void pair_close(const struct pair *pair)
{
	iospace_close(pair->holder);
	iospace_close(pair->other);
}

static void a_free_lock_is_had_at_once(void **state)
{
	static const struct {
		int timeout, operation;
	} rows[] = {
		{ 0, LOCK_EX | LOCK_NB },
		{ 1, LOCK_EX | LOCK_NB },
		{ INT_MAX, LOCK_EX | LOCK_NB },
		/* To wait for ever is the kernel's business. */
		{ -1, LOCK_EX },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct iospace *io = simulated_open(*state, IOSPACE_READ);

		assert_int_equal(iospace_lock(io, rows[i].timeout), 0);
		assert_int_equal(syscalls.flock.count, i + 1);
		assert_int_equal(syscalls.flock_operation, rows[i].operation);
		iospace_close(io);
	}
	assert_int_equal(syscalls.nanosleep.count, 0);
}

static void a_timeout_below_minus_one_is_einval(void **state)
{
	static const int timeouts[] = { -2, -1000, INT_MIN };
	struct iospace *io = simulated_open(*state, IOSPACE_READ);

	for (size_t i = 0; i < COUNT(timeouts); i++)
		assert_int_equal(iospace_lock(io, timeouts[i]), -EINVAL);
	assert_int_equal(syscalls.flock.count, 0);
	iospace_close(io);
}

static void timeout_zero_asks_once(void **state)
{
	struct pair pair = pair_open(*state);

	assert_int_equal(iospace_lock(pair.other, 0), -ETIMEDOUT);
	assert_int_equal(syscalls.flock.count, 1);
	assert_int_equal(syscalls.nanosleep.count, 0);
	pair_close(&pair);
}

static void a_limited_wait_lasts_as_long_as_was_asked(void **state)
{
	static const int timeouts[] = { 1, 9, 10, 11, 250, 999, 5000 };
	struct pair pair = pair_open(*state);

	for (size_t i = 0; i < COUNT(timeouts); i++) {
		syscalls.clock = 0;
		assert_int_equal(iospace_lock(pair.other, timeouts[i]), -ETIMEDOUT);
		assert_in_range(syscalls.clock, timeouts[i] * MS,
				(timeouts[i] + 11) * MS);
		assert_int_equal(syscalls.flock_operation, LOCK_EX | LOCK_NB);
	}
	pair_close(&pair);
}

static void a_lock_ends_with_unlock(void **state)
{
	struct pair pair = pair_open(*state);

	assert_int_equal(iospace_unlock(pair.holder), 0);
	assert_int_equal(syscalls.flock_operation, LOCK_UN);
	assert_int_equal(iospace_lock(pair.other, 0), 0);
	assert_int_equal(iospace_lock(pair.holder, 0), -ETIMEDOUT);
	pair_close(&pair);
}

static void a_lock_ends_with_its_handle(void **state)
{
	struct pair pair = pair_open(*state);

	iospace_close(pair.holder);
	pair.holder = NULL;
	assert_int_equal(iospace_lock(pair.other, 0), 0);
	pair_close(&pair);
}

static void unlock_in_third_sleep(void *holder)
{
	if (syscalls.nanosleep.count == 3)
		iospace_unlock(holder);
}

static void a_lock_that_is_freed_during_the_wait_is_had(void **state)
{
	struct pair pair = pair_open(*state);

	syscalls.meanwhile = unlock_in_third_sleep;
	syscalls.context = pair.holder;
	assert_int_equal(iospace_lock(pair.other, 5000), 0);
	assert_int_equal(syscalls.nanosleep.count, 3);
	assert_int_equal(iospace_lock(pair.holder, 0), -ETIMEDOUT);
	pair_close(&pair);
}

static void an_error_of_flock_is_passed_on_at_once(void **state)
{
	static const int errors[] = { EBADF, EINTR, ENOLCK };
	static const int timeouts[] = { 0, 100, -1 };
	struct iospace *io = simulated_open(*state, IOSPACE_READ);

	for (size_t i = 0; i < COUNT(errors) * COUNT(timeouts); i++) {
		int error = errors[i / COUNT(timeouts)];

		syscalls.flock.error = error;
		assert_int_equal(iospace_lock(io, timeouts[i % COUNT(timeouts)]), -error);
		assert_int_equal(syscalls.flock.count, i + 1);
	}
	assert_int_equal(iospace_unlock(io), -ENOLCK);
	assert_int_equal(syscalls.nanosleep.count, 0);
	iospace_close(io);
}

static void break_flock(void *error)
{
	syscalls.flock.error = *(const int *)error;
}

static void an_error_of_flock_during_the_wait_is_passed_on(void **state)
{
	struct pair pair = pair_open(*state);
	int error = EIO;

	syscalls.meanwhile = break_flock;
	syscalls.context = &error;
	assert_int_equal(iospace_lock(pair.other, 5000), -EIO);
	assert_int_equal(syscalls.nanosleep.count, 1);
	assert_int_equal(syscalls.flock.count, 2);
	pair_close(&pair);
}

static void a_signal_ends_the_wait(void **state)
{
	struct pair pair = pair_open(*state);

	syscalls.nanosleep.error = EINTR;
	assert_int_equal(iospace_lock(pair.other, 5000), -EINTR);
	assert_int_equal(syscalls.nanosleep.count, 1);
	assert_int_equal(syscalls.flock.count, 1);
	pair_close(&pair);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		simulated_test(a_free_lock_is_had_at_once),
		simulated_test(a_timeout_below_minus_one_is_einval),
		simulated_test(timeout_zero_asks_once),
		simulated_test(a_limited_wait_lasts_as_long_as_was_asked),
		simulated_test(a_lock_ends_with_unlock),
		simulated_test(a_lock_ends_with_its_handle),
		simulated_test(a_lock_that_is_freed_during_the_wait_is_had),
		simulated_test(an_error_of_flock_is_passed_on_at_once),
		simulated_test(an_error_of_flock_during_the_wait_is_passed_on),
		simulated_test(a_signal_ends_the_wait),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
