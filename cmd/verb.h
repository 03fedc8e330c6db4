/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the commands do. A verb is a command name, such as iow8; its kind says how its
 * words become operations and what performing one means. One run performs a sequence
 * of operations.
 *
 * A new kind is one file like iow.c. A new verb is one row in verb.c.
 */
#ifndef VERB_H
#define VERB_H

#include "failure.h"
#include "iospace.h"
#include "words.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the options asked for. */
struct settings {
	const char *command; /* that they were given to */
	const char *device;  /* NULL for /dev/port */
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

struct operation {
	const struct verb *verb;
	uint32_t value;
	uint32_t mask;	      /* the bits of value that count */
	uint32_t time_us;     /* to sleep, or to poll for */
	uint32_t interval_us; /* between two reads of a poll; 0: short at first */
	uint32_t line;	      /* of the file that it is from at first; or 0 */
	uint16_t port;
	uint8_t flags;	    /* the iospace_flags that it needs its handle to have */
	bool verify : 1;    /* read back and compare */
	bool exclusive : 1; /* not where a kernel driver owns the port */
	bool log : 1;	    /* tell syslog */
	bool quiet : 1;	    /* print no result */
	bool finally : 1;   /* at the end, whatever has happened */
};

/* What a command tells of itself with --help, and the options that it takes. */
struct usage {
	const char *synopsis; /* its words; NULL for none */
	const char *purpose;  /* what it does with them */
	unsigned int options; /* groups of options.h */
};

/* What performing an operation has come to, as far as it came. */
struct result {
	bool is_known;	/* there is something to tell */
	uint32_t data;	/* that was read last; or that was written, where all of it was */
	uint32_t count; /* bytes that were written */
	uint32_t before;    /* that an update read */
	uint32_t read_back; /* to verify a write */
	bool has_before, has_read_back;
};

struct kind {
	struct usage usage;
	bool writes; /* its result is a count of bytes: of no use in the output of a file
		      */

	/* Make an operation of the next words. Its verb and what options say are set. */
	int (*parse)(struct words *words, struct operation *operation,
		     struct failure *failure);

	/* Print it as the words that it was made of, with all digits. */
	void (*print)(const struct operation *operation);

	/* Print the bus cycles that it would be, by means of plan.h. Not without any. */
	void (*plan)(const struct operation *operation);

	/* Do it, and say what came of it. */
	int (*perform)(const struct operation *operation, struct iospace *io,
		       struct result *result, struct failure *failure);
};

struct verb {
	const char *name;
	uint32_t size; /* of one access, in bytes: 1, 2 or 4; 0 for none */
	const struct kind *kind;
};

extern const struct kind iow_kind, ior_kind, iopoll_kind, sleep_kind;

/* The verb of that name, which need not end with it: name[0..length). Or NULL. */
const struct verb *verb_find(const char *name, size_t length);

/* Record that the next word, at the beginning of a line or behind "finally", is no verb.
 */
int fail_verb(struct failure *failure, const struct words *words, bool behind_finally);

/* The largest value that fits in one access. */
static inline uint32_t verb_max(const struct verb *verb)
{
	return UINT32_MAX >> (32 - 8 * verb->size);
}

/* A value as the verb prints it: 0x and all digits of the width. */
struct hex {
	char text[sizeof("0xffffffff")];
};

struct hex verb_hex(const struct verb *verb, uint32_t value);

/* The same, with "--" for each byte that has no bit in known. */
struct hex verb_hex_known(const struct verb *verb, uint32_t value, uint32_t known);

#endif
