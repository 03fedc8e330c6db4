/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who owns a port: the entries of /proc/ioports, their kinds and levels. */
#include "iospace.h"

#include "doubles/captures.h"
#include "doubles/ioports_file.h"
#include "doubles/syscalls.h"
#include "doubles/sysfs.h"
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define WINDOW IOSPACE_OWNER_WINDOW
#define DEVICE IOSPACE_OWNER_DEVICE
#define DRIVER IOSPACE_OWNER_DRIVER
#define KERNEL IOSPACE_OWNER_KERNEL

static const char *const captures[] = {
	capture_pc,    capture_q35,  capture_bridges,	    capture_server,
	capture_arm64, capture_virt, capture_arm64_above_0,
};

/* Each name in the captures, and some that they lack. */
static const struct {
	const char *name;
	enum iospace_owner_kind kind;
} kinds[] = {
	/* drivers/acpi/pci_root.c, drivers/pci/probe.c, arch/x86/pci/bus_numa.c */
	{ "PCI Bus 0000:00", WINDOW },
	{ "PCI Bus 0000:01", WINDOW },
	{ "PCI Bus 0000:02", WINDOW },
	{ "PCI Bus 0000:03", WINDOW },
	{ "PCI Bus 0000:80", WINDOW },
	{ "PCI Bus 0000:81", WINDOW },
	{ "PCI Bus 0000:83", WINDOW },
	{ "PCI Bus 0000:82", WINDOW },
	{ "PCI Bus 0000:40", WINDOW },
	{ "PCI Bus 0000:41", WINDOW },
	{ "PCI Bus 0000:43", WINDOW },
	{ "PCI Bus 0000:42", WINDOW },
	{ "PCI Bus 0001:ff", WINDOW },
	{ "PCI Bus 10000:e1", WINDOW },
	{ "PCI Bus #00", WINDOW },
	/* A bridge to a CardBus: drivers/pci/probe.c. */
	{ "PCI CardBus 0000:03", WINDOW },
	/* Host bridges of a device tree: on arm64, POWER, RISC-V. */
	{ "pcie@10000000", WINDOW },
	{ "pci@30000000", WINDOW },
	{ "/pciex@600c3c0000000", WINDOW },
	{ "/soc/pcie@fd0e0000", WINDOW },
	/* arch/arm/kernel/bios32.c, drivers/pci/controller/pci-mvebu.c */
	{ "PCI0 I/O", WINDOW },
	{ "PCI I/O", WINDOW },

	{ "0000:00:01.0", DEVICE },
	{ "0000:00:05.0", DEVICE },
	{ "0000:00:1f.0", DEVICE },
	{ "0000:00:1f.2", DEVICE },
	{ "0000:00:1f.3", DEVICE },
	{ "0000:01:00.0", DEVICE },
	{ "0000:02:01.0", DEVICE },
	{ "0000:02:03.0", DEVICE },
	{ "0000:02:04.0", DEVICE },
	{ "0000:02:05.0", DEVICE },
	{ "0000:03:00.0", DEVICE },
	{ "0000:81:00.0", DEVICE },
	{ "abcd:ef:1f.7", DEVICE },
	{ "10000:e0:06.0", DEVICE },
	{ "pnp 00:04", DEVICE },
	{ "pnp 00:0a", DEVICE },
	/* ACPI's, with an id of 3 letters or of 4. */
	{ "PNP0800:00", DEVICE },
	{ "PNP0C0A:01", DEVICE },
	{ "IPI0001:00", DEVICE },
	{ "INT3F0D:00", DEVICE },
	{ "QEMU0002:00", DEVICE },
	{ "0000:00:01.1", DEVICE },
	{ "0000:00:01.3", DEVICE },
	{ "0000:83:02.0", DEVICE },
	{ "0000:83:01.0", DEVICE },
	{ "0000:82:02.0", DEVICE },
	{ "0000:82:01.0", DEVICE },
	{ "0000:43:02.0", DEVICE },
	{ "0000:43:01.0", DEVICE },
	{ "0000:42:02.0", DEVICE },
	{ "0000:42:01.0", DEVICE },
	{ "AMDI0030:00", DEVICE },
	{ "reserved", DEVICE },

	/* arch/x86/kernel/setup.c and pci/direct.c, drivers/acpi/osl.c and ec.c */
	{ "ACPI GPE0_BLK", KERNEL },
	{ "ACPI PM1a_CNT_BLK", KERNEL },
	{ "ACPI PM1a_EVT_BLK", KERNEL },
	{ "ACPI PM2_CNT_BLK", KERNEL },
	{ "ACPI PM_TMR", KERNEL },
	{ "IPMI Address 1", KERNEL },
	{ "IPMI Address 2", KERNEL },
	{ "PCI conf1", KERNEL },
	{ "PCI conf2", KERNEL },
	{ "dma page reg", KERNEL },
	{ "dma1", KERNEL },
	{ "dma2", KERNEL },
	{ "fpu", KERNEL },
	{ "keyboard", KERNEL },
	{ "pic1", KERNEL },
	{ "pic2", KERNEL },
	{ "timer0", KERNEL },
	{ "timer1", KERNEL },
	{ "vga+", KERNEL },
	{ "timer", KERNEL },
	{ "ACPI GPE1_BLK", KERNEL },
	{ "EC data", KERNEL },
	{ "EC cmd", KERNEL },
	{ "ega", KERNEL },
	{ "cga", KERNEL },
	{ "mda", KERNEL },

	{ "ACPI CPU throttle", DRIVER },
	{ "ahci", DRIVER },
	{ "gpio_ich.1.auto", DRIVER },
	{ "i801_smbus", DRIVER },
	{ "iTCO_wdt", DRIVER },
	{ "igb", DRIVER },
	{ "ipmi_si", DRIVER },
	{ "megaraid_sas", DRIVER },
	{ "pcspkr", DRIVER },
	{ "rtc0", DRIVER },
	{ "rtc_cmos", DRIVER },
	{ "serial", DRIVER },
	{ "virtio-pci-legacy", DRIVER },

	/* Almost one of the others: whoever chose it, it is not to be meddled with. */
	{ "", DRIVER },
	{ "<BAD>", DRIVER },
	{ "PCI Bus", DRIVER },
	{ "PCI Busmouse", DRIVER },
	{ "a PCI Bus 0000:00", DRIVER },
	{ "serial@10000000", DRIVER },
	{ "0000:00:1f", DRIVER },
	{ "0000:00:1f.3 ", DRIVER },
	{ "my 0000:00:1f.3", DRIVER },
	{ "0000:00:1f.3-smbus", DRIVER },
	{ "pnp", DRIVER },
	{ "pnp 00:04 a", DRIVER },
	{ "00:05", DRIVER },
	{ "00:0a", DRIVER },
	{ "dma3", DRIVER },
	{ "timer0 a", DRIVER },
	{ "Keyboard", DRIVER },
	{ "PCI conf3", DRIVER },
	{ "vga", DRIVER },
	{ "PNP0800", DRIVER },
	{ "PNP0800:00 a", DRIVER },
	{ "pnp0800:00", DRIVER },
	{ "PNP080g:00", DRIVER },
	{ "Reserved", DRIVER },
	{ "reserved by me", DRIVER },
};

