/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* iospace_poll(): until when it reads, how it pauses, and what it says in the end. */
#include "doubles/simulated.h"
#include "doubles/syscalls.h"
#include "doubles/waiting.h"
#include "iospace.h"
#include "test.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define PORT	  0x80
#define UNTOUCHED 0xdeadbeef

#define US INT64_C(1000)
#define MS INT64_C(1000000)

enum { different = IOSPACE_POLL_DIFFERENT };

/* With one pattern. */
static int poll_one(struct iospace *io, uint64_t address, uint32_t value, uint32_t mask,
		    unsigned int flags, uint32_t timeout_us, uint32_t *data,
		    uint32_t *size)
{
	const struct iospace_pattern pattern = { value, mask };

	return iospace_poll(io, address, &pattern, 1, flags, timeout_us, data, size);
}

static int poll_setup(void **state)
{
	waiting = (struct waiting){ 0 };
	return simulated_setup(state);
}

#define poll_test(function) \
	cmocka_unit_test_setup_teardown(function, poll_setup, simulated_teardown)

/* A read of a port takes about a microsecond. */
static struct iospace *open_port(const struct simulated *device, unsigned int flags)
{
	static const uint8_t held[] = { 0xa5, 0xff, 0x33, 0x44 };

	memcpy(device->ports + PORT, held, sizeof(held));
	syscalls.pread_time = 1 * US;
	syscalls.pread = (struct call){ 0 };
	waiting.count = 0;
	return simulated_open(device, flags);
}

static void it_ends_at_once_where_the_bits_are_as_they_are_to_be(void **state)
{
	static const struct {
		uint32_t size, value, mask;
		bool same;
	} rows[] = {
		{ 1, 0xa5, 0xff, true },
		{ 1, 0xa4, 0xff, false },
		{ 1, 0xa4, 0xfe, true },
		{ 1, 0x05, 0x07, true },
		{ 1, 0x02, 0x02, false },
		/* Bits of value outside the mask do not count. */
		{ 1, 0xff, 0xa5, true },
		{ 1, 0, 0, true },
		{ 2, 0xffa5, 0xffff, true },
		{ 2, 0x7fa5, 0xffff, false },
		{ 2, 0, 0x0100, false },
		{ 4, 0x4433ffa5, 0xffffffff, true },
		{ 4, 0xc433ffa5, 0xffffffff, false },
		{ 4, 0xc433ffa5, 0x7fffffff, true },
	};
	static const uint32_t held[] = { [1] = 0xa5, [2] = 0xffa5, [4] = 0x4433ffa5 };

	for (size_t i = 0; i < 2 * COUNT(rows); i++) {
		size_t n = i / 2;
		bool wants_same = i % 2 == 0;
		struct iospace *io = open_port(*state, IOSPACE_READ);
		uint32_t data = UNTOUCHED, size = rows[n].size;

		assert_int_equal(poll_one(io, PORT, rows[n].value, rows[n].mask,
					  wants_same ? 0 : different, 0, &data, &size),
				 rows[n].same == wants_same ? 0 : -ETIMEDOUT);
		assert_int_equal(data, held[rows[n].size]);
		assert_int_equal(size, rows[n].size);
		assert_int_equal(syscalls.pread.count, 1);
		assert_int_equal(iospace_get_reads(io), 1);
		assert_int_equal(waiting.count, 0);
		iospace_close(io);
	}
}

static void what_is_there_is_not_waited_for(void **state)
{
	struct iospace *io = open_port(*state, IOSPACE_READ);
	uint32_t data, size = 1;

	iospace_set_pauses(io, UINT32_MAX, NULL);
	assert_int_equal(poll_one(io, PORT, 0xa5, 0xff, 0, UINT32_MAX, &data, &size), 0);
	assert_int_equal(syscalls.pread.count, 1);
	assert_int_equal(waiting.count, 0);
	iospace_close(io);
}

/* What a device does in the third pause. */
static void change_in_third_pause(void *ports)
{
	if (waiting.count == 3)
		((uint8_t *)ports)[PORT] ^= 1;
}

