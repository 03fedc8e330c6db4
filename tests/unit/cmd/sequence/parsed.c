/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* A text that has been parsed as a file of commands, and what tests say of it. */
#include "cmd/sequence/parsed.h"

#include "sequence/commands.h"
#include "test.h"
#include "words/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* A file of some bytes, which is nowhere but in memory. */
static int file_of(const char *bytes, size_t length)
{
	int file = memfd_create("file", MFD_CLOEXEC);

	assert_true(file >= 0);
	assert_int_equal(write(file, bytes, length), length);
	assert_int_equal(lseek(file, 0, SEEK_SET), 0);
	return file;
}

static struct parsed parse_as(const char *name, const char *bytes, size_t length,
			      const struct settings *settings)
{
	struct source source = { .name = name, .fd = file_of(bytes, length) };
	struct parsed parsed = { 0 };
	FILE *standard = stderr;
	size_t size;

	stderr = open_memstream(&parsed.errors, &size);
	parsed.r = script_parse(&source, settings, &parsed.sequence, &parsed.failure);
	fclose(stderr);
	stderr = standard;
	/* Nothing of it is needed any more. */
	source_close(&source);
	return parsed;
}

struct parsed parse_bytes(const char *bytes, size_t length,
			  const struct settings *settings)
{
	return parse_as("file", bytes, length, settings);
}

struct parsed parse_named(const char *name, const char *source)
{
	return parse_as(name, source, strlen(source), &settings_default);
}

struct parsed parse(const char *source)
{
	return parse_bytes(source, strlen(source), &settings_default);
}

/* Where nth() was last, in two of them that are compared. */
static struct place {
	const struct parsed *in;
	size_t n;
	struct each each;
} places[2];

void parsed_free(struct parsed *parsed)
{
	for (size_t i = 0; i < COUNT(places); i++)
		if (places[i].in == parsed)
			places[i].in = NULL;
	sequence_free(&parsed->sequence);
	free(parsed->errors);
}

/* Go on to the next one: first come those of the body, in the order of the file. */
static void go_on(const struct sequence *sequence, struct each *each)
{
	const struct operation *of = each->of;

	if (of && is_row(of) && each->n + 1 < of->count) {
		each->n++;
	} else {
		of = of ? of + 1 : sequence->body.list;
		if (of == sequence->body.end)
			of = sequence->finally.list;
		assert_true(of != sequence->finally.end);
		each->of = of;
		each->n = 0;
	}
	each->operation = is_row(of) ? sequence_of_row(sequence, of, each->n) : *of;
}

/* Most tests go on to the next one. */
static struct place *place_of(const struct parsed *parsed, size_t n)
{
	static size_t last;

	if (places[last].in != parsed)
		last = !last;
	if (places[last].in != parsed || n < places[last].n) {
		places[last] = (struct place){ .in = parsed };
		go_on(&parsed->sequence, &places[last].each);
	}
	for (; places[last].n < n; places[last].n++)
		go_on(&parsed->sequence, &places[last].each);
	return &places[last];
}

const struct operation *nth(const struct parsed *parsed, size_t n)
{
	return &place_of(parsed, n)->each.operation;
}

uint32_t line_of(const struct parsed *parsed, size_t n)
{
	return sequence_line_of(&parsed->sequence, &place_of(parsed, n)->each);
}

void assert_good(const struct parsed *parsed, size_t count)
{
	if (parsed->r != 0)
		fail_msg("%s%s", parsed->errors, parsed->failure.text);
	assert_string_equal(parsed->errors, "");
	assert_int_equal(parsed->failure.exit, 0);
	assert_int_equal(sequence_length(&parsed->sequence), count);
}

void assert_same(const struct operation *one, const struct operation *other)
{
	assert_int_equal(one->command, other->command);
	assert_int_equal(one->has_values, other->has_values);
	if (one->has_values) {
		assert_int_equal(one->values->count, other->values->count);
		assert_memory_equal(one->values->list, other->values->list,
				    one->values->count * sizeof(struct iospace_pattern));
	} else {
		assert_int_equal(one->value, other->value);
		assert_int_equal(one->mask, other->mask);
	}
	assert_int_equal(one->times.timeout_us, other->times.timeout_us);
	assert_int_equal(one->times.interval_us, other->times.interval_us);
	/* What ends a part says how much there was before it. */
	if (command_of(one)->action != &finally_action)
		assert_int_equal(one->address, other->address);
	assert_int_equal(one->flags, other->flags);
	assert_int_equal(one->finally, other->finally);
	assert_int_equal(one->only, other->only);
	assert_int_equal(one->space, other->space);
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
