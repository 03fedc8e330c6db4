/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * script_parse(): a file is what its lines are. The parser compares what a line begins
 * with to what the last one began with, and reads blocks of lines: none of that is to be
 * seen.
 */
#include "cmd/sequence/parsed.h"

#include "doubles/reading.h"
#include "doubles/syscalls.h"
#include "test.h"
#include "words/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The room of the first block of source.c. */
#define BLOCK (64 << 10)

/* How many errors of a file are printed. */
#define MANY_ERRORS 20

/* What lines are, each read by a parser of its own. */
struct alone {
	size_t body, finally; /* operations */
	struct sequence of_all;
	size_t errors;
	int exit;      /* of the first error */
	char *printed; /* all errors */
	bool is_over;  /* one was no text: the rest is not read */
};

static struct alone alone_begin(void)
{
	struct alone alone = { .printed = calloc(1, 1) };

	assert_non_null(alone.printed);
	return alone;
}

static void append(char **text, const char *more)
{
	*text = realloc(*text, strlen(*text) + strlen(more) + 1);
	assert_non_null(*text);
	strcat(*text, more);
}

/* How many are performed before those at the end. */
static size_t count_body(const struct parsed *parsed)
{
	return sequence_length(&parsed->sequence) -
	       operations_count(&parsed->sequence.finally);
}

/* That its operations go on with those of a line: with those at the end, or the others.
 */
static void assert_operations(const struct parsed *whole, bool finally, size_t *next,
			      const struct parsed *line, uint32_t number)
{
	size_t count = finally ? operations_count(&line->sequence.finally)
			       : count_body(line),
	       first = finally ? count_body(line) : 0,
	       first_of_whole = finally ? count_body(whole) : 0;

	for (size_t i = 0; i < count; i++) {
		size_t n = first_of_whole + (*next)++;

		assert_same(nth(whole, n), nth(line, first + i));
		assert_int_equal(line_of(whole, n), number);
	}
}

/* A line with so many empty ones before it: it has its number, and is still alone. */
static struct parsed parse_alone(const char *line, size_t length, uint32_t number,
				 const struct settings *settings)
{
	char *text = malloc(number + length);
	struct parsed parsed;

	assert_non_null(text);
	memset(text, '\n', number - 1);
	memcpy(text + number - 1, line, length);
	text[number - 1 + length] = '\n';
	parsed = parse_bytes(text, number + length, settings);
	free(text);
	return parsed;
}

static void add_alone(struct alone *alone, const struct parsed *whole, const char *line,
		      size_t length, uint32_t number, const struct settings *settings)
{
	struct parsed parsed = parse_alone(line, length, number, settings);
	struct sequence *all = &alone->of_all;

	assert_operations(whole, false, &alone->body, &parsed, number);
	assert_operations(whole, true, &alone->finally, &parsed, number);
	for (size_t way = 0; way < SEQUENCE_WAYS; way++)
		all->ways[way] |= parsed.sequence.ways[way];
	all->has_log |= parsed.sequence.has_log;
	all->is_exclusive |= parsed.sequence.is_exclusive;
	if (parsed.r < 0) {
		if (alone->errors++ == 0)
			alone->exit = parsed.failure.exit;
		if (alone->errors <= MANY_ERRORS)
			append(&alone->printed, parsed.errors);
		alone->is_over = strstr(parsed.errors, ": a NUL byte") ||
				 strstr(parsed.errors, ": a carriage return") ||
				 strstr(parsed.errors, ": a byte order mark");
	}
	parsed_free(&parsed);
}

/* What is said of all errors: what one alone says, for so many. */
static void assert_summary(const struct parsed *whole, const struct alone *alone)
{
	char summary[128] = "";

	if (alone->errors > 0)
		snprintf(summary, sizeof(summary),
			 "file: %zu error%s%s; nothing was read or written",
			 alone->errors, alone->errors > 1 ? "s" : "",
			 alone->errors > MANY_ERRORS ? ", of which the first 20 are above"
						     : "");
	assert_string_equal(whole->failure.text, summary);
	assert_int_equal(whole->failure.exit, alone->exit);
	assert_int_equal(whole->r, alone->errors ? -1 : 0);
}