static void a_change_during_the_wait_is_seen_by_the_next_read(void **state)
{
	static const struct {
		uint32_t value, mask;
		unsigned int flags;
	} rows[] = {
		{ 0xa4, 0xff, 0 },
		{ 0, 1, 0 },
		{ 0xa5, 0xff, different },
		{ 1, 1, different },
	};
	const struct simulated *device = *state;

	syscalls.meanwhile = change_in_third_pause;
	syscalls.context = device->ports;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct iospace *io = open_port(device, IOSPACE_READ);
		uint32_t data, size = 1;

		iospace_set_pauses(io, 10, NULL);
		assert_int_equal(poll_one(io, PORT, rows[i].value, rows[i].mask,
					  rows[i].flags, 1000000, &data, &size),
				 0);
		assert_int_equal(data, 0xa4);
		assert_int_equal(size, 1);
		assert_int_equal(waiting.count, 3);
		assert_int_equal(syscalls.pread.count, 4);
		assert_int_equal(iospace_get_reads(io), 4);
		iospace_close(io);
	}
}

/* Never before; and after it only by what a read and a wake-up take. */
static void the_last_read_comes_when_the_time_is_over(void **state)
{
	static const uint32_t times[] = { 1,	5,     19,     20,	21,	   999,
					  1000, 20000, 999999, 1000000, 3600000000 };
	static const uint32_t intervals[] = { 0, 1, 700, UINT32_MAX };

	for (size_t i = 0; i < COUNT(times) * COUNT(intervals); i++) {
		uint32_t time = times[i / COUNT(intervals)];
		uint32_t interval = intervals[i % COUNT(intervals)];
		struct iospace *io = open_port(*state, IOSPACE_READ);
		uint32_t data, size = 1;
		int64_t start = syscalls.clock;

		/* Not many thousands of them. */
		if (time > 20000 && interval < time / 100)
			interval = time / 100;
		iospace_set_pauses(io, interval, NULL);
		assert_int_equal(poll_one(io, PORT, 0, 0xff, 0, time, &data, &size),
				 -ETIMEDOUT);
		assert_in_range(syscalls.clock - start - syscalls.pread_time, time * US,
				time * US + 70 * US);
		assert_int_equal(data, 0xa5);
		assert_int_equal(size, 1);
		iospace_close(io);
	}
}

static void what_appears_in_the_last_pause_is_seen(void **state)
{
	const struct simulated *device = *state;
	struct iospace *io = open_port(device, IOSPACE_READ);
	uint32_t data, size = 1;

	syscalls.meanwhile = change_in_third_pause;
	syscalls.context = device->ports;
	iospace_set_pauses(io, 400, NULL);
	assert_int_equal(poll_one(io, PORT, 0xa4, 0xff, 0, 1000, &data, &size), 0);
	assert_int_equal(data, 0xa4);
	assert_int_equal(waiting.count, 3);
	assert_true(waiting.asked < 400 * US);
	iospace_close(io);
}

static void pauses_are_as_long_as_was_asked(void **state)
{
	static const uint32_t intervals[] = { 1, 20, 999, 1000, 2000000, UINT32_MAX };

	for (size_t i = 0; i < COUNT(intervals); i++) {
		struct iospace *io = open_port(*state, IOSPACE_READ);
		uint32_t data, size = 1;

		waiting.events[0] = -EINTR;
		iospace_set_pauses(io, intervals[i], NULL);
		assert_int_equal(poll_one(io, PORT, 0, 1, 0, UINT32_MAX, &data, &size),
				 -EINTR);
		assert_int_equal(waiting.asked, intervals[i] * US);
		iospace_close(io);
	}
}

/* What the pauses were, and when they began. */
static struct {
	int64_t first, longest, last;
	bool shrank;
	int64_t began;
} pauses;

static void note_pause(void *context)
{
	int64_t asked = waiting.asked;

	(void)context;
	if (waiting.count == 1) {
		pauses.first = asked;
		pauses.began = syscalls.clock - asked;
	}
	pauses.shrank |= waiting.count > 1 && asked < pauses.last;
	pauses.last = asked;
	if (asked > pauses.longest)
		pauses.longest = asked;
}

static void without_an_interval_pauses_begin_after_20_us_and_grow_to_1_ms(void **state)
{
	struct iospace *io = open_port(*state, IOSPACE_READ);
	uint32_t data, size = 1;
	int before;

	syscalls.meanwhile = note_pause;
	/* Its end is in a pause of the full length, which is cut. */
	assert_int_equal(poll_one(io, PORT, 0, 1, 0, 20000, &data, &size), -ETIMEDOUT);
	before = waiting.count;
	assert_in_range(pauses.first, 20 * US, 22 * US);
	assert_in_range(pauses.began, 20 * US, 90 * US);
	assert_int_equal(pauses.longest, 1 * MS);
	assert_true(pauses.last < 1 * MS);
	assert_in_range(syscalls.pread.count - before, 18, 24);

	/* They do so from the start of each. */
	waiting.count = 0;
	assert_int_equal(poll_one(io, PORT, 0, 1, 0, 900, &data, &size), -ETIMEDOUT);
	assert_in_range(pauses.first, 20 * US, 22 * US);
	iospace_close(io);
}

