/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* source_read(): the whole of a file in blocks of lines, or why not. */
#include "sequence/source.h"

#include "doubles/reading.h"
#include "doubles/syscalls.h"
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The room for lines at first, and the longest that a file may be, in bytes. */
#define BLOCK	(64 << 10)
#define LARGEST (256 << 20)

static char path[sizeof("/tmp/iospace-XXXXXX")];
static int file; /* the same, open */

static int source_setup(void **state)
{
	reading = (struct reading){ 0 };
	strcpy(path, "/tmp/iospace-XXXXXX");
	file = mkstemp(path);
	return file < 0 ? -1 : syscalls_setup(state);
}

static int source_teardown(void **state)
{
	close(file);
	unlink(path);
	return syscalls_teardown(state);
}

static void put(const char *bytes, size_t length)
{
	assert_int_equal(ftruncate(file, 0), 0);
	assert_int_equal(pwrite(file, bytes, length, 0), length);
}

/* All that was read, and how. */
struct text {
	char *bytes;
	size_t length, blocks, longest;
};

/* Each block is lines, and behind it so much can be read as is promised. */
static void append(struct text *text, const char *lines, const char *end)
{
	size_t length = (size_t)(end - lines);
	char more[SOURCE_MORE];

	assert_in_range(length, 1, 2 * (size_t)LARGEST);
	assert_int_equal(end[-1], '\n');
	memcpy(more, end, sizeof(more));
	text->bytes = realloc(text->bytes, text->length + length);
	assert_non_null(text->bytes);
	memcpy(text->bytes + text->length, lines, length);
	text->length += length;
	text->blocks++;
	if (length > text->longest)
		text->longest = length;
}

/* Returns what the last source_read() did. */
static int read_all(struct source *source, struct text *text, struct failure *failure)
{
	char *lines, *end;
	int r;

	*text = (struct text){ 0 };
	while ((r = source_read(source, &lines, &end, failure)) > 0)
		append(text, lines, end);
	return r;
}

static struct text read_text(const char *name)
{
	struct failure failure = { 0 };
	struct source source;
	int descriptors = syscalls_descriptors();
	struct text text = { 0 };
	char *lines, *end;

	if (source_open(&source, name, false, &failure) != 0 ||
	    read_all(&source, &text, &failure) != 0)
		fail_msg("%s", failure.text);
	/* There is nothing more, however often it is asked for. */
	assert_int_equal(source_read(&source, &lines, &end, &failure), 0);
	assert_int_equal(failure.exit, 0);
	source_close(&source);
	assert_null(source.block);
	assert_int_equal(syscalls_descriptors(), descriptors);
	return text;
}

static void assert_text(const char *name, const char *bytes, size_t length)
{
	struct text text = read_text(name);

	assert_int_equal(text.length, length);
	if (length > 0)
		assert_memory_equal(text.bytes, bytes, length);
	free(text.bytes);
}

static void assert_fails(const char *name, int exit, const char *expected)
{
	struct failure failure = { 0 };
	struct source source;
	int descriptors = syscalls_descriptors();
	struct text text = { 0 };
	int r = source_open(&source, name, false, &failure);

	if (r == 0)
		r = read_all(&source, &text, &failure);
	assert_int_equal(r, -1);
	assert_string_equal(failure.text, expected);
	assert_int_equal(failure.exit, exit);
	source_close(&source);
	free(text.bytes);
	assert_int_equal(syscalls_descriptors(), descriptors);
}

/* "FILE: wrong; nothing was read or written" of the test's own file. */
static void assert_unreadable(const char *wrong)
{
	char expected[128];

	snprintf(expected, sizeof(expected), "%s: %s; nothing was read or written", path,
		 wrong);
	assert_fails(path, EX_NOINPUT, expected);
}

