/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Text in the last column of a table, in lines of 80 columns. */
#include "report/wrap.h"

#include <stdio.h>
#include <string.h>

#define COLUMNS 80

/* Longer texts are cut: it has room for all escapes of what the library has to tell. */
struct escaped {
	char text[1024];
};

static struct escaped escape(const char *text)
{
	struct escaped escaped;
	size_t n = 0;

	for (; *text && n < sizeof(escaped.text) - sizeof("\\xff"); text++) {
		unsigned char c = (unsigned char)*text;

		n += (size_t)sprintf(escaped.text + n,
				     c >= ' ' && c <= '~' ? "%c" : "\\x%02x", c);
	}
	escaped.text[n] = '\0';
	return escaped;
}

/* How much of it is a line: to the last blank that leaves no word cut, or all that fits.
 */
static size_t line_length(const char *text, size_t room)
{
	size_t length = room;

	if (strlen(text) <= room)
		return strlen(text);
	while (length > 0 && text[length] != ' ')
		length--;
	return length ? length : room;
}

void wrap_print(int column, const char *text)
{
	const struct escaped escaped = escape(text);
	const char *rest = escaped.text;
	size_t room = COLUMNS - (size_t)column;

	for (;;) {
		size_t length = line_length(rest, room);

		printf("%.*s\n", (int)length, rest);
		rest += length;
		rest += *rest == ' ';
		if (!*rest)
			return;
		printf("%*s", column, "");
	}
}
