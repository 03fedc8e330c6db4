/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* script_parse(): lines that a file has more than once. */
#include "cmd/sequence/parsed.h"

#include "doubles/syscalls.h"
#include "test.h"
#include "words/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void a_repeated_line_is_the_same_operations_of_another_line(void **state)
{
	static const char *const lines[] = {
		/* Shorter than 8 bytes, and longer; up to 16, and more. */
		"ior8 1",
		"ior8 12",
		"ior8 123",
		"ior8 1 2 3 4 5 6",
		"ior8 1 2 3 4 5 67",
		"iow8 0x80 1 0x81 2 0x82 3",
		"finally ior8 5",
		"finally iow32 0x100 1 0x104 2",
		"iopoll16 0x64 0x10:0x11 # comment",
		"sleep 10ms",
		"ior8 -q 7",
		"iopoll16 -t 1ms 0x64 0x10:0x11",
		"\t ior8 1\t",
		"                   ",
		"# a comment of some length",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		struct parsed once = parse(lines[i]), thrice;
		char text[256];
		size_t count = once.sequence.length;

		assert_good(&once, count);
		snprintf(text, sizeof(text), "%s\n\n%s\n%s\n", lines[i], lines[i],
			 lines[i]);
		thrice = parse(text);
		assert_good(&thrice, 3 * count);
		for (size_t n = 0; n < 3 * count; n++) {
			static const uint32_t numbers[] = { 1, 3, 4 };

			assert_same(nth(&thrice, n), nth(&once, n % count));
			assert_int_equal(line_of(&thrice, n), numbers[n / count]);
		}
		assert_int_equal(thrice.sequence.has_finally, once.sequence.has_finally);
		assert_memory_equal(thrice.sequence.flags, once.sequence.flags,
				    sizeof(once.sequence.flags));
		parsed_free(&once);
		parsed_free(&thrice);
	}
}

