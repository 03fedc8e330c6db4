/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* script_parse(): the lines of a file become operations. */
#include "cmd/sequence/parsed.h"

#include "doubles/syscalls.h"
#include "test.h"
#include "words/options.h"

#include <stdlib.h>
#include <string.h>

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
	assert_string_equal(command_of(nth(&parsed, 0))->name, "ior8");
	assert_int_equal(nth(&parsed, 0)->address, 1);
	assert_int_equal(line_of(&parsed, 0), 1);
	assert_string_equal(command_of(nth(&parsed, 1))->name, "iow16");
	assert_int_equal(nth(&parsed, 1)->address, 0x80);
	assert_int_equal(nth(&parsed, 1)->value, 0x1234);
	assert_int_equal(nth(&parsed, 1)->mask, 0xff);
	assert_int_equal(line_of(&parsed, 1), 4);
	assert_string_equal(command_of(nth(&parsed, 2))->name, "iopoll8");
	assert_int_equal(nth(&parsed, 2)->address, 0x64);
	assert_int_equal(nth(&parsed, 2)->mask, 2);
	assert_int_equal(nth(&parsed, 2)->times.timeout_us, 1000000);
	assert_int_equal(line_of(&parsed, 2), 5);
	assert_string_equal(command_of(nth(&parsed, 3))->name, "sleep");
	assert_int_equal(nth(&parsed, 3)->value, 10);
	assert_int_equal(line_of(&parsed, 3), 6);
	assert_int_equal(operations_count(&parsed.sequence.finally), 0);
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
		assert_int_equal(nth(&parsed, i)->address, ports[i]);
		assert_int_equal(line_of(&parsed, i), lines[i]);
	}
	parsed_free(&parsed);
}

/* They are performed behind the others, each group in the order of the file. */
static void finally_is_said_of_its_line_alone(void **state)
{
	static const struct {
		uint32_t address;
		uint32_t line;
		bool finally;
	} expected[] = {
		{ 1, 1, false }, { 5, 3, false }, { 4, 5, false }, { 2, 2, true },
		{ 3, 2, true },	 { 0, 4, true },  { 4, 6, true },
	};
	struct parsed parsed = parse("ior8 1\n"
				     "finally ior8 2 3\n"
				     "ior8 5\n"
				     "\tfinally \t sleep 1ms # comment\n"
				     "ior8 4 -q\n"
				     "finally ior8 -q 4\n");
	const struct operation *next;
	struct each each = { 0 };

	(void)state;
	assert_good(&parsed, COUNT(expected));
	assert_int_equal(operations_count(&parsed.sequence.finally), 4);
	for (size_t i = 0; i < COUNT(expected); i++) {
		assert_true(sequence_each(&parsed.sequence, &each));
		next = &each.operation;
		assert_same(next, nth(&parsed, i));
		assert_int_equal(next->address, expected[i].address);
		assert_int_equal(next->finally, expected[i].finally);
		assert_int_equal(line_of(&parsed, i), expected[i].line);
	}
	assert_false(sequence_each(&parsed.sequence, &each));
	parsed_free(&parsed);
}

