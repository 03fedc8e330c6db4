/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* duration_parse(): every spelling that is a time, what is wrong with the rest, and how a
 * time is printed. */
#include "words/duration.h"

#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UNTOUCHED 0xdeadbeef
#define HOUR_US	  3600000000U

/* Parse a copy that ends where its memory does, so that a sanitizer sees overreads. */
static const char *parse(const char *text, uint32_t *ret_us, size_t *ret_length)
{
	char *copy = malloc(strlen(text) + 1);
	const char *next = copy, *wrong;

	assert_non_null(copy);
	strcpy(copy, text);
	wrong = duration_parse(&next, ret_us);
	*ret_length = (size_t)(next - copy);
	free(copy);
	return wrong;
}

static void assert_time_before(const char *rest, const char *time, uint32_t expected)
{
	char text[128];
	uint32_t us = ~expected;
	size_t length;
	const char *wrong;

	assert_true(snprintf(text, sizeof(text), "%s%s", time, rest) < (int)sizeof(text));
	wrong = parse(text, &us, &length);
	if (wrong)
		fail_msg("'%s': %s", text, wrong);
	if (us != expected)
		fail_msg("'%s': %u us, not %u", text, us, expected);
	assert_int_equal(length, strlen(time));
}

static void assert_time(const char *text, uint32_t expected)
{
	assert_time_before("", text, expected);
}

static void assert_wrong(const char *text, const char *expected)
{
	uint32_t us = UNTOUCHED;
	size_t length;
	const char *wrong = parse(text, &us, &length);

	if (!wrong)
		fail_msg("'%.60s': taken as %u us", text, us);
	if (strcmp(wrong, expected) != 0)
		fail_msg("'%.60s': %s, not %s", text, wrong, expected);
	assert_int_equal(us, UNTOUCHED);
	assert_int_equal(length, 0);
}

