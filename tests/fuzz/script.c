/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A file of commands. Read in pieces, it is the same as in one; each operation is printed
 * as a line that is the same operation; and each error says where it is, in one line.
 */
#include "fuzz.h"

#include "operations.h"
#include "sequence/script.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A descriptor that nothing else has. */
#define SCRIPT 1000000

/* Longer ones only take longer. */
#define MANY_OPERATIONS 10000

__typeof__(read) __wrap_read, __real_read;

/* What is left to be read, and the most that is given at once: less, if it is random. */
static struct {
	const char *next;
	size_t length, most;
	uint32_t random;
} reading;

ssize_t __wrap_read(int fd, void *bytes, size_t room)
{
	size_t length = reading.most;

	if (fd != SCRIPT)
		return __real_read(fd, bytes, room);
	if (reading.random) {
		reading.random = reading.random * 1664525 + 1013904223;
		length = 1 + (reading.random >> 8) % reading.most;
	}
	length = length < room ? length : room;
	length = length < reading.length ? length : reading.length;
	if (length > 0)
		memcpy(bytes, reading.next, length);
	reading.next += length;
	reading.length -= length;
	return (ssize_t)length;
}

struct parsed {
	int r;
	struct sequence sequence;
	struct failure failure;
	char *errors;
};

static struct parsed parse(const char *text, size_t length, size_t most, uint32_t random,
			   const struct settings *settings)
{
	struct source source = { .name = "file", .fd = SCRIPT };
	struct parsed parsed = { .r = 0 };
	FILE *standard = stderr;
	size_t size;

	reading.next = text;
	reading.length = length;
	reading.most = most;
	reading.random = random;
	stderr = open_memstream(&parsed.errors, &size);
	parsed.r = script_parse(&source, settings, &parsed.sequence, &parsed.failure);
	fclose(stderr);
	stderr = standard;
	free(source.block);
	return parsed;
}

static void parsed_free(struct parsed *parsed)
{
	sequence_free(&parsed->sequence);
	free(parsed->errors);
}

static void must_be_same_parsed(const struct parsed *one, const struct parsed *other)
{
	struct each a = { .n = 0 }, b = { .n = 0 };

	MUST(one->r == other->r && one->failure.exit == other->failure.exit);
	MUST(strcmp(one->failure.text, other->failure.text) == 0);
	MUST(strcmp(one->errors, other->errors) == 0);
	while (sequence_each(&one->sequence, &a)) {
		MUST(sequence_each(&other->sequence, &b));
		must_be_same(&a.operation, &b.operation);
		MUST(sequence_line_of(&one->sequence, &a) ==
		     sequence_line_of(&other->sequence, &b));
	}
	MUST(!sequence_each(&other->sequence, &b));
}

/* An operation, printed, and read again. */
static void must_be_printed(const struct sequence *sequence,
			    const struct operation *operation)
{
	FILE *standard = stdout;
	struct settings settings;
	struct parsed again;
	struct each each = { .n = 0 };
	char *line;
	size_t length;

	stdout = open_memstream(&line, &length);
	print_line(sequence, operation, &settings);
	fclose(stdout);
	stdout = standard;
	/* What is long is cut, with dots. */
	if (!strstr(line, "...")) {
		again = parse(line, length, length, 0, &settings);
		MUST(again.r == 0 && sequence_each(&again.sequence, &each));
		/* What is numbered in the sequence. */
		each.operation.space = operation->space;
		if (command_of(operation)->size == 0)
			each.operation.address = operation->address;
		must_be_same(&each.operation, operation);
		MUST(!sequence_each(&again.sequence, &each));
		parsed_free(&again);
	}
	free(line);
}

/* "file:LINE:COLUMN: what is wrong", each, and how many in the failure. */
static void must_be_errors(const struct parsed *parsed, size_t length)
{
	char *rest = parsed->errors, *error;
	size_t count = 0, errors = 0;

	must_be_wrong_words(&parsed->failure, EX_DATAERR);
	MUST(sscanf(parsed->failure.text, "file: %zu error", &errors) == 1 && errors > 0);
	while (*(error = strsep(&rest, "\n"))) {
		size_t line = 0, column = 0;
		int start = 0;

		fuzz_must_be_line(error, sizeof(parsed->failure.text));
		sscanf(error, "file:%zu:%zu: %n", &line, &column, &start);
		MUST(start > 0 && error[start] && rest);
		MUST(line > 0 && column > 0 && line + column <= length + 2);
		count++;
	}
	MUST(!rest && count == (errors < 20 ? errors : 20));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct parsed whole = parse(text, size, size + 1, 0, &settings_default);
	struct each each = { .n = 0 };

	if (sequence_length(&whole.sequence) < MANY_OPERATIONS) {
		for (size_t most = 1; most <= 17; most += 16) {
			struct parsed pieces = parse(text, size, most, (uint32_t)size,
						     &settings_default);

			must_be_same_parsed(&whole, &pieces);
			parsed_free(&pieces);
		}
		must_be_sound(&whole.sequence);
		for (int i = 0; i < 4 && sequence_each(&whole.sequence, &each); i++)
			must_be_printed(&whole.sequence, &each.operation);
	}
	MUST((whole.r == 0) == (whole.failure.exit == 0));
	MUST((whole.r == 0) == (*whole.errors == '\0'));
	if (whole.r < 0)
		must_be_errors(&whole, size);
	parsed_free(&whole);
	return 0;
}
