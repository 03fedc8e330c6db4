/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The Windows debugger's names for the library: a handle for each call. */

/* Make symbols of the header's inline functions. */
#define IOSPACE_WDBGEXTS_INLINE extern inline

#include "iospace/wdbgexts.h"
#include "iospace.h"

#include <stddef.h>
#include <string.h>

#define LOCK_WAIT_MS 1000

/* A handle that can make the access, or NULL. */
static struct iospace *open_claimed(uint64_t address, uint32_t size,
				    unsigned int direction, unsigned int exact)
{
	struct iospace *io;

	if (iospace_open(&io, NULL, direction | exact) < 0)
		return NULL;
	if (iospace_claim(io, address, size, direction) == 0)
		return io;
	iospace_close(io);
	return NULL;
}

/*
 * The same in the better of two ways, or in the other. A single byte is one bus cycle
 * anyway, and has the cheaper way first.
 */
static struct iospace *open_either(uint64_t address, uint32_t size,
				   unsigned int direction)
{
	const unsigned int better = size > 1 ? IOSPACE_EXACT : 0;
	struct iospace *io = open_claimed(address, size, direction, better);

	if (io)
		return io;
	return open_claimed(address, size, direction, better ^ IOSPACE_EXACT);
}

/* The same, and locked. */
static struct iospace *open_locked(uint64_t address, uint64_t size,
				   unsigned int direction)
{
	struct iospace *io;

	/* The debugger's side refuses what is not aligned, as IOSPACE_EXACT does. */
	if (size > UINT32_MAX ||
	    iospace_check(address, (uint32_t)size, direction | IOSPACE_EXACT) < 0)
		return NULL;
	io = open_either(address, (uint32_t)size, direction);
	if (!io || iospace_lock(io, LOCK_WAIT_MS) == 0)
		return io;
	iospace_close(io);
	return NULL;
}

uint32_t iospace_wdbg_write(uint64_t address, uint32_t data, uint64_t size)
{
	struct iospace *io = open_locked(address, size, IOSPACE_WRITE);
	uint32_t moved = (uint32_t)size;

	if (!io)
		return 0;
	iospace_write(io, address, data & UINT32_MAX >> (32 - 8 * moved), &moved);
	iospace_close(io);
	return moved;
}

/* Give an object of that size the value, whatever the byte order of the host. */
static void store(void *object, uint32_t value, uint64_t size)
{
	const uint8_t byte = (uint8_t)value;
	const uint16_t word = (uint16_t)value;

	if (size == 1)
		memcpy(object, &byte, sizeof(byte));
	else if (size == 2)
		memcpy(object, &word, sizeof(word));
	else
		memcpy(object, &value, sizeof(value));
}

uint32_t iospace_wdbg_read(uint64_t address, void *data, uint64_t size)
{
	struct iospace *io = open_locked(address, size, IOSPACE_READ);
	uint32_t moved = (uint32_t)size, value;

	if (!io)
		return 0;
	if (iospace_read(io, address, &value, &moved) == 0)
		store(data, value, size);
	iospace_close(io);
	return moved;
}