static void a_file_is_read_as_it_is(void **state)
{
	static const char bytes[] = "ior8 1\n\0\xff\r\n\n";

	(void)state;
	put(bytes, sizeof(bytes) - 1);
	assert_text(path, bytes, sizeof(bytes) - 1);
	/* Neither made nor left to a program that is started meanwhile. */
	assert_int_equal(syscalls.open_flags, O_RDONLY | O_CLOEXEC | O_NOCTTY);
}

static void a_last_line_without_a_newline_gets_one(void **state)
{
	(void)state;
	put("ior8 1", 6);
	assert_text(path, "ior8 1\n", 7);
	put("\0", 1);
	assert_text(path, "\0\n", 2);
	put("\n", 1);
	assert_text(path, "\n", 1);
}

static void an_empty_file_stays_empty(void **state)
{
	(void)state;
	put("", 0);
	assert_text(path, "", 0);
}

/* Through the pipe's second name, so that it is closed again. */
static void assert_pipe(const char *bytes, size_t length)
{
	char name[32];
	int ends[2];

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	/* It holds 64 KiB: pipe(7). */
	assert_int_equal(write(ends[1], bytes, length), length);
	close(ends[1]);
	snprintf(name, sizeof(name), "/dev/fd/%d", ends[0]);
	assert_text(name, bytes, length);
	close(ends[0]);
}

static void every_length_is_read_whole(void **state)
{
	static const size_t lengths[] = { 1,	2,     3,     7,    4095, 4096,
					  4097, 4098,  4099,  8191, 8192, 8193,
					  8194, 16384, 40000, 65536 };
	static const size_t mosts[] = { 0, 1000, 4096, 4097 };
	static char bytes[65536];

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)('a' + i % 23);
	for (size_t i = 0; i < COUNT(lengths); i++)
		for (size_t j = 0; j < COUNT(mosts); j++) {
			char last = bytes[lengths[i] - 1];

			bytes[lengths[i] - 1] = '\n';
			reading.most = mosts[j];
			put(bytes, lengths[i]);
			assert_text(path, bytes, lengths[i]);
			assert_pipe(bytes, lengths[i]);
			bytes[lengths[i] - 1] = last;
		}
}

static void a_dash_is_standard_input_which_stays_open(void **state)
{
	int before = dup(STDIN_FILENO), ends[2];

	(void)state;
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	assert_int_equal(write(ends[1], "ior8 1", 6), 6);
	close(ends[1]);
	assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
	close(ends[0]);
	assert_text("-", "ior8 1\n", 7);
	assert_int_equal(syscalls.open.count, 0);

	/* A file that is said to end early is read from where it is. */
	put("123456", 6);
	assert_int_equal(lseek(file, 3, SEEK_SET), 3);
	assert_int_equal(dup2(file, STDIN_FILENO), STDIN_FILENO);
	assert_text("-", "456\n", 4);

	reading.read.error = EIO;
	assert_fails("-", EX_NOINPUT,
		     "<stdin>: Input/output error; nothing was read or written");
	dup2(before, STDIN_FILENO);
	close(before);
}

static void a_file_that_is_not_there_is_a_failure(void **state)
{
	(void)state;
	assert_fails("/nonexistent/f", EX_NOINPUT,
		     "/nonexistent/f: No such file or directory; nothing was read or "
		     "written");
	syscalls.open.error = EACCES;
	assert_unreadable("Permission denied");
}

static void a_directory_is_a_failure(void **state)
{
	(void)state;
	assert_fails("/", EX_NOINPUT, "/: Is a directory; nothing was read or written");
}

static void a_failed_call_is_a_failure(void **state)
{
	(void)state;
	put("ior8 1\n", 7);
	reading.read.error = EIO;
	assert_unreadable("Input/output error");
	/* Not the first one. */
	reading.read = (struct call){ .error = EIO, .after = 1 };
	assert_unreadable("Input/output error");
	reading.read.error = 0;

	syscalls.fstat.error = ESTALE;
	assert_unreadable("Stale file handle");
	syscalls.fstat = (struct call){ .error = ESTALE, .after = 1 };
	assert_unreadable("Stale file handle");
}

