/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* One run of a sequence, from the open to the unlock. */
#include "run/run.h"

#include "report/output.h"
#include "run/handles.h"
#include "run/perform.h"
#include "run/privilege.h"
#include "run/result.h"
#include "run/result_dump.h"
#include "run/wait.h"

#include <stdlib.h>

/* Whose the ports are is for a grid of them to show, where it can be known. */
static int prepare_dumps(struct run *run, struct failure *failure)
{
	run->dump = malloc(sizeof(*run->dump));
	if (!run->dump)
		return fail(failure, EX_OSERR, "out of memory");
	run->dump->before = NULL;
	if (!run->settings->json && !run->settings->raw &&
	    !handles_are_simulated(&run->handles))
		iospace_owners_read(&run->owners);
	return 0;
}

/* How many lines there are at most. */
static size_t lines_of(const struct sequence *sequence, bool is_watch)
{
	size_t lines = sequence_length(sequence);
	struct each each = { 0 };

	while (sequence->has_dump && sequence_each(sequence, &each))
		lines += is_watch ? result_dump_length(&each.operation)
				  : result_dump_lines(&each.operation);
	return lines;
}

static int lock(const struct run *run, struct failure *failure)
{
	return run->settings->no_lock
		       ? 0
		       : handles_lock(&run->handles, run->settings->lock_timeout_us,
				      failure);
}

static void unlock(const struct run *run)
{
	if (!run->settings->no_lock)
		handles_unlock(&run->handles);
}

/* All that can be refused, and all that takes time of its own. */
static int prepare(struct run *run, struct failure *failure)
{
	const struct sequence *sequence = run->sequence;
	const struct settings *settings = run->settings;
	bool is_watch = settings->watch_us != NO_WATCH;

	if (handles_open(&run->handles, sequence, settings->device, failure) < 0 ||
	    handles_claim(&run->handles, sequence, settings->device, failure) < 0)
		return -1;
	if (sequence->has_dump && prepare_dumps(run, failure) < 0)
		return -1;
	if (output_hold(lines_of(sequence, is_watch),
			result_longest(sequence, settings)) < 0)
		return fail(failure, EX_OSERR, "out of memory");
	if (sequence->has_log && !handles_are_simulated(&run->handles))
		log_open(&run->log, settings->name);
	if (is_watch && watch_begin(&run->watch, sequence, settings, failure) < 0)
		return -1;
	return lock(run, failure) < 0 ? -1 : privilege_drop(failure);
}

/* What others are told may take its time, when the device is closed. */
static void finish(struct run *run, struct failure *failure)
{
	watch_end(&run->watch);
	log_close(&run->log);
	output_close(failure);
	iospace_owners_free(run->owners);
	free(run->dump);
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

/* Under the lock, where nothing but a port is waited for. Returns how many operations
 * were done. */
static size_t perform_once(struct run *run, struct failure *failure)
{
	sigset_t before;
	size_t done;

	wait_hold_signals(&before);
	done = perform_all(run, failure);
	handles_close(&run->handles);
	wait_forget_signals();
	wait_release_signals(&before);
	return done;
}

/* Again and again, until one fails or a signal ends the process: not within a pass. */
static size_t perform_each_time(struct run *run, struct failure *failure)
{
	sigset_t before;
	size_t done;

	do {
		if (watch_pass(&run->watch, failure) < 0)
			return 0;
		wait_hold_signals(&before);
		done = perform_all(run, failure);
		unlock(run);
		wait_release_signals(&before);
		if (failure->exit)
			return done;
	} while (watch_show(&run->watch, failure) == 0 && lock(run, failure) == 0);
	return done;
}

int run(const struct sequence *sequence, const struct settings *settings,
	struct failure *failure)
{
	struct run run = {
		.sequence = sequence,
		.settings = settings,
		.log.fd = -1,
		/* What is dumped is told to the caller here, at least. */
		.telling = sequence->has_dump ? UINT8_MAX : MODIFIER_QUIET | MODIFIER_LOG,
	};
	size_t done;

	if (prepare(&run, failure) < 0) {
		handles_close(&run.handles);
		finish(&run, failure);
		return -1;
	}
	if (run.watch.seen) {
		done = perform_each_time(&run, failure);
		handles_close(&run.handles);
	} else {
		done = perform_once(&run, failure);
	}
	finish(&run, failure);
	if (!failure->exit)
		return 0;
	add_done(done, sequence, failure);
	return -1;
}
