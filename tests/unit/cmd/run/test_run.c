/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Runs on real ports, as the commands make them, and what can fail about those. */
#include "cmd/spoken.h"
#include "doubles/captures.h"
#include "doubles/ioports_file.h"
#include "doubles/reading.h"
#include "doubles/simulated.h"
#include "doubles/syscalls.h"
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <unistd.h>

/* Doubles of what makes a text, and of the daemon to log to: a socket, if there is one.
 */
static struct call text;
static char *daemon_sought, no_one;
static int daemon_socket = -1;

/* And of what makes a stream in memory and closes it, and of what is a terminal. */
static struct call streams, closings;
static FILE *in_memory[2];
static size_t in_memory_count;
static bool has_terminal;

int __wrap_asprintf(char **ret_text, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
int __wrap___asprintf_chk(char **ret_text, int flag, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
__typeof__(connect) __wrap_connect;
__typeof__(fclose) __wrap_fclose, __real_fclose;
__typeof__(isatty) __wrap_isatty, __real_isatty;
__typeof__(open_memstream) __wrap_open_memstream, __real_open_memstream;
__typeof__(strdup) __wrap_strdup, __real_strdup;

int __wrap_asprintf(char **ret_text, const char *format, ...)
{
	va_list args;
	int length;

	if (call_fails(&text))
		return -1;
	va_start(args, format);
	length = vasprintf(ret_text, format, args);
	va_end(args);
	return length;
}

/* With _FORTIFY_SOURCE: glibc's bits/stdio2.h. */
int __wrap___asprintf_chk(char **ret_text, int flag, const char *format, ...)
{
	va_list args;
	int length;

	(void)flag;
	if (call_fails(&text))
		return -1;
	va_start(args, format);
	length = vasprintf(ret_text, format, args);
	va_end(args);
	return length;
}

FILE *__wrap_open_memstream(char **ret_text, size_t *ret_length)
{
	FILE *stream = call_fails(&streams) ? NULL
					    : __real_open_memstream(ret_text, ret_length);

	in_memory[in_memory_count++ % COUNT(in_memory)] = stream;
	return stream;
}

/* There may have been no memory for all of it. */
int __wrap_fclose(FILE *stream)
{
	bool fails = (stream == in_memory[0] || stream == in_memory[1]) &&
		     call_fails(&closings);
	int r = __real_fclose(stream);

	return fails ? EOF : r;
}

int __wrap_isatty(int fd)
{
	return has_terminal || __real_isatty(fd);
}

char *__wrap_strdup(const char *string)
{
	return call_fails(&text) ? NULL : __real_strdup(string);
}

int __wrap_connect(int fd, const struct sockaddr *address, socklen_t length)
{
	(void)address;
	(void)length;
	*daemon_sought = 1;
	if (daemon_socket >= 0)
		return dup2(daemon_socket, fd) < 0 ? -1 : 0;
	errno = ENOENT;
	return -1;
}

static void a_run_on_the_port_device(void **state)
{
	struct simulated *device = *state;

	device->ports[0x80] = 0x5a;
	assert_says("ior8 0x80", 0, "0x5a\n", "");
	assert_says("iow8 0x80 0xa5", 0, "1\n", "");
	assert_int_equal(device->ports[0x80], 0xa5);
}

static void a_grid_has_the_owners_above_the_rows_that_are_theirs(void **state)
{
	(void)state;
	ioports_file_put("0000-0cf7 : PCI Bus 0000:00\n"
			 "  00a0-00a1 : pic2\n"
			 "  00c0-00df : dma2\n"
			 "00f8-00ff : fpu\n");
	assert_says(
		"iodump8 0x9f-0xf0", 0,
		"         0  1  2  3  4  5  6  7   8  9  a  b  c  d  e  f  "
		"0123456789abcdef\n"
		"        PCI Bus 0000:00\n"
		"0x0090                                                00                 "
		".\n"
		"        pic2, PCI Bus 0000:00\n"
		"0x00a0  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  "
		"................\n"
		"        PCI Bus 0000:00\n"
		"0x00b0  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  "
		"................\n"
		"        dma2\n"
		"0x00c0  -- -- -- -- -- -- -- --  -- -- -- -- -- -- -- --\n"
		"0x00d0  -- -- 00 00 00 00 00 00  00 00 00 00 00 00 00 00  "
		"  ..............\n"
		"        PCI Bus 0000:00\n"
		"0x00e0  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  "
		"................\n"
		"0x00f0  00                                                .\n",
		"");
}

/* From nobody's to somebody's and back; where it can't be known nothing is said. */
static void a_row_of_nobody_s_is_told_after_one_that_is_somebody_s(void **state)
{
	(void)state;
	ioports_file_put("0090-009f : first\n");
	assert_says("iodump32 0x8c-0xa3", 0,
		    "               0        4         8        c  0123456789abcdef\n"
		    "        (nobody's)\n"
		    "0x0080                              00000000              ....\n"
		    "        first\n"
		    "0x0090  00000000 00000000  00000000 00000000  ................\n"
		    "        (nobody's)\n"
		    "0x00a0  00000000                              ....\n",
		    "");
	assert_says("iodump32 --json 0x8c", 0,
		    "{\"command\": \"iodump32\", \"address\": 140, \"values\": [0]}\n",
		    "");
	ioports_file_put(capture_pc_zeros);
	assert_says("iodump32 0x9c-0xa3", 0,
		    "               0        4         8        c  0123456789abcdef\n"
		    "0x0090                              00000000              ....\n"
		    "0x00a0  00000000                              ....\n",
		    "");
}

static void what_a_read_would_change_is_left_out_wherever_it_is(void **state)
{
	struct simulated *device = *state;

	device->ports[0x71] = 0xaa;
	assert_says("iodump8 0x60", 0,
		    "         0  1  2  3  4  5  6  7   8  9  a  b  c  d  e  f  "
		    "0123456789abcdef\n"
		    "0x0060  --\n",
		    "");
	assert_says(
		"iodump8 -I 0x70 0x0c-0x0e", 0,
		"       0  1  2  3  4  5  6  7   8  9  a  b  c  d  e  f  "
		"0123456789abcdef\n"
		"0x00                                       -- aa aa                  ..\n",
		"");
	assert_says("iodump8 --json 0x5f-0x60", 0,
		    "{\"command\": \"iodump8\", \"address\": 95, \"values\": [0, "
		    "null]}\n",
		    "");
}

static void exclusive_refuses_what_a_driver_owns(void **state)
{
	(void)state;
	ioports_file_put(capture_server);
	assert_says("iow8 --exclusive 0x2f8 1", 78, "",
		    "iow8: 0x2f8: a kernel driver owns this port, as 'serial' in "
		    "/proc/ioports; unload the driver or unbind it, or leave out "
		    "--exclusive\n");
	assert_says("iow8 --exclusive 0x300 1", 0, "1\n", "");
}

/* Each call for memory, and that there is no other. */
static void without_memory_nothing_is_read_or_written(void **state)
{
	static const char registers[] = "iow8 -I 0x2e 1 2", dump[] = "iodump8 --raw 0x80";
	const struct {
		const char *words;
		struct call *call;
		int calls;
		const char *out;
	} rows[] = {
		{ registers, &syscalls.calloc, 2, "1\n" },
		{ registers, &syscalls.malloc, 3, "1\n" },
		{ registers, &syscalls.reallocarray, 2, "1\n" },
		{ dump, &syscalls.calloc, 1, "\\" },
		{ dump, &syscalls.malloc, 2, "\\" },
		{ dump, &syscalls.reallocarray, 2, "\\" },
	};
	struct simulated *device = *state;

	device->ports[0x80] = '\\';
	for (size_t i = 0; i < COUNT(rows); i++) {
		char err[32];

		snprintf(err, sizeof(err), "%.*s: out of memory\n",
			 (int)strcspn(rows[i].words, " "), rows[i].words);
		for (int n = 0; n < rows[i].calls; n++) {
			*rows[i].call = (struct call){ .error = ENOMEM, .after = n };
			assert_says(rows[i].words, 71, "", err);
			assert_int_equal(device->ports[0x2e], 0);
		}
		rows[i].call->after = rows[i].calls;
		assert_says(rows[i].words, 0, rows[i].out, "");
		*rows[i].call = (struct call){ 0 };
		device->ports[0x2e] = 0;
	}
}

/* Of the two around a run, too: the copy of a list, and the line of each item. */
static void without_memory_for_the_lines_around_it_nothing_is_written(void **state)
{
	static const struct {
		const char *words;
		int calls;
	} rows[] = {
		{ "iow8 -I 0x2e --enter 1,5=6 1 2", 3 },
		{ "iow8 -I 0x2e --bank 7=1 1 2", 2 },
		{ "iow8 -I 0x2e --exit 1 1 2", 2 },
	};
	struct simulated *device = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		for (int n = 0; n < rows[i].calls; n++) {
			text = (struct call){ .error = ENOMEM, .after = n };
			assert_says(rows[i].words, 71, "", "iow8: out of memory\n");
			assert_int_equal(device->ports[0x2e], 0);
		}
		text.after = rows[i].calls;
		assert_says(rows[i].words, 0, "1\n", "");
		device->ports[0x2e] = 0;
	}
	text = (struct call){ 0 };
}

static void without_memory_for_a_picture_nothing_is_watched(void **state)
{
	(void)state;
	for (int n = 0; n < 3; n++) {
		syscalls.malloc = (struct call){ .error = ENOMEM, .after = n };
		assert_says("iodump8 --watch 1s 0x80", 71, "",
			    "iodump8: out of memory\n");
	}
}

/* Nor for one that was begun. Nothing is drawn then, and nothing put back. */
static void without_memory_for_a_page_the_watch_is_over(void **state)
{
	static const struct {
		struct call *call;
		int after;
		const char *done;
	} rows[] = {
		{ &streams, 0, "0" },
		{ &streams, 1, "1" },
		{ &closings, 0, "1" },
		{ &closings, 1, "1" },
	};

	(void)state;
	has_terminal = true;
	setenv("TERM", "xterm", 1);
	for (size_t i = 0; i < COUNT(rows); i++) {
		char err[64];

		*rows[i].call = (struct call){ .error = ENOMEM,
					       .after = rows[i].after,
					       .times = 1 };
		snprintf(err, sizeof(err),
			 "iodump8: out of memory; %s of 1 operations done\n",
			 rows[i].done);
		assert_says("iodump8 --watch 1s 0x80", 71, "", err);
		*rows[i].call = (struct call){ 0 };
	}
	has_terminal = false;
}

/* What is not logged is written all the same; of a simulated space there is no log. */
static void a_daemon_is_sought_for_real_ports_alone(void **state)
{
	struct simulated *device = *state;
	char words[64];

	daemon_sought = (char *)&device->ports[0xff00];
	assert_says("iow8 --log 0x80 1", 0, "1\n", "");
	assert_int_equal(device->ports[0x80], 1);
	assert_int_equal(*daemon_sought, 1);
	*daemon_sought = 0;
	syscalls.fstat_kind = syscalls.stat_kind = NULL;
	snprintf(words, sizeof(words), "iow8 --log -d %s 0x80 2", device->path);
	assert_says(words, 0, "1\n", "");
	assert_int_equal(device->ports[0x80], 2);
	assert_int_equal(*daemon_sought, 0);
}

static void assert_logged(int fd, const char *what)
{
	char got[256] = "", expected[256];

	assert_true(recv(fd, got, sizeof(got) - 1, MSG_DONTWAIT) > 0);
	snprintf(expected, sizeof(expected), "<13>ioseq: %s, uid %u", what, getuid());
	assert_string_equal(got, expected);
}

/* From then on a file that is opened passes for the device. */
static void open_the_port_next(int reads)
{
	(void)reads;
	syscalls.fstat_kind = &port_kind;
}

static void only_what_asks_for_it_is_logged(void **state)
{
	static const char text_of_lines[] = "ior8 0x80\niow8 0x80 1\n"
					    "iow8 --log 0x81 2\nior8 0x81\n";
	char path[] = "/tmp/iospace-XXXXXX", words[64];
	int sockets[2], fd = mkstemp(path);

	(void)state;
	assert_int_equal(write(fd, text_of_lines, strlen(text_of_lines)),
			 strlen(text_of_lines));
	close(fd);
	assert_int_equal(socketpair(AF_UNIX, SOCK_DGRAM, 0, sockets), 0);
	daemon_socket = sockets[0];
	daemon_sought = &no_one;
	syscalls.fstat_kind = NULL;
	reading.meanwhile = open_the_port_next;
	snprintf(words, sizeof(words), "ioseq %s", path);
	assert_says(words, 0, "0x00\n0x02\n", "");
	assert_logged(sockets[1], "iow8 0x81 0x02: about to be written");
	assert_logged(sockets[1], "iow8 0x81 0x02: 1 of 1 bytes written");
	assert_int_equal(recv(sockets[1], words, sizeof(words), MSG_DONTWAIT), -1);
	reading = (struct reading){ 0 };
	daemon_socket = -1;
	close(sockets[0]);
	close(sockets[1]);
	unlink(path);
}

/* To read it would be to read every port. */
static void the_port_device_is_no_file_of_commands(void **state)
{
	const struct simulated *device = *state;
	char words[64], err[128];

	snprintf(words, sizeof(words), "ioseq %s", device->path);
	snprintf(
		err, sizeof(err),
		"ioseq: %s: this is the port device, not a file of commands; nothing was "
		"read or written\n",
		device->path);
	assert_says(words, 66, "", err);
}

/* EACCES is a security module's if no filter is there, or another file can be locked. */
static void a_lock_that_is_refused_is_told_with_what_refuses_it(void **state)
{
	static const char by_module[] =
		"iow8: can't lock the I/O ports: a security module, such as SELinux or "
		"AppArmor, refuses it; see the audit log, with 'ausearch -m avc' or "
		"'dmesg | grep audit:', and let its policy allow it\n";
	struct simulated *device = *state;
	int other;

	syscalls.seccomp = 0;
	syscalls.flock = (struct call){ .error = EACCES };
	assert_says("iow8 0x80 1", 77, "", by_module);
	syscalls.seccomp = 2;
	assert_says("iow8 0x80 1", 77, "",
		    "iow8: can't lock the I/O ports: Permission denied; nothing is "
		    "read or written without the lock\n");
	/* A kernel that says so for ever is not asked for ever. */
	syscalls.flock = (struct call){ .error = EINTR };
	assert_says("iow8 0x80 1", 74, "",
		    "iow8: can't lock the I/O ports: Interrupted system call; nothing is "
		    "read or written without the lock\n");
	syscalls.flock = (struct call){ .error = EACCES, .times = 1 };
	assert_says("iow8 0x80 1", 77, "", by_module);
	syscalls.flock = (struct call){ .error = EACCES, .times = 1 };
	syscalls.open = (struct call){ .error = EMFILE, .after = 1 };
	assert_says("iow8 0x80 1", 77, "",
		    "iow8: can't lock the I/O ports: Permission denied; nothing is "
		    "read or written without the lock\n");
	syscalls.open = (struct call){ 0 };
	/* Another process has that one. */
	syscalls.flock = (struct call){ 0 };
	other = openat(AT_FDCWD, "/dev/null", O_RDONLY | O_CLOEXEC);
	assert_int_equal(flock(other, LOCK_EX), 0);
	syscalls.flock = (struct call){ .error = EACCES, .times = 1 };
	assert_says("iow8 0x80 1", 77, "", by_module);
	close(other);
	syscalls.flock = (struct call){ .error = EPERM };
	assert_says("iow8 0x80 1", 77, "",
		    "iow8: can't lock the I/O ports: Operation not permitted; nothing is "
		    "read or written without the lock\n");
	syscalls.flock = (struct call){ .error = ENOLCK };
	assert_says("iow8 0x80 1", 74, "",
		    "iow8: can't lock the I/O ports: No locks available; nothing is read "
		    "or written without the lock\n");
	assert_int_equal(device->ports[0x80], 0);
}

static void a_process_that_can_t_be_closed_to_others_does_nothing(void **state)
{
	(void)state;
	syscalls.set_dumpable.error = EPERM;
	assert_says("ior8 0x80", 77, "",
		    "ior8: can't keep other processes out: Operation not permitted; "
		    "nothing was read or written\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		spoken_test(a_run_on_the_port_device),
		spoken_test(a_grid_has_the_owners_above_the_rows_that_are_theirs),
		spoken_test(a_row_of_nobody_s_is_told_after_one_that_is_somebody_s),
		spoken_test(what_a_read_would_change_is_left_out_wherever_it_is),
		spoken_test(exclusive_refuses_what_a_driver_owns),
		spoken_test(without_memory_nothing_is_read_or_written),
		spoken_test(without_memory_for_the_lines_around_it_nothing_is_written),
		spoken_test(without_memory_for_a_picture_nothing_is_watched),
		spoken_test(without_memory_for_a_page_the_watch_is_over),
		spoken_test(a_daemon_is_sought_for_real_ports_alone),
		spoken_test(only_what_asks_for_it_is_logged),
		spoken_test(the_port_device_is_no_file_of_commands),
		spoken_test(a_lock_that_is_refused_is_told_with_what_refuses_it),
		spoken_test(a_process_that_can_t_be_closed_to_others_does_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
