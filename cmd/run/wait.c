/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Waiting in a run, and the signals that end it. They are blocked but for the waits:
 * there ppoll(2) lets them in, and a handler notes which one came.
 */
#include "run/wait.h"

#include <errno.h>
#include <poll.h>

#define SECOND_US 1000000

static const struct {
	int number;
	const char *name;
} end_signals[] = { { SIGINT, "SIGINT" }, { SIGTERM, "SIGTERM" }, { SIGHUP, "SIGHUP" } };
static const int stopping[] = { SIGTSTP, SIGTTIN, SIGTTOU };

/* The signal that came. A handler is given its number and nothing else. */
static volatile sig_atomic_t noted;

/* The signal mask of a wait that a signal may end. */
static sigset_t waiting_mask;

static void note(int number)
{
	noted = number;
}

/* Whether its handler is there: for the first wait. */
static bool is_handled;

static sigset_t end_signal_set(void)
{
	sigset_t signals;

	sigemptyset(&signals);
	for (size_t i = 0; i < sizeof(end_signals) / sizeof(end_signals[0]); i++)
		sigaddset(&signals, end_signals[i].number);
	return signals;
}

/* What they do; not for those that are switched off, as by nohup(1). */
static void handle(void (*handler)(int))
{
	/* One of them ends a wait, and the others wait for the next. */
	const struct sigaction action = { .sa_handler = handler,
					  .sa_mask = end_signal_set() };
	struct sigaction before = { 0 };

	for (size_t i = 0; i < sizeof(end_signals) / sizeof(end_signals[0]); i++) {
		sigaction(end_signals[i].number, NULL, &before);
		if (before.sa_handler != SIG_IGN)
			sigaction(end_signals[i].number, &action, NULL);
	}
}

const char *wait_signal_name(int signal)
{
	size_t i = 0;

	while (end_signals[i].number != signal)
		i++;
	return end_signals[i].name;
}

void wait_hold_signals(sigset_t *ret_before)
{
	sigset_t signals = end_signal_set();

	for (size_t i = 0; i < sizeof(stopping) / sizeof(stopping[0]); i++)
		sigaddset(&signals, stopping[i]);
	sigprocmask(SIG_BLOCK, &signals, ret_before);
	waiting_mask = *ret_before;
	for (size_t i = 0; i < sizeof(stopping) / sizeof(stopping[0]); i++)
		sigaddset(&waiting_mask, stopping[i]);
}

void wait_forget_signals(void)
{
	const struct timespec no_time = { 0 };
	sigset_t late = end_signal_set();

	while (sigtimedwait(&late, NULL, &no_time) > 0)
		;
}

void wait_release_signals(const sigset_t *before)
{
	if (is_handled)
		handle(SIG_DFL);
	is_handled = false;
	sigprocmask(SIG_SETMASK, before, NULL);
}

const sigset_t *wait_mask(const struct operation *operation)
{
	if (operation->finally)
		return NULL;
	if (!is_handled)
		handle(note);
	is_handled = true;
	return &waiting_mask;
}

int wait_ended(struct result *result)
{
	if (!noted)
		return -EINTR;
	result->signal = noted;
	noted = 0;
	return ENDED_BY_SIGNAL;
}

uint64_t wait_now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * SECOND_US + (uint64_t)now.tv_nsec / 1000;
}

struct timespec wait_time(uint64_t us)
{
	return (struct timespec){ (time_t)(us / SECOND_US),
				  (long)(us % SECOND_US * 1000) };
}

int wait_us(const struct operation *operation, uint32_t us, struct result *result)
{
	uint64_t now = wait_now_us(), end = now + us;

	do {
		const struct timespec time = wait_time(end - now);

		if (ppoll(NULL, 0, &time, wait_mask(operation)) < 0 &&
		    wait_ended(result) == ENDED_BY_SIGNAL)
			return ENDED_BY_SIGNAL;
		now = wait_now_us();
	} while (now < end);
	return 0;
}
