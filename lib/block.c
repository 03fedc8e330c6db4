/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Reading many ports, or registers, one after another. */
#include "iospace.h"

#include "access/method.h"
#include "access/rules.h"

/* Each access is checked as one of its own, and so is the last one. */
static int check(struct iospace *io, uint64_t address, uint32_t size, size_t length)
{
	int r;

	if (!rules_is_size(size) || length == 0 || length % size)
		return -EINVAL;
	if (length > IOSPACE_PORTS)
		return -ERANGE;
	r = iospace_claim(io, address, size, IOSPACE_READ);
	return r == 0 ? iospace_claim(io, address + length - size, size, IOSPACE_READ)
		      : r;
}

static void store(uint8_t *bytes, uint32_t data, uint32_t size)
{
	for (uint32_t i = 0; i < size; i++)
		bytes[i] = data >> 8 * i & UINT8_MAX;
}

static int read_each(struct iospace *io, uint64_t address, uint32_t size, uint8_t *bytes,
		     size_t *length)
{
	for (size_t i = 0; i < *length; i += size) {
		uint32_t data, moved = size;
		int r = iospace_read(io, address + i, &data, &moved);

		if (r < 0) {
			*length = i;
			return r;
		}
		store(bytes + i, data, size);
	}
	return 0;
}

int iospace_read_block(struct iospace *io, uint64_t address, uint32_t size, void *bytes,
		       size_t *length)
{
	int r = check(io, address, size, *length);

	if (r < 0) {
		*length = 0;
		return r;
	}
	return io->method->read_block
		       ? io->method->read_block(io, (uint32_t)address, bytes, length)
		       : read_each(io, address, size, bytes, length);
}
