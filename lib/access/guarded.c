/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Access method: bytes through /dev/port, where a port that nothing maps crashes the
 * kernel. Before each access the port is looked up in /proc/ioports, whose top level
 * has the windows of the host bridges.
 */
#include "access/method.h"
#include "system/ioports.h"

#include <errno.h>
#include <stdlib.h>

static int guarded_probe(uint32_t port, uint32_t size)
{
	struct ioports windows = { 0 };
	int r = ioports_read_live(&windows);

	if (r == 0 || r == -ENOENT)
		r = ioports_covers(&windows, port, size) ? 0 : -ECANCELED;
	ioports_free(&windows);
	return r;
}

static int guarded_open(struct iospace *io)
{
	struct ioports *windows = calloc(1, sizeof(*windows));
	int r;

	if (!windows)
		return -ENOMEM;
	r = ioports_read_live(windows);
	/* Where /proc is not mounted, no port is known to be safe. */
	if (r < 0 && r != -ENOENT) {
		free(windows);
		return r;
	}
	io->state = windows;
	return 0;
}

static void guarded_close(struct iospace *io)
{
	ioports_free(io->state);
	free(io->state);
}

static int guarded_claim(struct iospace *io, unsigned int direction, uint32_t port,
			 uint32_t size)
{
	(void)direction;
	if (io->flags & IOSPACE_FORCE || ioports_covers(io->state, port, size))
		return 0;
	return -ECANCELED;
}

static int guarded_write(struct iospace *io, uint32_t port, uint32_t data, uint32_t *size)
{
	int r = guarded_claim(io, 0, port, *size);

	if (r == 0)
		return devport_method.write(io, port, data, size);
	*size = 0;
	return r;
}

static int guarded_read(struct iospace *io, uint32_t port, uint32_t *data, uint32_t *size)
{
	int r = guarded_claim(io, 0, port, *size);

	if (r == 0)
		return devport_method.read(io, port, data, size);
	*size = 0;
	return r;
}

static int guarded_read_block(struct iospace *io, uint32_t port, void *bytes,
			      size_t *length)
{
	int r = guarded_claim(io, 0, port, (uint32_t)*length);

	if (r == 0)
		return devport_method.read_block(io, port, bytes, length);
	*length = 0;
	return r;
}

const struct iospace_method guarded_method = {
	.name = "single bytes",
	.probe = guarded_probe,
	.open = guarded_open,
	.close = guarded_close,
	.claim = guarded_claim,
	.write = guarded_write,
	.read = guarded_read,
	.read_block = guarded_read_block,
};
