/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Access method: registers behind an index port and a data port, as those of a Super-I/O
 * chip, of the clock's memory and of PCI's configuration. The index is written before
 * each access to the data port: some chips forget it, and others share the ports.
 */
#include "access/rules.h"
#include "registers/registers.h"

static int indexed_claim(struct iospace *io, unsigned int direction, uint32_t number,
			 uint32_t size)
{
	struct registers *registers = io->state;
	int r = iospace_claim(&registers->ports, registers->first, size, IOSPACE_WRITE);

	(void)number;
	return r == 0 ? iospace_claim(&registers->ports, registers->data, size, direction)
		      : r;
}

/* On failure nothing of the register was moved. */
static int choose(struct registers *registers, uint32_t number, uint32_t *size)
{
	uint32_t count = *size;
	int r = iospace_write(&registers->ports, registers->first, number, &count);

	if (r < 0)
		*size = 0;
	return r;
}

static int indexed_write(struct iospace *io, uint32_t number, uint32_t data,
			 uint32_t *size)
{
	struct registers *registers = io->state;
	int r = choose(registers, number, size);

	return r == 0 ? iospace_write(&registers->ports, registers->data, data, size) : r;
}

static int indexed_read(struct iospace *io, uint32_t number, uint32_t *data,
			uint32_t *size)
{
	struct registers *registers = io->state;
	int r = choose(registers, number, size);

	return r == 0 ? iospace_read(&registers->ports, registers->data, data, size) : r;
}

const struct iospace_method indexed_method = {
	.name = "registers behind an index port",
	.register_size = 4,
	.close = registers_close,
	.claim = indexed_claim,
	.write = indexed_write,
	.read = indexed_read,
};
