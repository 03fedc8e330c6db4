/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Exact accesses by in and out instructions: which ports are permitted, and when. */
#include "doubles/inout.h"

#include "doubles/processor.h"
#include "doubles/simulated.h"
#include "doubles/syscalls.h"
#include "iospace.h"
#include "test.h"

#include <errno.h>
#include <string.h>

#define UNTOUCHED 0xdeadbeef

static const uint32_t sizes[] = { 1, 2, 4 };

/* The kernel's own, seccomp's, and that of a kernel without it. */
static const int refusals[] = { EPERM, EINVAL, ENOMEM, EIO, EACCES, ENOSYS };

static const struct access {
	uint16_t port;
	uint32_t size;
	uint32_t data;
} accesses[] = {
	{ 0x0000, 1, 0xff },	   { 0xffff, 1, 0x81 },	      { 0x00e1, 1, 0x5a },
	{ 0x00e2, 2, 0xfedc },	   { 0xfffe, 2, 0x8001 },     { 0x0000, 2, 0x1234 },
	{ 0x0cf8, 4, 0x80000600 }, { 0xfffc, 4, 0x87654321 }, { 0x0004, 4, 0xffffffff },
};

#define for_each_access(access) \
	for (const struct access *access = accesses; \
	     access < accesses + COUNT(accesses); access++)

static void a_claim_asks_for_its_ports_alone_and_once(void **state)
{
	(void)state;
	processor_start();
	for_each_access(access)
	{
		struct iospace *io = inout_open_port();

		processor.permission_count = 0;
		assert_int_equal(iospace_claim(io, access->port, access->size,
					       IOSPACE_WRITE),
				 0);
		assert_asked(0, access->port, access->size, 1);
		assert_true(processor.permissions[0].privileged);

		assert_int_equal(iospace_claim(io, access->port, access->size,
					       IOSPACE_WRITE),
				 0);
		assert_int_equal(processor.permission_count, 1);
		iospace_close(io);
	}
	assert_int_equal(processor.cycle_count, 0);
}

static void an_access_is_one_instruction_of_its_width(void **state)
{
	const struct simulated *device = *state;
	static const uint8_t zero[IOSPACE_PORTS];

	processor_start();
	for_each_access(access)
	{
		struct iospace *io = inout_open_port();
		uint32_t data, size = access->size;

		processor.cycle_count = 0;
		assert_int_equal(iospace_claim(io, access->port, size, IOSPACE_WRITE), 0);
		assert_int_equal(iospace_write(io, access->port, access->data, &size), 0);
		assert_int_equal(size, access->size);
		assert_cycle(0, true, access->port, size, access->data);

		/* What is on the ports above must not show. */
		processor.value = access->data | UINT32_MAX << (8 * size - 1);
		assert_int_equal(iospace_read(io, access->port, &data, &size), 0);
		assert_int_equal(size, access->size);
		assert_int_equal(data, processor.value & UINT32_MAX >> (32 - 8 * size));
		assert_cycle(1, false, access->port, size, data);
		assert_int_equal(processor.cycle_count, 2);
		iospace_close(io);
	}
	assert_int_equal(syscalls.pread.count + syscalls.pwrite.count, 0);
	assert_memory_equal(device->ports, zero, IOSPACE_PORTS);
}

static void an_access_that_was_not_claimed_is_claimed_when_made(void **state)
{
	struct iospace *io = inout_open_port();
	uint32_t data, size = 2;

	(void)state;
	processor_start();
	assert_int_equal(iospace_write(io, 0xe0, 0x1234, &size), 0);
	assert_asked(0, 0xe0, 2, 1);
	assert_int_equal(iospace_read(io, 0xe0, &data, &size), 0);
	assert_int_equal(processor.permission_count, 1);
	assert_int_equal(processor.cycle_count, 2);
	iospace_close(io);
}

