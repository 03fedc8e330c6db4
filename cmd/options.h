/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The options of every command, and the texts of --help and --version. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "verb.h"

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
