/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* option_parse() and options_parse(): what an option of a string or of a line sets, and
 * where it ends. */
#include "words/options.h"

#include "test.h"

#include <stdlib.h>
#include <string.h>

#define TIMES "; expected a time up to 60min, such as 10us, 5ms, 1.5s or 2min"

static const struct usage usage = {
	.options = OPTIONS_COMMON | OPTIONS_RUN | OPTIONS_WRITE | OPTIONS_POLL |
		   OPTIONS_FILE | OPTIONS_CHECK,
};

/* A copy that ends where its memory does, so that a sanitizer sees overreads. */
static char *copy_of(const char *text, size_t length)
{
	char *copy = malloc(length);

	assert_non_null(copy);
	memcpy(copy, text, length);
	return copy;
}

static void assert_settings(const struct settings *one, const struct settings *other)
{
	if (!one->device || !other->device)
		assert_ptr_equal(one->device, other->device);
	else
		assert_string_equal(one->device, other->device);
	assert_int_equal(one->modifiers, other->modifiers);
	assert_int_equal(one->times.timeout_us, other->times.timeout_us);
	assert_int_equal(one->times.interval_us, other->times.interval_us);
	assert_int_equal(one->lock_timeout_us, other->lock_timeout_us);
	assert_int_equal(one->dry_run, other->dry_run);
	assert_int_equal(one->verbose, other->verbose);
	assert_int_equal(one->json, other->json);
	assert_int_equal(one->check, other->check);
	assert_int_equal(one->trusted, other->trusted);
}

/* Each option, and the same in other spellings; and what it sets, and nothing else. */
static const struct spelled {
	const char *words[5]; /* all with the same effect */
	struct settings settings;
	bool in_line;
} options[] = {
	{ { "-x", "--exact", "--exa" }, { .modifiers = IOSPACE_EXACT }, true },
	{ { "-f", "--force" }, { .modifiers = IOSPACE_FORCE }, true },
	{ { "-q", "--quiet", "--q" }, { .modifiers = MODIFIER_QUIET }, true },
	{ { "--verify" }, { .modifiers = MODIFIER_VERIFY }, true },
	{ { "--exclusive" }, { .modifiers = MODIFIER_EXCLUSIVE }, true },
	{ { "--log" }, { .modifiers = MODIFIER_LOG }, true },
	{ { "-xfq", "-qxf" },
	  { .modifiers = IOSPACE_EXACT | IOSPACE_FORCE | MODIFIER_QUIET },
	  true },
	{ { "-t5ms", "--timeout=5ms", "--tim=5ms" }, { .times = { 5000, 0 } }, true },
	{ { "-i5ms", "--interval=5ms", "--i=5ms" }, { .times = { 0, 5000 } }, true },
	{ { "-xi5ms" }, { .modifiers = IOSPACE_EXACT, .times = { 0, 5000 } }, true },
	{ { "--lock-timeout=2s" }, { .lock_timeout_us = 2000000 }, false },
	{ { "-dports", "--device=ports" }, { .device = "ports" }, false },
	/* What is as long as a part of a name may be meant. */
	{ { "-devi" }, { .device = "evi" }, false },
	{ { "-n", "--dry-run" }, { .dry_run = true }, false },
	{ { "-v", "--verbose" }, { .verbose = true }, false },
	{ { "--json" }, { .json = true }, false },
	{ { "--check" }, { .check = true }, false },
	{ { "--trusted" }, { .trusted = true }, false },
};

static void each_option_sets_what_it_is_for_and_nothing_else(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(options); i++)
		for (size_t n = 0; options[i].words[n]; n++) {
			size_t length = strlen(options[i].words[n]);
			char *word = copy_of(options[i].words[n], length + 1);
			struct settings settings = { 0 };
			struct failure failure = { 0 };

			assert_ptr_equal(option_parse("iow8", &usage, word, NULL,
						      &settings, &failure),
					 word + length);
			assert_int_equal(failure.exit, 0);
			assert_settings(&settings, &options[i].settings);
			free(word);
		}
}

/* With each thing behind it that ends a word there. */
static void an_option_of_a_line_is_the_same_as_of_a_string(void **state)
{
	static const struct usage in_line = {
		.options = OPTIONS_RUN | OPTIONS_COMMON | OPTIONS_WRITE | OPTIONS_POLL |
			   OPTIONS_LINE,
	};
	static const char ends[] = " \t\n";

	(void)state;
	for (size_t i = 0; i < COUNT(options); i++)
		for (size_t n = 0; options[i].words[n]; n++)
			for (const char *end = ends; *end; end++) {
				size_t length = strlen(options[i].words[n]);
				char *line = copy_of(options[i].words[n], length + 1);
				struct settings settings = { 0 };
				struct failure failure = { 0 };
				const char *behind;

				line[length] = *end;
				behind = option_parse("iow8", &in_line, line, NULL,
						      &settings, &failure);
				if (options[i].in_line) {
					assert_ptr_equal(behind, line + length);
					assert_settings(&settings, &options[i].settings);
				} else {
					assert_null(behind);
					assert_int_equal(failure.exit, EX_USAGE);
					assert_ptr_equal(failure.word, line);
				}
				free(line);
			}
}

