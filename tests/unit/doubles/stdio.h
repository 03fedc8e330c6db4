/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Standard input, output and error, some of them closed for a time. */
#ifndef STDIO_H
#define STDIO_H

#include <unistd.h>

struct stdio {
	int saved[STDERR_FILENO + 1];
};

/* Close those in a set of bits, of which there are so many; and put them back. */
#define STDIO_SETS 8

struct stdio stdio_close(unsigned int set);
void stdio_restore(const struct stdio *stdio);

/* Those that are closed now, as such a set. */
unsigned int stdio_closed(void);

#endif
