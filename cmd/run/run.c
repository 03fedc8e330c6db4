/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One run of a sequence, from the open to the unlock. */
#include "run/run.h"

#include "report/output.h"
#include "run/handles.h"
#include "run/log.h"
#include "run/privilege.h"
#include "run/result.h"
#include "run/wait.h"

#include <stdlib.h>
#include <string.h>

/* How long a message may be for another to be added: its end, what was done, must fit. */
#define ROOM_FOR_ANOTHER 400

struct run {
	const struct sequence *sequence;
	const struct settings *settings;
	struct handles handles;
	struct log log;
	char *held; /* results */
};

static inline const struct operation *operation_of(const struct run *run,
						   const struct step *step)
{
	return &run->sequence->operations[step->operation];
}

static inline int perform(const struct run *run, const struct operation *operation,
			  struct result *result, struct failure *failure)
{
	return operation->command->action->perform(operation,
						   handles_for(&run->handles, operation),
						   result, failure);
}

static int perform_and_tell(struct run *run, const struct operation *operation,
			    struct failure *failure)
{
	struct result result = { 0 };
	int r;

	if (operation->log)
		log_announce(&run->log, operation);
	r = perform(run, operation, &result, failure);
	if (operation->log)
		log_result(&run->log, operation, &result);
	if (result.is_known && !operation->quiet)
		result_print(operation, &result, run->settings->verbose);
	return r;
}

/* Of the usual line of a file there is nothing to tell. */
static inline int perform_next(struct run *run, const struct operation *operation,
			       struct failure *failure)
{
	struct result untold;

	return operation->quiet && !operation->log
		       ? perform(run, operation, &untold, failure)
		       : perform_and_tell(run, operation, failure);
}

/* Until one fails. Returns how many were done. */
static size_t perform_body(struct run *run, struct failure *failure)
{
	const struct sequence *sequence = run->sequence;
	size_t done = 0;

	for (size_t i = 0; i < sequence->length; i++) {
		const struct operation *operation = operation_of(run,
								 &sequence->steps[i]);

		if (operation->finally)
			continue;
		if (perform_next(run, operation, failure) < 0) {
			failure->line = sequence->steps[i].line;
			break;
		}
		done++;
	}
	return done;
}

/* Each of them, whatever happened. The first failure is the one that counts. */
static size_t perform_finally(struct run *run, struct failure *failure)
{
	const struct sequence *sequence = run->sequence;
	size_t done = 0;

	for (size_t i = 0; sequence->has_finally && i < sequence->length; i++) {
		const struct step *step = &sequence->steps[i];
		const struct operation *operation = operation_of(run, step);
		struct failure another;

		if (!operation->finally)
			continue;
		another = (struct failure){ .line = step->line };
		if (perform_next(run, operation, &another) == 0)
			done++;
		else if (!failure->exit)
			*failure = another;
		else if (strlen(failure->text) < ROOM_FOR_ANOTHER)
			fail_more(failure, "; and finally in line %u, %s", step->line,
				  another.text);
	}
	return done;
}

/* All that can be refused, and all that takes time of its own. */
static int prepare(struct run *run, struct failure *failure)
{
	const struct sequence *sequence = run->sequence;
	const struct settings *settings = run->settings;

	if (handles_open(&run->handles, sequence, settings->device, failure) < 0 ||
	    handles_claim(&run->handles, sequence, settings->device, failure) < 0)
		return -1;
	if (sequence->has_results) {
		run->held = output_hold(sequence->length,
					result_longest(settings->verbose));
		if (!run->held)
			return fail(failure, EX_OSERR, "out of memory");
	}
	if (sequence->has_log && !handles_are_simulated(&run->handles))
		log_open(&run->log, settings->name);
	if (handles_lock(&run->handles, settings->lock_timeout_us, failure) < 0)
		return -1;
	return privilege_drop(failure);
}

/* What others are told may take its time, when the device is closed. */
static void finish(struct run *run, struct failure *failure)
{
	log_close(&run->log);
	output_close(failure);
	free(run->held);
}

static void add_done(size_t done, const struct sequence *sequence,
		     struct failure *failure)
{
	/* It would say that nothing was written. */
	if (failure->exit == EX_NOPERM && done > 0)
		failure->exit = EX_IOERR;
	fail_more(failure, "; %zu of %zu operations done", done, sequence->length);
}

/* Between the first access and the last, nothing but a port is waited for. */
int run(const struct sequence *sequence, const struct settings *settings,
	struct failure *failure)
{
	struct run run = { .sequence = sequence, .settings = settings, .log.fd = -1 };
	sigset_t before;
	size_t done;

	if (prepare(&run, failure) < 0) {
		handles_close(&run.handles);
		finish(&run, failure);
		return -1;
	}
	wait_hold_signals(&before);
	done = perform_body(&run, failure);
	done += perform_finally(&run, failure);
	handles_close(&run.handles);
	wait_release_signals(&before);

	finish(&run, failure);
	if (!failure->exit)
		return 0;
	add_done(done, sequence, failure);
	return -1;
}
