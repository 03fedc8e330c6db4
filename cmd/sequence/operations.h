/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where the operations of a run are kept. A file can have a million lines. */
#ifndef OPERATIONS_H
#define OPERATIONS_H

#include "sequence/operation.h"

#include <stddef.h>

/* The operations of one line, or those of some lines in a row, each with one. */
struct stretch {
	uint32_t first;
	uint32_t line : 31;
	bool is_one_line : 1;
};

/*
 * Operations in order, and what tells their lines. Plain writes of lines in a row that
 * begin alike, as most of a long file are, are one operation: a row of the data that the
 * library is handed as they are. sequence_each() has each of them as an operation again.
 */
struct operations {
	struct operation *list, *end, *limit; /* of the room */
	struct stretch *stretches;
	size_t stretches_count, stretches_room;
	uint32_t next_line; /* that would go on with the last stretch; or 0 */
	uint8_t flags;	    /* of the last that was noted in the sequence */

	struct iospace_datum *data, *data_end, *data_limit; /* of the rows */
	size_t rows;
	uint32_t row_line; /* that would go on with the last operation, a row; or 0 */
	uint32_t alike;	   /* how many of the last operations could begin one */
};

/* So many become a row: fewer take more memory in one. */
#define ROW_LEAST 4

/* Whether an operation is a row. */
static inline bool is_row(const struct operation *operation)
{
	return operation->has_values && command_writes(command_of(operation));
}

static inline size_t operations_count(const struct operations *operations)
{
	return (size_t)(operations->end - operations->list);
}

/* Room for more of them. */
int operations_grow(struct operations *operations, struct failure *failure);

/* The last ROW_LEAST become a row; and the next one does not go on with it. */
int operations_begin_row(struct operations *operations, struct failure *failure);
void operations_end_row(struct operations *operations);

/* The last ones, so many, are those of a line. */
int operations_note_line(struct operations *operations, size_t count, uint32_t line,
			 struct failure *failure);

/* The line of one of the list, or the first of a row; or 0. */
uint32_t operations_line(const struct operations *operations,
			 const struct operation *operation);

void operations_free(struct operations *operations);

#endif
