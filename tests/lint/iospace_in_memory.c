/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the debugger's functions use of the library, on ports that are memory: linked
 * before the library, a program runs without ports and privilege.
 */
#include <errno.h>
#include <iospace.h>

struct iospace {
	uint8_t ports[IOSPACE_PORTS];
};

static struct iospace memory;

int iospace_open(struct iospace **ret_io, const char *device, unsigned int flags)
{
	*ret_io = &memory;
	return device || !flags ? -EINVAL : 0;
}

void iospace_close(struct iospace *io)
{
	(void)io;
}

int iospace_check(uint64_t address, uint32_t size, unsigned int flags)
{
	if ((size != 1 && size != 2 && size != 4) ||
	    (flags & IOSPACE_EXACT && address % size))
		return -EINVAL;
	return address > IOSPACE_PORTS - size ? -ERANGE : 0;
}

int iospace_claim(struct iospace *io, uint64_t address, uint32_t size,
		  unsigned int direction)
{
	(void)io;
	return iospace_check(address, size, direction);
}

int iospace_lock(struct iospace *io, int timeout_ms)
{
	(void)io;
	return timeout_ms < 0 ? -EINVAL : 0;
}

int iospace_write(struct iospace *io, uint64_t address, uint32_t data, uint32_t *size)
{
	for (uint32_t i = 0; i < *size; i++)
		io->ports[address + i] = (uint8_t)(data >> 8 * i);
	return 0;
}

int iospace_read(struct iospace *io, uint64_t address, uint32_t *data, uint32_t *size)
{
	*data = 0;
	for (uint32_t i = 0; i < *size; i++)
		*data |= (uint32_t)io->ports[address + i] << 8 * i;
	return 0;
}