static void an_argument_can_be_the_next_word(void **state)
{
	static const struct usage in_line = {
		.options = OPTIONS_POLL | OPTIONS_COMMON | OPTIONS_LINE,
	};
	static const struct {
		const char *line;
		size_t end;
		struct settings settings;
	} rows[] = {
		{ "-t 5ms 0x64 1\n", 6, { .times = { 5000, 0 } } },
		{ "-t \t 5ms\n", 8, { .times = { 5000, 0 } } },
		{ "--timeout 5ms\t1\n", 13, { .times = { 5000, 0 } } },
		{ "--interval\t5us 1\n", 14, { .times = { 0, 5 } } },
		{ "-xt 5us 1\n", 7, { .modifiers = IOSPACE_EXACT, .times = { 5, 0 } } },
		{ "-t 1 2\n", 4, { .times = { 1000000, 0 } } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *line = copy_of(rows[i].line, strlen(rows[i].line));
		struct settings settings = { 0 };
		struct failure failure = { 0 };

		assert_ptr_equal(option_parse("iopoll8", &in_line, line, NULL, &settings,
					      &failure),
				 line + rows[i].end);
		assert_settings(&settings, &rows[i].settings);
		free(line);
	}
}

static void an_argument_is_missing_where_the_line_has_no_word(void **state)
{
	static const struct usage in_line = {
		.options = OPTIONS_POLL | OPTIONS_COMMON | OPTIONS_LINE,
	};
	static const char lines[][8] = { "-t\n", "-t \t\n", "-t # 5\n", "-qt\n",
					 "-t \0" };

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		struct settings settings = { 0 };
		struct failure failure = { 0 };

		assert_null(option_parse("iopoll8", &in_line, lines[i], NULL, &settings,
					 &failure));
		assert_string_equal(failure.text, "'-t': its argument is missing; use -t "
						  "TIME or --timeout=TIME");
		assert_ptr_equal(failure.word, lines[i]);
	}
}

/* The words of a text, with a bar between them, as main() has them. */
static void split(char *text, char *words[])
{
	while ((*words = strsep(&text, "|")))
		words++;
}

