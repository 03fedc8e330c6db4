/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the fuzz targets share: each is one parser, and what must hold of any input. */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What libFuzzer calls for each input. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* End the process, as a finding, where what must hold does not. */
#define MUST(condition) \
	((condition) ? (void)0 : must_not_be(__FILE__, __LINE__, #condition))

_Noreturn void must_not_be(const char *file, int line, const char *condition);

/* The input as a string, to be freed, that ends where its memory does, so that a
 * sanitizer sees overreads. A NUL in it ends it. */
char *fuzz_text(const uint8_t *data, size_t size);

/* The parts of a text between separators, which become NULs: as many as there is room
 * for, with a NULL behind them. Returns how many there are. */
size_t fuzz_split(char *text, char separator, char *parts[], size_t room);

/* That a text is one line of ASCII, and not empty, and was not cut to its room. */
void fuzz_must_be_line(const char *text, size_t room);

/* Let a path be a file of some bytes for fopen(), or with NULL be none. The bytes must be
 * there while it is read. */
void fuzz_file(const char *path, const void *bytes, size_t size);

#endif
