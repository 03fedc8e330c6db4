/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The open I/O space of a run: opened, claimed and locked before the first access. */
#include "run/handles.h"

#include "report/screen.h"
#include "run/exclusive.h"
#include "words/duration.h"

#include <errno.h>
#include <stdlib.h>

void handles_close(struct handles *handles)
{
	for (size_t i = 0; i < handles->spaces_count; i++)
		for (size_t way = 0; way < SEQUENCE_WAYS; way++)
			iospace_close(handles->registers[i][way]);
	free(handles->registers);
	for (size_t i = 0; i < SEQUENCE_WAYS; i++)
		iospace_close(handles->io[i]);
}

static int open_registers(struct iospace **ret_io, struct iospace *io,
			  const struct space *space)
{
	return space->kind == SPACE_EC
		       ? iospace_open_ec(ret_io, io, space->index, space->data)
		       : iospace_open_indexed(ret_io, io, space->index, space->data);
}

/* Whether a way is open for what each access to a space takes. In another way there is
 * none to it. */
static bool can_reach(unsigned int flags, const struct space *space)
{
	unsigned int needed = IOSPACE_WRITE |
			      (space->kind == SPACE_EC ? IOSPACE_READ : 0);

	return (flags & needed) == needed;
}

/* A space is open in each way in which it can be. What else can be wrong with it was
 * found when it was named. */
static int open_spaces(struct handles *handles, const struct sequence *sequence,
		       struct failure *failure)
{
	int r = 0;

	if (sequence->spaces_count == 0)
		return 0;
	handles->registers = calloc(sequence->spaces_count, sizeof(*handles->registers));
	if (!handles->registers)
		return fail(failure, EX_OSERR, "out of memory");
	handles->spaces_count = sequence->spaces_count;
	for (size_t i = 0; r == 0 && i < handles->spaces_count; i++)
		for (size_t way = 0; r == 0 && way < SEQUENCE_WAYS; way++)
			if (can_reach(sequence->ways[way], &sequence->spaces[i + 1]))
				r = open_registers(&handles->registers[i][way],
						   handles->io[way],
						   &sequence->spaces[i + 1]);
	return r < 0 ? fail(failure, EX_OSERR, "out of memory") : 0;
}

int handles_open(struct handles *handles, const struct sequence *sequence,
		 const char *device, struct failure *failure)
{
	for (size_t i = 0; i < SEQUENCE_WAYS; i++) {
		unsigned int flags = sequence->ways[i];
		bool is_used = flags & (IOSPACE_READ | IOSPACE_WRITE);
		int r = is_used ? iospace_open(&handles->io[i], device, flags) : 0;

		if (r < 0)
			return fail_open(failure, device, flags, r);
	}
	return open_spaces(handles, sequence, failure);
}

static int claim(const struct handles *handles, const struct operation *operation,
		 const struct access *access, const char *device, struct failure *failure)
{
	unsigned int direction = access->flags & (IOSPACE_READ | IOSPACE_WRITE);
	int r = iospace_claim(handles->io[sequence_way(operation)], access->address,
			      access->size, direction);

	return r < 0 ? fail_claim(failure, device, access->address, access->size,
				  access->flags, r)
		     : 0;
}

bool handles_are_simulated(const struct handles *handles)
{
	for (size_t i = 0; i < SEQUENCE_WAYS; i++)
		if (handles->io[i] && !iospace_is_simulated(handles->io[i]))
			return false;
	return true;
}

/* The sizes of which an access is claimed, each a bit, by its flags and port. */
typedef uint8_t claimed_sizes[OPERATION_ACCESSES][IOSPACE_PORTS];

/* Whether this access is not claimed yet; from now on it is. */
static bool is_new(claimed_sizes *claimed, const struct access *access)
{
	uint8_t *sizes = &(*claimed)[access->flags][access->address];
	uint8_t size = (uint8_t)access->size;
	bool is_new = !(*sizes & size);

	*sizes |= size;
	return is_new;
}

