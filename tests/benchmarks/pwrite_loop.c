/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * pwrite_loop COUNT [SIZE [read]]: write so many bytes, 1 if there is no SIZE, to port
 * 0xe0 so many times with nothing but pwrite(2), which is the least that it can cost
 * through /dev/port; or read them with pread(2).
 */
#include <err.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
	unsigned char bytes[4] = { 0x5a, 0x5a, 0x5a, 0x5a };
	size_t size = argc > 2 ? (size_t)atol(argv[2]) : 1;
	int fd = open("/dev/port", O_RDWR | O_CLOEXEC), reads = argc > 3;

	if (fd < 0)
		err(1, "/dev/port");
	for (long left = argc > 1 ? atol(argv[1]) : 0; left > 0; left--)
		if ((reads ? pread(fd, bytes, size, 0xe0)
			   : pwrite(fd, bytes, size, 0xe0)) != (ssize_t)size)
			err(1, "pwrite or pread");
	return 0;
}
