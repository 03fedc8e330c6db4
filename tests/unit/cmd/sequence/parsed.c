/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A text that has been parsed as a file of commands, and what tests say of it. */
#include "cmd/sequence/parsed.h"

#include "test.h"
#include "words/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A text as source_read() gives it, which ends where its memory does. */
static struct source source_of(const char *bytes, size_t length)
{
	struct source source = { .name = "file", .length = length };
	bool complete = length == 0 || bytes[length - 1] == '\n';

	source.bytes = malloc(length + (complete ? 1 : 2));
	assert_non_null(source.bytes);
	memcpy(source.bytes, bytes, length);
	if (!complete)
		source.bytes[source.length++] = '\n';
	source.bytes[source.length] = '\0';
	return source;
}

struct parsed parse_bytes(const char *bytes, size_t length,
			  const struct settings *settings)
{
	struct source source = source_of(bytes, length);
	struct parsed parsed = { 0 };
	FILE *standard = stderr;
	size_t size;

	stderr = open_memstream(&parsed.errors, &size);
	parsed.r = script_parse(&source, settings, &parsed.sequence, &parsed.failure);
	fclose(stderr);
	stderr = standard;
	/* Nothing of it is needed any more. */
	source_free(&source);
	return parsed;
}

struct parsed parse(const char *source)
{
	return parse_bytes(source, strlen(source), &settings_default);
}

void parsed_free(struct parsed *parsed)
{
	sequence_free(&parsed->sequence);
	free(parsed->errors);
}

const struct operation *nth(const struct parsed *parsed, size_t n)
{
	assert_in_range(n, 0, parsed->sequence.length - 1);
	return &parsed->sequence.operations[parsed->sequence.steps[n].operation];
}

uint32_t line_of(const struct parsed *parsed, size_t n)
{
	return parsed->sequence.steps[n].line;
}

void assert_good(const struct parsed *parsed, size_t count)
{
	if (parsed->r != 0)
		fail_msg("%s%s", parsed->errors, parsed->failure.text);
	assert_string_equal(parsed->errors, "");
	assert_int_equal(parsed->failure.exit, 0);
	assert_int_equal(parsed->sequence.length, count);
}

void assert_same(const struct operation *one, const struct operation *other)
{
	assert_ptr_equal(one->command, other->command);
	assert_int_equal(one->value, other->value);
	assert_int_equal(one->mask, other->mask);
	assert_int_equal(one->time_us, other->time_us);
	assert_int_equal(one->interval_us, other->interval_us);
	assert_int_equal(one->address, other->address);
	assert_int_equal(one->flags, other->flags);
	assert_int_equal(one->verify, other->verify);
	assert_int_equal(one->exclusive, other->exclusive);
	assert_int_equal(one->log, other->log);
	assert_int_equal(one->quiet, other->quiet);
	assert_int_equal(one->finally, other->finally);
}

void assert_wrong(const char *source, int exit, const char *errors)
{
	struct parsed parsed = parse(source);

	assert_int_equal(parsed.r, -1);
	assert_string_equal(parsed.errors, errors);
	assert_int_equal(parsed.failure.exit, exit);
	parsed_free(&parsed);
}

void assert_error(const char *source, const char *error)
{
	char errors[512];

	snprintf(errors, sizeof(errors), "file:%s\n", error);
	assert_wrong(source, EX_DATAERR, errors);
}
