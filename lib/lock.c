/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The advisory lock on an open I/O space. */
#include "iospace.h"

#include "access/method.h"
#include "system/clock.h"

#include <errno.h>
#include <sys/file.h>

/* Between two attempts. Short beside a person's patience, long beside a run's length. */
#define RETRY_MS 10

static int lock_once(int fd, int operation)
{
	return flock(fd, operation) < 0 ? -errno : 0;
}

/*
 * flock() has no time limit, and an alarm signal would be the process's business, so
 * a limited wait is a row of attempts.
 */
int iospace_lock(struct iospace *io, int timeout_ms)
{
	const struct timespec pause = { .tv_nsec = RETRY_MS * CLOCK_MS };
	int64_t deadline;
	int r;

	if (timeout_ms < -1)
		return -EINVAL;
	if (timeout_ms == -1)
		return lock_once(io->fd, LOCK_EX);

	r = lock_once(io->fd, LOCK_EX | LOCK_NB);
	if (r != -EWOULDBLOCK)
		return r;

	deadline = clock_now() + timeout_ms * CLOCK_MS;
	while (clock_now() < deadline) {
		if (nanosleep(&pause, NULL) < 0)
			return -errno;
		r = lock_once(io->fd, LOCK_EX | LOCK_NB);
		if (r != -EWOULDBLOCK)
			return r;
	}
	return -ETIMEDOUT;
}

int iospace_unlock(struct iospace *io)
{
	return lock_once(io->fd, LOCK_UN);
}
