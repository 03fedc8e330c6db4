/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Port code as a debugger extension has it, with nothing but the debugger's own header.
 * test_wdbgexts.c calls it.
 */
#include <wdbgexts.h>

/* The real-time clock's memory: an index and a data port. */
#define CMOS_INDEX 0x70
#define CMOS_DATA  0x71

/* ACPI's fixed registers, from their base on: ACPI specification, 4.8.3. */
#define PM1_CONTROL 4
#define PM_TIMER    8

/* Its commands are exported by name, so no header declares them. */
ULONG write_cmos(ULONG index, ULONG value);
ULONG read_cmos(ULONG index, PULONG value);
ULONG write_pm1_control(ULONG64 base, ULONG value);
ULONG read_pm_timer(ULONG64 base, PULONG ticks);

/* Each returns the number of bytes that the last access moved. */

ULONG write_cmos(ULONG index, ULONG value)
{
	ULONG size = 1;

	WriteIoSpace(CMOS_INDEX, index, &size);
	if (size == 1)
		WriteIoSpace(CMOS_DATA, value, &size);
	return size;
}

ULONG read_cmos(ULONG index, PULONG value)
{
	ULONG size = 1;

	WriteIoSpace(CMOS_INDEX, index, &size);
	if (size == 1)
		ReadIoSpace(CMOS_DATA, value, &size);
	return size;
}

ULONG write_pm1_control(ULONG64 base, ULONG value)
{
	ULONG size = 2;

	WriteIoSpace64(base + PM1_CONTROL, value, &size);
	return size;
}

ULONG read_pm_timer(ULONG64 base, PULONG ticks)
{
	ULONG size = sizeof(*ticks);

	ReadIoSpace64(base + PM_TIMER, ticks, &size);
	return size;
}
