/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* A double of ppoll(2) for no files, which moves the clock of syscalls.h and no other. */
#ifndef WAITING_H
#define WAITING_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#define WAITING_EVENTS 4

extern struct waiting {
	/*
	 * Set: what comes half-way through the first calls: a signal, which is raised,
	 * and ends the call if the mask lets it in; or -errno. 0: the time is over.
	 */
	int events[WAITING_EVENTS];

	/* Seen: how often it was called, and with what the last time. */
	int count;
	int64_t asked; /* nanoseconds */
	bool has_mask;
	sigset_t mask; /* of the thread, if it has none of its own */
} waiting;

#endif