static void a_wider_access_than_was_claimed_asks_again(void **state)
{
	struct iospace *io = inout_open_port();

	(void)state;
	processor_start();
	assert_int_equal(iospace_claim(io, 0xe1, 1, IOSPACE_WRITE), 0);
	assert_int_equal(iospace_claim(io, 0xe0, 2, IOSPACE_WRITE), 0);
	assert_int_equal(iospace_claim(io, 0xe0, 4, IOSPACE_WRITE), 0);
	assert_int_equal(iospace_claim(io, 0xe4, 1, IOSPACE_WRITE), 0);
	assert_int_equal(processor.permission_count, 4);
	assert_asked(0, 0xe1, 1, 1);
	assert_asked(1, 0xe0, 2, 1);
	assert_asked(2, 0xe0, 4, 1);
	assert_asked(3, 0xe4, 1, 1);
	iospace_close(io);
}

/* The most likely one. */
static enum iospace_reason first_reason(int error)
{
	struct iospace_diagnosis *diagnosis;
	enum iospace_reason reason;

	assert_int_equal(iospace_diagnose_access(&diagnosis, NULL, 0xe0, 4,
						 IOSPACE_READ | IOSPACE_WRITE |
							 IOSPACE_EXACT,
						 error),
			 0);
	reason = iospace_cause_get_reason(iospace_diagnosis_next_cause(diagnosis, NULL));
	iospace_diagnosis_free(diagnosis);
	return reason;
}

/*
 * Nothing is permitted in this test, so any in or out instruction would be a SIGSEGV and
 * its end: see processor.h.
 */
static void a_refused_ioperm_is_an_error_and_no_instruction(void **state)
{
	struct iospace *io = inout_open_port();

	(void)state;
	processor_start();
	for (size_t i = 0; i < COUNT(refusals) * COUNT(sizes); i++) {
		uint32_t wanted = sizes[i % COUNT(sizes)];
		uint32_t data = UNTOUCHED, size = wanted;

		processor.refusal = refusals[i / COUNT(sizes)];
		processor.permission_count = 0;
		assert_int_equal(iospace_claim(io, 0xe0, wanted, IOSPACE_WRITE),
				 -processor.refusal);
		assert_int_equal(iospace_write(io, 0xe0, 1, &size), -processor.refusal);
		assert_int_equal(size, 0);
		size = wanted;
		assert_int_equal(iospace_read(io, 0xe0, &data, &size),
				 -processor.refusal);
		assert_int_equal(size, 0);
		assert_int_equal(data, UNTOUCHED);
		assert_int_equal(processor.permission_count, 3);
	}
	assert_int_equal(processor.cycle_count, 0);
	assert_int_equal(first_reason(-EPERM), IOSPACE_REASON_LOCKDOWN);
	iospace_close(io);
}

/* Nor here. */
static void without_the_capability_ioperm_is_not_asked(void **state)
{
	struct iospace *io = inout_open_port();
	uint32_t data = UNTOUCHED, size = 4;

	(void)state;
	processor_start();
	syscalls_take_rawio();
	assert_int_equal(iospace_claim(io, 0xe0, 4, IOSPACE_WRITE), -EPERM);
	assert_int_equal(iospace_write(io, 0xe0, 1, &size), -EPERM);
	assert_int_equal(size, 0);
	size = 4;
	assert_int_equal(iospace_read(io, 0xe0, &data, &size), -EPERM);
	assert_int_equal(size, 0);
	assert_int_equal(data, UNTOUCHED);
	assert_int_equal(processor.permission_count, 0);
	assert_int_equal(processor.cycle_count, 0);
	assert_int_equal(first_reason(-EPERM), IOSPACE_REASON_NO_CAPABILITY);
	iospace_close(io);
}

static void what_was_claimed_outlives_the_capability(void **state)
{
	struct iospace *io = inout_open_port();
	uint32_t size = 4;

	(void)state;
	processor_start();
	assert_int_equal(iospace_claim(io, 0xcf8, 4, IOSPACE_WRITE), 0);
	syscalls_take_rawio();
	assert_int_equal(iospace_write(io, 0xcf8, 0x80000600, &size), 0);
	assert_cycle(0, true, 0xcf8, 4, 0x80000600);

	/* And nothing beside it. */
	size = 4;
	assert_int_equal(iospace_write(io, 0xcfc, 0, &size), -EPERM);
	assert_int_equal(processor.permission_count, 1);
	iospace_close(io);
}

