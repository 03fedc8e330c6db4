/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One run of a sequence, from the open to the unlock. */
#include "run.h"

#include "handles.h"
#include "output.h"
#include "privilege.h"
#include "wait.h"

#include <signal.h>
#include <string.h>

/* How long a message may be for another to be added: its end, what was done, must fit. */
#define ROOM_FOR_ANOTHER 400

static inline const struct operation *operation_of(const struct sequence *sequence,
						   const struct step *step)
{
	return &sequence->operations[step->operation];
}

static inline int perform(const struct handles *handles,
			  const struct operation *operation,
			  const struct settings *settings, struct failure *failure)
{
	return operation->verb->kind->perform(operation, handles_for(handles, operation),
					      settings, failure);
}

/* Until one fails. Returns how many were done. */
static size_t perform_body(const struct handles *handles, const struct sequence *sequence,
			   const struct settings *settings, struct failure *failure)
{
	const struct step *step = sequence->steps, *end = sequence_end(sequence);
	size_t done = 0;

	for (; step != end; step++) {
		const struct operation *operation = operation_of(sequence, step);

		if (operation->finally)
			continue;
		if (perform(handles, operation, settings, failure) < 0) {
			failure->line = step->line;
			break;
		}
		done++;
	}
	return done;
}

/* Each of them, whatever happened. The first failure is the one that counts. */
static size_t perform_finally(const struct handles *handles,
			      const struct sequence *sequence,
			      const struct settings *settings, struct failure *failure)
{
	const struct step *step = sequence->steps, *end = sequence_end(sequence);
	size_t done = 0;

	for (; sequence->has_finally && step != end; step++) {
		const struct operation *operation = operation_of(sequence, step);
		struct failure another;

		if (!operation->finally)
			continue;
		another = (struct failure){ .line = step->line };
		if (perform(handles, operation, settings, &another) == 0)
			done++;
		else if (!failure->exit)
			*failure = another;
		else if (strlen(failure->text) < ROOM_FOR_ANOTHER)
			fail_more(failure, "; and finally in line %u, %s", step->line,
				  another.text);
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
	    handles_lock(&handles, settings->lock_timeout_us, failure) < 0 ||
	    privilege_drop(failure) < 0) {
		handles_close(&handles);
		return -1;
	}

	/* Nor may a loss of output end the run between operations. */
	wait_block_signals();
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	done = perform_body(&handles, sequence, settings, failure);
	done += perform_finally(&handles, sequence, settings, failure);
	handles_close(&handles);

	output_close(failure);
	if (failure->exit) {
		fail_more(failure, "; %zu of %zu operations done", done,
			  sequence->length);
		return -1;
	}
	return 0;
}
