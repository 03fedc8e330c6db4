/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The open I/O space of a run: opened, claimed and locked before the first access. */
#include "handles.h"

#include "exclusive.h"

#include <errno.h>
#include <string.h>

#define LOCK_WAIT_S 5

/* Which handle: the bits that make one unlike another. */
static size_t way(unsigned int flags)
{
	return (flags & IOSPACE_EXACT ? 1 : 0) | (flags & IOSPACE_FORCE ? 2 : 0);
}

struct iospace *handles_for(const struct handles *handles,
			    const struct operation *operation)
{
	return handles->io[way(operation->flags)];
}

void handles_close(struct handles *handles)
{
	for (size_t i = 0; i < HANDLES; i++)
		iospace_close(handles->io[i]);
}

int handles_open(struct handles *handles, const struct sequence *sequence,
		 const char *device, struct failure *failure)
{
	unsigned int flags[HANDLES] = { 0 };

	for (size_t i = 0; i < sequence->count; i++) {
		unsigned int needed = sequence->operations[i].flags;

		flags[way(needed)] |= needed;
	}
	for (size_t i = 0; i < HANDLES; i++) {
		int r = flags[i] ? iospace_open(&handles->io[i], device, flags[i]) : 0;

		if (r < 0)
			return fail_open(failure, device, r);
	}
	return 0;
}

int handles_claim(const struct handles *handles, const struct sequence *sequence,
		  const char *device, struct failure *failure)
{
	for (size_t i = 0; i < sequence->count; i++) {
		const struct operation *operation = &sequence->operations[i];
		unsigned int direction = operation->flags &
					 (IOSPACE_READ | IOSPACE_WRITE);
		int r = iospace_claim(handles_for(handles, operation), operation->port,
				      operation->verb->size, direction);

		if (r < 0)
			return fail_claim(failure, device, operation->port, r);
		if (exclusive_check(operation, device, failure) < 0)
			return -1;
	}
	return 0;
}

int handles_lock(const struct handles *handles, struct failure *failure)
{
	size_t first = 0;
	int r;

	while (!handles->io[first])
		first++;
	r = iospace_lock(handles->io[first], LOCK_WAIT_S * 1000);
	if (r == -ETIMEDOUT)
		return fail(
			failure, EX_TEMPFAIL,
			"the I/O ports were locked by another process for %d seconds; "
			"try again",
			LOCK_WAIT_S);
	if (r < 0)
		return fail(failure, EX_IOERR,
			    "can't lock the I/O ports: %s; nothing was read or written",
			    strerror(-r));
	return 0;
}
