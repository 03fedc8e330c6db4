/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* script_parse(): what is wrong with a file is told, with its place. */
#include "cmd/sequence/parsed.h"

#include "doubles/reading.h"
#include "doubles/syscalls.h"
#include "test.h"
#include "words/options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VERBS \
	"unknown command; expected iow8, iow16, iow32, ior8, ior16, ior32, iopoll8, " \
	"iopoll16, iopoll32, iodump8, iodump16, iodump32"
#define EXAMPLE	      ", as in 'iow8 0x2e 0x87'"
#define COMMANDS      VERBS ", sleep, finally or only" EXAMPLE
#define AFTER_FINALLY VERBS " or sleep" EXAMPLE
#define NO_SHELL \
	"; no shell reads this: there are no quotes, no variables and no continued lines"

static void an_error_is_at_the_word_that_is_wrong(void **state)
{
	static const struct {
		const char *text, *error;
	} rows[] = {
		{ "x", "1:1: 'x': " COMMANDS },
		{ "\n\n  \tiow64 1", "3:4: 'iow64': " COMMANDS },
		{ "inb 1", "1:1: 'inb': " COMMANDS },
		{ "ior8", "1:1: words are missing; expected RANGE..." },
		{ " \tior8 # 1", "1:3: words are missing; expected RANGE..." },
		{ "sleep", "1:1: words are missing; expected TIME" },
		{ "sleep 1 2", "1:9: '2': one time is all that is slept" },
		{ "sleep 1.5.5", "1:7: '1.5.5': not a time; expected a time up to 60min, "
				 "such as 10us, 5ms, 1.5s or 2min" },
		{ "ior8 1 2 3x 4",
		  "1:10: '3x': not a number; expected an address, 0 to 0xffff" SPELLINGS },
		{ "ior8\t1\t\t070",
		  "1:9: '070': a leading zero is ambiguous; did you mean 70 or 0x70 or "
		  "0o70?" },
		{ "iow8 0x80 1 0x81",
		  "1:13: '0x81': this address has no value; expected ADDRESS VALUE[:MASK] "
		  "[ADDRESS VALUE[:MASK]]..." },
		{ "iow8 0x80 1:",
		  "1:11: '1:': the mask after ':' is missing; expected a mask, 0 to "
		  "0xff" SPELLINGS },
		{ "iow8 0x80 1:2:3 # x",
		  "1:11: '1:2:3': not a number; expected a mask, 0 to 0xff" SPELLINGS },
		{ "iow8 0x80 : 1",
		  "1:11: ':': the value before ':' is missing; expected a value, 0 to "
		  "0xff" SPELLINGS },
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
		  "1:9: '0x64': this address has no value; expected ADDRESS VALUE[:MASK]..." },
		{ "iopoll8 0x64 1 2 -1",
		  "1:18: '-1': a sign is not allowed; expected a value, 0 to "
		  "0xff" SPELLINGS },
		{ "iopoll8 -t 5x 0x64 1",
		  "1:12: -t: '5x': not a time; expected a time up to 60min, such as 10us, "
		  "5ms, 1.5s or 2min" },
		{ "iopoll8 0x64 1 --interval=61min",
		  "1:27: -i: '61min': too long; expected a time up to 60min, such as 10us, "
		  "5ms, 1.5s or 2min" },
		{ "only", "1:1: only: a poll is missing after it" },
		{ " only\t# ior8 1", "1:2: only: a poll is missing after it" },
		{ "only x", "1:6: 'x': " AFTER_FINALLY },
		{ "ior8 1 -I 0xffff",
		  "1:1: 0x10000: the access is past the last port, 0xffff; check the port "
		  "and the width" },
		{ "ior8 -I 0x70 1 -I 0xffff",
		  "1:1: 0x10000: the access is past the last port, 0xffff; check the port "
		  "and the width" },
		{ "iow16 -x 2 1\niow16 -x 2 1\niow16 -x 2 1\niow16 -x 2 1\niow16 -x 2 1\n"
		  "iow16 -x 3 1\n",
		  "6:10: '3': not aligned; with -x expected a multiple of 2" },
		{ "only ior8 1", "1:6: 'ior8': only a poll can stand behind 'only'" },
		{ "only finally", "1:6: 'finally': only a poll can stand behind 'only'" },
		{ "finally only iopoll8 1 1",
		  "1:9: 'only': unknown command; leave it out" },
		{ "finally finally x", "1:9: 'finally': " AFTER_FINALLY },
		{ "finallyior8 1", "1:1: 'finallyior8': " COMMANDS },
		{ "finally x", "1:9: 'x': " AFTER_FINALLY },
		{ "finally ior8 x",
		  "1:14: 'x': not a number; expected an address, 0 to 0xffff" SPELLINGS },
		{ "\xef\xbb", "1:1: '\\xef\\xbb': " COMMANDS },
		{ "ior8 0x\xff",
		  "1:6: '0x\\xff': not a number; expected an address, 0 to "
		  "0xffff" SPELLINGS },
		{ "ior8 0x80#1", "1:6: '0x80#1': not a number; expected an address, 0 to "
				 "0xffff" SPELLINGS },
		{ "ior8 x; ior8 0x81",
		  "1:6: 'x;': not a number; expected an address, 0 to "
		  "0xffff" SPELLINGS NO_SHELL },
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
				 "0xffff" SPELLINGS NO_SHELL },
		{ "ior8 \"0x80\"",
		  "1:6: '\"0x80\"': not a number; expected an address, 0 to "
		  "0xffff" SPELLINGS NO_SHELL },
		{ "ior8 0x80 \\\n 0x81",
		  "1:11: '\\': not a number; expected an address, 0 to "
		  "0xffff" SPELLINGS NO_SHELL "\nfile:2:2: '0x81': " COMMANDS },
		{ "\"ior8\" 1", "1:1: '\"ior8\"': " COMMANDS NO_SHELL },
		/* Not of another word. */
		{ "ior8 x \"1\"",
		  "1:6: 'x': not a number; expected an address, 0 to 0xffff" SPELLINGS },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_error(rows[i].text, rows[i].error);
}

