/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Standard input, output and error, some of them closed for a time. */
#include "doubles/stdio.h"

#include <fcntl.h>

struct stdio stdio_close(unsigned int set)
{
	struct stdio stdio = { 0 };

	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		stdio.saved[fd] = fcntl(fd, F_DUPFD_CLOEXEC, 100);
	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		if (set & 1U << fd)
			close(fd);
	return stdio;
}

void stdio_restore(const struct stdio *stdio)
{
	for (int fd = 0; fd <= STDERR_FILENO; fd++) {
		dup2(stdio->saved[fd], fd);
		close(stdio->saved[fd]);
	}
}

unsigned int stdio_closed(void)
{
	unsigned int closed = 0;

	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			closed |= 1U << fd;
	return closed;
}
