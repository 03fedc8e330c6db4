/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a dry run says of real ports: how they would be accessed, and whose they are. */
#include "access/arch.h"
#include "cmd/spoken.h"
#include "doubles/captures.h"
#include "doubles/devices.h"
#include "doubles/ioports_file.h"
#include "doubles/simulated.h"
#include "doubles/syscalls.h"
#include "doubles/sysfs.h"
#include "test.h"

#include <errno.h>
#include <stdio.h>

static void each_owner_is_named_within_those_that_hold_it(void **state)
{
	(void)state;
	ioports_file_put(capture_server);
	sysfs_add("pci/devices/0000:01:00.0", "megaraid_sas");
	sysfs_add("pnp/devices/00:04", NULL);
	assert_says("ior8 -n 0x2000 0xd00 0xcf8 0x500", 0,
		    "ior8 0x2000: single bytes, owner PCI Bus 0000:00 > PCI Bus "
		    "0000:01 > 0000:01:00.0 (megaraid_sas) > megaraid_sas\n"
		    "    read from 0x2000, 8 bits\n"
		    "ior8 0xd00: single bytes, no owner\n"
		    "    read from 0xd00, 8 bits\n"
		    "ior8 0xcf8: single bytes, owner PCI conf1\n"
		    "    read from 0xcf8, 8 bits\n"
		    "ior8 0x500: single bytes, owner PCI Bus 0000:00 > pnp 00:04\n"
		    "    read from 0x500, 8 bits\n",
		    "");
}

static void a_driver_that_can_t_be_seen_is_unknown(void **state)
{
	(void)state;
	ioports_file_put(capture_server);
	assert_says("ior8 -n 0x90ff", 0,
		    "ior8 0x90ff: single bytes, owner PCI Bus 0000:80 > PCI Bus "
		    "0000:81 > 0000:81:00.0 (driver unknown)\n"
		    "    read from 0x90ff, 8 bits\n",
		    "");
}

static void each_innermost_owner_of_several_bytes_is_named(void **state)
{
	(void)state;
	ioports_file_put(capture_server);
	assert_says("ior16 -n 0x60", 0,
		    "ior16 0x60: single bytes, owner PCI Bus 0000:00 > keyboard, PCI Bus "
		    "0000:00 > PNP0800:00 (driver unknown)\n"
		    "    read from 0x60, 8 bits\n"
		    "    read from 0x61, 8 bits\n",
		    "");
}

static void each_access_to_a_register_has_its_owner(void **state)
{
	(void)state;
	ioports_file_put(capture_server);
	assert_says("ior8 -n -I 0x2f7 2", 0,
		    "ior8 -I 0x2f7,0x2f8 0x2: single bytes, 0x2f7 owner PCI Bus "
		    "0000:00, 0x2f8 owner PCI Bus 0000:00 > serial\n"
		    "    write 0x02 to 0x2f7, 8 bits\n"
		    "    read from 0x2f8, 8 bits\n",
		    "");
}

static void a_controller_s_register_takes_its_handshake(void **state)
{
	(void)state;
	ioports_file_put(capture_server);
	assert_says("ior8 -n --ec 0x81", 0,
		    "ior8 --ec=0x66,0x62 0x81: single bytes, 0x66 owner PCI Bus "
		    "0000:00, 0x62 owner PCI Bus 0000:00\n"
		    "    read from 0x66, 8 bits\n"
		    "    ... until it is 0x00:0x02\n"
		    "    write 0x80 to 0x66, 8 bits\n"
		    "    read from 0x66, 8 bits\n"
		    "    ... until it is 0x00:0x02\n"
		    "    write 0x81 to 0x62, 8 bits\n"
		    "    read from 0x66, 8 bits\n"
		    "    ... until it is 0x01:0x01\n"
		    "    read from 0x62, 8 bits\n",
		    "");
}

