/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Access method: bytes through /dev/port, or through a file that simulates it.
 *
 * The kernel's side is read_port() and write_port() in drivers/char/mem.c: a loop of
 * inb() or outb() from the offset on. Offsets past the last port return 0 without an
 * error, and a 32-bit kernel folds 1 << 32 onto port 0, so the range is checked
 * before, in iospace.c.
 */
#include "method.h"

#include <errno.h>
#include <unistd.h>

int method_moved(ssize_t count, uint32_t *size)
{
	uint32_t wanted = *size;
	int r = count < 0 ? -errno : 0;

	*size = count < 0 ? 0 : (uint32_t)count;
	if (r == 0 && *size != wanted)
		r = -EIO;
	return r;
}

static int devport_write(struct iospace *io, uint32_t port, uint32_t data, uint32_t *size)
{
	const uint8_t bytes[] = {
		(uint8_t)data,
		(uint8_t)(data >> 8),
		(uint8_t)(data >> 16),
		(uint8_t)(data >> 24),
	};

	return method_moved(pwrite(io->fd, bytes, *size, port), size);
}

static int devport_read(struct iospace *io, uint32_t port, uint32_t *data, uint32_t *size)
{
	uint8_t bytes[4] = { 0 };
	int r = method_moved(pread(io->fd, bytes, *size, port), size);

	if (r == 0)
		*data = bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
			(uint32_t)bytes[3] << 24;
	return r;
}

const struct iospace_method devport_method = {
	.name = "single bytes",
	.write = devport_write,
	.read = devport_read,
};
