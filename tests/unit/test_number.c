/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* number_parse(): every spelling that is a number, and what is wrong with the rest. */
#include "number.h"

#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UNTOUCHED 0xdeadbeef

/* Parse a copy that ends where its memory does, so that a sanitizer sees overreads. */
static const char *parse_slice(const char *text, size_t length, uint32_t max,
			       uint32_t *ret_number)
{
	char *slice = malloc(length);
	const char *wrong;

	assert_non_null(slice);
	memcpy(slice, text, length);
	wrong = number_parse(slice, length, max, ret_number);
	free(slice);
	return wrong;
}

static void assert_number(const char *text, uint32_t max, uint32_t expected)
{
	uint32_t number = ~expected;
	const char *wrong = parse_slice(text, strlen(text), max, &number);

	if (wrong)
		fail_msg("'%s': %s", text, wrong);
	if (number != expected)
		fail_msg("'%s': %u, not %u", text, number, expected);
}

static void assert_wrong(const char *text, size_t length, uint32_t max,
			 const char *expected)
{
	uint32_t number = UNTOUCHED;
	const char *wrong = parse_slice(text, length, max, &number);

	if (!wrong)
		fail_msg("'%.60s': taken as %u", text, number);
	if (strcmp(wrong, expected) != 0)
		fail_msg("'%.60s': %s, not %s", text, wrong, expected);
	assert_int_equal(number, UNTOUCHED);
}

