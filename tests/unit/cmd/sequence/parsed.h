/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* A text that has been parsed as a file of commands, and what tests say of it. */
#ifndef PARSED_H
#define PARSED_H

#include "sequence/script.h"

/* What a number may be, at the end of a message. */
#define SPELLINGS " (decimal, 0x, 0b or 0o)"

/* What came of a text. */
struct parsed {
	int r;
	struct sequence sequence;
	struct failure failure;
	char *errors; /* that were printed on standard error */
};

struct parsed parse_bytes(const char *bytes, size_t length,
			  const struct settings *settings);
struct parsed parse(const char *text);

/* The same of a file with another name. */
struct parsed parse_named(const char *name, const char *text);
void parsed_free(struct parsed *parsed);

/* The nth operation to be performed, those at the end behind the others; and its line. */
const struct operation *nth(const struct parsed *parsed, size_t n);
uint32_t line_of(const struct parsed *parsed, size_t n);

/* That it has no errors, and so many operations to be performed. */
void assert_good(const struct parsed *parsed, size_t count);

/* That two are the same but for where they are. */
void assert_same(const struct operation *one, const struct operation *other);

/* That a text has these errors, as they are printed, and this exit code. */
void assert_wrong(const char *text, int exit, const char *errors);

/* That it has one, in one line: where it is, and what. */
void assert_error(const char *text, const char *error);

#endif
