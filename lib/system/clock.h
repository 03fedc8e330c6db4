/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>
#include <time.h>

#define CLOCK_US INT64_C(1000)
#define CLOCK_MS INT64_C(1000000)
#define CLOCK_S	 INT64_C(1000000000)

/* A clock that nobody sets, in nanoseconds. */
static inline int64_t clock_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * CLOCK_S + now.tv_nsec;
}

#endif
