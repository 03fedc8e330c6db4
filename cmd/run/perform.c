/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
#include "run/perform.h"

#include "run/result.h"
#include "run/result_dump.h"
#include "sequence/commands.h"

#include <errno.h>
#include <string.h>

/* How long a message may be for another to be added: its end, what was done, must fit. */
#define ROOM_FOR_ANOTHER 400

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
		if (command_of(operation)->action->operands == RANGES)
			watch_dump(&run->watch, operation, run->dump, run->owners);
	} else if (run->settings->raw) {
		result_print_raw(operation, result->dump);
	} else if (run->settings->json) {
		result_print_json(operation, sequence_space(run->sequence, operation),
				  result, ending,
				  sequence_line(run->sequence, operation));
	} else {
		result_print(operation, sequence_space(run->sequence, operation), result,
			     ending, run->owners, verbose);
	}
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
	if (ending == -ETIME || ending == ENDED_LATER)
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

size_t perform_all(struct run *run, struct failure *failure)
{
	const struct sequence *sequence = run->sequence;
	const struct operation *next = sequence->body.list;
	size_t done = 0;

	run->pending = 0;
	run->has_bank = false;
	while (next < sequence->body.end &&
	       (is_row(next) ? perform_row(run, next, &done, failure)
			     : perform_one(run, next, &done, failure)))
		next++;
	return done + perform_finally(run, end_of_part(run, next), failure);
}
