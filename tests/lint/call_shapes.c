/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The shapes in which sources for the Windows debugger call its I/O space functions, in C
 * as old as they are, and in C++. Each prints what it got. HEADER is the debugger's
 * header, and FIRST another one that has some of its types, if there is one.
 *
 * At the ports from PORTS on there is memory, as at pc-testdev's.
 */
#ifdef FIRST
#include FIRST
#endif
#ifndef HEADER
#define HEADER <wdbgexts.h>
#endif
#include HEADER
#include <stdio.h>

#define PORTS	    0xe0
#define PCI_ADDRESS 0xcf8

typedef union _PCI_CONFIG_ADDRESS {
	struct {
		UCHAR Register, Function, Bus, Enable;
	} Bytes;
	ULONG AsULONG;
} PCI_CONFIG_ADDRESS, *PPCI_CONFIG_ADDRESS;

typedef struct _REGISTERS {
	UCHAR Index;
	UCHAR Data[4];
	USHORT Control;
} REGISTERS, *PREGISTERS;

typedef VOID (*WRITE_ROUTINE)(ULONG64, ULONG, PULONG);
typedef VOID (*READ_ROUTINE)(ULONG64, PULONG, PULONG);

static VOID print(PCSTR Shape, ULONG Size, ULONG Value)
{
	printf("%s: %u, 0x%x\n", Shape, (unsigned int)Size, (unsigned int)Value);
}

/* One size for both, and a variable that is no wider than the access. */
static BYTE read_index_data(ULONG64 Base, DWORD Register)
{
	BYTE Data = 0;
	ULONG Size;

	Size = sizeof(BYTE);
	WriteIoSpace64(Base, Register, &Size);
	Size = sizeof(BYTE);
	ReadIoSpace64(Base + 1, (PULONG)&Data, &Size);
	return Data;
}

/* A result that is there if the size still is. */
static BOOLEAN read_status(PULONG Status)
{
	ULONG Size = 1;
	ULONG Data = 0;

	ReadIoSpace64(PORTS, &Data, &Size);
	if (Size != 1)
		return FALSE;
	*Status = Data;
	return TRUE;
}

/* The size as a parameter. */
static ULONG input(ULONG64 Address, ULONG Size)
{
	ULONG Value = 0;

	ReadIoSpace64(Address, &Value, &Size);
	return Size ? Value : 0xffffffff;
}

static VOID output(ULONG64 Address, ULONG Value, ULONG Size)
{
	WriteIoSpace64(Address, Value, &Size);
	print("output", Size, Value);
}

static VOID configure(PPCI_CONFIG_ADDRESS Address)
{
	ULONG Size = 4;
	ULONG64 Port = PCI_ADDRESS;

	WriteIoSpace64(Port, Address->AsULONG, &Size);
	print("union", Size, input(Port, 4));
}

/* Into a buffer, wherever that is in memory, and into a member. */
static VOID read_registers(PREGISTERS Registers)
{
	PUCHAR Buffer = Registers->Data;
	ULONG Offset, Size = 2;

	for (Offset = 0; Offset < 4 && Size == 2; Offset += Size)
		ReadIoSpace64(PORTS + Offset, (PULONG)(Buffer + Offset), &Size);
	print("buffer", Size, (ULONG)(Buffer[0] << 8 | Buffer[3]));

	Size = sizeof(Registers->Control);
	ReadIoSpace64(PORTS + 2, (PULONG)&Registers->Control, &Size);
	print("member", Size, Registers->Control);
}

static VOID use_pointers(VOID)
{
	static const struct {
		WRITE_ROUTINE Write;
		READ_ROUTINE Read;
	} Routines[] = { { WriteIoSpace64, ReadIoSpace64 } };
	ULONG Size = 4, Value = 0;

	Routines[0].Write(PORTS, 0x01020304, &Size);
	Routines[0].Read(PORTS, &Value, &Size);
	print("pointers", Size, Value);
}

static VOID use_32_bits(VOID)
{
	ULONG Address = PORTS, Value = 0, Size = 2;

	WriteIoSpace(Address, 0x1234, &Size);
	ReadIoSpace32(Address, &Value, &Size);
	print("32 bits", Size, Value);
	WriteIoSpace32(Address, 0x5678, &Size);
	ReadIoSpace(Address, &Value, &Size);
	print("32 bits", Size, Value);
}

static VOID use_extended(INTERFACE_TYPE Type, ULONG Bus, ULONG Space)
{
	ULONG Value = 0, Size = 1;

	WriteIoSpaceEx64(PORTS, 0x77, &Size, Type, Bus, Space);
	ReadIoSpaceEx64(PORTS, &Value, &Size, Type, Bus, Space);
	print("extended", Size, Value);
	Size = 4;
	WriteIoSpaceEx(PORTS, 0x66666666, &Size, Type, Bus, Space);
	ReadIoSpaceEx(PORTS, &Value, &Size, Type, Bus, Space);
	print("extended", Size, Value);
}

static VOID use_other_types(VOID)
{
	WORD Word = 0;
	DWORD Dword = 0;
	PVOID Anywhere = &Word;
	ULONG Size = sizeof(WORD);

	ReadIoSpace64(PORTS, (PULONG)Anywhere, &Size);
	print("word", Size, Word);
	Size = 4;
	ReadIoSpace64(PORTS, (PULONG)&Dword, &Size);
	print("dword", Size, Dword);
#ifndef FIRST
	/* There they are one type. */
	ReadIoSpace64(PORTS, &Dword, &Size);
#else
	ReadIoSpace64(PORTS, (PULONG)&Dword, &Size);
#endif
	print("dword", Size, Dword);
}

int main(void)
{
	PCI_CONFIG_ADDRESS Address;
	REGISTERS Registers = { 0, { 0, 0, 0, 0 }, 0 };
	ULONG Status = 0;

	output(PORTS, 0x11223344, 4);
	print("index and data", 1, read_index_data(PORTS, 0x15a));
	if (read_status(&Status))
		print("status", 1, Status);
	print("input", 2, input(PORTS, 2));

	Address.AsULONG = 0x80000000;
	configure(&Address);
	read_registers(&Registers);
	use_pointers();
	use_32_bits();
	use_extended(Isa, 0, 1);
	use_extended(PCIBus, 0, 1);
	use_other_types();

	/* Neither of these is moved. */
	output(PORTS + 2, 1, 4);
	output(PORTS, 1, 3);
	output(0x10000, 1, 1);
	return 0;
}