static void each_unit_is_read_and_seconds_need_none(void **state)
{
	static const struct {
		const char *text;
		uint32_t us;
	} rows[] = {
		{ "1us", 1 },
		{ "10us", 10 },
		{ "1ms", 1000 },
		{ "5ms", 5000 },
		{ "1s", 1000000 },
		{ "1", 1000000 },
		{ "30", 30000000 },
		{ "1min", 60000000 },
		{ "2min", 120000000 },

		{ "0", 0 },
		{ "0us", 0 },
		{ "0ms", 0 },
		{ "0s", 0 },
		{ "0min", 0 },
		{ "0.0", 0 },
		{ "0.000000000000000000000000min", 0 },

		/* Decimal, whatever it begins with. */
		{ "010us", 10 },
		{ "0000000000000000000000000000001us", 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_time(rows[i].text, rows[i].us);
}

static void a_fraction_counts_down_to_a_microsecond(void **state)
{
	static const struct {
		const char *text;
		uint32_t us;
	} rows[] = {
		{ "1.5s", 1500000 },
		{ "1.5", 1500000 },
		{ "0.1ms", 100 },
		{ "1.25ms", 1250 },
		{ "0.001ms", 1 },
		{ "0.000001", 1 },
		{ "0.000001s", 1 },
		{ "3.141592s", 3141592 },
		{ "0.5min", 30000000 },
		{ "0.1min", 6000000 },
		{ "0.00000005min", 3 },
		{ "1.00000005min", 60000003 },
		{ "59.99999995min", HOUR_US - 3 },
		{ "5.0us", 5 },
		{ "5.00000000000000000000us", 5 },
		{ "0.00000100000000000000000s", 1 },
		{ "1.500000000000000000000000", 1500000 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_time(rows[i].text, rows[i].us);
}

static void what_would_be_rounded_is_refused(void **state)
{
	static const char *const texts[] = {
		"0.1us",
		"0.9us",
		"1.5us",
		"0.0001ms",
		"1.0005ms",
		"0.0000001",
		"0.0000001s",
		"1.2345678s",
		"0.00000001min",
		"0.000000001min",
		"0.0000000005min",
		"0.33333333333333333333min",
		"0.0000000001us",
		"0.000000000000000000000000001s",
		"1.0000000000000000000000000001s",
		"3599.9999999",
		"59.99999999min",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++)
		assert_wrong(texts[i], "finer than a microsecond");
}

static void an_hour_is_the_longest(void **state)
{
	static const char *const longest[] = {
		"60min",	"3600s",   "3600",	  "3600000ms",
		"3600000000us", "60.0min", "3600.000000",
	};
	static const char *const longer[] = {
		"61min",
		"60.00000005min",
		"60.1min",
		"3601s",
		"3600.000001",
		"3600.5",
		"3600001ms",
		"3600000.001ms",
		"3600000001us",
		/* What 32 or 64 bits would make small again. */
		"4294967296us",
		"4294967297us",
		"4294.967296s",
		"4294967296",
		"71.6min",
		"18446744073709551616us",
		"18446744073709551617us",
		"18446744073709551616",
		"18446744073709551616min",
		"307445734561825861min",
		"307445734561825862min",
		"18446744073710s",
		"99999999999999999999999999999999999999.9min",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(longest); i++)
		assert_time(longest[i], HOUR_US);
	for (size_t i = 0; i < COUNT(longer); i++)
		assert_wrong(longer[i], "too long");
	assert_time("3599999999us", HOUR_US - 1);
	assert_time("3599.999999", HOUR_US - 1);
}

static void what_is_no_time_is_refused(void **state)
{
	static const char *const texts[] = {
		"",
		" ",
		"x",
		"us",
		"s",
		"min",
		".",
		".5",
		".5s",
		"1.",
		"1.s",
		"1.ms",
		"1..5",
		"1.5.5",
		"1.5.s",
		"1,5s",
		" 1s",
		"\t1",
		"\n",
		"1S",
		"1MS",
		"1Ms",
		"1US",
		"1MIN",
		"1m",
		"1mi",
		"1mins",
		"1minx",
		"1sec",
		"1ss",
		"1u",
		"1usx",
		"1us1",
		"1mss",
		"1h",
		"1d",
		"1ns",
		"1e3us",
		"0x10ms",
		"0b1s",
		"1_000",
		"1:2",
		"1s:",
		":",
		"1s;",
		"1s#",
		"1\r",
		"1s\r",
		"1-2s",
		"1s-",
		"1+",
		"1.-5s",
		"1.+5s",
		"1. 5s",
		"one",
		"1\xc2\xb5s",
		"\xd9\xa5s",
		"99999999999999999999x",
		"0.0000000000000001x",
		"inf",
		"nan",
		"#",
	};
	static const char *const signs[] = { "-", "+", "-1", "+1s", "-1ms", "+0", "--1" };

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++)
		assert_wrong(texts[i], "not a time");
	for (size_t i = 0; i < COUNT(signs); i++)
		assert_wrong(signs[i], "a sign is not allowed");
}

static void a_time_ends_where_a_word_does(void **state)
{
	static const char *const times[] = { "1500000us", "1500ms", "1.5s", "1.5" };
	static const char *const rests[] = { "",    " ",    "\t",  "\n",
					     " us", "\tms", "\n5", " #" };

	(void)state;
	for (size_t i = 0; i < COUNT(times); i++)
		for (size_t j = 0; j < COUNT(rests); j++)
			assert_time_before(rests[j], times[i], 1500000);
}

static void very_many_digits_are_read_to_their_end(void **state)
{
	static char text[100001];
	const size_t last = sizeof(text) - 2;
	uint32_t us = UNTOUCHED;
	size_t length;

	(void)state;
	memset(text, '9', sizeof(text) - 1);
	assert_wrong(text, "too long");
	text[last] = 'x';
	assert_wrong(text, "not a time");
	text[50000] = '.';
	text[last] = 's';
	assert_wrong(text, "too long");

	memset(text, '0', sizeof(text) - 1);
	text[last] = '7';
	assert_null(parse(text, &us, &length));
	assert_int_equal(us, 7000000);
	assert_int_equal(length, sizeof(text) - 1);

	text[1] = '.';
	assert_wrong(text, "finer than a microsecond");
	text[last] = '0';
	text[7] = '7';
	assert_null(parse(text, &us, &length));
	assert_int_equal(us, 7);
}

static void a_time_is_printed_whole_in_its_largest_unit(void **state)
{
	static const struct {
		uint32_t us;
		const char *text;
	} rows[] = {
		{ 0, "0s" },
		{ 1, "1us" },
		{ 10, "10us" },
		{ 999, "999us" },
		{ 1000, "1ms" },
		{ 1001, "1001us" },
		{ 100000, "100ms" },
		{ 1000000, "1s" },
		{ 1500000, "1500ms" },
		{ 5000000, "5s" },
		{ 59000000, "59s" },
		{ 60000000, "1min" },
		{ 90000000, "90s" },
		{ HOUR_US, "60min" },
		{ HOUR_US - 1, "3599999999us" },
		{ UINT32_MAX, "4294967295us" },
		{ 4260000000, "71min" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_string_equal(duration_print(rows[i].us).text, rows[i].text);
}

static void what_is_printed_is_read_as_the_same(void **state)
{
	(void)state;
	for (uint32_t us = 0; us < 100000; us++)
		assert_time(duration_print(us).text, us);
	for (uint64_t us = 1; us <= HOUR_US; us += us / 1000 + 1)
		assert_time(duration_print((uint32_t)us).text, (uint32_t)us);
	for (uint32_t seconds = 0; seconds <= 3600; seconds++)
		assert_time(duration_print(seconds * 1000000).text, seconds * 1000000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_unit_is_read_and_seconds_need_none),
		cmocka_unit_test(a_fraction_counts_down_to_a_microsecond),
		cmocka_unit_test(what_would_be_rounded_is_refused),
		cmocka_unit_test(an_hour_is_the_longest),
		cmocka_unit_test(what_is_no_time_is_refused),
		cmocka_unit_test(a_time_ends_where_a_word_does),
		cmocka_unit_test(very_many_digits_are_read_to_their_end),
		cmocka_unit_test(a_time_is_printed_whole_in_its_largest_unit),
		cmocka_unit_test(what_is_printed_is_read_as_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
