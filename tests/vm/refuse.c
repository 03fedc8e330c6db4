/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * refuse CALL BITS ERRNO PROGRAM [WORD]...: run a program under a seccomp filter that
 * lets a system call fail: always with 0 bits, or else where its third argument has one
 * of them, such as the flags of openat(2). All are numbers.
 */
#include <err.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
	if (argc < 5)
		errx(64, "usage: refuse CALL BITS ERRNO PROGRAM [WORD]...");

	unsigned int call = (unsigned int)atoi(argv[1]),
		     bits = (unsigned int)atoi(argv[2]);
	unsigned int error = (unsigned int)atoi(argv[3]);
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, args[2])),
		BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, 0, bits ? 1 : 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	const struct sock_fprog program = { sizeof(filter) / sizeof(filter[0]), filter };

	/* Root needs no PR_SET_NO_NEW_PRIVS, which would change what is tested. */
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0)
		err(1, "seccomp");
	execvp(argv[4], argv + 4);
	err(127, "%s", argv[4]);
}
