/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Access method: registers of an ACPI embedded controller, by the handshake of chapters
 * 12.2 and 12.3 of the ACPI specification. Its status is read from the command port, and
 * says whether it has taken the last byte (the input buffer is empty) and whether there
 * is one to be read (the output buffer is full).
 */
#include "registers/registers.h"

enum { OUTPUT_FULL = 1 << 0, INPUT_FULL = 1 << 1 }; /* OBF, IBF */
enum { READ = 0x80, WRITE = 0x81 };		    /* RD_EC, WR_EC */

/* How long each byte may take: ACPI_EC_DELAY in drivers/acpi/ec.c. */
#define PATIENCE_US 500000

/* More bytes than these that nobody asked for are no answer to anybody. */
#define MANY_STALE 16

static int ec_claim(struct iospace *io, unsigned int direction, uint32_t number,
		    uint32_t size)
{
	const unsigned int both = IOSPACE_READ | IOSPACE_WRITE;
	struct registers *registers = io->state;
	int r = iospace_claim(&registers->ports, registers->first, size, both);

	(void)direction;
	(void)number;
	return r == 0 ? iospace_claim(&registers->ports, registers->data, size, both) : r;
}

/* Read the status until some bits of it are as they should be. */
static int wait_until(struct iospace *io, uint32_t bits, uint32_t mask,
		      const char *waited)
{
	struct registers *registers = io->state;
	const struct iospace_pattern pattern = { bits, mask };
	uint32_t status, one = 1;
	int r = iospace_poll(&registers->ports, registers->first, &pattern, 1, 0,
			     PATIENCE_US, &status, &one);

	if (r != -ETIMEDOUT)
		return r;
	io->waited = waited;
	return -ETIME;
}

/* Read away what is there for nobody. */
static int drain(struct iospace *io)
{
	struct registers *registers = io->state;

	for (int i = 0; i < MANY_STALE; i++) {
		uint32_t byte, one = 1;
		int r = iospace_read(&registers->ports, registers->first, &byte, &one);

		if (r < 0 || !(byte & OUTPUT_FULL))
			return r;
		one = 1;
		r = iospace_read(&registers->ports, registers->data, &byte, &one);
		if (r < 0)
			return r;
	}
	io->waited = "the controller to have no more to say";
	return -ETIME;
}

/* Give it a byte, once it has taken the one before. */
static int send(struct iospace *io, uint32_t port, uint32_t byte, const char *waited)
{
	struct registers *registers = io->state;
	uint32_t one = 1;
	int r = wait_until(io, 0, INPUT_FULL, waited);

	return r == 0 ? iospace_write(&registers->ports, port, byte, &one) : r;
}

/* Say what is to be done, and with which register. */
static int begin(struct iospace *io, uint32_t command, uint32_t number)
{
	const struct registers *registers = io->state;
	int r;

	io->waited = NULL;
	r = drain(io);
	if (r == 0)
		r = send(io, registers->first, command, "the controller to be free");
	if (r == 0)
		r = wait_until(io, 0, INPUT_FULL, "the controller to take the command");
	/* What it had to say to another, and said only now. */
	if (r == 0)
		r = drain(io);
	if (r == 0)
		r = send(io, registers->data, number,
			 "the controller to take the command");
	return r;
}

static int ec_write(struct iospace *io, uint32_t number, uint32_t data, uint32_t *size)
{
	const struct registers *registers = io->state;
	int r = begin(io, WRITE, number);

	if (r == 0)
		r = send(io, registers->data, data,
			 "the controller to take the number of the register");
	if (r < 0) {
		*size = 0;
		return r;
	}
	return wait_until(io, 0, INPUT_FULL, "the controller to take the value");
}

static int ec_read(struct iospace *io, uint32_t number, uint32_t *data, uint32_t *size)
{
	struct registers *registers = io->state;
	int r = begin(io, READ, number);

	if (r == 0)
		r = wait_until(io, OUTPUT_FULL, OUTPUT_FULL | INPUT_FULL,
			       "the controller's answer");
	if (r == 0)
		return iospace_read(&registers->ports, registers->data, data, size);
	*size = 0;
	return r;
}

const struct iospace_method ec_method = {
	.name = "registers of an embedded controller",
	.register_size = 1,
	.close = registers_close,
	.claim = ec_claim,
	.write = ec_write,
	.read = ec_read,
};
