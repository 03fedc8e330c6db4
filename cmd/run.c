/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One run of a sequence, from the open to the unlock. */
#include "run.h"

#include "output.h"
#include "privilege.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

#define LOCK_WAIT_S 5

static int open_locked(const struct sequence *sequence, const struct settings *settings,
		       struct iospace **ret_io, struct failure *failure)
{
	unsigned int access = 0;
	int r;

	for (size_t i = 0; i < sequence->count; i++)
		access |= sequence->operations[i].access;

	r = iospace_open(ret_io, settings->device, access);
	if (r < 0)
		return fail_open(failure, settings->device, r);

	r = iospace_lock(*ret_io, LOCK_WAIT_S * 1000);
	if (r == 0)
		return 0;
	iospace_close(*ret_io);
	if (r == -ETIMEDOUT)
		return fail(
			failure, EX_TEMPFAIL,
			"the I/O ports were locked by another process for %d seconds; try again",
			LOCK_WAIT_S);
	return fail(failure, EX_IOERR,
		    "can't lock the I/O ports: %s; nothing was read or written",
		    strerror(-r));
}

/* The number of operations that were done. All of them, unless there is a failure. */
static size_t perform_all(const struct sequence *sequence,
			  const struct settings *settings, struct iospace *io,
			  struct failure *failure)
{
	size_t done = 0;

	for (; done < sequence->count; done++) {
		const struct operation *operation = &sequence->operations[done];

		if (operation->verb->kind->perform(operation, io, settings, failure) < 0)
			break;
	}
	return done;
}

int run(const struct sequence *sequence, const struct settings *settings,
	struct failure *failure)
{
	struct iospace *io;
	size_t done;

	if (open_locked(sequence, settings, &io, failure) < 0)
		return -1;
	if (privilege_drop(failure) < 0) {
		iospace_close(io);
		return -1;
	}

	/* A reader who has gone must not end the run between two operations. */
	signal(SIGPIPE, SIG_IGN);
	done = perform_all(sequence, settings, io, failure);
	iospace_close(io);

	output_close(failure);
	if (failure->exit) {
		fail_more(failure, "; %zu of %zu operations done", done, sequence->count);
		return -1;
	}
	return 0;
}
