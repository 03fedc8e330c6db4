/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* How a poll ends, as its action tells it. */
#include "run/wait.h"
#include "sequence/commands.h"

#include "doubles/simulated.h"
#include "doubles/syscalls.h"
#include "doubles/waiting.h"
#include "test.h"

#include <errno.h>
#include <string.h>

static int poll_setup(void **state)
{
	waiting = (struct waiting){ 0 };
	return simulated_setup(state);
}

#define poll_test(function) \
	cmocka_unit_test_setup_teardown(function, poll_setup, simulated_teardown)

/* iopoll16 -t 1ms -i 100us 0x80 VALUE:MASK */
static struct operation poll_for(uint32_t value, uint32_t mask)
{
	const struct command *command = command_find("iopoll16", strlen("iopoll16"));

	return (struct operation){
		.value = value,
		.mask = mask,
		.times = { .timeout_us = 1000, .interval_us = 100 },
		.address = 0x80,
		.flags = IOSPACE_READ,
		.command = (size_t)(command - commands) & 0x1f,
	};
}

static int perform(void **state, const struct operation *operation, struct result *result)
{
	struct simulated *device = *state;
	struct iospace *io = simulated_open(device, IOSPACE_READ);
	sigset_t before;
	int ending;

	device->ports[0x80] = 0xa5;
	wait_hold_signals(&before);
	ending = iopoll_action.perform(operation, io, result);
	wait_forget_signals();
	wait_release_signals(&before);
	iospace_close(io);
	return ending;
}

static void a_value_that_is_there_or_not_in_time(void **state)
{
	struct operation there = poll_for(0xa5, 0xff), not_there = poll_for(0xa4, 0xff);
	struct result result = { 0 };

	assert_int_equal(perform(state, &there, &result), 0);
	assert_int_equal(result.data, 0xa5);
	assert_int_equal(waiting.count, 0);
	result = (struct result){ 0 };
	assert_int_equal(perform(state, &not_there, &result), ENDED_TIMEOUT);
	assert_int_equal(result.data, 0xa5);
	assert_true(syscalls.clock >= 1000000);
	assert_in_range(waiting.count, 5, 10);
}

static void a_signal_ends_it_but_not_at_the_end(void **state)
{
	struct operation operation = poll_for(0, 1);
	struct result result = { 0 };

	waiting.events[1] = SIGTERM;
	assert_int_equal(perform(state, &operation, &result), ENDED_BY_SIGNAL);
	assert_int_equal(result.signal, SIGTERM);
	assert_int_equal(waiting.count, 2);

	operation.finally = true;
	result = (struct result){ 0 };
	waiting.count = 0;
	assert_int_equal(perform(state, &operation, &result), ENDED_TIMEOUT);
	assert_int_equal(result.signal, 0);
}

/* Only if nothing had been read before was it refused. */
static void the_first_read_that_fails_is_told_from_a_later_one(void **state)
{
	static const int errors[] = { EPERM, EIO, EINTR, ETIMEDOUT };
	struct operation operation = poll_for(0, 1);

	for (size_t i = 0; i < COUNT(errors); i++) {
		struct result result = { 0 };

		syscalls.pread = (struct call){ .error = errors[i] };
		assert_int_equal(perform(state, &operation, &result), -errors[i]);
		assert_int_equal(result.count, 0);

		result = (struct result){ 0 };
		syscalls.pread = (struct call){ .error = errors[i], .after = 2 };
		assert_int_equal(perform(state, &operation, &result), ENDED_LATER);
		assert_string_equal(result.later.done, "read");
		assert_int_equal(result.later.count, 0);
		assert_int_equal(result.later.of, 2);
		assert_int_equal(result.later.error, -errors[i]);
		assert_int_equal(result.data, 0xa5);
	}
}

static void a_read_that_is_cut_short_is_one_that_fails(void **state)
{
	struct operation operation = poll_for(0, 1);
	struct result result = { 0 };

	syscalls.missing = 1;
	assert_int_equal(perform(state, &operation, &result), -EIO);
	assert_int_equal(result.count, 1);
}

/* See test_wait: nothing of ours did that. */
static void a_wait_that_is_interrupted_by_nothing_is_an_error(void **state)
{
	struct operation operation = poll_for(0, 1);
	struct result result = { 0 };

	waiting.events[0] = -EINTR;
	assert_int_equal(perform(state, &operation, &result), -EINTR);
	assert_int_equal(result.count, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		poll_test(a_value_that_is_there_or_not_in_time),
		poll_test(a_signal_ends_it_but_not_at_the_end),
		poll_test(the_first_read_that_fails_is_told_from_a_later_one),
		poll_test(a_read_that_is_cut_short_is_one_that_fails),
		poll_test(a_wait_that_is_interrupted_by_nothing_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
