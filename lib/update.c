/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Changing some bits of a register: read, merge, write. */
#include "iospace.h"

#include "access/method.h"
#include "access/rules.h"

static uint32_t byte_of(uint32_t value, uint32_t i)
{
	return value >> 8 * i & UINT8_MAX;
}

/* The bytes that keep some of their bits, and so must be read. Of the others, none is. */
static int read_bytes(struct iospace *io, uint64_t address, uint32_t mask, uint32_t size,
		      uint32_t *ret_before)
{
	uint32_t before = 0;

	for (uint32_t i = 0; i < size; i++) {
		uint32_t byte, one = 1;
		int r;

		if (byte_of(mask, i) == 0 || byte_of(mask, i) == UINT8_MAX)
			continue;
		r = iospace_read(io, address + i, &byte, &one);
		if (r < 0)
			return r;
		before |= byte << 8 * i;
	}
	*ret_before = before;
	return 0;
}

/* The bytes that have a bit in the mask. */
static int write_bytes(struct iospace *io, uint64_t address, uint32_t data, uint32_t mask,
		       uint32_t *size)
{
	uint32_t written = 0;
	int r = 0;

	for (uint32_t i = 0; r == 0 && i < *size; i++) {
		uint32_t one = 1;

		if (byte_of(mask, i) == 0)
			continue;
		r = iospace_write(io, address + i, byte_of(data, i), &one);
		written += one;
	}
	*size = written;
	return r;
}

int iospace_update(struct iospace *io, uint64_t address, uint32_t data, uint32_t mask,
		   uint32_t *before, uint32_t *size)
{
	bool is_whole = method_is_whole(io);
	uint32_t read, merged, wanted = *size;
	int r = iospace_claim(io, address, *size, IOSPACE_READ | IOSPACE_WRITE);

	if (r == 0 && (data | mask) > rules_largest[*size])
		r = -ERANGE;
	if (r == 0)
		r = is_whole ? iospace_read(io, address, &read, &wanted)
			     : read_bytes(io, address, mask, *size, &read);
	if (r != 0) {
		*size = 0;
		return r;
	}
	merged = (read & ~mask) | (data & mask);
	r = is_whole ? iospace_write(io, address, merged, size)
		     : write_bytes(io, address, merged, mask, size);
	if (r == 0 && before)
		*before = read;
	return r;
}
