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

static int claim_each(const struct handles *handles, const struct sequence *sequence,
		      const char *device, uint8_t (*claimed)[IOSPACE_PORTS],
		      struct failure *failure)
{
	const struct operation *operation = NULL;

	while ((operation = sequence_next(sequence, operation))) {
		uint8_t *sizes =
			&claimed[operation_access(operation)][operation->address];
		uint32_t size = command_of(operation)->size;

		/* sleep has nothing to claim. */
		if ((*sizes & size) == size)
			continue;
		if (claim(handles, operation, device, failure) < 0) {
			failure->line = sequence_line(sequence, operation);
			return -1;
		}
		*sizes |= (uint8_t)size;
	}
	return 0;
}

int handles_claim(const struct handles *handles, const struct sequence *sequence,
		  const char *device, struct failure *failure)
{
	/* The sizes that are claimed, by flags and port: once is enough, of a million. */
	uint8_t(*claimed)[IOSPACE_PORTS] = calloc(OPERATION_ACCESSES, sizeof(*claimed));
	int r;

	if (!claimed)
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
	if (r == -ETIMEDOUT)
		return fail(failure, EX_TEMPFAIL,
			    "the I/O ports were locked by another process for %s; try "
			    "again",
			    duration_print(timeout_us).text);
	return r < 0 ? fail_lock(failure, r) : 0;
}
