/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* script_parse(): the lines of a file become operations, or errors with their places. */
#include "script.h"

#include "options.h"

#include "syscalls.h"
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SPELLINGS " (decimal, 0x, 0b or 0o)"
#define COMMANDS \
	"unknown command; expected iow8, iow16, iow32, ior8, ior16, ior32, iopoll8, " \
	"iopoll16, iopoll32 or sleep"
#define NO_QUOTING "; there is no quoting and no continuation of lines"

/* What came of a text. */
struct parsed {
	int r;
	struct sequence sequence;
	struct failure failure;
	char *errors; /* that were printed on standard error */
};

/* A text as text_read() gives it, which ends where its memory does. */
static struct text text_of(const char *bytes, size_t length)
{
	struct text text = { .name = "file", .length = length };
	bool complete = length == 0 || bytes[length - 1] == '\n';

	text.bytes = malloc(length + (complete ? 1 : 2));
	assert_non_null(text.bytes);
	memcpy(text.bytes, bytes, length);
	if (!complete)
		text.bytes[text.length++] = '\n';
	text.bytes[text.length] = '\0';
	return text;
}

static struct parsed parse_bytes(const char *bytes, size_t length,
				 const struct settings *settings)
{
	struct text text = text_of(bytes, length);
	struct parsed parsed = { 0 };
	FILE *standard = stderr;
	size_t size;

	stderr = open_memstream(&parsed.errors, &size);
	parsed.r = script_parse(&text, settings, &parsed.sequence, &parsed.failure);
	fclose(stderr);
	stderr = standard;
	/* Nothing of it is needed any more. */
	text_free(&text);
	return parsed;
}

static struct parsed parse(const char *text)
{
	return parse_bytes(text, strlen(text), &settings_default);
}

static void parsed_free(struct parsed *parsed)
{
	sequence_free(&parsed->sequence);
	free(parsed->errors);
}

/* The nth operation to be performed. */
static const struct operation *nth(const struct parsed *parsed, size_t n)
{
	assert_in_range(n, 0, parsed->sequence.length - 1);
	return &parsed->sequence.operations[parsed->sequence.steps[n].operation];
}

static uint32_t line_of(const struct parsed *parsed, size_t n)
{
	return parsed->sequence.steps[n].line;
}

static void assert_good(const struct parsed *parsed, size_t count)
{
	if (parsed->r != 0)
		fail_msg("%s%s", parsed->errors, parsed->failure.text);
	assert_string_equal(parsed->errors, "");
	assert_int_equal(parsed->failure.exit, 0);
	assert_int_equal(parsed->sequence.length, count);
}

/* All but where it is. */
static void assert_same(const struct operation *one, const struct operation *other)
{
	assert_ptr_equal(one->verb, other->verb);
	assert_int_equal(one->value, other->value);
	assert_int_equal(one->mask, other->mask);
	assert_int_equal(one->time_us, other->time_us);
	assert_int_equal(one->interval_us, other->interval_us);
	assert_int_equal(one->port, other->port);
	assert_int_equal(one->flags, other->flags);
	assert_int_equal(one->verify, other->verify);
	assert_int_equal(one->exclusive, other->exclusive);
	assert_int_equal(one->log, other->log);
	assert_int_equal(one->quiet, other->quiet);
	assert_int_equal(one->finally, other->finally);
}

/* The errors as they are printed, and the exit code. */
static void assert_wrong(const char *text, int exit, const char *errors)
{
	struct parsed parsed = parse(text);

	assert_int_equal(parsed.r, -1);
	assert_string_equal(parsed.errors, errors);
	assert_int_equal(parsed.failure.exit, exit);
	parsed_free(&parsed);
}

/* One error in a line: where it is, and what. */
static void assert_error(const char *text, const char *error)
{
	char errors[512];

	snprintf(errors, sizeof(errors), "file:%s\n", error);
	assert_wrong(text, EX_DATAERR, errors);
}