static void each_name_tells_its_kind(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(kinds); i++) {
		char text[128];
		struct ioports ports;

		snprintf(text, sizeof(text), "0010-001f : %s\n", kinds[i].name);
		ports = ioports_text(text);
		assert_int_equal(ports.count, 1);
		assert_string_equal(ports.entries[0].name, kinds[i].name);
		if (ports.entries[0].kind != kinds[i].kind)
			fail_msg("'%s' is of kind %u", kinds[i].name,
				 ports.entries[0].kind);
		ioports_free(&ports);
	}
}

/* So each kind of entry of a real machine has been thought about above. */
static void each_entry_of_the_captures_is_of_the_kind_of_its_name(void **state)
{
	(void)state;
	for (size_t c = 0; c < COUNT(captures); c++) {
		struct ioports ports = ioports_text(captures[c]);

		for (size_t n = 0; n < ports.count; n++) {
			const struct iospace_owner *entry = &ports.entries[n];
			size_t i = 0;

			while (i < COUNT(kinds) && strcmp(kinds[i].name, entry->name))
				i++;
			if (i == COUNT(kinds) || kinds[i].kind != entry->kind)
				fail_msg("'%s' is of kind %u", entry->name, entry->kind);
		}
		ioports_free(&ports);
	}
}

/* What the blanks say is what the addresses say. */
static void a_level_is_how_many_entries_hold_an_entry(void **state)
{
	static const unsigned int deepest[] = { 1, 4, 4, 5, 3, 4, 1 };

	(void)state;
	for (size_t c = 0; c < COUNT(captures); c++) {
		struct ioports ports = ioports_text(captures[c]);
		unsigned int deepest_seen = 0;

		for (size_t n = 0; n < ports.count; n++) {
			const struct iospace_owner *entry = &ports.entries[n];
			unsigned int holders = 0;

			for (size_t i = 0; i < n; i++)
				if (ports.entries[i].first <= entry->first &&
				    ports.entries[i].last >= entry->last)
					holders++;
			if (entry->level != holders)
				fail_msg("'%s' is at level %u of\n%s", entry->name,
					 entry->level, captures[c]);
			if (holders > deepest_seen)
				deepest_seen = holders;
		}
		assert_int_equal(deepest_seen, deepest[c]);
		ioports_free(&ports);
	}
}

