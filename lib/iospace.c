/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* An open I/O space: its access method, and the checks that hold whatever it is. */
#include "iospace.h"

#include "access/arch.h"
#include "access/method.h"
#include "access/rules.h"
#include "system/device.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

/* Take the first of the methods that this machine has. */
static int choose_method(struct iospace *io)
{
	static const struct iospace_method *const simulated[] = { &devport_method, NULL };
	const struct iospace_method *const *methods = io->simulated
							      ? simulated
							      : arch_methods(io->flags);
	int r = -EOPNOTSUPP;

	for (; r == -EOPNOTSUPP && *methods; methods++) {
		io->method = *methods;
		r = io->method->open ? io->method->open(io) : 0;
	}
	return r;
}

static int new_handle(struct iospace **ret_io, unsigned int flags)
{
	struct iospace *io;

	if (!rules_flags_are_valid(flags))
		return -EINVAL;
	io = calloc(1, sizeof(*io));
	if (!io)
		return -ENOMEM;
	io->flags = flags;
	*ret_io = io;
	return 0;
}

/* What the open of its device gave, a descriptor or an errno, goes to a new handle. */
static int finish_open(struct iospace **ret_io, struct iospace *io, int fd)
{
	int r = fd;

	if (fd >= 0) {
		io->fd = fd;
		r = choose_method(io);
		if (r == 0) {
			*ret_io = io;
			return 0;
		}
		close(fd);
	}
	free(io);
	return r;
}

int iospace_open(struct iospace **ret_io, const char *device, unsigned int flags)
{
	struct iospace *io;
	int r = new_handle(&io, flags);

	if (r < 0)
		return r;
	return finish_open(ret_io, io, device_open(device, flags, &io->simulated));
}

int iospace_open_fd(struct iospace **ret_io, int fd, unsigned int flags)
{
	struct iospace *io;
	int r = new_handle(&io, flags);

	if (r < 0)
		return r;
	return finish_open(ret_io, io, device_duplicate(fd, flags, &io->simulated));
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
	/* A space of registers has none of its own. */
	if (!io->method->register_size)
		close(io->fd);
	free(io);
}

int iospace_check(uint64_t address, uint32_t size, unsigned int flags)
{
	return rules_check(address, size, flags);
}

static inline int check_access(const struct iospace *io, unsigned int direction,
			       uint64_t address, uint32_t size)
{
	unsigned int rules = io->flags & (IOSPACE_EXACT | IOSPACE_FORCE);
	uint32_t largest = io->method->register_size;
	int r = largest ? rules_check_register(address, size, largest)
			: rules_check(address, size, rules | direction);

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
	return io->method->claim(io, direction, (uint32_t)address, size);
}

static inline int check_write(const struct iospace *io, uint64_t address, uint32_t data,
			      uint32_t size)
{
	int r = check_access(io, IOSPACE_WRITE, address, size);

	return r == 0 && data > rules_largest[size] ? -ERANGE : r;
}

int iospace_write(struct iospace *io, uint64_t address, uint32_t data, uint32_t *size)
{
	int r = check_write(io, address, data, *size);

	if (r < 0) {
		*size = 0;
		return r;
	}
	return io->method->write(io, (uint32_t)address, data, size);
}

static int write_each(struct iospace *io, const struct iospace_datum *list, size_t *count,
		      uint32_t *size)
{
	const struct iospace_datum *next = list, *end = list + *count;
	const uint32_t each = *size;
	int r = 0;

	for (; next < end; next++) {
		*size = each;
		r = io->method->write(io, next->address, next->data, size);
		if (r < 0)
			break;
	}
	*count = (size_t)(next - list);
	return r;
}

int iospace_write_list(struct iospace *io, const struct iospace_datum *list,
		       size_t *count, uint32_t *size)
{
	const size_t length = *count;
	const uint32_t each = *size;
	int r = 0;

	/* There may be no list then. */
	if (length == 0)
		return 0;
	for (size_t i = 0; r == 0 && i < length; i++)
		r = check_write(io, list[i].address, list[i].data, each);
	if (r < 0) {
		*count = 0;
		*size = 0;
		return r;
	}
	return io->method->write_list ? io->method->write_list(io, list, count, size)
				      : write_each(io, list, count, size);
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