/* Returns how many lines were good. */
static size_t assert_is_its_lines(const char *text, size_t length,
				  const struct settings *settings)
{
	struct parsed whole = parse_bytes(text, length, settings);
	struct alone alone = alone_begin();
	const char *line = text, *end = text + length;
	uint32_t number = 0;

	while (line < end && !alone.is_over) {
		const char *newline = memchr(line, '\n', (size_t)(end - line));
		size_t line_length = (size_t)((newline ? newline : end) - line);

		add_alone(&alone, &whole, line, line_length, ++number, settings);
		line += line_length + 1;
	}
	assert_string_equal(whole.errors, alone.printed);
	assert_summary(&whole, &alone);
	assert_int_equal(count_body(&whole), alone.body);
	assert_int_equal(operations_count(&whole.sequence.finally), alone.finally);
	assert_memory_equal(whole.sequence.ways, alone.of_all.ways,
			    sizeof(alone.of_all.ways));
	assert_int_equal(whole.sequence.has_log, alone.of_all.has_log);
	assert_int_equal(whole.sequence.is_exclusive, alone.of_all.is_exclusive);
	parsed_free(&whole);
	free(alone.printed);
	return number - alone.errors;
}

/* Whatever one read() gives. */
static void assert_texts(const char *const texts[], size_t count)
{
	static const size_t mosts[] = { 0, 1, 9 };

	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < COUNT(mosts); j++) {
			reading.most = mosts[j];
			assert_is_its_lines(texts[i], strlen(texts[i]),
					    &settings_default);
		}
}

static void a_line_that_begins_as_the_last_is_read_behind_that(void **state)
{
	static const char *const texts[] = {
		/* The same command, and the same options. */
		"ior8 1\nior8 2\nior8 3 4\nior8 1\n",
		"ior8 -q 1\nior8 -q 2\nior8 -q 3 4\n",
		"iow8 --log -x 1 2\niow8 --log -x 3 4:5\niow8 --log -x 1 2 3 4\n",
		"iopoll8 -t 5ms -i 1us 1 2\niopoll8 -t 5ms -i 1us 3 4:5\n",
		/* The same command, and other options: longer, shorter, or near. */
		"iow8 -q 1 2\niow8 -f 1 2\niow8 -q 1 2\n",
		"iow8 -q 1 2\niow8 -qx 1 2\niow8 -q 1 2\n",
		"iow8 -x 1 2\niow8 -x -f 1 2\niow8 -x 1 2\niow8 -f -x 1 2\n",
		"iopoll8 -t 5ms 1 2\niopoll8 -t 5m 1 2\niopoll8 -t 5min 1 2\n",
		"iopoll8 -t 5 1 2\niopoll8 -t 50 1 2\niopoll8 -t 5 1 2\n",
		"iopoll8 -t 50 1 2\niopoll8 -t 5 01 2\niopoll8 -t 50 1 2\n",
		"iow8 --ver 1 2\niow8 --verify 1 2\niow8 --ver 1 2\n",
		/* An option, and none, and back. */
		"ior8 -q 1\nior8 1\nior8 -q 1\nior8 1\n",
		"iow8 1 2\niow8 --log 1 2\niow8 1 2\n",
		"iow32 -f 0xcf8 1\niow32 0xcf8 1\niow32 -f 0xcf8 1\n",
		"iow32 -x 0xcf8 1\niow32 0xcf8 1\niow32 -x 0xcfa 1\n",
		"iopoll8 -t 1 1 2\niopoll8 1 2\niopoll8 -t 1 1 2\niopoll8 -i 1 1 2\n",
		/* Another command, whose options are the same or no options of its. */
		"ior8 -q 1\nior16 -q 2\niow8 -q 1 2\nior8 -q 1\n",
		"iow8 --log 1 2\nior8 --log 1\niow8 --log 1 2\n",
		"iopoll8 -t 1 1 2\nior8 -t 1 1\niow8 -t 1 1 2\niopoll8 -t 1 1 2\n",
		"sleep 1\nsleep -q 1\nsleep 1\nior8 -q 1\nsleep -q 1\n",
		/* One name that begins another's. */
		"ior8 1\nior8x 1\nior80 1\nior 8\nior16 8\nior1 6\n",
		"iow8 8 1\niow88 1\niow 8 1\niow16 8 1\n",
		/* Nothing behind: what comes next need not be another word. */
		"ior8\nior80x80\nior8 1\n",
		"ior8 \nior8 1\nior8\t\nior8\t1\nior8 # x\nior8 1\n",
		"ior8 -q\nior8 -qx 1\nior8 -q 1\n",
		"iopoll8 -t 5\niopoll8 -t 50ms 1 2\niopoll8 -t 5 1 2\n",
		"iow8 --verify\niow8 --verify1 2\niow8 --verify 1 2\n",
		"sleep\nsleep1\nsleep 1\nsleep# 1\n",
		"iopoll8 -t\niopoll8 -t 5 1 2\niopoll8 -t\n",
		/* In capitals, and with something before. */
		"ior8 1\nIOR8 1\n ior8 1\nxior8 1\n-ior8 1\n#ior8 1\n",
	};

	(void)state;
	assert_texts(texts, COUNT(texts));
}

