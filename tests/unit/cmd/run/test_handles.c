/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* handles_claim(): each access of a sequence is claimed, and of many once. And that what
 * is opened is closed. */
#include "run/handles.h"
#include "sequence/commands.h"

#include "doubles/simulated.h"
#include "doubles/syscalls.h"
#include "test.h"

#include <errno.h>
#include <string.h>

/* What was claimed, of which handle. */
struct claim {
	size_t way;
	uint64_t port;
	uint32_t size;
	unsigned int direction;
};

/* A double of iospace_claim(), for handles that are none. */
static struct claims {
	struct claim list[1000];
	size_t count;
	size_t good; /* set: how many succeed */
	int error;   /* set: of the others */
} claims;

/* As many bytes as there are ways: a handle is known by its place. */
static char places[SEQUENCE_WAYS];

__typeof__(iospace_claim) __wrap_iospace_claim;

int __wrap_iospace_claim(struct iospace *io, uint64_t port, uint32_t size,
			 unsigned int direction)
{
	assert_in_range(claims.count, 0, COUNT(claims.list) - 1);
	claims.list[claims.count++] = (struct claim){
		(size_t)((char *)io - places),
		port,
		size,
		direction,
	};
	return claims.count > claims.good ? claims.error : 0;
}

static struct handles handles_of_all_ways(void)
{
	struct handles handles = { 0 };

	for (size_t i = 0; i < SEQUENCE_WAYS; i++)
		handles.io[i] = (struct iospace *)&places[i];
	return handles;
}

static int claims_setup(void **state)
{
	claims = (struct claims){ .good = SIZE_MAX };
	return syscalls_setup(state);
}

/* Add a line; the number is its, and modifiers those of its options. */
static void add(struct sequence *sequence, uint32_t number, const char *name,
		uint8_t modifiers, bool finally, const char *line)
{
	const struct settings settings = { .modifiers = modifiers };
	const struct command *command = command_find(name, strlen(name));
	struct template template = sequence_template(sequence, command, finally);
	struct failure failure = { 0 };

	assert_int_equal(sequence_set(&template, &settings, &failure), 0);
	assert_non_null(sequence_add(&template, number, line, &failure));
}

/* More operations than are few, without another access. */
#define FEW 64

static void make_many(struct sequence *sequence)
{
	for (uint32_t i = 0; i <= FEW; i++)
		add(sequence, 1000 + i, "sleep", 0, false, "0\n");
}

/* That the handles of a sequence are asked for these, in order. */
static void assert_claims(const struct sequence *sequence, const struct claim expected[],
			  size_t count)
{
	const struct handles handles = handles_of_all_ways();
	struct failure failure = { 0 };

	claims.count = 0;
	assert_int_equal(handles_claim(&handles, sequence, NULL, &failure), 0);
	assert_int_equal(failure.exit, 0);
	assert_int_equal(claims.count, count);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(claims.list[i].way, expected[i].way);
		assert_int_equal(claims.list[i].port, expected[i].port);
		assert_int_equal(claims.list[i].size, expected[i].size);
		assert_int_equal(claims.list[i].direction, expected[i].direction);
	}
}

#define R IOSPACE_READ
#define W IOSPACE_WRITE
#define X IOSPACE_EXACT
#define F IOSPACE_FORCE

static void each_access_of_many_is_claimed_once(void **state)
{
	/* Each of them new: by its way, its port, its size or its direction. */
	static const struct {
		const char *command, *line;
		uint8_t modifiers;
		struct claim claim;
	} rows[] = {
		{ "ior8", "0x80\n", 0, { 0, 0x80, 1, R } },
		{ "iow8", "0x80 1\n", 0, { 0, 0x80, 1, W } },
		{ "ior16", "0x80\n", 0, { 0, 0x80, 2, R } },
		{ "iow16", "0x80 1\n", 0, { 0, 0x80, 2, W } },
		{ "ior32", "0x80\n", 0, { 0, 0x80, 4, R } },
		{ "iow32", "0x80 1\n", 0, { 0, 0x80, 4, W } },
		{ "ior8", "0x80\n", X, { 1, 0x80, 1, R } },
		{ "ior8", "0x80\n", F, { 2, 0x80, 1, R } },
		{ "ior8", "0x80\n", X | F, { 3, 0x80, 1, R } },
		{ "ior8", "0x81\n", 0, { 0, 0x81, 1, R } },
		{ "ior8", "0\n", 0, { 0, 0, 1, R } },
		{ "ior8", "0xffff\n", 0, { 0, 0xffff, 1, R } },
		{ "iow32", "0xfffc 1\n", X, { 1, 0xfffc, 4, W } },
		{ "iow8", "0xffff 1\n", X | F, { 3, 0xffff, 1, W } },
		/* Both at once, where neither was. */
		{ "iow8", "0x90 1:2\n", 0, { 0, 0x90, 1, R | W } },
		{ "iow16", "0x90 1\n", MODIFIER_VERIFY, { 0, 0x90, 2, R | W } },
		{ "iopoll32", "0x90 1\n", 0, { 0, 0x90, 4, R } },
	};
	struct sequence sequence = { 0 };
	struct claim expected[COUNT(rows)];
	uint32_t line = 1;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		expected[i] = rows[i].claim;
		add(&sequence, line++, rows[i].command, rows[i].modifiers, false,
		    rows[i].line);
	}
	assert_claims(&sequence, expected, COUNT(expected));

	/* Again, in another order, and at the end. */
	for (size_t n = 0; n < 100; n++)
		for (size_t i = 0; i < COUNT(rows); i++) {
			size_t row = i * (n % 2 ? 7 : 5) % COUNT(rows);

			add(&sequence, line++, rows[row].command, rows[row].modifiers,
			    n % 3 == 0, rows[row].line);
		}
	assert_claims(&sequence, expected, COUNT(expected));
	sequence_free(&sequence);
}

