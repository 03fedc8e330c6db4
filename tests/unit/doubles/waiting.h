/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A double of sigtimedwait(2), which moves the clock of syscalls.h and no other. */
#ifndef WAITING_H
#define WAITING_H

#include <signal.h>
#include <stdint.h>

extern struct waiting {
	/* Set: what ends the first calls, half-way: a signal, which only counts where it
	 * is waited for, or -errno. 0: the time is over. */
	int events[4];

	/* Seen: how often it was called, and with what the last time. */
	int count;
	sigset_t signals;
	int64_t asked; /* nanoseconds */
} waiting;

#endif
