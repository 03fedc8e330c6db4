/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The I/O space functions of the Windows debugger's extension interface, so that the
 * port code of a debugger extension compiles unchanged. They are found as <wdbgexts.h>,
 * in any case of the name that such sources use.
 *
 * Each moves *size bytes (1, 2 or 4, nothing else) between data and the I/O port
 * address, which is a multiple of that. They return nothing: *size holds the number of
 * bytes really moved, which is 0 on any failure, or less than was asked where the kernel
 * cut the access short.
 *
 * A write takes the low *size bytes of data. A read stores *size bytes where data points
 * to, and no more: that may be a BYTE, at any address, and what else there is in a wider
 * object stays as it was. An object of *size bytes gets the value on every machine, and a
 * wider one on a little-endian machine if it was 0 before. A read that fails stores
 * nothing. (In the debugger's own header the Ex forms of a read store 4 bytes always.)
 *
 * An access of 2 or 4 bytes is one bus cycle where there is a way to make it, as with
 * IOSPACE_EXACT; only where there is none, it is one bus cycle for each byte. In bytes, a
 * write to any of 0xcf8 to 0xcfb with another port is refused, as by iospace_check().
 *
 * Each call opens the device, takes the lock of iospace_lock() for at most a second, and
 * closes it again. So another program can come between an index that is written by one
 * call and the data that is accessed by the next; and a call moves nothing while its own
 * program holds the lock. To keep the two together, use iospace.h for both: open, lock,
 * write the index, access the data, close. The example in libiospace(3) does that.
 */
#ifndef IOSPACE_WDBGEXTS_H
#define IOSPACE_WDBGEXTS_H

#include "wdbgtypes.h"

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#pragma GCC visibility push(default)

/*
 * One such access. They return what the functions below leave in *size, and have the
 * same types whatever another header takes for a ULONG.
 */
uint32_t iospace_wdbg_write(uint64_t address, uint32_t data, uint64_t size);
uint32_t iospace_wdbg_read(uint64_t address, void *data, uint64_t size);

/*
 * The debugger's functions are inline here as they are there, so that a ULONG can be as
 * wide as it is in the caller's other headers. The library has them as symbols too, with
 * a ULONG of 32 bits: wdbgexts.c.
 */
#ifndef IOSPACE_WDBGEXTS_INLINE
#define IOSPACE_WDBGEXTS_INLINE static __inline__
#endif

IOSPACE_WDBGEXTS_INLINE void WriteIoSpace64(ULONG64 address, ULONG data, PULONG size)
{
	*size = iospace_wdbg_write(address, (uint32_t)data, *size);
}

IOSPACE_WDBGEXTS_INLINE void ReadIoSpace64(ULONG64 address, PULONG data, PULONG size)
{
	*size = iospace_wdbg_read(address, data, *size);
}

/* The same for an address of 32 bits. */
IOSPACE_WDBGEXTS_INLINE void WriteIoSpace(ULONG address, ULONG data, PULONG size)
{
	WriteIoSpace64(address, data, size);
}

IOSPACE_WDBGEXTS_INLINE void ReadIoSpace(ULONG address, PULONG data, PULONG size)
{
	ReadIoSpace64(address, data, size);
}

/*
 * The same with the place of the port. This machine has ports in one place: of
 * interfacetype Isa (1), busnumber 0 and addressspace 1. Elsewhere *size is 0.
 */
IOSPACE_WDBGEXTS_INLINE void WriteIoSpaceEx64(ULONG64 address, ULONG data, PULONG size,
					      ULONG interfacetype, ULONG busnumber,
					      ULONG addressspace)
{
	if (interfacetype == 1 && busnumber == 0 && addressspace == 1)
		WriteIoSpace64(address, data, size);
	else
		*size = 0;
}

IOSPACE_WDBGEXTS_INLINE void ReadIoSpaceEx64(ULONG64 address, PULONG data, PULONG size,
					     ULONG interfacetype, ULONG busnumber,
					     ULONG addressspace)
{
	if (interfacetype == 1 && busnumber == 0 && addressspace == 1)
		ReadIoSpace64(address, data, size);
	else
		*size = 0;
}

IOSPACE_WDBGEXTS_INLINE void WriteIoSpaceEx(ULONG address, ULONG data, PULONG size,
					    ULONG interfacetype, ULONG busnumber,
					    ULONG addressspace)
{
	WriteIoSpaceEx64(address, data, size, interfacetype, busnumber, addressspace);
}

IOSPACE_WDBGEXTS_INLINE void ReadIoSpaceEx(ULONG address, PULONG data, PULONG size,
					   ULONG interfacetype, ULONG busnumber,
					   ULONG addressspace)
{
	ReadIoSpaceEx64(address, data, size, interfacetype, busnumber, addressspace);
}

/* Other names for those with an address of 32 bits. */
#define WriteIoSpace32	 WriteIoSpace
#define ReadIoSpace32	 ReadIoSpace
#define WriteIoSpaceEx32 WriteIoSpaceEx
#define ReadIoSpaceEx32	 ReadIoSpaceEx

#pragma GCC visibility pop

#ifdef __cplusplus
}
#endif

#endif
