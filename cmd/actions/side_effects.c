/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads that are known to change a device. A row needs a source that says so; where only
 * some devices at an address are like that, a port too few is read rather than one too
 * many. Files are Linux's, unless said otherwise.
 *
 * Not here: the interrupt controllers' ports, which acknowledge an interrupt only if the
 * driver has asked for a poll just before (8259A data sheet, "Poll Command"); the VGA
 * pixel mask, of which four reads in a row open a hidden register (cirrusfb.c), as a dump
 * reads it once; and sound and network cards, whose addresses vary.
 */
#include "actions/side_effects.h"

#include <stddef.h>

#if defined(__i386__) || defined(__x86_64__)
#define IS_PC true
#else
#define IS_PC false
#endif

#define I8237	      "arch/x86/include/asm/dma.h; Intel 8237A data sheet"
#define DMA_HALVES    "gives one half of an address or count, and the other one next time"
#define DMA_STATUS    "clears the DMA controller's terminal count flags"
#define TIMER_HALVES  "gives one half of a timer's count, and the other one next time"
#define RTC_FLAGS     "clears the clock's interrupt flags"
#define RTC_C	      RTC_FLAGS ", if register C is selected"
#define RTC	      "include/linux/mc146818rtc.h"
#define RTC_ALIAS     "Intel 460GX Software Developer's Manual, 15.5.1"
#define ATA_DATA      "takes data from an IDE drive"
#define ATA_STATUS    "clears an IDE drive's interrupt"
#define ATA	      "drivers/ata/libata-sff.c, pata_legacy.c"
#define UART_RX	      "takes a byte from a serial port"
#define UART_IIR      "clears a serial port's transmit interrupt"
#define UART_LSR_MSR  "clears a serial port's error and modem status flags"
#define UART	      "arch/x86/include/asm/serial.h, drivers/tty/serial/8250/8250_port.c"
#define EPP_STATUS    "clears a parallel port's time-out, on some chips"
#define EPP_CYCLE     "makes a bus cycle on a parallel port's cable (EPP)"
#define ECP_FIFO      "takes a byte from a parallel port's FIFO (ECP)"
#define PARPORT	      "drivers/parport/parport_pc.c, include/linux/parport_pc.h"
#define VGA_FLIP_FLOP "resets the flip-flop of VGA's attribute controller"
#define VGA	      "include/video/vga.h; FreeVGA, \"External Registers\""
#define FLOPPY_DATA   "takes a byte from the floppy disk controller"
#define FLOPPY	      "include/uapi/linux/fdreg.h, drivers/block/floppy.c"

