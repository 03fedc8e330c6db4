/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The program of all commands, started in a way that a shell can't. */
#include "doubles/syscalls.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Its main(). */
int one_program(int argc, char *argv[]);

/* That it ends with that status, and this message. */
static void assert_ends(int argc, char *argv[], int status, const char *message)
{
	FILE *err = tmpfile();
	char text[256];
	int ended;
	pid_t child;

	assert_non_null(err);
	fflush(NULL);
	child = fork();
	if (child == 0) {
		dup2(fileno(err), STDERR_FILENO);
		ended = one_program(argc, argv);
		syscalls_teardown(NULL);
		exit(ended);
	}
	assert_int_equal(waitpid(child, &ended, 0), child);
	assert_true(WIFEXITED(ended));
	rewind(err);
	text[fread(text, 1, sizeof(text) - 1, err)] = '\0';
	fclose(err);
	assert_string_equal(text, message);
	assert_int_equal(WEXITSTATUS(ended), status);
}

/* Before Linux 5.18 a program could be given no word at all, nor a name: execve(2). */
static void without_a_name_it_goes_by_its_own(void **state)
{
	char name[] = "iow8", wrong[] = "x";
	char *none[] = { NULL }, *named[] = { name, wrong, NULL };

	(void)state;
	assert_ends(0, none, 64, "iospace: expected a command; try 'iospace --help'\n");
	assert_ends(2, named, 64,
		    "iow8: 'x': not a number; expected an address, 0 to 0xffff (decimal, "
		    "0x, 0b or 0o)\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		syscalls_test(without_a_name_it_goes_by_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
