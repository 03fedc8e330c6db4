/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* sequence_add(): words become operations, all of them, or a failure and none. */
#include "sequence/commands.h"
#include "sequence/sequence.h"

#include "words/options.h"
#include "words/wrong.h"

#include "doubles/syscalls.h"
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define IOW_WORDS    "ADDRESS VALUE[:MASK] [ADDRESS VALUE[:MASK]]..."
#define IOPOLL_WORDS "ADDRESS VALUE[:MASK]..."
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
	assert_in_range(n, 0, sequence_length(&adding->sequence) - 1);
	return &adding->sequence.body.list[n];
}

static void assert_operation(const struct operation *operation,
			     const struct operation *expected)
{
	assert_int_equal(operation->address, expected->address);
	assert_int_equal(operation->value, expected->value);
	assert_int_equal(operation->mask, expected->mask);
	assert_int_equal(operation->flags, expected->flags);
	assert_int_equal(operation->times.timeout_us, expected->times.timeout_us);
	assert_int_equal(operation->times.interval_us, expected->times.interval_us);
	assert_int_equal(operation->finally, expected->finally);
}

static struct template template_of(struct adding *adding, const char *name, bool finally)
{
	struct template template = sequence_template(&adding->sequence, command(name),
						     finally);

	assert_int_equal(sequence_set(&template, &adding->settings, &adding->failure), 0);
	return template;
}

/* A line that ends where its memory does, so that a sanitizer sees overreads. */
static int add_line(struct adding *adding, const char *name, bool finally,
		    uint32_t number, const char *text)
{
	struct template template = template_of(adding, name, finally);
	size_t length = strlen(text);
	char *line = malloc(length + 1);
	const char *end;
	bool ends;

	assert_non_null(line);
	memcpy(line, text, length);
	line[length] = '\n';
	end = sequence_add(&template, number, word_first(line), &adding->failure);
	ends = end && line_ends(*end);
	assert_int_equal(ends, end != NULL);
	free(line);
	return ends ? 0 : -1;
}

/* As a front end does. */
static int add_strings(struct adding *adding, const char *name, const char *text)
{
	struct template template = template_of(adding, name, false);
	char copy[128], *strings[16], *rest, *line;
	const char *end;
	size_t count = 0;
	int r;

	assert_true(strlen(text) < sizeof(copy));
	strcpy(copy, text);
	for (char *word = strtok_r(copy, " ", &rest); word;
	     word = strtok_r(NULL, " ", &rest))
		strings[count++] = word;
	strings[count] = NULL;
	line = words_join(strings, &adding->failure);
	assert_non_null(line);
	end = sequence_add(&template, 0, word_first(line), &adding->failure);
	r = end ? 0 : -1;
	assert_true(!end || *end == '\n');
	free(line);
	return r;
}

/* Add the words of a text, which blanks separate, as a line and as a command line: the
 * result is the same. */
