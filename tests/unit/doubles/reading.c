/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Doubles of what takes in a whole file: read(2), and realloc(3) for its bytes. */
#include "doubles/reading.h"

#include <stdlib.h>
#include <unistd.h>

__typeof__(read) __wrap_read, __real_read;
__typeof__(realloc) __wrap_realloc, __real_realloc;

/* With _FORTIFY_SOURCE: glibc's bits/unistd.h. */
ssize_t __wrap___read_chk(int fd, void *bytes, size_t length, size_t room);

struct reading reading;

ssize_t __wrap_read(int fd, void *bytes, size_t length)
{
	if (reading.meanwhile)
		reading.meanwhile(reading.read.count);
	if (call_fails(&reading.read))
		return -1;
	if (reading.reads && reading.read.count > reading.reads)
		return 0;
	if (reading.most && length > reading.most)
		length = reading.most;
	return __real_read(fd, bytes, length);
}

ssize_t __wrap___read_chk(int fd, void *bytes, size_t length, size_t room)
{
	if (length > room)
		abort();
	return __wrap_read(fd, bytes, length);
}

void *__wrap_realloc(void *old, size_t size)
{
	return call_fails(&reading.realloc) ? NULL : __real_realloc(old, size);
}
