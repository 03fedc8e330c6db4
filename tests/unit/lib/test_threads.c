/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Several threads at once, each with handles of its own. It is for ThreadSanitizer too
 * (meson setup -Db_sanitize=thread), and has no doubles, which are for one thread.
 */
#include "access/pcibar.h"
#include "doubles/devices.h"
#include "iospace.h"
#include "test.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define THREADS 8

/* How often each thread opens a handle, and how many accesses it makes with each. */
#define ROUNDS	 20
#define ACCESSES 50

/* With one pattern. */
static int poll_one(struct iospace *io, uint64_t address, uint32_t value, uint32_t mask,
		    unsigned int flags, uint32_t timeout_us, uint32_t *data,
		    uint32_t *size)
{
	const struct iospace_pattern pattern = { value, mask };

	return iospace_poll(io, address, &pattern, 1, flags, timeout_us, data, size);
}

static const unsigned int both = IOSPACE_READ | IOSPACE_WRITE;

/* Where the threads count together: an index/data pair's size. */
#define COUNTER 0x70

/* A simulated I/O space. */
struct file {
	char path[sizeof("/tmp/iospace-XXXXXX")];
};

struct worker {
	pthread_t thread;
	uint32_t number;
	struct file own;
	int wrong; /* how many things were not as expected */
};

static struct worker workers[THREADS];
static struct file shared;
static struct devices devices;

static int make_file(struct file *file)
{
	int fd, r;

	*file = (struct file){ "/tmp/iospace-XXXXXX" };
	fd = mkstemp(file->path);
	if (fd < 0)
		return -1;
	r = ftruncate(fd, IOSPACE_PORTS);
	close(fd);
	return r;
}

static int threads_setup(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < THREADS; i++) {
		workers[i] = (struct worker){ .number = i };
		if (make_file(&workers[i].own) < 0)
			return -1;
	}
	return make_file(&shared) < 0 ? -1 : devices_make(&devices);
}

static int threads_teardown(void **state)
{
	(void)state;
	for (size_t i = 0; i < THREADS; i++)
		unlink(workers[i].own.path);
	unlink(shared.path);
	devices_remove(&devices);
	return 0;
}

#define threads_test(function) \
	cmocka_unit_test_setup_teardown(function, threads_setup, threads_teardown)

static size_t descriptors(void)
{
	DIR *directory = opendir("/proc/self/fd");
	size_t count = 0;

	assert_non_null(directory);
	while (readdir(directory))
		count++;
	closedir(directory);
	return count;
}

/* Let all of them do it, at the same time as far as there are processors. */
static void run_threads(void *(*work)(void *))
{
	size_t before = descriptors();

	for (size_t i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&workers[i].thread, NULL, work,
						&workers[i]),
				 0);
	for (size_t i = 0; i < THREADS; i++)
		assert_int_equal(pthread_join(workers[i].thread, NULL), 0);
	for (size_t i = 0; i < THREADS; i++)
		assert_int_equal(workers[i].wrong, 0);
	assert_int_equal(descriptors(), before);
}

/* An assertion that fails in another thread would end the process, so they count. */
static void expect(struct worker *worker, bool condition)
{
	if (!condition)
		worker->wrong++;
}

static void expect_written(struct worker *worker, struct iospace *io, uint64_t port,
			   uint32_t data, uint32_t wanted)
{
	uint32_t size = wanted;

	expect(worker, iospace_write(io, port, data, &size) == 0 && size == wanted);
}

static void expect_read(struct worker *worker, struct iospace *io, uint64_t port,
			uint32_t expected, uint32_t wanted)
{
	uint32_t data = 0, size = wanted;

	expect(worker, iospace_read(io, port, &data, &size) == 0 && size == wanted &&
			       data == expected);
}

