/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Words become operations, or a failure; and a word as a failure quotes it. */
#include "words.h"

#include "iospace.h"
#include "syscalls.h"
#include "test.h"

#include <errno.h>
#include <string.h>

#define IOW_WORDS "ADDRESS VALUE[:MASK] [ADDRESS VALUE[:MASK]]..."
#define SPELLINGS " (decimal, 0x, 0b or 0o)"

static const uint8_t to_write = IOSPACE_WRITE;
static const uint8_t to_read = IOSPACE_READ;
static const uint8_t to_do_both = IOSPACE_READ | IOSPACE_WRITE;

/* What a front end has in hand. */
struct adding {
	struct sequence sequence;
	struct settings settings;
	struct failure failure;
};

/* Add the words of a line, which blanks separate. */
static int add(struct adding *adding, const char *verb, const char *line)
{
	char copy[128], *words[16], *rest;
	size_t count = 0;

	assert_true(strlen(line) < sizeof(copy));
	strcpy(copy, line);
	for (char *word = strtok_r(copy, " ", &rest); word;
	     word = strtok_r(NULL, " ", &rest))
		words[count++] = word;
	return sequence_add(&adding->sequence, verb_find(verb), count, words,
			    &adding->settings, &adding->failure);
}

static void assert_operation(const struct operation *operation,
			     const struct operation *expected)
{
	assert_int_equal(operation->port, expected->port);
	assert_int_equal(operation->value, expected->value);
	assert_int_equal(operation->mask, expected->mask);
	assert_int_equal(operation->flags, expected->flags);
	assert_int_equal(operation->verify, expected->verify);
}

static void each_verb_is_found_by_its_name(void **state)
{
	static const struct {
		const char *name;
		uint32_t size, max;
		const struct kind *kind;
	} rows[] = {
		{ "iow8", 1, 0xff, &iow_kind },
		{ "iow16", 2, 0xffff, &iow_kind },
		{ "ior8", 1, 0xff, &ior_kind },
		{ "ior16", 2, 0xffff, &ior_kind },
		{ "iow32", 4, 0xffffffff, &iow_kind },
		{ "ior32", 4, 0xffffffff, &ior_kind },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct verb *verb = verb_find(rows[i].name);

		assert_non_null(verb);
		assert_string_equal(verb->name, rows[i].name);
		assert_int_equal(verb->size, rows[i].size);
		assert_int_equal(verb_max(verb), rows[i].max);
		assert_ptr_equal(verb->kind, rows[i].kind);
	}
	assert_null(verb_find(""));
	assert_null(verb_find("iow"));
	assert_null(verb_find("iow64"));
	assert_null(verb_find("IOW8"));
}

static void a_value_is_shown_with_all_digits_of_its_width(void **state)
{
	(void)state;
	assert_string_equal(verb_hex(verb_find("ior8"), 0xa).text, "0x0a");
	assert_string_equal(verb_hex(verb_find("ior16"), 0xa).text, "0x000a");
	assert_string_equal(verb_hex(verb_find("ior32"), 0xa).text, "0x0000000a");
	assert_string_equal(verb_hex(verb_find("ior32"), UINT32_MAX).text, "0xffffffff");
}

