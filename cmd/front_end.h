/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a command has of its own, and what all have in common around that. */
#ifndef FRONT_END_H
#define FRONT_END_H

#include "report/failure.h"
#include "words/settings.h"

/* Do what the words ask for, which are ended by NULL. */
typedef void front_end_function(const char *command, char *words[],
				struct failure *failure);

/* iow8 to iodump32, and two more. */
front_end_function ports, ioseq, iocheck;

/* Of those two: the others have theirs in the table of commands. */
extern const struct usage ioseq_usage, iocheck_usage;

/* The beginning and the end of main(): returns its exit status. */
int command_run(const char *command, front_end_function *front_end, char *words[]);

#endif