static void what_is_kept_of_a_line_has_a_room(void **state)
{
	static const char *const texts[] = {
		/* Command and blank: of 7, 8, 9 bytes and more. */
		"iopoll8 1 2\niopoll8 2 3\n",
		"iopoll8  1 2\niopoll8  2 3\niopoll8 2 3\niopoll8   1 2\n",
		"iopoll16 1 2\niopoll16 2 3\niopoll32 2 3\niopoll16 2 3\n",
		"ior8    1\nior8    2\nior8   2\nior8     3\nior8    12\n",
		"ior16   1\nior16   2\nior16    1\nior16    2\n",
		"ior8                      1\nior8                      2\n",
		/* Options of 46 to 50 bytes. */
		"ior8 -qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq 1\n"
		"ior8 -qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq 2\nior8 1\n",
		"ior8 -qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq 1\n"
		"ior8 -qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq 2\nior8 1\n",
		"ior8 -qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq 1\n"
		"ior8 -qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq 2\n"
		"ior8 -qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqx 2\nior8 1\n",
		"ior8 -qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq 1\n"
		"ior8 -qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq 2\nior8 1\n",
		"ior8 -qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq 1\n"
		"ior8 -qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqx 2\nior8 1\n",
		"ior8 -q                                               1\n"
		"ior8 -q                                               2\n"
		"ior8 -q                                              x 2\nior8 1\n",
		/* Those with a room, and then more behind it that differ. */
		"iow8 --exclusive --verify --log --exact --quiet --f 1 2\n"
		"iow8 --exclusive --verify --log --exact --quiet --q 1 2\n"
		"iow8 --exclusive --verify --log --exact --quiet 1 2\n"
		"iow8 --exclusive --verify --log --exact --quiet --f 1 2\n",
		/* A long one in between leaves nothing of the short one. */
		"ior8 -q 1\n"
		"ior8 -f -f -f -f -f -f -f -f -f -f -f -f -f -f -f -f -f -f 1\n"
		"ior8 -q 1\nior8 1\n",
		/* More than there is room to compare. */
		"ior8 -f -f -f -f -f -f -f -f -f -f -f -f -f -f -f -f -f -f -f -f -f -f 1\n"
		"ior8 -f -f -f -f -f -f -f -f -f -f -f -f -f -f -f -f -f -f -f -f -f -f 2\n"
		"ior8 -f -f -f -f -f -f -f -f -f -f -f -f -f -f -f -f -f -f -f -f -f -x 2\n"
		"ior8 1\n",
	};

	(void)state;
	assert_texts(texts, COUNT(texts));
}

static void blanks_before_and_between_are_no_difference(void **state)
{
	static const char *const texts[] = {
		"  ior8 1\n  ior8 2\nior8 3\n ior8 4\n  ior8 5\n",
		"\tior8 1\n\tior8 2\n ior8 3\n\tior8\t4\n\t ior8 5\n",
		"ior8 1\nior8\t2\nior8 3\nior8\t4\nior8\t5\n",
		"ior8\t-q\t1\nior8\t-q 1\nior8 -q\t1\nior8 -q 1\nior8\t-q\t1\n",
		"ior8 -q  1\nior8 -q 1\nior8 -q   1\nior8 -q  1\n",
		"ior8 \t1\nior8 \t2\nior8 1\nior8 \t\t1\n",
		"      ior8 1\n      ior8 2\n   ior8 1\n   ior8 2\n",
		"   iow8 1 2\n   iow8 3 x\n   iow8 3\n   iow8 4 5\n",
		"ior8 1\n\nior8 1\n   \nior8 1\n# ior8 1\nior8 1\n \t\nior8 1",
		"ior8 1 \nior8 1\t\nior8 1 # 1\nior8 1\n",
		"ior8 -q 1\nior8 -q  1\nior8 -q \t 1\nior8 -q # 1\nior8 -q 1\n",
		"  ior8 1\n  ior8 # x\n  ior8 \n  ior8 2\n",
		"\tior8 -q 1\n\tior8 -q # x\n\tior8 -q \n\tior8 -q 2\n",
	};

	(void)state;
	assert_texts(texts, COUNT(texts));
}

