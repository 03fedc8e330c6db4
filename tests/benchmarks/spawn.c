/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * spawn COUNT PROGRAM [WORD]...: run a program COUNT times, one after another, each as a
 * new process that prints to /dev/null, and print how many nanoseconds one run took. In
 * a machine under "-icount shift=0" a nanosecond is an instruction.
 */
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WARM_UP 5

static long long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void spawn(char *argv[], int output)
{
	int status;
	pid_t pid = vfork();

	if (pid < 0)
		err(1, "vfork");
	if (pid == 0) {
		dup2(output, STDOUT_FILENO);
		execv(argv[0], argv);
		_exit(127);
	}
	waitpid(pid, &status, 0);
	if (status != 0)
		errx(1, "%s: ended with status 0x%x", argv[0], status);
}

int main(int argc, char *argv[])
{
	int output = open("/dev/null", O_WRONLY | O_CLOEXEC);
	int count = argc > 2 ? atoi(argv[1]) : 0;
	long long start = 0;

	if (count <= 0)
		errx(64, "usage: spawn COUNT PROGRAM [WORD]...");
	for (int i = -WARM_UP; i < count; i++) {
		if (i == 0)
			start = now();
		spawn(argv + 2, output);
	}
	printf("%lld\n", (now() - start) / count);
	return 0;
}
