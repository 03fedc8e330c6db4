/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* grid_print_heading() and grid_print_row(): whole rows, as a person sees them. */
#include "report/grid.h"

#include "test.h"

#include <stdlib.h>
#include <string.h>

#define ALL 0xffff

static const struct grid bytes = { .size = 1, .digits = 4 };
static const struct grid words = { .size = 2, .digits = 4 };
static const struct grid longs = { .size = 4, .digits = 8 };
static const struct grid coloured = { .size = 1, .digits = 4, .colour = true };

static const uint8_t counted[GRID_BYTES] = { 0x00, 0x11, 0x22, 0x33, 0x44, 0x55,
					     0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb,
					     0xcc, 0xdd, 0xee, 0xff };
static const uint8_t letters[GRID_BYTES] = "ABCDEFGHIJKLMNOP";
static const uint8_t none[GRID_BYTES];

/* What was printed of a row, or of the heading where there is none. */
static char *printed(const struct grid *grid, const struct grid_row *row)
{
	char *text;
	size_t length;
	FILE *out = open_memstream(&text, &length);
	int r;

	assert_non_null(out);
	if (row)
		grid_print_row(grid, row, out);
	else
		grid_print_heading(grid, out);
	r = fclose(out);
	assert_int_equal(r, 0);
	return text;
}

static void assert_row(const struct grid *grid, const struct grid_row *row,
		       const char *expected)
{
	char *text = printed(grid, row);

	assert_string_equal(text, expected);
	free(text);
}