static void options_are_gathered_from_among_the_words(void **state)
{
	static const struct {
		const char *words, *left;
		struct settings settings;
	} rows[] = {
		{ "1|2", "1|2", { 0 } },
		{ "-q|1|-x|2|--log",
		  "1|2",
		  { .modifiers = MODIFIER_QUIET | (int)IOSPACE_EXACT | MODIFIER_LOG } },
		{ "1|-t|5ms|2", "1|2", { .times = { 5000, 0 } } },
		{ "-t5ms|5ms", "5ms", { .times = { 5000, 0 } } },
		{ "1|--timeout|5ms", "1", { .times = { 5000, 0 } } },
		/* An argument is one, whatever it looks like. */
		{ "-d|--|-q|1", "1", { .device = "--", .modifiers = MODIFIER_QUIET } },
		{ "1|--|-q|--|2", "1|-q|--|2", { 0 } },
		{ "1|--", "1", { 0 } },
		/* No options: a dash alone, a number, and what words_join() refuses. */
		{ "-|-1|-- x|", "-|-1|-- x|", { 0 } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[64], left[64], *words[8], *expected[8];
		struct settings settings = { 0 };
		struct failure failure = { 0 };
		int count, n = 0;

		strcpy(text, rows[i].words);
		strcpy(left, rows[i].left);
		split(text, words);
		split(left, expected);
		count = options_parse("iow8", &usage, words, &settings, &failure);
		for (; expected[n]; n++) {
			assert_in_range(n, 0, count - 1);
			assert_string_equal(words[n], expected[n]);
		}
		assert_int_equal(count, n);
		assert_null(words[n]);
		assert_int_equal(failure.exit, 0);
		assert_settings(&settings, &rows[i].settings);
	}
}

static void no_words_are_none(void **state)
{
	char option[] = "-q", *none[] = { NULL }, *one[] = { option, NULL };
	struct settings settings = { 0 };
	struct failure failure = { 0 };

	(void)state;
	assert_int_equal(options_parse("iow8", &usage, none, &settings, &failure), 0);
	assert_int_equal(options_parse("iow8", &usage, one, &settings, &failure), 0);
	assert_null(one[0]);
	assert_int_equal(settings.modifiers, MODIFIER_QUIET);
}

/* What is a time in a line ends at the blank; here it is one string. */
static void a_time_with_a_blank_in_it_is_none(void **state)
{
	static const struct {
		const char *string, *text;
	} rows[] = {
		{ "5ms ", "-t: '5ms ': not a time; a time has no blank: 5ms" },
		{ "5 ms", "-t: '5 ms': not a time; a time has no blank: 5ms" },
		{ " 5ms", "-t: ' 5ms': not a time; a time has no blank: 5ms" },
		{ "5\n", "-t: '5\\x0a': not a time; a time has no blank: 5" },
		{ "5 x", "-t: '5 x': not a time" TIMES },
		{ "", "-t: '': not a time" TIMES },
		{ " ", "-t: ' ': not a time" TIMES },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char option[] = "-t", string[8];
		char *words[] = { option, string, NULL };
		struct settings settings = { 0 };
		struct failure failure = { 0 };

		strcpy(string, rows[i].string);
		assert_int_equal(options_parse("iopoll8", &usage, words, &settings,
					       &failure),
				 -1);
		assert_string_equal(failure.text, rows[i].text);
		assert_int_equal(failure.exit, EX_USAGE);
	}
}

static void what_is_wrong_with_an_option_is_told(void **state)
{
	static const struct {
		const char *word, *text;
	} rows[] = {
		{ "-Z", "'-Z': unknown option; try 'iow8 --help'" },
		{ "--zap=1", "'--zap=1': unknown option; try 'iow8 --help'" },
		{ "--verfy", "'--verfy': unknown option; did you mean --verify?" },
		{ "--ver", "'--ver': ambiguous: --verify, --verbose, --version" },
		{ "--verify=1", "'--verify=1': it takes no argument; try 'iow8 --help'" },
		{ "-q=1", "'-q=1': it takes no argument; try 'iow8 --help'" },
		{ "-=", "'-=': unknown option; try 'iow8 --help'" },
		{ "-t", "'-t': its argument is missing; use -t TIME or --timeout=TIME" },
		{ "-t=5",
		  "'-t=5': a letter has no '=' behind it; use -t TIME or --timeout=TIME" },
		{ "--lock-timeout",
		  "'--lock-timeout': its argument is missing; use --lock-timeout=TIME" },
		{ "-timeout", "'-timeout': unknown option; did you mean --timeout?" },
		/* What other commands alone have is not meant. */
		{ "-index", "-i: 'ndex': not a time" TIMES },
		{ "--interval=1e3", "-i: '1e3': not a time" TIMES },
		{ u8"\u2013q", "'\\xe2\\x80\\x93q': a typographic dash; type '-q'" },
		{ u8"\u2013-q", "'\\xe2\\x80\\x93-q': a typographic dash; type '-q'" },
		{ u8"\u2013-verify",
		  "'\\xe2\\x80\\x93-verify': a typographic dash; type '--verify'" },
		{ u8"\u2014verify",
		  "'\\xe2\\x80\\x94verify': a typographic dash; type '--verify'" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char *word = copy_of(rows[i].word, strlen(rows[i].word) + 1);
		struct settings settings = { 0 };
		struct failure failure = { 0 };

		assert_true(option_is_any(word));
		assert_null(
			option_parse("iow8", &usage, word, NULL, &settings, &failure));
		assert_string_equal(failure.text, rows[i].text);
		assert_int_equal(failure.exit, EX_USAGE);
		free(word);
	}
}

static void what_begins_otherwise_is_no_option(void **state)
{
	static const char *const words[] = {
		"",	"-",  "--", "-0",  "-9",  "-0x80",
		"0x80", "x-", "- ", "-\t", "-\n", "-- -q",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(words); i++)
		assert_false(option_is_any(words[i]));
	assert_true(options_end("--"));
	assert_true(options_end("-- 1\n"));
	assert_true(options_end("--\n"));
	assert_false(options_end("-"));
	assert_false(options_end("---"));
	assert_false(options_end("--x"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_option_sets_what_it_is_for_and_nothing_else),
		cmocka_unit_test(an_option_of_a_line_is_the_same_as_of_a_string),
		cmocka_unit_test(an_argument_can_be_the_next_word),
		cmocka_unit_test(an_argument_is_missing_where_the_line_has_no_word),
		cmocka_unit_test(options_are_gathered_from_among_the_words),
		cmocka_unit_test(no_words_are_none),
		cmocka_unit_test(a_time_with_a_blank_in_it_is_none),
		cmocka_unit_test(what_is_wrong_with_an_option_is_told),
		cmocka_unit_test(what_begins_otherwise_is_no_option),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