static void blanks_and_comments_are_no_operations(void **state)
{
	static const char *const texts[] = {
		"",
		"\n",
		"\n\n\n",
		" ",
		"\t",
		" \t \n",
		"#",
		"# ior8 1",
		" # ior8 1\n",
		"\t#\tior8 1\n\n",
		"#\n#\n",
		"########",
		"        \n\n",
		"\t\t\t\t\t\t\t\t\t# x",
		"# \xff\xfe in a comment, which is no UTF-8\n",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct parsed parsed = parse(texts[i]);

		assert_good(&parsed, 0);
		parsed_free(&parsed);
	}
}

static void each_line_is_a_command_with_its_number(void **state)
{
	static const char text[] = "ior8 1\n"
				   "\n"
				   "# comment\n"
				   "iow16 0x80 0x1234:0xff\n"
				   "\t iopoll8\t0x64 \t0:0x02 \t \n"
				   "sleep 10us# no comment, but a time\n";
	static const char good[] = "ior8 1\n"
				   "\n"
				   "# comment\n"
				   "iow16 0x80 0x1234:0xff\n"
				   "\t iopoll8\t0x64 \t0:0x02 \t \n"
				   "sleep 10us # comment";
	struct parsed parsed = parse(good);

	(void)state;
	assert_good(&parsed, 4);
	assert_string_equal(nth(&parsed, 0)->verb->name, "ior8");
	assert_int_equal(nth(&parsed, 0)->port, 1);
	assert_int_equal(line_of(&parsed, 0), 1);
	assert_string_equal(nth(&parsed, 1)->verb->name, "iow16");
	assert_int_equal(nth(&parsed, 1)->port, 0x80);
	assert_int_equal(nth(&parsed, 1)->value, 0x1234);
	assert_int_equal(nth(&parsed, 1)->mask, 0xff);
	assert_int_equal(line_of(&parsed, 1), 4);
	assert_string_equal(nth(&parsed, 2)->verb->name, "iopoll8");
	assert_int_equal(nth(&parsed, 2)->port, 0x64);
	assert_int_equal(nth(&parsed, 2)->mask, 2);
	assert_int_equal(nth(&parsed, 2)->time_us, 1000000);
	assert_int_equal(line_of(&parsed, 2), 5);
	assert_string_equal(nth(&parsed, 3)->verb->name, "sleep");
	assert_int_equal(nth(&parsed, 3)->time_us, 10);
	assert_int_equal(line_of(&parsed, 3), 6);
	assert_false(parsed.sequence.has_finally);
	parsed_free(&parsed);

	assert_error(text, "6:7: '10us#': not a time; expected a time up to 60min, such "
			   "as 10us, 5ms, 1.5s or 2min");
}

static void all_operations_of_a_line_have_its_number(void **state)
{
	static const uint16_t ports[] = { 1, 2, 3, 0x80, 0x81 };
	static const uint32_t lines[] = { 2, 2, 2, 3, 3 };
	struct parsed parsed = parse("\nior8 1 2 3\niow8 0x80 1 0x81 2\n");

	(void)state;
	assert_good(&parsed, COUNT(ports));
	for (size_t i = 0; i < COUNT(ports); i++) {
		assert_int_equal(nth(&parsed, i)->port, ports[i]);
		assert_int_equal(line_of(&parsed, i), lines[i]);
	}
	parsed_free(&parsed);
}

static void finally_is_said_of_its_line_alone(void **state)
{
	static const bool expected[] = { false, true, true, false, true, false, true };
	struct parsed parsed = parse("ior8 1\n"
				     "finally ior8 2 3\n"
				     "ior8 1\n"
				     "\tfinally \t sleep 1ms # comment\n"
				     "ior8 4 -q\n"
				     "finally ior8 -q 4\n");

	(void)state;
	assert_good(&parsed, COUNT(expected));
	assert_true(parsed.sequence.has_finally);
	for (size_t i = 0; i < COUNT(expected); i++)
		assert_int_equal(nth(&parsed, i)->finally, expected[i]);
	parsed_free(&parsed);
}