static void nothing_is_waited_for_in_a_time_that_is_short(void **state)
{
	struct iospace *io = open_port(*state, IOSPACE_READ);
	uint32_t data, size = 1;

	assert_int_equal(poll_one(io, PORT, 0, 1, 0, 15, &data, &size), -ETIMEDOUT);
	assert_int_equal(waiting.count, 0);
	assert_int_equal(syscalls.pread.count, 16);
	assert_int_equal(iospace_get_reads(io), 16);
	iospace_close(io);
}

static volatile sig_atomic_t handled;

static void handle(int number)
{
	handled = number;
}

static void a_handler_that_runs_in_a_pause_ends_it(void **state)
{
	struct sigaction action = { .sa_handler = handle, .sa_flags = SA_RESTART },
			 before;
	struct iospace *io = open_port(*state, IOSPACE_READ);
	uint32_t data, size = 1;

	sigaction(SIGUSR1, &action, &before);
	handled = 0;
	waiting.events[1] = SIGUSR1;
	iospace_set_pauses(io, 100, NULL);
	assert_int_equal(poll_one(io, PORT, 0, 1, 0, 1000000, &data, &size), -EINTR);
	assert_int_equal(handled, SIGUSR1);
	assert_int_equal(waiting.count, 2);
	assert_int_equal(data, 0xa5);
	assert_int_equal(size, 1);
	assert_int_equal(syscalls.pread.count, 2);
	assert_int_equal(iospace_get_reads(io), 2);
	iospace_close(io);
	sigaction(SIGUSR1, &before, NULL);
}

/* One for SIGUSR1, which is held back otherwise; and one for SIGUSR2 that is not used. */
static void a_signal_is_let_in_or_held_back_as_the_mask_says(void **state)
{
	const struct sigaction action = { .sa_handler = handle };
	struct iospace *io = open_port(*state, IOSPACE_READ);
	struct sigaction old_action;
	sigset_t before, held, let_in;
	uint32_t data, size = 1;

	sigaction(SIGUSR1, &action, &old_action);
	sigemptyset(&held);
	sigaddset(&held, SIGUSR1);
	sigprocmask(SIG_BLOCK, &held, &before);
	handled = 0;
	raise(SIGUSR1);

	/* Without a mask, as the thread has it. */
	assert_int_equal(poll_one(io, PORT, 0, 1, 0, 500, &data, &size), -ETIMEDOUT);
	assert_false(waiting.has_mask);
	assert_int_equal(handled, 0);

	/* The mask is copied. */
	let_in = before;
	sigaddset(&let_in, SIGUSR2);
	iospace_set_pauses(io, 0, &let_in);
	sigfillset(&let_in);
	assert_int_equal(poll_one(io, PORT, 0, 1, 0, 500, &data, &size), -EINTR);
	assert_true(waiting.has_mask);
	assert_int_equal(sigismember(&waiting.mask, SIGUSR1), 0);
	assert_int_equal(sigismember(&waiting.mask, SIGUSR2), 1);
	assert_int_equal(handled, SIGUSR1);

	/* And given up again. */
	handled = 0;
	raise(SIGUSR1);
	iospace_set_pauses(io, 0, NULL);
	assert_int_equal(poll_one(io, PORT, 0, 1, 0, 500, &data, &size), -ETIMEDOUT);
	assert_false(waiting.has_mask);
	assert_int_equal(handled, 0);

	iospace_close(io);
	sigprocmask(SIG_SETMASK, &before, NULL);
	assert_int_equal(handled, SIGUSR1);
	sigaction(SIGUSR1, &old_action, NULL);
}

static void a_handle_has_pauses_of_its_own(void **state)
{
	struct iospace *other = simulated_open(*state, IOSPACE_READ);
	struct iospace *io = open_port(*state, IOSPACE_READ);
	uint32_t data, size = 1;

	iospace_set_pauses(other, 500, NULL);
	assert_int_equal(poll_one(io, PORT, 0, 1, 0, 15, &data, &size), -ETIMEDOUT);
	assert_int_equal(waiting.count, 0);
	assert_int_equal(iospace_get_reads(other), 0);
	iospace_close(io);
	iospace_close(other);
}

