/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * thief PID: take the lowest descriptors that a process has opened, and write 0x77 to
 * port 0xe2 with each. Says why not where it can't.
 */
#include <err.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
	pid_t pid = argc > 1 ? atoi(argv[1]) : 0;
	int process = (int)syscall(SYS_pidfd_open, pid, 0);

	if (process < 0)
		err(1, "pidfd_open");
	for (int wanted = 3; wanted < 6; wanted++) {
		int stolen = (int)syscall(SYS_pidfd_getfd, process, wanted, 0);

		if (stolen < 0)
			warn("pidfd_getfd");
		else if (pwrite(stolen, "\x77", 1, 0xe2) != 1)
			warn("pwrite");
	}
	if (ptrace(PTRACE_SEIZE, pid, NULL, NULL) < 0)
		err(1, "ptrace");
	return 0;
}
