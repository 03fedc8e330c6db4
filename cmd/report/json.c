/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Members of JSON objects (RFC 8259): "name": value. */
#include "report/json.h"

#include <stdio.h>

void json_string(const char *before, const char *name, const char *text)
{
	printf("%s\"%s\": \"", before, name);
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\')
			printf("\\%c", c);
		else if (c < ' ' || c > '~')
			printf("\\u%04x", c);
		else
			putchar(c);
	}
	putchar('"');
}

void json_number(const char *before, const char *name, uint32_t number)
{
	printf("%s\"%s\": %u", before, name, number);
}

void json_bool(const char *before, const char *name, bool is_true)
{
	printf("%s\"%s\": %s", before, name, is_true ? "true" : "false");
}