static void a_first_read_that_fails_ends_it_and_no_value_was_read(void **state)
{
	static const struct {
		int error;
		size_t missing;
		int result;
		uint32_t count;
	} rows[] = {
		{ EPERM, 0, -EPERM, 0 },   { EINTR, 0, -EINTR, 0 },
		{ EAGAIN, 0, -EAGAIN, 0 }, { 0, 1, -EIO, 3 },
		{ 0, 4, -EIO, 0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct iospace *io = open_port(*state, IOSPACE_READ);
		uint32_t data = UNTOUCHED, size = 4;

		/* There was one before, with a value. */
		assert_int_equal(poll_one(io, PORT, 0, 0, 0, 0, &data, &size), 0);
		assert_int_equal(iospace_get_reads(io), 1);

		data = UNTOUCHED;
		syscalls.pread = (struct call){ .error = rows[i].error };
		syscalls.missing = rows[i].missing;
		assert_int_equal(poll_one(io, PORT, 0, 1, 0, 1000, &data, &size),
				 rows[i].result);
		assert_int_equal(size, rows[i].count);
		assert_int_equal(data, UNTOUCHED);
		assert_int_equal(iospace_get_reads(io), 0);
		assert_int_equal(syscalls.pread.count, 1);
		assert_int_equal(waiting.count, 0);
		syscalls.missing = 0;
		iospace_close(io);
	}
}

static void a_later_read_that_fails_leaves_the_value_before_it(void **state)
{
	static const int errors[] = { EPERM, EINTR, EIO };

	for (size_t i = 0; i < COUNT(errors); i++) {
		struct iospace *io = open_port(*state, IOSPACE_READ);
		uint32_t data = UNTOUCHED, size = 2;

		syscalls.pread = (struct call){ .error = errors[i], .after = 3 };
		assert_int_equal(poll_one(io, PORT, 0, 1, 0, 1000, &data, &size),
				 -errors[i]);
		assert_int_equal(size, 0);
		assert_int_equal(data, 0xffa5);
		assert_int_equal(iospace_get_reads(io), 3);
		assert_int_equal(syscalls.pread.count, 4);
		iospace_close(io);
	}
}

static void shorten(void *missing)
{
	syscalls.missing = *(const size_t *)missing;
}

static void a_later_read_that_is_cut_short_says_where(void **state)
{
	struct iospace *io = open_port(*state, IOSPACE_READ);
	uint32_t data, size = 4;
	size_t missing = 1;

	syscalls.meanwhile = shorten;
	syscalls.context = &missing;
	iospace_set_pauses(io, 10, NULL);
	assert_int_equal(poll_one(io, PORT, 0, 1, 0, 1000, &data, &size), -EIO);
	assert_int_equal(size, 3);
	assert_int_equal(data, 0x4433ffa5);
	assert_int_equal(iospace_get_reads(io), 1);
	iospace_close(io);
}

static void each_read_of_an_exact_poll_is_one_access(void **state)
{
	struct iospace *io = open_port(*state, IOSPACE_READ | IOSPACE_EXACT);
	uint32_t data, size = 4;

	assert_int_equal(poll_one(io, PORT, 0x4433ffa5, UINT32_MAX, 0, 0, &data, &size),
			 0);
	assert_int_equal(syscalls.pread.count, 1);
	assert_int_equal(syscalls.transfer.length, 4);
	iospace_close(io);
}

static void a_wrong_poll_touches_nothing(void **state)
{
	static const struct {
		uint64_t address;
		uint32_t value, mask, size;
		unsigned int opened, flags;
		int error;
	} rows[] = {
		{ PORT, 0, 0, 0, IOSPACE_READ, 0, -EINVAL },
		{ PORT, 0, 0, 3, IOSPACE_READ, 0, -EINVAL },
		{ PORT, 0, 0, UINT32_MAX, IOSPACE_READ, 0, -EINVAL },
		{ PORT, 0x100, 0, 1, IOSPACE_READ, 0, -ERANGE },
		{ PORT, 0, 0x100, 1, IOSPACE_READ, 0, -ERANGE },
		{ PORT, 0x10000, 0xffff, 2, IOSPACE_READ, different, -ERANGE },
		{ 0xffff, 0, 0, 2, IOSPACE_READ, 0, -ERANGE },
		{ UINT64_C(1) << 32, 0, 0, 1, IOSPACE_READ, 0, -ERANGE },
		{ PORT + 1, 0, 0, 2, IOSPACE_READ | IOSPACE_EXACT, 0, -EINVAL },
		{ PORT, 0, 0, 1, IOSPACE_WRITE, 0, -EBADF },
		/* The flags of an open are none of a poll. */
		{ PORT, 0, 0, 1, IOSPACE_READ, IOSPACE_READ, -EINVAL },
		{ PORT, 0, 0, 1, IOSPACE_READ, IOSPACE_EXACT | different, -EINVAL },
		{ PORT, 0, 0, 1, IOSPACE_READ, IOSPACE_FORCE, -EINVAL },
		{ PORT, 0, 0, 1, IOSPACE_READ, different << 1, -EINVAL },
		{ PORT, 0, 0, 1, IOSPACE_READ, UINT32_MAX, -EINVAL },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct iospace *io = open_port(*state, rows[i].opened);
		uint32_t size = rows[i].size, data = UNTOUCHED;

		assert_int_equal(poll_one(io, rows[i].address, rows[i].value,
					  rows[i].mask, rows[i].flags, 1000, &data,
					  &size),
				 rows[i].error);
		assert_int_equal(size, 0);
		assert_int_equal(data, UNTOUCHED);
		assert_int_equal(iospace_get_reads(io), 0);
		assert_int_equal(syscalls.pread.count, 0);
		assert_int_equal(waiting.count, 0);
		iospace_close(io);
	}
}

static void any_of_several_patterns_will_do(void **state)
{
	static const struct iospace_pattern patterns[] = {
		{ 0x11, 0xff },
		{ 0xa0, 0xf0 },
		{ 0x22, 0xff },
	};
	static const struct {
		uint8_t port;
		unsigned int flags;
		size_t count;
		int r;
	} rows[] = {
		{ 0x11, 0, 3, 0 },
		{ 0xa5, 0, 3, 0 },
		{ 0x22, 0, 3, 0 },
		{ 0x22, 0, 2, -ETIMEDOUT },
		{ 0x33, 0, 3, -ETIMEDOUT },
		{ 0x11, IOSPACE_POLL_DIFFERENT, 3, -ETIMEDOUT },
		{ 0x22, IOSPACE_POLL_DIFFERENT, 3, -ETIMEDOUT },
		{ 0x22, IOSPACE_POLL_DIFFERENT, 2, 0 },
		{ 0x33, IOSPACE_POLL_DIFFERENT, 3, 0 },
		{ 0x11, 0, 0, -EINVAL },
	};
	struct simulated *device = *state;
	struct iospace *io = simulated_open(device, IOSPACE_READ);

	for (size_t i = 0; i < COUNT(rows); i++) {
		uint32_t data = 0x99, size = 1;

		device->ports[PORT] = rows[i].port;
		assert_int_equal(iospace_poll(io, PORT, patterns, rows[i].count,
					      rows[i].flags, 0, &data, &size),
				 rows[i].r);
		assert_int_equal(size, rows[i].count ? 1 : 0);
		assert_int_equal(data, rows[i].count ? rows[i].port : 0x99);
	}
	iospace_close(io);
}

static void a_pattern_that_is_too_wide_is_refused_wherever_it_stands(void **state)
{
	const struct iospace_pattern patterns[] = { { 0x11, 0xff }, { 0x100, 0xff } };
	struct simulated *device = *state;
	struct iospace *io = simulated_open(device, IOSPACE_READ);
	uint32_t data = 0x99, size = 1;

	device->ports[PORT] = 0x11;
	assert_int_equal(iospace_poll(io, PORT, patterns, 2, 0, 0, &data, &size),
			 -ERANGE);
	assert_int_equal(size, 0);
	assert_int_equal(data, 0x99);
	iospace_close(io);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		poll_test(any_of_several_patterns_will_do),
		poll_test(a_pattern_that_is_too_wide_is_refused_wherever_it_stands),
		poll_test(it_ends_at_once_where_the_bits_are_as_they_are_to_be),
		poll_test(what_is_there_is_not_waited_for),
		poll_test(a_change_during_the_wait_is_seen_by_the_next_read),
		poll_test(the_last_read_comes_when_the_time_is_over),
		poll_test(what_appears_in_the_last_pause_is_seen),
		poll_test(pauses_are_as_long_as_was_asked),
		poll_test(without_an_interval_pauses_begin_after_20_us_and_grow_to_1_ms),
		poll_test(nothing_is_waited_for_in_a_time_that_is_short),
		poll_test(a_handler_that_runs_in_a_pause_ends_it),
		poll_test(a_signal_is_let_in_or_held_back_as_the_mask_says),
		poll_test(a_handle_has_pauses_of_its_own),
		poll_test(a_first_read_that_fails_ends_it_and_no_value_was_read),
		poll_test(a_later_read_that_fails_leaves_the_value_before_it),
		poll_test(a_later_read_that_is_cut_short_says_where),
		poll_test(each_read_of_an_exact_poll_is_one_access),
		poll_test(a_wrong_poll_touches_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
