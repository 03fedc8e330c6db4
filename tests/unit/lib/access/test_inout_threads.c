/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Permission for in and out instructions is each thread's own. */
#include "doubles/inout.h"

#include "doubles/processor.h"
#include "doubles/simulated.h"
#include "doubles/syscalls.h"

#include <errno.h>
#include <pthread.h>

/* Do it in another thread, and wait for that to end. What fails, fails here. */
static void in_another_thread(void *(*function)(void *), void *argument)
{
	pthread_t thread;

	assert_int_equal(pthread_create(&thread, NULL, function, argument), 0);
	assert_int_equal(pthread_join(thread, NULL), 0);
}

/* What another thread found out: its failing assertion would end the process. */
struct found {
	struct iospace *io;
	size_t asked_before_write, asked_after_write;
	size_t permitted; /* to it, after all */
	int open, write, read;
	uint32_t size, read_size;
};

static void write_and_note(struct found *found)
{
	found->asked_before_write = processor.permission_count;
	found->size = 4;
	found->write = iospace_write(found->io, 0xe0, 0x11223344, &found->size);
	found->asked_after_write = processor.permission_count;
}

static void read_and_note(struct found *found)
{
	uint32_t data;

	found->read_size = 2;
	found->read = iospace_read(found->io, 0xe4, &data, &found->read_size);
}

static void *write_by_own_handle(void *argument)
{
	const unsigned int flags = IOSPACE_WRITE | IOSPACE_EXACT;
	struct found *found = argument;

	found->open = iospace_open(&found->io, NULL, flags);
	if (found->open == 0)
		write_and_note(found);
	iospace_close(found->io);
	found->permitted = processor_permitted();
	return NULL;
}

static void *write_by_given_handle(void *argument)
{
	write_and_note(argument);
	read_and_note(argument);
	return NULL;
}

static void *close_given_handle(void *argument)
{
	const struct found *found = argument;

	iospace_close(found->io);
	return NULL;
}

static void *close_given_handle_beside_own(void *argument)
{
	const unsigned int flags = IOSPACE_WRITE | IOSPACE_EXACT;
	struct found *found = argument;
	struct iospace *own = NULL;

	found->open = iospace_open(&own, NULL, flags);
	found->write = iospace_claim(own, 0xe0, 4, IOSPACE_WRITE);
	iospace_close(found->io);
	found->permitted = processor_permitted();
	iospace_close(own);
	return NULL;
}

static void a_second_thread_claims_for_itself(void **state)
{
	struct iospace *io = inout_open_port();
	struct found found = { 0 };

	(void)state;
	processor_start();
	assert_int_equal(iospace_claim(io, 0xe0, 4, IOSPACE_WRITE), 0);
	in_another_thread(write_by_own_handle, &found);
	assert_int_equal(found.open, 0);
	assert_int_equal(found.asked_before_write, 1);
	assert_int_equal(found.write, 0);
	assert_int_equal(found.size, 4);
	assert_asked(1, 0xe0, 4, 1);
	assert_int_equal(found.asked_after_write, 2);
	assert_cycle(0, true, 0xe0, 4, 0x11223344);
	iospace_close(io);
}

/* Without a permission of its own an instruction would end it: see processor.h. */
static void a_second_thread_that_is_refused_executes_nothing(void **state)
{
	struct iospace *io = inout_open_port();
	struct found found = { 0 };

	(void)state;
	processor_start();
	assert_int_equal(iospace_claim(io, 0xe0, 4, IOSPACE_WRITE), 0);
	processor.refusal = EPERM;
	in_another_thread(write_by_own_handle, &found);
	assert_int_equal(found.open, 0);
	assert_int_equal(found.write, -EPERM);
	assert_int_equal(found.size, 0);
	assert_int_equal(processor.cycle_count, 0);
	processor.refusal = 0;
	iospace_close(io);
}

static void a_handle_from_another_thread_asks_again_in_this_one(void **state)
{
	struct found found = { .io = inout_open_port() };

	(void)state;
	processor_start();
	assert_int_equal(iospace_claim(found.io, 0xe0, 4, IOSPACE_WRITE), 0);
	in_another_thread(write_by_given_handle, &found);
	assert_int_equal(found.write, 0);
	assert_int_equal(found.asked_before_write, 1);
	assert_int_equal(found.asked_after_write, 2);
	assert_asked(1, 0xe0, 4, 1);
	assert_cycle(0, true, 0xe0, 4, 0x11223344);
	assert_int_equal(found.read, 0);
	assert_int_equal(found.read_size, 2);
	assert_asked(2, 0xe4, 2, 1);
	assert_cycle(1, false, 0xe4, 2, 0);

	/* And may be refused there. */
	syscalls_take_rawio();
	in_another_thread(write_by_given_handle, &found);
	assert_int_equal(found.write, -EPERM);
	assert_int_equal(found.size, 0);
	assert_int_equal(found.read, -EPERM);
	assert_int_equal(found.read_size, 0);
	assert_int_equal(processor.cycle_count, 2);
	iospace_close(found.io);
}

static void a_thread_takes_back_its_own_permission_alone(void **state)
{
	struct iospace *io = inout_open_port();
	struct found found = { 0 };
	uint32_t size = 1;

	(void)state;
	processor_start();
	assert_int_equal(iospace_claim(io, 0x80, 1, IOSPACE_WRITE), 0);
	in_another_thread(write_by_own_handle, &found);
	assert_int_equal(found.write, 0);
	assert_int_equal(found.permitted, 0);
	assert_int_equal(processor_permitted(), 1);

	/* This thread's handle still has what it claimed. */
	processor.permission_count = 0;
	assert_int_equal(iospace_write(io, 0x80, 1, &size), 0);
	assert_int_equal(processor.permission_count, 0);
	iospace_close(io);
	assert_int_equal(processor_permitted(), 0);
}

static void a_close_in_another_thread_takes_nothing_back(void **state)
{
	struct found found = { .io = inout_open_port() };
	struct iospace *io = inout_open_port();
	uint32_t size = 4;

	(void)state;
	processor_start();
	assert_int_equal(iospace_claim(io, 0xe0, 4, IOSPACE_WRITE), 0);
	in_another_thread(close_given_handle, &found);
	assert_int_equal(processor_permitted(), 4);
	assert_int_equal(iospace_write(io, 0xe0, 1, &size), 0);
	assert_int_equal(processor.permission_count, 1);
	iospace_close(io);
}

static void a_thread_that_closes_anothers_handle_keeps_its_own_permission(void **state)
{
	struct found found = { .io = inout_open_port() };

	(void)state;
	processor_start();
	in_another_thread(close_given_handle_beside_own, &found);
	assert_int_equal(found.open, 0);
	assert_int_equal(found.write, 0);
	assert_int_equal(found.permitted, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		inout_test(a_second_thread_claims_for_itself),
		inout_test(a_second_thread_that_is_refused_executes_nothing),
		inout_test(a_handle_from_another_thread_asks_again_in_this_one),
		inout_test(a_thread_takes_back_its_own_permission_alone),
		/* Last: what they leave to this thread is never taken back. */
		inout_test(a_close_in_another_thread_takes_nothing_back),
		inout_test(a_thread_that_closes_anothers_handle_keeps_its_own_permission),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
