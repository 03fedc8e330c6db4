/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* --exclusive: which operations it refuses, and what it says. */
#include "run/exclusive.h"
#include "sequence/commands.h"

#include "doubles/captures.h"
#include "doubles/ioports_file.h"
#include "doubles/syscalls.h"
#include "doubles/sysfs.h"
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const struct command *command(const char *name)
{
	return command_find(name, strlen(name));
}

/* A write, or a sleep, of --exclusive or not. */
static struct operation operation_of(const char *name, uint16_t port, uint8_t flags)
{
	return (struct operation){
		.command = (size_t)(command(name) - commands) & 0x1f,
		.address = port,
		.flags = flags,
	};
}

/* What the check says of one access, or nothing. */
static struct failure check(const char *name, uint16_t port)
{
	struct operation operation = operation_of(name, port, MODIFIER_EXCLUSIVE);
	const struct sequence sequence = {
		.body = { .list = &operation, .end = &operation + 1 },
	};
	struct failure failure = { 0 };
	int r = exclusive_check(&sequence, &failure);

	assert_int_equal(r, failure.exit ? -1 : 0);
	return failure;
}

static void assert_allowed(const char *name, uint16_t port)
{
	const struct failure failure = check(name, port);

	assert_string_equal(failure.text, "");
	assert_int_equal(failure.exit, 0);
}

static void assert_refused(const char *name, uint16_t port, const char *text)
{
	const struct failure failure = check(name, port);

	assert_string_equal(failure.text, text);
	assert_int_equal(failure.exit, EX_CONFIG);
}

/* By a driver, as that in /proc/ioports. */
static void assert_driven(const char *name, uint16_t port, const char *owner)
{
	char text[256];

	snprintf(text, sizeof(text),
		 "0x%x: a kernel driver owns this port, as %s in /proc/ioports; unload "
		 "the driver or unbind it, or leave out --exclusive",
		 port, owner);
	assert_refused(name, port, text);
}

