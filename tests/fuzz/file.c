/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files that are the input, for fopen(). */
#include "fuzz.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

__typeof__(fopen) __wrap_fopen, __real_fopen;

/* The same under the name that it has with 64-bit offsets. */
__typeof__(fopen) __wrap_fopen64 __attribute__((alias("__wrap_fopen")));

static struct {
	const char *path;
	const void *bytes;
	size_t size;
} files[4];

void fuzz_file(const char *path, const void *bytes, size_t size)
{
	size_t i = 0;

	while (files[i].path && strcmp(files[i].path, path) != 0)
		MUST(++i < COUNT(files));
	files[i].path = path;
	files[i].bytes = bytes;
	files[i].size = size;
}

FILE *__wrap_fopen(const char *path, const char *mode)
{
	for (size_t i = 0; i < COUNT(files) && files[i].path; i++) {
		if (strcmp(files[i].path, path) != 0)
			continue;
		errno = ENOENT;
		/* For reading: it is not written to. */
		return files[i].bytes ? fmemopen((void *)(uintptr_t)files[i].bytes,
						 files[i].size, "r")
				      : NULL;
	}
	return __real_fopen(path, mode);
}
