/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* consumer DEVICE: write a list of values, and show what a port holds then. In C and in
 * C++. */
#include <iospace.h>

#include <stdio.h>
#include <string.h>

int main(int argc, char *argv[])
{
	const struct iospace_datum list[] = { { 0x80, 0x11 },
					      { 0x81, 0x22 },
					      { 0x80, 0x33 } };
	size_t count = sizeof(list) / sizeof(list[0]);
	uint32_t size = 1, data = 0;
	struct iospace *io = NULL;
	int r = argc > 1 ? iospace_open(&io, argv[1], IOSPACE_READ | IOSPACE_WRITE) : -1;

	if (r == 0)
		r = iospace_write_list(io, list, &count, &size);
	if (r == 0)
		r = iospace_read(io, 0x80, &data, &size);
	iospace_close(io);
	printf("%d %u 0x%02x\n", r, (unsigned int)count, (unsigned int)data);
	return r != 0;
}
