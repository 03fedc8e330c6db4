/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Waiting in a run, and the signals that end it. */
#include "run/wait.h"

#include <time.h>

#define SECOND_US 1000000

static const struct {
	int number;
	const char *name;
} ending[] = { { SIGINT, "SIGINT" }, { SIGTERM, "SIGTERM" }, { SIGHUP, "SIGHUP" } };
static const int stopping[] = { SIGTSTP, SIGTTIN, SIGTTOU };

/* The ones that are not switched off, as nohup(1) does. */
static sigset_t ending_signals(void)
{
	struct sigaction action;
	sigset_t signals;

	sigemptyset(&signals);
	for (size_t i = 0; i < sizeof(ending) / sizeof(ending[0]); i++)
		if (sigaction(ending[i].number, NULL, &action) == 0 &&
		    action.sa_handler != SIG_IGN)
			sigaddset(&signals, ending[i].number);
	return signals;
}

const char *wait_signal_name(int signal)
{
	size_t i = 0;

	while (ending[i].number != signal)
		i++;
	return ending[i].name;
}

void wait_hold_signals(sigset_t *ret_before)
{
	sigset_t signals = ending_signals();

	for (size_t i = 0; i < sizeof(stopping) / sizeof(stopping[0]); i++)
		sigaddset(&signals, stopping[i]);
	sigprocmask(SIG_BLOCK, &signals, ret_before);
}

void wait_release_signals(const sigset_t *before)
{
	const struct timespec no_time = { 0 };
	sigset_t late;

	sigemptyset(&late);
	for (size_t i = 0; i < sizeof(ending) / sizeof(ending[0]); i++)
		sigaddset(&late, ending[i].number);
	while (sigtimedwait(&late, NULL, &no_time) > 0)
		;
	sigprocmask(SIG_SETMASK, before, NULL);
}

uint64_t wait_now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * SECOND_US + (uint64_t)now.tv_nsec / 1000;
}

int wait_us(const struct operation *operation, uint32_t us, struct result *result)
{
	uint64_t now = wait_now_us(), end = now + us;
	sigset_t signals = ending_signals();

	if (operation->finally)
		sigemptyset(&signals);
	do {
		uint64_t left = end - now;
		const struct timespec time = { (time_t)(left / SECOND_US),
					       (long)(left % SECOND_US * 1000) };
		/* EAGAIN: the time is over. EINTR: the process was stopped meanwhile. */
		int seen = sigtimedwait(&signals, NULL, &time);

		if (seen > 0) {
			result->signal = seen;
			return ENDED_BY_SIGNAL;
		}
		now = wait_now_us();
	} while (now < end);
	return 0;
}