static void each_base_is_read_in_either_case(void **state)
{
	static const struct {
		const char *text;
		uint32_t number;
	} rows[] = {
		{ "0", 0 },
		{ "1", 1 },
		{ "9", 9 },
		{ "10", 10 },
		{ "4294967295", 4294967295 },
		{ "0x0", 0 },
		{ "0xabcdef", 0xabcdef },
		{ "0XABCDEF", 0xabcdef },
		{ "0xAbCd19", 0xabcd19 },
		{ "0xffffffff", 0xffffffff },
		{ "0b0", 0 },
		{ "0b101", 5 },
		{ "0B101", 5 },
		{ "0b11111111111111111111111111111111", 0xffffffff },
		{ "0o0", 0 },
		{ "0o70", 56 },
		{ "0O70", 56 },
		{ "0o37777777777", 0xffffffff },
		/* After a prefix a zero leads nobody astray. */
		{ "0x00000000000000000080", 0x80 },
		{ "0b0000000000000000000000000000000000000001", 1 },
		{ "0o007", 7 },
		/* A digit of this base that is the letter of another. */
		{ "0xb1", 0xb1 },
		{ "0x0b1", 0xb1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_number(rows[i].text, UINT32_MAX, rows[i].number);
}

static void the_maximum_is_the_last_number_taken(void **state)
{
	static const uint32_t maxima[] = { 0,	   1,	   9,	       0xff,
					   0xfffc, 0xffff, 0xfffffffe, 0xffffffff };
	char text[32];

	(void)state;
	for (size_t i = 0; i < COUNT(maxima); i++) {
		uint32_t max = maxima[i];
		unsigned long long above = max + 1ULL;

		snprintf(text, sizeof(text), "%u", max);
		assert_number(text, max, max);
		snprintf(text, sizeof(text), "0x%x", max);
		assert_number(text, max, max);
		assert_number("0", max, 0);

		snprintf(text, sizeof(text), "%llu", above);
		assert_wrong(text, strlen(text), max, "too large");
		snprintf(text, sizeof(text), "0x%llx", above);
		assert_wrong(text, strlen(text), max, "too large");
		snprintf(text, sizeof(text), "0o%llo", above);
		assert_wrong(text, strlen(text), max, "too large");
	}
}

static void whatever_is_wrong_has_its_phrase(void **state)
{
	static const struct {
		const char *text;
		const char *wrong;
	} rows[] = {
		{ "", "an empty word" },

		{ "-1", "a sign is not allowed" },
		{ "+1", "a sign is not allowed" },
		{ "-", "a sign is not allowed" },
		{ "+", "a sign is not allowed" },
		{ "-0x1", "a sign is not allowed" },
		{ "-x", "a sign is not allowed" },

		{ "00", "a leading zero is ambiguous" },
		{ "070", "a leading zero is ambiguous" },
		{ "08", "a leading zero is ambiguous" },
		{ "00x1", "a leading zero is ambiguous" },

		{ "0x", "digits are missing" },
		{ "0X", "digits are missing" },
		{ "0b", "digits are missing" },
		{ "0o", "digits are missing" },

		{ " ", "not a number" },
		{ " 5", "not a number" },
		{ "5 ", "not a number" },
		{ "1 2", "not a number" },
		{ "\t5", "not a number" },
		{ "5\n", "not a number" },
		{ "0 ", "not a number" },
		{ "0x 5", "not a number" },
		{ "0x5 ", "not a number" },
		{ " 0x5", "not a number" },
		{ "5x", "not a number" },
		{ "x5", "not a number" },
		{ "a", "not a number" },
		{ "1a", "not a number" },
		{ "5h", "not a number" },
		{ "5u", "not a number" },
		{ "5.0", "not a number" },
		{ "1e3", "not a number" },
		{ "1_000", "not a number" },
		{ "5-", "not a number" },
		{ "0-", "not a number" },
		{ "0x-1", "not a number" },
		{ "0x+1", "not a number" },
		{ "0x0x1", "not a number" },
		{ "0xg", "not a number" },
		{ "0xG", "not a number" },
		{ "0x@", "not a number" },
		{ "0x`", "not a number" },
		{ "0x/", "not a number" },
		{ "0x:", "not a number" },
		{ "/", "not a number" },
		{ ":", "not a number" },
		{ "0b2", "not a number" },
		{ "0b12", "not a number" },
		{ "0o8", "not a number" },
		{ "0o78", "not a number" },
		{ "0d5", "not a number" },
		{ "0a", "not a number" },
		{ "0h", "not a number" },
		{ "$80", "not a number" },
		{ "0x\xef\xbc\x95", "not a number" }, /* U+FF15, a wide 5 */
		{ "\xd9\xa5", "not a number" },	      /* U+0665, an Arabic 5 */
		{ "5\xff", "not a number" },
		{ "\xb5", "not a number" }, /* '5' with the high bit */
		{ "99999999999999999999x", "not a number" },

		{ "4294967296", "too large" },
		{ "0x100000000", "too large" },
		{ "0b100000000000000000000000000000000", "too large" },
		{ "0o40000000000", "too large" },
		{ "18446744073709551615", "too large" },
		{ "18446744073709551616", "too large" },
		{ "18446744073709551617", "too large" },
		{ "0x10000000000000000", "too large" },
		{ "0x10000000000000001", "too large" },
		{ "0xffffffffffffffffffffffffffffffff", "too large" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_wrong(rows[i].text, strlen(rows[i].text), UINT32_MAX,
			     rows[i].wrong);
}

static void a_nul_is_a_character_like_any_other(void **state)
{
	static const struct {
		char text[4];
		size_t length;
	} rows[] = {
		{ { '\0' }, 1 },
		{ { '5', '\0' }, 2 },
		{ { '5', '\0', '6' }, 3 },
		{ { '\0', '5' }, 2 },
		{ { '0', '\0' }, 2 },
		{ { '0', 'x', '\0' }, 3 },
		{ { '0', 'x', '\0', '1' }, 4 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_wrong(rows[i].text, rows[i].length, UINT32_MAX, "not a number");
}

static void only_the_length_is_read(void **state)
{
	static const struct {
		const char *text;
		size_t length;
		uint32_t number;
	} rows[] = {
		{ "0x80", 1, 0 },   { "0x80", 3, 8 },
		{ "12:34", 2, 12 }, { "5x", 1, 5 },
		{ "070", 1, 0 },    { "0b12", 3, 1 },
		{ "1 ", 1, 1 },	    { "4294967296", 9, 429496729 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		uint32_t number = UNTOUCHED;

		assert_null(
			number_parse(rows[i].text, rows[i].length, UINT32_MAX, &number));
		assert_int_equal(number, rows[i].number);
	}
	assert_wrong("5", 0, UINT32_MAX, "an empty word");
	assert_wrong("0x80", 2, UINT32_MAX, "digits are missing");
}

static void a_long_word_is_read_to_its_end(void **state)
{
	static char text[100000];
	uint32_t number = UNTOUCHED;

	(void)state;
	memset(text, '9', sizeof(text));
	assert_wrong(text, sizeof(text), UINT32_MAX, "too large");
	text[sizeof(text) - 1] = 'x';
	assert_wrong(text, sizeof(text), UINT32_MAX, "not a number");

	memset(text, '0', sizeof(text));
	assert_wrong(text, sizeof(text), UINT32_MAX, "a leading zero is ambiguous");
	text[1] = 'x';
	text[sizeof(text) - 1] = '7';
	assert_null(parse_slice(text, sizeof(text), 7, &number));
	assert_int_equal(number, 7);
	text[2] = '1';
	assert_wrong(text, sizeof(text), UINT32_MAX, "too large");
}

/* printf() has no binary in C17. */
static void spell_binary(char *text, uint32_t number)
{
	int digits = 1;

	while (number >> digits)
		digits++;
	*text++ = '0';
	*text++ = 'b';
	while (digits-- > 0)
		*text++ = number >> digits & 1 ? '1' : '0';
	*text = '\0';
}

static void every_address_is_read_in_each_base(void **state)
{
	char text[32];

	(void)state;
	for (uint32_t number = 0; number <= 0xffff; number++) {
		snprintf(text, sizeof(text), "%u", number);
		assert_number(text, 0xffff, number);
		snprintf(text, sizeof(text), "0x%x", number);
		assert_number(text, 0xffff, number);
		snprintf(text, sizeof(text), "0X%04X", number);
		assert_number(text, 0xffff, number);
		snprintf(text, sizeof(text), "0o%o", number);
		assert_number(text, 0xffff, number);
		spell_binary(text, number);
		assert_number(text, 0xffff, number);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_base_is_read_in_either_case),
		cmocka_unit_test(the_maximum_is_the_last_number_taken),
		cmocka_unit_test(whatever_is_wrong_has_its_phrase),
		cmocka_unit_test(a_nul_is_a_character_like_any_other),
		cmocka_unit_test(only_the_length_is_read),
		cmocka_unit_test(a_long_word_is_read_to_its_end),
		cmocka_unit_test(every_address_is_read_in_each_base),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
