/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What options ask for, and which of them a command takes. */
#ifndef SETTINGS_H
#define SETTINGS_H

#include "iospace.h"

#include <stdbool.h>
#include <stdint.h>

/* What an operation takes from options, beside IOSPACE_EXACT and IOSPACE_FORCE. */
enum modifier {
	MODIFIER_VERIFY = 1 << 4, /* read back and compare */
	MODIFIER_DIFFERENT =
		1 << 4,	       /* ... and of a poll: until it is none of the values */
	MODIFIER_ALL = 1 << 4, /* ... and of a dump: what a read changes, too */
	MODIFIER_EXCLUSIVE = 1 << 5, /* not where a kernel driver owns the port */
	MODIFIER_LOG = 1 << 6,	     /* tell syslog */
	MODIFIER_QUIET = 1 << 7,     /* print no result */
};

/* Of a poll: how long, and how long between two reads, where 0 is short at first. */
struct times {
	uint32_t timeout_us, interval_us;
};

/* Where an address is: that of a port, or the number of a register behind two ports. */
enum space_kind {
	SPACE_PORTS,
	SPACE_INDEXED, /* an index port and a data port */
	SPACE_EC, /* the command port and the data port of an ACPI embedded controller */
};

struct space {
	enum space_kind kind;
	uint16_t index; /* port; or that of commands */
	uint32_t data;	/* port, or BEHIND_INDEX */
};

/* The data port is the next one behind an index port of the width of the command. */
#define BEHIND_INDEX UINT32_MAX

/* A dump is made once. */
#define NO_WATCH UINT32_MAX

/* What the options asked for. */
struct settings {
	const char *name;   /* of the command that they were given to */
	const char *device; /* NULL for /dev/port */
	uint8_t modifiers;  /* IOSPACE_EXACT, IOSPACE_FORCE, and enum modifier */
	struct times times;
	struct space space;
	const char *enter, *exit,
		*bank; /* what is done around, as it was typed; or NULL */
	uint32_t lock_timeout_us;
	uint32_t watch_us; /* a dump is made again after so long, or NO_WATCH */
	bool different;	   /* a poll is for another value */
	bool all;	   /* a dump reads what a read changes, too */
	bool raw;	   /* a dump is printed as its bytes */
	bool no_lock;
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
	OPTIONS_SPACE = 1 << 6,	 /* of those that address ports or registers */
	OPTIONS_DUMP = 1 << 7,	 /* ... and dump them */
	OPTIONS_LINE = 1 << 8, /* with others: only those of them for a line of a file */
};

/* What a command tells of itself with --help, and the options that it takes. */
struct usage {
	const char *synopsis; /* its words; NULL for none */
	const char *purpose;  /* what it does with them */
	const char *example;  /* words that it could have */
	const char *more;     /* lines at the end of --help; NULL for none */
	unsigned int options; /* groups of the above */
};

#endif
