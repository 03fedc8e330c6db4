/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Waiting in a run, and the signals that end it: SIGINT, SIGTERM and SIGHUP. */
#ifndef WAIT_H
#define WAIT_H

#include "verb.h"

/*
 * Hold these signals back, so that none comes between two accesses that belong together.
 * Those that the caller of the process has switched off stay so. They are let go at the
 * end of the process, if not before by failure_end().
 */
void wait_block_signals(void);

/*
 * Let some time pass. For an operation that runs whatever has happened, all of it; for
 * any other a signal ends it at once, which is a failure.
 */
int wait_us(const struct operation *operation, uint32_t us, struct failure *failure);

/* A clock that nobody sets, in microseconds. */
uint64_t wait_now_us(void);

#endif
