/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One run of a sequence, from the open to the unlock. */
#include "run/run.h"

#include "report/output.h"
#include "run/handles.h"
#include "run/log.h"
#include "run/privilege.h"
#include "run/result.h"
#include "run/wait.h"

#include <string.h>

/* How long a message may be for another to be added: its end, what was done, must fit. */
#define ROOM_FOR_ANOTHER 400

struct run {
	const struct sequence *sequence;
	const struct settings *settings;
	struct handles handles;
	struct log log;
};

static inline int perform(const struct run *run, const struct operation *operation,
			  struct result *result)
{
	return command_of(operation)->action->perform(
		operation, handles_for(&run->handles, operation), result);
}

static void tell(const struct run *run, const struct operation *operation,
		 const struct result *result, int ending)
{
	bool verbose = run->settings->verbose;

	if (!result_is_any(operation, ending, verbose))
		return;
	if (run->settings->json)
		result_print_json(operation, result, ending,
				  sequence_line(run->sequence, operation));
	else
		result_print(operation, result, verbose);
}

static int perform_and_tell(struct run *run, const struct operation *operation,
			    struct result *result)
{
	int ending;

	*result = (struct result){ .data = operation->value };
	if (operation->flags & MODIFIER_LOG)
		log_announce(&run->log, operation);
	ending = perform(run, operation, result);
	if (operation->flags & MODIFIER_LOG)
		log_result(&run->log, operation, result);
	if (!(operation->flags & MODIFIER_QUIET))
		tell(run, operation, result, ending);
	return ending;
}

/* Of the usual line of a file there is nothing to tell. */
static inline int perform_next(struct run *run, const struct operation *operation,
			       struct result *result)
{
	return (operation->flags & (MODIFIER_QUIET | MODIFIER_LOG)) == MODIFIER_QUIET
		       ? perform(run, operation, result)
		       : perform_and_tell(run, operation, result);
}

/* Until one fails. Returns how many were done. */
static size_t perform_body(struct run *run, struct failure *failure)
{
	const struct operations *body = &run->sequence->body;
	const struct operation *next = body->list;
	struct result result;

	for (; next < body->end; next++) {
		int ending = perform_next(run, next, &result);

		if (ending) {
			failure->line = sequence_line(run->sequence, next);
			result_fail(next, &result, ending, failure);
			break;
		}
	}
	return (size_t)(next - body->list);
}

/* Each of them, whatever happened. The first failure is the one that counts. */
static size_t perform_finally(struct run *run, struct failure *failure)
{
	const struct operations *finally = &run->sequence->finally;
	struct result result;
	size_t done = 0;

	for (const struct operation *next = finally->list; next < finally->end; next++) {
		struct failure another = { .line = sequence_line(run->sequence, next) };
		int ending = perform_next(run, next, &result);

		if (ending == 0) {
			done++;
			continue;
		}
		result_fail(next, &result, ending, &another);
		if (!failure->exit)
			*failure = another;
		else if (strlen(failure->text) < ROOM_FOR_ANOTHER)
			fail_more(failure, "; and finally in line %u, %s", another.line,
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
	if (output_hold(sequence_length(sequence), result_longest(settings)) < 0)
		return fail(failure, EX_OSERR, "out of memory");
	if (sequence->has_log && !handles_are_simulated(&run->handles))
		log_open(&run->log, settings->name);
	if (!settings->no_lock &&
	    handles_lock(&run->handles, settings->lock_timeout_us, failure) < 0)
		return -1;
	return privilege_drop(failure);
}

/* What others are told may take its time, when the device is closed. */
static void finish(struct run *run, struct failure *failure)
{
	log_close(&run->log);
	output_close(failure);
}

static void add_done(size_t done, const struct sequence *sequence,
		     struct failure *failure)
{
	/* It would say that nothing was written. */
	if (failure->exit == EX_NOPERM && done > 0)
		failure->exit = EX_IOERR;
	fail_more(failure, "; %zu of %zu operations done", done,
		  sequence_length(sequence));
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