static int add(struct adding *adding, const char *name, const char *text)
{
	struct adding other = { .settings = adding->settings };
	size_t before = sequence_length(&adding->sequence);
	uint32_t line = (uint32_t)before + 7;
	int r, r_other;

	r_other = add_strings(&other, name, text);
	r = add_line(adding, name, false, line, text);
	assert_int_equal(r, r_other);
	assert_int_equal(adding->failure.exit, other.failure.exit);
	assert_string_equal(adding->failure.text, other.failure.text);
	assert_int_equal(sequence_length(&adding->sequence) - before,
			 sequence_length(&other.sequence));
	for (size_t i = 0; i < sequence_length(&other.sequence); i++) {
		assert_operation(nth(adding, before + i), nth(&other, i));
		assert_int_equal(sequence_line(&adding->sequence,
					       nth(adding, before + i)),
				 line);
		assert_int_equal(sequence_line(&other.sequence, nth(&other, i)), 0);
	}
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
		assert_int_equal(sequence_length(&adding.sequence), 1);
		assert_ptr_equal(command_of(nth(&adding, 0)), command(rows[i].command));
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
					    .flags = to_do_both | MODIFIER_VERIFY };
	struct adding adding = { .settings = { .modifiers = MODIFIER_VERIFY } };

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
		{ { .modifiers = IOSPACE_EXACT },
		  "iow32",
		  "0xcf8 1",
		  IOSPACE_WRITE | IOSPACE_EXACT },
		{ { .modifiers = IOSPACE_FORCE },
		  "iow32",
		  "0xcf8 1",
		  IOSPACE_WRITE | IOSPACE_FORCE },
		{ { .modifiers = IOSPACE_FORCE },
		  "iow16",
		  "0xcf9 6",
		  IOSPACE_WRITE | IOSPACE_FORCE },
		{ { .modifiers = IOSPACE_EXACT },
		  "ior16",
		  "0xe0",
		  IOSPACE_READ | IOSPACE_EXACT },
		{ { .modifiers = IOSPACE_EXACT },
		  "ior8",
		  "0xe1",
		  IOSPACE_READ | IOSPACE_EXACT },
		{ { .modifiers = IOSPACE_EXACT | IOSPACE_FORCE },
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
		uint8_t modifiers;
		const char *command, *line;
		int exit;
	} rows[] = {
		{ IOSPACE_EXACT, "iow16", "0xe0 1 0xe1 1", EX_USAGE },
		{ IOSPACE_EXACT | IOSPACE_FORCE, "iow32", "0xe2 1", EX_USAGE },
		{ IOSPACE_EXACT, "ior32", "0xe0 0xe2", EX_USAGE },
		{ IOSPACE_EXACT, "iow16", "0xcf9 6", EX_USAGE },
		{ 0, "iow16", "0xe0 1 0xcf9 6", EX_CONFIG },
		{ 0, "iow32", "0xcf8 0x80000600", EX_CONFIG },
		{ 0, "iow32", "0xcf5 0", EX_CONFIG },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct adding adding = {
			.settings = { .modifiers = rows[i].modifiers },
		};

		assert_int_equal(add(&adding, rows[i].command, rows[i].line), -1);
		assert_int_equal(adding.failure.exit, rows[i].exit);
		assert_int_equal(sequence_length(&adding.sequence), 0);
		sequence_free(&adding.sequence);
	}
}

/* The rule is the library's, and stands here too. */
static void unsafe_is_what_the_library_refuses_at_each_address(void **state)
{
	static const struct {
		const char *command;
		uint32_t size;
	} rows[] = { { "iow8", 1 }, { "iow16", 2 }, { "iow32", 4 } };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		for (uint32_t address = 0xcf0; address < 0xd00; address++) {
			int r = iospace_check(address, rows[i].size, IOSPACE_WRITE);
			struct adding adding = { 0 };
			char line[16];

			snprintf(line, sizeof(line), "0x%x 1", address);
			assert_int_equal(add(&adding, rows[i].command, line),
					 r < 0 ? -1 : 0);
			assert_int_equal(adding.failure.exit, r < 0 ? EX_CONFIG : 0);
			sequence_free(&adding.sequence);
		}
}

static void each_word_is_one_read(void **state)
{
	static const uint16_t ports[] = { 0, 0x80, 65534 };
	struct adding adding = { 0 };

	(void)state;
	assert_int_equal(add(&adding, "ior16", "0 0x80 0xfffe"), 0);
	assert_int_equal(sequence_length(&adding.sequence), COUNT(ports));
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
	assert_int_equal(sequence_length(&adding.sequence), COUNT(ports));
	for (size_t i = 0; i < COUNT(ports); i++)
		assert_int_equal(nth(&adding, i)->address, ports[i]);
	assert_ptr_equal(command_of(nth(&adding, 1)), command("iow8"));
	assert_ptr_equal(command_of(nth(&adding, 2)), command("ior32"));
	assert_ptr_equal(command_of(nth(&adding, 5)), command("iow16"));

	sequence_free(&adding.sequence);
	assert_null(adding.sequence.body.list);
	assert_null(adding.sequence.body.stretches);
	assert_int_equal(sequence_length(&adding.sequence), 0);
}