/* To write and to read in one is another access than either, and it than that. */
static void each_direction_is_claimed_of_its_own(void **state)
{
	static const struct claim expected[] = {
		{ 0, 0x80, 1, R | W }, { 0, 0x80, 1, R }, { 0, 0x80, 1, W },
		{ 0, 0x81, 1, R },     { 0, 0x81, 1, W }, { 0, 0x81, 1, R | W },
	};
	struct sequence sequence = { 0 };

	(void)state;
	add(&sequence, 1, "iow8", 0, false, "0x80 1:2\n");
	add(&sequence, 2, "ior8", 0, false, "0x80\n");
	add(&sequence, 3, "iow8", 0, false, "0x80 1\n");
	add(&sequence, 4, "ior8", 0, false, "0x81\n");
	add(&sequence, 5, "iow8", 0, false, "0x81 1\n");
	add(&sequence, 6, "iow8", MODIFIER_VERIFY, false, "0x81 1\n");
	assert_claims(&sequence, expected, COUNT(expected));

	/* Other options make no other access. */
	make_many(&sequence);
	add(&sequence, 2000, "iow8", MODIFIER_LOG, false, "0x81 1:2 0x80 2\n");
	add(&sequence, 2001, "ior8", MODIFIER_QUIET, false, "0x80 0x81 0x80\n");
	add(&sequence, 2002, "iopoll8", 0, true, "0x80 5:6\n");
	assert_claims(&sequence, expected, COUNT(expected));
	sequence_free(&sequence);
}

/* Whatever of it was claimed before. */
static void of_a_dump_among_many_each_access_is_claimed(void **state)
{
	static const struct claim expected[] = {
		{ 0, 0x80, 2, R },
		{ 0, 0x82, 2, R },
		{ 0, 0x84, 2, R },
	};
	struct sequence sequence = { 0 };

	(void)state;
	make_many(&sequence);
	add(&sequence, 1, "ior16", 0, false, "0x80\n");
	add(&sequence, 2, "iodump16", 0, false, "0x80-0x83\n");
	add(&sequence, 3, "iodump16", 0, false, "0x80-0x85\n");
	assert_claims(&sequence, expected, COUNT(expected));
	sequence_free(&sequence);
}

/* The number of a register may be that of no port. */
static void add_row(struct sequence *sequence, uint32_t number, uint16_t index)
{
	const struct settings settings = {
		.modifiers = MODIFIER_QUIET,
		.space = { SPACE_INDEXED, index, BEHIND_INDEX },
	};
	struct template template =
		sequence_template(sequence, command_find("iow32", strlen("iow32")),
				  false);
	struct failure failure = { 0 };

	assert_int_equal(sequence_set(&template, &settings, &failure), 0);
	template.can_be_row = true;
	for (uint32_t i = 0; i <= FEW; i++)
		assert_non_null(
			sequence_add(&template, number + i, "0x7fffffff 2\n", &failure));
	assert_true(sequence->body.rows > 0);
}

static void of_a_row_of_registers_both_ports_are_claimed_once(void **state)
{
	static const struct claim expected[] = {
		{ 0, 0x70, 4, W },
		{ 0, 0x74, 4, W },
		{ 0, 0x20, 4, W },
		{ 0, 0x24, 4, W },
	};
	struct sequence sequence = { 0 };

	(void)state;
	add_row(&sequence, 1, 0x70);
	add_row(&sequence, FEW + 2, 0x20);
	assert_claims(&sequence, expected, COUNT(expected));
	sequence_free(&sequence);
}