/* Of an option: where it is, which it is, and what is said of it. */
struct option_error {
	const char *text, *place, *option;
};

static void assert_option_errors(const struct option_error rows[], size_t count,
				 const char *said)
{
	for (size_t i = 0; i < count; i++) {
		char error[256];

		snprintf(error, sizeof(error), "%s: '%s': %s", rows[i].place,
			 rows[i].option, said);
		assert_error(rows[i].text, error);
	}
}

static void an_option_of_ioseq_is_an_error_in_a_line(void **state)
{
	static const struct option_error rows[] = {
		{ "iow8 -d ports 0x80 1", "1:6", "-d" },
		{ "iow8 0x80 --device=ports 1", "1:11", "--device=ports" },
		{ "iow8 0x80 1 -n", "1:13", "-n" },
		{ "iow8 0x80 1 --dry-run", "1:13", "--dry-run" },
		{ "ior8 -v 1", "1:6", "-v" },
		{ "ior8 --verbose 1", "1:6", "--verbose" },
		{ "ior8 -h", "1:6", "-h" },
		{ "ior8 --help", "1:6", "--help" },
		{ "ior8 -V", "1:6", "-V" },
		{ "ior8 -version", "1:6", "-v" },
		{ "ior8 --version", "1:6", "--version" },
		{ "iow8 1 1 --check", "1:10", "--check" },
		{ "iow8 1 1 --json", "1:10", "--json" },
		{ "iow8 1 1 --lock-timeout 5s", "1:10", "--lock-timeout" },
		{ "\tiow8 -q -fdx 0x80 1", "1:10", "-d" },
	};

	(void)state;
	assert_option_errors(rows, COUNT(rows),
			     "not an option that a line can have; give it to ioseq");
}

static void an_option_of_another_command_is_an_error_at_its_place(void **state)
{
	static const struct option_error rows[] = {
		{ "ior8 1 --verify", "1:8", "--verify" },
		{ "ior8 -t 1 1", "1:6", "-t" },
		{ "iow8 -i 1 1 1", "1:6", "-i" },
		{ "iopoll8 1 1 --log", "1:13", "--log" },
		{ "sleep -q 1", "1:7", "-q" },
		{ "sleep 1 -x", "1:9", "-x" },
	};

	(void)state;
	assert_option_errors(rows, COUNT(rows),
			     "not an option of this command; see ioseq(5)");
}

