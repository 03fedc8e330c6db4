/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* A fresh simulated I/O space for each test: a temporary file, seen as bytes. */
#include "doubles/simulated.h"

#include "doubles/syscalls.h"
#include "test.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int simulated_setup(void **state)
{
	static struct simulated device;
	int fd;

	device = (struct simulated){ .path = "/tmp/iospace-XXXXXX" };
	fd = mkstemp(device.path);
	if (fd < 0 || ftruncate(fd, IOSPACE_PORTS) < 0)
		return -1;
	device.ports = mmap(NULL, IOSPACE_PORTS, PROT_READ | PROT_WRITE, MAP_SHARED, fd,
			    0);
	close(fd);
	if (device.ports == MAP_FAILED)
		return -1;

	*state = &device;
	return syscalls_setup(state);
}

int simulated_setup_port(void **state)
{
	int r = simulated_setup(state);
	const struct simulated *device = *state;

	if (r < 0)
		return r;
	syscalls_put_port(device->path);
	syscalls_give_rawio(CAP_PERMITTED);
	return 0;
}

int simulated_teardown(void **state)
{
	struct simulated *device = *state;

	munmap(device->ports, IOSPACE_PORTS);
	unlink(device->path);
	return syscalls_teardown(state);
}

struct iospace *simulated_open(const struct simulated *device, unsigned int flags)
{
	struct iospace *io = NULL;

	assert_int_equal(iospace_open(&io, device->path, flags), 0);
	return io;
}

int simulated_descriptor(struct iospace *io)
{
	uint32_t data, size = 1;

	syscalls.transfer.fd = -1;
	iospace_read(io, 0, &data, &size);
	return syscalls.transfer.fd;
}

void assert_not_opened(const char *device, unsigned int flags, int error)
{
	struct iospace *const untouched = (struct iospace *)&syscalls;
	struct iospace *io = untouched;
	int before = syscalls_descriptors();

	assert_int_equal(iospace_open(&io, device, flags), error);
	assert_ptr_equal(io, untouched);
	assert_int_equal(syscalls_descriptors(), before);
}