static void whose_a_port_is_can_be_unknown(void **state)
{
	(void)state;
	assert_says("ior8 -n 0x80", 0,
		    "ior8 0x80: single bytes, owner unknown\n"
		    "    read from 0x80, 8 bits\n",
		    "");
	ioports_file_put(capture_pc_zeros);
	assert_says("ior8 -n 0x80", 0,
		    "ior8 0x80: single bytes, owner unknown\n"
		    "    read from 0x80, 8 bits\n",
		    "");
}

static void of_a_dump_only_the_way_is_told(void **state)
{
	(void)state;
	ioports_file_put(capture_server);
	assert_says("iodump8 -n 0x80+2", 0,
		    "iodump8 0x80-0x81: single bytes\n"
		    "    read from 0x80, 8 bits\n"
		    "    read from 0x81, 8 bits\n",
		    "");
}

static void a_port_without_a_way_is_refused_and_nothing_printed(void **state)
{
	char text[256];

	(void)state;
	ioports_file_put(capture_server);
	snprintf(text, sizeof(text),
		 "iow8: 0x80: %s; leave out -x, if the device takes single bytes\n",
		 arch.no_exact);
	assert_says("iow8 -n -x 0x80 1", 69, "", text);
	assert_says("iow8 -n -x -d /dev/port 0x80 1", 69, "", text);
}

static void an_access_past_a_bar_is_told_of_its_port(void **state)
{
	static const struct resource resources[RESOURCES] = { { 0xc000, 0xc001,
								IO_BAR } };
	struct devices devices;

	(void)state;
	ioports_file_put(capture_server);
	assert_int_equal(devices_make(&devices), 0);
	devices_add(&devices, "0000:00:03.0", resources);
	syscalls.pci_devices = devices.path;
	assert_says("ior32 -n -x -d /dev/port 0xc000", 64, "",
		    "ior32: 0xc000: the access is past the end of the PCI I/O BAR; check "
		    "the port and the width\n");
	devices_remove(&devices);
}

/* What is wrong with a device that was named is told of that. */
static void a_device_that_is_none_is_told_by_its_name(void **state)
{
	(void)state;
	assert_says("iow8 -n -d /nonexistent/x 0x80 1", 69, "",
		    "iow8: '/nonexistent/x': there is no such file; check the name: "
		    "there is no place for an ordinary file\n");
}

static void each_port_of_a_register_needs_a_way(void **state)
{
	static const struct resource resources[RESOURCES] = {
		{ 0xc000, 0xc01f, IO_BAR },
	};
	struct devices devices;
	char text[256];

	(void)state;
	assert_int_equal(devices_make(&devices), 0);
	devices_add(&devices, "0000:00:03.0", resources);
	syscalls.pci_devices = devices.path;
	snprintf(text, sizeof(text),
		 "iow8: 0xc020: %s; leave out -x, if the device takes single bytes\n",
		 arch.no_exact);
	assert_says("iow8 -n -x -I 0xc01f,0xc020 1 1", 69, "", text);
	devices_remove(&devices);
}

static void no_memory_is_no_unknown_owner(void **state)
{
	(void)state;
	ioports_file_put(capture_server);
	syscalls.fopen.error = ENOMEM;
	assert_says("ior8 -n 0x80", 71, "", "ior8: out of memory\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		spoken_test(each_owner_is_named_within_those_that_hold_it),
		spoken_test(a_driver_that_can_t_be_seen_is_unknown),
		spoken_test(each_innermost_owner_of_several_bytes_is_named),
		spoken_test(each_access_to_a_register_has_its_owner),
		spoken_test(a_controller_s_register_takes_its_handshake),
		spoken_test(whose_a_port_is_can_be_unknown),
		spoken_test(of_a_dump_only_the_way_is_told),
		spoken_test(a_port_without_a_way_is_refused_and_nothing_printed),
		spoken_test(an_access_past_a_bar_is_told_of_its_port),
		spoken_test(a_device_that_is_none_is_told_by_its_name),
		spoken_test(each_port_of_a_register_needs_a_way),
		spoken_test(no_memory_is_no_unknown_owner),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
