/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Waiting in a run: how long, and which signals end it. */
#include "run/result.h"
#include "run/wait.h"

#include "doubles/syscalls.h"
#include "doubles/waiting.h"
#include "test.h"

#include <errno.h>
#include <signal.h>

static const int stopping[] = { SIGINT, SIGTERM, SIGHUP };
static const struct operation body, at_the_end = { .finally = true };
static const struct space ports = { SPACE_PORTS, 0, 0 };

/* Whatever the tests were started with, such as nohup(1); and none has come. */
static void reset_signals(void)
{
	static const int known[] = { SIGINT,  SIGTERM, SIGHUP, SIGTSTP,
				     SIGTTIN, SIGTTOU, SIGUSR1 };
	sigset_t none;

	for (size_t i = 0; i < COUNT(known); i++) {
		signal(known[i], SIG_IGN);
		signal(known[i], SIG_DFL);
	}
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static int wait_setup(void **state)
{
	reset_signals();
	waiting = (struct waiting){ 0 };
	return syscalls_setup(state);
}

static int wait_teardown(void **state)
{
	reset_signals();
	return syscalls_teardown(state);
}

/* A set, as the numbers of the signals in it. */
static uint64_t bits(const sigset_t *signals)
{
	uint64_t set = 0;

	for (int number = 1; number < 64; number++)
		if (sigismember(signals, number) == 1)
			set |= UINT64_C(1) << number;
	return set;
}

static uint64_t bit(int number)
{
	return UINT64_C(1) << number;
}

static uint64_t blocked(void)
{
	sigset_t signals;

	sigprocmask(SIG_SETMASK, NULL, &signals);
	return bits(&signals);
}

static uint64_t pending(void)
{
	sigset_t signals;

	sigpending(&signals);
	return bits(&signals);
}

static bool is(int number, void (*handler)(int))
{
	struct sigaction action;

	sigaction(number, NULL, &action);
	return action.sa_handler == handler;
}

/* Those that would stop a process halfway. */
static uint64_t stops(void)
{
	return bit(SIGTSTP) | bit(SIGTTIN) | bit(SIGTTOU);
}

static uint64_t ends(void)
{
	return bit(SIGINT) | bit(SIGTERM) | bit(SIGHUP);
}

static uint64_t all(void)
{
	return ends() | stops();
}

static void what_ends_or_stops_a_run_is_held_back_and_nothing_else(void **state)
{
	sigset_t before;

	(void)state;
	assert_int_equal(blocked(), 0);
	wait_hold_signals(&before);
	assert_int_equal(blocked(), all());
	wait_release_signals(&before);
	assert_int_equal(blocked(), 0);
}

static void what_was_blocked_before_stays_so(void **state)
{
	sigset_t signals, before;

	(void)state;
	sigemptyset(&signals);
	sigaddset(&signals, SIGUSR1);
	sigaddset(&signals, SIGTSTP);
	sigprocmask(SIG_SETMASK, &signals, NULL);
	wait_hold_signals(&before);
	assert_int_equal(blocked(), all() | bit(SIGUSR1));
	wait_release_signals(&before);
	assert_int_equal(blocked(), bit(SIGUSR1) | bit(SIGTSTP));
}

/* It would end the test if it were not. */
static void a_signal_that_came_too_late_is_forgotten(void **state)
{
	sigset_t before;

	(void)state;
	wait_hold_signals(&before);
	for (size_t i = 0; i < COUNT(stopping); i++)
		raise(stopping[i]);
	assert_int_equal(pending(), ends());
	wait_forget_signals();
	wait_release_signals(&before);
	assert_int_equal(pending(), 0);
	for (size_t i = 0; i < COUNT(stopping); i++)
		assert_true(is(stopping[i], SIG_DFL));
	assert_int_equal(waiting.count, 0);
}

static void what_would_stop_it_is_not_forgotten(void **state)
{
	sigset_t before;

	(void)state;
	signal(SIGTSTP, SIG_IGN);
	sigemptyset(&before);
	sigaddset(&before, SIGTSTP);
	sigprocmask(SIG_SETMASK, &before, NULL);
	wait_hold_signals(&before);
	raise(SIGTSTP);
	wait_forget_signals();
	wait_release_signals(&before);
	assert_int_equal(pending(), bit(SIGTSTP));
}

static void a_signal_that_is_switched_off_stays_so(void **state)
{
	struct result result = { 0 };
	sigset_t before;

	(void)state;
	signal(SIGHUP, SIG_IGN);
	wait_hold_signals(&before);
	waiting.events[0] = SIGHUP;
	assert_int_equal(wait_us(&body, 1000, &result), 0);
	assert_int_equal(waiting.count, 1);
	assert_int_equal(result.signal, 0);
	wait_forget_signals();
	wait_release_signals(&before);
	assert_true(is(SIGHUP, SIG_IGN));
	assert_true(is(SIGTERM, SIG_DFL));
}

static void a_signal_that_was_blocked_before_ends_no_wait(void **state)
{
	struct result result = { 0 };
	sigset_t signals, before;

	(void)state;
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigprocmask(SIG_SETMASK, &signals, NULL);
	wait_hold_signals(&before);
	waiting.events[0] = SIGTERM;
	assert_int_equal(wait_us(&body, 1000, &result), 0);
	assert_int_equal(bits(&waiting.mask), stops() | bit(SIGTERM));
	wait_forget_signals();
	wait_release_signals(&before);
	assert_int_equal(blocked(), bit(SIGTERM));
}

static void what_would_stop_it_ends_no_wait(void **state)
{
	struct result result = { 0 };
	sigset_t before;

	(void)state;
	wait_hold_signals(&before);
	waiting.events[0] = SIGTSTP;
	assert_int_equal(wait_us(&body, 1000, &result), 0);
	assert_int_equal(pending(), bit(SIGTSTP));
	assert_int_equal(result.signal, 0);
}

static void a_wait_lasts_as_long_as_it_should_and_asks_once(void **state)
{
	static const uint32_t times[] = { 1,	  20,	   999,	    1000,
					  999999, 1000000, 1000001, 3600000000 };
	sigset_t before;

	(void)state;
	wait_hold_signals(&before);
	for (size_t i = 0; i < COUNT(times); i++) {
		struct result result = { 0 };
		int64_t start = syscalls.clock;

		waiting.count = 0;
		assert_int_equal(wait_us(&body, times[i], &result), 0);
		assert_int_equal(waiting.count, 1);
		assert_int_equal(waiting.asked, times[i] * INT64_C(1000));
		assert_true(syscalls.clock - start >= times[i] * INT64_C(1000));
	}
	wait_forget_signals();
	wait_release_signals(&before);
}

static void a_wait_of_no_time_sees_a_signal_that_has_come(void **state)
{
	struct result result = { 0 };
	sigset_t before;

	(void)state;
	wait_hold_signals(&before);
	assert_int_equal(wait_us(&body, 0, &result), 0);
	assert_int_equal(waiting.count, 1);
	assert_int_equal(waiting.asked, 0);

	raise(SIGTERM);
	assert_int_equal(wait_us(&body, 0, &result), ENDED_BY_SIGNAL);
	assert_int_equal(result.signal, SIGTERM);
	wait_forget_signals();
	wait_release_signals(&before);
}

static void each_of_the_three_ends_a_wait(void **state)
{
	static const char *const texts[] = { "stopped by SIGINT", "stopped by SIGTERM",
					     "stopped by SIGHUP" };

	(void)state;
	for (size_t i = 0; i < COUNT(stopping); i++) {
		struct result result = { 0 };
		struct failure failure = { 0 };
		sigset_t before;

		wait_hold_signals(&before);
		waiting = (struct waiting){ .events = { stopping[i] } };
		assert_int_equal(wait_us(&body, 1000000, &result), ENDED_BY_SIGNAL);
		assert_int_equal(waiting.count, 1);
		assert_int_equal(bits(&waiting.mask), stops());
		assert_int_equal(blocked(), all());
		assert_int_equal(result.signal, stopping[i]);
		wait_forget_signals();
		wait_release_signals(&before);

		assert_int_equal(result_fail(&body, &ports, &result, ENDED_BY_SIGNAL,
					     &failure),
				 -1);
		assert_int_equal(failure.signal, stopping[i]);
		assert_int_equal(failure.exit, 128 + stopping[i]);
		assert_string_equal(failure.text, texts[i]);
	}
}

/* The lowest, as the kernel does it. The others wait for the next. */
static void of_several_signals_one_ends_a_wait(void **state)
{
	struct result result = { 0 };
	sigset_t before;

	(void)state;
	wait_hold_signals(&before);
	for (size_t i = 0; i < COUNT(stopping); i++)
		raise(stopping[i]);
	assert_int_equal(wait_us(&body, 1000, &result), ENDED_BY_SIGNAL);
	assert_int_equal(result.signal, SIGHUP);
	assert_int_equal(pending(), bit(SIGINT) | bit(SIGTERM));
	wait_forget_signals();
	wait_release_signals(&before);
	assert_int_equal(pending(), 0);
}

static void what_runs_at_the_end_waits_for_all_of_its_time(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(stopping); i++) {
		struct result result = { 0 };
		int64_t start = syscalls.clock;
		sigset_t before;

		wait_hold_signals(&before);
		waiting = (struct waiting){ .events = { stopping[i] } };
		assert_int_equal(wait_us(&at_the_end, 1000000, &result), 0);
		assert_int_equal(bits(&waiting.mask), all());
		assert_int_equal(result.signal, 0);
		assert_true(syscalls.clock - start >= 1000000000);
		wait_forget_signals();
		wait_release_signals(&before);
	}
}

