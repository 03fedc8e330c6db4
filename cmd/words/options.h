/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The options of every command, and the texts of --help and --version. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "report/failure.h"

#include <stdbool.h>
#include <stdint.h>

/* What the options asked for. */
struct settings {
	const char *name;   /* of the command that they were given to */
	const char *device; /* NULL for /dev/port */
	bool exact;
	bool force;
	bool verify;
	bool exclusive;
	bool log;
	bool dry_run;
	bool quiet;
	bool verbose;
	bool json;
	bool check;
	bool trusted;
	uint32_t timeout_us, interval_us; /* of a poll */
	uint32_t lock_timeout_us;
};

/* Groups of options, for struct usage. */
enum {
	OPTIONS_COMMON = 1 << 0, /* of all commands */
	OPTIONS_RUN = 1 << 1,	 /* of those that perform operations */
	OPTIONS_WRITE = 1 << 2,	 /* ... and write */
	OPTIONS_POLL = 1 << 3,	 /* ... and poll */
	OPTIONS_CHECK = 1 << 4,	 /* of iocheck */
	OPTIONS_FILE = 1 << 5,	 /* of ioseq */
	OPTIONS_LINE = 1 << 6, /* with others: only those of them for a line of a file */
};

/* What a command tells of itself with --help, and the options that it takes. */
struct usage {
	const char *synopsis; /* its words; NULL for none */
	const char *purpose;  /* what it does with them */
	unsigned int options; /* groups of the above */
};

/* Where no option says otherwise. */
extern const struct settings settings_default;

/*
 * Read the options among argv[1..argc), and gather the other words at argv[1..], ended by
 * NULL.
 *
 * Options may stand before, between and after the words; "--" ends them. A dash and a
 * digit is not an option but a word: a number with a sign, which number_parse() refuses
 * in the right terms.
 *
 * Returns the number of words. Returns -1 when the run ends here: with a failure, or
 * without one after --help or --version.
 */
int options_parse(const char *command, const struct usage *usage, int argc, char *argv[],
		  struct settings *settings, struct failure *failure);

#endif
