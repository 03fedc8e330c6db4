/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Words one after another, of a line or of a command line; and a word as a failure quotes
 * it. */
#include "words/duration.h"
#include "words/words.h"

#include "sequence/commands.h"

#include "test.h"

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
		"",	    "i",       "iow",	 "iow1",   "iow64", "iow8 ",
		"iow88",    "IOW8",    "iow16x", "ior",	   "ior3",  "iopoll",
		"sleeping", "finally", "ioseq",	 "iodump",
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
	assert_int_equal(command_max(command("iow8")), 0xff);
	assert_int_equal(command_max(command("ior16")), 0xffff);
	assert_int_equal(command_max(command("iopoll32")), 0xffffffff);
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
		struct words words = words_of_line(line);

		for (size_t n = 0; rows[i].words[n]; n++) {
			size_t length = strlen(rows[i].words[n]);

			assert_non_null(words.next);
			assert_int_equal(words_length(&words), length);
			assert_memory_equal(words.next, rows[i].words[n], length);
			assert_true(words_end_at(&words, words.next + length));
			words_advance(&words, words.next + length);
		}
		assert_null(words.next);
		free(line);
	}
}

static void a_command_line_s_words_may_hold_anything(void **state)
{
	char one[] = "a b", empty[] = "", comment[] = "#", last[] = "\n";
	char *const strings[] = { one, empty, comment, last, NULL };
	struct words words = words_of_strings(strings);

	(void)state;
	for (size_t i = 0; strings[i]; i++) {
		assert_ptr_equal(words.next, strings[i]);
		assert_int_equal(words_length(&words), strlen(strings[i]));
		words_advance(&words, words.next + strlen(strings[i]));
	}
	assert_null(words.next);

	words = words_of_strings(strings + 4);
	assert_null(words.next);
}

/* What a number or a time ends with ends the word, too, but for these. */
static void a_part_of_a_word_is_not_its_end(void **state)
{
	char string[] = "1:2 3\t\n";
	char *const strings[] = { string, NULL };
	struct words words = words_of_strings(strings);

	(void)state;
	for (size_t i = 0; i < strlen(string); i++)
		assert_false(words_end_at(&words, string + i));
	assert_true(words_end_at(&words, string + strlen(string)));

	words = words_of_line("1:2 3\n");
	assert_false(words_end_at(&words, words.next + 1));
	assert_true(words_end_at(&words, words.next + 3));
	assert_true(words_end_at(&words, words.next + 5));
}

static void a_wrong_word_is_named_and_pointed_at(void **state)
{
	static const char line[] = "iow8 0x\x1b rest\n";
	char string[] = "two words";
	char *const strings[] = { string, NULL };
	struct words words = words_of_line(line);
	struct failure failure = { 0 };

	(void)state;
	words_advance(&words, words.next + 4);
	assert_int_equal(fail_word(&failure, &words, "no %s", "number"), -1);
	assert_string_equal(failure.text, "'0x\\x1b': no number");
	assert_int_equal(failure.exit, EX_USAGE);
	assert_ptr_equal(failure.word, line + 5);

	words = words_of_strings(strings);
	assert_int_equal(fail_word(&failure, &words, "wrong"), -1);
	assert_string_equal(failure.text, "'two words': wrong");
	assert_ptr_equal(failure.word, string);
}

#define TIMES "; expected a time up to 60min, such as 10us, 5ms, 1.5s or 2min"

static void a_time_is_read_and_passed_over(void **state)
{
	char string[] = "5ms", next[] = "3";
	char *const strings[] = { string, next, NULL };
	struct words lines[] = { words_of_line("5ms 3\n"), words_of_strings(strings) };

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		struct failure failure = { 0 };
		uint32_t us = 0;

		assert_int_equal(parse_time(&lines[i], &us, &failure), 0);
		assert_int_equal(us, 5000);
		assert_int_equal(parse_time(&lines[i], &us, &failure), 0);
		assert_int_equal(us, 3000000);
		assert_null(lines[i].next);
	}
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
		struct words words = words_of_line(line);
		struct failure failure = { 0 };
		uint32_t us = 42;

		assert_int_equal(parse_time(&words, &us, &failure), -1);
		assert_string_equal(failure.text, rows[i].text);
		assert_int_equal(failure.exit, EX_USAGE);
		assert_ptr_equal(failure.word, line);
		free(line);
	}
}

static void a_time_with_a_blank_in_it_is_none(void **state)
{
	static const struct {
		const char *string, *text;
	} rows[] = {
		{ "5ms ", "'5ms ': not a time; a time has no blank: 5ms" },
		{ "5 ms", "'5 ms': not a time; a time has no blank: 5ms" },
		{ " 5ms", "' 5ms': not a time; a time has no blank: 5ms" },
		{ "5\n", "'5\\x0a': not a time; a time has no blank: 5" },
		{ "5 x", "'5 x': not a time" TIMES },
		{ "", "'': not a time" TIMES },
		{ " ", "' ': not a time" TIMES },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char string[8];
		char *const strings[] = { string, NULL };
		struct words words;
		struct failure failure = { 0 };
		uint32_t us;

		strcpy(string, rows[i].string);
		words = words_of_strings(strings);
		assert_int_equal(parse_time(&words, &us, &failure), -1);
		assert_string_equal(failure.text, rows[i].text);
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
		cmocka_unit_test(a_command_line_s_words_may_hold_anything),
		cmocka_unit_test(a_part_of_a_word_is_not_its_end),
		cmocka_unit_test(a_wrong_word_is_named_and_pointed_at),
		cmocka_unit_test(a_time_is_read_and_passed_over),
		cmocka_unit_test(what_is_no_time_is_a_failure_that_says_what_is),
		cmocka_unit_test(a_time_with_a_blank_in_it_is_none),
		cmocka_unit_test(a_quoted_word_is_printable_and_one_line),
		cmocka_unit_test(a_part_of_a_text_is_quoted_alone),
		cmocka_unit_test(a_long_word_is_cut_between_its_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
