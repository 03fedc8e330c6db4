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

/*
 * The device is opened for exact accesses too: it is where capability and permission
 * are asked for, and what is locked.
 */
static int open_device(struct iospace *io, const char *device)
{
	int fd = device_open(device, io->flags, &io->simulated);

	if ((fd == -ENOENT || fd == -ENXIO) && device_is_default(device) &&
	    io->flags & IOSPACE_EXACT) {
		fd = open_above_stdio(LOCK_FILE, O_RDONLY | O_CLOEXEC);
	}
	if (fd < 0)
		return fd;
	io->fd = fd;
	return 0;
}

/* Take the first of some methods that this machine has. */
static int choose(struct iospace *io, const struct iospace_method *const methods[])
{
	int r = -EOPNOTSUPP;

	for (size_t i = 0; r == -EOPNOTSUPP && methods[i]; i++) {
		io->method = methods[i];
		r = io->method->open ? io->method->open(io) : 0;
	}
	return r;
}

static int choose_method(struct iospace *io)
{
	const struct iospace_method *const bytes[] = {
		io->simulated ? &devport_method : arch.bytes,
		NULL,
	};

	if (io->flags & IOSPACE_EXACT && !io->simulated)
		return choose(io, arch.exact);
	return choose(io, bytes);
}

int iospace_open(struct iospace **ret_io, const char *device, unsigned int flags)
{
	struct iospace *io;
	int r;

	if (!method_flags_are_valid(flags))
		return -EINVAL;

	io = calloc(1, sizeof(*io));
	if (!io)
		return -ENOMEM;
	io->flags = flags;

	r = open_device(io, device);
	if (r < 0)
		goto no_device;
	r = choose_method(io);
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

int iospace_is_simulated(const struct iospace *io)
{
	return io->simulated;
}

void iospace_close(struct iospace *io)
{
	if (!io)
		return;
	if (io->method->close)
		io->method->close(io);
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

/* The largest data that an access of each size can hold; 0 for what is no size. */
static const uint32_t largest[] = { [1] = UINT8_MAX, [2] = UINT16_MAX, [4] = UINT32_MAX };

static inline bool is_size(uint32_t size)
{
	return size < sizeof(largest) / sizeof(largest[0]) && largest[size];
}

static inline int check(uint64_t address, uint32_t size, unsigned int flags)
{
	if (!is_size(size))
		return -EINVAL;
	if (address > IOSPACE_PORTS - size)
		return -ERANGE;
	if (flags & IOSPACE_EXACT && address & (size - 1))
		return -EINVAL;
	if (!(flags & IOSPACE_FORCE) && is_pci_trap(address, size, flags))
		return -ECANCELED;
	return 0;
}

int iospace_check(uint64_t address, uint32_t size, unsigned int flags)
{
	return check(address, size, flags);
}

static inline int check_access(const struct iospace *io, unsigned int direction,
			       uint64_t address, uint32_t size)
{
	unsigned int rules = io->flags & (IOSPACE_EXACT | IOSPACE_FORCE);
	int r = check(address, size, rules | direction);

	if (r == 0 && direction & ~io->flags)
		r = -EBADF;
	return r;
}

int iospace_claim(struct iospace *io, uint64_t address, uint32_t size,
		  unsigned int direction)
{
	int r;

	if (!direction || direction & ~(unsigned int)(IOSPACE_READ | IOSPACE_WRITE))
		return -EINVAL;
	r = check_access(io, direction, address, size);
	if (r < 0 || !io->method->claim)
		return r;
	return io->method->claim(io, (uint32_t)address, size);
}

int iospace_write(struct iospace *io, uint64_t address, uint32_t data, uint32_t *size)
{
	int r = check_access(io, IOSPACE_WRITE, address, *size);

	if (r == 0 && data > largest[*size])
		r = -ERANGE;
	if (r < 0) {
		*size = 0;
		return r;
	}
	return io->method->write(io, (uint32_t)address, data, size);
}

int iospace_read(struct iospace *io, uint64_t address, uint32_t *data, uint32_t *size)
{
	int r = check_access(io, IOSPACE_READ, address, *size);

	if (r < 0) {
		*size = 0;
		return r;
	}
	return io->method->read(io, (uint32_t)address, data, size);
}
