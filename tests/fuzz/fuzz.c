/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the fuzz targets share. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void must_not_be(const char *file, int line, const char *condition)
{
	fprintf(stderr, "%s:%d: this must hold: %s\n", file, line, condition);
	abort();
}

char *fuzz_text(const uint8_t *data, size_t size)
{
	size_t length = size ? strnlen((const char *)data, size) : 0;
	char *text = malloc(length + 1);

	MUST(text);
	if (length > 0)
		memcpy(text, data, length);
	text[length] = '\0';
	return text;
}

size_t fuzz_split(char *text, char separator, char *parts[], size_t room)
{
	const char separators[] = { separator, '\0' };
	size_t count = 0;

	while (text && count + 1 < room)
		parts[count++] = strsep(&text, separators);
	parts[count] = NULL;
	return count;
}

void fuzz_must_be_line(const char *text, size_t room)
{
	size_t length = strlen(text);

	MUST(length > 0 && length < room - 1);
	for (size_t i = 0; i < length; i++)
		MUST(text[i] >= ' ' && text[i] <= '~');
}
