/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* --log: what syslog's daemon gets, and for how long it is waited for. */
#include "run/log.h"
#include "sequence/commands.h"

#include "doubles/syscalls.h"
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* A double of the daemon, and of how it is reached. */
static struct {
	struct call socket, connect, send; /* set */
	void (*meanwhile)(void);	   /* set: what happens in a poll(2) */
	char got[512 * 1024];		   /* seen: each message, and a line's end */
	size_t length;
	int polls, timeout; /* seen: how often it was waited for, and last how long */
} syslog_daemon;

__typeof__(connect) __wrap_connect;
__typeof__(getuid) __wrap_getuid;
__typeof__(poll) __wrap_poll;
__typeof__(send) __wrap_send;
__typeof__(socket) __wrap_socket;

int __wrap_socket(int domain, int type, int protocol)
{
	assert_int_equal(domain, AF_UNIX);
	assert_int_equal(type, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK);
	assert_int_equal(protocol, 0);
	return call_fails(&syslog_daemon.socket)
		       ? -1
		       : openat(AT_FDCWD, "/", O_PATH | O_CLOEXEC);
}

int __wrap_connect(int fd, const struct sockaddr *address, socklen_t length)
{
	const struct sockaddr_un expected = { AF_UNIX, "/dev/log" };

	assert_true(fd >= 0);
	assert_int_equal(length, sizeof(expected));
	assert_memory_equal(address, &expected, sizeof(expected));
	return call_fails(&syslog_daemon.connect) ? -1 : 0;
}

ssize_t __wrap_send(int fd, const void *message, size_t length, int flags)
{
	assert_true(fd >= 0);
	assert_int_equal(flags, MSG_NOSIGNAL);
	if (call_fails(&syslog_daemon.send))
		return -1;
	assert_true(syslog_daemon.length + length < sizeof(syslog_daemon.got) - 1);
	memcpy(syslog_daemon.got + syslog_daemon.length, message, length);
	syslog_daemon.length += length;
	syslog_daemon.got[syslog_daemon.length++] = '\n';
	return (ssize_t)length;
}

int __wrap_poll(struct pollfd *files, nfds_t count, int timeout)
{
	assert_int_equal(count, 1);
	assert_int_equal(files->events, POLLOUT);
	syslog_daemon.polls++;
	syslog_daemon.timeout = timeout;
	if (syslog_daemon.meanwhile)
		syslog_daemon.meanwhile();
	else
		syscalls.clock += timeout * INT64_C(1000000);
	return 0;
}

uid_t __wrap_getuid(void)
{
	return 1000;
}

static const struct space ports = { SPACE_PORTS, 0, 0 };

static struct operation write_of(const char *name, uint32_t value, uint32_t mask)
{
	return (struct operation){
		.command = (size_t)(command_find(name, strlen(name)) - commands) & 0x1f,
		.address = 0x80,
		.value = value,
		.mask = mask,
	};
}

/* That these are all messages that came since the last time. */
static void assert_got(const char *expected)
{
	syslog_daemon.got[syslog_daemon.length] = '\0';
	assert_string_equal(syslog_daemon.got, expected);
	syslog_daemon.length = 0;
}

static int log_setup(void **state)
{
	memset(&syslog_daemon, 0, sizeof(syslog_daemon));
	return syscalls_setup(state);
}

static void a_write_is_told_before_and_after_it_is_made(void **state)
{
	static const struct space registers = { SPACE_INDEXED, 0x2e, 0x2f };
	const struct operation plain = write_of("iow16", 0x102, 0xffff),
			       masked = write_of("iow16", 0x100, 0xf00);
	const struct result whole = { .data = 0x102, .count = 2 },
			    half = { .data = 0x102, .count = 1 },
			    merged = { .data = 0x1ff, .count = 1 };
	int before = syscalls_descriptors();
	struct log log;

	(void)state;
	log_open(&log, "ioseq");
	log_announce(&log, &plain, &ports);
	assert_got("<13>ioseq: iow16 0x80 0x0102: about to be written, uid 1000\n");
	log_result(&log, &plain, &ports, &whole);
	assert_got("<13>ioseq: iow16 0x80 0x0102: 2 of 2 bytes written, uid 1000\n");

	/* What fell short is told as it was asked for; and of a byte, only that. */
	log_result(&log, &plain, &ports, &half);
	log_announce(&log, &masked, &registers);
	log_result(&log, &masked, &ports, &merged);
	assert_got("<13>ioseq: iow16 0x80 0x0102: 1 of 2 bytes written, uid 1000\n"
		   "<13>ioseq: iow16 -I 0x2e,0x2f 0x80 0x0100:0x0f00: about to be "
		   "written, uid 1000\n"
		   "<13>ioseq: iow16 0x80 0x01--: 1 of 1 bytes written, uid 1000\n");
	log_close(&log);
	assert_got("");
	assert_int_equal(syslog_daemon.polls, 0);
	assert_int_equal(syscalls_descriptors(), before);
}

