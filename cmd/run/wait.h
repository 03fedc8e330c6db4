/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Waiting in a run, and the signals that it knows: SIGINT, SIGTERM and SIGHUP end it, and
 * SIGTSTP, SIGTTIN and SIGTTOU would stop it halfway.
 */
#ifndef WAIT_H
#define WAIT_H

#include "sequence/operation.h"

#include <signal.h>
#include <time.h>

/*
 * Hold these signals back, so that none comes between two accesses that belong together.
 * Those that the caller of the process has switched off or held back stay so.
 */
void wait_hold_signals(sigset_t *ret_before);

/* Forget those that would have ended the run, and came when nothing waited for them: what
 * they would have ended is done. */
void wait_forget_signals(void);

/* Let them go again. */
void wait_release_signals(const sigset_t *before);

/*
 * Let some time pass. For an operation that runs whatever has happened, all of it; for
 * any other a signal ends it at once. Returns 0 or ENDED_BY_SIGNAL.
 */
int wait_us(const struct operation *operation, uint32_t us, struct result *result);

/*
 * For a wait of the library's: the signal mask to wait with, where NULL is the one that
 * there is. And how it ended when it was interrupted: ENDED_BY_SIGNAL, or -EINTR if by
 * none of these signals.
 */
const sigset_t *wait_mask(const struct operation *operation);
int wait_ended(struct result *result);

/* The name of a signal that ends a wait. */
const char *wait_signal_name(int signal);

/* A time, for ppoll(2). */
struct timespec wait_time(uint64_t us);

/* A clock that nobody sets, in microseconds. */
uint64_t wait_now_us(void);

#endif
