/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Standard output, checked for loss: a result that nobody can read is no success. */
#include "report/output.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void output_begin(void)
{
	struct pollfd standard[] = {
		{ .fd = STDIN_FILENO },
		{ .fd = STDOUT_FILENO },
		{ .fd = STDERR_FILENO },
	};

	/* One call for all three. The lowest that is free is given out first. */
	poll(standard, 3, 0);
	for (int i = 0; i < 3; i++)
		if (standard[i].revents & POLLNVAL)
			open("/", O_PATH | O_CLOEXEC);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
#ifndef __GLIBC__
	/* musl writes a first line at once, where nothing remembers why that failed. */
	setvbuf(stdout, NULL, _IOFBF, BUFSIZ);
#endif
}

/* What standard output is held in, or NULL. */
static char *held;

int output_hold(size_t lines, size_t longest)
{
	/* And some more, as stdio writes through a small buffer. */
	size_t rows = lines + BUFSIZ / longest;

	held = reallocarray(NULL, rows, longest);
	if (!held)
		return -ENOMEM;
	setvbuf(stdout, held, _IOFBF, rows * longest);
	return 0;
}

/* NULL, or what went wrong. */
static const char *flush_and_close(void)
{
	/* The error of an earlier flush is remembered, but not its errno. */
	if (ferror(stdout))
		return "some of it was lost";
	if (fflush(stdout) == EOF)
		return strerror(errno);
	/* A network file system tells of a full disk here. EBADF: nothing was printed. */
	if (fclose(stdout) == EOF && errno != EBADF)
		return strerror(errno);
	return NULL;
}

int output_flush(struct failure *failure)
{
	return fflush(stdout) == EOF
		       ? fail(failure, EX_IOERR, "standard output: %s", strerror(errno))
		       : 0;
}

bool output_wants_colour(void)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	return isatty(STDOUT_FILENO) && !(no_color && *no_color) &&
	       !(term && strcmp(term, "dumb") == 0);
}

void output_close(struct failure *failure)
{
	static bool is_closed;
	const char *wrong = is_closed ? NULL : flush_and_close();

	is_closed = true;
	if (wrong && !failure->exit)
		fail(failure, EX_IOERR, "standard output: %s", wrong);
	free(held);
	held = NULL;
}
