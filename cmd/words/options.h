/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The options of every command, and the texts of --help and --version. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "iospace.h"
#include "report/failure.h"
#include "words/words.h"

#include <stdbool.h>
#include <stdint.h>

/* What an operation takes from options, beside IOSPACE_EXACT and IOSPACE_FORCE. */
enum modifier {
	MODIFIER_VERIFY = 1 << 4,    /* read back and compare */
	MODIFIER_EXCLUSIVE = 1 << 5, /* not where a kernel driver owns the port */
	MODIFIER_LOG = 1 << 6,	     /* tell syslog */
	MODIFIER_QUIET = 1 << 7,     /* print no result */
};

/* Of a poll: how long, and how long between two reads, where 0 is short at first. */
struct times {
	uint32_t timeout_us, interval_us;
};

/* What the options asked for. */
struct settings {
	const char *name;   /* of the command that they were given to */
	const char *device; /* NULL for /dev/port */
	uint8_t modifiers;  /* IOSPACE_EXACT, IOSPACE_FORCE, and enum modifier */
	struct times times;
	uint32_t lock_timeout_us;
	bool dry_run;
	bool verbose;
	bool json;
	bool check;
	bool trusted;
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

/* Whether it is the word that ends options. */
static inline bool options_end(const char *word)
{
	return word[0] == '-' && word[1] == '-' && word_ends(word[2]);
}

/* Whether a word begins as an option does. A dash alone is a word, and a dash and a digit
 * a number with a sign, which number_parse() refuses in the right terms. */
static inline bool option_begins(const char *word)
{
	return word[0] == '-' && !word_ends(word[1]) && !options_end(word) &&
	       !(word[1] >= '0' && word[1] <= '9');
}

/* Or with another dash than that of ASCII, which option_parse() refuses. */
bool option_is_any(const char *word);

/*
 * Read the option that a word is, and its argument, which can be the next word: next, or
 * with OPTIONS_LINE the next of the line.
 *
 * Returns where the option ends; or NULL when the run ends here: with a failure, or
 * without one after --help or --version.
 */
const char *option_parse(const char *command, const struct usage *usage, const char *word,
			 const char *next, struct settings *settings,
			 struct failure *failure);

/*
 * Read the options among some strings, and gather the others at words[0..], ended by NULL
 * as these are. They may stand before, between and after the others; "--" ends them.
 *
 * Returns the number of words that are left, or -1 when the run ends here.
 */
int options_parse(const char *command, const struct usage *usage, char *words[],
		  struct settings *settings, struct failure *failure);

#endif