/* With or without IOSPACE_EXACT and IOSPACE_FORCE. */
static struct iospace *expect_open(struct worker *worker, const struct file *file,
				   unsigned int round)
{
	unsigned int flags = both | (round & 1 ? IOSPACE_EXACT : 0) |
			     (round & 2 ? IOSPACE_FORCE : 0);
	struct iospace *io = NULL;

	expect(worker, iospace_open(&io, file->path, flags) == 0);
	return io;
}

static void *use_own_file(void *argument)
{
	struct worker *worker = argument;

	for (unsigned int round = 0; round < ROUNDS; round++) {
		struct iospace *io = expect_open(worker, &worker->own, round);

		for (uint32_t i = 0; io && i < ACCESSES; i++) {
			uint32_t value = worker->number << 24 | round << 16 | i;
			uint32_t port = 0x2000 + 4 * (i + ACCESSES * round), size = 3;

			expect(worker, iospace_claim(io, port, 4, both) == 0);
			expect_written(worker, io, port, value, 4);
			expect_read(worker, io, port, value, 4);
			expect_read(worker, io, port + 2, value >> 16, 2);
			expect_read(worker, io, port + 3, worker->number, 1);
			expect(worker, iospace_write(io, port, 0, &size) == -EINVAL);
		}
		iospace_close(io);
	}
	return NULL;
}

static void threads_with_files_of_their_own_do_not_meet(void **state)
{
	(void)state;
	run_threads(use_own_file);
}

static void *use_shared_file(void *argument)
{
	struct worker *worker = argument;
	uint64_t port = 0x1000 + 16 * worker->number;

	for (unsigned int round = 0; round < ROUNDS; round++) {
		struct iospace *io = expect_open(worker, &shared, round);

		for (uint32_t i = 0; io && i < ACCESSES; i++) {
			uint32_t value = 0x80000000 | worker->number << 24 | i;

			expect_written(worker, io, port, value, 4);
			expect_written(worker, io, port + 4, i, 2);
			expect_read(worker, io, port, value, 4);
			expect_read(worker, io, port + 4, i, 2);
		}
		iospace_close(io);
	}
	return NULL;
}

static void threads_with_ports_of_their_own_do_not_meet(void **state)
{
	(void)state;
	run_threads(use_shared_file);
}

/* All of them have one descriptor, as after a fork, and each has its own pauses. */
static int given = -1;

static void *poll_with_a_duplicate(void *argument)
{
	struct worker *worker = argument;
	uint64_t port = 0x1000 + 16 * worker->number;

	for (unsigned int round = 0; round < ROUNDS; round++) {
		struct iospace *io = NULL;
		uint32_t value = worker->number << 8 | round, data = 0, size = 2;
		sigset_t all;

		sigfillset(&all);
		expect(worker, iospace_open_fd(&io, given, both) == 0);
		iospace_set_pauses(io, worker->number, round & 1 ? &all : NULL);
		expect_written(worker, io, port, value, 2);
		expect(worker, poll_one(io, port, value, 0xffff, IOSPACE_POLL_DIFFERENT,
					2000, &data, &size) == -ETIMEDOUT);
		expect(worker, data == value && iospace_get_reads(io) > 1);
		expect(worker,
		       poll_one(io, port, value, 0xffff, 0, 0, &data, &size) == 0);
		expect(worker, iospace_get_reads(io) == 1);
		iospace_close(io);
	}
	return NULL;
}

static void threads_with_one_descriptor_poll_at_the_same_time(void **state)
{
	(void)state;
	given = open(shared.path, O_RDWR | O_CLOEXEC);
	assert_true(given >= 0);
	run_threads(poll_with_a_duplicate);
	close(given);
}

/* Two reads and two writes, which come apart if another thread is let in. */
static void count_up(struct worker *worker, struct iospace *io)
{
	uint32_t low = 0, high = 0, size = 2, count;

	expect(worker, iospace_read(io, COUNTER, &low, &size) == 0);
	expect(worker, iospace_read(io, COUNTER + 2, &high, &size) == 0);
	count = (high << 16 | low) + 1;
	expect_written(worker, io, COUNTER, count & 0xffff, 2);
	expect_written(worker, io, COUNTER + 2, count >> 16, 2);
}

