/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * All that was found by looking. The looks come first, in conditions.c; what follows from
 * it is drawn from nothing else.
 */
#ifndef FOUND_H
#define FOUND_H

#include "diagnosis/one_more.h"
#include "iospace.h"

#include <errno.h>
#include <stdbool.h>
#include <sys/stat.h>

/* An open, or a claim after it, and what it returned. */
struct question {
	const char *device; /* as for iospace_open(), during the looks */
	unsigned int flags;
	bool is_access; /* the open is done; and then of which ports */
	uint64_t address;
	uint32_t size;
	int error;
};

/* Whether it was refused, for which the conditions below the file are asked. */
static inline bool question_was_refused(const struct question *question)
{
	return question->error == -EPERM || question->error == -EACCES;
}

/* What the conditions are looked at for. */
struct subject {
	struct question question;
	const char *path;
	bool is_default;
	bool is_device; /* or could be */
	int error;	/* of stat(2), 0 or an errno; then st is not set */
	struct stat st;
	int read_error, write_error; /* of faccessat(2) */
	bool access_refused;	     /* faccessat(2) is, with EPERM, whatever the file */
	enum iospace_answer read_mode, write_mode; /* whether the mode lets it be done */
	int capability;				   /* capability_held() */
	int credentials;  /* if there is none: capability_in_credentials() */
	int seccomp;	  /* PR_GET_SECCOMP: 0, a filter's kind, or -errno */
	int no_new_privs; /* 1, 0, or a negative errno */
};

/*
 * Whether it is a sound access of the full width. Then ioperm(2) has been called already,
 * so that no filter of system calls ends the process at another call.
 */
bool subject_is_exact(const struct subject *subject);

/* What says which remedy is possible. */
struct surroundings {
	bool is_root;		     /* the effective user */
	bool is_secure_boot;	     /* ... is on, as far as it can be seen */
	bool is_locked_by_parameter; /* the kernel's command line asks for lockdown */
	bool is_devtmpfs;	     /* /dev is the machine's own */
	bool has_directory;	     /* the device's file could be made */
	bool sees_windows;	     /* the addresses in /proc/ioports are not hidden */
};

struct iospace_condition {
	enum iospace_condition_kind kind;
	enum iospace_answer answer;
	enum iospace_reason reason;
	const char *name; /* a constant string */
	char evidence[256];
	enum iospace_remedy remedy; /* what to do if it does not hold */
};

/* How many rows the table in conditions.c has. */
#define CONDITIONS (12 + ONE_MORE)

struct found {
	struct subject subject;
	struct surroundings surroundings;
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
