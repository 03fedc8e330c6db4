/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * landlock PROGRAM [WORD]...: run a program that Landlock lets open no file for writing.
 */
#include <err.h>
#include <linux/landlock.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
	const struct landlock_ruleset_attr rules = {
		.handled_access_fs = LANDLOCK_ACCESS_FS_WRITE_FILE,
	};
	int fd = (int)syscall(SYS_landlock_create_ruleset, &rules, sizeof(rules), 0);

	if (argc < 2)
		errx(64, "usage: landlock PROGRAM [WORD]...");
	/* Root needs no PR_SET_NO_NEW_PRIVS, which would change what is tested. */
	if (fd < 0 || syscall(SYS_landlock_restrict_self, fd, 0) < 0)
		err(1, "landlock");
	execvp(argv[1], argv + 1);
	err(127, "%s", argv[1]);
}
