/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Words one after another, of a line or of a command line; times, among them; and a word
 * as a failure quotes it. */
#include "words/duration.h"
#include "words/words.h"
#include "words/wrong.h"

#include "sequence/commands.h"
#include "sequence/operand.h"

#include "doubles/syscalls.h"
#include "test.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const struct command *command(const char *name)
{
	return command_find(name, strlen(name));
}

/* A line that ends where its memory does, so that a sanitizer sees overreads. */
static char *line_of(const char *text)
{
	char *line = malloc(strlen(text) + 1);

	assert_non_null(line);
	memcpy(line, text, strlen(text));
	line[strlen(text)] = '\n';
	return line;
}

static void each_verb_is_found_by_its_name(void **state)
{
	static const struct {
		const char *name;
		uint32_t size;
		const struct action *kind;
	} rows[] = {
		{ "iow8", 1, &iow_action },	   { "iow16", 2, &iow_action },
		{ "iow32", 4, &iow_action },	   { "ior8", 1, &ior_action },
		{ "ior16", 2, &ior_action },	   { "ior32", 4, &ior_action },
		{ "iopoll8", 1, &iopoll_action },  { "iopoll16", 2, &iopoll_action },
		{ "iopoll32", 4, &iopoll_action }, { "sleep", 0, &sleep_action },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *line = line_of(rows[i].name);
		const struct command *found = command_find(line, strlen(rows[i].name));

		assert_non_null(found);
		assert_string_equal(found->name, rows[i].name);
		assert_int_equal(found->size, rows[i].size);
		assert_ptr_equal(found->action, rows[i].kind);
		free(line);
	}
}

static void no_other_name_is_a_verb(void **state)
{
	static const char *const names[] = {
		"",	  "i",	 "iow",	 "iow1",   "iow64",    "iow8 ", "iow88", "IOW8",
		"iow16x", "ior", "ior3", "iopoll", "sleeping", "final", "ioseq", "iodump",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++)
		assert_null(command(names[i]));
	/* Only the length counts. */
	assert_null(command_find("iow8", 3));
	assert_null(command_find("iow16", 4));
	assert_ptr_equal(command_find("iow8x", 4), command("iow8"));
}

static void the_largest_value_is_all_ones(void **state)
{
	(void)state;
	assert_int_equal(command("iow8")->max, 0xff);
	assert_int_equal(command("ior16")->max, 0xffff);
	assert_int_equal(command("iopoll32")->max, 0xffffffff);
}

static void a_value_is_shown_with_all_digits_of_its_width(void **state)
{
	(void)state;
	assert_string_equal(command_hex(command("ior8"), 0xa).text, "0x0a");
	assert_string_equal(command_hex(command("ior16"), 0xa).text, "0x000a");
	assert_string_equal(command_hex(command("ior32"), 0xa).text, "0x0000000a");
	assert_string_equal(command_hex(command("ior32"), UINT32_MAX).text, "0xffffffff");
}

