/* SPDX-License-Identifier: LGPL-2.1-or-later */
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
