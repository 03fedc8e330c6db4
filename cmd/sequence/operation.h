/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a run is made of. A command, such as iow8, has a width and an action, which says
 * how words become operations and what performing one means. An operation is what is done
 * once, and a result is what came of it.
 */
#ifndef OPERATION_H
#define OPERATION_H

#include "iospace.h"
#include "report/failure.h"
#include "words/options.h"
#include "words/words.h"

#include <stdbool.h>
#include <stdint.h>

struct operation {
	const struct command *command;
	uint32_t value;
	uint32_t mask;	      /* the bits of value that count */
	uint32_t time_us;     /* to sleep, or to poll for */
	uint32_t interval_us; /* between two reads of a poll; 0: short at first */
	uint32_t line;	      /* of the file that it is from at first; or 0 */
	uint16_t address;
	uint8_t flags;	    /* the iospace_flags that it needs its handle to have */
	bool verify : 1;    /* read back and compare */
	bool exclusive : 1; /* not where a kernel driver owns the port */
	bool log : 1;	    /* tell syslog */
	bool quiet : 1;	    /* print no result */
	bool finally : 1;   /* at the end, whatever has happened */
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

struct action {
	struct usage usage;
	bool writes; /* its result is a count of bytes: of no use in the output of a file
		      */

	/* Make an operation of the next words. Its command and what options say are set.
	 */
	int (*parse)(struct words *words, struct operation *operation,
		     struct failure *failure);

	/* Print it as the words that it was made of, with all digits. */
	void (*print)(const struct operation *operation);

	/* Print the bus cycles that it would be, by means of run/dry_run.h. Not without
	 * any. */
	void (*dry_run)(const struct operation *operation);

	/* Do it, and say what came of it. */
	int (*perform)(const struct operation *operation, struct iospace *io,
		       struct result *result, struct failure *failure);
};

struct command {
	const char *name;
	uint32_t size; /* of one access, in bytes: 1, 2 or 4; 0 for none */
	const struct action *action;
};

/* The largest value that fits in one access. */
static inline uint32_t command_max(const struct command *command)
{
	return UINT32_MAX >> (32 - 8 * command->size);
}

/* A value as the command prints it: 0x and all digits of the width. */
struct hex {
	char text[sizeof("0xffffffff")];
};

struct hex command_hex(const struct command *command, uint32_t value);

/* The same, with "--" for each byte that has no bit in known. */
struct hex command_hex_known(const struct command *command, uint32_t value,
			     uint32_t known);

#endif