static void a_permitted_capability_is_effective_for_ioperm_alone(void **state)
{
	/* It is granted, then refused. */
	static const int errors[] = { 0, EPERM };
	struct iospace *io;
	cap_t before;

	(void)state;
	processor_start();
	syscalls_take_rawio();
	syscalls_give_rawio(CAP_PERMITTED);
	before = cap_dup(syscalls.capabilities);
	io = inout_open_port();
	for (size_t i = 0; i < COUNT(errors); i++) {
		uint16_t port = (uint16_t)(0xe0 + i);

		processor.refusal = errors[i];
		assert_int_equal(iospace_claim(io, port, 1, IOSPACE_WRITE), -errors[i]);
		assert_asked(i, port, 1, 1);
		assert_true(processor.permissions[i].privileged);
		assert_int_equal(cap_compare(syscalls.capabilities, before), 0);
	}

	syscalls.cap_set_proc.error = EACCES;
	assert_int_equal(iospace_claim(io, 0xe4, 4, IOSPACE_WRITE), -EACCES);
	assert_int_equal(processor.permission_count, 2);
	assert_int_equal(cap_compare(syscalls.capabilities, before), 0);
	cap_free(before);
	iospace_close(io);
}

static void the_last_handle_takes_back_just_what_was_claimed(void **state)
{
	static const struct {
		uint16_t port;
		uint32_t size;
	} claims[] = {
		{ 0xe0, 4 }, { 0, 1 },	   { 0xe2, 2 },
		{ 0xe1, 1 }, { 0xcf9, 1 }, { 0xfffe, 2 },
	};
	struct iospace *first = inout_open_port(), *last = inout_open_port();
	uint32_t size = 1;

	(void)state;
	processor_start();
	for (size_t i = 0; i < COUNT(claims); i++)
		assert_int_equal(iospace_claim(i % 2 ? first : last, claims[i].port,
					       claims[i].size, IOSPACE_WRITE),
				 0);
	processor.refusal = EPERM;
	assert_int_equal(iospace_claim(last, 0x80, 1, IOSPACE_WRITE), -EPERM);
	processor.refusal = 0;
	assert_int_equal(processor_permitted(), 8);

	/* The permission is the thread's, and another handle may need it. */
	processor.permission_count = 0;
	iospace_close(first);
	assert_int_equal(iospace_write(last, 0, 1, &size), 0);
	assert_int_equal(processor.permission_count, 0);

	/* That takes no privilege. */
	syscalls_take_rawio();
	iospace_close(last);
	assert_int_equal(processor_permitted(), 0);
	for (size_t i = 0; i < processor.permission_count; i++) {
		const struct permission *permission = &processor.permissions[i];
		bool was_claimed = false;

		assert_int_equal(permission->on, 0);
		for (size_t c = 0; c < COUNT(claims); c++)
			was_claimed |= permission->first >= claims[c].port &&
				       permission->first + permission->count <=
					       claims[c].port + claims[c].size;
		assert_true(was_claimed);
	}
}

static void a_handle_opened_later_claims_for_itself(void **state)
{
	struct iospace *io = inout_open_port();

	(void)state;
	processor_start();
	assert_int_equal(iospace_claim(io, 0xe0, 4, IOSPACE_WRITE), 0);
	iospace_close(io);

	io = inout_open_port();
	processor.permission_count = 0;
	assert_int_equal(iospace_claim(io, 0xe0, 4, IOSPACE_WRITE), 0);
	assert_asked(0, 0xe0, 4, 1);
	iospace_close(io);
}

static void ports_side_by_side_are_taken_back_in_one_call(void **state)
{
	static const uint16_t ports[] = { 0x102, 0x101, 0x104, 0x100, 0x103, 0x105 };
	struct iospace *io = inout_open_port();

	(void)state;
	processor_start();
	for (size_t i = 0; i < COUNT(ports); i++) {
		assert_int_equal(iospace_claim(io, ports[i], 1, IOSPACE_WRITE), 0);
		assert_int_equal(processor.permission_count, i + 1);
	}
	for (size_t i = 0; i < COUNT(ports); i++) {
		uint32_t size = 1;

		assert_int_equal(iospace_write(io, ports[i], 1, &size), 0);
	}
	assert_int_equal(processor.permission_count, COUNT(ports));

	processor.permission_count = 0;
	iospace_close(io);
	assert_asked(0, 0x100, 6, 0);
	assert_int_equal(processor.permission_count, 1);
	assert_int_equal(processor_permitted(), 0);
}