static void lines_that_differ_in_their_middle_are_told_apart(void **state)
{
	static const struct {
		const char *text;
		uint32_t values[4];
	} rows[] = {
		{ "iow8 0x80 0x1 0x81 2\niow8 0x80 0x2 0x81 2\n", { 1, 2, 2, 2 } },
		{ "iow8 0x80 0x1 0x81 2\niow8 0x80 1 0x81 2\n", { 1, 2, 1, 2 } },
		/* The same ends, of another length. */
		{ "iow8 0x80 0x0001 0x81 2\niow8 0x80 0x000001 0x81 2\n",
		  { 1, 2, 1, 2 } },
		{ "iow8 0x80 1 0x80 1\niow8 0x80 1 0x80 1 # iow8 0x80 1 0x80 1\n",
		  { 1, 1, 1, 1 } },
		/* 17 bytes, of which one is in neither end. */
		{ "iow8 12 7 0 0x020\niow8 12 9 0 0x020\n", { 7, 32, 9, 32 } },
		{ "iow8 81 7 0 0x20\niow8 81 9 0 0x20\n", { 7, 32, 9, 32 } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct parsed parsed = parse(rows[i].text);

		assert_good(&parsed, 4);
		for (size_t n = 0; n < 4; n++)
			assert_int_equal(nth(&parsed, n)->value, rows[i].values[n]);
		parsed_free(&parsed);
	}
}

/* A line that has been wrong is wrong again. */
static void a_repeated_error_is_an_error_each_time(void **state)
{
	(void)state;
	assert_wrong("ior8 0x10000\nior8 1\nior8 0x10000\n", EX_DATAERR,
		     "file:1:6: '0x10000': too large; expected an address, 0 to "
		     "0xffff" SPELLINGS "\n"
		     "file:3:6: '0x10000': too large; expected an address, 0 to "
		     "0xffff" SPELLINGS "\n");
}

/* How many lines a random file has, and how many there are for it to choose from: more
 * than the parser keeps in mind, and few that come again and again. */
#define LINES  30000
#define CHOICE 20000
#define FEW    50

static void make_line(char *line, size_t room, uint32_t n)
{
	uint32_t port = n % 0x8000 * 2;

	switch (n % 11) {
	case 0:
		snprintf(line, room, "iow8 0x%04x %u", port, n % 256);
		break;
	case 1:
		snprintf(line, room, "ior8 %u", n % 100);
		break;
	case 2:
		snprintf(line, room, "iow16 0x10 0x%04x 0x20 5", n % 0x10000);
		break;
	case 3:
		snprintf(line, room, "finally ior16 %u %u", port, n % 7);
		break;
	case 4:
		snprintf(line, room, "iopoll8 -t %uus 0x64 0:2", n);
		break;
	case 5:
		snprintf(line, room, "sleep %u.%03ums", n % 1000, n % 997);
		break;
	case 6:
		snprintf(line, room, "ior32 0x%x -q", port);
		break;
	case 7:
		snprintf(line, room, "# %u", n);
		break;
	case 8:
		snprintf(line, room, "iow8 1 %u:0x%x 2 3", n % 256, n / 256);
		break;
	case 9:
		snprintf(line, room, "\tiow32 -x %u 0x%08x --verify", port * 2 % 0x10000,
			 n * 2654435761U);
		break;
	default:
		snprintf(line, room, "%*s", (int)(n % 30), "");
		break;
	}
}

/* Each line by itself is never a repetition. */
static void a_long_file_is_what_its_lines_are(void **state)
{
	static uint32_t choices[LINES];
	char *text = NULL;
	size_t size, next = 0;
	FILE *stream = open_memstream(&text, &size);
	uint32_t random = 1;
	struct parsed whole;
	char line[80];

	(void)state;
	for (size_t i = 0; i < LINES; i++) {
		random = random * 1664525 + 1013904223;
		choices[i] = (random >> 8) % (random >> 31 ? CHOICE : FEW);
		make_line(line, sizeof(line), choices[i]);
		fprintf(stream, "%s\n", line);
	}
	fclose(stream);
	whole = parse_bytes(text, size, &settings_default);
	free(text);
	assert_int_equal(whole.r, 0);

	for (size_t i = 0; i < LINES; i++) {
		struct parsed single;

		make_line(line, sizeof(line), choices[i]);
		single = parse(line);
		for (size_t n = 0; n < single.sequence.length; n++, next++) {
			assert_in_range(next, 0, whole.sequence.length - 1);
			assert_same(nth(&whole, next), nth(&single, n));
			assert_int_equal(line_of(&whole, next), i + 1);
		}
		parsed_free(&single);
	}
	assert_int_equal(next, whole.sequence.length);
	parsed_free(&whole);
}

/* So that a long file takes little memory, and each is claimed once. */
static void a_repeated_line_adds_no_operations(void **state)
{
	struct parsed parsed = parse("iow8 0x80 1 0x81 2\nior8 0x82 0x83\n"
				     "iow8 0x80 1 0x81 2\nior8 0x84 0x85\n"
				     "ior8 0x82 0x83\nior8 0x82 0x8\n");
	static const uint32_t numbers[] = { 0, 1, 2, 3, 0, 1, 4, 5, 2, 3, 6, 7 };

	(void)state;
	assert_good(&parsed, COUNT(numbers));
	assert_int_equal(parsed.sequence.count, 8);
	for (size_t i = 0; i < COUNT(numbers); i++)
		assert_int_equal(parsed.sequence.steps[i].operation, numbers[i]);
	parsed_free(&parsed);
}

/* What came behind a line before is looked for first. */
static void a_line_that_comes_behind_others_than_before_is_read(void **state)
{
	/* At last, two of the same end, and two of the same beginning. */
	static const char text[] =
		"ior8 0x80\nior8 0x81\nior8 0x80\nior8 0x82\n"
		"ior8 0x80\nior8 0x81\nior8 0x80\nior8 0x81 1\n"
		"ior8 0x80\n\nior8 0x80\n# comment\nior8 0x80\nior8 1\n"
		"ior8 0x80\nior8 0x81\n"
		"ior8 9 8 7\nior8 1 2 3 4 5\nior8 9 8 7\nior8 6 2 3 4 5\n"
		"ior8 9 8 7\nior8 6 2 3 4 0";
	static const uint16_t ports[] = {
		0x80, 0x81, 0x80, 0x82, 0x80, 0x81, 0x80, 0x81, 1, 0x80, 0x80, 0x80, 1,
		0x80, 0x81, 9,	  8,	7,    1,    2,	  3,	4, 5,	 9,    8,    7,
		6,    2,    3,	  4,	5,    9,    8,	  7,	6, 2,	 3,    4,    0,
	};
	struct parsed parsed = parse(text);

	(void)state;
	assert_good(&parsed, COUNT(ports));
	for (size_t i = 0; i < COUNT(ports); i++)
		assert_int_equal(nth(&parsed, i)->address, ports[i]);
	parsed_free(&parsed);
}

/* Nothing is known of what comes behind the last line, or of a line that was wrong. */
static void the_end_of_a_file_is_its_end(void **state)
{
	static const struct {
		const char *text;
		size_t length;
	} rows[] = {
		{ "ior8 0x80\nior8 0x81\nior8 0x80\n", 3 },
		{ "ior8 0x80\nior8 0x81\nior8 0x80\n\n", 3 },
		{ "ior8 0x80\nior8 0x81\nior8 0x80\nior8 0x8\n", 4 },
		{ "ior8 0x80\nior8 0x81\nior8 0x80\nior8 0x8", 4 },
		{ "ior8 0x80\nior8 0x8x\nior8 0x80\n\n", 2 },
		{ "ior8 0x80\nior8 0x8x\nior8 0x80\n#\n", 2 },
		{ "ior8 0x80\nior8 0x8x\nior8 0x80\n", 2 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct parsed parsed = parse(rows[i].text);

		assert_int_equal(parsed.r, i < 4 ? 0 : -1);
		assert_int_equal(parsed.sequence.length, rows[i].length);
		parsed_free(&parsed);
	}
}

#define script_test(function) \
	cmocka_unit_test_setup_teardown(function, syscalls_setup, syscalls_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		script_test(a_repeated_line_is_the_same_operations_of_another_line),
		script_test(lines_that_differ_in_their_middle_are_told_apart),
		script_test(a_repeated_error_is_an_error_each_time),
		script_test(a_long_file_is_what_its_lines_are),
		script_test(a_repeated_line_adds_no_operations),
		script_test(a_line_that_comes_behind_others_than_before_is_read),
		script_test(the_end_of_a_file_is_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