static void a_port_of_a_driver_is_refused_with_its_name(void **state)
{
	static const struct {
		const char *capture, *command;
		uint16_t port;
		const char *name;
	} rows[] = {
		{ capture_pc, "iow8", 0x2ff, "'serial'" },
		{ capture_q35, "iow16", 0xc120, "'serial'" },
		{ capture_bridges, "iow8", 0x500f, "'serial'" },
		{ capture_server, "iow8", 0x6080, "'i801_smbus'" },
		{ capture_server, "iow32", 0x2000, "'megaraid_sas'" },
		{ capture_server, "iow16", 0x462, "'iTCO_wdt'" },
		{ capture_server, "iow8", 0x301f, "'igb'" },
		/* The outermost of them. */
		{ capture_server, "iow8", 0x70, "'rtc_cmos'" },
		{ capture_virt, "iow8", 0x3000, "'serial'" },
		{ capture_arm64, "iow8", 0x1007, "'serial'" },
		/* By one port of several: the last, the first. */
		{ capture_pc, "iow16", 0x2f7, "'serial'" },
		{ capture_server, "iow32", 0x20ff, "'megaraid_sas'" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		ioports_file_put(rows[i].capture);
		assert_driven(rows[i].command, rows[i].port, rows[i].name);
	}
}

static void a_port_of_the_kernel_s_own_code_is_refused_as_such(void **state)
{
	static const struct {
		const char *capture, *command;
		uint16_t port;
		const char *name;
	} rows[] = {
		{ capture_pc, "iow8", 0x60, "keyboard" },
		{ capture_pc, "iow32", 0xcf8, "PCI conf1" },
		{ capture_q35, "iow16", 0x604, "ACPI PM1a_CNT_BLK" },
		{ capture_q35, "iow8", 0xca2, "IPMI Address 1" },
		{ capture_bridges, "iow32", 0x608, "ACPI PM_TMR" },
		{ capture_server, "iow8", 0x80, "dma page reg" },
		{ capture_server, "iow32", 0x5d, "keyboard" },
		{ capture_server, "iow16", 0x5f, "keyboard" },
		{ capture_server, "iow16", 0x60, "keyboard" },
		{ capture_server, "iow16", 0xcf7, "PCI conf1" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[256];

		ioports_file_put(rows[i].capture);
		snprintf(text, sizeof(text),
			 "0x%x: the kernel itself owns this port, as '%s' in "
			 "/proc/ioports, and can't be unloaded; leave out --exclusive",
			 rows[i].port, rows[i].name);
		assert_refused(rows[i].command, rows[i].port, text);
	}
}

static const char devices[] = "0000-0cf7 : PCI Bus 0000:00\n"
			      "  0100-010f : pnp 00:04\n"
			      "  0110-011f : 00:05\n"
			      "  0120-012f : GOOG0004:00\n"
			      "  0130-013f : 0000:00:1f.3\n"
			      "  0140-014f : 0000:00:1f.0\n"
			      "    0140-0143 : ACPI PM_TMR\n"
			      "    0144-0147 : serial\n"
			      "  0150-015f : reserved\n";

static void a_port_of_a_device_with_a_driver_is_refused(void **state)
{
	(void)state;
	ioports_file_put(devices);
	sysfs_add("pnp/devices/00:04", "system");
	sysfs_add("pnp/devices/00:05", "parport_pc");
	sysfs_add("platform/devices/GOOG0004:00", "cros_ec_lpcs");
	sysfs_add("pci/devices/0000:00:1f.3", "i801_smbus");
	sysfs_add("pci/devices/0000:00:1f.0", "lpc_ich");

	assert_driven("iow8", 0x110, "'00:05' (parport_pc)");
	assert_driven("iow8", 0x120, "'GOOG0004:00' (cros_ec_lpcs)");
	assert_driven("iow8", 0x130, "'0000:00:1f.3' (i801_smbus)");
	assert_driven("iow8", 0x144, "'0000:00:1f.0' (lpc_ich)");
	assert_driven("iow16", 0x14f, "'0000:00:1f.0' (lpc_ich)");
	assert_allowed("iow8", 0x100);
	assert_allowed("iow8", 0x150);
	/* To unload the driver would not be enough. */
	assert_refused("iow8", 0x140,
		       "0x140: the kernel itself owns this port, as 'ACPI PM_TMR' in "
		       "/proc/ioports, and can't be unloaded; leave out --exclusive");
}

static void a_device_whose_driver_cannot_be_seen_is_refused(void **state)
{
	(void)state;
	ioports_file_put(devices);
	syscalls.buses = NULL;
	assert_refused(
		"iow8", 0x120,
		"0x120: its owner is unknown: /sys does not tell whether "
		"'GOOG0004:00' has a driver: No such file or directory; mount sysfs "
		"there, or leave out --exclusive");
	syscalls.readlink.error = EACCES;
	assert_refused(
		"iow8", 0x130,
		"0x130: its owner is unknown: /sys does not tell whether "
		"'0000:00:1f.3' has a driver: Permission denied; mount sysfs there, "
		"or leave out --exclusive");

	/* What is known to be a driver's is told as that. */
	assert_driven("iow8", 0x110, "'00:05'");
	assert_driven("iow8", 0x144, "'serial'");
	assert_allowed("iow8", 0x150);
}

static void a_port_of_no_driver_is_allowed(void **state)
{
	static const struct {
		const char *capture, *command;
		uint16_t port;
	} rows[] = {
		/* A window alone. */
		{ capture_pc, "iow8", 0x80 },
		{ capture_pc, "iow32", 0x5c },
		{ capture_pc, "iow8", 0x5f },
		{ capture_pc, "iow8", 0x61 },
		{ capture_bridges, "iow32", 0x1ffe },
		{ capture_bridges, "iow16", 0x5010 },
		{ capture_server, "iow32", 0x7ffe },
		{ capture_virt, "iow32", 0x2000 },
		/* A device without a driver, as its bus and the firmware name it. */
		{ capture_q35, "iow8", 0x510 },
		{ capture_q35, "iow32", 0x700 },
		{ capture_q35, "iow32", 0xc000 },
		{ capture_bridges, "iow8", 0x1f0 },
		{ capture_bridges, "iow32", 0x1020 },
		{ capture_bridges, "iow16", 0x401e },
		{ capture_server, "iow8", 0x61 },
		{ capture_server, "iow8", 0x500 },
		{ capture_server, "iow32", 0x90fc },
		{ capture_server, "iow32", 0x401c },
		/* Nobody. */
		{ capture_server, "iow32", 0xd00 },
		{ capture_server, "iow16", 0xffe },
		{ capture_arm64_above_0, "iow8", 0x80 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		ioports_file_put(rows[i].capture);
		sysfs_add_all(rows[i].capture);
		assert_allowed(rows[i].command, rows[i].port);
	}
}

static void an_unknown_owner_is_refused(void **state)
{
	static const char hidden[] =
		"0x60: its owner is unknown, because without CAP_SYS_ADMIN /proc/ioports "
		"shows no addresses; run it with that, or leave out --exclusive";
	static const char empty[] =
		"0x60: its owner is unknown, because /proc/ioports is empty here; run it "
		"where it is not, or leave out --exclusive";

	(void)state;
	assert_refused("iow8", 0x60,
		       "0x60: its owner is unknown: /proc/ioports: No such file or "
		       "directory");

	ioports_file_put(capture_pc_zeros);
	assert_refused("iow8", 0x60, hidden);
	ioports_file_put(capture_arm64_zeros);
	assert_refused("iow8", 0x60, hidden);
	ioports_file_put("");
	assert_refused("iow8", 0x60, empty);

	ioports_file_put(capture_pc);
	syscalls.fopen.error = EACCES;
	assert_refused("iow8", 0x60,
		       "0x60: its owner is unknown: /proc/ioports: Permission denied");
}

static void no_memory_is_no_unknown_owner(void **state)
{
	struct failure failure;

	(void)state;
	ioports_file_put(capture_pc);
	syscalls.reallocarray.error = ENOMEM;
	failure = check("iow8", 0x60);
	assert_string_equal(failure.text, "out of memory");
	assert_int_equal(failure.exit, EX_OSERR);
}

static void the_first_line_that_is_refused_is_named(void **state)
{
	struct operation operations[] = {
		operation_of("iow8", 0x60, 0),
		operation_of("iow8", 0x61, MODIFIER_EXCLUSIVE),
		operation_of("sleep", 0, MODIFIER_EXCLUSIVE),
		operation_of("iow8", 0x40, MODIFIER_EXCLUSIVE),
		operation_of("iow8", 0x60, MODIFIER_EXCLUSIVE),
	};
	struct stretch lines = { 0, 1, false };
	const struct sequence sequence = {
		.body = { .list = operations,
			  .end = operations + COUNT(operations),
			  .stretches = &lines,
			  .stretches_count = 1 },
	};
	struct failure failure = { 0 };

	(void)state;
	ioports_file_put(capture_pc);
	assert_int_equal(exclusive_check(&sequence, &failure), -1);
	assert_int_equal(failure.line, 4);
}

/* Behind those of the body, whatever their lines are. */
static void what_is_done_finally_is_refused_too(void **state)
{
	struct operation first = operation_of("iow8", 0x80, MODIFIER_EXCLUSIVE),
			 last = operation_of("iow8", 0x60, MODIFIER_EXCLUSIVE);
	struct stretch line_7 = { 0, 7, false }, line_3 = { 0, 3, true };
	struct sequence sequence = {
		.body = { .list = &first,
			  .end = &first + 1,
			  .stretches = &line_7,
			  .stretches_count = 1 },
		.finally = { .list = &last,
			     .end = &last + 1,
			     .stretches = &line_3,
			     .stretches_count = 1 },
	};
	struct failure failure = { 0 };

	(void)state;
	last.finally = true;
	ioports_file_put(capture_pc);
	assert_int_equal(exclusive_check(&sequence, &failure), -1);
	assert_int_equal(failure.line, 3);

	first.address = 0x60;
	failure = (struct failure){ 0 };
	assert_int_equal(exclusive_check(&sequence, &failure), -1);
	assert_int_equal(failure.line, 7);
}

/* Once, however many operations there are; and nothing of it stays open. */
static void the_check_reads_the_file_once(void **state)
{
	struct operation operations[100];
	const struct sequence sequence = {
		.body = { .list = operations, .end = operations + COUNT(operations) },
	};
	int before = syscalls_descriptors();
	struct failure failure = { 0 };

	(void)state;
	for (size_t i = 0; i < COUNT(operations); i++)
		operations[i] = operation_of("iow8", 0x80, MODIFIER_EXCLUSIVE);
	ioports_file_put(capture_pc);
	assert_int_equal(exclusive_check(&sequence, &failure), 0);
	assert_int_equal(syscalls.fopen.count, 1);
	assert_int_equal(syscalls.open.count, 0);
	assert_int_equal(syscalls_descriptors(), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ioports_file_test(a_port_of_a_driver_is_refused_with_its_name),
		ioports_file_test(a_port_of_the_kernel_s_own_code_is_refused_as_such),
		ioports_file_test(a_port_of_a_device_with_a_driver_is_refused),
		ioports_file_test(a_device_whose_driver_cannot_be_seen_is_refused),
		ioports_file_test(a_port_of_no_driver_is_allowed),
		ioports_file_test(an_unknown_owner_is_refused),
		ioports_file_test(no_memory_is_no_unknown_owner),
		ioports_file_test(the_first_line_that_is_refused_is_named),
		ioports_file_test(what_is_done_finally_is_refused_too),
		ioports_file_test(the_check_reads_the_file_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
