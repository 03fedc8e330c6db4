/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* sequence_add(): words become operations, all of them, or a failure and none. */
#include "sequence/commands.h"
#include "sequence/sequence.h"

#include "words/options.h"

#include "doubles/simulated.h"
#include "doubles/syscalls.h"
#include "test.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define IOW_WORDS    "ADDRESS VALUE[:MASK] [ADDRESS VALUE[:MASK]]..."
#define IOPOLL_WORDS "ADDRESS VALUE[:MASK]"
#define TIMES	     "; expected a time up to 60min, such as 10us, 5ms, 1.5s or 2min"
#define SPELLINGS    " (decimal, 0x, 0b or 0o)"

static const uint8_t to_write = IOSPACE_WRITE;
static const uint8_t to_read = IOSPACE_READ;
static const uint8_t to_do_both = IOSPACE_READ | IOSPACE_WRITE;

/* What a front end has in hand. */
struct adding {
	struct sequence sequence;
	struct settings settings;
	struct failure failure;
};

static const struct command *command(const char *name)
{
	return command_find(name, strlen(name));
}

/* The nth operation to be performed. */
static const struct operation *nth(const struct adding *adding, size_t n)
{
	assert_in_range(n, 0, adding->sequence.length - 1);
	return &adding->sequence.operations[adding->sequence.steps[n].operation];
}

static void assert_operation(const struct operation *operation,
			     const struct operation *expected)
{
	assert_int_equal(operation->address, expected->address);
	assert_int_equal(operation->value, expected->value);
	assert_int_equal(operation->mask, expected->mask);
	assert_int_equal(operation->flags, expected->flags);
	assert_int_equal(operation->time_us, expected->time_us);
	assert_int_equal(operation->interval_us, expected->interval_us);
	assert_int_equal(operation->verify, expected->verify);
	assert_int_equal(operation->exclusive, expected->exclusive);
	assert_int_equal(operation->quiet, expected->quiet);
}

/* A line that ends where its memory does, so that a sanitizer sees overreads. */
static int add_line(struct adding *adding, const char *name, const char *text)
{
	const struct operation template = sequence_template(command(name),
							    &adding->settings);
	size_t length = strlen(text);
	char *line = malloc(length + 1);
	struct words words;
	int r;

	assert_non_null(line);
	memcpy(line, text, length);
	line[length] = '\n';
	words = words_of_line(line);
	r = sequence_add(&adding->sequence, &template, &words, &adding->failure);
	free(line);
	return r;
}

static int add_strings(struct adding *adding, const char *name, const char *text)
{
	const struct operation template = sequence_template(command(name),
							    &adding->settings);
	char copy[128], *strings[16], *rest;
	struct words words;
	size_t count = 0;

	assert_true(strlen(text) < sizeof(copy));
	strcpy(copy, text);
	for (char *word = strtok_r(copy, " ", &rest); word;
	     word = strtok_r(NULL, " ", &rest))
		strings[count++] = word;
	strings[count] = NULL;
	words = words_of_strings(strings);
	return sequence_add(&adding->sequence, &template, &words, &adding->failure);
}

/* Add the words of a text, which blanks separate, as a line and as a command line: the
 * result is the same. */
static int add(struct adding *adding, const char *name, const char *text)
{
	struct adding other = { .settings = adding->settings };
	size_t before = adding->sequence.length;
	int r, r_other;

	r_other = add_strings(&other, name, text);
	r = add_line(adding, name, text);
	assert_int_equal(r, r_other);
	assert_int_equal(adding->failure.exit, other.failure.exit);
	assert_string_equal(adding->failure.text, other.failure.text);
	assert_int_equal(adding->sequence.length - before, other.sequence.length);
	for (size_t i = 0; i < other.sequence.length; i++)
		assert_operation(nth(adding, before + i), nth(&other, i));
	sequence_free(&other.sequence);
	return r;
}