static void finally_is_a_part_of_what_a_line_begins_with(void **state)
{
	static const char *const texts[] = {
		"finally ior8 1\nior8 1\nfinally ior8 1\nfinally ior8 2\nior8 2\n",
		"finally ior8 -q 1\nfinally ior8 -q 2\nior8 -q 1\nior8 1\n",
		"ior8 -q 1\nfinally ior8 -q 2\nior8 -q 1\nfinally ior8 1\n",
		"finally  ior8 1\nfinally ior8 1\n finally ior8 1\n",
		"finally sleep 1\nfinally iow8 1 2\nsleep 1\n",
		"finally\nfinally ior8 1\nfinally\nior8 1\n",
		"finally # ior8 1\nfinally ior8 1\n",
		"finally finally ior8 1\nfinally ior8 1\n",
		"finallyior8 1\nfinally ior8 1\nfinally x\nior8 1\nfinal ior8 1\n",
	};

	(void)state;
	assert_texts(texts, COUNT(texts));
}

static void options_elsewhere_are_those_of_their_line_too(void **state)
{
	static const char *const texts[] = {
		"ior8 1 -q\nior8 1\nior8 2 -q\nior8 -q 1\nior8 1 -q\n",
		"ior8 -q 1\nior8 1 -x\nior8 -q 1\nior8 1\n",
		"ior8 -q 1 -x\nior8 -q 1\nior8 -q 1 -x\nior8 -x 1\n",
		"iow8 -q 1 -x 2\niow8 -q 1 2\niow8 1 -x 2\niow8 1 2 --log\niow8 1 2\n",
		"iopoll8 1 -t 5 2\niopoll8 1 2\niopoll8 -t 5 1 2\niopoll8 1 -t 5 2\n",
		"iopoll8 -i 1 1 -t 5 2\niopoll8 -i 1 1 2\niopoll8 -i 1 1 -t 6 2\n",
		"iow16 --ec 0 1 -I 0x2e,0x30\niow16 -q 0 1 -f -- -x\niow16 0 1\n",
		/* The wrong ones among them leave no more behind. */
		"ior8 -q 1\nior8 -Z 1\nior8 -q 1\nior8 1 -Z\nior8 -q 1\nior8 1\n",
		"ior8 -q 1\nior8 -q -Z 1\nior8 -q 1\nior8 -q 1 -Z\nior8 -q 1\n",
		"ior8 -q 1\nior8 -x 1 -q -Z\nior8 -x 1\nior8 -q 1\n",
		"ior8 -q x\nior8 -q 1\nior8 -q x\nior8 x -q\nior8 -q 1\n",
		"ior8 -q 1 x\nior8 -x 1 x\nior8 -q 1\nior8 -x 1\nior8 1\n",
		"iopoll8 -t x 1 2\niopoll8 -t 5 1 2\niopoll8 -t x 1 2\n",
		"iow32 0xcf8 1 -x\niow32 0xcf8 1\niow32 0xcf8 1 -f\n",
		u8"ior8 –q 1\nior8 -q 1\nior8 1 –q\nior8 –q 1\nior8 1\n",
	};

	(void)state;
	assert_texts(texts, COUNT(texts));
}

