/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Times: those of the grammar, to the microsecond; and they are printed so that they are
 * read as the same. */
#include "fuzz.h"

#include "words/duration.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST_US 3600000000
#define UNTOUCHED  0xdeadbeef

/* The microseconds of the time that a text is, or -1 where it is none. */
static long double expect(const char *text, const char **ret_end)
{
	static const struct {
		const char *name;
		int us;
	} units[] = { { "min", 60000000 },
		      { "s", 1000000 },
		      { "ms", 1000 },
		      { "us", 1 },
		      { "", 1000000 } };
	static const char digits[] = "0123456789";
	size_t length = strspn(text, digits), fraction;

	if (length == 0)
		return -1;
	if (text[length] == '.') {
		fraction = strspn(text + length + 1, digits);
		if (fraction == 0)
			return -1;
		length += 1 + fraction;
	}
	for (size_t i = 0; i < COUNT(units); i++) {
		const char *end = text + length + strlen(units[i].name);

		if (strncmp(text + length, units[i].name, strlen(units[i].name)) == 0 &&
		    strchr(" \t\n", *end)) {
			*ret_end = end;
			return strtold(text, NULL) * units[i].us;
		}
	}
	return -1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	uint32_t us = UNTOUCHED, again = UNTOUCHED;
	const char *end = text, *expected_end = text, *wrong = duration_parse(&end, &us);
	long double expected = expect(text, &expected_end);

	if (wrong) {
		MUST(*wrong && us == UNTOUCHED && end == text);
		MUST((expected < 0) == (strcmp(wrong, "not a time") == 0 ||
					strcmp(wrong, "a sign is not allowed") == 0));
		MUST(expected > LONGEST_US || strcmp(wrong, "too long") != 0);
	} else {
		struct duration printed = duration_print(us);
		const char *rest = printed.text;

		MUST(us <= LONGEST_US && fabsl(expected - us) < 0.001L);
		MUST(end == expected_end);
		MUST(!duration_parse(&rest, &again) && *rest == '\0' && again == us);
	}
	free(text);
	return 0;
}
