/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Doubles of ioperm(2) and of the in and out instructions, on x86. */
#include "doubles/processor.h"

#include "doubles/syscalls.h"
#include "iospace.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/io.h>
#include <ucontext.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#ifdef __x86_64__
enum { IP = REG_RIP, AX = REG_RAX, DX = REG_RDX };
#else
enum { IP = REG_EIP, AX = REG_EAX, DX = REG_EDX };
#endif

/* Their opcodes with the port in DX: Intel SDM, volume 2. */
enum { WORD_PREFIX = 0x66, IN_BYTE = 0xec, IN = 0xed, OUT_BYTE = 0xee, OUT = 0xef };

__typeof__(ioperm) __wrap_ioperm;

struct processor processor;

/* The ports that this thread may access. */
static _Thread_local bool permitted[IOSPACE_PORTS];

/* Who handled SIGSEGV before. */
static struct sigaction others;

static int fail_with(int error)
{
	errno = error;
	return -1;
}

/* As ksys_ioperm() in arch/x86/kernel/ioport.c. */
int __wrap_ioperm(unsigned long first, unsigned long count, int on)
{
	if (count == 0)
		processor.probes++;
	else if (processor.permission_count == COUNT(processor.permissions))
		return fail_with(ENOBUFS);
	else
		processor.permissions[processor.permission_count++] =
			(struct permission){ first, count, on, syscalls_has_rawio() };

	if (!processor.has_ioperm)
		return fail_with(ENOSYS);
	if (processor.refusal)
		return fail_with(processor.refusal);
	if (count == 0 || first >= IOSPACE_PORTS || count > IOSPACE_PORTS - first)
		return fail_with(EINVAL);
	if (on && !syscalls_has_rawio())
		return fail_with(EPERM);
	memset(permitted + first, on != 0, count);
	return 0;
}

/* The length of the instruction, or 0 where it is none of them. */
static size_t decode(const uint8_t *code, struct cycle *cycle)
{
	size_t length = *code == WORD_PREFIX ? 2 : 1;
	uint8_t opcode = code[length - 1];

	if (opcode < IN_BYTE || opcode > OUT)
		return 0;
	cycle->is_write = opcode == OUT_BYTE || opcode == OUT;
	if (opcode == IN_BYTE || opcode == OUT_BYTE)
		cycle->size = 1;
	else
		cycle->size = length == 2 ? 2 : 4;
	return length;
}

static bool is_permitted(const struct cycle *cycle)
{
	for (uint32_t i = 0; i < cycle->size; i++)
		if (cycle->port + i >= IOSPACE_PORTS || !permitted[cycle->port + i])
			return false;
	return true;
}

static void execute(struct cycle *cycle, greg_t *ax)
{
	uint32_t mask = UINT32_MAX >> (32 - 8 * cycle->size);

	if (cycle->is_write) {
		cycle->data = (uint32_t)*ax & mask;
		return;
	}
	cycle->data = processor.value & mask;
	*ax = (greg_t)(cycle->size == 4 ? cycle->data
					: ((uint32_t)*ax & ~mask) | cycle->data);
}

static void on_fault(int number, siginfo_t *info, void *context)
{
	greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
	struct cycle cycle = { .port = (uint16_t)registers[DX] };
	size_t length = decode((const uint8_t *)(uintptr_t)registers[IP], &cycle);

	(void)info;
	if (!length || !is_permitted(&cycle) ||
	    processor.cycle_count == COUNT(processor.cycles)) {
		/* The instruction runs again, and its fault is theirs. */
		sigaction(number, &others, NULL);
		return;
	}
	execute(&cycle, &registers[AX]);
	processor.cycles[processor.cycle_count++] = cycle;
	registers[IP] += (greg_t)length;
}

size_t processor_permitted(void)
{
	size_t count = 0;

	for (size_t port = 0; port < IOSPACE_PORTS; port++)
		count += permitted[port];
	return count;
}

void processor_start(void)
{
	const struct sigaction action = { .sa_sigaction = on_fault,
					  .sa_flags = SA_SIGINFO };

	processor = (struct processor){ .has_ioperm = true };
	sigaction(SIGSEGV, &action, &others);
}