static void a_sleep_claims_nothing(void **state)
{
	struct sequence sequence = { 0 };

	(void)state;
	add(&sequence, 1, "sleep", 0, false, "1ms\n");
	add(&sequence, 2, "sleep", 0, true, "1ms\n");
	assert_claims(&sequence, NULL, 0);
	sequence_free(&sequence);
	assert_claims(&sequence, NULL, 0);
}

static void what_is_done_finally_is_claimed_behind_the_rest(void **state)
{
	static const struct claim expected[] = {
		{ 0, 0x81, 1, R },
		{ 0, 0x80, 1, R },
		{ 1, 0x81, 1, R },
	};
	struct sequence sequence = { 0 };

	(void)state;
	add(&sequence, 1, "ior8", 0, true, "0x80\n");
	add(&sequence, 2, "ior8", X, true, "0x81\n");
	add(&sequence, 3, "ior8", 0, false, "0x81\n");
	assert_claims(&sequence, expected, COUNT(expected));
	sequence_free(&sequence);
}

/* Nothing behind it is claimed: nothing will be done. */
static void assert_failures(const struct sequence *sequence, const uint32_t lines[],
			    size_t count)
{
	const struct handles handles = handles_of_all_ways();

	for (size_t good = 0; good < count; good++) {
		struct failure failure = { 0 };

		claims = (struct claims){ .good = good, .error = -ENOMEM };
		assert_int_equal(handles_claim(&handles, sequence, NULL, &failure), -1);
		assert_int_equal(claims.count, good + 1);
		assert_int_equal(failure.line, lines[good]);
		assert_int_not_equal(failure.exit, 0);
	}
}

static void a_claim_that_fails_is_the_failure_of_its_line(void **state)
{
	static const uint32_t of_few[] = { 3, 4, 4, 4, 6, 1 },
			      of_many[] = { 3, 4, 4, 6, 1 };
	struct sequence sequence = { 0 };

	(void)state;
	add(&sequence, 1, "ior8", 0, true, "0x87\n");
	add(&sequence, 3, "ior8", 0, false, "0x80\n");
	add(&sequence, 4, "ior8", 0, false, "0x80 0x81 0x82\n");
	add(&sequence, 6, "ior8", 0, false, "0x83\n");
	assert_failures(&sequence, of_few, COUNT(of_few));
	make_many(&sequence);
	assert_failures(&sequence, of_many, COUNT(of_many));
	sequence_free(&sequence);
}

/* Few need none. */
static void no_memory_is_a_failure_of_the_system(void **state)
{
	const struct handles handles = handles_of_all_ways();
	struct sequence sequence = { 0 };
	struct failure failure = { 0 };

	(void)state;
	syscalls.calloc.error = ENOMEM;
	for (uint32_t i = 0; i < FEW; i++)
		add(&sequence, i + 1, "ior8", 0, i == 0, "0x80\n");
	assert_int_equal(handles_claim(&handles, &sequence, NULL, &failure), 0);
	assert_int_equal(claims.count, FEW);

	claims.count = 0;
	add(&sequence, FEW + 1, "ior8", 0, false, "0x80\n");
	assert_int_equal(handles_claim(&handles, &sequence, NULL, &failure), -1);
	assert_string_equal(failure.text, "out of memory");
	assert_int_equal(failure.exit, EX_OSERR);
	assert_int_equal(failure.line, 0);
	assert_int_equal(claims.count, 0);
	sequence_free(&sequence);
}

/* While what was read is told to whoever may be slow to take it, the lock is another's.
 */
static void a_close_leaves_nothing_open(void **state)
{
	const struct simulated *device = *state;
	struct sequence sequence = { 0 };
	struct handles handles = { 0 };
	struct failure failure = { 0 };
	int before = syscalls_descriptors();

	add(&sequence, 1, "ior8", 0, false, "0x80\n");
	add(&sequence, 2, "iow8", F, false, "0x80 1\n");
	assert_int_equal(handles_open(&handles, &sequence, device->path, &failure), 0);
	assert_int_equal(syscalls_descriptors(), before + 2);
	handles_close(&handles);
	assert_int_equal(syscalls_descriptors(), before);
	sequence_free(&sequence);
}

#define handles_test(function) \
	cmocka_unit_test_setup_teardown(function, claims_setup, syscalls_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		handles_test(each_access_of_many_is_claimed_once),
		handles_test(each_direction_is_claimed_of_its_own),
		handles_test(of_a_dump_among_many_each_access_is_claimed),
		handles_test(of_a_row_of_registers_both_ports_are_claimed_once),
		handles_test(a_sleep_claims_nothing),
		handles_test(what_is_done_finally_is_claimed_behind_the_rest),
		handles_test(a_claim_that_fails_is_the_failure_of_its_line),
		handles_test(no_memory_is_a_failure_of_the_system),
		simulated_test(a_close_leaves_nothing_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
