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

/*
 * Captured in QEMU, machine q35, with two bridges behind each other. Linux 6.1 has
 * drivers for some of the devices only.
 */
const char capture_q35[] = "0000-0cf7 : PCI Bus 0000:00\n"
			   "  0000-001f : dma1\n"
			   "  0020-0021 : pic1\n"
			   "  0040-0043 : timer0\n"
			   "  0050-0053 : timer1\n"
			   "  0060-0060 : keyboard\n"
			   "  0064-0064 : keyboard\n"
			   "  0070-0077 : rtc0\n"
			   "  0080-008f : dma page reg\n"
			   "  00a0-00a1 : pic2\n"
			   "  00c0-00df : dma2\n"
			   "  00f0-00ff : fpu\n"
			   "  02f8-02ff : serial\n"
			   "  03f8-03ff : serial\n"
			   "  0510-051b : QEMU0002:00\n"
			   "  0600-067f : 0000:00:1f.0\n"
			   "    0600-0603 : ACPI PM1a_EVT_BLK\n"
			   "    0604-0605 : ACPI PM1a_CNT_BLK\n"
			   "    0608-060b : ACPI PM_TMR\n"
			   "    0620-062f : ACPI GPE0_BLK\n"
			   "  0700-073f : 0000:00:1f.3\n"
			   "  0ca2-0ca3 : IPI0001:00\n"
			   "    0ca2-0ca2 : IPMI Address 1\n"
			   "    0ca3-0ca3 : IPMI Address 2\n"
			   "0cf8-0cff : PCI conf1\n"
			   "0d00-ffff : PCI Bus 0000:00\n"
			   "  c000-cfff : PCI Bus 0000:01\n"
			   "    c000-cfff : PCI Bus 0000:02\n"
			   "      c000-c0ff : 0000:02:04.0\n"
			   "      c100-c11f : 0000:02:05.0\n"
			   "      c120-c127 : 0000:02:03.0\n"
			   "        c120-c127 : serial\n"
			   "  d040-d05f : 0000:00:1f.2\n"
			   "  d060-d067 : 0000:00:05.0\n"
			   "    d060-d067 : serial\n";

/*
 * Not captured, but composed: entries as servers with Intel's chips have them, in places
 * that show how they nest.
 */
const char capture_server[] = "0000-03af : PCI Bus 0000:00\n"
			      "  0000-001f : dma1\n"
			      "  0020-0021 : pic1\n"
			      "  0040-0043 : timer0\n"
			      "  0050-0053 : timer1\n"
			      "  0060-0060 : keyboard\n"
			      "  0061-0061 : PNP0800:00\n"
			      "  0064-0064 : keyboard\n"
			      "  0070-0071 : rtc_cmos\n"
			      "    0070-0071 : rtc0\n"
			      "  0080-008f : dma page reg\n"
			      "  00a0-00a1 : pic2\n"
			      "  00c0-00df : dma2\n"
			      "  00f0-00ff : fpu\n"
			      "  02f8-02ff : serial\n"
			      "03b0-03df : PCI Bus 0000:00\n"
			      "  03c0-03df : vga+\n"
			      "03e0-0cf7 : PCI Bus 0000:00\n"
			      "  03f8-03ff : serial\n"
			      "  0400-047f : pnp 00:04\n"
			      "    0400-0403 : ACPI PM1a_EVT_BLK\n"
			      "    0404-0405 : ACPI PM1a_CNT_BLK\n"
			      "    0408-040b : ACPI PM_TMR\n"
			      "    0410-0415 : ACPI CPU throttle\n"
			      "    0420-042f : ACPI GPE0_BLK\n"
			      "    0430-0433 : iTCO_wdt\n"
			      "    0450-0450 : ACPI PM2_CNT_BLK\n"
			      "    0460-047f : iTCO_wdt\n"
			      "      0460-047f : iTCO_wdt\n"
			      "  0500-057f : pnp 00:04\n"
			      "  0ca2-0ca2 : IPI0001:00\n"
			      "    0ca2-0ca2 : ipmi_si\n"
			      "  0ca3-0ca3 : IPI0001:00\n"
			      "    0ca3-0ca3 : ipmi_si\n"
			      "0cf8-0cff : PCI conf1\n"
			      "1000-7fff : PCI Bus 0000:00\n"
			      "  2000-5fff : PCI Bus 0000:01\n"
			      "    2000-20ff : 0000:01:00.0\n"
			      "      2000-20ff : megaraid_sas\n"
			      "    3000-4fff : PCI Bus 0000:02\n"
			      "      3000-3fff : PCI Bus 0000:03\n"
			      "        3000-301f : 0000:03:00.0\n"
			      "          3000-301f : igb\n"
			      "      4000-401f : 0000:02:01.0\n"
			      "  6000-607f : 0000:00:1f.2\n"
			      "    6000-607f : ahci\n"
			      "  6080-609f : 0000:00:1f.3\n"
			      "    6080-609f : i801_smbus\n"
			      "8000-ffff : PCI Bus 0000:80\n"
			      "  9000-9fff : PCI Bus 0000:81\n"
			      "    9000-90ff : 0000:81:00.0\n";

/* Captured in QEMU, machine virt, with a pci-serial on either side of two bridges. */
const char capture_virt[] = "00000000-0000ffff : pcie@10000000\n"
			    "  00001000-00002fff : PCI Bus 0000:01\n"
			    "    00001000-00001fff : PCI Bus 0000:02\n"
			    "      00001000-00001007 : 0000:02:03.0\n"
			    "        00001000-00001007 : serial\n"
			    "  00003000-00003007 : 0000:00:05.0\n"
			    "    00003000-00003007 : serial\n";

/* Not captured, but composed after that. */
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
