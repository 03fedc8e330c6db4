/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Access method: bytes through /dev/port, or through a file that simulates it.
 *
 * The kernel's side is read_port() and write_port() in drivers/char/mem.c: a loop of
 * inb() or outb() from the offset on. Offsets past the last port return 0 without an
 * error, and a 32-bit kernel folds 1 << 32 onto port 0, so the range is checked
 * before, in iospace.c.
 */
#include "capability.h"
#include "device.h"
#include "method.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * As root, a shell redirection to a missing /dev/port quietly makes an ordinary file
 * of it. So no file of that name stands in for the device.
 */
static int check_kind(const struct stat *st, const char *device)
{
	if (device_is_port(st) || (!device_is_default(device) && device_is_simulated(st)))
		return 0;
	return -ENODEV;
}

static int open_flags(unsigned int flags)
{
	switch (flags) {
	case IOSPACE_READ:
		return O_RDONLY | O_CLOEXEC;
	case IOSPACE_WRITE:
		return O_WRONLY | O_CLOEXEC;
	default:
		return O_RDWR | O_CLOEXEC;
	}
}

/* Where 0, 1 or 2 is closed, open() would give it out: see iospace_open(). */
static int open_above_stdio(const char *path, int flags)
{
	int fd = open(path, flags), above, r;

	if (fd < 0)
		return -errno;
	if (fd > STDERR_FILENO)
		return fd;

	above = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	r = above < 0 ? -errno : above;
	close(fd);
	return r;
}

static int open_privileged(const char *path, int flags)
{
	cap_t before;
	int fd, r;

	r = capability_raise(&before);
	if (r < 0)
		return r;
	fd = open_above_stdio(path, flags);
	capability_restore(before);
	return fd;
}

/*
 * The kind is checked before the open, because opening the wrong device can have
 * effects (a watchdog starts, a FIFO waits), and after it, because only then is it
 * sure what was opened.
 */
static int devport_open(struct iospace *io, const char *device)
{
	const char *path = device ? device : IOSPACE_DEVICE;
	int flags = open_flags(io->flags), fd, r;
	struct stat st;

	if (stat(path, &st) < 0)
		return -errno;
	r = check_kind(&st, device);
	if (r < 0)
		return r;

	fd = device_is_port(&st) ? open_privileged(path, flags)
				 : open_above_stdio(path, flags);
	if (fd < 0)
		return fd;

	r = fstat(fd, &st) < 0 ? -errno : check_kind(&st, device);
	if (r < 0) {
		close(fd);
		return r;
	}
	io->fd = fd;
	return 0;
}

static void devport_close(struct iospace *io)
{
	close(io->fd);
}

/* The count that a system call returned becomes *size, and 0 or a negative errno. */
static int moved(ssize_t count, uint32_t *size)
{
	uint32_t wanted = *size;
	int r = count < 0 ? -errno : 0;

	*size = count < 0 ? 0 : (uint32_t)count;
	if (r == 0 && *size != wanted)
		r = -EIO;
	return r;
}

static int devport_write(struct iospace *io, uint16_t port, uint32_t data, uint32_t *size)
{
	const uint8_t bytes[] = {
		(uint8_t)data,
		(uint8_t)(data >> 8),
		(uint8_t)(data >> 16),
		(uint8_t)(data >> 24),
	};

	return moved(pwrite(io->fd, bytes, *size, port), size);
}

static int devport_read(struct iospace *io, uint16_t port, uint32_t *data, uint32_t *size)
{
	uint8_t bytes[4] = { 0 };
	int r = moved(pread(io->fd, bytes, *size, port), size);

	if (r == 0)
		*data = bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
			(uint32_t)bytes[3] << 24;
	return r;
}

const struct iospace_method devport_method = {
	.open = devport_open,
	.close = devport_close,
	.write = devport_write,
	.read = devport_read,
};