static void a_heading_numbers_the_columns_and_the_characters(void **state)
{
	static const struct {
		struct grid grid;
		const char *heading;
	} rows[] = {
		{ { .size = 1, .digits = 2 },
		  "       0  1  2  3  4  5  6  7   8  9  a  b  c  d  e  f  "
		  "0123456789abcdef\n" },
		{ { .size = 1, .digits = 4 },
		  "         0  1  2  3  4  5  6  7   8  9  a  b  c  d  e  f  "
		  "0123456789abcdef\n" },
		{ { .size = 2, .digits = 4 },
		  "           0    2    4    6     8    a    c    e  "
		  "0123456789abcdef\n" },
		{ { .size = 4, .digits = 8 },
		  "                   0        4         8        c  "
		  "0123456789abcdef\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_row(&rows[i].grid, NULL, rows[i].heading);
}

static void a_row_has_its_address_its_values_and_their_characters(void **state)
{
	const struct grid_row row = { 0x3f0, counted, ALL, ALL, 0 };
	const struct grid_row text = { 0xfff0, letters, ALL, ALL, 0 };

	(void)state;
	assert_row(&bytes, &row,
		   "0x03f0  00 11 22 33 44 55 66 77  88 99 aa bb cc dd ee ff  "
		   "..\"3DUfw........\n");
	assert_row(&bytes, &text,
		   "0xfff0  41 42 43 44 45 46 47 48  49 4a 4b 4c 4d 4e 4f 50  "
		   "ABCDEFGHIJKLMNOP\n");
}

static void a_wider_value_is_one_number_whose_first_byte_is_the_low_one(void **state)
{
	const struct grid_row row = { 0x80000000, counted, ALL, ALL, 0 };
	const struct grid_row text = { 0xcf0, letters, ALL, ALL, 0 };

	(void)state;
	assert_row(
		&longs, &row,
		"0x80000000  33221100 77665544  bbaa9988 ffeeddcc  ..\"3DUfw........\n");
	assert_row(
		&words, &text,
		"0x0cf0  4241 4443 4645 4847  4a49 4c4b 4e4d 504f  ABCDEFGHIJKLMNOP\n");
}

static void an_address_has_the_digits_of_the_grid(void **state)
{
	const struct grid_row row = { 0xffffff70, letters, 1, 1, 0 };
	static const struct {
		int digits;
		const char *text;
	} rows[] = {
		{ 2, "0x70  41                                                A\n" },
		{ 4, "0xff70  41                                                A\n" },
		{ 8,
		  "0xffffff70  41                                                A\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_row(&(struct grid){ .size = 1, .digits = rows[i].digits }, &row,
			   rows[i].text);
}

static void what_was_not_read_is_dashes_without_a_character(void **state)
{
	const struct grid_row status = { 0x3f0, letters, ALL, 0x62fc, 0 };
	const struct grid_row some = { 0, letters, ALL, 0x3f0f, 0 };
	const struct grid_row half = { 0, letters, ALL, 0x0f0f, 0 };
	const struct grid_row nothing = { 0, NULL, ALL, 0, 0 };

	(void)state;
	assert_row(&bytes, &status,
		   "0x03f0  -- -- 43 44 45 46 47 48  -- 4a -- -- -- 4e 4f --    "
		   "CDEFGH J   NO\n");
	assert_row(&words, &some,
		   "0x0000  4241 4443 ---- ----  4a49 4c4b 4e4d ----  ABCD    IJKLMN\n");
	assert_row(&longs, &half,
		   "0x00000000  44434241 --------  4c4b4a49 --------  ABCD    IJKL\n");
	assert_row(&longs, &nothing,
		   "0x00000000  -------- --------  -------- --------\n");
}

static void what_was_not_asked_for_is_blank(void **state)
{
	const struct grid_row first = { 0x2f0, letters, 0xff00, 0x7e00, 0 };
	const struct grid_row last = { 0x60, letters, 0x0011, 0x0010, 0 };
	const struct grid_row value = { 0xcf0, letters, 0x0f00, 0x0f00, 0 };

	(void)state;
	assert_row(&bytes, &first,
		   "0x02f0                           -- 4a 4b 4c 4d 4e 4f --           "
		   "JKLMNO\n");
	assert_row(&bytes, &last,
		   "0x0060  --          45                                        E\n");
	assert_row(&longs, &value,
		   "0x00000cf0                     4c4b4a49                   IJKL\n");
}

static void what_has_changed_has_a_star_behind_it(void **state)
{
	const struct grid_row row = { 0x40, letters, ALL, 0xfffe, 0x8182 };
	const struct grid_row value = { 0xcf0, letters, ALL, ALL, 0xf00f };

	(void)state;
	assert_row(&bytes, &row,
		   "0x0040  -- 42*43 44 45 46 47 48* 49*4a 4b 4c 4d 4e 4f 50*  "
		   "BCDEFGHIJKLMNOP\n");
	assert_row(
		&longs, &value,
		"0x00000cf0  44434241*48474645  4c4b4a49 504f4e4d* ABCDEFGHIJKLMNOP\n");
}

static void on_a_terminal_zeros_are_faint_and_changes_stand_out(void **state)
{
	static const uint8_t some[GRID_BYTES] = { 0x00, 0x01, 0x02, 0x00 };
	const struct grid_row row = { 0x40, some, 0x001f, 0x000f, 0x000c };

	(void)state;
	assert_row(&coloured, &row,
		   "0x0040  \033[2m00\033[0m 01 \033[1;7m02\033[0m \033[1;7m00\033[0m --"
		   "                                    ....\n");
}

/* The longest that there is: it stays within the buffer, which a sanitizer watches. */
static void a_row_of_nothing_but_colour_is_whole(void **state)
{
	const struct grid_row row = { 0xfffffff0, none, ALL, ALL, ALL };
	const struct grid grid = { .size = 1, .digits = 8, .colour = true };
	char expected[512] = "0xfffffff0  ";

	(void)state;
	for (int n = 0; n < GRID_BYTES; n++)
		strcat(strcat(expected, n == 8 ? " " : ""), "\033[1;7m00\033[0m ");
	assert_row(&grid, &row, strcat(expected, " ................\n"));
}

static void no_row_is_wider_than_80_columns(void **state)
{
	const struct grid_row row = { 0xfffffff0, letters, ALL, ALL, ALL };

	(void)state;
	for (uint32_t size = 1; size <= 4; size *= 2) {
		const struct grid grid = { .size = size, .digits = 8 };
		char *text = printed(&grid, &row), *heading = printed(&grid, NULL);

		assert_in_range(strcspn(text, "\n"), 1, 80);
		assert_int_equal(strlen(text), strlen(heading));
		free(text);
		free(heading);
	}
}

static void only_printable_ascii_is_shown_as_a_character(void **state)
{
	(void)state;
	for (unsigned int value = 0; value <= 0xff; value++) {
		uint8_t alone[GRID_BYTES] = { (uint8_t)value, 'x' };
		const struct grid_row row = { 0, alone, 3, 3, 0 };
		char *text = printed(&bytes, &row), expected[128];

		snprintf(expected, sizeof(expected), "0x0000  %02x 78%45s%cx\n", value,
			 "", value >= 0x20 && value < 0x7f ? (char)value : '.');
		assert_string_equal(text, expected);
		free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_heading_numbers_the_columns_and_the_characters),
		cmocka_unit_test(a_row_has_its_address_its_values_and_their_characters),
		cmocka_unit_test(
			a_wider_value_is_one_number_whose_first_byte_is_the_low_one),
		cmocka_unit_test(an_address_has_the_digits_of_the_grid),
		cmocka_unit_test(what_was_not_read_is_dashes_without_a_character),
		cmocka_unit_test(what_was_not_asked_for_is_blank),
		cmocka_unit_test(what_has_changed_has_a_star_behind_it),
		cmocka_unit_test(on_a_terminal_zeros_are_faint_and_changes_stand_out),
		cmocka_unit_test(a_row_of_nothing_but_colour_is_whole),
		cmocka_unit_test(no_row_is_wider_than_80_columns),
		cmocka_unit_test(only_printable_ascii_is_shown_as_a_character),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
