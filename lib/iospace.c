/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One open I/O space: the rules that hold whatever the access method is. */
#include "iospace.h"
#include "method.h"

#include <errno.h>
#include <stdlib.h>

int iospace_open(struct iospace **ret_io, const char *device, unsigned int flags)
{
	struct iospace *io;
	int r;

	if (flags == 0 || flags & ~(unsigned int)(IOSPACE_READ | IOSPACE_WRITE))
		return -EINVAL;

	io = calloc(1, sizeof(*io));
	if (!io)
		return -ENOMEM;
	io->method = &devport_method;
	io->flags = flags;

	r = io->method->open(io, device);
	if (r < 0) {
		free(io);
		return r;
	}
	*ret_io = io;
	return 0;
}

void iospace_close(struct iospace *io)
{
	if (!io)
		return;
	io->method->close(io);
	free(io);
}

static int check_access(const struct iospace *io, unsigned int direction,
			uint64_t address, uint32_t size)
{
	if (size != 1 && size != 2 && size != 4)
		return -EINVAL;
	if (address > IOSPACE_PORTS - size)
		return -ERANGE;
	if (!(io->flags & direction))
		return -EBADF;
	return 0;
}

int iospace_write(struct iospace *io, uint64_t address, uint32_t data, uint32_t *size)
{
	uint32_t wanted = *size;
	int r;

	*size = 0;
	r = check_access(io, IOSPACE_WRITE, address, wanted);
	if (r < 0)
		return r;
	if ((uint64_t)data >> (8 * wanted))
		return -ERANGE;

	*size = wanted;
	return io->method->write(io, (uint16_t)address, data, size);
}

int iospace_read(struct iospace *io, uint64_t address, uint32_t *data, uint32_t *size)
{
	uint32_t wanted = *size;
	int r;

	*size = 0;
	r = check_access(io, IOSPACE_READ, address, wanted);
	if (r < 0)
		return r;

	*size = wanted;
	return io->method->read(io, (uint16_t)address, data, size);
}
