/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which driver is bound to a device, as sysfs tells. */
#include "system/driver.h"

#include "doubles/syscalls.h"
#include "doubles/sysfs.h"
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int driver_setup(void **state)
{
	int r = syscalls_setup(state);

	return r < 0 ? r : sysfs_make();
}

static int driver_teardown(void **state)
{
	sysfs_remove();
	return syscalls_teardown(state);
}

#define driver_test(function) \
	cmocka_unit_test_setup_teardown(function, driver_setup, driver_teardown)

static void assert_driver(const char *bus, const char *device, const char *expected)
{
	char driver[64] = "untouched";

	assert_int_equal(driver_find(bus, device, driver, sizeof(driver)), 0);
	assert_string_equal(driver, expected);
}

static void assert_unknown(const char *bus, const char *device, int error)
{
	char driver[64];

	assert_int_equal(driver_find(bus, device, driver, sizeof(driver)), error);
}

/* As GOOG0004:00, which cros_ec_lpc drives, and PNP0C09:00, a laptop's EC. */
static void a_driver_is_found_wherever_the_bus_has_the_device(void **state)
{
	(void)state;
	sysfs_add("pci/devices/0000:00:1f.3", "i801_smbus");
	sysfs_add("pnp/devices/00:01", "i8042 kbd");
	sysfs_add("platform/devices/GOOG0004:00", "cros_ec_lpcs");
	sysfs_add("acpi/devices/GOOG0004:00", NULL);
	sysfs_add("acpi/devices/PNP0C09:00", "ec");
	sysfs_add("acpi/devices/PNP0C09:01/physical_node", "ec");

	assert_driver("pci", "0000:00:1f.3", "i801_smbus");
	assert_driver("pnp", "00:01", "i8042 kbd");
	assert_driver("acpi", "GOOG0004:00", "cros_ec_lpcs");
	assert_driver("acpi", "PNP0C09:00", "ec");
	assert_driver("acpi", "PNP0C09:01", "ec");
}

static void a_device_that_is_there_may_have_none(void **state)
{
	(void)state;
	sysfs_add("pci/devices/0000:00:1f.3", NULL);
	sysfs_add("pnp/devices/00:01", NULL);
	sysfs_add("platform/devices/GOOG0004:00", NULL);
	sysfs_add("acpi/devices/PNP0C09:00", NULL);

	assert_driver("pci", "0000:00:1f.3", "");
	assert_driver("pnp", "00:01", "");
	assert_driver("acpi", "GOOG0004:00", "");
	assert_driver("acpi", "PNP0C09:00", "");
}

/* It drives nothing, but on PNP's bus only. */
static void the_driver_that_keeps_ports_free_is_none(void **state)
{
	(void)state;
	sysfs_add("pnp/devices/00:04", "system");
	sysfs_add("pci/devices/0000:00:1f.3", "system");
	assert_driver("pnp", "00:04", "");
	assert_driver("pci", "0000:00:1f.3", "system");
}

static void a_device_that_is_not_there_is_unknown(void **state)
{
	(void)state;
	sysfs_add("pci/devices/0000:00:1f.3", "i801_smbus");
	assert_unknown("pci", "0000:00:1f.4", -ENOENT);
	assert_unknown("acpi", "0000:00:1f.3", -ENOENT);
	assert_unknown("pnp", "0000:00:1f.3", -ENOENT);
}

static void without_sysfs_all_are_unknown(void **state)
{
	(void)state;
	syscalls.buses = NULL;
	assert_unknown("pci", "0000:00:1f.3", -ENOENT);
	assert_unknown("pnp", "00:01", -ENOENT);
	assert_unknown("acpi", "GOOG0004:00", -ENOENT);
}

/* Where it is looked for first, and where last. */
static void what_cannot_be_looked_at_is_unknown(void **state)
{
	static const int after[] = { 0, 1, 2 };

	(void)state;
	sysfs_add("platform/devices/GOOG0004:00", NULL);
	sysfs_add("acpi/devices/GOOG0004:00/physical_node", NULL);
	for (size_t i = 0; i < COUNT(after); i++) {
		syscalls.readlink = (struct call){ .error = EACCES, .after = after[i] };
		assert_unknown("acpi", "GOOG0004:00", -EACCES);
	}
}

static void a_link_to_a_name_alone_is_to_that_driver(void **state)
{
	char link[64];

	(void)state;
	sysfs_add("pci/devices/0000:00:1f.3", NULL);
	snprintf(link, sizeof(link), "%s/pci/devices/0000:00:1f.3/driver",
		 syscalls.buses);
	assert_int_equal(symlink("i801_smbus", link), 0);
	assert_driver("pci", "0000:00:1f.3", "i801_smbus");
}

static void a_long_name_is_cut(void **state)
{
	char driver[8];

	(void)state;
	sysfs_add("pci/devices/0000:00:1f.3", "i801_smbus");
	assert_int_equal(driver_find("pci", "0000:00:1f.3", driver, sizeof(driver)), 0);
	assert_string_equal(driver, "i801_sm");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		driver_test(a_driver_is_found_wherever_the_bus_has_the_device),
		driver_test(a_device_that_is_there_may_have_none),
		driver_test(the_driver_that_keeps_ports_free_is_none),
		driver_test(a_device_that_is_not_there_is_unknown),
		driver_test(without_sysfs_all_are_unknown),
		driver_test(what_cannot_be_looked_at_is_unknown),
		driver_test(a_link_to_a_name_alone_is_to_that_driver),
		driver_test(a_long_name_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