static void a_line_has_words_between_blanks_and_tabs(void **state)
{
	static const struct {
		const char *line;
		const char *words[5];
	} rows[] = {
		{ "", { NULL } },
		{ " ", { NULL } },
		{ " \t \t", { NULL } },
		{ "#", { NULL } },
		{ "# a b", { NULL } },
		{ "\t # a", { NULL } },
		{ "a", { "a" } },
		{ " a ", { "a" } },
		{ "\ta\t", { "a" } },
		{ "a b", { "a", "b" } },
		{ "a\tb \t c", { "a", "b", "c" } },
		{ "a #b", { "a" } },
		{ "a\t#", { "a" } },
		{ "a b # c", { "a", "b" } },
		/* Not where a word could begin. */
		{ "a#b c", { "a#b", "c" } },
		{ "a# b", { "a#", "b" } },
		/* Nothing else separates words. */
		{ "a\rb \v \xa0", { "a\rb", "\v", "\xa0" } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *line = line_of(rows[i].line);
		const char *word = word_first(line);

		for (size_t n = 0; rows[i].words[n]; n++) {
			size_t length = strlen(rows[i].words[n]);

			assert_true(has_word(word));
			assert_false(line_ends(*word));
			assert_int_equal(word_length(word), length);
			assert_memory_equal(word, rows[i].words[n], length);
			assert_true(word_ends(word[length]));
			word = word_next(word);
		}
		assert_false(has_word(word));
		assert_true(line_ends(*word));
		free(line);
	}
}

/* It is no text, so it is the parser's to refuse: neither a word nor the line's end. */
static void a_nul_is_no_word_and_does_not_end_a_line(void **state)
{
	static const char line[] = "a \0b\n";
	const char *word = word_next(line);

	(void)state;
	assert_ptr_equal(word, line + 2);
	assert_false(has_word(word));
	assert_false(line_ends(*word));
	assert_int_equal(word_length(word), 0);
	assert_ptr_equal(word_next(word), word);
}

static void a_command_line_s_words_are_joined_to_a_line(void **state)
{
	static const struct {
		const char *words, *line;
	} rows[] = {
		{ "a", "a \n" },
		{ "0x80|1:2", "0x80 1:2 \n" },
		{ "a|b|c|d", "a b c d \n" },
		/* Nothing is done about what else is in them. */
		{ "a#|\r\v\xff|-q", "a# \r\v\xff -q \n" },
	};
	char *none[] = { NULL }, *line;
	struct failure failure = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[32], *rest = text, *words[8];
		size_t count = 0;

		strcpy(text, rows[i].words);
		while ((words[count] = strsep(&rest, "|")))
			count++;
		line = words_join(words, &failure);
		assert_non_null(line);
		assert_string_equal(line, rows[i].line);
		free(line);
	}
	line = words_join(none, &failure);
	assert_string_equal(line, "\n");
	free(line);
	assert_int_equal(failure.exit, 0);
}

static void no_word_of_a_command_line_may_end_words_or_its_line(void **state)
{
	static const struct {
		const char *word, *text;
	} rows[] = {
		{ "", "'': an empty word, such as an unset variable makes" },
		{ " ", "' ': a blank in one word; leave out the quotes" },
		{ "0x80 1", "'0x80 1': a blank in one word; leave out the quotes" },
		{ " 1", "' 1': a blank in one word; leave out the quotes" },
		{ "1 ", "'1 ': a blank in one word; leave out the quotes" },
		{ "1\t", "'1\\x09': a blank in one word; leave out the quotes" },
		{ "\n", "'\\x0a': a blank in one word; leave out the quotes" },
		{ "1\n2", "'1\\x0a2': a blank in one word; leave out the quotes" },
		/* In a line, what begins so would be a comment. */
		{ "#", "'#': not a number" },
		{ "#x", "'#x': not a number" },
		{ "#80", "'#80': not a number; hexadecimal always needs 0x: 0x80" },
		{ "# 1", "'# 1': a blank in one word; leave out the quotes" },
		{ "#\n", "'#\\x0a': a blank in one word; leave out the quotes" },
	};

	(void)state;
	/* The first, one between others, and the last. */
	for (size_t i = 0; i < COUNT(rows); i++)
		for (size_t place = 0; place < 3; place++) {
			char good[] = "1", bad[16];
			char *words[] = { good, good, good, NULL };
			struct failure failure = { 0 };

			strcpy(bad, rows[i].word);
			words[place] = bad;
			assert_null(words_join(words, &failure));
			assert_string_equal(failure.text, rows[i].text);
			assert_int_equal(failure.exit, EX_USAGE);
		}
}

/* The first that is wrong is the one that is told. */
static void the_first_wrong_word_of_a_command_line_is_named(void **state)
{
	char empty[] = "", blank[] = "a b";
	char *const words[] = { blank, empty, NULL };
	struct failure failure = { 0 };

	(void)state;
	assert_null(words_join(words, &failure));
	assert_string_equal(failure.text,
			    "'a b': a blank in one word; leave out the quotes");
	failure = (struct failure){ 0 };
	assert_null(words_join(words + 1, &failure));
	assert_string_equal(failure.text,
			    "'': an empty word, such as an unset variable makes");
}