static void an_unknown_option_is_an_error_at_its_word(void **state)
{
	static const struct option_error rows[] = {
		{ "iow8 1 1 -Z", "1:10", "-Z" },
		{ "finally iow8 1 1 --zap", "1:18", "--zap" },
		{ "iow8 -qZ 0x80 1", "1:6", "-Z" },
		{ "iow8 -qZf 0x80 1", "1:6", "-Z" },
		{ "iow8 0x80 1 -Zq", "1:13", "-Z" },
	};

	(void)state;
	assert_option_errors(rows, COUNT(rows), "unknown option; see ioseq(5)");
}

static void an_option_without_its_argument_is_an_error(void **state)
{
	(void)state;
	assert_error(
		"iopoll8 0x64 1 -t",
		"1:16: '-t': its argument is missing; use -t TIME or --timeout=TIME");
	assert_error("iopoll8 0x64 1 --interval # 5ms",
		     "1:16: '--interval': its argument is missing; use -i TIME or "
		     "--interval=TIME");
	assert_error("iow8 --verify=1 0x64 1",
		     "1:6: '--verify=1': it takes no argument; see ioseq(5)");
}

static void all_errors_are_told_and_the_first_decides_the_exit(void **state)
{
	static const char trap[] =
		"0xcf9: in 2 single bytes, a write to 0xcf8-0xcfb can get to the reset "
		"register 0xcf9; use iow8 for single ports";
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
#define NUL "a NUL byte: this is not a text file\n"
#define BOM "a byte order mark: save the file without it\n"
#define CR  "a carriage return: lines end in a newline alone here\n"
#define DOS \
	"a carriage return: lines end in a newline alone here; sed -i 's/\\r$//' file\n"
#define BYTES(text) text, sizeof(text) - 1
		{ BYTES("\0"), "file:1:1: " NUL },
		{ BYTES("ior8 1\nior8 \0002\n"), "file:2:6: " NUL },
		{ BYTES("ior8 1\n\0"), "file:2:1: " NUL },
		{ BYTES("# \n\n\nz\0"), "file:4:2: " NUL },
		{ BYTES("ior8 1\r\0"), "file:1:8: " NUL },
		/* Wherever a word could be, or is. */
		{ BYTES("io\0r8 1\n"), "file:1:3: " NUL },
		{ BYTES("ior8\0 1\n"), "file:1:5: " NUL },
		{ BYTES("finally\0 ior8 1\n"), "file:1:8: " NUL },
		{ BYTES("finally \0ior8 1\n"), "file:1:9: " NUL },
		{ BYTES("ior8 -q\0 1\n"), "file:1:8: " NUL },
		{ BYTES("ior8 -\0q 1\n"), "file:1:7: " NUL },
		{ BYTES("iow8 --verify\0 1 1\n"), "file:1:14: " NUL },
		{ BYTES("iopoll8 -t \0005 1 1\n"), "file:1:12: " NUL },
		{ BYTES("iopoll8 -t\0 5 1 1\n"), "file:1:11: " NUL },
		{ BYTES("ior8 --\0 1\n"), "file:1:8: " NUL },
		{ BYTES("ior8 1 \0# x\n"), "file:1:8: " NUL },
		{ BYTES("ior8 1\0 -q\n"), "file:1:7: " NUL },
		{ BYTES("sleep 1\0\n"), "file:1:8: " NUL },
		{ BYTES("iopoll8 1 1\0\n"), "file:1:12: " NUL },
		{ BYTES("iopoll8 1 1 \0002\n"), "file:1:13: " NUL },
		{ BYTES("iopoll8 1 1 2\0 3\n"), "file:1:14: " NUL },
		/* In a comment, too: what is before it was good. */
		{ BYTES("# \0"), "file:1:3: " NUL },
		{ BYTES("# \r"), "file:1:3: " DOS },
		{ BYTES("#\0\n"), "file:1:2: " NUL },
		{ BYTES("# dos\r\n# dos\r\n"), "file:1:6: " DOS },
		{ BYTES("ior8 1 # \0\nior8 2\n"), "file:1:10: " NUL },
		{ BYTES("ior8 1\nior8 2 #\r\nior8 3\n"), "file:2:9: " DOS },
		{ BYTES("ior8 -q 1\nior8 -q 2 # -f\r-x\n"), "file:2:15: " CR },
		{ BYTES("ior8 1 -q #\0 -f\n"), "file:1:12: " NUL },
		/* Beside another error, it is the one. */
		{ BYTES("x y\0\n"), "file:1:4: " NUL },
		{ BYTES("ior8 --zap # \0\n"), "file:1:14: " NUL },
		{ BYTES("ior8 -zap 1\r\n"), "file:1:12: " DOS },
		{ BYTES("iopoll8 1 1 -t 5\r\n"), "file:1:17: " DOS },
		/* The rest is not looked at. */
		{ BYTES("ior8 1\n\0\nx\n\0\n"), "file:2:1: " NUL },
		{ BYTES("ior8 1\n\r\nx\n\0\n"), "file:2:1: " DOS },
		{ BYTES("\xef\xbb\xbfior8 1\n"), "file:1:1: " BOM },
		{ BYTES("\xef\xbb\xbf"), "file:1:1: " BOM },
		{ BYTES("\xef\xbb\xbf\n"), "file:1:1: " BOM },
		{ BYTES("\xef\xbb\xbf# comment\n"), "file:1:1: " BOM },
		{ BYTES("\xef\xbb\xbf ior8 1\r\n"), "file:1:1: " BOM },
		{ BYTES("ior8 1\r\nior8 2\r\n"), "file:1:7: " DOS },
		{ BYTES("ior8 1\n\nior8\r2\n"), "file:3:5: " CR },
		{ BYTES("\r"), "file:1:1: " DOS },
		{ BYTES("ior8 1\r\r\n"), "file:1:7: " CR },
		/* Not the beginning of the file. */
		{ BYTES("ior8 1\n\xef\xbb\xbfior8 1\n"),
		  "file:2:1: '\\xef\\xbb\\xbfior8': unknown command; type it in ASCII: "
		  "ior8\n" },
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

/* What a shell would take for something else is not in the command that is advised. */
static void the_name_of_the_file_is_advised_where_it_is_plain(void **state)
{
	static const struct {
		const char *name, *advised;
	} rows[] = {
		{ "a/B-1_+.ioseq", "a/B-1_+.ioseq" },
		{ "-i", "FILE" },
		{ "a b", "FILE" },
		{ "$x", "FILE" },
		{ "it's", "FILE" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct parsed parsed = parse_named(rows[i].name, "ior8 1\r\n");
		char expected[128];

		snprintf(expected, sizeof(expected),
			 "%s:1:7: a carriage return: lines end in a newline alone here; "
			 "sed -i 's/\\r$//' %s\n",
			 rows[i].name, rows[i].advised);
		assert_int_equal(parsed.r, -1);
		assert_string_equal(parsed.errors, expected);
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
	assert_int_equal(nth(&parsed, pairs - 1)->address, (pairs - 1) % 0x1000);
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

/* It is the run's failure and no line's, whatever lines were wrong before. */
static void assert_no_memory(const struct parsed *parsed, const char *errors)
{
	assert_int_equal(parsed->r, -1);
	assert_string_equal(parsed->errors, errors);
	assert_string_equal(parsed->failure.text, "out of memory");
	assert_int_equal(parsed->failure.exit, EX_OSERR);
}

static void no_memory_for_the_text_is_a_failure(void **state)
{
	struct parsed parsed;

	(void)state;
	reading.realloc.error = ENOMEM;
	parsed = parse("ior8 1\n");
	reading = (struct reading){ 0 };
	assert_no_memory(&parsed, "");
	parsed_free(&parsed);
}

/* Behind lines that are wrong: it is told of the file, and not how many they are. */
static void a_text_that_cannot_be_read_further_is_a_failure(void **state)
{
	struct parsed parsed;

	(void)state;
	reading.read = (struct call){ .error = EIO, .after = 1 };
	parsed = parse("ior8 1\nx; y\n");
	reading = (struct reading){ 0 };
	assert_int_equal(parsed.r, -1);
	assert_string_equal(parsed.errors, "file:2:1: 'x;': " COMMANDS NO_SHELL "\n");
	assert_string_equal(parsed.failure.text,
			    "file: Input/output error; nothing was read or written");
	assert_int_equal(parsed.failure.exit, EX_NOINPUT);
	parsed_free(&parsed);
}

#define WRITE	    "iow8 1 2\n"
#define WRITES	    WRITE WRITE WRITE WRITE WRITE WRITE WRITE WRITE
#define MANY_WRITES 33000 /* more than there is room for at first */

/* For operations, for what tells their lines, and for a line with options. */
static void no_memory_for_any_line_is_a_failure(void **state)
{
#define LINE "ior8 0x80\n"
	static char many_writes[MANY_WRITES * sizeof(WRITE)];
	const char *const texts[] = {
		"ior8 1\n",
		"ior8 -q 1\n",
		"ior8 1 -q\n",
		/* Room for 4, then for 6. */
		LINE LINE LINE LINE LINE LINE LINE,
		/* Lines in a row are one stretch; these are one each. */
		"ior8 1 2\nior8 3 4\nior8 5 6\nior8 7 8\nior8 9 10\n",
		"ior8 1\n\nior8 1\n\nior8 1\n\nior8 1\n\nior8 1\n",
		"ior8 1\nfinally ior8 2\nfinally ior8 3 4\n",
		LINE LINE LINE LINE LINE "ior8 -q 1\nior8 2 -q\nior8 3\n",
		"ior8 1 2 3 4\nior8 -q 5\n",
		/* Writes that are alike are a row. */
		WRITES "ior8 1\n" WRITES,
		many_writes,
	};

	(void)state;
	for (size_t i = 0; i < MANY_WRITES; i++)
		memcpy(many_writes + i * strlen(WRITE), WRITE, strlen(WRITE));
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct parsed good, parsed;
		int calls;

		syscalls.reallocarray = (struct call){ 0 };
		good = parse(texts[i]);
		assert_int_equal(good.r, 0);
		calls = syscalls.reallocarray.count;
		assert_in_range(calls, 1, 10);

		/* From then on, or once. */
		for (int n = 0; n < 2 * calls; n++) {
			syscalls.reallocarray = (struct call){
				.error = ENOMEM,
				.after = n / 2,
				.times = n % 2,
			};
			parsed = parse(texts[i]);
			assert_no_memory(&parsed, "");
			parsed_free(&parsed);
		}
		parsed_free(&good);
	}
}

static void no_memory_ends_the_parse_behind_wrong_lines(void **state)
{
	struct parsed parsed;

	(void)state;
	syscalls.reallocarray.error = ENOMEM;
	parsed = parse("ior8 0x\nx\nior8 1\nior8 2\ny\n");
	assert_no_memory(&parsed, "");
	parsed_free(&parsed);

	syscalls.reallocarray = (struct call){ .error = ENOMEM, .after = 2 };
	parsed = parse("ior8 1\ninb 1\nior8 2 3 4 5 6\nx\n");
	assert_no_memory(&parsed, "file:2:1: 'inb': " COMMANDS "\n");
	parsed_free(&parsed);
}

#define script_test(function) \
	cmocka_unit_test_setup_teardown(function, syscalls_setup, syscalls_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		script_test(an_error_is_at_the_word_that_is_wrong),
		script_test(quoting_and_continuation_are_explained),
		script_test(an_option_of_ioseq_is_an_error_in_a_line),
		script_test(an_option_of_another_command_is_an_error_at_its_place),
		script_test(an_unknown_option_is_an_error_at_its_word),
		script_test(an_option_without_its_argument_is_an_error),
		script_test(all_errors_are_told_and_the_first_decides_the_exit),
		script_test(no_more_than_twenty_errors_are_printed),
		script_test(what_is_no_text_is_one_error),
		script_test(the_name_of_the_file_is_advised_where_it_is_plain),
		script_test(a_very_long_line_is_read_to_its_end),
		script_test(no_memory_for_the_text_is_a_failure),
		script_test(a_text_that_cannot_be_read_further_is_a_failure),
		script_test(no_memory_for_any_line_is_a_failure),
		script_test(no_memory_ends_the_parse_behind_wrong_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
