/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The sequences are those of ECMA-48 and of xterm, which all terminals of today know. */
#include "report/screen.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* Another screen, without a cursor, where a long line is cut off. */
#define BEGIN	   "\033[?1049h\033[?25l\033[?7l"
#define END	   "\033[?7h\033[?25h\033[?1049l"
#define HOME	   "\033[H"
#define EMPTY_LINE "\033[K\n" /* from there to its end */
#define EMPTY_REST "\033[J"

static volatile sig_atomic_t is_drawn, has_handled;

/* Those that end a process, and the one that a terminal's user can stop it with. */
static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP };

bool screen_is_there(void)
{
	const char *term = getenv("TERM");

	return isatty(STDOUT_FILENO) && term && strcmp(term, "dumb") != 0;
}

static int write_all(const char *text, size_t length)
{
	while (length > 0) {
		ssize_t n = write(STDOUT_FILENO, text, length);

		if (n < 0 && errno != EINTR)
			return -errno;
		if (n > 0) {
			text += n;
			length -= (size_t)n;
		}
	}
	return 0;
}

void screen_end(void)
{
	if (is_drawn)
		write_all(END, strlen(END));
	is_drawn = false;
}

/* Let the signal do what it does, with the screen as it was. */
static void step_aside(int number)
{
	const struct sigaction by_default = { .sa_handler = SIG_DFL };
	int error = errno;
	struct sigaction mine;
	sigset_t one;

	screen_end();
	sigemptyset(&one);
	sigaddset(&one, number);
	sigaction(number, &by_default, &mine);
	raise(number);
	sigprocmask(SIG_UNBLOCK, &one, NULL);
	/* It was a stop, and now it goes on. */
	sigaction(number, &mine, NULL);
	has_handled = true;
	errno = error;
}

/* Only to end a wait: the next picture has another size. */
static void wake(int number)
{
	(void)number;
	has_handled = true;
}

bool screen_has_handled(void)
{
	bool has = has_handled;

	has_handled = false;
	return has;
}

static sigset_t signal_set(void)
{
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		sigaddset(&set, signals[i]);
	return set;
}

/* A signal that is switched off, as by nohup(1), stays so. */
static void handle(int number, void (*handler)(int))
{
	const struct sigaction action = { .sa_handler = handler,
					  .sa_mask = signal_set() };
	struct sigaction before = { 0 };

	sigaction(number, NULL, &before);
	if (before.sa_handler != SIG_IGN)
		sigaction(number, &action, NULL);
}

static void handle_all(void)
{
	static bool is_handled;

	for (size_t i = 0; !is_handled && i < sizeof(signals) / sizeof(signals[0]); i++)
		handle(signals[i], step_aside);
	if (!is_handled)
		handle(SIGWINCH, wake);
	is_handled = true;
}

/* No signal comes between: what is drawn is what was noted to be. */
static int draw(const char *picture, size_t size)
{
	sigset_t before, set = signal_set();
	int r = 0;

	handle_all();
	sigprocmask(SIG_BLOCK, &set, &before);
	if (!is_drawn)
		r = write_all(BEGIN, strlen(BEGIN));
	is_drawn = true;
	if (r == 0)
		r = write_all(picture, size);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return r;
}

/* Of a terminal that does not say it, as one on a serial line. */
static size_t count_rows(void)
{
	struct winsize size;

	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0
		       ? size.ws_row
		       : 24;
}

static size_t count_lines(const char *text, const char *end)
{
	size_t count = 0;

	while ((text = memchr(text, '\n', (size_t)(end - text)))) {
		text++;
		count++;
	}
	return count;
}

/* Put the picture together, so that it is written at once and does not flicker. */
static void print(FILE *picture, const char *text, size_t length)
{
	const char *end = text + length;
	size_t lines = count_lines(text, end), rows = count_rows(),
	       shown = lines < rows ? lines : rows - 1;

	fputs(HOME, picture);
	for (size_t i = 0; i < shown; i++) {
		const char *next = memchr(text, '\n', (size_t)(end - text));

		fwrite(text, 1, (size_t)(next - text), picture);
		fputs(EMPTY_LINE, picture);
		text = next + 1;
	}
	fputs(EMPTY_REST, picture);
	if (shown < lines)
		fprintf(picture, "(%zu more lines)", lines - shown);
}

static bool is_in_background(void)
{
	pid_t front = tcgetpgrp(STDOUT_FILENO);

	return front >= 0 && front != getpgrp();
}

int screen_draw(const char *text, size_t length, struct failure *failure)
{
	char *picture = NULL;
	size_t size = 0;
	FILE *out;
	int r;

	if (is_in_background()) {
		raise(SIGTTOU);
		/* If nobody stops it, as where that is ignored, it is still there. */
		return !is_in_background();
	}
	out = open_memstream(&picture, &size);
	if (!out)
		return fail(failure, EX_OSERR, "out of memory");
	print(out, text, length);
	if (fclose(out) == EOF) {
		free(picture);
		return fail(failure, EX_OSERR, "out of memory");
	}
	r = draw(picture, size);
	free(picture);
	return r < 0 ? fail(failure, EX_IOERR, "standard output: %s", strerror(-r)) : 0;
}
