/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The table of commands. A new command is one row of it, and a new action one file like
 * actions/iow.c, and its usage above the table.
 */
#ifndef COMMANDS_H
#define COMMANDS_H

#include "sequence/operation.h"

#include <stddef.h>

extern const struct action iow_action, ior_action, iopoll_action, iodump_action,
	sleep_action, finally_action;

/* The command of that name, which need not end with it: name[0..length). Or NULL. */
const struct command *command_find(const char *name, size_t length);

/* Record that a word, at the beginning of a line or behind "finally" or "only", is no
 * command. */
int fail_command(struct failure *failure, const char *word, bool behind_prefix);

#endif
