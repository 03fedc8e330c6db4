/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * spawn COUNT PROGRAM [WORD]...: run a program COUNT times, one after another, each as a
 * new process that prints to /dev/null, and print the median of how many nanoseconds a
 * run took. In a machine under "-icount shift=0" a nanosecond is an instruction.
 */
#include <err.h>
#include <fcntl.h>
#include <linux/random.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WARM_UP 2

/* Each exec takes random bytes, which are dearer in a machine that has none yet. */
static void credit_entropy(void)
{
	struct {
		struct rand_pool_info info;
		char bytes[64];
	} seed = { .info = { .entropy_count = 512, .buf_size = 64 } };
	int fd = open("/dev/random", O_RDWR | O_CLOEXEC);

	if (fd < 0 || ioctl(fd, RNDADDENTROPY, &seed) < 0)
		err(1, "/dev/random");
	close(fd);
}

static long long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static long long spawn(char *argv[], int output)
{
	long long start = now();
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
	return now() - start;
}

static int compare(const void *one, const void *other)
{
	long long difference = *(const long long *)one - *(const long long *)other;

	return (difference > 0) - (difference < 0);
}

int main(int argc, char *argv[])
{
	int output = open("/dev/null", O_WRONLY | O_CLOEXEC);
	int count = argc > 2 ? atoi(argv[1]) : 0;
	long long *times;

	if (count <= 0)
		errx(64, "usage: spawn COUNT PROGRAM [WORD]...");
	times = calloc((size_t)count, sizeof(*times));
	if (!times)
		err(1, NULL);
	credit_entropy();
	for (int i = -WARM_UP; i < count; i++) {
		long long time = spawn(argv + 2, output);

		if (i >= 0)
			times[i] = time;
	}
	qsort(times, (size_t)count, sizeof(*times), compare);
	printf("%lld\n", times[count / 2]);
	free(times);
	return 0;
}
