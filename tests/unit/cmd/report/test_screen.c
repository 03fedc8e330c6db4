/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* screen_draw(): all that a terminal gets, and the signals that come meanwhile. */
#include "report/screen.h"

#include "doubles/syscalls.h"
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* A terminal writes a newline as two characters. */
#define BEGIN "\033[?1049h\033[?25l\033[?7l"
#define END   "\033[?7h\033[?25h\033[?1049l"
#define HOME  "\033[H"
#define EOL   "\033[K\r\n"
#define REST  "\033[J"

/* A double of write(2) to standard output. */
static struct writing {
	struct call call;
	size_t most; /* set: of one call, or 0 */
} writing;

__typeof__(write) __wrap_write, __real_write;

ssize_t __wrap_write(int fd, const void *bytes, size_t length)
{
	if (fd != STDOUT_FILENO)
		return __real_write(fd, bytes, length);
	if (call_fails(&writing.call))
		return -1;
	if (writing.most && length > writing.most)
		length = writing.most;
	return __real_write(fd, bytes, length);
}

/* What a process does that has a terminal as its standard output, and is none of its
 * session; and how it saw that end. */
struct drawing {
	void (*draw)(struct drawing *drawing);
	unsigned short rows;
	struct failure failure;
	int r;
};

static void be_drawing(struct drawing *drawing, const char *terminal)
{
	int fd = openat(AT_FDCWD, terminal, O_RDWR | O_NOCTTY | O_CLOEXEC);
	const struct winsize size = { .ws_row = drawing->rows };

	if (drawing->rows)
		ioctl(fd, TIOCSWINSZ, &size);
	dup2(fd, STDOUT_FILENO);
	drawing->draw(drawing);
	writing = (struct writing){ 0 };
	syscalls_teardown(NULL);
	exit(0);
}

/* Returns how it ended: all that it wrote is as expected. */
static int assert_drawn(struct drawing *shared, const char *expected)
{
	int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC), status;
	char text[4096], name[64];
	size_t length = 0;
	ssize_t n;
	pid_t child;

	assert_true(terminal >= 0);
	assert_int_equal(grantpt(terminal) + unlockpt(terminal), 0);
	assert_int_equal(ptsname_r(terminal, name, sizeof(name)), 0);
	fflush(NULL);
	child = fork();
	if (child == 0)
		be_drawing(shared, name);
	assert_int_equal(waitpid(child, &status, 0), child);
	while ((n = read(terminal, text + length, sizeof(text) - 1 - length)) > 0)
		length += (size_t)n;
	close(terminal);
	text[length] = '\0';
	assert_string_equal(text, expected);
	return status;
}

static struct drawing *drawing;

static int drawing_setup(void **state)
{
	writing = (struct writing){ 0 };
	drawing = mmap(NULL, sizeof(*drawing), PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return drawing == MAP_FAILED ? -1 : syscalls_setup(state);
}

static int drawing_teardown(void **state)
{
	munmap(drawing, sizeof(*drawing));
	return syscalls_teardown(state);
}

#define drawing_test(function) \
	cmocka_unit_test_setup_teardown(function, drawing_setup, drawing_teardown)

static void draw_three(struct drawing *three)
{
	static const char text[] = "a\nb\nc\n";

	three->r = screen_draw(text, strlen(text), &three->failure);
	screen_end();
}

static void assert_three(const char *expected)
{
	drawing->draw = draw_three;
	assert_int_equal(assert_drawn(drawing, expected), 0);
}

static const char all_three[] = BEGIN HOME "a" EOL "b" EOL "c" EOL REST END;

static void lines_without_room_are_counted(void **state)
{
	(void)state;
	drawing->rows = 4;
	assert_three(all_three);
	drawing->rows = 3;
	assert_three(BEGIN HOME "a" EOL "b" EOL REST "(1 more lines)" END);
	assert_int_equal(drawing->r, 0);
}

static void draw_many(struct drawing *many)
{
	char text[60] = "";

	for (int i = 0; i < 26; i++)
		sprintf(text + strlen(text), "%c\n", 'a' + i);
	many->r = screen_draw(text, strlen(text), &many->failure);
	screen_end();
}

/* As one on a serial line. */
static void a_terminal_that_does_not_say_its_rows_has_24(void **state)
{
	char expected[512] = BEGIN HOME;

	(void)state;
	for (int i = 0; i < 23; i++)
		sprintf(expected + strlen(expected), "%c" EOL, 'a' + i);
	strcat(expected, REST "(3 more lines)" END);
	drawing->draw = draw_many;
	assert_int_equal(assert_drawn(drawing, expected), 0);
	assert_int_equal(drawing->r, 0);
}

static void what_is_written_in_parts_or_interrupted_is_written_once(void **state)
{
	(void)state;
	writing.most = 5;
	assert_three(all_three);
	for (int after = 0; after < 3; after++) {
		writing = (struct writing){
			.call = { .error = EINTR, .after = after, .times = 2 },
		};
		assert_three(all_three);
		assert_int_equal(drawing->r, 0);
	}
}

static void a_terminal_that_is_lost_is_a_failure(void **state)
{
	static const char *const drawn[] = { END, BEGIN END };

	(void)state;
	for (int after = 0; after < 2; after++) {
		writing.call = (struct call){ .error = EIO, .after = after, .times = 1 };
		assert_three(drawn[after]);
		assert_int_equal(drawing->r, -1);
		assert_int_equal(drawing->failure.exit, EX_IOERR);
		assert_string_equal(drawing->failure.text,
				    "standard output: Input/output error");
	}
}

static void draw_ignoring(struct drawing *ignoring)
{
	signal(SIGINT, SIG_IGN);
	draw_three(ignoring);
	raise(SIGINT);
	screen_draw("d\n", 2, &ignoring->failure);
	raise(SIGTERM);
}

/* As nohup(1) does. */
static void a_signal_that_is_switched_off_stays_so_and_others_end_it_well(void **state)
{
	int status;

	(void)state;
	drawing->draw = draw_ignoring;
	status = assert_drawn(drawing,
			      BEGIN HOME "a" EOL "b" EOL "c" EOL REST END BEGIN HOME
					 "d" EOL REST END);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGTERM);
}

static void ask(struct drawing *asking)
{
	static const char *const terms[] = { "xterm", "dumb", "" };

	unsetenv("TERM");
	asking->r = screen_is_there();
	for (int i = 0; i < 3; i++) {
		setenv("TERM", terms[i], 1);
		asking->r |= screen_is_there() << (i + 1);
	}
	close(STDOUT_FILENO);
	setenv("TERM", "xterm", 1);
	asking->r |= screen_is_there() << 4;
}

static void a_terminal_of_no_known_kind_can_t_be_drawn_on(void **state)
{
	(void)state;
	drawing->draw = ask;
	assert_int_equal(assert_drawn(drawing, ""), 0);
	assert_int_equal(drawing->r, 1 << 1 | 1 << 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		drawing_test(lines_without_room_are_counted),
		drawing_test(a_terminal_that_does_not_say_its_rows_has_24),
		drawing_test(what_is_written_in_parts_or_interrupted_is_written_once),
		drawing_test(a_terminal_that_is_lost_is_a_failure),
		drawing_test(
			a_signal_that_is_switched_off_stays_so_and_others_end_it_well),
		drawing_test(a_terminal_of_no_known_kind_can_t_be_drawn_on),
	};

	/* A bare chroot has no terminals. */
	if (access("/dev/pts/ptmx", F_OK) < 0) {
		puts("1..0 # SKIP there is no /dev/pts");
		return 0;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