/* By nothing that ends it: a process with STICKY_TIMEOUTS, see personality(2). */
static void an_interrupted_wait_goes_on_for_the_rest(void **state)
{
	const struct operation *const operations[] = { &body, &at_the_end };
	sigset_t before;

	(void)state;
	wait_hold_signals(&before);
	for (size_t i = 0; i < COUNT(operations); i++) {
		struct result result = { 0 };
		int64_t start = syscalls.clock;

		waiting = (struct waiting){ .events = { -EINTR, -EINTR } };
		assert_int_equal(wait_us(operations[i], 1000000, &result), 0);
		assert_int_equal(waiting.count, 3);
		assert_int_equal(waiting.asked, 250000000);
		assert_true(syscalls.clock - start >= 1000000000);
	}
	wait_forget_signals();
	wait_release_signals(&before);
}

static void a_signal_counts_once(void **state)
{
	struct result result = { 0 };
	sigset_t before;

	(void)state;
	assert_int_equal(wait_ended(&result), -EINTR);
	wait_hold_signals(&before);
	raise(SIGTERM);
	assert_int_equal(wait_us(&body, 0, &result), ENDED_BY_SIGNAL);
	assert_int_equal(wait_ended(&result), -EINTR);
	wait_forget_signals();
	wait_release_signals(&before);
}

