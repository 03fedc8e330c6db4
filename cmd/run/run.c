/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One run of a sequence, from the open to the unlock. */
#include "run/run.h"

#include "report/output.h"
#include "run/handles.h"
#include "run/log.h"
#include "run/privilege.h"
#include "run/result.h"
#include "run/result_dump.h"
#include "run/wait.h"
#include "run/watch.h"
#include "sequence/commands.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* How long a message may be for another to be added: its end, what was done, must fit. */
#define ROOM_FOR_ANOTHER 400

struct run {
	const struct sequence *sequence;
	const struct settings *settings;
	struct handles handles;
	struct log log;
	uint8_t telling;   /* flags of which MODIFIER_QUIET alone says: nothing is told */
	struct dump *dump; /* room for one, if there are any */
	struct iospace_owners *owners; /* to show in them, or NULL */
	struct watch watch;	       /* of them */
	size_t pending;		       /* the first that waits for the end: its number */
	bool has_bank;		       /* a register to be put back */
	uint32_t bank;
};

static inline int perform(const struct run *run, const struct operation *operation,
			  struct result *result)
{
	return command_of(operation)->action->perform(
		operation, handles_for(&run->handles, operation), result);
}

static void tell(struct run *run, const struct operation *operation,
		 const struct result *result, int ending)
{
	bool verbose = run->settings->verbose;

	if (!result_is_any(operation, ending, verbose))
		return;
	if (run->watch.seen) {
		if (ending == 0 && command_of(operation)->action->operands == RANGES)
			watch_dump(&run->watch, operation, run->dump, run->owners);
	} else if (run->settings->raw)
		result_print_raw(operation, result->dump);
	else if (run->settings->json)
		result_print_json(operation, sequence_space(run->sequence, operation),
				  result, ending,
				  sequence_line(run->sequence, operation));
	else
		result_print(operation, sequence_space(run->sequence, operation), result,
			     ending, run->owners, verbose);
}

static int perform_and_tell(struct run *run, const struct operation *operation,
			    struct result *result)
{
	const struct space *space = sequence_space(run->sequence, operation);
	int ending;

	*result = (struct result){ .data = operation->value, .dump = run->dump };
	if (run->dump)
		run->dump->space = space;
	if (operation->flags & MODIFIER_LOG)
		log_announce(&run->log, operation, space);
	ending = perform(run, operation, result);
	if (operation->flags & MODIFIER_LOG)
		log_result(&run->log, operation, space, result);
	if (!(operation->flags & MODIFIER_QUIET))
		tell(run, operation, result, ending);
	return ending;
}

/* Of the usual line of a file there is nothing to tell. */
static inline int perform_next(struct run *run, const struct operation *operation,
			       struct result *result)
{
	return (operation->flags & run->telling) == MODIFIER_QUIET
		       ? perform(run, operation, result)
		       : perform_and_tell(run, operation, result);
}

/* Record what an operation failed for, if it did. line is its own. */
static void note_failure(const struct run *run, const struct operation *operation,
			 uint32_t line, struct result *result, int ending,
			 struct failure *failure)
{
	if (ending == -ETIME)
		result->waited =
			iospace_get_waited(handles_for(&run->handles, operation));
	failure->line = line;
	result_fail(operation, sequence_space(run->sequence, operation), result, ending,
		    failure);
}

static void add_another(struct failure *failure, const struct failure *another)
{
	fail_more(failure, "; and finally");
	if (another->line)
		fail_more(failure, " in line %u", another->line);
	fail_more(failure, ", %s", another->text);
}

/* A bank is put back as it was. */
static int put_back(struct run *run, const struct operation *operation,
		    struct result *result)
{
	struct operation restored = *operation;

	restored.value = run->bank;
	restored.mask = command_of(operation)->max;
	restored.bank = false;
	return perform_next(run, &restored, result);
}

/*
 * Those that wait for the end, up to one of them: each, whatever happened. The first
 * failure is the one that counts. Returns how many were done.
 */
static size_t perform_finally(struct run *run, size_t end, struct failure *failure)
{
	struct result result;
	size_t done = 0;

	for (; run->pending < end; run->pending++) {
		const struct operation *next = &run->sequence->finally.list[run->pending];
		struct failure another = { 0 };
		int ending;

		/* It was not chosen. */
		if (next->bank && !run->has_bank)
			continue;
		ending = next->bank ? put_back(run, next, &result)
				    : perform_next(run, next, &result);
		if (ending == 0) {
			done++;
			continue;
		}
		note_failure(run, next, sequence_line(run->sequence, next), &result,
			     ending, &another);
		if (!failure->exit)
			*failure = another;
		else if (strlen(failure->text) < ROOM_FOR_ANOTHER)
			add_another(failure, &another);
	}
	return done;
}

/* What the part that an operation belongs to has up to its end for the end. */
static size_t end_of_part(const struct run *run, const struct operation *operation)
{
	const struct sequence *sequence = run->sequence;

	for (; operation < sequence->body.end; operation++)
		if (command_of(operation)->action == &finally_action)
			return operation->address;
	return operations_count(&sequence->finally);
}

/* A row of writes, of which there is nothing to tell. Returns whether all were done, and
 * adds those that were to *done. */
static bool perform_row(const struct run *run, const struct operation *row, size_t *done,
			struct failure *failure)
{
	const struct sequence *sequence = run->sequence;
	struct result result = { .count = command_of(row)->size };
	size_t count = row->count;
	int r = iospace_write_list(handles_for(&run->handles, row),
				   sequence->body.data + row->first, &count,
				   &result.count);

	*done += count;
	if (r < 0) {
		const struct each each = { .of = row, .n = (uint32_t)count };
		const struct operation failed = sequence_of_row(sequence, row,
								(uint32_t)count);

		note_failure(run, &failed, sequence_line_of(sequence, &each), &result, r,
			     failure);
	}
	return r == 0;
}

/* One operation. Returns whether those behind it are performed, and adds what was done
 * to *done. */
static bool perform_one(struct run *run, const struct operation *next, size_t *done,
			struct failure *failure)
{
	struct result result;
	int ending = perform_next(run, next, &result);

	if (ending && next->bank) {
		run->has_bank = result.has_before;
		run->bank = result.before;
	}
	if (ending == ENDED_PART)
		*done += perform_finally(run, next->address, failure);
	else if (ending == ENDED_TIMEOUT && next->only)
		return false;
	else if (ending && ending != ENDED_BANK)
		note_failure(run, next, sequence_line(run->sequence, next), &result,
			     ending, failure);
	if (failure->exit)
		return false;
	(*done)++;
	return true;
}

/*
 * Until one fails, or what holds only if another does is over; and then what waits for
 * the end. Returns how many were done.
 */
static size_t perform_all(struct run *run, struct failure *failure)
{
	const struct sequence *sequence = run->sequence;
	const struct operation *next = sequence->body.list;
	size_t done = 0;

	while (next < sequence->body.end &&
	       (is_row(next) ? perform_row(run, next, &done, failure)
			     : perform_one(run, next, &done, failure)))
		next++;
	return done + perform_finally(run, end_of_part(run, next), failure);
}

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
		run->pending = 0;
		run->has_bank = false;
		if (watch_pass(&run->watch, failure) < 0)
			return 0;
		wait_hold_signals(&before);
		done = perform_all(run, failure);
		handles_unlock(&run->handles);
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
