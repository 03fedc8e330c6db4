/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Messages to syslog that never wait for it. */
#include "run/log.h"

#include "run/wait.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <syslog.h>
#include <unistd.h>

/* For some hundred messages: a daemon that reads takes them sooner. */
#define ROOM 65536

/* Of it, what is kept for the last message. */
#define LAST 256

/* How long to wait at the end, in all, for a daemon that is slow or does not read. */
#define PATIENCE_US 5000000

void log_open(struct log *log, const char *command)
{
	const struct sockaddr_un daemon = { AF_UNIX, _PATH_LOG };

	*log = (struct log){ .command = command, .unsent = malloc(ROOM) };
	log->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (log->fd < 0 ||
	    (log->unsent &&
	     connect(log->fd, (const struct sockaddr *)&daemon, sizeof(daemon)) == 0))
		return;
	close(log->fd);
	log->fd = -1;
}

static bool send_first(struct log *log)
{
	const char *first = log->unsent + log->begin;
	size_t length = strlen(first);

	if (send(log->fd, first, length, MSG_NOSIGNAL) < 0) {
		if (errno == EAGAIN)
			return false;
		log->lost++;
	}
	log->begin += length + 1;
	return true;
}

static void send_without_waiting(struct log *log)
{
	if (log->fd < 0)
		return;
	while (log->begin < log->end && send_first(log))
		;
	log->end -= log->begin;
	memmove(log->unsent, log->unsent + log->begin, log->end);
	log->begin = 0;
}

static void send_with_patience(struct log *log)
{
	struct pollfd daemon = { log->fd, POLLOUT, 0 };
	uint64_t now = wait_now_us(), end = now + PATIENCE_US;

	for (; log->begin < log->end && now < end; now = wait_now_us())
		if (!send_first(log))
			poll(&daemon, 1, (int)((end - now) / 1000 + 1));
}

static void say(struct log *log, size_t room, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* In the form of RFC 3164, to which the daemon adds the time and the host. */
static void say(struct log *log, size_t room, const char *format, ...)
{
	char text[LAST / 2];
	va_list args;
	size_t length;

	if (log->fd < 0)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	room -= log->end;
	length = (size_t)snprintf(log->unsent + log->end, room, "<%d>%s: %s",
				  LOG_USER | LOG_NOTICE, log->command, text);
	if (length < room)
		log->end += length + 1;
	else
		log->lost++;
}

void log_announce(struct log *log, const struct operation *operation,
		  const struct space *space)
{
	say(log, ROOM - LAST, "%s %s0x%x %s: about to be written, uid %u",
	    command_of(operation)->name, space_option(space).text, operation->address,
	    masked_value(operation).text, getuid());
	send_without_waiting(log);
}

/* What was written, or what was to be, if not all of it was. */
void log_result(struct log *log, const struct operation *operation,
		const struct space *space, const struct result *result)
{
	uint32_t bytes = bytes_written(operation);
	bool is_whole = result->count == count_written(operation);

	say(log, ROOM - LAST, "%s %s0x%x %s: %u of %u bytes written, uid %u",
	    command_of(operation)->name, space_option(space).text, operation->address,
	    is_whole ? command_hex_known(command_of(operation), result->data, bytes).text
		     : masked_value(operation).text,
	    result->count, count_written(operation), getuid());
	send_without_waiting(log);
}

void log_close(struct log *log)
{
	if (log->fd >= 0) {
		if (log->lost)
			say(log, ROOM, "%u messages were lost", log->lost);
		send_with_patience(log);
		close(log->fd);
	}
	free(log->unsent);
}
