/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One run of a sequence, from the open to the unlock. */
#include "run.h"

#include "handles.h"
#include "output.h"
#include "privilege.h"

#include <signal.h>

/* The number of operations that were done. All of them, unless there is a failure. */
static size_t perform_all(const struct handles *handles, const struct sequence *sequence,
			  const struct settings *settings, struct failure *failure)
{
	size_t done = 0;

	for (; done < sequence->count; done++) {
		const struct operation *operation = &sequence->operations[done];
		struct iospace *io = handles_for(handles, operation);

		if (operation->verb->kind->perform(operation, io, settings, failure) < 0)
			break;
	}
	return done;
}

int run(const struct sequence *sequence, const struct settings *settings,
	struct failure *failure)
{
	const char *device = settings->device;
	struct handles handles = { 0 };
	size_t done;

	if (handles_open(&handles, sequence, device, failure) < 0 ||
	    handles_claim(&handles, sequence, device, failure) < 0 ||
	    handles_lock(&handles, failure) < 0 || privilege_drop(failure) < 0) {
		handles_close(&handles);
		return -1;
	}

	/* A reader who has gone must not end the run between two operations. */
	signal(SIGPIPE, SIG_IGN);
	done = perform_all(&handles, sequence, settings, failure);
	handles_close(&handles);

	output_close(failure);
	if (failure->exit) {
		fail_more(failure, "; %zu of %zu operations done", done, sequence->count);
		return -1;
	}
	return 0;
}