/* Each access of an operation; of a range, each in it. */
static int claim_all_of(const struct handles *handles, const struct sequence *sequence,
			const struct operation *operation, const char *device,
			claimed_sizes *claimed, struct failure *failure)
{
	uint32_t behind = operation->space ? 0 : bytes_behind(operation);
	struct access accesses[MANY_ACCESSES];
	size_t count = sequence_accesses(sequence, operation, accesses);

	for (size_t i = 0; i < count; i++)
		for (uint32_t more = 0; more <= behind; more += accesses[i].size) {
			struct access each = accesses[i];

			each.address += more;
			if (claimed && !is_new(claimed, &each))
				continue;
			if (claim(handles, operation, &each, device, failure) < 0)
				return -1;
		}
	return 0;
}

/* Whether an operation is one access that another has claimed before. */
static inline bool is_claimed(const claimed_sizes *claimed,
			      const struct operation *operation)
{
	const struct command *command = command_of(operation);

	/* The address of what makes none is no port. */
	return claimed && command->size && !operation->space &&
	       command->action->operands != RANGES &&
	       (*claimed)[operation_access(operation)][operation->address] &
		       command->size;
}

/* Go on to the next that is not claimed. Returns whether there is one. */
static bool next_unclaimed(const struct sequence *sequence, const claimed_sizes *claimed,
			   struct each *each)
{
	const struct operation *row = each->of;

	if (claimed && row && is_row(row)) {
		const struct iospace_datum *data = sequence->body.data + row->first;
		const uint8_t *sizes = (*claimed)[operation_access(row)];
		uint32_t size = command_of(row)->size, next = each->n + 1;

		/* The ports of registers are claimed with the first. */
		while (next < row->count &&
		       (row->space || sizes[data[next].address] & size))
			next++;
		each->n = next - 1;
	}
	return sequence_each(sequence, each);
}

static int claim_each(const struct handles *handles, const struct sequence *sequence,
		      const char *device, claimed_sizes *claimed, struct failure *failure)
{
	struct each each = { 0 };

	while (next_unclaimed(sequence, claimed, &each))
		if (!is_claimed(claimed, &each.operation) &&
		    claim_all_of(handles, sequence, &each.operation, device, claimed,
				 failure) < 0) {
			failure->line = sequence_line_of(sequence, &each);
			return -1;
		}
	return 0;
}

int handles_claim(const struct handles *handles, const struct sequence *sequence,
		  const char *device, struct failure *failure)
{
	claimed_sizes *claimed = NULL;
	int r;

	/* Few are claimed sooner than their memory is made. */
	if (sequence_length(sequence) > 64) {
		claimed = calloc(1, sizeof(*claimed));
		if (!claimed)
			return fail(failure, EX_OSERR, "out of memory");
	}
	r = claim_each(handles, sequence, device, claimed, failure);
	free(claimed);
	return r == 0 && sequence->is_exclusive && !handles_are_simulated(handles)
		       ? exclusive_check(sequence, failure)
		       : r;
}

/* One of them, or NULL if there is none. */
static struct iospace *first_of(const struct handles *handles)
{
	size_t i = 0;

	while (i < SEQUENCE_WAYS - 1 && !handles->io[i])
		i++;
	return handles->io[i];
}

void handles_unlock(const struct handles *handles)
{
	iospace_unlock(first_of(handles));
}

int handles_lock(const struct handles *handles, uint32_t timeout_us,
		 struct failure *failure)
{
	struct iospace *io = first_of(handles);
	int r;

	/* A new size of the terminal ends a wait, and not the run. */
	do
		r = io ? iospace_lock(io, (int)((timeout_us + 999) / 1000)) : 0;
	while (r == -EINTR && screen_has_handled());
	if (r == -ETIMEDOUT && timeout_us == 0)
		return fail(failure, EX_TEMPFAIL,
			    "the I/O ports are locked by another process; try again");
	if (r == -ETIMEDOUT)
		return fail(failure, EX_TEMPFAIL,
			    "the I/O ports were locked by another process for %s; try "
			    "again",
			    duration_print(timeout_us).text);
	return r < 0 ? fail_lock(failure, r) : 0;
}