static void two_dashes_end_the_options_of_their_line(void **state)
{
	static const char *const texts[] = {
		"ior8 -- 1\nior8 -- 2\nior8 1\nior8 -- -q\nior8 -- 1\n",
		"ior8 -q -- 1\nior8 -q -- 2\nior8 -q 1\nior8 -- 1\nior8 -q -- 1\n",
		"ior8 -- 1 -q\nior8 1 -q\nior8 -- -- 1\nior8 -- 1\n",
		"ior8 -q -- 1 -x\nior8 -q -- 1\nior8 -q 1 -x\n",
		"ior8 -- 1 -- 2\nior8 1 -- 2 -q\nior8 1 -q -- 2\nior8 --\t1\n",
		"iow8 -- 1 -2\niow8 -- 1 2\niow8 1 -2\niow8 -- 1 2\n",
		"ior8 --\nior8 --quiet 1\nior8 -- 1\n",
		"ior8 --q 1\nior8 -- q 1\nior8 -- 1\nior8 --- 1\n",
		"iopoll8 -t -- 1 2\niopoll8 -t 5 -- 1 2\niopoll8 -- 1 2\n",
		"ior8 -I 0x70 -- 1\nior8 -I 0x70 -- 1 -q\nior8 -I 0x70 -- 2\nior8 -- 1\n",
	};

	(void)state;
	assert_texts(texts, COUNT(texts));
}

