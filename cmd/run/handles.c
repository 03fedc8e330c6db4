/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The open I/O space of a run: opened, claimed and locked before the first access. */
#include "run/handles.h"

#include "run/exclusive.h"
#include "words/duration.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

void handles_close(struct handles *handles)
{
	for (size_t i = 0; i < SEQUENCE_WAYS; i++)
		iospace_close(handles->io[i]);
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
	return 0;
}

static int claim(const struct handles *handles, const struct operation *operation,
		 const char *device, struct failure *failure)
{
	unsigned int direction = operation->flags & (IOSPACE_READ | IOSPACE_WRITE);
	int r = iospace_claim(handles_for(handles, operation), operation->address,
			      command_of(operation)->size, direction);

	return r < 0 ? fail_claim(failure, device, operation->address,
				  command_of(operation)->size,
				  operation_access(operation), r)
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
static bool is_new(claimed_sizes *claimed, const struct operation *operation)
{
	uint8_t *sizes = &(*claimed)[operation_access(operation)][operation->address];
	uint8_t size = (uint8_t)command_of(operation)->size;
	bool is_new = !(*sizes & size);

	*sizes |= size;
	return is_new;
}

static int claim_each(const struct handles *handles, const struct sequence *sequence,
		      const char *device, claimed_sizes *claimed, struct failure *failure)
{
	const struct operation *operation = NULL;

	while ((operation = sequence_next(sequence, operation))) {
		/* sleep has nothing to claim. */
		if (command_of(operation)->size == 0 ||
		    (claimed && !is_new(claimed, operation)))
			continue;
		if (claim(handles, operation, device, failure) < 0) {
			failure->line = sequence_line(sequence, operation);
			return -1;
		}
	}
	return 0;
}

int handles_claim(const struct handles *handles, const struct sequence *sequence,
		  const char *device, struct failure *failure)
{
	/* Few are claimed sooner than their memory is made. */
	bool are_few = sequence_length(sequence) <= 64;
	claimed_sizes *claimed = are_few ? NULL : calloc(1, sizeof(*claimed));
	int r;

	if (!claimed && !are_few)
		return fail(failure, EX_OSERR, "out of memory");
	r = claim_each(handles, sequence, device, claimed, failure);
	free(claimed);
	return r == 0 && sequence->is_exclusive && !handles_are_simulated(handles)
		       ? exclusive_check(sequence, failure)
		       : r;
}

int handles_lock(const struct handles *handles, uint32_t timeout_us,
		 struct failure *failure)
{
	size_t first = 0;
	int r;

	while (first < SEQUENCE_WAYS && !handles->io[first])
		first++;
	if (first == SEQUENCE_WAYS)
		return 0;
	r = iospace_lock(handles->io[first], (int)((timeout_us + 999) / 1000));
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
