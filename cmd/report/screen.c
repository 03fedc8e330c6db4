/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A terminal's screen, by control sequences of ECMA-48 and private modes (its 5.4.1 and
 * 7.2.8 leave room for them) that xterm, tmux and the kernel's console share: what one
 * does not know it passes over.
 */
#include "report/screen.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define CSI "\033["

#define HOME	   CSI "H" /* CUP, 8.3.21: to the first line and column */
#define ERASE_LINE CSI "K" /* EL, 8.3.41: from here to the end of the line */
#define ERASE_REST CSI "J" /* ED, 8.3.39: from here to the end of the screen */

/* Private modes for SM, 8.3.125, and RM, 8.3.106; these two are xterm's and DEC's. */
#define OTHER_SCREEN "?1049"
#define CURSOR	     "?25"
#define WRAPPING     "?7" /* a long line goes on in the next */

static const char begin[] = CSI OTHER_SCREEN "h" CSI CURSOR "l" CSI WRAPPING "l";

/* Colours too: SGR, 8.3.117. A frame may have been cut off halfway. */
static const char end[] = CSI "m" CSI WRAPPING "h" CSI CURSOR "h" CSI OTHER_SCREEN "l";

#define DEFAULT_HEIGHT 24

/* Without stdio, which a handler of a signal must leave alone. */
static void put(const char *sequences, size_t length)
{
	int saved = errno;

	while (length > 0) {
		ssize_t n = write(STDOUT_FILENO, sequences, length);

		if (n < 0 && errno != EINTR)
			break;
		if (n > 0) {
			sequences += n;
			length -= (size_t)n;
		}
	}
	errno = saved;
}

void screen_begin(void)
{
	fflush(stdout);
	put(begin, strlen(begin));
}

void screen_restore(void)
{
	put(end, strlen(end));
}

void screen_end(void)
{
	fflush(stdout);
	screen_restore();
}

void screen_stop(int signal)
{
	const struct sigaction as_usual = { .sa_handler = SIG_DFL };
	struct sigaction action;
	sigset_t only, mask;
	int saved = errno;

	sigemptyset(&only);
	sigaddset(&only, signal);

	screen_restore();
	sigaction(signal, &as_usual, &action);
	raise(signal);
	/* Here it stops, and here it goes on. */
	sigprocmask(SIG_UNBLOCK, &only, &mask);
	sigprocmask(SIG_SETMASK, &mask, NULL);
	sigaction(signal, &action, NULL);
	put(begin, strlen(begin));
	errno = saved;
}

uint32_t screen_height(void)
{
	struct winsize size;

	/* A serial console has no size: it is 0. */
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_row == 0)
		return DEFAULT_HEIGHT;
	return size.ws_row;
}

static uint32_t count_lines(const char *text, const char *text_end)
{
	uint32_t lines = 0;

	while ((text = memchr(text, '\n', (size_t)(text_end - text)))) {
		text++;
		lines++;
	}
	return lines;
}

/*
 * Each line is erased before it is written: at its end the cursor may be on the last
 * column, and would erase that. Nor does a newline follow, which would scroll the last
 * line of the screen: it stands before the next line.
 */
static const char *draw_lines(const char *text, const char *text_end, uint32_t lines)
{
	for (uint32_t n = 0; n < lines; n++) {
		const char *newline = memchr(text, '\n', (size_t)(text_end - text));

		fputs(n ? "\r\n" ERASE_LINE : ERASE_LINE, stdout);
		fwrite(text, 1, (size_t)(newline - text), stdout);
		text = newline + 1;
	}
	return text;
}

void screen_draw(const char *text, size_t length, uint32_t height)
{
	uint32_t lines = count_lines(text, text + length);
	uint32_t drawn = lines <= height ? lines : height - 1;

	fputs(HOME, stdout);
	draw_lines(text, text + length, drawn);
	if (lines > height)
		printf("%s" ERASE_LINE "(%u more lines)", drawn ? "\r\n" : "",
		       lines - drawn);
	else if (lines < height)
		fputs(lines ? "\r\n" ERASE_REST : ERASE_REST, stdout);
	fflush(stdout);
}
