/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* A table of all conditions, as a test expects it to be found. */
#ifndef TABLE_H
#define TABLE_H

#include "diagnosis/found.h"

#define OK	IOSPACE_ANSWER_OK
#define NO	IOSPACE_ANSWER_NO
#define UNKNOWN IOSPACE_ANSWER_UNKNOWN

struct table {
	struct iospace_condition rows[CONDITIONS];
};

/* Where there is no device and nothing is set: see syscalls.h. */
extern const struct table nothing_seen;

/* The same after syscalls_put_port(). */
struct table table_with_port(void);

/* The same for a file that is no device: what is not asked for holds. */
struct table table_without_device(void);

/* Expect something else of a condition, but the same reason; or another reason. */
void table_put(struct table *table, enum iospace_condition_kind kind,
	       enum iospace_answer answer, const char *evidence);
void table_reason(struct table *table, enum iospace_condition_kind kind,
		  enum iospace_reason reason);

struct iospace_condition *table_row(struct table *table,
				    enum iospace_condition_kind kind);

/* What the library finds, whatever was in the room for it before. */
struct table table_gathered(const char *device, int error);

/* That two are the same. */
void assert_same_table(const struct table *table, const struct table *expected);

/*
 * That the library finds it, and keeps no file open, opens no device and asks for no
 * privilege. After an open that failed, it may open /dev/null.
 */
void assert_found(const char *device, const struct table *expected);
void assert_found_after(const char *device, int error, const struct table *expected);

#endif
