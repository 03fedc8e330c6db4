/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The open I/O space of a run: opened, claimed and locked before the first access. */
#include "run/handles.h"

#include "run/exclusive.h"
#include "words/duration.h"

#include <errno.h>
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
		unsigned int flags = sequence->flags[i];
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
			      operation->command->size, direction);

	return r < 0 ? fail_claim(failure, device, operation->address,
				  operation->command->size, operation->flags, r)
		     : 0;
}

bool handles_are_simulated(const struct handles *handles)
{
	for (size_t i = 0; i < SEQUENCE_WAYS; i++)
		if (handles->io[i] && !iospace_is_simulated(handles->io[i]))
			return false;
	return true;
}

int handles_claim(const struct handles *handles, const struct sequence *sequence,
		  const char *device, struct failure *failure)
{
	bool is_exclusive = false;

	for (size_t i = 0; i < sequence->count; i++) {
		const struct operation *operation = &sequence->operations[i];

		/* sleep has nothing to claim. */
		if (!operation->command->size)
			continue;
		if (claim(handles, operation, device, failure) < 0) {
			failure->line = operation->line;
			return -1;
		}
		is_exclusive |= operation->exclusive;
	}
	return is_exclusive && !handles_are_simulated(handles)
		       ? exclusive_check(sequence, failure)
		       : 0;
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
