/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Messages to syslog that never wait for it. syslog(3) does, if the daemon does not read,
 * and that would hold the ports up in the middle of a run.
 */
#ifndef LOG_H
#define LOG_H

#include "sequence/space.h"

struct log {
	int fd;		     /* connected to the daemon; -1 without one */
	const char *command; /* what a message begins with */
	char *unsent;	     /* messages, each ended by a NUL: from begin to end */
	size_t begin, end;
	unsigned int lost;
};

/* Without a daemon all messages are lost, and that is no failure. */
void log_open(struct log *log, const char *command);

/* Say that a write is to be made; and how it ended. */
void log_announce(struct log *log, const struct operation *operation,
		  const struct space *space);
void log_result(struct log *log, const struct operation *operation,
		const struct space *space, const struct result *result);

/* Send what has not been sent, now that there is time: at most 5 seconds of it. */
void log_close(struct log *log);

#endif
