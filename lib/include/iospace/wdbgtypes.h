/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The base types that sources for the Windows debugger use, with the widths that they
 * have there: ULONG, LONG and DWORD have 32 bits, also where a long has 64.
 *
 * A type that is there already is left as it is. ODBC's sqltypes.h and PCSC's
 * wintypes.h are known, and have a ULONG of 64 bits on such a machine. FreeRDP's
 * winpr/wtypes.h and Wine's windef.h have the same types as this. Include any of them
 * first: a type can't be left out of them. For one of your own, define a macro of its
 * name, as in "#define ULONG ULONG", or IOSPACE_NO_BASE_TYPES to get nothing from here;
 * wdbgexts.h then needs ULONG, PULONG and ULONG64 from elsewhere.
 */
#ifndef IOSPACE_WDBGTYPES_H
#define IOSPACE_WDBGTYPES_H

#ifndef IOSPACE_NO_BASE_TYPES

#include <stdint.h>

/* What has been defined to be the same may be defined again, before C11 too. */
#pragma GCC system_header

/* unixODBC's guard, iODBC's, and PCSC's. */
#if defined(__SQLTYPES_H) || defined(_SQLTYPES_H) || defined(__wintypes_h__)
#define IOSPACE_HAVE_ULONG
#endif
#ifdef __wintypes_h__
#define IOSPACE_HAVE_LONG_DWORD_BOOL
#endif

#ifndef VOID
#define VOID void
#endif
#ifndef CONST
#define CONST const
#endif
#ifndef FALSE
#define FALSE 0
#endif
#ifndef TRUE
#define TRUE 1
#endif

#if !defined(ULONG) && !defined(IOSPACE_HAVE_ULONG)
typedef uint32_t ULONG;
#endif
#if !defined(LONG) && !defined(IOSPACE_HAVE_LONG_DWORD_BOOL)
typedef int32_t LONG;
#endif
#if !defined(DWORD) && !defined(IOSPACE_HAVE_LONG_DWORD_BOOL)
typedef uint32_t DWORD;
#endif
#if !defined(BOOL) && !defined(IOSPACE_HAVE_LONG_DWORD_BOOL)
typedef int BOOL;
#endif

#ifndef CHAR
typedef char CHAR;
#endif
#ifndef UCHAR
typedef uint8_t UCHAR;
#endif
#ifndef BYTE
typedef uint8_t BYTE;
#endif
#ifndef BOOLEAN
typedef uint8_t BOOLEAN;
#endif
#ifndef SHORT
typedef int16_t SHORT;
#endif
#ifndef USHORT
typedef uint16_t USHORT;
#endif
#ifndef WORD
typedef uint16_t WORD;
#endif
#ifndef INT
typedef int INT;
#endif
#ifndef UINT
typedef unsigned int UINT;
#endif
#ifndef LONGLONG
typedef int64_t LONGLONG;
#endif
#ifndef ULONGLONG
typedef uint64_t ULONGLONG;
#endif
#ifndef LONG64
typedef int64_t LONG64;
#endif
#ifndef ULONG64
typedef uint64_t ULONG64;
#endif
#ifndef DWORD64
typedef uint64_t DWORD64;
#endif

#ifndef PVOID
typedef void *PVOID;
#endif
#ifndef PCHAR
typedef CHAR *PCHAR;
#endif
#ifndef PSTR
typedef CHAR *PSTR;
#endif
#ifndef PCSTR
typedef const CHAR *PCSTR;
#endif
#ifndef PUCHAR
typedef UCHAR *PUCHAR;
#endif
#ifndef PBYTE
typedef BYTE *PBYTE;
#endif
#ifndef PSHORT
typedef SHORT *PSHORT;
#endif
#ifndef PUSHORT
typedef USHORT *PUSHORT;
#endif
#ifndef PWORD
typedef WORD *PWORD;
#endif
#ifndef PLONG
typedef LONG *PLONG;
#endif
#ifndef PULONG
typedef ULONG *PULONG;
#endif
#ifndef PDWORD
typedef DWORD *PDWORD;
#endif
#ifndef PULONG64
typedef ULONG64 *PULONG64;
#endif

/* What can be asked for as the type of an interface. There are ports on Isa alone. */
typedef enum _INTERFACE_TYPE {
	Internal,
	Isa,
	Eisa,
	MicroChannel,
	TurboChannel,
	PCIBus,
	VMEBus,
	NuBus,
	PCMCIABus,
	CBus,
	MPIBus,
	MPSABus,
	ProcessorInternal,
	InternalPowerBus,
	PNPISABus,
	PNPBus,
	Vmcs,
	ACPIBus,
} INTERFACE_TYPE,
	*PINTERFACE_TYPE;

#endif

#endif