static void a_pair_of_words_is_one_write(void **state)
{
	static const struct {
		const char *verb, *line;
		struct operation expected;
	} rows[] = {
		{ "iow8",
		  "0x80 0x5a",
		  { .port = 0x80, .value = 0x5a, .mask = 0xff, .flags = to_write } },
		/* The last address and the largest value of each width. */
		{ "iow8",
		  "0xffff 255",
		  { .port = 65535, .value = 0xff, .mask = 0xff, .flags = to_write } },
		{ "iow16",
		  "0xfffe 65535",
		  { .port = 65534, .value = 0xffff, .mask = 0xffff, .flags = to_write } },
		{ "iow32",
		  "65532 0xffffffff",
		  { .port = 65532,
		    .value = 0xffffffff,
		    .mask = 0xffffffff,
		    .flags = to_write } },
		/* A mask asks for a read, unless it is a full one. */
		{ "iow8",
		  "0 5:3",
		  { .port = 0, .value = 5, .mask = 3, .flags = to_do_both } },
		{ "iow8",
		  "0 5:0",
		  { .port = 0, .value = 5, .mask = 0, .flags = to_do_both } },
		{ "iow8",
		  "0 5:0xff",
		  { .port = 0, .value = 5, .mask = 0xff, .flags = to_write } },
		{ "iow16",
		  "0 0x5:0xff",
		  { .port = 0, .value = 5, .mask = 0xff, .flags = to_do_both } },
		{ "iow16",
		  "0 5:65535",
		  { .port = 0, .value = 5, .mask = 0xffff, .flags = to_write } },
		{ "iow32",
		  "0 0b1:0xfffffffe",
		  { .port = 0, .value = 1, .mask = 0xfffffffe, .flags = to_do_both } },
		{ "iow32",
		  "0 1:0xffffffff",
		  { .port = 0, .value = 1, .mask = 0xffffffff, .flags = to_write } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct adding adding = { 0 };

		assert_int_equal(add(&adding, rows[i].verb, rows[i].line), 0);
		assert_int_equal(adding.sequence.count, 1);
		assert_ptr_equal(adding.sequence.operations[0].verb,
				 verb_find(rows[i].verb));
		assert_operation(&adding.sequence.operations[0], &rows[i].expected);
		assert_int_equal(adding.failure.exit, 0);
		sequence_free(&adding.sequence);
	}
}

static void verify_asks_for_a_read_too(void **state)
{
	const struct operation expected = { .port = 0x80,
					    .value = 1,
					    .mask = 0xff,
					    .flags = to_do_both,
					    .verify = true };
	struct adding adding = { .settings = { .verify = true } };

	(void)state;
	assert_int_equal(add(&adding, "iow8", "0x80 1"), 0);
	assert_operation(&adding.sequence.operations[0], &expected);
	sequence_free(&adding.sequence);
}

static void exact_and_force_are_asked_of_the_handle(void **state)
{
	static const struct {
		struct settings settings;
		const char *verb, *line;
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

		assert_int_equal(add(&adding, rows[i].verb, rows[i].line), 0);
		assert_int_equal(adding.sequence.operations[0].flags, rows[i].flags);
		sequence_free(&adding.sequence);
	}
}

/* Whichever of the words it is in, none of them becomes an operation. */
static void a_misaligned_or_unsafe_access_adds_nothing(void **state)
{
	static const struct {
		bool exact, force;
		const char *verb, *line;
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

		assert_int_equal(add(&adding, rows[i].verb, rows[i].line), -1);
		assert_int_equal(adding.failure.exit, rows[i].exit);
		assert_int_equal(adding.sequence.count, 0);
		sequence_free(&adding.sequence);
	}
}

static void each_word_is_one_read(void **state)
{
	static const uint16_t ports[] = { 0, 0x80, 65534 };
	struct adding adding = { 0 };

	(void)state;
	assert_int_equal(add(&adding, "ior16", "0 0x80 0xfffe"), 0);
	assert_int_equal(adding.sequence.count, COUNT(ports));
	for (size_t i = 0; i < COUNT(ports); i++) {
		assert_int_equal(adding.sequence.operations[i].port, ports[i]);
		assert_int_equal(adding.sequence.operations[i].flags, to_read);
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
	assert_int_equal(adding.sequence.count, COUNT(ports));
	for (size_t i = 0; i < COUNT(ports); i++)
		assert_int_equal(adding.sequence.operations[i].port, ports[i]);
	assert_ptr_equal(adding.sequence.operations[1].verb, verb_find("iow8"));
	assert_ptr_equal(adding.sequence.operations[2].verb, verb_find("ior32"));
	assert_ptr_equal(adding.sequence.operations[5].verb, verb_find("iow16"));

	sequence_free(&adding.sequence);
	assert_null(adding.sequence.operations);
	assert_int_equal(adding.sequence.count, 0);
}

static void wrong_words_add_nothing_and_say_what_was_expected(void **state)
{
	static const struct {
		const char *verb, *line, *text;
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
		{ "ior8", "0x80:1",
		  "'0x80:1': not a number; expected an address, 0 to 0xffff" SPELLINGS },

		{ "iow8", "0x80 256",
		  "'256': too large; expected a value, 0 to 0xff" SPELLINGS },
		{ "iow16", "0x80 0x10000",
		  "'0x10000': too large; expected a value, 0 to 0xffff" SPELLINGS },
		{ "iow32", "0x80 4294967296",
		  "'4294967296': too large; expected a value, 0 to 0xffffffff" SPELLINGS },
		{ "iow8", "0x80 070",
		  "'070': a leading zero is ambiguous; expected a value, 0 to "
		  "0xff" SPELLINGS },
		{ "iow8", "0x80 :3",
		  "':3': an empty word; expected a value, 0 to 0xff" SPELLINGS },
		{ "iow8", "0x80 0x1ff:1",
		  "'0x1ff:1': too large; expected a value, 0 to 0xff" SPELLINGS },

		{ "iow8", "0x80 5:",
		  "'5:': an empty word; expected a mask, 0 to 0xff" SPELLINGS },
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
		assert_int_equal(add(&adding, rows[i].verb, rows[i].line), -1);
		assert_string_equal(adding.failure.text, rows[i].text);
		assert_int_equal(adding.failure.exit, EX_USAGE);

		/* What was there stays. */
		assert_int_equal(adding.sequence.count, 1);
		assert_int_equal(adding.sequence.operations[0].port, 0x60);
		sequence_free(&adding.sequence);
	}
}

static void no_memory_is_a_failure_of_the_system(void **state)
{
	struct adding adding = { 0 };

	(void)state;
	syscalls.reallocarray.error = ENOMEM;
	assert_int_equal(add(&adding, "iow8", "0x80 1"), -1);
	assert_int_equal(syscalls.reallocarray.count, 1);
	assert_string_equal(adding.failure.text, "out of memory");
	assert_int_equal(adding.failure.exit, EX_OSERR);
	assert_int_equal(adding.sequence.count, 0);
	sequence_free(&adding.sequence);
}

static void a_quoted_word_is_printable_and_one_line(void **state)
{
	static const struct {
		const char *word, *quoted;
	} rows[] = {
		{ "", "''" },
		{ "0x1ff", "'0x1ff'" },
		{ " ~", "' ~'" },
		{ "100%s%n", "'100%s%n'" },
		{ "1\n2", "'1\\x0a2'" },
		{ "\x01\x1f\x7f", "'\\x01\\x1f\\x7f'" },
		{ "\x1b[2J", "'\\x1b[2J'" },
		{ "\x80\xc3\xa9\xff", "'\\x80\\xc3\\xa9\\xff'" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_string_equal(quote(rows[i].word).text, rows[i].quoted);
}

static void a_long_word_is_cut_between_its_characters(void **state)
{
	static const struct {
		char character;
		size_t count;
		size_t quoted; /* characters that are shown, the quotes included */
		const char *end;
	} rows[] = {
		{ 'x', 150, 1 + 150 + 1, "xx'" },
		{ 'x', 151, 1 + 150 + 4, "xx...'" },
		{ 'x', 299, 1 + 150 + 4, "xx...'" },
		{ '\xff', 38, 1 + 38 * 4 + 1, "\\xff\\xff'" },
		{ '\xff', 39, 1 + 38 * 4 + 4, "\\xff\\xff...'" },
		{ '\xff', 299, 1 + 38 * 4 + 4, "\\xff\\xff...'" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char word[300] = "";
		struct quoted quoted;
		size_t end = strlen(rows[i].end);

		memset(word, rows[i].character, rows[i].count);
		quoted = quote(word);
		assert_int_equal(strlen(quoted.text), rows[i].quoted);
		assert_string_equal(quoted.text + rows[i].quoted - end, rows[i].end);
	}
}

#define words_test(function) \
	cmocka_unit_test_setup_teardown(function, syscalls_setup, syscalls_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		words_test(each_verb_is_found_by_its_name),
		words_test(a_value_is_shown_with_all_digits_of_its_width),
		words_test(a_pair_of_words_is_one_write),
		words_test(verify_asks_for_a_read_too),
		words_test(exact_and_force_are_asked_of_the_handle),
		words_test(a_misaligned_or_unsafe_access_adds_nothing),
		words_test(each_word_is_one_read),
		words_test(additions_accumulate_in_order),
		words_test(wrong_words_add_nothing_and_say_what_was_expected),
		words_test(no_memory_is_a_failure_of_the_system),
		words_test(a_quoted_word_is_printable_and_one_line),
		words_test(a_long_word_is_cut_between_its_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
