/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a person may have meant: it is advised where it is right, or else nothing is. */
#include "words/hint.h"

#include "words/duration.h"
#include "words/number.h"

#include "test.h"

#include <stdio.h>
#include <string.h>

#define HEX "hexadecimal always needs 0x: "

static void assert_hint(const char *word, struct hint hint, const char *expected)
{
	if (strcmp(hint.text, expected) != 0)
		fail_msg("'%s': '%s', not '%s'", word, hint.text, expected);
}

static void a_number_spelled_otherwise_is_spelled_our_way(void **state)
{
	static const struct {
		const char *word;
		uint32_t max;
		const char *hint;
	} rows[] = {
		{ "5a", 0xff, HEX "0x5a" },
		{ "ffffffffh", UINT32_MAX, HEX "0xffffffff" },
		{ "H'80", 0xff, "" },
		{ "h", 0xff, "" },
		{ "&h", 0xff, "" },
		{ "$", 0xff, "" },
		{ "$$80", 0xff, "" },
		{ "80hh", 0xff, "" },
		{ "0x80 1", 0xff, "" },
		{ "5a 1", 0xff, HEX "0x5a" },
		{ "5a:1", 0xff, HEX "0x5a" },
		{ "5a\n", 0xff, HEX "0x5a" },
		{ "_", 0xff, "" },
		{ "1__0_", 0xff, "did you mean 10?" },
		{ "0b_101", 0xff, "did you mean 0b101?" },
		{ "L", 0xff, "" },
		{ "5,5", 0xff, "" },
		{ "-5", 0xff, "" },
		{ "+5a", 0xff, "" },
		{ "", 0xff, "" },
		{ ":", 0xff, "" },
		{ "5", 0xff, "" },

		/* What would be too large. */
		{ "256", 0xff, "" },
		{ "0x100", 0xff, "" },
		{ "100h", 0xff, "" },
		{ "1_000", 0xff, "" },
		{ "080", 0x50, "did you mean 80?" },
		{ "080", 0x4f, "" },
		{ "0100", 0xff, "did you mean 100 or 0o100?" },
		{ "000000000", 0, "did you mean 0?" },

		/* Of more letters than anything that is meant. */
		{ "0x000000000000000000000000000000000000000000005h", 0xff,
		  "did you mean 0x000000000000000000000000000000000000000000005?" },
		{ "0x00000000000000000000000000000000000000000000005h", 0xff, "" },
		{ "00000000000000000000000000000000000000000000000005", 0xff, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_hint(rows[i].word, hint_number(rows[i].word, rows[i].max),
			    rows[i].hint);
}

static void a_time_spelled_otherwise_is_spelled_our_way(void **state)
{
	static const struct {
		const char *word, *hint;
	} rows[] = {
		{ "5 ms", "a time has no blank: 5ms" },
		{ "\t5ms\n", "a time has no blank: 5ms" },
		{ "1 , 5 s", "a time has no blank: 1.5s" },
		{ ",5s", "did you mean 0.5s?" },
		{ "5Ms", "did you mean 5ms?" },
		{ "1MIN", "did you mean 1min?" },
		{ "5secs", "did you mean 5s?" },
		{ "5ms", "" },
		{ "5 5", "a time has no blank: 55" },
		{ "61 min", "" },
		{ "0.1 us", "" },
		{ "5m", "" },
		{ "sec", "" },
		{ "", "" },
		{ " ", "" },
		{ ".", "" },
		{ "-5 ms", "" },
		{ "1,5,5", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_hint(rows[i].word, hint_time(rows[i].word, strlen(rows[i].word)),
			    rows[i].hint);
}

static void a_unit_alone_has_lost_its_number(void **state)
{
	static const struct {
		const char *word, *hint;
	} rows[] = {
		{ "us", "a time has no blank, as in 5us" },
		{ "ms", "a time has no blank, as in 5ms" },
		{ "s", "a time has no blank, as in 5s" },
		{ "min", "a time has no blank, as in 5min" },
		{ "", "" },
		{ "5", "" },
		{ ".5", "" },
		{ "h", "" },
		{ "mss", "" },
		{ "ms 5", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_hint(rows[i].word, hint_unit(rows[i].word, strlen(rows[i].word)),
			    rows[i].hint);
}

static void typographic_characters_have_their_ascii(void **state)
{
	static const struct {
		const char *word, *hint;
	} rows[] = {
		{ u8"\u201eiow8\u201c", "type it in ASCII: iow8" },
		{ u8"\u00abior8\u00bb\u3000\u202f1", "type it in ASCII: ior8  1" },
		{ u8"\ufeff\u2060sleep\u200b", "type it in ASCII: sleep" },
		{ u8"1\uff1a2", "type it in ASCII: 1:2" },
		{ u8"0\u04451", "type it in ASCII: 0x1" },
		{ "iow8", "" },
		{ "", "" },
		/* There is more that would have to be typed otherwise. */
		{ u8"\u00e9\u00a0", "" },
		{ u8"\u00a0\x1b[2J", "" },
		{ u8"\u00a0\x7f", "" },
		{ "\xe2\x80", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_hint(rows[i].word, hint_ascii(rows[i].word, strlen(rows[i].word)),
			    rows[i].hint);
}

static void a_typographic_dash_is_known_at_the_beginning(void **state)
{
	(void)state;
	assert_int_equal(hint_dash(u8"\u2013d"), 3);
	assert_int_equal(hint_dash(u8"\u2014"), 3);
	assert_int_equal(hint_dash(u8"\u2212\u2212"), 3);
	assert_int_equal(hint_dash("-d"), 0);
	assert_int_equal(hint_dash(u8"d\u2013"), 0);
	assert_int_equal(hint_dash(u8"\u201cd"), 0);
	assert_int_equal(hint_dash("\xe2\x80"), 0);
	assert_int_equal(hint_dash(""), 0);
}

static void a_name_is_near_when_one_slip_makes_the_other(void **state)
{
	static const struct {
		const char *word, *name;
		bool near;
	} rows[] = {
		{ "finaly", "finally", true },
		{ "finallly", "finally", true },
		{ "funally", "finally", true },
		{ "fianlly", "finally", true },
		{ "finalyl", "finally", true },
		{ "inally", "finally", true },
		{ "finall", "finally", true },
		{ "xfinally", "finally", true },
		{ "finallyx", "finally", true },
		{ "ifnally", "finally", true },
		{ "FINALLY", "finally", true },
		{ "finally", "finally", true },
		{ "fnaly", "finally", false },
		{ "finallyxx", "finally", false },
		{ "ylfinal", "finally", false },
		{ "Finaly", "finally", false },
		{ "fiannly", "finally", false },
		{ "fnxally", "finally", false },
		{ "", "finally", false },
		{ "x", "ab", false },
		{ "", "a", true },
		{ "ba", "ab", true },
		{ "bac", "ab", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		if (hint_is_near(rows[i].word, strlen(rows[i].word), rows[i].name) !=
		    rows[i].near)
			fail_msg("%s, %s", rows[i].word, rows[i].name);
	/* Only the length counts. */
	assert_true(hint_is_near("finaly iow8", 6, "finally"));
	assert_false(hint_is_near("finaly", 5, "finally"));
}

static void all_that_may_have_been_meant_is_one_question(void **state)
{
	struct hint hint = { "" };

	(void)state;
	hint_offer(&hint, "--", "verify");
	assert_string_equal(hint.text, "did you mean --verify?");
	hint_offer(&hint, "--", "verbose");
	assert_string_equal(hint.text, "did you mean --verify or --verbose?");
	/* Without room it is cut. */
	for (int i = 0; i < 100; i++)
		hint_offer(&hint, "", "0123456789");
	assert_int_equal(strlen(hint.text), sizeof(hint.text) - 1);
}

/* Whatever is advised of numbers stands behind one of these, and ends in these. */
static size_t advised(const char *hint, char numbers[])
{
	static const char *const before[] = { "0x: ", "mean ",
					      "ASCII: ", "blank: ", " in " };
	const char *from = NULL;
	size_t length;

	for (size_t i = 0; !from && i < COUNT(before); i++) {
		from = strstr(hint, before[i]);
		if (from)
			from += strlen(before[i]);
	}
	if (!from)
		fail_msg("'%s'", hint);
	length = strcspn(from, "?");
	memcpy(numbers, from, length);
	numbers[length] = '\0';
	return length;
}

/* A word of what is in such words, of those that random tells. */
static void make_word(uint32_t *random, const char *const pieces[], size_t count,
		      char word[])
{
	*word = '\0';
	do {
		*random = *random * 1664525 + 1013904223;
		strcat(word, pieces[(*random >> 8) % count]);
	} while (*random >> 30 && strlen(word) < 64);
}

static void whatever_number_is_advised_is_one(void **state)
{
	static const char *const pieces[] = {
		"0", "1",  "7", "9",  "a",  "f", "0x", "0b",	   "0o",       "x",
		"h", "&h", "$", "#",  "_",  ",", ";",  "UL",	   ":",	       "\r",
		"-", "+",  "g", "00", "80", " ", "=",  u8"\u00d7", u8"\u201c", u8"\u00a0",
	};
	static const uint32_t maxima[] = { 0, 0xff, 0xffff, 0xfffc, 0xffffffff };
	uint32_t random = 1, hints = 0;

	(void)state;
	for (size_t i = 0; i < 1000000; i++) {
		uint32_t max = maxima[i % COUNT(maxima)], number;
		char word[256], numbers[sizeof(struct hint)], *next, *rest = numbers;
		struct hint hint;

		make_word(&random, pieces, COUNT(pieces), word);
		hint = hint_number(word, max);
		if (!*hint.text ||
		    strcmp(hint.text, "leave out the carriage return") == 0)
			continue;
		advised(hint.text, numbers);
		while ((next = strsep(&rest, " "))) {
			const char *end;

			if (strcmp(next, "or") != 0 &&
			    (number_parse(next, max, &end, &number) || *end))
				fail_msg("'%s', %u: '%s'", word, max, hint.text);
		}
		hints++;
	}
	assert_in_range(hints, 10000, 900000);
}

static void whatever_time_is_advised_is_one(void **state)
{
	static const char *const pieces[] = {
		"0",   "5", "1", ".",  ",",   " ",	  "\t", "ms", "us", "s",
		"min", "S", "M", "ec", "sec", u8"\u00b5", "-",	"x",  "e",  "h",
	};
	uint32_t random = 1, hints = 0;

	(void)state;
	for (size_t i = 0; i < 1000000; i++) {
		char word[256], time[sizeof(struct hint)];
		const char *end = time;
		struct hint hint;
		uint32_t us;

		make_word(&random, pieces, COUNT(pieces), word);
		hint = i % 2 ? hint_time(word, strlen(word))
			     : hint_unit(word, strlen(word));
		if (!*hint.text)
			continue;
		advised(hint.text, time);
		if (duration_parse(&end, &us) || *end)
			fail_msg("'%s': '%s'", word, hint.text);
		hints++;
	}
	assert_in_range(hints, 10000, 900000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_spelled_otherwise_is_spelled_our_way),
		cmocka_unit_test(a_time_spelled_otherwise_is_spelled_our_way),
		cmocka_unit_test(a_unit_alone_has_lost_its_number),
		cmocka_unit_test(typographic_characters_have_their_ascii),
		cmocka_unit_test(a_typographic_dash_is_known_at_the_beginning),
		cmocka_unit_test(a_name_is_near_when_one_slip_makes_the_other),
		cmocka_unit_test(all_that_may_have_been_meant_is_one_question),
		cmocka_unit_test(whatever_number_is_advised_is_one),
		cmocka_unit_test(whatever_time_is_advised_is_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