#define DIGITS_54 "000000000000000000000000000000000000000000000000000000"

static void wrong_words_add_nothing_and_say_what_was_expected(void **state)
{
	static const struct {
		const char *command, *line, *text;
	} rows[] = {
		{ "iow8", "", "words are missing; expected " IOW_WORDS },
		{ "ior8", "", "words are missing; expected RANGE..." },
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
		{ "iopoll8", "0x64 1 2 256",
		  "'256': too large; expected a value, 0 to 0xff" SPELLINGS },
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

		/* What a hint says to type is taken, however long its numbers are. */
		{ "iow8", "0x0000000080,1",
		  "'0x0000000080,1': not a number; address and value are two words: "
		  "0x0000000080 1" },
		{ "ior8", "0x80,0x0000000081",
		  "'0x80,0x0000000081': not a number; each address is a word: 0x80 "
		  "0x0000000081" },
		/* ... up to this length. */
		{ "ior8", "0x80,0x" DIGITS_54 "1",
		  "'0x80,0x" DIGITS_54 "1': not a number; each address is a word: 0x80 "
		  "0x" DIGITS_54 "1" },
		{ "ior8", "0x80,0x" DIGITS_54 "01",
		  "'0x80,0x" DIGITS_54 "01': not a number; expected an address, 0 to "
		  "0xffff" SPELLINGS },
		{ "iow8", "0x0000000080-0x0000000081 1",
		  "'0x0000000080-0x0000000081': not a number; a range can only be "
		  "read; expected one address" },

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
		assert_int_equal(sequence_length(&adding.sequence), 1);
		assert_int_equal(nth(&adding, 0)->address, 0x60);
		sequence_free(&adding.sequence);
	}
}

/* A line after those that fit: what must grow then, and what has been added before. */
static const struct growing {
	const char *before[9]; /* lines, in a row */
	const char *line;
	int calls;
	size_t count; /* of operations, before it */
} growing[] = {
	/* For the first operation and the first line. */
	{ { NULL }, "0x80", 2, 0 },
	{ { NULL }, "0x80 0x81 0x82 0x83", 2, 0 },
	/* In the midst of a line: room for few, and then for many. */
	{ { NULL }, "0x80 0x81 0x82 0x83 0x84", 3, 0 },
	{ { NULL }, "1 2 3 4 5 6 7", 3, 0 },
	/* A line that goes on with a stretch needs an operation alone. */
	{ { "1" }, "2", 0, 1 },
	{ { "1", "2", "3", "4" }, "5", 1, 4 },
	{ { "1", "2", "3", "4", "5", "6" }, "7 8 9", 0, 6 },
	/* The fifth stretch. */
	{ { "1 2", "3 4", "5 6", "7 8" }, "9", 1, 8 },
	{ { "1 2", "3", "4 5", "6" }, "7 8 9", 1, 6 },
	{ { "1 2", "3 4", "5 6", "7 8", "1", "9 9" }, "9 8", 0, 11 },
	/* A range, of which only one word is there. */
	{ { "1" }, "2-9", 1, 1 },
	{ { NULL }, "2-4", 2, 0 },
	{ { "1" }, "7 8-15", 1, 1 },
};

/* An operation or a line: none of the line is added then, and all before it stays. */
static void no_memory_is_a_failure_of_the_system(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(growing); i++)
		for (int after = 0; after <= growing[i].calls; after++) {
			const struct growing *row = &growing[i];
			struct adding adding = { 0 };
			uint32_t line = 0;

			syscalls.reallocarray = (struct call){ 0 };
			while (row->before[line]) {
				const char *text = row->before[line++];

				assert_int_equal(add_line(&adding, "ior8", false, line,
							  text),
						 0);
			}
			syscalls.reallocarray = (struct call){
				.error = ENOMEM,
				.after = after,
			};
			assert_int_equal(add_line(&adding, "ior8", false, line + 1,
						  row->line),
					 after < row->calls ? -1 : 0);
			if (after == row->calls) {
				assert_int_equal(syscalls.reallocarray.count, after);
			} else {
				assert_int_equal(syscalls.reallocarray.count, after + 1);
				assert_string_equal(adding.failure.text, "out of memory");
				assert_int_equal(adding.failure.exit, EX_OSERR);
				assert_int_equal(sequence_length(&adding.sequence),
						 row->count);
			}
			if (row->count) {
				assert_int_equal(nth(&adding, 0)->address, 1);
				assert_int_equal(sequence_line(&adding.sequence,
							       nth(&adding, 0)),
						 1);
				assert_int_equal(sequence_line(&adding.sequence,
							       nth(&adding,
								   row->count - 1)),
						 line);
			}
			sequence_free(&adding.sequence);
		}
}