/* By address, and none overlaps another. */
static const struct side_effect ports[] = {
	{ 0x00, 0x07, DMA_HALVES, I8237 },
	{ 0x08, 0x08, DMA_STATUS, I8237 },
	/* The first controller has the ports to 0x1f: some chips decode no bit 4. */
	{ 0x10, 0x17, DMA_HALVES, I8237 },
	{ 0x18, 0x18, DMA_STATUS, I8237 },
	{ 0x40, 0x42, TIMER_HALVES, "drivers/clocksource/i8253.c" },
	{ 0x43, 0x43, "stops a single-board computer's watchdog",
	  "drivers/watchdog/acquirewdt.c, sbc7240_wdt.c" },
	{ 0x45, 0x45, "stops a single-board computer's watchdog",
	  "drivers/watchdog/sbc60xxwdt.c" },
	{ 0x50, 0x52, TIMER_HALVES, "timer1 in arch/x86/kernel/setup.c" },
	{ 0x60, 0x60, "takes a byte from the keyboard or mouse",
	  "drivers/input/serio/i8042.c" },
	{ 0x62, 0x62, "takes a byte from the embedded controller",
	  "drivers/acpi/ec.c; ACPI specification, 12.2" },
	{ 0x71, 0x71, RTC_C, RTC },
	/* The same, where the other bank is not enabled. */
	{ 0x73, 0x73, RTC_C, RTC_ALIAS },
	{ 0xc0, 0xcf, DMA_HALVES, I8237 },
	/* Of each pair of the second controller's ports the odd one is the same register:
	 * it decodes no bit 0. */
	{ 0xd0, 0xd1, DMA_STATUS, I8237 },
	{ 0x170, 0x170, ATA_DATA, ATA },
	{ 0x177, 0x177, ATA_STATUS, ATA },
	{ 0x1f0, 0x1f0, ATA_DATA, ATA },
	{ 0x1f7, 0x1f7, ATA_STATUS, ATA },
	{ 0x279, 0x279, EPP_STATUS, PARPORT },
	{ 0x27b, 0x27f, EPP_CYCLE, PARPORT },
	{ 0x2e8, 0x2e8, UART_RX, UART },
	{ 0x2ea, 0x2ea, UART_IIR, UART },
	{ 0x2ed, 0x2ee, UART_LSR_MSR, UART },
	{ 0x2f8, 0x2f8, UART_RX, UART },
	{ 0x2fa, 0x2fa, UART_IIR, UART },
	{ 0x2fd, 0x2fe, UART_LSR_MSR, UART },
	{ 0x375, 0x375, FLOPPY_DATA, FLOPPY },
	{ 0x379, 0x379, EPP_STATUS, PARPORT },
	{ 0x37b, 0x37f, EPP_CYCLE, PARPORT },
	{ 0x3ba, 0x3ba, VGA_FLIP_FLOP, VGA },
	{ 0x3c9, 0x3c9, "goes on to the next colour of VGA's palette", VGA },
	{ 0x3da, 0x3da, VGA_FLIP_FLOP, VGA },
	{ 0x3e8, 0x3e8, UART_RX, UART },
	{ 0x3ea, 0x3ea, UART_IIR, UART },
	{ 0x3ed, 0x3ee, UART_LSR_MSR, UART },
	{ 0x3f5, 0x3f5, FLOPPY_DATA, FLOPPY },
	{ 0x3f8, 0x3f8, UART_RX, UART },
	{ 0x3fa, 0x3fa, UART_IIR, UART },
	{ 0x3fd, 0x3fe, UART_LSR_MSR, UART },
	{ 0x443, 0x443, "starts a single-board computer's watchdog, which resets it",
	  "drivers/watchdog/acquirewdt.c, sbc60xxwdt.c, sbc7240_wdt.c, wafer5823wdt.c" },
	{ 0x678, 0x678, ECP_FIFO, PARPORT },
	{ 0x778, 0x778, ECP_FIFO, PARPORT },
	{ 0x7bc, 0x7bc, ECP_FIFO, PARPORT },
	{ 0x843, 0x843, "stops a single-board computer's watchdog",
	  "drivers/watchdog/wafer5823wdt.c" },
	{ 0xca2, 0xca2, "takes a byte from the management controller (IPMI KCS)",
	  "drivers/char/ipmi/ipmi_kcs_sm.c; IPMI specification, 9" },
};

#define PORTS (sizeof(ports) / sizeof(ports[0]))

/* Behind an index port. */
static const struct {
	uint16_t index;
	struct side_effect of;
} registers[] = {
	{ 0x70, { 0x0c, 0x0c, RTC_FLAGS, RTC } },
	/* Bit 7 of this index port masks the NMI: arch/x86/include/asm/mc146818rtc.h. */
	{ 0x70, { 0x8c, 0x8c, RTC_FLAGS, RTC } },
	{ 0x72, { 0x0c, 0x0c, RTC_FLAGS, RTC_ALIAS } },
	{ 0x72, { 0x8c, 0x8c, RTC_FLAGS, RTC_ALIAS } },
	{ 0x295,
	  { 0x41, 0x42, "clears alarms of the hardware monitor",
	    "drivers/hwmon/lm78.c, Documentation/hwmon/lm78.rst" } },
};

#define REGISTERS (sizeof(registers) / sizeof(registers[0]))

static bool overlaps(const struct side_effect *row, uint32_t first, uint32_t last)
{
	return row->first <= last && row->last >= first;
}

const struct side_effect *side_effect_of_ports(uint32_t first, uint32_t last)
{
	for (size_t n = 0; IS_PC && n < PORTS; n++)
		if (overlaps(&ports[n], first, last))
			return &ports[n];
	return NULL;
}

const struct side_effect *side_effect_of_registers(uint16_t index, uint32_t first,
						   uint32_t last)
{
	for (size_t n = 0; IS_PC && n < REGISTERS; n++)
		if (registers[n].index == index &&
		    overlaps(&registers[n].of, first, last))
			return &registers[n].of;
	return NULL;
}

bool side_effects_step_over(uint32_t first, uint32_t last, uint32_t *ret_first,
			    uint32_t *ret_last)
{
	const struct side_effect *row = side_effect_of_ports(first, last);

	while (row && row->first <= first) {
		if (row->last >= last)
			return false;
		first = row->last + 1;
		row = side_effect_of_ports(first, last);
	}
	if (first > last)
		return false;
	*ret_first = first;
	*ret_last = row ? row->first - 1 : last;
	return true;
}

const struct side_effect *side_effects_get(uint32_t n)
{
	return IS_PC && n < PORTS ? &ports[n] : NULL;
}