static void *count_under_lock(void *argument)
{
	struct worker *worker = argument;

	for (unsigned int round = 0; round < ROUNDS; round++) {
		struct iospace *io = expect_open(worker, &shared, round);

		for (uint32_t i = 0; io && i < ACCESSES; i++) {
			expect(worker, iospace_lock(io, -1) == 0);
			count_up(worker, io);
			/* The last one is given up by the close. */
			if (i + 1 < ACCESSES)
				expect(worker, iospace_unlock(io) == 0);
		}
		iospace_close(io);
	}
	return NULL;
}

static void no_count_is_lost_under_the_lock(void **state)
{
	uint32_t count = 0, size = 4;
	struct iospace *io = NULL;

	(void)state;
	assert_int_equal(iospace_open(&io, shared.path, both), 0);
	/* So that the counter has a carry. */
	assert_int_equal(iospace_write(io, COUNTER, 0xff00, &size), 0);
	run_threads(count_under_lock);
	assert_int_equal(iospace_read(io, COUNTER, &count, &size), 0);
	assert_int_equal(count, 0xff00 + THREADS * ROUNDS * ACCESSES);
	iospace_close(io);
}

static void *fail_and_diagnose(void *argument)
{
	struct worker *worker = argument;
	struct iospace *io = NULL;

	for (unsigned int round = 0; round < ROUNDS; round++) {
		int r = iospace_open(&io, "/nonexistent", both | IOSPACE_EXACT);
		struct iospace_diagnosis *diagnosis = NULL;
		const struct iospace_cause *cause;

		expect(worker, r == -ENOENT && !io);
		expect(worker,
		       iospace_diagnose_open(&diagnosis, "/nonexistent", both, r) == 0);
		cause = iospace_diagnosis_next_cause(diagnosis, NULL);
		expect(worker, iospace_cause_get_reason(cause) == IOSPACE_REASON_NO_FILE);
		expect(worker, *iospace_cause_get_text(cause));
		expect(worker, *iospace_remedy_get_text(iospace_cause_get_remedy(cause)));
		expect(worker, !iospace_diagnosis_next_cause(diagnosis, cause));
		iospace_diagnosis_free(diagnosis);
	}
	return NULL;
}

static void threads_may_fail_and_ask_why(void **state)
{
	(void)state;
	run_threads(fail_and_diagnose);
}

static void *find_own_bar(void *argument)
{
	struct worker *worker = argument;
	uint16_t first = (uint16_t)(0xc000 + 0x20 * worker->number);
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/0000:00:%02x.0/resource2", devices.path,
		 worker->number);
	for (unsigned int round = 0; round < ROUNDS; round++) {
		struct pcibar bar;
		uint32_t port = (uint16_t)(first + round);
		int r = pcibar_find(devices.path, port, port, &bar);

		expect(worker,
		       r == 0 && bar.first == first && strcmp(bar.path, path) == 0);
	}
	return NULL;
}

static void each_thread_finds_its_bar(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < THREADS; i++) {
		const struct resource resources[RESOURCES] = {
			[2] = { 0xc000 + 0x20 * i, 0xc01f + 0x20 * i, IO_BAR },
		};
		char name[] = "0000:00:xx.0";

		snprintf(name, sizeof(name), "0000:00:%02x.0", i);
		devices_add(&devices, name, resources);
	}
	run_threads(find_own_bar);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		threads_test(threads_with_files_of_their_own_do_not_meet),
		threads_test(threads_with_ports_of_their_own_do_not_meet),
		threads_test(threads_with_one_descriptor_poll_at_the_same_time),
		threads_test(no_count_is_lost_under_the_lock),
		threads_test(threads_may_fail_and_ask_why),
		threads_test(each_thread_finds_its_bar),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
