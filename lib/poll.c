/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading a port until it holds a value, or the time is over. */
#include "iospace.h"

#include "access/method.h"
#include "access/rules.h"
#include "system/clock.h"

#include <errno.h>
#include <poll.h>

/*
 * A status bit is often set within microseconds, so the port is read without a pause at
 * first; then with pauses that grow, so that a long wait costs little.
 */
#define SPIN	(20 * CLOCK_US)
#define LONGEST (1 * CLOCK_MS)

void iospace_set_pauses(struct iospace *io, uint32_t interval_us, const sigset_t *sigmask)
{
	io->pauses.interval = interval_us * CLOCK_US;
	io->pauses.has_sigmask = sigmask != NULL;
	if (sigmask)
		io->pauses.sigmask = *sigmask;
}

uint64_t iospace_get_reads(const struct iospace *io)
{
	return io->reads;
}

/* How long to wait before the next read, when the last was so long after the first. */
static int64_t pause_after(int64_t elapsed, int64_t interval, int64_t timeout)
{
	int64_t pause = interval, left = timeout - elapsed;

	if (!pause && elapsed >= SPIN)
		pause = elapsed < LONGEST ? elapsed : LONGEST;
	return pause < left ? pause : left;
}

static int wait_for(const struct iospace *io, int64_t pause)
{
	const struct timespec time = { .tv_sec = (time_t)(pause / CLOCK_S),
				       .tv_nsec = (long)(pause % CLOCK_S) };
	const sigset_t *sigmask = io->pauses.has_sigmask ? &io->pauses.sigmask : NULL;

	return pause && ppoll(NULL, 0, &time, sigmask) < 0 ? -errno : 0;
}

/* All that can be told before the port is touched. */
static int check(struct iospace *io, uint64_t address,
		 const struct iospace_pattern *patterns, size_t count, unsigned int flags,
		 uint32_t size)
{
	int r;

	if (flags & ~(unsigned int)IOSPACE_POLL_DIFFERENT || count == 0)
		return -EINVAL;
	r = iospace_claim(io, address, size, IOSPACE_READ);
	for (size_t i = 0; r == 0 && i < count; i++)
		if ((patterns[i].value | patterns[i].mask) > rules_largest[size])
			r = -ERANGE;
	return r;
}

static bool is_any(uint32_t data, const struct iospace_pattern *patterns, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!((data ^ patterns[i].value) & patterns[i].mask))
			return true;
	return false;
}

/* The last read comes when the time is over, not before. */
static int read_until(struct iospace *io, uint64_t address,
		      const struct iospace_pattern *patterns, size_t count,
		      bool different, int64_t timeout, uint32_t *data, uint32_t *size)
{
	const int64_t start = clock_now();
	int64_t elapsed = 0;
	int r;

	for (;;) {
		r = iospace_read(io, address, data, size);
		if (r < 0)
			return r;
		io->reads++;
		if (is_any(*data, patterns, count) != different)
			return 0;
		if (elapsed >= timeout)
			return -ETIMEDOUT;
		r = wait_for(io, pause_after(elapsed, io->pauses.interval, timeout));
		if (r < 0)
			return r;
		elapsed = clock_now() - start;
	}
}

int iospace_poll(struct iospace *io, uint64_t address,
		 const struct iospace_pattern *patterns, size_t count, unsigned int flags,
		 uint32_t timeout_us, uint32_t *data, uint32_t *size)
{
	int r = check(io, address, patterns, count, flags, *size);

	io->reads = 0;
	if (r < 0) {
		*size = 0;
		return r;
	}
	return read_until(io, address, patterns, count, flags & IOSPACE_POLL_DIFFERENT,
			  timeout_us * CLOCK_US, data, size);
}
