/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * To be loaded before libc, by LD_PRELOAD: what a command reads from and writes to a
 * simulated device gets to the chips first, byte by byte, lowest port first, as /dev/port
 * does it. Ports without a chip are bytes of the file, and any other descriptor is none
 * of its business. Each byte is a line of the trace.
 *
 *   IOSPACE_CHIPS   the file of the chips
 *   IOSPACE_TRACE   the trace, such as "w 0x2e 0x87" or "r 0x2f failed"
 */
#include "chips.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define PORTS 65536

struct chips {
	/* Accesses of one byte so far; and what happens just before the one of that
	 * number, counted from 1: it fails, a signal comes, or it waits until hold_at is
	 * another. */
	uint32_t accesses;
	uint32_t fail_at;
	uint32_t signal_at;
	uint32_t signal;
	volatile uint32_t hold_at;
	volatile uint32_t is_held;

	struct chip_registers registers[3];
	struct chip_ec ec;
};

static void die(const char *what)
{
	perror(what);
	abort();
}

static int open_named(const char *variable, int flags)
{
	const char *path = getenv(variable);
	int fd = path ? open(path, flags | O_CLOEXEC) : -1;

	if (fd < 0)
		die(variable);
	return fd;
}

static struct chips *find_chips(void)
{
	static struct chips *chips;
	int fd;

	if (chips)
		return chips;
	fd = open_named("IOSPACE_CHIPS", O_RDWR);
	chips = mmap(NULL, sizeof(*chips), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	if (chips == MAP_FAILED)
		die("IOSPACE_CHIPS");
	return chips;
}

static void trace(const char *line, int length)
{
	int fd = open_named("IOSPACE_TRACE", O_WRONLY | O_APPEND);

	if (write(fd, line, (size_t)length) != length)
		die("IOSPACE_TRACE");
	close(fd);
}

static void trace_value(char direction, uint32_t port, uint8_t value)
{
	char line[32];
	int length = snprintf(line, sizeof(line), "%c 0x%02x 0x%02x\n", direction, port,
			      value);

	trace(line, length);
}

static void trace_failure(char direction, uint32_t port)
{
	char line[32];
	int length = snprintf(line, sizeof(line), "%c 0x%02x failed\n", direction, port);

	trace(line, length);
}

/* Returns whether the access is to be. */
static bool begin(struct chips *chips)
{
	const struct timespec moment = { .tv_nsec = 1000000 };
	uint32_t number = ++chips->accesses;

	while (chips->hold_at == number) {
		chips->is_held = true;
		nanosleep(&moment, NULL);
	}
	chips->is_held = false;
	if (chips->signal_at == number)
		kill(getpid(), (int)chips->signal);
	return chips->fail_at != number;
}

static bool write_chip(struct chips *chips, uint32_t port, uint8_t value)
{
	for (size_t i = 0; i < sizeof(chips->registers) / sizeof(chips->registers[0]);
	     i++)
		if (chip_registers_write(&chips->registers[i], port, value))
			return true;
	return chip_ec_write(&chips->ec, port, value);
}

static bool read_chip(struct chips *chips, uint32_t port, uint8_t *ret_value)
{
	for (size_t i = 0; i < sizeof(chips->registers) / sizeof(chips->registers[0]);
	     i++)
		if (chip_registers_read(&chips->registers[i], port, ret_value))
			return true;
	return chip_ec_read(&chips->ec, port, ret_value);
}

static bool write_byte(int fd, uint32_t port, uint8_t *value)
{
	struct chips *chips = find_chips();

	if (!begin(chips)) {
		trace_failure('w', port);
		return false;
	}
	if (!write_chip(chips, port, *value) &&
	    pwritev(fd, &(struct iovec){ value, 1 }, 1, port) != 1)
		return false;
	trace_value('w', port, *value);
	return true;
}

static bool read_byte(int fd, uint32_t port, uint8_t *value)
{
	struct chips *chips = find_chips();

	if (!begin(chips)) {
		trace_failure('r', port);
		return false;
	}
	if (!read_chip(chips, port, value) &&
	    preadv(fd, &(struct iovec){ value, 1 }, 1, port) != 1)
		return false;
	trace_value('r', port, *value);
	return true;
}

static bool is_device(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size == PORTS;
}

static ssize_t each_byte(int fd, uint8_t *bytes, size_t size, off_t port,
			 bool (*access)(int fd, uint32_t port, uint8_t *value))
{
	size_t done = 0;

	while (done < size && port + (off_t)done < PORTS &&
	       access(fd, (uint32_t)port + (uint32_t)done, bytes + done))
		done++;
	if (done > 0 || size == 0 || port >= PORTS)
		return (ssize_t)done;
	errno = EIO;
	return -1;
}

static ssize_t chips_pread(int fd, void *buffer, size_t size, off_t port)
{
	if (!is_device(fd))
		return preadv(fd, &(struct iovec){ buffer, size }, 1, port);
	return each_byte(fd, buffer, size, port, read_byte);
}

static ssize_t chips_pwrite(int fd, const void *buffer, size_t size, off_t port)
{
	const struct iovec all = { (void *)(uintptr_t)buffer, size };

	if (!is_device(fd))
		return pwritev(fd, &all, 1, port);
	return each_byte(fd, all.iov_base, size, port, write_byte);
}

/* Under each name that libc's headers may give them: with 64-bit offsets, and with
 * _FORTIFY_SOURCE, which adds the size of the buffer, behind the others. */
#define STANDS_FOR(name, function) \
	extern __typeof__(function) stands_for_##name __asm__(#name) \
		__attribute__((alias(#function), visibility("default")))

STANDS_FOR(pread, chips_pread);
STANDS_FOR(pread64, chips_pread);
STANDS_FOR(__pread_chk, chips_pread);
STANDS_FOR(__pread64_chk, chips_pread);
STANDS_FOR(pwrite, chips_pwrite);
STANDS_FOR(pwrite64, chips_pwrite);
