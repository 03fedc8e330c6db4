/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Messages to syslog that never wait for it. */
#include "run/log.h"

#include "sequence/operand.h"

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

/* How long to wait at the end for a daemon that does not read, with each message. */
#define PATIENCE_MS 1000

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

static bool send_first(struct log *log, int patience_ms)
{
	struct pollfd daemon = { log->fd, POLLOUT, 0 };
	const char *first = log->unsent + log->begin;
	size_t length = strlen(first);

	if (patience_ms)
		poll(&daemon, 1, patience_ms);
	if (send(log->fd, first, length, MSG_NOSIGNAL) < 0) {
		if (errno == EAGAIN)
			return false;
		log->lost++;
	}
	log->begin += length + 1;
	return true;
}

static void send_unsent(struct log *log, int patience_ms)
{
	while (log->begin < log->end && send_first(log, patience_ms))
		;
	if (log->begin == log->end)
		log->begin = log->end = 0;
}

static void say(struct log *log, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* In the form of RFC 3164, to which the daemon adds the time and the host. */
static void say(struct log *log, const char *format, ...)
{
	char text[128];
	va_list args;
	size_t room = ROOM - log->end, length;

	if (log->fd < 0)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	length = (size_t)snprintf(log->unsent + log->end, room, "<%d>%s: %s",
				  LOG_USER | LOG_NOTICE, log->command, text);
	if (length < room)
		log->end += length + 1;
	else
		log->lost++;
	send_unsent(log, 0);
}

void log_announce(struct log *log, const struct operation *operation)
{
	say(log, "%s 0x%x %s: about to be written, uid %u", operation->command->name,
	    operation->address, masked_value(operation).text, getuid());
}

void log_result(struct log *log, const struct operation *operation,
		const struct result *result)
{
	say(log, "%s 0x%x %s: %u of %u bytes written, uid %u", operation->command->name,
	    operation->address,
	    command_hex_known(operation->command, result->data, bytes_written(operation))
		    .text,
	    result->count, count_written(operation), getuid());
}

void log_close(struct log *log)
{
	if (log->fd >= 0) {
		send_unsent(log, PATIENCE_MS);
		if (log->lost)
			say(log, "%u messages were lost", log->lost);
		close(log->fd);
	}
	free(log->unsent);
}
