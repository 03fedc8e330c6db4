/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
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

/* Values to poll for, where one alone would be in the operation. */
struct values {
	struct values *next; /* of the sequence */
	size_t count;
	struct iospace_pattern list[];
};

/* A file can have a million of them: no larger than it must be. */
struct operation {
	union {
		struct {
			/* To write, to poll for, how many microseconds to sleep, or how
			 * many bytes behind the first access are read. */
			uint32_t value;
			uint32_t mask; /* the bits of value that count */
		};
		const struct values *values;
		struct {
			/* Of a row: the sequence's data that are written. */
			uint32_t first, count;
		};
	};
	struct times times;   /* of a poll */
	uint32_t address;     /* of a port, or of a register in its space */
	uint8_t flags;	      /* for its handle, and its modifiers */
	uint16_t command : 5; /* which of the table */
	bool finally : 1;     /* at the end, whatever has happened */
	bool only : 1;	      /* if it does not hold, the run is over, and well */
	bool bank : 1;	     /* a register that is put back at the end; or the one then */
	bool has_values : 1; /* in place of value and mask: of a poll, or a row */
	uint16_t space : 7;  /* which of the sequence's; 0 is that of the ports */
} __attribute__((packed));

_Static_assert(sizeof(struct operation) == 23, "a million of them fit in 23 MB");

/* How an operation can end, but for 0, done, and a negative errno of its first access. */
enum ending {
	ENDED_PART = 1,	 /* what waits for the end is to be done now */
	ENDED_BANK,	 /* what was there before is to be noted */
	ENDED_LATER,	 /* a later access failed */
	ENDED_DIFFERENT, /* what was read back is not what was written */
	ENDED_TIMEOUT,	 /* the value did not appear in time */
	ENDED_BY_SIGNAL,
};

/* What a dump has read: the bytes of its range, and a bit for each that was read. */
struct dump {
	const struct space *space; /* that they are of */
	uint8_t bytes[IOSPACE_PORTS];
	uint8_t known[IOSPACE_PORTS / 8];
	const uint8_t *before; /* the bytes as they were a while ago, or NULL */
};

/* What performing an operation has come to, as far as it came. */
struct result {
	uint32_t data;	/* that was read last; or that was written, where all of it was */
	uint32_t count; /* bytes that were written, or read the first time */
	uint32_t before;    /* that an update read */
	uint32_t read_back; /* to verify a write */
	bool has_before, has_read_back;
	struct {
		const char *done; /* "read" */
		uint32_t count, of;
		int error;
	} later;	    /* ENDED_LATER: what failed then */
	int signal;	    /* ENDED_BY_SIGNAL */
	const char *waited; /* -ETIME: for what, in vain */
	struct dump *dump;  /* of a dump, and before it, room for that */
};

/* What the words of a command are. */
enum operands {
	/* Those of which there can be several, each an operation. */
	ADDRESSES, /* or ranges of them, in which each access is an operation */
	RANGES,	   /* or addresses */
	PAIRS,	   /* ADDRESS VALUE[:MASK], or ADDRESS=VALUE[:MASK] */
	/* And those that are alone. */
	ONE_POLL, /* ADDRESS VALUE[:MASK]... */
	ONE_TIME,
	NOTHING,
};

/* Whether there is a value behind each address. */
static inline bool has_values(enum operands operands)
{
	return operands == PAIRS || operands == ONE_POLL;
}

struct action {
	enum operands operands;
	uint8_t direction; /* IOSPACE_READ or IOSPACE_WRITE: its first access; or 0 */

	/* Print the words that it was made of, behind the command, with all digits. */
	void (*print)(const struct operation *operation);

	/* Print the bus cycles that it would be, by means of run/cycles.h. Not without
	 * any. */
	void (*dry_run)(const struct operation *operation, const struct space *space);

	/* Do it, and say what came of it in a result that is empty, or that nobody reads
	 * where all is well. Returns 0, a negative errno, or an enum ending. */
	int (*perform)(const struct operation *operation, struct iospace *io,
		       struct result *result);
};

struct command {
	const char *name;
	uint32_t size; /* of one access, in bytes: 1, 2 or 4; 0 for none */
	uint32_t max;  /* the largest value that fits in it */
	const struct usage *usage;
	const struct action *action;
};

/* The table: sequence/commands.c. */
extern const struct command commands[];

static inline const struct command *command_of(const struct operation *operation)
{
	return &commands[operation->command];
}

/* The iospace_flags that it needs its handle to have: fewer than so many. */
#define OPERATION_ACCESSES (IOSPACE_FORCE << 1)

static inline unsigned int operation_access(const struct operation *operation)
{
	return operation->flags & (OPERATION_ACCESSES - 1);
}

_Static_assert((IOSPACE_READ | IOSPACE_WRITE | IOSPACE_EXACT | IOSPACE_FORCE) ==
		       OPERATION_ACCESSES - 1,
	       "these are the flags that there are");

/* Whether a command writes: then its result is a count of bytes, of no use in a file. */
static inline bool command_writes(const struct command *command)
{
	return command->action->direction == IOSPACE_WRITE;
}

/* How many bytes an operation reads behind its first access. */
static inline uint32_t bytes_behind(const struct operation *operation)
{
	return command_of(operation)->action->operands == RANGES ? operation->value : 0;
}

/* A value as the command prints it: 0x and all digits of the width. */
struct hex {
	char text[sizeof("0xffffffff")];
};

struct hex command_hex(const struct command *command, uint32_t value);

/* The same, with "--" for each byte that has no bit in known. */
struct hex command_hex_known(const struct command *command, uint32_t value,
			     uint32_t known);

/* A mask of all ones leaves no bit out. */
static inline bool is_masked(const struct operation *operation)
{
	return operation->mask != command_of(operation)->max;
}

/* Whether an access moves all bytes or none of them. */
static inline bool is_whole(const struct operation *operation)
{
	return operation->flags & IOSPACE_EXACT || operation->space;
}

/*
 * The bytes that a write under the mask writes, and those that it reads before: 0xff in
 * each. An exact one moves all of them, and so does one of a register. Otherwise one
 * whose mask is 0 is left alone, and one whose mask is all ones is not read:
 * iospace_update().
 */
uint32_t bytes_written(const struct operation *operation);
uint32_t bytes_merged(const struct operation *operation);

/* How many bytes are written, if all goes well. */
uint32_t count_written(const struct operation *operation);

/* VALUE, or VALUE:MASK, with all digits. */
struct masked_value {
	char text[sizeof("0xffffffff:0xffffffff")];
};

struct masked_value masked_value(const struct operation *operation);

/* All that an operation polls for, with something between each two; cut if it is long. */
struct values_text {
	char text[400];
};

struct values_text values_text(const struct operation *operation, const char *between);
struct masked_value masked_value_of(const struct command *command, uint32_t value,
				    uint32_t mask);

#endif