/* For the first block, and for a line that is longer than one. */
static void no_memory_is_a_failure_of_the_system(void **state)
{
	static char bytes[BLOCK + 1];

	(void)state;
	memset(bytes, 'x', sizeof(bytes));
	put(bytes, sizeof(bytes));
	for (int after = 0; after < 2; after++) {
		reading.realloc = (struct call){ .error = ENOMEM, .after = after };
		assert_fails(path, EX_OSERR, "out of memory");
	}
}

/* The time that a file is said to be changed at. */
static struct timespec changed[2];

static void touch(int reads)
{
	(void)reads;
	assert_int_equal(futimens(file, changed), 0);
}

static void grow(int reads)
{
	static const char more[] = "ior8 2\n";
	struct stat st;

	if (reads > 1)
		return;
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(pwrite(file, more, strlen(more), st.st_size), strlen(more));
	touch(reads);
}

static void shrink(int reads)
{
	assert_int_equal(ftruncate(file, reads ? 0 : 3), 0);
	touch(reads);
}

static void a_file_that_changes_meanwhile_is_a_failure(void **state)
{
	static void (*const changes[])(int reads) = { grow, shrink, touch };
	static const struct timespec times[][2] = {
		{ { 1000, 5 }, { 1000, 5 } },
		{ { 1000, 5 }, { 1001, 5 } },
		{ { 1000, 5 }, { 1000, 6 } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(changes); i++)
		for (size_t j = 0; j < COUNT(times); j++) {
			const struct timespec before[] = { times[j][0], times[j][0] };

			put("ior8 1\n", 7);
			assert_int_equal(futimens(file, before), 0);
			changed[0] = changed[1] = times[j][1];
			reading.read.count = 0;
			reading.meanwhile = changes[i];
			if (changes[i] == touch && j == 0)
				assert_text(path, "ior8 1\n", 7);
			else
				assert_unreadable("it changed while it was read");
		}
}

/* As one below /sys does, or one that has become shorter and long again. */
static void a_file_that_ends_before_its_size_is_a_failure(void **state)
{
	(void)state;
	put("ior8 1\nior8 2\n", 14);
	reading.most = 7;
	reading.reads = 1;
	assert_unreadable("it ended before its size");
	reading.read.count = 0;
	reading.reads = 2;
	assert_text(path, "ior8 1\nior8 2\n", 14);
}

/* What standard input has been read of before is no part of it. */
static void standard_input_may_stand_anywhere_in_its_file(void **state)
{
	static const struct {
		off_t offset;
		const char *source;
	} rows[] = { { 0, "123456\n" }, { 5, "6\n" }, { 6, "" }, { 100, "" } };
	int before = dup(STDIN_FILENO);

	(void)state;
	put("123456", 6);
	assert_int_equal(dup2(file, STDIN_FILENO), STDIN_FILENO);
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_int_equal(lseek(file, rows[i].offset, SEEK_SET), rows[i].offset);
		assert_text("-", rows[i].source, strlen(rows[i].source));
	}
	dup2(before, STDIN_FILENO);
	close(before);
}

static void the_longest_has_256_mebibytes(void **state)
{
	struct failure failure = { 0 };
	struct source source;
	char *lines, *end;

	(void)state;
	assert_int_equal(ftruncate(file, LARGEST), 0);
	assert_int_equal(source_open(&source, path, false, &failure), 0);
	assert_int_equal(source_read(&source, &lines, &end, &failure), 1);
	assert_int_equal(end - lines, LARGEST + 1);
	assert_int_equal(lines[LARGEST], '\n');
	assert_int_equal(source_read(&source, &lines, &end, &failure), 0);
	source_close(&source);

	assert_int_equal(ftruncate(file, LARGEST + 1), 0);
	assert_unreadable("longer than 256 MiB");
	assert_fails("/dev/zero", EX_NOINPUT,
		     "/dev/zero: longer than 256 MiB; nothing was read or written");
}

