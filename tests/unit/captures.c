/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What /proc/ioports looks like: as r_show() in kernel/resource.c prints it, with four
 * digits where the last port is 0xffff and eight where it is more. arm64's is 0xffffff:
 * IO_SPACE_LIMIT in arch/arm64/include/asm/io.h.
 */
#include "captures.h"

/* Captured in QEMU, machine pc. */
const char capture_pc[] = "0000-0cf7 : PCI Bus 0000:00\n"
			  "  0000-001f : dma1\n"
			  "  0020-0021 : pic1\n"
			  "  0040-0043 : timer0\n"
			  "  0060-0060 : keyboard\n"
			  "  0070-0077 : rtc0\n"
			  "  02f8-02ff : serial\n"
			  "  03f8-03ff : serial\n"
			  "0cf8-0cff : PCI conf1\n"
			  "0d00-ffff : PCI Bus 0000:00\n"
			  "  afe0-afe3 : ACPI GPE0_BLK\n";

const char capture_pc_zeros[] = "0000-0000 : PCI Bus 0000:00\n"
				"  0000-0000 : dma1\n"
				"  0000-0000 : pic1\n"
				"  0000-0000 : timer0\n"
				"  0000-0000 : keyboard\n"
				"  0000-0000 : rtc0\n"
				"  0000-0000 : serial\n"
				"  0000-0000 : serial\n"
				"0000-0000 : PCI conf1\n"
				"0000-0000 : PCI Bus 0000:00\n"
				"  0000-0000 : ACPI GPE0_BLK\n";

/* Not captured, but composed after QEMU's machine virt with a pci-serial. */
const char capture_arm64[] = "00000000-0000ffff : pcie@10000000\n"
			     "  00001000-00001fff : PCI Bus 0000:01\n"
			     "    00001000-00001007 : 0000:01:00.0\n"
			     "      00001000-00001007 : serial\n";

const char capture_arm64_zeros[] = "00000000-00000000 : pcie@10000000\n"
				   "  00000000-00000000 : PCI Bus 0000:01\n"
				   "    00000000-00000000 : 0000:01:00.0\n"
				   "      00000000-00000000 : serial\n";

const char capture_arm64_above_0[] = "00001000-0000ffff : PCI I/O\n"
				     "  00001000-00001007 : 0000:00:01.0\n";