static void the_clock_is_read_in_microseconds(void **state)
{
	uint64_t start;

	(void)state;
	start = wait_now_us();
	syscalls.clock += 999;
	assert_int_equal(wait_now_us(), start);
	syscalls.clock += 1;
	assert_int_equal(wait_now_us(), start + 1);
	syscalls.clock += INT64_C(5000000000) - 1000;
	assert_int_equal(wait_now_us(), start + 5000000);
}

#define wait_test(function) \
	cmocka_unit_test_setup_teardown(function, wait_setup, wait_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		wait_test(what_ends_or_stops_a_run_is_held_back_and_nothing_else),
		wait_test(what_was_blocked_before_stays_so),
		wait_test(a_signal_that_came_too_late_is_forgotten),
		wait_test(what_would_stop_it_is_not_forgotten),
		wait_test(a_signal_that_is_switched_off_stays_so),
		wait_test(a_signal_that_was_blocked_before_ends_no_wait),
		wait_test(what_would_stop_it_ends_no_wait),
		wait_test(a_wait_lasts_as_long_as_it_should_and_asks_once),
		wait_test(a_wait_of_no_time_sees_a_signal_that_has_come),
		wait_test(each_of_the_three_ends_a_wait),
		wait_test(of_several_signals_one_ends_a_wait),
		wait_test(what_runs_at_the_end_waits_for_all_of_its_time),
		wait_test(an_interrupted_wait_goes_on_for_the_rest),
		wait_test(a_signal_counts_once),
		wait_test(the_clock_is_read_in_microseconds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