static void no_memory_for_the_values_of_a_poll_adds_none(void **state)
{
	struct adding adding = { 0 };

	(void)state;
	assert_int_equal(add(&adding, "iopoll8", "0x80 1"), 0);
	/* The first call is the test's own. */
	syscalls.malloc = (struct call){ .error = ENOMEM, .after = 1 };
	assert_int_equal(add_line(&adding, "iopoll8", false, 8, "0x80 1 2"), -1);
	assert_string_equal(adding.failure.text, "out of memory");
	assert_int_equal(adding.failure.exit, EX_OSERR);
	assert_int_equal(sequence_length(&adding.sequence), 1);
	sequence_free(&adding.sequence);
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
		struct adding adding = { .settings = { .times = { 123, 45 } } };

		expected.times = adding.settings.times;
		assert_int_equal(add(&adding, rows[i].command, rows[i].line), 0);
		assert_int_equal(sequence_length(&adding.sequence), 1);
		assert_operation(nth(&adding, 0), &expected);
		sequence_free(&adding.sequence);
	}
}

static void a_poll_lasts_a_second_where_no_option_says_otherwise(void **state)
{
	struct adding adding = { .settings = settings_default };

	(void)state;
	assert_int_equal(add(&adding, "iopoll8", "0x64 1"), 0);
	assert_int_equal(nth(&adding, 0)->times.timeout_us, 1000000);
	assert_int_equal(nth(&adding, 0)->times.interval_us, 0);
	sequence_free(&adding.sequence);
}

static void a_sleep_has_one_time_and_needs_no_handle(void **state)
{
	const struct operation expected = { .value = 1500 };
	struct adding adding = { 0 };

	(void)state;
	assert_int_equal(add(&adding, "sleep", "1500us"), 0);
	assert_int_equal(sequence_length(&adding.sequence), 1);
	assert_operation(nth(&adding, 0), &expected);
	for (size_t way = 0; way < SEQUENCE_WAYS; way++)
		assert_int_equal(adding.sequence.ways[way] & to_do_both, 0);
	sequence_free(&adding.sequence);
}

static void options_reach_each_operation(void **state)
{
	const uint8_t modifiers = MODIFIER_VERIFY | MODIFIER_EXCLUSIVE | MODIFIER_QUIET;
	const struct operation expected[] = {
		{ .address = 0,
		  .value = 1,
		  .mask = 0xff,
		  .flags = to_do_both | modifiers },
		{ .address = 2,
		  .value = 3,
		  .mask = 0xff,
		  .flags = to_do_both | modifiers },
	};
	struct adding adding = { .settings = { .modifiers = modifiers } };

	(void)state;
	assert_int_equal(add(&adding, "iow8", "0 1 2 3"), 0);
	assert_int_equal(sequence_length(&adding.sequence), 2);
	for (size_t i = 0; i < COUNT(expected); i++)
		assert_operation(nth(&adding, i), &expected[i]);
	assert_true(adding.sequence.is_exclusive);
	assert_false(adding.sequence.has_log);
	sequence_free(&adding.sequence);
}