/* As at the shell, where they may stand anywhere. */
static void two_dashes_behind_words_are_no_word(void **state)
{
	static const struct {
		const char *line, *same;
	} rows[] = {
		{ "ior8 1 --", "ior8 1" },
		{ "ior8 1 -- 2", "ior8 1 2" },
		{ "ior8 -q 1 -- 2", "ior8 -q 1 2" },
		{ "ior8 1 -q -- 2", "ior8 -q 1 2" },
		{ "iow8 1 2 -- 3 4 # --", "iow8 1 2 3 4" },
		{ "iow8 1 -- 2", "iow8 1 2" },
		{ "finally sleep 1 --", "finally sleep 1" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct parsed one = parse(rows[i].line), other = parse(rows[i].same);
		size_t count = sequence_length(&other.sequence);

		assert_good(&other, count);
		assert_good(&one, count);
		for (size_t n = 0; n < count; n++)
			assert_same(nth(&one, n), nth(&other, n));
		parsed_free(&one);
		parsed_free(&other);
	}
	assert_error("ior8 1 -- -q", "1:11: '-q': a sign is not allowed; expected an "
				     "address, 0 to 0xffff" SPELLINGS);
	assert_error("ior8 1 -- --", "1:11: '--': a sign is not allowed; expected an "
				     "address, 0 to 0xffff" SPELLINGS);
}

static void the_options_of_the_file_are_those_of_any_line(void **state)
{
	static const char text[] = "iow8 1 2\niow8 -q 1 2\niow8 1 2 -x\nior8 1\n"
				   "ior8 -x 1\nior8 -x 2\niopoll8 -t 1 1 2\nsleep 1\n"
				   "iopoll8 1 2\niopoll8 1 2 -i 1\niow32 0xcf8 1\n";

	(void)state;
	for (unsigned int i = 0; i <= UINT8_MAX; i++) {
		const struct settings settings = {
			/* All but the two directions. */
			.modifiers = i & 0xfc,
			.times = { 7, 8 },
			.verbose = i & 1,
		};

		assert_is_its_lines(text, strlen(text), &settings);
	}
}

/* A block that ends with a line shorter than what is compared, as does its memory. */
static void a_short_line_ends_a_block_or_the_file(void **state)
{
	static const char *const lasts[] = {
		"\n", "#\n", " \n", "x\n", "io\n", "ior8 1\n", "\t# 1\n", "ior8 -q 1\n",
	};
	static const char first[] =
		"iow8 --exclusive --verify --log --exact --quiet 1 2\n";
	const size_t length = strlen(first);
	static char text[BLOCK + 200];

	(void)state;
	for (size_t i = 0; i < COUNT(lasts); i++)
		for (size_t more = 0; more < 2; more++) {
			size_t last = strlen(lasts[i]), end = BLOCK - last;
			size_t used = end - length;
			struct parsed parsed;

			/* A comment fills the block. */
			memset(text, '#', used);
			text[used - 1] = '\n';
			memcpy(text + used, first, length);
			memcpy(text + end, lasts[i], last);
			used = BLOCK;
			if (more) {
				memcpy(text + used, first, length);
				used += length;
			}
			parsed = parse_bytes(text, used, &settings_default);
			assert_int_equal(parsed.r, i == 3 || i == 4 ? -1 : 0);
			assert_int_equal(sequence_length(&parsed.sequence),
					 1 + more + (i == 5 || i == 7));
			parsed_free(&parsed);
			assert_is_its_lines(text, used, &settings_default);
		}
}

/* A line that one block has the beginning of, and the next one the end. */
static void a_line_across_blocks_is_one(void **state)
{
	static const char line[] = "iow8 -q 0x80 0x12 0x81 0x34 # a comment\n";
	const size_t length = strlen(line);
	static char text[2 * BLOCK];

	(void)state;
	for (size_t before = 0; before <= length; before++) {
		size_t used = BLOCK - before;
		struct parsed parsed;

		memset(text, '#', used);
		memcpy(text, line, length);
		text[used - 1] = '\n';
		for (size_t n = 0; n < 3; n++, used += length)
			memcpy(text + used, line, length);
		parsed = parse_bytes(text, used, &settings_default);
		assert_good(&parsed, 8);
		for (size_t n = 0; n < 8; n++) {
			assert_int_equal(nth(&parsed, n)->address, n % 2 ? 0x81 : 0x80);
			assert_int_equal(nth(&parsed, n)->value, n % 2 ? 0x34 : 0x12);
			/* The comment is the second line. */
			assert_int_equal(line_of(&parsed, n), n < 2 ? 1 : n / 2 + 2);
		}
		parsed_free(&parsed);
	}
}

/* Longer than a block, with others before and behind; and what is wrong far in it. */
static void a_line_longer_than_a_block_is_one(void **state)
{
	enum { PAIRS_OF_LINE = 30000 };
	static char text[4 * BLOCK + PAIRS_OF_LINE * 10];
	char *next = text, *wrong, expected[128];
	struct parsed parsed;

	(void)state;
	next += sprintf(next, "iow8 1 2\niow8");
	for (int i = 0; i < PAIRS_OF_LINE; i++)
		next += sprintf(next, " 0x%03x %03d", i % 0x1000, 100 + i % 100);
	wrong = next;
	next += sprintf(next, " -q\niow8 3 4\n");
	parsed = parse(text);
	assert_good(&parsed, PAIRS_OF_LINE + 2);
	assert_int_equal(nth(&parsed, PAIRS_OF_LINE)->address,
			 (PAIRS_OF_LINE - 1) % 0x1000);
	assert_int_equal(line_of(&parsed, PAIRS_OF_LINE), 2);
	assert_int_equal(nth(&parsed, PAIRS_OF_LINE + 1)->address, 3);
	assert_int_equal(line_of(&parsed, PAIRS_OF_LINE + 1), 3);
	parsed_free(&parsed);

	memcpy(wrong, " -Z", 3);
	parsed = parse(text);
	snprintf(expected, sizeof(expected),
		 "file:2:%td: '-Z': unknown option; see ioseq(5)\n",
		 wrong - (strchr(text, '\n') + 1) + 2);
	assert_string_equal(parsed.errors, expected);
	assert_int_equal(sequence_length(&parsed.sequence), 2);
	parsed_free(&parsed);
}

static void a_repeated_line_is_the_same_operations_of_another_line(void **state)
{
	static const char *const lines[] = {
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
		size_t count = sequence_length(&once.sequence);

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
		assert_memory_equal(thrice.sequence.ways, once.sequence.ways,
				    sizeof(once.sequence.ways));
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

static void a_line_may_come_behind_others_than_before(void **state)
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
		assert_int_equal(sequence_length(&parsed.sequence), rows[i].length);
		parsed_free(&parsed);
	}
}

/* How many lines a random file has, and how many there are for it to choose from, and few
 * that come again and again. */
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

/* Of many blocks, and all of them good. */
static void a_long_file_is_what_its_lines_are(void **state)
{
	static uint32_t choices[LINES];
	char *text = NULL;
	size_t size, next[2] = { 0 };
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
	assert_in_range(size, 5 * BLOCK, SIZE_MAX);
	whole = parse_bytes(text, size, &settings_default);
	free(text);
	assert_int_equal(whole.r, 0);

	for (uint32_t i = 0; i < LINES; i++) {
		struct parsed single;

		make_line(line, sizeof(line), choices[i]);
		single = parse(line);
		assert_operations(&whole, false, &next[0], &single, i + 1);
		assert_operations(&whole, true, &next[1], &single, i + 1);
		parsed_free(&single);
	}
	assert_int_equal(next[0], count_body(&whole));
	assert_int_equal(next[1], operations_count(&whole.sequence.finally));
	parsed_free(&whole);
}

/* Random lines of all kinds, good and bad, of which a next one often begins as the last
 * did. */
struct maker {
	uint32_t random;
	const char *command; /* of the last line */
	char start[256];     /* all of that line but its operands */
};

static uint32_t draw(struct maker *maker, uint32_t below)
{
	maker->random = maker->random * 1664525 + 1013904223;
	return (maker->random >> 8) % below;
}

#define PICK(maker, list) list[draw(maker, COUNT(list))]

static const char *pick_blank(struct maker *maker)
{
	static const char *const blanks[] = { " ", " ", " ", " ", "\t", "  ", " \t " };

	return PICK(maker, blanks);
}

static void add_word(struct maker *maker, char *line, const char *word)
{
	if (*line)
		strcat(line, pick_blank(maker));
	strcat(line, word);
}

static void add_option(struct maker *maker, char *line)
{
	static const char *const options[] = {
		"-q",	   "-x",      "-f",	  "-qx",	 "--quiet",
		"--exact", "--log",   "--verify", "--exclusive", "-t 5ms",
		"-t5ms",   "-t\t5",   "-i 1us",	  "--timeout=1", "--interval 2us",
		"-t 50ms", "--force", "-q",	  "-q",		 "-x",
		"-f",	   "-fq",     "--quiet",  "--exact",	 "-qf",
	};
	static const char *const wrong[] = {
		"-Z",  "--zap", "--verify=1", "-t 5x", "-n",	    "--ver",  "-t=5",
		"-q=", "--",	"-",	      "-5",    u8"\u2013q", "--json",
	};

	add_word(maker, line,
		 draw(maker, 30) ? PICK(maker, options) : PICK(maker, wrong));
}

static void make_start(struct maker *maker)
{
	static const char *const names[] = {
		"iow8",	 "iow8",  "iow16", "iow32",   "ior8",	  "ior8",
		"ior8",	 "ior16", "ior32", "iopoll8", "iopoll16", "iopoll32",
		"sleep", "ior88", "Ior8",  "ior",     "x",	  "'ior8'",
	};
	static const char *const before[] = { "", "", "", "", " ", "  ", "\t", "      " };

	/* The same command with other options, every other time. */
	if (draw(maker, 2) || !maker->command)
		maker->command = PICK(maker, names);
	strcpy(maker->start, PICK(maker, before));
	if (draw(maker, 8) == 0) {
		strcat(maker->start, "finally");
		strcat(maker->start, pick_blank(maker));
	}
	strcat(maker->start, maker->command);
	for (uint32_t n = draw(maker, 4); n > 0; n--)
		if (draw(maker, 2))
			add_option(maker, maker->start);
	if (draw(maker, 8) == 0)
		add_word(maker, maker->start, "--");
}

static void add_operand(struct maker *maker, char *line)
{
	static const char *const numbers[] = {
		"0",	  "1",	  "2",		"0x80",	     "0x81",  "255",
		"0b11",	  "0o17", "10",		"0xe0",	     "0xcf8", "0xcf9",
		"0xffff", "0X1F", "3:1",	"0xff:0xff", "5",     "100",
		"1:0x2",  "0x64", "0x00000080", "1:0b1",     "4",     "8",
	};
	static const char *const others[] = {
		"5ms",	       "10us", "1.5s", "256",  "0x10000", "070",
		"0x",	       "x",    "1:",   ":1",   "1:2:3",	  "-1",
		"5x",	       "1#2",  "'1'",  "1;",   "0x80,1",  "1-2",
		"0x100000000", "$1",   "\\",   "\xff", "0x80:",	  u8"\u00d7",
	};

	if (strcmp(maker->command, "sleep") == 0)
		add_word(maker, line, draw(maker, 4) ? "10ms" : PICK(maker, others));
	else
		add_word(maker, line,
			 draw(maker, 40) ? PICK(maker, numbers) : PICK(maker, others));
}

/* Returns its length: there can be a NUL in it. */
static size_t make_any_line(struct maker *maker, char *line)
{
	static const uint32_t few[] = { 0, 1, 1, 1, 2, 2, 2, 2, 2, 3, 4, 6 };
	static const char *const whole[] = {
		"", "", " ", "\t \t", "#", "# ior8 1", "  # x", "finally", "finally #",
	};
	uint32_t operands = PICK(maker, few);
	size_t length;

	if (draw(maker, 8) == 0) {
		strcpy(line, PICK(maker, whole));
		return strlen(line);
	}
	if (draw(maker, 3) == 0 || !*maker->start)
		make_start(maker);
	strcpy(line, maker->start);
	for (; operands > 0; operands--) {
		add_operand(maker, line);
		if (draw(maker, 20) == 0)
			add_option(maker, line);
	}
	if (draw(maker, 10) == 0)
		add_word(maker, line, draw(maker, 2) ? "# comment -q" : "");
	length = strlen(line);
	if (draw(maker, 150) == 0)
		line[draw(maker, (uint32_t)length)] = draw(maker, 2) ? '\r' : '\0';
	return length;
}

/* As few lines as all errors of them are printed; and many such files. */
#define FILES 400

static void any_file_is_what_its_lines_are(void **state)
{
	static const size_t mosts[] = { 0, 0, 1, 7, 64 };
	struct maker maker = { .random = 1 };
	size_t good = 0, all = 0;

	(void)state;
	for (size_t i = 0; i < FILES; i++) {
		const struct settings settings = {
			.modifiers = draw(&maker, 4) ? 0 : MODIFIER_LOG,
			.times = { 7, 8 },
			.verbose = draw(&maker, 2),
		};
		static char text[MANY_ERRORS * 400];
		size_t length = 0;

		if (draw(&maker, 40) == 0)
			length = (size_t)sprintf(text, "\xef\xbb\xbf");
		for (size_t n = 0; n < MANY_ERRORS; n++) {
			length += make_any_line(&maker, text + length);
			text[length++] = '\n';
		}
		/* The last one may end without a newline. */
		length -= draw(&maker, 2);
		reading.most = mosts[i % COUNT(mosts)];
		good += assert_is_its_lines(text, length, &settings);
		all += MANY_ERRORS;
	}
	/* Both sorts are among them. */
	assert_in_range(good, all / 4, all * 3 / 4);
}

static void of_many_errors_the_first_are_told(void **state)
{
	struct maker maker = { .random = 2 };
	static char text[500 * 400];
	size_t length = 0;

	(void)state;
	for (size_t n = 0; n < 500; n++) {
		size_t line = make_any_line(&maker, text + length);

		/* No line ends it. */
		if (memchr(text + length, '\0', line) ||
		    memchr(text + length, '\r', line))
			continue;
		length += line;
		text[length++] = '\n';
	}
	assert_is_its_lines(text, length, &settings_default);
}

static int lines_setup(void **state)
{
	reading = (struct reading){ 0 };
	return syscalls_setup(state);
}

#define lines_test(function) \
	cmocka_unit_test_setup_teardown(function, lines_setup, syscalls_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		lines_test(a_line_that_begins_as_the_last_is_read_behind_that),
		lines_test(what_is_kept_of_a_line_has_a_room),
		lines_test(blanks_before_and_between_are_no_difference),
		lines_test(finally_is_a_part_of_what_a_line_begins_with),
		lines_test(options_elsewhere_are_those_of_their_line_too),
		lines_test(two_dashes_end_the_options_of_their_line),
		lines_test(two_dashes_behind_words_are_no_word),
		lines_test(the_options_of_the_file_are_those_of_any_line),
		lines_test(a_short_line_ends_a_block_or_the_file),
		lines_test(a_line_across_blocks_is_one),
		lines_test(a_line_longer_than_a_block_is_one),
		lines_test(a_repeated_line_is_the_same_operations_of_another_line),
		lines_test(lines_that_differ_in_their_middle_are_told_apart),
		lines_test(a_repeated_error_is_an_error_each_time),
		lines_test(a_line_may_come_behind_others_than_before),
		lines_test(the_end_of_a_file_is_its_end),
		lines_test(a_long_file_is_what_its_lines_are),
		lines_test(any_file_is_what_its_lines_are),
		lines_test(of_many_errors_the_first_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