static void no_memory_for_a_command_line_is_a_failure(void **state)
{
	char word[] = "1";
	char *const words[] = { word, NULL };
	struct failure failure = { 0 };

	(void)state;
	syscalls.malloc.error = ENOMEM;
	assert_null(words_join(words, &failure));
	assert_string_equal(failure.text, "out of memory");
	assert_int_equal(failure.exit, EX_OSERR);
}

/* A colon, that ends a number, does not. */
static void a_word_ends_at_a_blank_and_at_the_end_of_its_text(void **state)
{
	static const char ends[] = " \t\n";

	(void)state;
	for (int c = 1; c <= UINT8_MAX; c++)
		assert_int_equal(word_ends((char)c), strchr(ends, c) != NULL);
	assert_true(word_ends('\0'));
}

static void a_wrong_word_is_named_and_pointed_at(void **state)
{
	static const char line[] = "iow8 0x\x1b rest\n";
	struct failure failure = { 0 };

	(void)state;
	assert_int_equal(fail_word(&failure, word_next(line), "no %s", "number"), -1);
	assert_string_equal(failure.text, "'0x\\x1b': no number");
	assert_int_equal(failure.exit, EX_USAGE);
	assert_ptr_equal(failure.word, line + 5);
}

#define TIMES "; expected a time up to 60min, such as 10us, 5ms, 1.5s or 2min"

static void a_time_is_read_and_passed_over(void **state)
{
	char *line = line_of("5ms\t 3");
	struct failure failure = { 0 };
	struct operation operation = { 0 };
	const char *word = parse_time(line, &operation, &failure);

	(void)state;
	assert_ptr_equal(word, line + 5);
	assert_int_equal(operation.value, 5000);
	word = parse_time(word, &operation, &failure);
	assert_ptr_equal(word, line + 6);
	assert_int_equal(operation.value, 3000000);
	assert_int_equal(failure.exit, 0);
	free(line);
}

static void what_is_no_time_is_a_failure_that_says_what_is(void **state)
{
	static const struct {
		const char *word, *text;
	} rows[] = {
		{ "x", "'x': not a time" TIMES },
		{ "-1", "'-1': a sign is not allowed" TIMES },
		{ "61min", "'61min': too long" TIMES },
		{ "0.1us", "'0.1us': finer than a microsecond" TIMES },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *line = line_of(rows[i].word);
		struct failure failure = { 0 };
		struct operation operation = { .value = 42 };

		assert_null(parse_time(line, &operation, &failure));
		assert_int_equal(operation.value, 42);
		assert_string_equal(failure.text, rows[i].text);
		assert_int_equal(failure.exit, EX_USAGE);
		assert_ptr_equal(failure.word, line);
		free(line);
	}
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

static void a_part_of_a_text_is_quoted_alone(void **state)
{
	(void)state;
	assert_string_equal(quote_part("0x1ff rest", 5).text, "'0x1ff'");
	assert_string_equal(quote_part("rest", 0).text, "''");
	assert_string_equal(quote_part("a\0b", 3).text, "'a\\x00b'");
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_verb_is_found_by_its_name),
		cmocka_unit_test(no_other_name_is_a_verb),
		cmocka_unit_test(the_largest_value_is_all_ones),
		cmocka_unit_test(a_value_is_shown_with_all_digits_of_its_width),
		cmocka_unit_test(a_line_has_words_between_blanks_and_tabs),
		cmocka_unit_test(a_nul_is_no_word_and_does_not_end_a_line),
		cmocka_unit_test(a_command_line_s_words_are_joined_to_a_line),
		cmocka_unit_test(no_word_of_a_command_line_may_end_words_or_its_line),
		cmocka_unit_test(the_first_wrong_word_of_a_command_line_is_named),
		syscalls_test(no_memory_for_a_command_line_is_a_failure),
		cmocka_unit_test(a_word_ends_at_a_blank_and_at_the_end_of_its_text),
		cmocka_unit_test(a_wrong_word_is_named_and_pointed_at),
		cmocka_unit_test(a_time_is_read_and_passed_over),
		cmocka_unit_test(what_is_no_time_is_a_failure_that_says_what_is),
		cmocka_unit_test(a_quoted_word_is_printable_and_one_line),
		cmocka_unit_test(a_part_of_a_text_is_quoted_alone),
		cmocka_unit_test(a_long_word_is_cut_between_its_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
