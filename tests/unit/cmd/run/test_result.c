/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Results as objects, for what a simulated device can't bring about: it never fails. */
#include "run/result.h"
#include "sequence/commands.h"

#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct operation operation(const char *name, uint32_t value, uint32_t mask)
{
	return (struct operation){
		.command = (size_t)(command_find(name, strlen(name)) - commands) & 0x1f,
		.address = 0x80,
		.value = value,
		.mask = mask,
	};
}

static void assert_object(const struct operation *operation, const struct result *result,
			  int ending, const char *expected)
{
	const struct space ports = { SPACE_PORTS, 0, 0 };
	FILE *standard = stdout;
	char *printed;
	size_t size;

	stdout = open_memstream(&printed, &size);
	result_print_json(operation, &ports, result, ending, 0);
	fclose(stdout);
	stdout = standard;
	assert_string_equal(printed, expected);
	free(printed);
}

static void a_write_that_fell_short_has_no_value(void **state)
{
	const struct operation plain = operation("iow16", 0x102, 0xffff),
			       masked = operation("iow16", 0x102, 0xfff),
			       byte = operation("iow16", 0x102, 0xff);
	const struct result one = { .data = 0x102, .count = 1 }, none = { .data = 0x102 };

	(void)state;
	assert_object(&plain, &one, -EIO,
		      "{\"command\": \"iow16\", \"address\": 128, \"count\": 1}\n");
	assert_object(&plain, &none, -EPERM,
		      "{\"command\": \"iow16\", \"address\": 128, \"count\": 0}\n");
	assert_object(&masked, &one, -EIO,
		      "{\"command\": \"iow16\", \"address\": 128, \"mask\": 4095, "
		      "\"count\": 1}\n");
	/* Of one byte, one is all. */
	assert_object(&byte, &one, 0,
		      "{\"command\": \"iow16\", \"address\": 128, \"value\": 258, "
		      "\"mask\": 255, \"count\": 1}\n");
}

static void what_was_not_read_is_no_result(void **state)
{
	const struct operation read = operation("ior8", 0, 0),
			       poll = operation("iopoll8", 1, 0xff),
			       write = operation("iow8", 1, 0xff),
			       sleep = operation("sleep", 5, 0);

	(void)state;
	assert_true(result_is_any(&read, 0, false));
	assert_false(result_is_any(&read, -EIO, true));
	assert_true(result_is_any(&poll, ENDED_TIMEOUT, false));
	assert_false(result_is_any(&poll, ENDED_LATER, true));
	assert_false(result_is_any(&poll, ENDED_BY_SIGNAL, true));
	assert_true(result_is_any(&write, -EIO, false));
	assert_true(result_is_any(&write, ENDED_DIFFERENT, false));
	assert_false(result_is_any(&sleep, 0, false));
	assert_true(result_is_any(&sleep, 0, true));
	assert_false(result_is_any(&sleep, ENDED_BY_SIGNAL, true));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_write_that_fell_short_has_no_value),
		cmocka_unit_test(what_was_not_read_is_no_result),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
