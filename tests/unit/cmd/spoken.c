/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
#include "cmd/spoken.h"

#include "front_end.h"

#include "doubles/ioports_file.h"
#include "doubles/reading.h"
#include "doubles/simulated.h"
#include "doubles/syscalls.h"
#include "test.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOST_WORDS 16

int spoken_setup(void **state)
{
	int r = simulated_setup_port(state);

	return r < 0 ? r : ioports_file_make();
}

int spoken_teardown(void **state)
{
	ioports_file_remove();
	return simulated_teardown(state);
}

static front_end_function *front_end_of(const char *command)
{
	if (strcmp(command, "iocheck") == 0)
		return iocheck;
	return strcmp(command, "ioseq") == 0 ? ioseq : ports;
}

/* What is measured of a process is written at its exit, for which nothing may fail, and
 * no memory be lost. */
static void end(int status)
{
	syscalls_teardown(NULL);
	reading = (struct reading){ 0 };
	exit(status);
}

static void be_command(const char *text, FILE *out, FILE *err)
{
	char copy[256], *words[MOST_WORDS];

	/* A fault is the end of it, and not of a test: cmocka would go on here. */
	signal(SIGSEGV, SIG_DFL);
	snprintf(copy, sizeof(copy), "%s", text);
	words[0] = strtok(copy, " ");
	for (size_t n = 1; words[n - 1]; n++)
		words[n] = strtok(NULL, " ");
	dup2(fileno(out), STDOUT_FILENO);
	dup2(fileno(err), STDERR_FILENO);
	end(command_run(words[0], front_end_of(words[0]), words + 1));
}

static void assert_holds(FILE *file, const char *expected)
{
	char text[8192];

	rewind(file);
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	assert_string_equal(text, expected);
}

static int run_on(const char *words, FILE *out, FILE *err)
{
	int status;
	pid_t child;

	assert_non_null(out);
	assert_non_null(err);
	fflush(NULL);
	child = fork();
	if (child == 0)
		be_command(words, out, err);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

void assert_says(const char *words, int status, const char *out, const char *err)
{
	FILE *outputs[] = { tmpfile(), tmpfile() };
	int ended = run_on(words, outputs[0], outputs[1]);

	assert_holds(outputs[1], err);
	assert_holds(outputs[0], out);
	assert_int_equal(ended, status);
	fclose(outputs[0]);
	fclose(outputs[1]);
}
