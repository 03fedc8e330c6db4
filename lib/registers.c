/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Handles whose addresses are registers, behind two ports of another handle. */
#include "registers/registers.h"

#include <signal.h>
#include <string.h>

static int check(const struct iospace *io, unsigned int needed, uint64_t first,
		 uint64_t data)
{
	if (io->method->register_size || first == data)
		return -EINVAL;
	if (needed & ~io->flags)
		return -EBADF;
	return first >= IOSPACE_PORTS || data >= IOSPACE_PORTS ? -ERANGE : 0;
}

static int open_registers(struct iospace **ret_registers, const struct iospace *io,
			  const struct iospace_method *method, uint64_t first,
			  uint64_t data)
{
	struct iospace *handle = malloc(sizeof(*handle));
	struct registers *registers = malloc(sizeof(*registers));

	if (!handle || !registers) {
		free(handle);
		free(registers);
		return -ENOMEM;
	}
	*handle = *io;
	memset(&handle->pauses, 0, sizeof(handle->pauses));
	*registers = (struct registers){ *handle, (uint32_t)first, (uint32_t)data };
	/* A signal would end a handshake halfway, so it waits for the end of a pause. */
	registers->ports.pauses.has_sigmask = true;
	sigfillset(&registers->ports.pauses.sigmask);
	handle->method = method;
	handle->state = registers;
	*ret_registers = handle;
	return 0;
}

int iospace_open_indexed(struct iospace **ret_registers, struct iospace *io,
			 uint64_t index, uint64_t data)
{
	int r = check(io, IOSPACE_WRITE, index, data);

	return r < 0 ? r
		     : open_registers(ret_registers, io, &indexed_method, index, data);
}

int iospace_open_ec(struct iospace **ret_registers, struct iospace *io, uint64_t command,
		    uint64_t data)
{
	int r = check(io, IOSPACE_READ | IOSPACE_WRITE, command, data);

	return r < 0 ? r : open_registers(ret_registers, io, &ec_method, command, data);
}

const char *iospace_get_waited(const struct iospace *io)
{
	return io->waited;
}