/* Fill it with lines so long, the last of which may be shorter. */
static void fill(char *bytes, size_t length, size_t line)
{
	for (size_t i = 0; i < length; i++)
		bytes[i] = (i + 1) % line ? (char)('a' + i % 23) : '\n';
}

/* Whatever of a line one read() gives, and a line longer than that and than a block. */
static void a_line_across_blocks_is_read_whole(void **state)
{
	static const size_t lines[] = {
		1,	   2,	      7,	 100,		4096,	   BLOCK / 2,
		BLOCK - 1, BLOCK,     BLOCK + 1, 2 * BLOCK - 1, 2 * BLOCK, 2 * BLOCK + 1,
		3 * BLOCK, 5 * BLOCK,
	};
	static const size_t mosts[] = { 0, 4093, BLOCK - 1, BLOCK };
	static char bytes[5 * BLOCK + 50];
	static const size_t lengths[] = { BLOCK - 1, BLOCK,	    BLOCK + 1,
					  2 * BLOCK, 2 * BLOCK + 1, 5 * BLOCK + 49 };

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++)
		for (size_t j = 0; j < COUNT(mosts); j++)
			for (size_t k = 0; k < COUNT(lengths); k++) {
				size_t length = lengths[k];

				fill(bytes, length, lines[i]);
				reading.most = mosts[j];
				put(bytes, length);
				/* It gets one there, if it has none. */
				if (bytes[length - 1] != '\n')
					bytes[length++] = '\n';
				assert_text(path, bytes, length);
			}
}

/* A file of usual lines is not taken in as a whole, and no byte is read twice. */
static void no_more_is_kept_than_a_block(void **state)
{
	static char bytes[40 * BLOCK];
	struct text text;

	(void)state;
	fill(bytes, sizeof(bytes), 100);
	bytes[sizeof(bytes) - 1] = '\n';
	put(bytes, sizeof(bytes));
	text = read_text(path);
	assert_int_equal(text.length, sizeof(bytes));
	assert_memory_equal(text.bytes, bytes, sizeof(bytes));
	assert_in_range(text.longest, BLOCK - 100, BLOCK);
	assert_in_range(text.blocks, 40, 41);
	/* Each of them, and the end: once, and again where it was asked for once more. */
	assert_in_range(reading.read.count, text.blocks + 1, text.blocks + 2);
	free(text.bytes);
}

/* From a pipe that is written to meanwhile: what has come is given. */
static void lines_are_given_as_they_come(void **state)
{
	static const char nothing[SOURCE_MORE];
	char name[32], *lines, *end;
	struct failure failure = { 0 };
	struct source source;
	int ends[2];

	(void)state;
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	snprintf(name, sizeof(name), "/dev/fd/%d", ends[0]);
	assert_int_equal(write(ends[1], "one\ntwo\nthr", 11), 11);
	assert_int_equal(source_open(&source, name, false, &failure), 0);
	assert_int_equal(source_read(&source, &lines, &end, &failure), 1);
	assert_int_equal(end - lines, 8);
	assert_memory_equal(lines, "one\ntwo\n", 8);
	assert_int_equal(write(ends[1], "ee\nfour", 7), 7);
	assert_int_equal(source_read(&source, &lines, &end, &failure), 1);
	assert_int_equal(end - lines, 6);
	assert_memory_equal(lines, "three\n", 6);
	close(ends[1]);
	assert_int_equal(source_read(&source, &lines, &end, &failure), 1);
	assert_int_equal(end - lines, 5);
	assert_memory_equal(lines, "four\n", 5);
	/* Nor is anything left of what stood there before. */
	assert_memory_equal(end, nothing, sizeof(nothing));
	assert_int_equal(source_read(&source, &lines, &end, &failure), 0);
	source_close(&source);
	close(ends[0]);
}