static void a_pair_of_words_is_one_write(void **state)
{
	static const struct {
		const char *command, *line;
		struct operation expected;
	} rows[] = {
		{ "iow8",
		  "0x80 0x5a",
		  { .address = 0x80, .value = 0x5a, .mask = 0xff, .flags = to_write } },
		/* The last address and the largest value of each width. */
		{ "iow8",
		  "0xffff 255",
		  { .address = 65535, .value = 0xff, .mask = 0xff, .flags = to_write } },
		{ "iow16",
		  "0xfffe 65535",
		  { .address = 65534,
		    .value = 0xffff,
		    .mask = 0xffff,
		    .flags = to_write } },
		{ "iow32",
		  "65532 0xffffffff",
		  { .address = 65532,
		    .value = 0xffffffff,
		    .mask = 0xffffffff,
		    .flags = to_write } },
		/* A mask asks for a read, unless it is a full one. */
		{ "iow8",
		  "0 5:3",
		  { .address = 0, .value = 5, .mask = 3, .flags = to_do_both } },
		{ "iow8",
		  "0 5:0",
		  { .address = 0, .value = 5, .mask = 0, .flags = to_do_both } },
		{ "iow8",
		  "0 5:0xff",
		  { .address = 0, .value = 5, .mask = 0xff, .flags = to_write } },
		{ "iow16",
		  "0 0x5:0xff",
		  { .address = 0, .value = 5, .mask = 0xff, .flags = to_do_both } },
		{ "iow16",
		  "0 5:65535",
		  { .address = 0, .value = 5, .mask = 0xffff, .flags = to_write } },
		{ "iow32",
		  "0 0b1:0xfffffffe",
		  { .address = 0, .value = 1, .mask = 0xfffffffe, .flags = to_do_both } },
		{ "iow32",
		  "0 1:0xffffffff",
		  { .address = 0, .value = 1, .mask = 0xffffffff, .flags = to_write } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct adding adding = { 0 };

		assert_int_equal(add(&adding, rows[i].command, rows[i].line), 0);
		assert_int_equal(adding.sequence.length, 1);
		assert_ptr_equal(nth(&adding, 0)->command, command(rows[i].command));
		assert_operation(nth(&adding, 0), &rows[i].expected);
		assert_int_equal(adding.failure.exit, 0);
		sequence_free(&adding.sequence);
	}
}

static void verify_asks_for_a_read_too(void **state)
{
	const struct operation expected = { .address = 0x80,
					    .value = 1,
					    .mask = 0xff,
					    .flags = to_do_both,
					    .verify = true };
	struct adding adding = { .settings = { .verify = true } };

	(void)state;
	assert_int_equal(add(&adding, "iow8", "0x80 1"), 0);
	assert_operation(nth(&adding, 0), &expected);
	sequence_free(&adding.sequence);
}

static void exact_and_force_are_asked_of_the_handle(void **state)
{
	static const struct {
		struct settings settings;
		const char *command, *line;
		uint8_t flags;
	} rows[] = {
		{ { .exact = true }, "iow32", "0xcf8 1", IOSPACE_WRITE | IOSPACE_EXACT },
		{ { .force = true }, "iow32", "0xcf8 1", IOSPACE_WRITE | IOSPACE_FORCE },
		{ { .force = true }, "iow16", "0xcf9 6", IOSPACE_WRITE | IOSPACE_FORCE },
		{ { .exact = true }, "ior16", "0xe0", IOSPACE_READ | IOSPACE_EXACT },
		{ { .exact = true }, "ior8", "0xe1", IOSPACE_READ | IOSPACE_EXACT },
		{ { .exact = true, .force = true },
		  "iow8",
		  "0xe1 1:1",
		  IOSPACE_READ | IOSPACE_WRITE | IOSPACE_EXACT | IOSPACE_FORCE },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct adding adding = { .settings = rows[i].settings };

		assert_int_equal(add(&adding, rows[i].command, rows[i].line), 0);
		assert_int_equal(nth(&adding, 0)->flags, rows[i].flags);
		sequence_free(&adding.sequence);
	}
}

/* Whichever of the words it is in, none of them becomes an operation. */
static void a_misaligned_or_unsafe_access_adds_nothing(void **state)
{
	static const struct {
		bool exact, force;
		const char *command, *line;
		int exit;
	} rows[] = {
		{ true, false, "iow16", "0xe0 1 0xe1 1", EX_USAGE },
		{ true, true, "iow32", "0xe2 1", EX_USAGE },
		{ true, false, "ior32", "0xe0 0xe2", EX_USAGE },
		{ true, false, "iow16", "0xcf9 6", EX_USAGE },
		{ false, false, "iow16", "0xe0 1 0xcf9 6", EX_CONFIG },
		{ false, false, "iow32", "0xcf8 0x80000600", EX_CONFIG },
		{ false, false, "iow32", "0xcf5 0", EX_CONFIG },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct adding adding = {
			.settings = { .exact = rows[i].exact, .force = rows[i].force },
		};

		assert_int_equal(add(&adding, rows[i].command, rows[i].line), -1);
		assert_int_equal(adding.failure.exit, rows[i].exit);
		assert_int_equal(adding.sequence.length, 0);
		sequence_free(&adding.sequence);
	}
}

static void each_word_is_one_read(void **state)
{
	static const uint16_t ports[] = { 0, 0x80, 65534 };
	struct adding adding = { 0 };

	(void)state;
	assert_int_equal(add(&adding, "ior16", "0 0x80 0xfffe"), 0);
	assert_int_equal(adding.sequence.length, COUNT(ports));
	for (size_t i = 0; i < COUNT(ports); i++) {
		assert_int_equal(nth(&adding, i)->address, ports[i]);
		assert_int_equal(nth(&adding, i)->flags, to_read);
	}
	sequence_free(&adding.sequence);
}

static void additions_accumulate_in_order(void **state)
{
	static const uint16_t ports[] = { 0x80, 0x81, 0x60, 0x82, 0x83, 0x84 };
	struct adding adding = { 0 };

	(void)state;
	assert_int_equal(add(&adding, "iow8", "0x80 1 0x81 2"), 0);
	assert_int_equal(add(&adding, "ior32", "0x60"), 0);
	assert_int_equal(add(&adding, "iow16", "0x82 3 0x83 4 0x84 5"), 0);
	assert_int_equal(adding.sequence.length, COUNT(ports));
	for (size_t i = 0; i < COUNT(ports); i++)
		assert_int_equal(nth(&adding, i)->address, ports[i]);
	assert_ptr_equal(nth(&adding, 1)->command, command("iow8"));
	assert_ptr_equal(nth(&adding, 2)->command, command("ior32"));
	assert_ptr_equal(nth(&adding, 5)->command, command("iow16"));

	sequence_free(&adding.sequence);
	assert_null(adding.sequence.operations);
	assert_int_equal(adding.sequence.length, 0);
}

static void wrong_words_add_nothing_and_say_what_was_expected(void **state)
{
	static const struct {
		const char *command, *line, *text;
	} rows[] = {
		{ "iow8", "", "words are missing; expected " IOW_WORDS },
		{ "ior8", "", "words are missing; expected ADDRESS..." },
		{ "iow8", "0x80",
		  "'0x80': this address has no value; expected " IOW_WORDS },
		{ "iow8", "0x80 1 0x81",
		  "'0x81': this address has no value; expected " IOW_WORDS },

		{ "iow8", "65536 1",
		  "'65536': too large; expected an address, 0 to 0xffff" SPELLINGS },
		{ "iow16", "0xffff 1",
		  "'0xffff': too large; expected an address, 0 to 0xfffe" SPELLINGS },
		{ "iow32", "0xfffd 1",
		  "'0xfffd': too large; expected an address, 0 to 0xfffc" SPELLINGS },
		{ "ior8", "0x10000",
		  "'0x10000': too large; expected an address, 0 to 0xffff" SPELLINGS },
		{ "ior16", "65535",
		  "'65535': too large; expected an address, 0 to 0xfffe" SPELLINGS },
		{ "ior32", "65533",
		  "'65533': too large; expected an address, 0 to 0xfffc" SPELLINGS },
		{ "iopoll8", "", "words are missing; expected " IOPOLL_WORDS },
		{ "iopoll8", "0x64",
		  "'0x64': this address has no value; expected " IOPOLL_WORDS },
		{ "iopoll8", "0x64 1 2",
		  "'2': one address and one value are all that is polled" },
		{ "iopoll16", "0xffff 1",
		  "'0xffff': too large; expected an address, 0 to 0xfffe" SPELLINGS },
		{ "iopoll8", "0x64 0x100",
		  "'0x100': too large; expected a value, 0 to 0xff" SPELLINGS },
		{ "iopoll8", "0x64 1:256",
		  "'1:256': too large; expected a mask, 0 to 0xff" SPELLINGS },
		{ "sleep", "", "words are missing; expected TIME" },
		{ "sleep", "1ms 2ms", "'2ms': one time is all that is slept" },
		{ "sleep", "5x", "'5x': not a time" TIMES },

		{ "ior8", "0x80:1",
		  "'0x80:1': not a number; expected an address, 0 to 0xffff" SPELLINGS },

		{ "iow8", "0x80 256",
		  "'256': too large; expected a value, 0 to 0xff" SPELLINGS },
		{ "iow16", "0x80 0x10000",
		  "'0x10000': too large; expected a value, 0 to 0xffff" SPELLINGS },
		{ "iow32", "0x80 4294967296",
		  "'4294967296': too large; expected a value, 0 to 0xffffffff" SPELLINGS },
		{ "iow8", "0x80 0777",
		  "'0777': a leading zero is ambiguous; expected a value, 0 to "
		  "0xff" SPELLINGS },
		{ "iow8", "0x80 :3",
		  "':3': the value before ':' is missing; expected a value, 0 to "
		  "0xff" SPELLINGS },
		{ "iow8", "0x80 0x1ff:1",
		  "'0x1ff:1': too large; expected a value, 0 to 0xff" SPELLINGS },

		{ "iow8", "0x80 5:",
		  "'5:': the mask after ':' is missing; expected a mask, 0 to "
		  "0xff" SPELLINGS },
		{ "iow8", "0x80 5:3:1",
		  "'5:3:1': not a number; expected a mask, 0 to 0xff" SPELLINGS },
		{ "iow8", "0x80 5:0x1ff",
		  "'5:0x1ff': too large; expected a mask, 0 to 0xff" SPELLINGS },
		{ "iow16", "0x80 5:-1",
		  "'5:-1': a sign is not allowed; expected a mask, 0 to "
		  "0xffff" SPELLINGS },

		/* The last word is the wrong one. */
		{ "iow8", "0x80 1 0x81 2 0x82 x",
		  "'x': not a number; expected a value, 0 to 0xff" SPELLINGS },
		{ "ior8", "0x80 0x81 0x",
		  "'0x': digits are missing; expected an address, 0 to "
		  "0xffff" SPELLINGS },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct adding adding = { 0 };

		assert_int_equal(add(&adding, "ior8", "0x60"), 0);
		assert_int_equal(add(&adding, rows[i].command, rows[i].line), -1);
		assert_string_equal(adding.failure.text, rows[i].text);
		assert_int_equal(adding.failure.exit, EX_USAGE);

		/* What was there stays. */
		assert_int_equal(adding.sequence.length, 1);
		assert_int_equal(nth(&adding, 0)->address, 0x60);
		sequence_free(&adding.sequence);
	}
}

/* Neither for the operation nor for the step. */
static void no_memory_is_a_failure_of_the_system(void **state)
{
	(void)state;
	for (int after = 0; after < 2; after++) {
		struct adding adding = { 0 };

		syscalls.reallocarray = (struct call){ .error = ENOMEM, .after = after };
		assert_int_equal(add_line(&adding, "iow8", "0x80 1"), -1);
		assert_int_equal(syscalls.reallocarray.count, after + 1);
		assert_string_equal(adding.failure.text, "out of memory");
		assert_int_equal(adding.failure.exit, EX_OSERR);
		assert_int_equal(adding.sequence.length, 0);
		assert_int_equal(adding.sequence.count, 0);
		sequence_free(&adding.sequence);
	}
}

static void a_poll_has_one_address_a_value_and_times(void **state)
{
	static const struct {
		const char *command, *line;
		struct operation expected;
	} rows[] = {
		{ "iopoll8",
		  "0x64 0:0x02",
		  { .address = 0x64, .value = 0, .mask = 2, .flags = to_read } },
		{ "iopoll16",
		  "0xfffe 0xffff",
		  { .address = 0xfffe,
		    .value = 0xffff,
		    .mask = 0xffff,
		    .flags = to_read } },
		{ "iopoll32",
		  "0 1:0xffffffff",
		  { .address = 0, .value = 1, .mask = 0xffffffff, .flags = to_read } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct operation expected = rows[i].expected;
		struct adding adding = { .settings = { .timeout_us = 123,
						       .interval_us = 45 } };

		expected.time_us = 123;
		expected.interval_us = 45;
		assert_int_equal(add(&adding, rows[i].command, rows[i].line), 0);
		assert_int_equal(adding.sequence.length, 1);
		assert_operation(nth(&adding, 0), &expected);
		sequence_free(&adding.sequence);
	}
}

static void a_poll_lasts_a_second_where_no_option_says_otherwise(void **state)
{
	struct adding adding = { .settings = settings_default };

	(void)state;
	assert_int_equal(add(&adding, "iopoll8", "0x64 1"), 0);
	assert_int_equal(nth(&adding, 0)->time_us, 1000000);
	assert_int_equal(nth(&adding, 0)->interval_us, 0);
	sequence_free(&adding.sequence);
}

static void a_sleep_has_one_time_and_needs_no_handle(void **state)
{
	const struct operation expected = { .time_us = 1500 };
	struct adding adding = { .settings = settings_default };

	(void)state;
	assert_int_equal(add(&adding, "sleep", "1500us"), 0);
	assert_int_equal(adding.sequence.length, 1);
	assert_operation(nth(&adding, 0), &expected);
	for (size_t way = 0; way < SEQUENCE_WAYS; way++)
		assert_int_equal(adding.sequence.flags[way] & to_do_both, 0);
	sequence_free(&adding.sequence);
}

static void options_reach_each_operation(void **state)
{
	const struct operation expected[] = {
		{ .address = 0,
		  .value = 1,
		  .mask = 0xff,
		  .flags = to_do_both,
		  .verify = true,
		  .exclusive = true,
		  .quiet = true },
		{ .address = 2,
		  .value = 3,
		  .mask = 0xff,
		  .flags = to_do_both,
		  .verify = true,
		  .exclusive = true,
		  .quiet = true },
	};
	struct adding adding = {
		.settings = { .verify = true, .exclusive = true, .quiet = true },
	};

	(void)state;
	assert_int_equal(add(&adding, "iow8", "0 1 2 3"), 0);
	assert_int_equal(adding.sequence.length, 2);
	for (size_t i = 0; i < COUNT(expected); i++)
		assert_operation(nth(&adding, i), &expected[i]);
	sequence_free(&adding.sequence);
}

static void only_writes_are_logged(void **state)
{
	const struct settings settings = { .log = true };

	(void)state;
	assert_true(sequence_template(command("iow8"), &settings).log);
	assert_true(sequence_template(command("iow32"), &settings).log);
	assert_false(sequence_template(command("ior8"), &settings).log);
	assert_false(sequence_template(command("iopoll16"), &settings).log);
	assert_false(sequence_template(command("iow8"), &settings_default).log);
}

/* So that no handle is opened for more than it is used for. */
static void each_way_collects_what_its_handle_is_for(void **state)
{
	static const struct {
		bool exact, force;
		const char *command, *line;
		size_t way;
		unsigned int flags;
	} rows[] = {
		{ false, false, "ior8", "1", 0, IOSPACE_READ },
		{ false, false, "iow8", "1 2", 0, IOSPACE_READ | IOSPACE_WRITE },
		{ true, false, "iow8", "1 2", 1, IOSPACE_WRITE | IOSPACE_EXACT },
		{ false, true, "ior8", "1", 2, IOSPACE_READ | IOSPACE_FORCE },
		{ true, true, "iow8", "1 2:3", 3,
		  IOSPACE_READ | IOSPACE_WRITE | IOSPACE_EXACT | IOSPACE_FORCE },
	};
	struct adding adding = { 0 };
	unsigned int expected[SEQUENCE_WAYS] = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		adding.settings = (struct settings){ .exact = rows[i].exact,
						     .force = rows[i].force };
		assert_int_equal(add(&adding, rows[i].command, rows[i].line), 0);
		assert_int_equal(sequence_way(nth(&adding, i)), rows[i].way);
		expected[rows[i].way] = rows[i].flags;
		assert_memory_equal(adding.sequence.flags, expected, sizeof(expected));
	}
	sequence_free(&adding.sequence);
}

static void what_was_not_added_needs_no_handle(void **state)
{
	static const unsigned int none[SEQUENCE_WAYS];
	struct adding adding = { 0 };

	(void)state;
	assert_int_equal(add(&adding, "iow8", "0x80 1 0x81 x"), -1);
	assert_memory_equal(adding.sequence.flags, none, sizeof(none));
	sequence_free(&adding.sequence);
}

static void operations_of_a_line_are_repeated_for_another(void **state)
{
	struct adding adding = { 0 };

	(void)state;
	assert_int_equal(add(&adding, "ior8", "0x60"), 0);
	assert_int_equal(add(&adding, "iow8", "0x80 1 0x81 2 0x82 3"), 0);
	/* Room for none of them, and for all of them. */
	for (uint32_t line = 7; line < 40; line++) {
		size_t length = adding.sequence.length;

		assert_int_equal(sequence_repeat(&adding.sequence, 1, 3, line,
						 &adding.failure),
				 0);
		assert_int_equal(adding.sequence.length, length + 3);
		for (size_t i = 0; i < 3; i++) {
			assert_ptr_equal(nth(&adding, length + i), nth(&adding, 1 + i));
			assert_int_equal(adding.sequence.steps[length + i].line, line);
			assert_int_equal(adding.sequence.steps[1 + i].line, 0);
		}
	}
	assert_int_equal(sequence_repeat(&adding.sequence, 1, 0, 41, &adding.failure), 0);
	assert_int_equal(adding.sequence.length, 4 + 33 * 3);
	assert_int_equal(adding.sequence.count, 4);
	sequence_free(&adding.sequence);
}

static void a_repetition_without_memory_is_a_failure(void **state)
{
	struct adding adding = { 0 };
	int r = 0;

	(void)state;
	assert_int_equal(add(&adding, "ior8", "0x60"), 0);
	syscalls.reallocarray.error = ENOMEM;
	for (size_t i = 0; r == 0 && i < 100; i++)
		r = sequence_repeat(&adding.sequence, 0, 1, 2, &adding.failure);
	assert_int_equal(r, -1);
	assert_string_equal(adding.failure.text, "out of memory");
	assert_int_equal(adding.failure.exit, EX_OSERR);
	assert_int_equal(adding.sequence.length, adding.sequence.steps_room);
	sequence_free(&adding.sequence);
}

static void many_operations_are_kept_in_order(void **state)
{
	const struct settings settings = { 0 };
	struct operation template = sequence_template(command("ior8"), &settings);
	struct sequence sequence = { 0 };
	struct failure failure = { 0 };

	(void)state;
	for (uint32_t line = 1; line <= 10000; line++) {
		struct words words = words_of_line("0x60\n");

		template.line = line;
		assert_int_equal(sequence_add(&sequence, &template, &words, &failure), 0);
		assert_null(words.next);
	}
	assert_int_equal(sequence.length, 10000);
	assert_int_equal(sequence.count, 10000);
	for (uint32_t i = 0; i < 10000; i++) {
		assert_int_equal(sequence.steps[i].operation, i);
		assert_int_equal(sequence.steps[i].line, i + 1);
		assert_int_equal(sequence.operations[i].line, i + 1);
	}
	sequence_free(&sequence);
}

static void finally_is_remembered_of_any_operation(void **state)
{
	const struct settings settings = { 0 };
	struct operation template = sequence_template(command("ior8"), &settings);
	struct sequence sequence = { 0 };
	struct failure failure = { 0 };
	static const struct {
		const char *line;
		bool finally, has_finally;
	} rows[] = {
		{ "1\n", false, false },
		{ "x\n", true, false },
		{ "2\n", true, true },
		{ "3\n", false, true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct words words = words_of_line(rows[i].line);

		template.finally = rows[i].finally;
		sequence_add(&sequence, &template, &words, &failure);
		assert_int_equal(sequence.has_finally, rows[i].has_finally);
	}
	sequence_free(&sequence);
}

#define sequence_test(function) \
	cmocka_unit_test_setup_teardown(function, syscalls_setup, syscalls_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		sequence_test(a_pair_of_words_is_one_write),
		sequence_test(verify_asks_for_a_read_too),
		sequence_test(exact_and_force_are_asked_of_the_handle),
		sequence_test(a_misaligned_or_unsafe_access_adds_nothing),
		sequence_test(each_word_is_one_read),
		sequence_test(additions_accumulate_in_order),
		sequence_test(wrong_words_add_nothing_and_say_what_was_expected),
		sequence_test(no_memory_is_a_failure_of_the_system),
		sequence_test(a_poll_has_one_address_a_value_and_times),
		sequence_test(a_poll_lasts_a_second_where_no_option_says_otherwise),
		sequence_test(a_sleep_has_one_time_and_needs_no_handle),
		sequence_test(options_reach_each_operation),
		simulated_test(only_writes_are_logged),
		sequence_test(each_way_collects_what_its_handle_is_for),
		sequence_test(what_was_not_added_needs_no_handle),
		sequence_test(operations_of_a_line_are_repeated_for_another),
		sequence_test(a_repetition_without_memory_is_a_failure),
		sequence_test(many_operations_are_kept_in_order),
		sequence_test(finally_is_remembered_of_any_operation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
