/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* wrap_print(): lines of 80 columns, and nothing in them that is no text. */
#include "report/wrap.h"

#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void assert_wrapped(int column, const char *text, const char *expected)
{
	FILE *standard = stdout;
	char *printed;
	size_t size;

	stdout = open_memstream(&printed, &size);
	wrap_print(column, text);
	fclose(stdout);
	stdout = standard;
	assert_string_equal(printed, expected);
	free(printed);
}

static void a_line_ends_at_the_last_blank_that_leaves_no_word_cut(void **state)
{
	(void)state;
	assert_wrapped(70, "", "\n");
	assert_wrapped(70, "a", "a\n");
	assert_wrapped(70, "0123456789", "0123456789\n");
	assert_wrapped(76, "a b c d",
		       "a b\n                                            "
		       "                                c d\n");
	assert_wrapped(78, "ab c",
		       "ab\n                                              "
		       "                                c\n");
	assert_wrapped(78, "abc",
		       "ab\n                                               "
		       "                               c\n");
}

static void what_is_not_printable_is_escaped(void **state)
{
	(void)state;
	assert_wrapped(0, "a\nb \x1b[2J ~\x7f\xc3\xa9",
		       "a\\x0ab \\x1b[2J ~\\x7f\\xc3\\xa9\n");
}

/* There is room for 1023 characters, and an escape is not cut. */
static void a_text_that_is_too_long_is_cut(void **state)
{
	char text[2000], expected[2000] = "";

	(void)state;
	memset(text, '\x01', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	/* Twenty escapes are a line. */
	for (int i = 0; i < 255; i++)
		sprintf(expected + strlen(expected), "\\x01%s", i % 20 == 19 ? "\n" : "");
	strcat(expected, "\n");
	assert_wrapped(0, text, expected);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_ends_at_the_last_blank_that_leaves_no_word_cut),
		cmocka_unit_test(what_is_not_printable_is_escaped),
		cmocka_unit_test(a_text_that_is_too_long_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
