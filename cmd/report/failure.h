/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What went wrong: one line for a person, and one exit code for a script. */
#ifndef FAILURE_H
#define FAILURE_H

#include "iospace.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The exit codes are those of sysexits.h, which systemd prints by name.
 *
 * EX_USAGE        wrong words on the command line
 * EX_DATAERR      wrong words in a sequence file
 * EX_NOINPUT      a sequence file that can't be read
 * EX_UNAVAILABLE  no such device or access method on this kernel
 * EX_OSERR        no memory
 * EX_IOERR        short transfer, read-back mismatch, standard output lost
 * EX_TEMPFAIL     the lock was not to be had in time
 * EX_NOPERM       capability, lockdown, namespace, cgroup, filter, module, file mode
 * EX_CONFIG       refused for safety
 *
 * And one of our own, as test(1) has it.
 */
#include <sysexits.h>

#define EX_NOMATCH 1 /* the value that a poll waits for did not appear in time */

struct failure {
	int exit;	  /* 0 while nothing has failed */
	int signal;	  /* that ended the run, or 0 */
	uint32_t line;	  /* of the file that it concerns, counted from 1; or 0 */
	const char *word; /* that is wrong, where words were read; or NULL */
	char text[1024];  /* "what is wrong; what to do", without a newline */
};

/* Record a failure, and return -1 for the caller to pass on. */
int fail(struct failure *failure, int exit, const char *format, ...)
	__attribute__((cold, format(printf, 3, 4)));

/* Add to the text of a failure. */
void fail_more(struct failure *failure, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * Record that iospace_open(..., device, flags) returned error, or a claim of an access
 * after it: the reason and its remedy.
 */
int fail_open(struct failure *failure, const char *device, unsigned int flags, int error);
int fail_claim(struct failure *failure, const char *device, uint32_t address,
	       uint32_t size, unsigned int flags, int error);

/* Whether it was a security module for which iospace_lock() returned error. */
bool failure_is_by_module(int error);

/* Record that it did, and not for another process's lock. */
int fail_lock(struct failure *failure, int error);

/* What to do, in the words of a command, or an empty string where nothing is known. */
const char *failure_remedy(enum iospace_remedy remedy);

/*
 * For the end of main(): print it, if there is one, as the one line "command: text" on
 * standard error. Returns the exit code, which is EX_IOERR if the line was lost, or ends
 * the process by the signal that ended the run.
 */
int failure_end(const struct failure *failure, const char *command);

/*
 * A user's word as messages show it: in quotes, cut when it is long, with an escape
 * for whatever is not printable ASCII, so that a message stays one line.
 */
struct quoted {
	char text[160];
};

struct quoted quote(const char *word);
struct quoted quote_part(const char *text, size_t length);

#endif
