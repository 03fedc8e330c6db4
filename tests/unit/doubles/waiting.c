/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A double of sigtimedwait(2), which moves the clock of syscalls.h and no other. */
#include "doubles/waiting.h"

#include "doubles/syscalls.h"

#include <errno.h>

#define SECOND INT64_C(1000000000)

/* A sleeper wakes a little late. */
#define OVERSLEEP 60000

__typeof__(sigtimedwait) __wrap_sigtimedwait;

struct waiting waiting;

static int next_event(void)
{
	int n = waiting.count++;

	return n < (int)(sizeof(waiting.events) / sizeof(waiting.events[0]))
		       ? waiting.events[n]
		       : 0;
}

int __wrap_sigtimedwait(const sigset_t *signals, siginfo_t *info,
			const struct timespec *time)
{
	int event = next_event();

	(void)info;
	waiting.signals = *signals;
	waiting.asked = time->tv_sec * SECOND + time->tv_nsec;
	if (event == 0 || (event > 0 && !sigismember(signals, event))) {
		syscalls.clock += waiting.asked + OVERSLEEP;
		event = -EAGAIN;
	} else {
		syscalls.clock += waiting.asked / 2;
	}
	if (event > 0)
		return event;
	errno = -event;
	return -1;
}
