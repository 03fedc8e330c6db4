/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a signal ends writes its counters before. Linked into each program and library. */
#include <signal.h>
#include <stddef.h>

__typeof__(raise) __wrap_raise, __real_raise;

void __gcov_dump(void);
void __gcov_reset(void);

/* Those that tests end a command with. */
static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };

static void (*next[NSIG])(int);

static void dump(void)
{
	__gcov_dump();
	__gcov_reset();
}

/* Each program and library has counters of its own, and so has a handler. */
static void end(int number)
{
	dump();
	if (next[number]) {
		next[number](number);
		return;
	}
	signal(number, SIG_DFL);
	__real_raise(number);
}

__attribute__((constructor)) static void begin(void)
{
	struct sigaction action = { .sa_handler = end };
	struct sigaction before;

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		sigaction(numbers[i], NULL, &before);
		if (before.sa_handler == SIG_IGN)
			continue;
		if (before.sa_handler != SIG_DFL)
			next[numbers[i]] = before.sa_handler;
		sigaction(numbers[i], &action, NULL);
	}
}

int __wrap_raise(int number)
{
	dump();
	return __real_raise(number);
}
