/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Access method: bytes through /dev/port, or through a file that simulates it.
 *
 * The kernel's side is read_port() and write_port() in drivers/char/mem.c: a loop of
 * inb() or outb() from the offset on. Offsets past the last port return 0 without an
 * error, and a 32-bit kernel folds 1 << 32 onto port 0, so the range is checked
 * before, in iospace.c.
 */
#include "access/method.h"

#include <endian.h>
#include <unistd.h>

static int devport_write(struct iospace *io, uint32_t port, uint32_t data, uint32_t *size)
{
	const uint32_t bytes = htole32(data);

	return method_moved(pwrite(io->fd, &bytes, *size, port), size);
}

static int devport_write_list(struct iospace *io, const struct iospace_datum *list,
			      size_t *count, uint32_t *size)
{
	const struct iospace_datum *next = list, *end = list + *count;
	ssize_t moved = (ssize_t)*size;

	for (; moved == (ssize_t)*size && next < end; next++) {
		const uint32_t bytes = htole32(next->data);

		moved = pwrite(io->fd, &bytes, *size, next->address);
	}
	if (moved != (ssize_t)*size)
		next--;
	*count = (size_t)(next - list);
	return method_moved(moved, size);
}

static int devport_read(struct iospace *io, uint32_t port, uint32_t *data, uint32_t *size)
{
	uint32_t bytes = 0;
	int r = method_moved(pread(io->fd, &bytes, *size, port), size);

	if (r == 0)
		*data = le32toh(bytes);
	return r;
}

static int devport_read_block(struct iospace *io, uint32_t port, void *bytes,
			      size_t *length)
{
	uint32_t count = (uint32_t)*length;
	int r = method_moved(pread(io->fd, bytes, *length, port), &count);

	*length = count;
	return r;
}

const struct iospace_method devport_method = {
	.name = "single bytes",
	.write = devport_write,
	.read = devport_read,
	.write_list = devport_write_list,
	.read_block = devport_read_block,
};
