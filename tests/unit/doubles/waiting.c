/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* A double of ppoll(2) for no files, which moves the clock of syscalls.h and no other. */
#include "doubles/waiting.h"

#include "doubles/syscalls.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>

#define SECOND INT64_C(1000000000)

/* A sleeper wakes a little late. */
#define OVERSLEEP 60000

__typeof__(ppoll) __wrap_ppoll, __real_ppoll;

struct waiting waiting;

static int next_event(void)
{
	int n = waiting.count++;

	return n < WAITING_EVENTS ? waiting.events[n] : 0;
}

/* The kernel's own says whether one of the signals that have come is let in. */
static int let_in(int event, const sigset_t *mask)
{
	const struct timespec no_time = { 0 };

	if (event > 0)
		raise(event);
	if (event >= 0)
		return __real_ppoll(NULL, 0, &no_time, mask);
	errno = -event;
	return -1;
}

int __wrap_ppoll(struct pollfd *files, nfds_t count, const struct timespec *time,
		 const sigset_t *mask)
{
	sigset_t all, before;
	int r;

	if (files || count)
		abort();
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	waiting.asked = time->tv_sec * SECOND + time->tv_nsec;
	waiting.has_mask = mask != NULL;
	waiting.mask = mask ? *mask : before;
	r = let_in(next_event(), &waiting.mask);
	sigprocmask(SIG_SETMASK, &before, NULL);

	syscalls.clock += r < 0 ? waiting.asked / 2 : waiting.asked + OVERSLEEP;
	if (r == 0 && syscalls.meanwhile)
		syscalls.meanwhile(syscalls.context);
	return r;
}