/* The same line with them and the operation that it is. */
static void options_may_stand_anywhere_in_a_line(void **state)
{
	static const struct {
		const char *line;
		struct operation expected;
	} rows[] = {
		{ "ior16 -q 2",
		  { .address = 2, .flags = (int)IOSPACE_READ | MODIFIER_QUIET } },
		{ "ior16 2 -q",
		  { .address = 2, .flags = (int)IOSPACE_READ | MODIFIER_QUIET } },
		{ "ior16 2 --quiet # x",
		  { .address = 2, .flags = (int)IOSPACE_READ | MODIFIER_QUIET } },
		{ "ior16 -- 2", { .address = 2, .flags = IOSPACE_READ } },
		{ "ior16 2 -x", { .address = 2, .flags = IOSPACE_READ | IOSPACE_EXACT } },
		{ "\t ior16\t-xf\t2\t",
		  {
			  .address = 2,
			  .flags = IOSPACE_READ | IOSPACE_EXACT | IOSPACE_FORCE,
		  } },
		{ "iow8 2 --verify 3",
		  { .address = 2,
		    .value = 3,
		    .mask = 0xff,
		    .flags = IOSPACE_READ | IOSPACE_WRITE | MODIFIER_VERIFY |
			     MODIFIER_QUIET } },
		{ "iow8 --exclusive 2 3",
		  { .address = 2,
		    .value = 3,
		    .mask = 0xff,
		    .flags = (int)IOSPACE_WRITE | MODIFIER_EXCLUSIVE | MODIFIER_QUIET } },
		{ "iow8 2 3 --log",
		  { .address = 2,
		    .value = 3,
		    .mask = 0xff,
		    .flags = (int)IOSPACE_WRITE | MODIFIER_LOG | MODIFIER_QUIET } },
		{ "iow32 --force 0xcf8 3",
		  { .address = 0xcf8,
		    .value = 3,
		    .mask = 0xffffffff,
		    .flags = IOSPACE_WRITE | IOSPACE_FORCE | MODIFIER_QUIET } },
		{ "iow32 --exact 0xcf8 3",
		  { .address = 0xcf8,
		    .value = 3,
		    .mask = 0xffffffff,
		    .flags = IOSPACE_WRITE | IOSPACE_EXACT | MODIFIER_QUIET } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct operation expected = rows[i].expected;
		struct parsed parsed = parse(rows[i].line);

		assert_good(&parsed, 1);
		expected.command = nth(&parsed, 0)->command;
		expected.times = settings_default.times;
		assert_same(nth(&parsed, 0), &expected);
		parsed_free(&parsed);
	}
}

static void a_poll_has_its_times_from_its_line(void **state)
{
	static const struct {
		const char *line;
		uint32_t timeout_us, interval_us;
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
		last = nth(&parsed, sequence_length(&parsed.sequence) - 1);
		assert_int_equal(last->times.timeout_us, rows[i].timeout_us);
		assert_int_equal(last->times.interval_us, rows[i].interval_us);
		parsed_free(&parsed);
	}
}

static void options_of_the_file_are_those_of_each_line(void **state)
{
	const struct settings settings = {
		.modifiers = IOSPACE_EXACT | IOSPACE_FORCE | MODIFIER_VERIFY |
			     MODIFIER_EXCLUSIVE | MODIFIER_LOG | MODIFIER_QUIET,
		.times = { 5, 6 },
	};
	static const char *const texts[] = {
		"iow8 1 2\n",  "iow8 -q 1 2\n", "ior8 1\n",
		"ior8 -q 1\n", "iopoll8 1 2\n", "sleep 1us\n",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct parsed parsed = parse_bytes(texts[i], strlen(texts[i]), &settings);
		const struct operation *operation = nth(&parsed, 0);
		unsigned int expected = settings.modifiers |
					command_of(operation)->action->direction;

		assert_good(&parsed, 1);
		/* To verify is to read. There is nothing to verify but a write. */
		if (command_writes(command_of(operation)))
			expected |= IOSPACE_READ;
		else
			expected &= ~(unsigned int)(MODIFIER_VERIFY | MODIFIER_LOG);
		assert_int_equal(operation->flags, expected);
		assert_int_equal(operation->times.timeout_us, 5);
		assert_int_equal(operation->times.interval_us, 6);
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
		assert_int_equal((nth(&parsed, 0)->flags & MODIFIER_QUIET) != 0,
				 rows[i].quiet);
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
		assert_memory_equal(parsed.sequence.ways, rows[i].flags,
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

/* The same behind a line that begins alike. */
static void of_two_options_of_a_kind_the_last_counts_wherever_it_is(void **state)
{
	static const char *const lines[] = {
		"iow16 --ec 0 1 -I 0x2e,0x30",
		"iow16 0 --ec 1 -I 0x2e,0x30",
		"iow16 0x80 1\niow16 --ec 0 1 -I 0x2e,0x30",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		struct parsed parsed = parse(lines[i]);

		assert_good(&parsed, i == 2 ? 2 : 1);
		assert_int_equal(parsed.sequence.spaces_count, 1);
		assert_int_equal(parsed.sequence.spaces[1].kind, SPACE_INDEXED);
		assert_int_equal(nth(&parsed, i == 2)->space, 1);
		parsed_free(&parsed);
	}
}

#define script_test(function) \
	cmocka_unit_test_setup_teardown(function, syscalls_setup, syscalls_teardown)

/* Of a million of them, each takes 8 bytes. */
static void plain_writes_that_are_alike_are_one_row(void **state)
{
	static const struct {
		const char *text;
		size_t performed, operations, rows;
	} rows[] = {
		/* The first of them is known to be one when the others are there. */
		{ "iow8 1 1\niow8 1 1\niow8 1 1\niow8 1 1\n", 4, 4, 0 },
		{ "iow8 1 1\niow8 1 1\niow8 1 1\niow8 1 1\niow8 1 1\n", 5, 2, 1 },
		{ "iow8 1 1\niow8 1 1\niow8 1 1\niow8 1 1\niow8 1 1\niow8 1 1\n", 6, 2,
		  1 },
		/* Not the same options, nor none. */
		{ "iow8 1 1\niow8 1 1\niow8 -q 1 1\niow8 -q 1 1\niow8 1 1\niow8 1 1\n", 6,
		  6, 0 },
		{ "iow8 1 1\niow8 1 1\niow8 1 1:1\niow8 1 1\niow8 1 1\n", 5, 5, 0 },
		/* Each line has its number by that of the first. */
		{ "iow8 1 1\niow8 1 1\n\niow8 1 1\niow8 1 1\n", 4, 4, 0 },
		{ "iow8 1 1 1 1 1 1 1 1 1 1\n", 5, 5, 0 },
		/* They are more than a write, or not of the body. */
		{ "ior8 1\nior8 1\nior8 1\nior8 1\nior8 1\n", 5, 5, 0 },
		{ "iow8 1 1:1\niow8 1 1:1\niow8 1 1:1\niow8 1 1:1\n", 4, 4, 0 },
		{ "iow8 --log 1 1\niow8 --log 1 1\niow8 --log 1 1\niow8 --log 1 1\n", 4,
		  4, 0 },
		{ "finally iow8 1 1\nfinally iow8 1 1\nfinally iow8 1 1\nfinally iow8 1 1\n",
		  4, 4, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct parsed parsed = parse(rows[i].text);
		const struct operations *body = &parsed.sequence.body;

		assert_good(&parsed, rows[i].performed);
		assert_int_equal(operations_count(body) +
					 operations_count(&parsed.sequence.finally),
				 rows[i].operations);
		assert_int_equal(body->rows, rows[i].rows);
		parsed_free(&parsed);
	}
}

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
		script_test(of_two_options_of_a_kind_the_last_counts_wherever_it_is),
		script_test(plain_writes_that_are_alike_are_one_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
