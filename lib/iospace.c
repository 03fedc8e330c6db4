/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One open I/O space: the rules that hold whatever the access method is. */
#include "iospace.h"

#include "arch.h"
#include "device.h"
#include "method.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* What stands in for the device as the file to lock where the kernel has none. */
#define LOCK_FILE "/proc/ioports"

#define ALL_FLAGS (IOSPACE_READ | IOSPACE_WRITE | IOSPACE_EXACT | IOSPACE_FORCE)

/*
 * The device is opened for exact accesses too: it is where capability and permission
 * are asked for, and what is locked.
 */
static int open_device(struct iospace *io, const char *device, bool *ret_simulated)
{
	int fd = device_open(device, io->flags, ret_simulated);

	if ((fd == -ENOENT || fd == -ENXIO) && device_is_default(device) &&
	    io->flags & IOSPACE_EXACT) {
		*ret_simulated = false;
		fd = open_above_stdio(LOCK_FILE, O_RDONLY | O_CLOEXEC);
	}
	if (fd < 0)
		return fd;
	io->fd = fd;
	return 0;
}

static int choose_exact_method(struct iospace *io)
{
	int r = -EOPNOTSUPP;

	for (size_t i = 0; r == -EOPNOTSUPP && arch.exact[i]; i++) {
		io->method = arch.exact[i];
		r = io->method->open ? io->method->open(io) : 0;
	}
	return r;
}

/* Without them nothing is known to be safe: /proc may not be mounted. */
static int read_windows(struct iospace *io)
{
	FILE *file = fopen("/proc/ioports", "re");
	int r = 0;

	io->has_windows = true;
	if (file) {
		r = ioports_read(file, &io->windows);
		fclose(file);
	}
	return r;
}

static int choose_method(struct iospace *io, bool simulated)
{
	if (io->flags & IOSPACE_EXACT && !simulated)
		return choose_exact_method(io);

	io->method = &devport_method;
	if (arch.unmapped_crashes && !simulated && !(io->flags & IOSPACE_FORCE))
		return read_windows(io);
	return 0;
}

int iospace_open(struct iospace **ret_io, const char *device, unsigned int flags)
{
	struct iospace *io;
	bool simulated;
	int r;

	if (!(flags & (IOSPACE_READ | IOSPACE_WRITE)) || flags & ~(unsigned int)ALL_FLAGS)
		return -EINVAL;

	io = calloc(1, sizeof(*io));
	if (!io)
		return -ENOMEM;
	io->flags = flags;

	r = open_device(io, device, &simulated);
	if (r < 0)
		goto no_device;
	r = choose_method(io, simulated);
	if (r < 0)
		goto no_method;
	*ret_io = io;
	return 0;

no_method:
	close(io->fd);
no_device:
	free(io);
	return r;
}

void iospace_close(struct iospace *io)
{
	if (!io)
		return;
	if (io->method->close)
		io->method->close(io);
	ioports_free(&io->windows);
	close(io->fd);
	free(io);
}

/*
 * As single bytes, a write to PCI's configuration address (0xcf8 to 0xcfb) reaches the
 * reset control register at 0xcf9: Intel ICH and PCH data sheets, RST_CNT.
 */
static bool is_pci_trap(uint64_t address, uint32_t size, unsigned int flags)
{
	return flags & IOSPACE_WRITE && !(flags & IOSPACE_EXACT) && size > 1 &&
	       address <= 0xcfb && address + size > 0xcf8;
}

int iospace_check(uint64_t address, uint32_t size, unsigned int flags)
{
	if (size != 1 && size != 2 && size != 4)
		return -EINVAL;
	if (address > IOSPACE_PORTS - size)
		return -ERANGE;
	if (flags & IOSPACE_EXACT && address % size)
		return -EINVAL;
	if (!(flags & IOSPACE_FORCE) && is_pci_trap(address, size, flags))
		return -ECANCELED;
	return 0;
}

static int check_access(const struct iospace *io, unsigned int direction,
			uint64_t address, uint32_t size)
{
	unsigned int rules = io->flags & (IOSPACE_EXACT | IOSPACE_FORCE);
	int r = iospace_check(address, size, rules | direction);

	if (r < 0)
		return r;
	if (io->has_windows && !ioports_covers(&io->windows, (uint32_t)address, size))
		return -ECANCELED;
	return io->flags & direction ? 0 : -EBADF;
}

/* Quick where it has been claimed before. */
static int claim(struct iospace *io, uint16_t port, uint32_t size)
{
	return io->method->claim ? io->method->claim(io, port, size) : 0;
}

int iospace_claim(struct iospace *io, uint64_t address, uint32_t size)
{
	unsigned int direction = io->flags & IOSPACE_WRITE ? IOSPACE_WRITE : IOSPACE_READ;
	int r = check_access(io, direction, address, size);

	return r < 0 ? r : claim(io, (uint16_t)address, size);
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
	r = claim(io, (uint16_t)address, wanted);
	if (r < 0)
		return r;

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
	r = claim(io, (uint16_t)address, wanted);
	if (r < 0)
		return r;

	*size = wanted;
	return io->method->read(io, (uint16_t)address, data, size);
}