static void a_permission_that_can_t_be_remembered_is_not_asked_for(void **state)
{
	struct iospace *io = inout_open_port();
	uint32_t data = UNTOUCHED, size = 4;

	(void)state;
	processor_start();
	syscalls.malloc.error = ENOMEM;
	assert_int_equal(iospace_claim(io, 0xe0, 4, IOSPACE_WRITE), -ENOMEM);
	assert_int_equal(iospace_write(io, 0xe0, 1, &size), -ENOMEM);
	assert_int_equal(size, 0);
	size = 4;
	assert_int_equal(iospace_read(io, 0xe0, &data, &size), -ENOMEM);
	assert_int_equal(size, 0);
	assert_int_equal(data, UNTOUCHED);
	assert_int_equal(processor.permission_count, 0);
	assert_int_equal(processor.cycle_count, 0);
	syscalls.malloc.error = 0;
	iospace_close(io);
}

static void an_unsound_access_asks_for_nothing(void **state)
{
	struct iospace *io = inout_open_port();
	uint32_t size = 4;

	(void)state;
	processor_start();
	assert_int_equal(iospace_claim(io, 0xe2, 4, IOSPACE_WRITE), -EINVAL);
	assert_int_equal(iospace_claim(io, 0xe0, 3, IOSPACE_WRITE), -EINVAL);
	assert_int_equal(iospace_claim(io, 65536, 4, IOSPACE_WRITE), -ERANGE);
	assert_int_equal(iospace_write(io, 0xe2, 0, &size), -EINVAL);
	size = 2;
	assert_int_equal(iospace_write(io, 0xe2, 0x10000, &size), -ERANGE);
	assert_int_equal(size, 0);
	assert_int_equal(processor.permission_count, 0);
	iospace_close(io);
}

static void no_memory_is_enomem_and_leaves_nothing_open(void **state)
{
	const unsigned int flags = IOSPACE_WRITE | IOSPACE_EXACT;
	int before = syscalls_descriptors();
	struct iospace *io = NULL;

	(void)state;
	processor_start();
	for (int after = 0; !io; after++) {
		int r;

		syscalls.calloc = (struct call){ .error = ENOMEM, .after = after };
		r = iospace_open(&io, NULL, flags);
		assert_int_equal(r, io ? 0 : -ENOMEM);
		assert_int_equal(syscalls_descriptors(), before + (r == 0));
	}
	syscalls.calloc.error = 0;
	iospace_close(io);
}

static void a_simulated_device_never_asks_the_processor(void **state)
{
	uint32_t data = 1, size = 4;
	struct iospace *io;

	processor_start();
	syscalls.stat_kind = syscalls.fstat_kind = NULL;
	io = simulated_open(*state, IOSPACE_READ | IOSPACE_WRITE | IOSPACE_EXACT);
	assert_int_equal(iospace_claim(io, 0xe0, 4, IOSPACE_WRITE), 0);
	assert_int_equal(iospace_write(io, 0xe0, 1, &size), 0);
	assert_int_equal(iospace_read(io, 0xe0, &data, &size), 0);
	iospace_close(io);
	assert_int_equal(processor.probes + (int)processor.permission_count, 0);
	assert_int_equal(processor.cycle_count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		inout_test(a_claim_asks_for_its_ports_alone_and_once),
		inout_test(an_access_is_one_instruction_of_its_width),
		inout_test(an_access_that_was_not_claimed_is_claimed_when_made),
		inout_test(a_wider_access_than_was_claimed_asks_again),
		inout_test(a_refused_ioperm_is_an_error_and_no_instruction),
		inout_test(without_the_capability_ioperm_is_not_asked),
		inout_test(what_was_claimed_outlives_the_capability),
		inout_test(a_permitted_capability_is_effective_for_ioperm_alone),
		inout_test(the_last_handle_takes_back_just_what_was_claimed),
		inout_test(a_handle_opened_later_claims_for_itself),
		inout_test(ports_side_by_side_are_taken_back_in_one_call),
		inout_test(a_permission_that_can_t_be_remembered_is_not_asked_for),
		inout_test(an_unsound_access_asks_for_nothing),
		inout_test(no_memory_is_enomem_and_leaves_nothing_open),
		inout_test(a_simulated_device_never_asks_the_processor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
