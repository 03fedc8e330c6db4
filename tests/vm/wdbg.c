/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * wdbg ADDRESS SIZE [DATA]: read a port, or write DATA to it, as a debugger extension
 * does, and print the size that comes back, and what was read.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <wdbgexts.h>

int main(int argc, char *argv[])
{
	ULONG data = 0, size;
	ULONG64 address;

	if (argc < 3)
		errx(64, "usage: wdbg ADDRESS SIZE [DATA]");

	address = strtoull(argv[1], NULL, 0);
	size = (ULONG)strtoul(argv[2], NULL, 0);
	if (argc > 3) {
		WriteIoSpace64(address, (ULONG)strtoul(argv[3], NULL, 0), &size);
		printf("%u\n", size);
	} else {
		ReadIoSpace64(address, &data, &size);
		printf("%u 0x%x\n", size, data);
	}
	return 0;
}
