/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What options ask for, and which of them a command takes. */
#ifndef SETTINGS_H
#define SETTINGS_H

#include "iospace.h"

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
	OPTIONS_LINE = 1 << 6, /* with others: only those of them for a line of a file */
};

/* What a command tells of itself with --help, and the options that it takes. */
struct usage {
	const char *synopsis; /* its words; NULL for none */
	const char *purpose;  /* what it does with them */
	unsigned int options; /* groups of the above */
};

#endif
