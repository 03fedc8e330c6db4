/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Doubles of ioperm(2) and of the in and out instructions, on x86. They do what a test
 * has set in `processor`, and store there what they saw. Where nothing is set the kernel
 * has no ioperm.
 *
 * An instruction without the kernel's permission raises SIGSEGV. Its handler does what
 * the instruction would have done, and notes it, if the double of ioperm(2) permitted it
 * to this thread. If not, the SIGSEGV stays what it is: the end of the test. So where
 * nothing was permitted, a test that passes has executed no such instruction.
 */
#ifndef PROCESSOR_H
#define PROCESSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A call of ioperm(2). */
struct permission {
	unsigned long first, count;
	int on;
	bool privileged; /* CAP_SYS_RAWIO was effective */
};

struct cycle {
	bool is_write;
	uint16_t port;
	uint32_t size;
	uint32_t data;
};

extern struct processor {
	/* Set: whether the kernel has ioperm(2), and the errno that it refuses with. */
	bool has_ioperm;
	int refusal;

	/* Set: what an in instruction reads, cut to its width. */
	uint32_t value;

	/* Seen: how often ioperm(2) was called for no port, and the other calls. */
	int probes;
	struct permission permissions[64];
	size_t permission_count;

	/* Seen: bus cycles. */
	struct cycle cycles[64];
	size_t cycle_count;
} processor;

/*
 * A processor that the kernel permits to be used, and nothing seen. It is for the test
 * function to call: cmocka handles SIGSEGV itself from before that to after it.
 */
void processor_start(void);

/* How many ports this thread may access. */
size_t processor_permitted(void);

#endif
