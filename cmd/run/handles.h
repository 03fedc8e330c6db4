/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef HANDLES_H
#define HANDLES_H

#include "sequence/sequence.h"

/*
 * The open I/O space of a run: for each of the sequence's spaces, the ports first, a
 * handle for each way that occurs among its operations, and NULL for the others. All zero
 * is a closed one.
 */
struct handles {
	struct iospace *io[SEQUENCE_WAYS];
	struct iospace *(*registers)[SEQUENCE_WAYS]; /* of each space but the ports */
	size_t spaces_count;
};

/* Open what the operations of a sequence need. */
int handles_open(struct handles *handles, const struct sequence *sequence,
		 const char *device, struct failure *failure);
void handles_close(struct handles *handles);

/* Whether no port is a real one. */
bool handles_are_simulated(const struct handles *handles);

/* Check each access of the sequence, and take what it needs while there is privilege. */
int handles_claim(const struct handles *handles, const struct sequence *sequence,
		  const char *device, struct failure *failure);

/* Lock the device, which is the same for all handles. */
int handles_lock(const struct handles *handles, uint32_t timeout_us,
		 struct failure *failure);
void handles_unlock(const struct handles *handles);

static inline struct iospace *handles_for(const struct handles *handles,
					  const struct operation *operation)
{
	size_t way = sequence_way(operation);

	return operation->space ? handles->registers[operation->space - 1][way]
				: handles->io[way];
}

#endif