/* The same line with them and the operation that it is. */
static void options_may_stand_anywhere_in_a_line(void **state)
{
	static const struct {
		const char *line;
		struct operation expected;
	} rows[] = {
		{ "ior16 -q 2", { .port = 2, .flags = IOSPACE_READ, .quiet = true } },
		{ "ior16 2 -q", { .port = 2, .flags = IOSPACE_READ, .quiet = true } },
		{ "ior16 2 --quiet # x",
		  { .port = 2, .flags = IOSPACE_READ, .quiet = true } },
		{ "ior16 -- 2", { .port = 2, .flags = IOSPACE_READ } },
		{ "ior16 2 -x", { .port = 2, .flags = IOSPACE_READ | IOSPACE_EXACT } },
		{ "\t ior16\t-xf\t2\t",
		  {
			  .port = 2,
			  .flags = IOSPACE_READ | IOSPACE_EXACT | IOSPACE_FORCE,
		  } },
		{ "iow8 2 --verify 3",
		  { .port = 2,
		    .value = 3,
		    .mask = 0xff,
		    .verify = true,
		    .quiet = true,
		    .flags = IOSPACE_READ | IOSPACE_WRITE } },
		{ "iow8 --exclusive 2 3",
		  { .port = 2,
		    .value = 3,
		    .mask = 0xff,
		    .exclusive = true,
		    .quiet = true,
		    .flags = IOSPACE_WRITE } },
		{ "iow8 2 3 --log",
		  { .port = 2,
		    .value = 3,
		    .mask = 0xff,
		    .log = true,
		    .quiet = true,
		    .flags = IOSPACE_WRITE } },
		{ "iow32 --force 0xcf8 3",
		  { .port = 0xcf8,
		    .value = 3,
		    .mask = 0xffffffff,
		    .quiet = true,
		    .flags = IOSPACE_WRITE | IOSPACE_FORCE } },
		{ "iow32 --exact 0xcf8 3",
		  { .port = 0xcf8,
		    .value = 3,
		    .mask = 0xffffffff,
		    .quiet = true,
		    .flags = IOSPACE_WRITE | IOSPACE_EXACT } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct operation expected = rows[i].expected;
		struct parsed parsed = parse(rows[i].line);

		assert_good(&parsed, 1);
		expected.verb = nth(&parsed, 0)->verb;
		expected.time_us = settings_default.timeout_us;
		assert_same(nth(&parsed, 0), &expected);
		parsed_free(&parsed);
	}
}

static void a_poll_has_its_times_from_its_line(void **state)
{
	static const struct {
		const char *line;
		uint32_t time_us, interval_us;
	} rows[] = {
		{ "iopoll8 0x64 1", 1000000, 0 },
		{ "iopoll8 -t 100ms 0x64 1", 100000, 0 },
		{ "iopoll8 -t100ms 0x64 1", 100000, 0 },
		{ "iopoll8 0x64 -t 0 1", 0, 0 },
		{ "iopoll8 0x64 1 -i 10us", 1000000, 10 },
		{ "iopoll8 0x64 1 --interval=1ms --timeout 60min", 3600000000, 1000 },
		{ "iopoll8 -i 1 -t 2 -t 3 0x64 1", 3000000, 1000000 },
		/* And no other line's. */
		{ "iopoll8 -t 5 -i 1 0x64 1\niopoll8 0x64 1", 1000000, 0 },
		{ "iopoll8 -t 5 -i 1 0x64 1\niopoll8 -q 0x64 1", 1000000, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct parsed parsed = parse(rows[i].line);
		const struct operation *last;

		assert_int_equal(parsed.r, 0);
		last = nth(&parsed, parsed.sequence.length - 1);
		assert_int_equal(last->time_us, rows[i].time_us);
		assert_int_equal(last->interval_us, rows[i].interval_us);
		parsed_free(&parsed);
	}
}

static void options_of_the_file_are_those_of_each_line(void **state)
{
	const struct settings settings = {
		.exact = true,
		.force = true,
		.verify = true,
		.exclusive = true,
		.log = true,
		.quiet = true,
		.timeout_us = 5,
		.interval_us = 6,
	};
	static const char *const texts[] = {
		"iow8 1 2\n", "iow8 -q 1 2\n", "ior8 1\n", "ior8 -q 1\n", "iopoll8 1 2\n",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct parsed parsed = parse_bytes(texts[i], strlen(texts[i]), &settings);
		const struct operation *operation = nth(&parsed, 0);

		assert_good(&parsed, 1);
		assert_int_equal(operation->flags & (IOSPACE_EXACT | IOSPACE_FORCE),
				 IOSPACE_EXACT | IOSPACE_FORCE);
		assert_true(operation->verify);
		assert_true(operation->exclusive);
		assert_true(operation->log);
		assert_true(operation->quiet);
		assert_int_equal(operation->time_us, 5);
		assert_int_equal(operation->interval_us, 6);
		parsed_free(&parsed);
	}
}

/* Its output is what was read, unless somebody follows what it does. */
static void a_file_tells_of_a_write_only_when_verbose(void **state)
{
	static const struct {
		const char *text;
		bool verbose, quiet;
	} rows[] = {
		{ "iow8 1 2", false, true },	 { "iow8 1 2", true, false },
		{ "iow8 1 2 -f", false, true },	 { "iow8 1 2 -f", true, false },
		{ "iow8 1 2 -q", true, true },	 { "ior8 1", false, false },
		{ "iopoll8 1 2", false, false }, { "ior8 1", true, false },
		{ "sleep 1ms", true, false },	 { "ior8 -q 1", false, true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct settings settings = { .verbose = rows[i].verbose };
		struct parsed parsed = parse_bytes(rows[i].text, strlen(rows[i].text),
						   &settings);

		assert_good(&parsed, 1);
		assert_int_equal(nth(&parsed, 0)->quiet, rows[i].quiet);
		parsed_free(&parsed);
	}
}

/* The words are tried without options first, and nothing of that is to stay. */
static void options_behind_the_words_leave_no_trace_of_the_words_without(void **state)
{
	static const struct {
		const char *line;
		unsigned int flags[SEQUENCE_WAYS];
	} rows[] = {
		{ "iow8 0x80 1 -x", { [1] = IOSPACE_WRITE | IOSPACE_EXACT } },
		{ "iow8 0x80 1 0x81 2 --force", { [2] = IOSPACE_WRITE | IOSPACE_FORCE } },
		{ "ior8 0x80 0x81 -xf",
		  { [3] = IOSPACE_READ | IOSPACE_EXACT | IOSPACE_FORCE } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct parsed parsed = parse(rows[i].line);

		assert_int_equal(parsed.r, 0);
		assert_memory_equal(parsed.sequence.flags, rows[i].flags,
				    sizeof(rows[i].flags));
		parsed_free(&parsed);
	}
}

/* As it does at the shell. */
static void an_option_behind_an_unsafe_write_allows_it(void **state)
{
	static const char *const lines[] = {
		"iow32 0xcf8 0x80000600 -x",
		"iow32 0xcf8 0x80000600 --force",
		"iow32 0xcf8 -f 0x80000600",
		"iow16 0xcf8 1 -x 0xcfa 2",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		struct parsed parsed = parse(lines[i]);

		assert_good(&parsed, i == 3 ? 2 : 1);
		parsed_free(&parsed);
	}
}

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
		assert_int_equal(nth(&parsed, i)->port, ports[i]);
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

static void an_error_is_at_the_word_that_is_wrong(void **state)
{
	static const struct {
		const char *text, *error;
	} rows[] = {
		{ "x", "1:1: 'x': " COMMANDS },
		{ "\n\n  \tior9 1", "3:4: 'ior9': " COMMANDS },
		{ "IOR8 1", "1:1: 'IOR8': " COMMANDS },
		{ "ior8", "1:1: words are missing; expected ADDRESS..." },
		{ " \tior8 # 1", "1:3: words are missing; expected ADDRESS..." },
		{ "sleep", "1:1: words are missing; expected TIME" },
		{ "sleep 1 2", "1:9: '2': one time is all that is slept" },
		{ "sleep 1.5.5", "1:7: '1.5.5': not a time; expected a time up to 60min, "
				 "such as 10us, 5ms, 1.5s or 2min" },
		{ "ior8 1 2 3x 4",
		  "1:10: '3x': not a number; expected an address, 0 to 0xffff" SPELLINGS },
		{ "ior8\t1\t\t070",
		  "1:9: '070': a leading zero is ambiguous; expected an address, 0 to "
		  "0xffff" SPELLINGS },
		{ "iow8 0x80 1 0x81",
		  "1:13: '0x81': this address has no value; expected ADDRESS VALUE[:MASK] "
		  "[ADDRESS VALUE[:MASK]]..." },
		{ "iow8 0x80 1:",
		  "1:11: '1:': an empty word; expected a mask, 0 to 0xff" SPELLINGS },
		{ "iow8 0x80 1:2:3 # x",
		  "1:11: '1:2:3': not a number; expected a mask, 0 to 0xff" SPELLINGS },
		{ "iow8 0x80 : 1",
		  "1:11: ':': an empty word; expected a value, 0 to 0xff" SPELLINGS },
		{ "iow8 0x80 -5",
		  "1:11: '-5': a sign is not allowed; expected a value, 0 to "
		  "0xff" SPELLINGS },
		{ "iow8 0x80 -",
		  "1:11: '-': a sign is not allowed; expected a value, 0 to "
		  "0xff" SPELLINGS },
		{ "ior8 -q 0x10000",
		  "1:9: '0x10000': too large; expected an address, 0 to "
		  "0xffff" SPELLINGS },
		{ "ior16 3 -x",
		  "1:7: '3': not aligned; with -x expected a multiple of 2" },
		{ "iopoll8 0x64",
		  "1:9: '0x64': this address has no value; expected ADDRESS VALUE[:MASK]" },
		{ "iopoll8 0x64 1 2",
		  "1:16: '2': one address and one value are all that is polled" },
		{ "iopoll8 -t 5x 0x64 1",
		  "1:12: -t: '5x': not a time; expected a time up to 60min, such as 10us, "
		  "5ms, 1.5s or 2min" },
		{ "iopoll8 0x64 1 --interval=61min",
		  "1:27: -i: '61min': too long; expected a time up to 60min, such as 10us, "
		  "5ms, 1.5s or 2min" },
		{ "finally", "1:1: finally: a command is missing after it" },
		{ " finally\t# ior8 1", "1:2: finally: a command is missing after it" },
		{ "finally finally ior8 1", "1:9: 'finally': " COMMANDS },
		{ "finallyior8 1", "1:1: 'finallyior8': " COMMANDS },
		{ "finally x", "1:9: 'x': " COMMANDS },
		{ "finally ior8 x",
		  "1:14: 'x': not a number; expected an address, 0 to 0xffff" SPELLINGS },
		{ "\xef\xbb", "1:1: '\\xef\\xbb': " COMMANDS },
		{ "ior8 0x\xff",
		  "1:6: '0x\\xff': not a number; expected an address, 0 to "
		  "0xffff" SPELLINGS },
		{ "ior8 0x80#1", "1:6: '0x80#1': not a number; expected an address, 0 to "
				 "0xffff" SPELLINGS },
		{ "ior8 0x80; ior8 0x81",
		  "1:6: '0x80;': not a number; expected an address, 0 to "
		  "0xffff" SPELLINGS },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_error(rows[i].text, rows[i].error);
}

static void quoting_and_continuation_are_explained(void **state)
{
	static const struct {
		const char *text, *error;
	} rows[] = {
		{ "ior8 '0x80'", "1:6: ''0x80'': not a number; expected an address, 0 to "
				 "0xffff" SPELLINGS NO_QUOTING },
		{ "ior8 \"0x80\"",
		  "1:6: '\"0x80\"': not a number; expected an address, 0 to "
		  "0xffff" SPELLINGS NO_QUOTING },
		{ "ior8 0x80 \\\n 0x81",
		  "1:11: '\\': not a number; expected an address, 0 to "
		  "0xffff" SPELLINGS NO_QUOTING "\nfile:2:2: '0x81': " COMMANDS },
		{ "\"ior8\" 1", "1:1: '\"ior8\"': " COMMANDS NO_QUOTING },
		/* Not of another word. */
		{ "ior8 x \"1\"",
		  "1:6: 'x': not a number; expected an address, 0 to 0xffff" SPELLINGS },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_error(rows[i].text, rows[i].error);
}

static void assert_option_error(const char *text, const char *place, const char *option)
{
	struct parsed parsed = parse(text);
	char expected[128];

	snprintf(expected, sizeof(expected),
		 "file:%s: '%s': not an option that a line can have", place, option);
	assert_int_equal(parsed.r, -1);
	assert_int_equal(parsed.failure.exit, EX_DATAERR);
	if (strncmp(parsed.errors, expected, strlen(expected)) != 0)
		fail_msg("%s: %s", text, parsed.errors);
	parsed_free(&parsed);
}

static void an_option_that_no_line_has_is_an_error_at_its_place(void **state)
{
	static const struct {
		const char *text, *place, *option;
	} rows[] = {
		{ "iow8 -d ports 0x80 1", "1:6", "-d" },
		{ "iow8 0x80 --device=ports 1", "1:11", "--device=ports" },
		{ "iow8 0x80 1 -n", "1:13", "-n" },
		{ "iow8 0x80 1 --dry-run", "1:13", "--dry-run" },
		{ "ior8 -v 1", "1:6", "-v" },
		{ "ior8 --verbose 1", "1:6", "--verbose" },
		{ "ior8 -h", "1:6", "-h" },
		{ "ior8 --help", "1:6", "--help" },
		{ "ior8 -V", "1:6", "-V" },
		{ "ior8 --version", "1:6", "--version" },
		{ "ior8 1 --verify", "1:8", "--verify" },
		{ "ior8 -t 1 1", "1:6", "-t" },
		{ "iow8 -i 1 1 1", "1:6", "-i" },
		{ "iow8 1 1 --check", "1:10", "--check" },
		{ "iow8 1 1 --lock-timeout 5s", "1:10", "--lock-timeout" },
		{ "iow8 1 1 --json", "1:10", "--json" },
		{ "iopoll8 1 1 --log", "1:13", "--log" },
		{ "sleep -q 1", "1:7", "-q" },
		{ "sleep 1 -x", "1:9", "-x" },
		{ "iow8 1 1 -Z", "1:10", "-Z" },
		{ "finally iow8 1 1 --zap", "1:18", "--zap" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_option_error(rows[i].text, rows[i].place, rows[i].option);
}

static void a_wrong_letter_among_right_ones_is_an_error_at_its_word(void **state)
{
	static const struct {
		const char *text, *place, *option;
	} rows[] = {
		{ "iow8 -qZ 0x80 1", "1:6", "-Z" },
		{ "iow8 -qZf 0x80 1", "1:6", "-Z" },
		{ "iow8 0x80 1 -Zq", "1:13", "-Z" },
		{ "\tiow8 -q -fdx 0x80 1", "1:10", "-d" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_option_error(rows[i].text, rows[i].place, rows[i].option);
}

static void an_option_without_its_argument_is_an_error(void **state)
{
	(void)state;
	assert_error("iopoll8 0x64 1 -t", "1:16: '-t': its argument is missing");
	assert_error("iopoll8 0x64 1 --interval # 5ms",
		     "1:16: '--interval': its argument is missing");
	assert_error("iow8 --verify=1 0x64 1", "1:6: '--verify=1': it takes no argument");
}

static void all_errors_are_told_and_the_first_decides_the_exit(void **state)
{
	static const char trap[] =
		"0xcf9: in 2 single bytes, a write to 0xcf8-0xcfb gets to the reset "
		"register 0xcf9; use: iow8 for single ports";
	char both[512];

	(void)state;
	snprintf(both, sizeof(both), "file:1:7: %s\nfile:3:1: 'x': %s\n", trap, COMMANDS);
	assert_wrong("iow16 0xcf9 6\nior8 1\nx\n", EX_CONFIG, both);
	snprintf(both, sizeof(both), "file:1:1: 'x': %s\nfile:2:7: %s\n", COMMANDS, trap);
	assert_wrong("x\niow16 0xcf9 6\n", EX_DATAERR, both);
}

static void no_more_than_twenty_errors_are_printed(void **state)
{
	static const struct {
		int count;
		const char *text;
	} rows[] = {
		{ 1, "file: 1 error; nothing was read or written" },
		{ 2, "file: 2 errors; nothing was read or written" },
		{ 20, "file: 20 errors; nothing was read or written" },
		{ 21, "file: 21 errors, of which the first 20 are above; nothing was "
		      "read or written" },
		{ 1000, "file: 1000 errors, of which the first 20 are above; nothing "
			"was read or written" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[8192] = "", place[32];
		struct parsed parsed;
		int lines = 0;

		for (int n = 0; n < rows[i].count; n++)
			strcpy(text + 4 * n, "\nx y");
		parsed = parse(text);
		assert_int_equal(parsed.r, -1);
		assert_string_equal(parsed.failure.text, rows[i].text);
		assert_int_equal(parsed.failure.exit, EX_DATAERR);
		for (char *c = parsed.errors; (c = strchr(c, '\n')); c++)
			lines++;
		assert_int_equal(lines, rows[i].count < 20 ? rows[i].count : 20);
		snprintf(place, sizeof(place), "file:%d:1: 'x'", lines + 1);
		assert_non_null(strstr(parsed.errors, place));
		parsed_free(&parsed);
	}
}

static void what_is_no_text_is_one_error(void **state)
{
	static const struct {
		const char *bytes;
		size_t length;
		const char *error;
	} rows[] = {
#define NUL	    "a NUL byte: this is not a text file\n"
#define BOM	    "a byte order mark: save the file without it\n"
#define CR	    "a carriage return: lines end in a newline alone here\n"
#define BYTES(text) text, sizeof(text) - 1
		{ BYTES("\0"), "file:1:1: " NUL },
		{ BYTES("ior8 1\nior8 \0002\n"), "file:2:6: " NUL },
		{ BYTES("ior8 1\n\0"), "file:2:1: " NUL },
		{ BYTES("# \0"), "file:1:3: " NUL },
		{ BYTES("# \n\n\nz\0"), "file:4:2: " NUL },
		{ BYTES("ior8 1\r\0"), "file:1:8: " NUL },
		/* The rest is not looked at. */
		{ BYTES("ior8 1\n\0\nx\n\0\n"), "file:2:1: " NUL },
		{ BYTES("ior8 1\n\r\nx\n\0\n"), "file:2:1: " CR },
		{ BYTES("\xef\xbb\xbfior8 1\n"), "file:1:1: " BOM },
		{ BYTES("\xef\xbb\xbf"), "file:1:1: " BOM },
		{ BYTES("ior8 1\r\nior8 2\r\n"), "file:1:7: " CR },
		{ BYTES("ior8 1\n\nior8\r2\n"), "file:3:5: " CR },
		{ BYTES("\r"), "file:1:1: " CR },
		{ BYTES("# \r"), "file:1:3: " CR },
		/* Not the beginning of the file. */
		{ BYTES("ior8 1\n\xef\xbb\xbfior8 1\n"),
		  "file:2:1: '\\xef\\xbb\\xbfior8': " COMMANDS "\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct parsed parsed = parse_bytes(rows[i].bytes, rows[i].length,
						   &settings_default);

		assert_int_equal(parsed.r, -1);
		assert_string_equal(parsed.errors, rows[i].error);
		assert_string_equal(parsed.failure.text,
				    "file: 1 error; nothing was read or written");
		assert_int_equal(parsed.failure.exit, EX_DATAERR);
		parsed_free(&parsed);
	}
}

static void a_very_long_line_is_read_to_its_end(void **state)
{
	const size_t pairs = 300000;
	char *text = malloc(4 + pairs * 10 + sizeof(" -q x"));
	char *end = text;
	struct parsed parsed;

	(void)state;
	assert_non_null(text);
	end += sprintf(end, "iow8");
	for (size_t i = 0; i < pairs; i++)
		end += sprintf(end, " 0x%03x %03zu", (unsigned int)i % 0x1000,
			       100 + i % 100);
	parsed = parse(text);
	assert_good(&parsed, pairs);
	assert_int_equal(nth(&parsed, pairs - 1)->port, (pairs - 1) % 0x1000);
	parsed_free(&parsed);

	strcpy(end, " -q");
	parsed = parse(text);
	assert_good(&parsed, pairs);
	parsed_free(&parsed);

	strcpy(end, " x");
	parsed = parse(text);
	assert_int_equal(parsed.r, -1);
	assert_int_equal(strtoul(strrchr(parsed.errors, '\n') ? parsed.errors + 7 : "0",
				 NULL, 10),
			 end - text + 2);
	parsed_free(&parsed);
	free(text);
}

static void no_memory_for_the_table_is_a_failure(void **state)
{
	struct parsed parsed;

	(void)state;
	syscalls.calloc.error = ENOMEM;
	parsed = parse("ior8 1\n");
	assert_int_equal(parsed.r, -1);
	assert_string_equal(parsed.failure.text, "out of memory");
	assert_int_equal(parsed.failure.exit, EX_OSERR);
	parsed_free(&parsed);
}

/* For new operations, for repeated ones and for the words of a line with options. */
static void no_memory_for_any_line_is_a_failure(void **state)
{
#define LINE "ior8 0x80\n"
	static const char *const texts[] = {
		"ior8 1\n",
		"ior8 -q 1\n",
		"ior8 1 -q\n",
		/* Room for 4, then for 6. */
		LINE LINE LINE LINE LINE LINE LINE,
		LINE LINE LINE LINE LINE "ior8 -q 1\nior8 2 -q\nior8 3\n",
		"ior8 1 2 3 4\nior8 -q 5\n",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct parsed good, parsed;
		int calls;

		syscalls.reallocarray = (struct call){ 0 };
		good = parse(texts[i]);
		assert_int_equal(good.r, 0);
		calls = syscalls.reallocarray.count;
		assert_in_range(calls, 1, 10);

		/* From then on, or once: then it may go on, but not with less. */
		for (int n = 0; n < 2 * calls; n++) {
			syscalls.reallocarray = (struct call){
				.error = ENOMEM,
				.after = n / 2,
				.times = n % 2,
			};
			parsed = parse(texts[i]);
			if (n % 2 && parsed.r == 0) {
				assert_good(&parsed, good.sequence.length);
			} else {
				assert_int_equal(parsed.r, -1);
				assert_int_equal(parsed.failure.exit, EX_OSERR);
				assert_true(
					strstr(parsed.failure.text, "out of memory") ||
					strstr(parsed.errors, "out of memory"));
			}
			parsed_free(&parsed);
		}
		parsed_free(&good);
	}
}

#define script_test(function) \
	cmocka_unit_test_setup_teardown(function, syscalls_setup, syscalls_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		script_test(blanks_and_comments_are_no_operations),
		script_test(each_line_is_a_command_with_its_number),
		script_test(all_operations_of_a_line_have_its_number),
		script_test(finally_is_said_of_its_line_alone),
		script_test(options_may_stand_anywhere_in_a_line),
		script_test(a_poll_has_its_times_from_its_line),
		script_test(options_of_the_file_are_those_of_each_line),
		script_test(a_file_tells_of_a_write_only_when_verbose),
		script_test(options_behind_the_words_leave_no_trace_of_the_words_without),
		script_test(an_option_behind_an_unsafe_write_allows_it),
		script_test(a_repeated_line_is_the_same_operations_of_another_line),
		script_test(lines_that_differ_in_their_middle_are_told_apart),
		script_test(a_repeated_error_is_an_error_each_time),
		script_test(a_long_file_is_what_its_lines_are),
		script_test(a_repeated_line_adds_no_operations),
		script_test(a_line_that_comes_behind_others_than_before_is_read),
		script_test(the_end_of_a_file_is_its_end),
		script_test(an_error_is_at_the_word_that_is_wrong),
		script_test(quoting_and_continuation_are_explained),
		script_test(an_option_that_no_line_has_is_an_error_at_its_place),
		script_test(a_wrong_letter_among_right_ones_is_an_error_at_its_word),
		script_test(an_option_without_its_argument_is_an_error),
		script_test(all_errors_are_told_and_the_first_decides_the_exit),
		script_test(no_more_than_twenty_errors_are_printed),
		script_test(what_is_no_text_is_one_error),
		script_test(a_very_long_line_is_read_to_its_end),
		script_test(no_memory_for_the_table_is_a_failure),
		script_test(no_memory_for_any_line_is_a_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
