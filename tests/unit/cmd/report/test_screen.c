/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A screen that is redrawn in place: what a terminal is sent. */
#include "report/screen.h"

#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#define BEGIN "\033[?1049h\033[?25l\033[?7l"
#define END   "\033[m\033[?7h\033[?25h\033[?1049l"

/* Standard output for a time: a terminal, whose other end is kept. */
static struct {
	int saved, master;
} terminal;

static void open_terminal(uint16_t rows)
{
	const struct winsize size = { .ws_row = rows, .ws_col = 80 };
	struct termios raw;
	int slave;

	fflush(stdout);
	terminal.saved = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 100);
	assert_int_equal(openpty(&terminal.master, &slave, NULL, NULL, &size), 0);
	tcgetattr(slave, &raw);
	cfmakeraw(&raw);
	tcsetattr(slave, TCSANOW, &raw);
	dup2(slave, STDOUT_FILENO);
	close(slave);
}

/* Put the test's own one back, and compare what the terminal was sent. */
static void assert_sent(const char *expected)
{
	char text[4096] = "";
	ssize_t n = 0;

	fcntl(terminal.master, F_SETFL, O_NONBLOCK);
	n = read(terminal.master, text, sizeof(text) - 1);
	dup2(terminal.saved, STDOUT_FILENO);
	close(terminal.saved);
	close(terminal.master);
	assert_string_equal(n > 0 ? text : "", expected);
}

static void draw(const char *text, uint32_t height)
{
	screen_draw(text, strlen(text), height);
}

static void it_is_taken_and_given_back_as_it_was(void **state)
{
	(void)state;
	open_terminal(24);
	printf("before");
	screen_begin();
	printf("on it");
	screen_end();
	assert_sent("before" BEGIN "on it" END);
}

static void a_handler_gives_it_back_without_stdio_or_errno(void **state)
{
	(void)state;
	open_terminal(24);
	printf("not sent by it");
	errno = ENOSPC;
	screen_restore();
	assert_int_equal(errno, ENOSPC);
	fflush(stdout);
	assert_sent(END "not sent by it");
}

static void errno_stays_even_where_the_terminal_is_gone(void **state)
{
	int saved = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 100);

	(void)state;
	fflush(stdout);
	close(STDOUT_FILENO);
	errno = ENOSPC;
	screen_restore();
	int error = errno;

	dup2(saved, STDOUT_FILENO);
	close(saved);
	assert_int_equal(error, ENOSPC);
}

static void a_frame_is_drawn_over_the_one_before(void **state)
{
	(void)state;
	open_terminal(24);
	draw("one\ntwo\n", 24);
	assert_sent("\033[H\033[Kone\r\n\033[Ktwo\r\n\033[J");
}

static void a_frame_that_fills_the_screen_does_not_scroll_it(void **state)
{
	(void)state;
	open_terminal(24);
	draw("one\ntwo\nthree\n", 3);
	assert_sent("\033[H\033[Kone\r\n\033[Ktwo\r\n\033[Kthree");
}

static void what_is_too_much_is_counted_in_the_last_line(void **state)
{
	(void)state;
	open_terminal(24);
	draw("one\ntwo\nthree\nfour\n", 3);
	assert_sent("\033[H\033[Kone\r\n\033[Ktwo\r\n\033[K(2 more lines)");
}

static void a_screen_of_one_line_has_room_for_the_count(void **state)
{
	(void)state;
	open_terminal(24);
	draw("one\ntwo\n", 1);
	assert_sent("\033[H\033[K(2 more lines)");
}

static void an_empty_frame_clears_the_screen(void **state)
{
	(void)state;
	open_terminal(24);
	draw("", 24);
	assert_sent("\033[H\033[J");
}

static void the_height_is_the_terminals_as_it_is_now(void **state)
{
	const struct winsize size = { .ws_row = 50, .ws_col = 80 };
	uint32_t before, after;

	(void)state;
	open_terminal(24);
	before = screen_height();
	ioctl(terminal.master, TIOCSWINSZ, &size);
	after = screen_height();
	assert_sent("");
	assert_int_equal(before, 24);
	assert_int_equal(after, 50);
}

static void a_height_that_is_not_known_is_24(void **state)
{
	int saved = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 100);
	int file = open("/dev/null", O_WRONLY);
	uint32_t of_terminal, of_file;

	(void)state;
	open_terminal(0);
	of_terminal = screen_height();
	assert_sent("");
	dup2(file, STDOUT_FILENO);
	close(file);
	of_file = screen_height();
	dup2(saved, STDOUT_FILENO);
	close(saved);
	assert_int_equal(of_terminal, 24);
	assert_int_equal(of_file, 24);
}

/* Caught, and held back as in a run; its end says what went wrong. */
static int stop_and_go_on(void)
{
	const struct sigaction caught = { .sa_handler = screen_stop };
	struct sigaction action;
	sigset_t signals, mask;

	/* It stops only a process group that somebody can let go on. */
	setpgid(0, 0);
	sigemptyset(&signals);
	sigaddset(&signals, SIGTSTP);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	sigaction(SIGTSTP, &caught, NULL);
	errno = ENOSPC;
	screen_stop(SIGTSTP);
	if (errno != ENOSPC)
		return 1;
	sigprocmask(SIG_BLOCK, NULL, &mask);
	if (!sigismember(&mask, SIGTSTP))
		return 2;
	sigaction(SIGTSTP, NULL, &action);
	if (action.sa_handler != screen_stop)
		return 3;
	/* And by its handler. */
	sigprocmask(SIG_UNBLOCK, &signals, NULL);
	raise(SIGTSTP);
	return 0;
}

static void it_is_given_back_while_the_process_is_stopped(void **state)
{
	int status, stops = 0;
	pid_t child;

	(void)state;
	open_terminal(24);
	child = fork();
	if (child == 0)
		_exit(stop_and_go_on());
	while (waitpid(child, &status, WUNTRACED) == child && WIFSTOPPED(status)) {
		stops += WSTOPSIG(status) == SIGTSTP;
		kill(child, SIGCONT);
	}
	assert_sent(END BEGIN END BEGIN);
	assert_int_equal(stops, 2);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_is_taken_and_given_back_as_it_was),
		cmocka_unit_test(a_handler_gives_it_back_without_stdio_or_errno),
		cmocka_unit_test(errno_stays_even_where_the_terminal_is_gone),
		cmocka_unit_test(a_frame_is_drawn_over_the_one_before),
		cmocka_unit_test(a_frame_that_fills_the_screen_does_not_scroll_it),
		cmocka_unit_test(what_is_too_much_is_counted_in_the_last_line),
		cmocka_unit_test(a_screen_of_one_line_has_room_for_the_count),
		cmocka_unit_test(an_empty_frame_clears_the_screen),
		cmocka_unit_test(the_height_is_the_terminals_as_it_is_now),
		cmocka_unit_test(a_height_that_is_not_known_is_24),
		cmocka_unit_test(it_is_given_back_while_the_process_is_stopped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
