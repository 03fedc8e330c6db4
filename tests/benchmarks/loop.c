/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * loop HOW COUNT SIZE: make so many accesses of so many bytes to port 0xe0, with nothing
 * but what HOW names: out, the instruction; exact, the library with IOSPACE_EXACT; pwrite
 * and pread, the system calls; write, the library.
 */
#include <iospace.h>

#include <err.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/io.h>
#include <unistd.h>

#define PORT 0xe0

static void make_pwrites(long count, size_t size, int reads)
{
	unsigned char bytes[4] = { 0x5a, 0x5a, 0x5a, 0x5a };
	int fd = open("/dev/port", O_RDWR | O_CLOEXEC);

	while (count-- > 0)
		if ((reads ? pread(fd, bytes, size, PORT)
			   : pwrite(fd, bytes, size, PORT)) != (ssize_t)size)
			err(1, "/dev/port");
}

static void make_outs(long count)
{
	if (ioperm(PORT, 4, 1) < 0)
		err(1, "ioperm");
	while (count-- > 0)
		outl(0x5a, PORT);
}

static void make_writes(long count, uint32_t size, unsigned int flags)
{
	struct iospace *io;

	if (iospace_open(&io, NULL, IOSPACE_WRITE | flags) < 0)
		errx(1, "can't open the ports");
	while (count-- > 0) {
		uint32_t written = size;

		if (iospace_write(io, PORT, 0x5a, &written) < 0)
			errx(1, "a write failed");
	}
	iospace_close(io);
}

int main(int argc, char *argv[])
{
	const char *how = argc == 4 ? argv[1] : "";
	long count = argc == 4 ? atol(argv[2]) : 0;
	uint32_t size = argc == 4 ? (uint32_t)atol(argv[3]) : 0;

	if (strcmp(how, "out") == 0)
		make_outs(count);
	else if (strcmp(how, "exact") == 0)
		make_writes(count, size, IOSPACE_EXACT);
	else if (strcmp(how, "write") == 0)
		make_writes(count, size, 0);
	else if (strcmp(how, "pwrite") == 0 || strcmp(how, "pread") == 0)
		make_pwrites(count, size, how[1] == 'r');
	else
		errx(64, "usage: loop out|exact|pwrite|pread|write COUNT SIZE");
	return 0;
}
