/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* --exclusive: which operations it refuses, and what it says. */
#include "exclusive.h"

#include "captures.h"
#include "ioports_file.h"
#include "simulated.h"
#include "syscalls.h"
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define HIDDEN \
	"0x60: its owner is unknown, because without CAP_SYS_ADMIN /proc/ioports shows " \
	"no addresses; run it as root"

static int exclusive_setup(void **state)
{
	int r = simulated_setup(state);

	return r < 0 ? r : ioports_file_make();
}

static int exclusive_teardown(void **state)
{
	ioports_file_remove();
	return simulated_teardown(state);
}

#define exclusive_test(function) \
	cmocka_unit_test_setup_teardown(function, exclusive_setup, exclusive_teardown)

static struct operation operation(const char *verb, uint16_t port)
{
	return (struct operation){
		.verb = verb_find(verb, strlen(verb)),
		.port = port,
		.flags = IOSPACE_WRITE,
		.exclusive = true,
	};
}

static void assert_allowed(const struct operation *operation, const char *device)
{
	struct failure failure = { 0 };

	if (exclusive_check(operation, device, &failure) != 0)
		fail_msg("%s", failure.text);
	assert_int_equal(failure.exit, 0);
	assert_string_equal(failure.text, "");
}

static void assert_refused(const struct operation *operation, const char *text)
{
	/* By either name of it. */
	static const char *const devices[] = { NULL, "/dev/port" };

	for (size_t i = 0; i < COUNT(devices); i++) {
		struct failure failure = { 0 };

		assert_int_equal(exclusive_check(operation, devices[i], &failure), -1);
		assert_string_equal(failure.text, text);
		/* EX_CONFIG */
		assert_int_equal(failure.exit, 78);
	}
}

static void a_port_of_a_driver_is_refused_with_its_name(void **state)
{
	static const struct {
		const char *capture, *verb;
		uint16_t port;
		const char *name;
	} rows[] = {
		{ capture_pc, "iow8", 0x60, "keyboard" },
		{ capture_pc, "iow8", 0x2ff, "serial" },
		{ capture_pc, "iow32", 0xcf8, "PCI conf1" },
		{ capture_q35, "iow16", 0x604, "ACPI PM1a_CNT_BLK" },
		{ capture_q35, "iow8", 0xca2, "IPMI Address 1" },
		{ capture_q35, "iow16", 0xc120, "serial" },
		{ capture_bridges, "iow8", 0x500f, "serial" },
		{ capture_bridges, "iow32", 0x608, "ACPI PM_TMR" },
		{ capture_server, "iow8", 0x80, "dma page reg" },
		{ capture_server, "iow8", 0x6080, "i801_smbus" },
		{ capture_server, "iow32", 0x2000, "megaraid_sas" },
		{ capture_server, "iow16", 0x462, "iTCO_wdt" },
		{ capture_server, "iow8", 0x301f, "igb" },
		/* The outermost of them. */
		{ capture_server, "iow8", 0x70, "rtc_cmos" },
		{ capture_virt, "iow8", 0x3000, "serial" },
		{ capture_arm64, "iow8", 0x1007, "serial" },
		/* By one port of several: the last, the first. */
		{ capture_server, "iow32", 0x5d, "keyboard" },
		{ capture_server, "iow16", 0x5f, "keyboard" },
		{ capture_server, "iow16", 0x60, "keyboard" },
		{ capture_server, "iow32", 0x20ff, "megaraid_sas" },
		{ capture_server, "iow16", 0xcf7, "PCI conf1" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct operation op = operation(rows[i].verb, rows[i].port);
		char text[256];

		ioports_file_put(rows[i].capture);
		snprintf(
			text, sizeof(text),
			"0x%x: a kernel driver owns this port, as '%s' in /proc/ioports; "
			"unload the driver, or leave out --exclusive",
			rows[i].port, rows[i].name);
		assert_refused(&op, text);
	}
}

static void a_port_of_no_driver_is_allowed(void **state)
{
	static const struct {
		const char *capture, *verb;
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
		const struct operation op = operation(rows[i].verb, rows[i].port);

		ioports_file_put(rows[i].capture);
		assert_allowed(&op, NULL);
		assert_allowed(&op, "/dev/port");
	}
}

static void an_unknown_owner_is_refused(void **state)
{
	const struct operation op = operation("iow8", 0x60);

	(void)state;
	assert_refused(&op, "0x60: its owner is unknown: /proc/ioports: No such file or "
			    "directory");

	ioports_file_put(capture_pc_zeros);
	assert_refused(&op, HIDDEN);
	ioports_file_put(capture_arm64_zeros);
	assert_refused(&op, HIDDEN);

	ioports_file_put(capture_pc);
	syscalls.fopen.error = EACCES;
	assert_refused(&op, "0x60: its owner is unknown: /proc/ioports: Permission "
			    "denied");
}

/* Another path of the port device, and one that isn't there, are no simulated device. */
static void the_device_by_another_name_is_checked(void **state)
{
	const struct simulated *device = *state;
	const struct operation op = operation("iow8", 0x60);
	struct failure failure = { 0 };

	ioports_file_put(capture_pc);
	assert_int_equal(exclusive_check(&op, "/nonexistent", &failure), -1);
	syscalls.stat_kind = &port_kind;
	assert_int_equal(exclusive_check(&op, device->path, &failure), -1);
	assert_int_equal(failure.exit, 78);
}

static void a_simulated_device_has_no_owner(void **state)
{
	const struct simulated *device = *state;
	const struct operation op = operation("iow8", 0x60);

	/* Neither where there is no file, nor where its owner is known. */
	assert_allowed(&op, device->path);
	ioports_file_put(capture_pc_zeros);
	assert_allowed(&op, device->path);
	ioports_file_put(capture_pc);
	assert_allowed(&op, device->path);
	assert_int_equal(syscalls.fopen.count, 0);
}

static void without_the_option_the_file_is_not_read(void **state)
{
	const struct simulated *device = *state;
	struct operation op = operation("iow8", 0x60);

	op.exclusive = false;
	assert_allowed(&op, NULL);
	ioports_file_put(capture_pc);
	assert_allowed(&op, NULL);
	assert_allowed(&op, "/dev/port");
	assert_allowed(&op, device->path);
	ioports_file_put(capture_pc_zeros);
	assert_allowed(&op, NULL);
	assert_int_equal(syscalls.fopen.count + syscalls.open.count, 0);
}

/* And closes it. */
static void the_check_opens_nothing_but_that_file(void **state)
{
	const struct operation op = operation("iow8", 0x80);
	int before = syscalls_descriptors();

	(void)state;
	ioports_file_put(capture_pc);
	assert_allowed(&op, NULL);
	assert_int_equal(syscalls.fopen.count, 1);
	assert_int_equal(syscalls.open.count, 0);
	assert_int_equal(syscalls_descriptors(), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		exclusive_test(a_port_of_a_driver_is_refused_with_its_name),
		exclusive_test(a_port_of_no_driver_is_allowed),
		exclusive_test(an_unknown_owner_is_refused),
		exclusive_test(the_device_by_another_name_is_checked),
		exclusive_test(a_simulated_device_has_no_owner),
		exclusive_test(without_the_option_the_file_is_not_read),
		exclusive_test(the_check_opens_nothing_but_that_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
