/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* number_parse(), and its quick way: every spelling that is a number, and what is wrong
 * with the rest. */
#include "words/number.h"

#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UNTOUCHED 0xdeadbeef

/* How many digits number_parse_short() reads. */
#define SHORT_DIGITS 9

/* What number_parse() made of a text. */
struct read {
	const char *wrong, *end;
	uint32_t number;
	size_t digits;
};

/* That the quick way takes it if it is decimal or hexadecimal, good, short, and ends so;
 * and is the same then. */
static void assert_short(const char *text, uint32_t max, uint64_t end_class,
			 const struct read *read)
{
	uint32_t number = UNTOUCHED;
	const char *end = number_parse_short(text, max, end_class, &number);
	bool is_common = *text != '0' || !number_base(text[1]) || (text[1] | 0x20) == 'x';
	bool is_short = !read->wrong && is_common && read->digits <= SHORT_DIGITS &&
			number_class(*read->end) == end_class;

	if (end != (is_short ? read->end : NULL) ||
	    number != (is_short ? read->number : UNTOUCHED))
		fail_msg("'%.60s': %s, %u; but quickly %s, %u", text,
			 read->wrong ? read->wrong : "good", read->number,
			 end ? "good" : "not", number);
}

/*
 * Parse a copy that ends where its memory does, so that a sanitizer sees overreads, in
 * all ways; they agree. Returns also how many characters the number had.
 */
static const char *parse(const char *text, uint32_t max, uint32_t *ret_number,
			 size_t *ret_length)
{
	char *copy = malloc(strlen(text) + 1);
	struct read read = { .number = *ret_number };

	assert_non_null(copy);
	strcpy(copy, text);
	read.end = copy;
	read.wrong = number_parse(copy, max, &read.end, &read.number);
	if (!read.wrong)
		read.digits = (size_t)(read.end - copy) -
			      (*copy == '0' && number_base(copy[1]) ? 2 : 0);
	assert_short(copy, max, NUMBER_END, &read);
	assert_short(copy, max, NUMBER_COLON, &read);
	*ret_number = read.number;
	*ret_length = (size_t)(read.end - copy);
	free(copy);
	return read.wrong;
}

/* The number is followed by a rest, which is not read. */
static void assert_number_before(const char *rest, const char *number_text, uint32_t max,
				 uint32_t expected)
{
	char text[128];
	uint32_t number = ~expected;
	size_t length;
	const char *wrong;

	assert_true(snprintf(text, sizeof(text), "%s%s", number_text, rest) <
		    (int)sizeof(text));
	wrong = parse(text, max, &number, &length);
	if (wrong)
		fail_msg("'%s': %s", text, wrong);
	if (number != expected)
		fail_msg("'%s': %u, not %u", text, number, expected);
	assert_int_equal(length, strlen(number_text));
}

static void assert_number(const char *text, uint32_t max, uint32_t expected)
{
	assert_number_before("", text, max, expected);
}

static void assert_wrong(const char *text, uint32_t max, const char *expected)
{
	uint32_t number = UNTOUCHED;
	size_t length;
	const char *wrong = parse(text, max, &number, &length);

	if (!wrong)
		fail_msg("'%.60s': taken as %u", text, number);
	if (strcmp(wrong, expected) != 0)
		fail_msg("'%.60s': %s, not %s", text, wrong, expected);
	assert_int_equal(number, UNTOUCHED);
	assert_int_equal(length, 0);
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
		assert_wrong(text, max, "too large");
		snprintf(text, sizeof(text), "0x%llx", above);
		assert_wrong(text, max, "too large");
		snprintf(text, sizeof(text), "0o%llo", above);
		assert_wrong(text, max, "too large");
	}
}

