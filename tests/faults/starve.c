/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * To be loaded before libc, by LD_PRELOAD: memory that is not to be had.
 *
 *   IOSPACE_STARVE   the number of the allocation that fails, counted from 1; with a "+"
 *                    behind it, all from there on fail
 *
 * A sched_yield(2), which no command makes, shows each failure in a trace of system
 * calls.
 */
#include <errno.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);

static bool fails(void)
{
	static unsigned long count;
	const char *which = getenv("IOSPACE_STARVE");
	char *end = NULL;
	unsigned long number = which ? strtoul(which, &end, 10) : 0;

	count++;
	if (number == 0 || (*end == '+' ? count < number : count != number))
		return false;
	sched_yield();
	errno = ENOMEM;
	return true;
}

__attribute__((visibility("default"))) void *malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

__attribute__((visibility("default"))) void *calloc(size_t count, size_t size)
{
	return fails() ? NULL : __libc_calloc(count, size);
}

/* reallocarray(3) gets here, too. */
__attribute__((visibility("default"))) void *realloc(void *block, size_t size)
{
	return fails() ? NULL : __libc_realloc(block, size);
}