/* The names of the owners, from first to last, are those of a list. */
static void assert_owners(const struct iospace_owners *owners, uint64_t address,
			  uint32_t size, const char *expected)
{
	const struct iospace_owner *owner = NULL;
	char names[512] = "";
	size_t length = 0;

	while ((owner = iospace_owners_next(owners, owner, address, size)))
		length += (size_t)snprintf(names + length, sizeof(names) - length, "%s%s",
					   length ? " > " : "",
					   iospace_owner_get_name(owner));
	if (strcmp(names, expected) != 0)
		fail_msg("0x%x, size %u: %s", (unsigned int)address, size, names);
}

static void the_owners_of_a_port_are_named_outermost_first(void **state)
{
	static const struct {
		const char *capture;
		uint16_t address;
		uint32_t size;
		const char *owners;
	} rows[] = {
		{ capture_pc, 0x60, 1, "PCI Bus 0000:00 > keyboard" },
		{ capture_bridges, 0x3020, 1,
		  "PCI Bus 0000:40 > PCI Bus 0000:41 > PCI Bus 0000:43 > 0000:43:01.0" },
		{ capture_pc, 0x61, 1, "PCI Bus 0000:00" },
		{ capture_pc, 0xcf8, 4, "PCI conf1" },
		{ capture_pc, 0xcf6, 4, "PCI Bus 0000:00 > PCI conf1" },
		{ capture_pc, 0xcff, 2, "PCI conf1 > PCI Bus 0000:00" },
		{ capture_pc, 0xafe2, 2, "PCI Bus 0000:00 > ACPI GPE0_BLK" },
		{ capture_q35, 0x604, 2,
		  "PCI Bus 0000:00 > 0000:00:1f.0 > ACPI PM1a_CNT_BLK" },
		{ capture_q35, 0xca2, 2,
		  "PCI Bus 0000:00 > IPI0001:00 > IPMI Address 1 > IPMI Address 2" },
		{ capture_q35, 0xc120, 1,
		  "PCI Bus 0000:00 > PCI Bus 0000:01 > PCI Bus 0000:02 > 0000:02:03.0 > "
		  "serial" },
		{ capture_server, 0x2000, 4,
		  "PCI Bus 0000:00 > PCI Bus 0000:01 > 0000:01:00.0 > megaraid_sas" },
		{ capture_server, 0x301f, 1,
		  "PCI Bus 0000:00 > PCI Bus 0000:01 > PCI Bus 0000:02 > PCI Bus 0000:03 "
		  "> 0000:03:00.0 > igb" },
		{ capture_server, 0x4000, 1,
		  "PCI Bus 0000:00 > PCI Bus 0000:01 > PCI Bus 0000:02 > 0000:02:01.0" },
		{ capture_server, 0x462, 2,
		  "PCI Bus 0000:00 > pnp 00:04 > iTCO_wdt > iTCO_wdt" },
		{ capture_server, 0x6080, 1,
		  "PCI Bus 0000:00 > 0000:00:1f.3 > i801_smbus" },
		{ capture_server, 0x7ffe, 4, "PCI Bus 0000:00 > PCI Bus 0000:80" },
		{ capture_server, 0x9100, 4, "PCI Bus 0000:80 > PCI Bus 0000:81" },
		{ capture_server, 0x3c0, 1, "PCI Bus 0000:00 > vga+" },
		{ capture_server, 0xd00, 4, "" },
		{ capture_virt, 0x1000, 1,
		  "pcie@10000000 > PCI Bus 0000:01 > PCI Bus 0000:02 > 0000:02:03.0 > "
		  "serial" },
		{ capture_virt, 0x3000, 1, "pcie@10000000 > 0000:00:05.0 > serial" },
		{ capture_arm64_above_0, 0xfff, 1, "" },
		{ capture_arm64_above_0, 0xffff, 1, "PCI I/O" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct iospace_owners *owners = ioports_file_owners(rows[i].capture);

		assert_owners(owners, rows[i].address, rows[i].size, rows[i].owners);
		iospace_owners_free(owners);
	}
}

static void an_owner_has_all_that_its_entry_says(void **state)
{
	static const struct {
		uint64_t first, last;
		enum iospace_owner_kind kind;
		const char *name;
	} expected[] = {
		{ 0x1000, 0x7fff, WINDOW, "PCI Bus 0000:00" },
		{ 0x2000, 0x5fff, WINDOW, "PCI Bus 0000:01" },
		{ 0x2000, 0x20ff, DEVICE, "0000:01:00.0" },
		{ 0x2000, 0x20ff, DRIVER, "megaraid_sas" },
	};
	struct iospace_owners *owners = ioports_file_owners(capture_server);
	const struct iospace_owner *owner = NULL, *parent = NULL;

	(void)state;
	for (unsigned int i = 0; i < COUNT(expected); i++) {
		owner = iospace_owners_next(owners, owner, 0x20ff, 1);
		assert_non_null(owner);
		assert_int_equal(iospace_owner_get_first(owner), expected[i].first);
		assert_int_equal(iospace_owner_get_last(owner), expected[i].last);
		assert_int_equal(iospace_owner_get_level(owner), i);
		assert_ptr_equal(iospace_owner_get_parent(owner), parent);
		assert_int_equal(iospace_owner_get_kind(owner), expected[i].kind);
		assert_string_equal(iospace_owner_get_name(owner), expected[i].name);
		parent = owner;
	}
	assert_null(iospace_owners_next(owners, owner, 0x20ff, 1));
	iospace_owners_free(owners);
}

/* One that no entry before it can hold has none, whatever the blanks say. */
static void the_parent_is_the_entry_that_holds_it(void **state)
{
	struct iospace_owners *owners = ioports_file_owners("    0000-0003 : a\n"
							    "  0000-0003 : b\n"
							    "0000-0003 : c\n"
							    "  0000-0001 : d\n"
							    "    0000-0000 : e\n"
							    "  0002-0003 : f\n");
	/* What 0000-0000 shows is an address that is hidden. */
	static const char expected[] = "a- b- c- dc fc ";
	const struct iospace_owner *owner = NULL, *parent;
	char pairs[64] = "";

	(void)state;
	while ((owner = iospace_owners_next(owners, owner, 0, 4))) {
		parent = iospace_owner_get_parent(owner);
		snprintf(pairs + strlen(pairs), 4, "%s%s ", iospace_owner_get_name(owner),
			 parent ? iospace_owner_get_name(parent) : "-");
	}
	assert_string_equal(pairs, expected);
	iospace_owners_free(owners);
}

/* The driver of the innermost owner of a port, or why it is unknown. */
static void assert_driver(const struct iospace_owners *owners, uint64_t address,
			  int error, const char *expected)
{
	const struct iospace_owner *owner = NULL, *next = NULL;
	const char *driver = "untouched";

	while ((next = iospace_owners_next(owners, next, address, 1)))
		owner = next;
	assert_non_null(owner);
	assert_int_equal(iospace_owner_get_driver(owner, &driver), error);
	if (!expected)
		assert_null(driver);
	else
		assert_string_equal(driver, expected);
}

static void a_device_has_the_driver_that_is_bound_to_it(void **state)
{
	static const char text[] = "0000-0fff : PCI Bus 0000:00\n"
				   "  0060-0060 : keyboard\n"
				   "  0100-0100 : pnp 00:04\n"
				   "  0101-0101 : 00:05\n"
				   "  0102-0102 : GOOG0004:00\n"
				   "  0103-0103 : reserved\n"
				   "  0104-0104 : 0000:00:1f.3\n"
				   "  0105-0105 : 0000:00:1f.2\n"
				   "  0106-0106 : 0000:00:1f.1\n"
				   "  0107-0107 : serial\n";
	struct iospace_owners *owners;

	(void)state;
	sysfs_add("pnp/devices/00:04", "system");
	sysfs_add("pnp/devices/00:05", "parport_pc");
	sysfs_add("platform/devices/GOOG0004:00", "cros_ec_lpcs");
	sysfs_add("pci/devices/0000:00:1f.3", "i801_smbus");
	sysfs_add("pci/devices/0000:00:1f.2", NULL);
	/* Ports of no device that sysfs could have. */
	sysfs_add("pci/devices/keyboard", "none");
	sysfs_add("platform/devices/serial", "none");
	owners = ioports_file_owners(text);

	/* From then on the snapshot needs nothing of it. */
	syscalls.buses = NULL;
	assert_driver(owners, 0x05f, 0, NULL);
	assert_driver(owners, 0x060, 0, NULL);
	assert_driver(owners, 0x100, 0, NULL);
	assert_driver(owners, 0x101, 0, "parport_pc");
	assert_driver(owners, 0x102, 0, "cros_ec_lpcs");
	assert_driver(owners, 0x103, 0, NULL);
	assert_driver(owners, 0x104, 0, "i801_smbus");
	assert_driver(owners, 0x105, 0, NULL);
	assert_driver(owners, 0x106, -ENOENT, "untouched");
	assert_driver(owners, 0x107, 0, NULL);
	iospace_owners_free(owners);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ioports_file_test(each_name_tells_its_kind),
		ioports_file_test(each_entry_of_the_captures_is_of_the_kind_of_its_name),
		ioports_file_test(a_level_is_how_many_entries_hold_an_entry),
		ioports_file_test(the_owners_of_a_port_are_named_outermost_first),
		ioports_file_test(an_owner_has_all_that_its_entry_says),
		ioports_file_test(the_parent_is_the_entry_that_holds_it),
		ioports_file_test(a_device_has_the_driver_that_is_bound_to_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