static void whatever_is_wrong_has_its_phrase(void **state)
{
	static const struct {
		const char *text;
		const char *wrong;
	} rows[] = {
		{ "", "an empty word" },
		{ "\n", "an empty word" },

		{ "-1", "a sign is not allowed" },
		{ "+1", "a sign is not allowed" },
		{ "-", "a sign is not allowed" },
		{ "+", "a sign is not allowed" },
		{ "-0x1", "a sign is not allowed" },
		{ "-x", "a sign is not allowed" },
		{ "0x-1", "a sign is not allowed" },
		{ "0b+1", "a sign is not allowed" },

		{ "00", "a leading zero is ambiguous" },
		{ "070", "a leading zero is ambiguous" },
		{ "08", "a leading zero is ambiguous" },
		{ "00x1", "a leading zero is ambiguous" },
		{ "00:1", "a leading zero is ambiguous" },
		{ "09 1", "a leading zero is ambiguous" },
		{ "0000000000000001", "a leading zero is ambiguous" },

		{ "0x", "digits are missing" },
		{ "0X", "digits are missing" },
		{ "0b", "digits are missing" },
		{ "0o", "digits are missing" },
		{ "0O", "digits are missing" },
		{ "0B", "digits are missing" },
		{ "0x:1", "digits are missing" },
		{ "0x 1", "digits are missing" },
		{ "0b\t1", "digits are missing" },
		{ "0o\n1", "digits are missing" },

		{ ":", "not a number" },
		{ ":1", "not a number" },
		{ "5x", "not a number" },
		{ "5\r", "not a number" },
		{ "5\v", "not a number" },
		{ "5\f", "not a number" },
		{ "\r", "not a number" },
		{ "5#", "not a number" },
		{ "5,", "not a number" },
		{ "5;", "not a number" },
		{ "x5", "not a number" },
		{ "a", "not a number" },
		{ "1a", "not a number" },
		{ "5h", "not a number" },
		{ "5u", "not a number" },
		{ "5.0", "not a number" },
		{ "1e3", "not a number" },
		{ "1_000", "not a number" },
		{ "5-", "not a number" },
		{ "5-:1", "not a number" },
		{ "123456789x", "not a number" },
		{ "1234567890x", "not a number" },
		{ "0-", "not a number" },
		{ "0x1-1", "not a number" },
		{ "0x1+1", "not a number" },
		{ "0x0x1", "not a number" },
		{ "0xg", "not a number" },
		{ "0xG", "not a number" },
		{ "0x@", "not a number" },
		{ "0x`", "not a number" },
		{ "0x/", "not a number" },
		{ "/", "not a number" },
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
		assert_wrong(rows[i].text, UINT32_MAX, rows[i].wrong);
}

static void a_number_ends_where_a_word_does_or_at_a_colon(void **state)
{
	static const char *const rests[] = {
		"",    " ",   "\t", "\n", ":",	     " 1",
		"\t#", "\n5", ":x", "::", ":0xff\n", " \xff",
	};
	static const struct {
		const char *text;
		uint32_t number;
	} rows[] = {
		{ "0", 0 },
		{ "7", 7 },
		{ "0x0", 0 },
		{ "0xcf8", 0xcf8 },
		{ "0b1", 1 },
		{ "0o7", 7 },
		{ "999999999", 999999999 },
		{ "1000000000", 1000000000 },
		{ "4294967295", 4294967295 },
		{ "0xffffffff", 0xffffffff },
		{ "0x00000000f", 0xf },
		{ "0x000000000f", 0xf },
		{ "0b111111111", 0x1ff },
		{ "0b1111111111", 0x3ff },
		{ "0o777777777", 0777777777 },
		{ "0o1234567012", 01234567012 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		for (size_t j = 0; j < COUNT(rests); j++)
			assert_number_before(rests[j], rows[i].text, UINT32_MAX,
					     rows[i].number);
}

static void a_long_word_is_read_to_its_end(void **state)
{
	static char text[100001];
	const size_t last = sizeof(text) - 2;
	uint32_t number = UNTOUCHED;
	size_t length;

	(void)state;
	memset(text, '9', sizeof(text) - 1);
	assert_wrong(text, UINT32_MAX, "too large");
	text[last] = 'x';
	assert_wrong(text, UINT32_MAX, "not a number");
	text[last] = ':';
	assert_wrong(text, UINT32_MAX, "too large");

	memset(text, '0', sizeof(text) - 1);
	assert_wrong(text, UINT32_MAX, "a leading zero is ambiguous");
	text[1] = 'x';
	text[last] = '7';
	assert_null(parse(text, 7, &number, &length));
	assert_int_equal(number, 7);
	assert_int_equal(length, sizeof(text) - 1);
	text[2] = '1';
	assert_wrong(text, UINT32_MAX, "too large");
}

/* Of so many digits that they wrap around in 32 or 64 bits, to something small. */
static void no_number_of_many_digits_wraps_around(void **state)
{
	char text[160];

	(void)state;
	for (int zeros = 8; zeros < 128; zeros++) {
		snprintf(text, sizeof(text), "0x1%0*d", zeros, 5);
		assert_wrong(text, UINT32_MAX, "too large");
		if (zeros > 31) {
			snprintf(text, sizeof(text), "0b1%0*d", zeros, 1);
			assert_wrong(text, UINT32_MAX, "too large");
		}
		if (zeros > 9) {
			snprintf(text, sizeof(text), "1%0*d", zeros, 5);
			assert_wrong(text, UINT32_MAX, "too large");
		}
		if (zeros > 10) {
			snprintf(text, sizeof(text), "0o1%0*d", zeros, 5);
			assert_wrong(text, UINT32_MAX, "too large");
		}
	}
}

/* What few texts in a test have: parse() compares the ways. */
static void all_ways_agree_on_any_text(void **state)
{
	static const char *const prefixes[] = { "",   "",   "0", "0x", "0X",
						"0b", "0o", ":", "-" };
	static const char alphabet[] =
		"0123456789abcdefABCDEF01010101234567 :\t\nxXoObBg-+.";
	static const uint32_t maxima[] = { 0, 0xff, 0xffff, 0xfffc, 0xffffffff };
	uint32_t random = 1, good = 0;

	(void)state;
	for (size_t i = 0; i < 2000000; i++) {
		char text[24];
		uint32_t number = UNTOUCHED;
		size_t length, end;

		random = random * 1664525 + 1013904223;
		strcpy(text, prefixes[(random >> 8) % COUNT(prefixes)]);
		end = strlen(text) + (random >> 16) % 14;
		for (size_t n = strlen(text); n < end; n++) {
			/* The first letters are digits in most bases. */
			size_t letters = random >> 31 ? 10 : sizeof(alphabet) - 1;

			random = random * 1664525 + 1013904223;
			text[n] = alphabet[(random >> 8) % letters];
			text[n + 1] = '\0';
		}
		if (!parse(text, maxima[i % COUNT(maxima)], &number, &length))
			good++;
	}
	/* Both sorts are among them. */
	assert_in_range(good, 200000, 1800000);
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
		cmocka_unit_test(a_number_ends_where_a_word_does_or_at_a_colon),
		cmocka_unit_test(a_long_word_is_read_to_its_end),
		cmocka_unit_test(no_number_of_many_digits_wraps_around),
		cmocka_unit_test(all_ways_agree_on_any_text),
		cmocka_unit_test(every_address_is_read_in_each_base),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