static void only_writes_are_logged(void **state)
{
	static const struct {
		const char *command, *line;
		uint8_t modifiers;
		bool logged;
	} rows[] = {
		{ "iow8", "1 2", MODIFIER_LOG, true },
		{ "iow32", "0 2:1", MODIFIER_LOG, true },
		{ "ior8", "1", MODIFIER_LOG, false },
		{ "iopoll16", "0 1", MODIFIER_LOG, false },
		{ "sleep", "1ms", MODIFIER_LOG, false },
		{ "iow8", "1 2", 0, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct adding adding = { .settings.modifiers = rows[i].modifiers };

		assert_int_equal(add(&adding, rows[i].command, rows[i].line), 0);
		assert_int_equal((nth(&adding, 0)->flags & MODIFIER_LOG) != 0,
				 rows[i].logged);
		assert_int_equal(adding.sequence.has_log, rows[i].logged);
		sequence_free(&adding.sequence);
	}
}

/* A sequence has what one of its operations has, wherever that stands. */
static void what_some_operations_ask_for_is_known_of_the_sequence(void **state)
{
	static const struct {
		uint8_t modifiers[3];
		bool has_log, is_exclusive;
	} rows[] = {
		{ { 0, 0, 0 }, false, false },
		{ { MODIFIER_LOG, 0, 0 }, true, false },
		{ { 0, MODIFIER_LOG, 0 }, true, false },
		{ { 0, 0, MODIFIER_LOG }, true, false },
		{ { MODIFIER_EXCLUSIVE, 0, 0 }, false, true },
		{ { 0, 0, MODIFIER_EXCLUSIVE }, false, true },
		{ { MODIFIER_LOG, MODIFIER_EXCLUSIVE, 0 }, true, true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		/* One of the three is at the end, too. */
		for (uint32_t last = 0; last < 3; last++) {
			struct adding adding = { 0 };

			for (uint32_t n = 0; n < 3; n++) {
				adding.settings.modifiers = rows[i].modifiers[n];
				assert_int_equal(add_line(&adding, "iow8", n == last,
							  n + 1, "1 2"),
						 0);
			}
			assert_int_equal(adding.sequence.has_log, rows[i].has_log);
			assert_int_equal(adding.sequence.is_exclusive,
					 rows[i].is_exclusive);
			sequence_free(&adding.sequence);
		}
}

/* So that no handle is opened for more than it is used for. */
static void each_way_collects_what_its_handle_is_for(void **state)
{
	static const struct {
		uint8_t modifiers;
		const char *command, *line;
		size_t way;
		unsigned int flags;
	} rows[] = {
		{ 0, "ior8", "1", 0, IOSPACE_READ },
		{ 0, "iow8", "1 2", 0, IOSPACE_READ | IOSPACE_WRITE },
		{ IOSPACE_EXACT, "iow8", "1 2", 1, IOSPACE_WRITE | IOSPACE_EXACT },
		{ IOSPACE_FORCE, "ior8", "1", 2, IOSPACE_READ | IOSPACE_FORCE },
		{ IOSPACE_EXACT | IOSPACE_FORCE, "iow8", "1 2:3", 3,
		  IOSPACE_READ | IOSPACE_WRITE | IOSPACE_EXACT | IOSPACE_FORCE },
	};
	struct adding adding = { 0 };
	unsigned int expected[SEQUENCE_WAYS] = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		adding.settings.modifiers = rows[i].modifiers;
		assert_int_equal(add(&adding, rows[i].command, rows[i].line), 0);
		assert_int_equal(sequence_way(nth(&adding, i)), rows[i].way);
		expected[rows[i].way] = rows[i].flags;
		assert_memory_equal(adding.sequence.ways, expected, sizeof(expected));
	}
	sequence_free(&adding.sequence);
}

static void what_was_not_added_needs_no_handle(void **state)
{
	static const unsigned int none[SEQUENCE_WAYS];
	struct adding adding = { 0 };

	(void)state;
	assert_int_equal(add(&adding, "iow8", "0x80 1 0x81 x"), -1);
	assert_memory_equal(adding.sequence.ways, none, sizeof(none));
	sequence_free(&adding.sequence);
}

static void many_operations_are_kept_in_order(void **state)
{
	const struct settings settings = { 0 };
	struct sequence sequence = { 0 };
	struct template template = sequence_template(&sequence, command("ior16"), false);
	const struct operation *next;
	struct each each = { 0 };
	struct failure failure = { 0 };

	(void)state;
	assert_int_equal(sequence_set(&template, &settings, &failure), 0);
	for (uint32_t i = 0; i < 10000; i++) {
		char line[16];

		snprintf(line, sizeof(line), "%u\n", i);
		assert_ptr_equal(sequence_add(&template, i + 1, line, &failure),
				 line + strlen(line) - 1);
	}
	assert_int_equal(sequence_length(&sequence), 10000);
	/* Of all of them, one thing tells the lines. */
	assert_int_equal(sequence.body.stretches_count, 1);
	for (uint32_t i = 0; i < 10000; i++) {
		assert_true(sequence_each(&sequence, &each));
		next = &each.operation;
		assert_non_null(next);
		assert_int_equal(next->address, i);
		assert_int_equal(sequence_line_of(&sequence, &each), i + 1);
	}
	assert_false(sequence_each(&sequence, &each));
	sequence_free(&sequence);
}

/* Each is a line, or none: how many operations it has, or what else it is. */
enum { NO_LINE, WRONG = 100, AT_THE_END = 1000 };

static void assert_lines(const int kinds[], size_t count)
{
	struct adding adding = { 0 };
	uint32_t lines[2][128], ends[2] = { 0 };
	struct each each = { 0 };

	for (size_t i = 0; i < count; i++) {
		int operations = kinds[i] % WRONG;
		bool wrong = kinds[i] / WRONG % 2, finally = kinds[i] / AT_THE_END;
		uint32_t line = (uint32_t)i + 1;
		char text[64] = "";

		for (int n = 0; n < operations; n++)
			strcat(text, "7 ");
		if (wrong)
			strcat(text, "x");
		if (!wrong && operations == NO_LINE)
			continue;
		assert_int_equal(add_line(&adding, "ior8", finally, line, text),
				 wrong ? -1 : 0);
		adding.failure = (struct failure){ 0 };
		for (int n = 0; n < operations && !wrong; n++)
			lines[finally][ends[finally]++] = line;
	}
	assert_int_equal(sequence_length(&adding.sequence), ends[0] + ends[1]);
	for (size_t i = 0; i < ends[0] + ends[1]; i++) {
		assert_true(sequence_each(&adding.sequence, &each));
		assert_int_equal(sequence_line_of(&adding.sequence, &each),
				 i < ends[0] ? lines[0][i] : lines[1][i - ends[0]]);
	}
	assert_false(sequence_each(&adding.sequence, &each));
	sequence_free(&adding.sequence);
}

static void each_operation_has_the_number_of_its_line(void **state)
{
	static const int rows[][10] = {
		{ 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 },
		{ 2, 2, 2, 2, 2 },
		{ 1, 2, 1, 2, 1, 2 },
		{ 3, 1, 1, 3, 1, 1, 3 },
		/* Lines without operations between them. */
		{ NO_LINE, NO_LINE, 1, NO_LINE, 1, 1, NO_LINE, 2, NO_LINE, 1 },
		/* What is wrong is nobody's, and the next line is no line behind. */
		{ 1, WRONG, 1, WRONG, WRONG, 1, 1 },
		{ 1, WRONG + 1, 1, WRONG + 3, 2, WRONG + 2, 1 },
		{ WRONG, 1, 2, WRONG + 1, 1, 1 },
		{ 2, WRONG + 1, 1, 1 },
		/* Each of the two has lines of its own. */
		{ AT_THE_END + 1, 1, AT_THE_END + 1, AT_THE_END + 1, 1, 1 },
		{ 1, AT_THE_END + 2, 1, AT_THE_END + 1, 2, AT_THE_END + WRONG + 1,
		  AT_THE_END + 1, 1, 1, AT_THE_END + 1 },
		{ AT_THE_END + 3 },
	};
	uint32_t random = 1;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_lines(rows[i], COUNT(rows[i]));
	for (size_t i = 0; i < 1000; i++) {
		int kinds[20];

		for (size_t n = 0; n < COUNT(kinds); n++) {
			random = random * 1664525 + 1013904223;
			kinds[n] = (int)(random >> 8) % 4;
			if (random >> 29 == 0)
				kinds[n] += WRONG;
			if (random >> 30 == 3)
				kinds[n] += AT_THE_END;
		}
		assert_lines(kinds, COUNT(kinds));
	}
}

/* A command line is none, however much it adds. */
static void a_command_line_s_operations_have_no_line(void **state)
{
	struct adding adding = { 0 };

	(void)state;
	assert_int_equal(add_line(&adding, "ior8", false, 0, "1"), 0);
	assert_int_equal(add_line(&adding, "ior8", false, 0, "1 2"), 0);
	assert_int_equal(add_line(&adding, "ior8", false, 0, "1"), 0);
	assert_int_equal(sequence_length(&adding.sequence), 4);
	assert_int_equal(adding.sequence.body.stretches_count, 0);
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(sequence_line(&adding.sequence, nth(&adding, i)), 0);
	sequence_free(&adding.sequence);
}

static void an_empty_sequence_has_no_operation(void **state)
{
	struct sequence sequence = { 0 };
	struct each each = { 0 };

	(void)state;
	assert_int_equal(sequence_length(&sequence), 0);
	assert_false(sequence_each(&sequence, &each));
}

static void finally_goes_behind_all_others(void **state)
{
	static const uint16_t expected[] = { 1, 4, 2, 3 };
	struct adding adding = { 0 };
	const struct operation *next;
	struct each each = { 0 };

	(void)state;
	assert_int_equal(add_line(&adding, "ior8", false, 1, "1"), 0);
	assert_int_equal(add_line(&adding, "ior8", true, 2, "x"), -1);
	assert_int_equal(sequence_length(&adding.sequence), 1);
	adding.failure = (struct failure){ 0 };
	assert_int_equal(add_line(&adding, "ior8", true, 3, "2 3"), 0);
	assert_int_equal(add_line(&adding, "ior8", false, 4, "4"), 0);
	assert_int_equal(sequence_length(&adding.sequence), COUNT(expected));
	for (size_t i = 0; i < COUNT(expected); i++) {
		assert_true(sequence_each(&adding.sequence, &each));
		next = &each.operation;
		assert_int_equal(next->address, expected[i]);
		assert_int_equal(next->finally, i > 1);
	}
	assert_false(sequence_each(&adding.sequence, &each));
	sequence_free(&adding.sequence);

	/* And where there are no others. */
	assert_int_equal(add_line(&adding, "ior8", true, 1, "2"), 0);
	each = (struct each){ 0 };
	assert_true(sequence_each(&adding.sequence, &each));
	next = &each.operation;
	assert_int_equal(next->address, 2);
	assert_false(sequence_each(&adding.sequence, &each));
	sequence_free(&adding.sequence);
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
		sequence_test(unsafe_is_what_the_library_refuses_at_each_address),
		sequence_test(each_word_is_one_read),
		sequence_test(additions_accumulate_in_order),
		sequence_test(wrong_words_add_nothing_and_say_what_was_expected),
		sequence_test(no_memory_is_a_failure_of_the_system),
		sequence_test(no_memory_for_the_values_of_a_poll_adds_none),
		sequence_test(a_poll_has_one_address_a_value_and_times),
		sequence_test(a_poll_lasts_a_second_where_no_option_says_otherwise),
		sequence_test(a_sleep_has_one_time_and_needs_no_handle),
		sequence_test(options_reach_each_operation),
		sequence_test(only_writes_are_logged),
		sequence_test(what_some_operations_ask_for_is_known_of_the_sequence),
		sequence_test(each_way_collects_what_its_handle_is_for),
		sequence_test(what_was_not_added_needs_no_handle),
		sequence_test(many_operations_are_kept_in_order),
		sequence_test(each_operation_has_the_number_of_its_line),
		sequence_test(a_command_line_s_operations_have_no_line),
		sequence_test(an_empty_sequence_has_no_operation),
		sequence_test(finally_goes_behind_all_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
