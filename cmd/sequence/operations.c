/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Where the operations of a run are kept, and from which lines they are. */
#include "sequence/operations.h"

#include <stdlib.h>

/* As many as a command line has, if it has not more; and so many that they have pages of
 * their own, which can grow where they are. */
#define FEW  4
#define MANY 32768

/*
 * Room for more elements: what is not used costs no memory until it is.
 * Returns where they are now, or NULL.
 */
static void *grow(void *elements, size_t *room, size_t size, struct failure *failure)
{
	size_t more = *room < FEW ? FEW : *room < MANY ? MANY : *room + *room / 2;
	void *grown = reallocarray(elements, more, size);

	if (grown)
		*room = more;
	else
		fail(failure, EX_OSERR, "out of memory");
	return grown;
}

int operations_grow(struct operations *operations, struct failure *failure)
{
	size_t count = operations_count(operations), room = count;
	struct operation *list = grow(operations->list, &room, sizeof(*list), failure);

	if (!list)
		return -1;
	operations->end = list + count;
	operations->list = list;
	operations->limit = list + room;
	return 0;
}

static int grow_data(struct operations *operations, struct failure *failure)
{
	size_t count = (size_t)(operations->data_end - operations->data),
	       /* One that has begun is mostly long. */
		room = count ? (size_t)(operations->data_limit - operations->data) : FEW;
	struct iospace_datum *data = grow(operations->data, &room, sizeof(*data),
					  failure);

	if (!data)
		return -1;
	operations->data = data;
	operations->data_end = data + count;
	operations->data_limit = data + room;
	return 0;
}

int operations_begin_row(struct operations *operations, struct failure *failure)
{
	struct operation *row = operations->end - ROW_LEAST;

	if (operations->data_limit - operations->data_end < ROW_LEAST &&
	    grow_data(operations, failure) < 0)
		return -1;
	for (size_t i = 0; i < ROW_LEAST; i++)
		operations->data_end[i] = (struct iospace_datum){ row[i].address,
								  row[i].value };
	row->first = (uint32_t)(operations->data_end - operations->data);
	row->count = ROW_LEAST;
	row->has_values = true;
	operations->data_end += ROW_LEAST;
	operations->end = row + 1;
	operations->rows++;
	operations->row_line = operations->next_line;
	operations->next_line = 0;
	return 0;
}

void operations_end_row(struct operations *operations)
{
	operations->row_line = 0;
	operations->alike = 0;
}

int operations_note_line(struct operations *operations, size_t count, uint32_t line,
			 struct failure *failure)
{
	bool is_one_line = count > 1;

	/* A command line has none. */
	if (line == 0)
		return 0;
	if (operations->stretches_count == operations->stretches_room) {
		struct stretch *stretches = grow(operations->stretches,
						 &operations->stretches_room,
						 sizeof(*stretches), failure);

		if (!stretches)
			return -1;
		operations->stretches = stretches;
	}
	operations->stretches[operations->stretches_count++] = (struct stretch){
		(uint32_t)(operations_count(operations) - count),
		line & INT32_MAX,
		is_one_line,
	};
	operations->next_line = is_one_line ? 0 : line + 1;
	return 0;
}

uint32_t operations_line(const struct operations *operations,
			 const struct operation *operation)
{
	uint32_t n = (uint32_t)(operation - operations->list);
	const struct stretch *stretch = operations->stretches;
	size_t count = operations->stretches_count;

	if (count == 0)
		return 0;
	/* The last that begins no later is among so many from this one on. */
	while (count > 1) {
		size_t half = count / 2;

		if (stretch[half].first <= n)
			stretch += half;
		count -= half;
	}
	return stretch->is_one_line ? stretch->line : stretch->line + n - stretch->first;
}

void operations_free(struct operations *operations)
{
	free(operations->list);
	free(operations->stretches);
	free(operations->data);
}
