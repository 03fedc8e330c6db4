/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The I/O space functions of the Windows debugger's extension interface
 * (wdbgexts.h), so that the port code of a debugger extension compiles unchanged.
 *
 * Each moves *size bytes (1, 2 or 4, nothing else) between data and the I/O port
 * address of /dev/port. They return nothing: *size holds the number of bytes really
 * moved, which is 0 on any failure, or less than was asked where the kernel cut the
 * access short. Data that doesn't fit in *size bytes is a failure, and the data of a
 * failed read is left as it was.
 *
 * Each call opens the device, takes the lock of iospace_lock() for at most a second,
 * and closes it again. iospace.h has more to say on failure, and less to do per call.
 */
#ifndef IOSPACE_WDBGEXTS_H
#define IOSPACE_WDBGEXTS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#pragma GCC visibility push(default)

typedef uint64_t ULONG64;
typedef uint32_t ULONG, *PULONG;

void WriteIoSpace64(ULONG64 address, ULONG data, PULONG size);
void ReadIoSpace64(ULONG64 address, PULONG data, PULONG size);

/* The same for an address of 32 bits. */
void WriteIoSpace(ULONG address, ULONG data, PULONG size);
void ReadIoSpace(ULONG address, PULONG data, PULONG size);

#pragma GCC visibility pop

#ifdef __cplusplus
}
#endif

#endif