static void without_a_daemon_nothing_is_told_and_nothing_stays_open(void **state)
{
	struct call *const calls[] = { &syslog_daemon.socket, &syslog_daemon.connect,
				       &syscalls.malloc };
	const struct operation write = write_of("iow8", 1, 0xff);
	int before = syscalls_descriptors();

	(void)state;
	for (size_t i = 0; i < COUNT(calls); i++) {
		const struct result result = { .data = 1, .count = 1 };
		struct log log;

		*calls[i] = (struct call){ .error = ENOENT };
		log_open(&log, "iow8");
		assert_int_equal(syscalls_descriptors(), before);
		log_announce(&log, &write, &ports);
		log_result(&log, &write, &ports, &result);
		log_close(&log);
		assert_int_equal(syslog_daemon.send.count, 0);
		assert_int_equal(syslog_daemon.polls, 0);
		*calls[i] = (struct call){ 0 };
	}
}

static void what_a_busy_daemon_does_not_take_comes_later_in_order(void **state)
{
	const struct operation one = write_of("iow8", 1, 0xff),
			       two = write_of("iow8", 2, 0xff);
	struct log log;

	(void)state;
	log_open(&log, "iow8");
	syslog_daemon.send = (struct call){ .error = EAGAIN, .times = 2 };
	log_announce(&log, &one, &ports);
	log_announce(&log, &two, &ports);
	assert_got("");
	log_announce(&log, &one, &ports);
	assert_got("<13>iow8: iow8 0x80 0x01: about to be written, uid 1000\n"
		   "<13>iow8: iow8 0x80 0x02: about to be written, uid 1000\n"
		   "<13>iow8: iow8 0x80 0x01: about to be written, uid 1000\n");
	log_close(&log);
	assert_got("");
	assert_int_equal(syslog_daemon.polls, 0);
}

static void what_is_left_when_it_takes_one_message_is_the_next(void **state)
{
	const struct operation one = write_of("iow8", 1, 0xff),
			       two = write_of("iow16", 2, 0xffff);
	struct log log;

	(void)state;
	log_open(&log, "iow8");
	syslog_daemon.send = (struct call){ .error = EAGAIN, .times = 1 };
	log_announce(&log, &one, &ports);
	syslog_daemon.send = (struct call){ .error = EAGAIN, .after = 1, .times = 1 };
	log_announce(&log, &two, &ports);
	assert_got("<13>iow8: iow8 0x80 0x01: about to be written, uid 1000\n");
	log_announce(&log, &one, &ports);
	assert_got("<13>iow8: iow16 0x80 0x0002: about to be written, uid 1000\n"
		   "<13>iow8: iow8 0x80 0x01: about to be written, uid 1000\n");
	log_close(&log);
	assert_got("");
}

static void a_message_that_is_refused_is_counted_at_the_end(void **state)
{
	const struct operation write = write_of("iow8", 1, 0xff);
	struct log log;

	(void)state;
	log_open(&log, "iow8");
	syslog_daemon.send = (struct call){ .error = ECONNREFUSED, .times = 2 };
	for (int i = 0; i < 3; i++)
		log_announce(&log, &write, &ports);
	assert_got("<13>iow8: iow8 0x80 0x01: about to be written, uid 1000\n");
	log_close(&log);
	assert_got("<13>iow8: 2 messages were lost\n");
}

static void read_all(void)
{
	syslog_daemon.send = (struct call){ 0 };
}

/* It has room for so many and no more; the rest of it is for how many were lost. */
static void a_daemon_that_reads_late_gets_what_there_was_room_for(void **state)
{
	static const char message[] =
		"<13>iow8: iow8 0x80 0x01: about to be written, uid 1000",
			  end[] = "\n<13>iow8: 1000 messages were lost\n";
	const struct operation write = write_of("iow8", 1, 0xff);
	/* With the NUL that ends each. */
	const int room = (65536 - 256) / (int)sizeof(message);
	int got = 0;
	struct log log;

	(void)state;
	log_open(&log, "iow8");
	syslog_daemon.send.error = EAGAIN;
	for (int i = 0; i < room + 1000; i++)
		log_announce(&log, &write, &ports);
	syslog_daemon.meanwhile = read_all;
	log_close(&log);
	assert_int_equal(syslog_daemon.polls, 1);
	syslog_daemon.got[syslog_daemon.length] = '\0';
	for (const char *at = syslog_daemon.got; (at = strstr(at, message)); at++)
		got++;
	assert_int_equal(got, room);
	assert_string_equal(syslog_daemon.got + syslog_daemon.length - strlen(end), end);
}

static void a_daemon_that_does_not_read_is_waited_for_5_seconds(void **state)
{
	const struct operation write = write_of("iow8", 1, 0xff);
	int before = syscalls_descriptors();
	struct log log;

	(void)state;
	log_open(&log, "iow8");
	syslog_daemon.send.error = EAGAIN;
	log_announce(&log, &write, &ports);
	log_close(&log);
	assert_int_equal(syslog_daemon.polls, 1);
	assert_int_equal(syslog_daemon.timeout, 5001);
	assert_int_equal(syscalls.clock, INT64_C(5001000000));
	assert_got("");
	assert_int_equal(syscalls_descriptors(), before);
}

#define log_test(function) \
	cmocka_unit_test_setup_teardown(function, log_setup, syscalls_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		log_test(a_write_is_told_before_and_after_it_is_made),
		log_test(without_a_daemon_nothing_is_told_and_nothing_stays_open),
		log_test(what_a_busy_daemon_does_not_take_comes_later_in_order),
		log_test(what_is_left_when_it_takes_one_message_is_the_next),
		log_test(a_message_that_is_refused_is_counted_at_the_end),
		log_test(a_daemon_that_reads_late_gets_what_there_was_room_for),
		log_test(a_daemon_that_does_not_read_is_waited_for_5_seconds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
