/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * All that was found by looking. The looks come first, in conditions.c; what follows from
 * it is drawn from nothing else.
 */
#ifndef FOUND_H
#define FOUND_H

#include "iospace.h"

#include <stdbool.h>
#include <sys/stat.h>

/* What the conditions are looked at for. */
struct subject {
	const char *path;
	unsigned int flags; /* of the open */
	bool is_default;
	int error; /* of stat(2), 0 or an errno; then st is not set */
	struct stat st;
	int read_error, write_error; /* of faccessat(2) */
	bool access_refused;	     /* faccessat(2) is, whatever the file */
	int permitted;		     /* CAP_SYS_RAWIO: 1, 0, or a negative errno */
	int seccomp;		     /* PR_GET_SECCOMP: 0, a filter's kind, or -errno */
	int no_new_privs;	     /* 1, 0, or a negative errno */
};

struct iospace_condition {
	enum iospace_condition_kind kind;
	enum iospace_answer answer;
	enum iospace_reason reason;
	const char *name;
	char evidence[160];
};

/* How many rows the table in conditions.c has. */
#define CONDITIONS 11

struct found {
	struct subject subject;
	struct iospace_condition conditions[CONDITIONS];
};

/* The condition of that kind. */
struct iospace_condition *found_condition(struct found *found,
					  enum iospace_condition_kind kind);
enum iospace_answer found_answer(const struct found *found,
				 enum iospace_condition_kind kind);
enum iospace_reason found_reason(const struct found *found,
				 enum iospace_condition_kind kind);

#endif
