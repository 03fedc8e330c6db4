/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The Windows debugger's names for the library: a handle for each call. */
#include "iospace/wdbgexts.h"
#include "iospace.h"

#include <stddef.h>

#define LOCK_WAIT_MS 1000

/* A locked handle, or NULL with *size set to 0: nothing was moved. */
static struct iospace *open_locked(unsigned int flags, PULONG size)
{
	struct iospace *io;

	if (iospace_open(&io, NULL, flags) < 0) {
		*size = 0;
		return NULL;
	}
	if (iospace_lock(io, LOCK_WAIT_MS) < 0) {
		*size = 0;
		iospace_close(io);
		return NULL;
	}
	return io;
}

void WriteIoSpace64(ULONG64 address, ULONG data, PULONG size)
{
	struct iospace *io = open_locked(IOSPACE_WRITE, size);

	if (io)
		iospace_write(io, address, data, size);
	iospace_close(io);
}

void ReadIoSpace64(ULONG64 address, PULONG data, PULONG size)
{
	struct iospace *io = open_locked(IOSPACE_READ, size);

	if (io)
		iospace_read(io, address, data, size);
	iospace_close(io);
}

void WriteIoSpace(ULONG address, ULONG data, PULONG size)
{
	WriteIoSpace64(address, data, size);
}

void ReadIoSpace(ULONG address, PULONG data, PULONG size)
{
	ReadIoSpace64(address, data, size);
}