static void a_path_is_named_as_it_is_unless_it_would_spoil_the_message(void **state)
{
	static const struct {
		const char *path, *name;
	} rows[] = {
		{ "a b", "a b" },
		{ "it's", "it's" },
		{ "\xc3\xa9", "\xc3\xa9" },
		{ "a\nb", "'a\\x0ab'" },
		{ "\x1b[2J", "'\\x1b[2J'" },
		{ "\t", "'\\x09'" },
		{ "a\x7f", "'a\\x7f'" },
		{ "\xc2\xa0", "\xc2\xa0" },
		{ "a\xc2\x9b", "'a\\xc2\\x9b'" },
		{ "a\xc2", "'a\\xc2'" },
		{ "\xf0\x9f\x92\xbe", "\xf0\x9f\x92\xbe" },
		{ "\xf0\x9f\x92", "'\\xf0\\x9f\\x92'" },
		{ "\xc3z", "'\\xc3z'" },
		{ "-", "<stdin>" },
		{ "--", "--" },
		{ "./-", "./-" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct failure failure = { 0 };
		struct source source;

		char *lines, *end;

		reading.read.error = syscalls.open.error = EIO;
		if (source_open(&source, rows[i].path, false, &failure) == 0)
			assert_int_equal(source_read(&source, &lines, &end, &failure),
					 -1);
		assert_int_equal(failure.exit, EX_NOINPUT);
		assert_string_equal(source.name, rows[i].name);
		assert_int_equal(strncmp(failure.text, rows[i].name,
					 strlen(rows[i].name)),
				 0);
		source_close(&source);
	}
}

/* Nor is standard input, which has no name, or a file that others can change. */
static void assert_not_trusted(const char *name, int exit, const char *message)
{
	struct failure failure = { 0 };
	struct source source;

	assert_int_equal(source_open(&source, name, true, &failure), -1);
	assert_string_equal(failure.text, message);
	assert_int_equal(failure.exit, exit);
	assert_int_equal(reading.read.count, 0);
	source_close(&source);
}

static void what_is_not_trusted_is_not_read(void **state)
{
	char message[256];

	(void)state;
	put("ior8 1\n", 7);
	syscalls.lstat_foreign = path;
	snprintf(
		message, sizeof(message),
		"%s: users other than root can change this file: '%s' has owner 1000 and "
		"mode 0600; as root: chown root '%s'",
		path, path, path);
	assert_not_trusted(path, EX_CONFIG, message);
	assert_not_trusted("-", EX_USAGE,
			   "<stdin>: with --trusted, it must be a file; name one");
}

static void a_trusted_file_is_read(void **state)
{
	struct failure failure = { 0 };
	struct source source;
	char *lines, *end;

	(void)state;
	put("ior8 1\n", 7);
	syscalls.lstat_owner = getuid();
	assert_int_equal(source_open(&source, path, true, &failure), 0);
	assert_int_equal(source_read(&source, &lines, &end, &failure), 1);
	assert_int_equal(end - lines, 7);
	assert_memory_equal(lines, "ior8 1\n", 7);
	source_close(&source);
}

#define source_test(function) \
	cmocka_unit_test_setup_teardown(function, source_setup, source_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		source_test(a_file_is_read_as_it_is),
		source_test(a_last_line_without_a_newline_gets_one),
		source_test(an_empty_file_stays_empty),
		source_test(every_length_is_read_whole),
		source_test(a_dash_is_standard_input_which_stays_open),
		source_test(a_file_that_is_not_there_is_a_failure),
		source_test(a_directory_is_a_failure),
		source_test(a_failed_call_is_a_failure),
		source_test(no_memory_is_a_failure_of_the_system),
		source_test(a_file_that_changes_meanwhile_is_a_failure),
		source_test(a_file_that_ends_before_its_size_is_a_failure),
		source_test(standard_input_may_stand_anywhere_in_its_file),
		source_test(the_longest_has_256_mebibytes),
		source_test(a_line_across_blocks_is_read_whole),
		source_test(no_more_is_kept_than_a_block),
		source_test(lines_are_given_as_they_come),
		source_test(a_path_is_named_as_it_is_unless_it_would_spoil_the_message),
		source_test(what_is_not_trusted_is_not_read),
		source_test(a_trusted_file_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
