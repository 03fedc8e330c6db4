/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * exact_loop library|bare: write a port many times, by the library with IOSPACE_EXACT or
 * by the bare instruction, and print how many nanoseconds one write took. In a machine
 * under "-icount shift=0" a nanosecond is an instruction.
 */
#include <err.h>
#include <iospace.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/io.h>
#include <time.h>

#define PORT  0xe0
#define COUNT 100000

static long long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void write_by_library(struct iospace *io)
{
	for (uint32_t i = 0; i < COUNT; i++) {
		uint32_t size = 4;

		if (iospace_write(io, PORT, i, &size) < 0)
			errx(1, "the write failed");
	}
}

static void write_bare(void)
{
	for (uint32_t i = 0; i < COUNT; i++)
		outl(i, PORT);
}

int main(int argc, char *argv[])
{
	struct iospace *io;
	long long start;

	if (argc != 2)
		errx(64, "usage: exact_loop library|bare");
	/* The claim is the permission that the bare instruction needs, too. */
	if (iospace_open(&io, NULL, IOSPACE_WRITE | IOSPACE_EXACT) < 0 ||
	    iospace_claim(io, PORT, 4, IOSPACE_WRITE) < 0)
		errx(1, "can't open the ports");

	start = now();
	if (strcmp(argv[1], "library") == 0)
		write_by_library(io);
	else
		write_bare();
	printf("%.1f\n", (double)(now() - start) / COUNT);
	iospace_close(io);
	return 0;
}
