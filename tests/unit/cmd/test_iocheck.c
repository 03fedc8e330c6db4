/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* iocheck on machines that tests of the command itself do not run on. */
#include "cmd/spoken.h"
#include "doubles/devices.h"
#include "doubles/processor.h"
#include "doubles/simulated.h"
#include "doubles/syscalls.h"
#include "test.h"

#include <errno.h>
#include <string.h>

/* An x86 kernel without ioperm(2), where the ports of a PCI device have a file. */
static struct devices devices;

static int bar_setup(void **state)
{
	static const struct resource resources[RESOURCES] = {
		{ 0xc000, 0xc01f, IO_BAR },
	};

	if (simulated_setup_port(state) < 0 || devices_make(&devices) < 0)
		return -1;
	devices_add(&devices, "0000:00:03.0", resources);
	devices_map_bar(&devices, "0000:00:03.0", 0, 0x20);
	syscalls.pci_devices = devices.path;
	processor = (struct processor){ .has_ioperm = false };
	return 0;
}

static int bar_teardown(void **state)
{
	devices_remove(&devices);
	return simulated_teardown(state);
}

static void the_port_device_has_a_table_and_an_object(void **state)
{
	(void)state;
	assert_says("iocheck", 0,
		    "kernel support     ok       /sys/class/mem/null: No such file "
		    "or directory; it\n"
		    "                            was opened\n"
		    "device node        ok       stat(2): character device 1:4\n"
		    "file permission    ok       mode 0600, owner 0:0; user 0:0 may "
		    "read and write\n"
		    "capability         ok       capget(2): CAP_SYS_RAWIO "
		    "permitted\n"
		    "user namespace     ok       /proc/self/ns/user: No such file "
		    "or directory; it\n"
		    "                            was opened\n"
		    "lockdown           ok       /sys/kernel/security/lockdown: No "
		    "such file or\n"
		    "                            directory; it was opened\n"
		    "device cgroup      ok       faccessat(2): reading allowed, "
		    "writing allowed\n"
		    "seccomp            ok       prctl(PR_GET_SECCOMP): Invalid "
		    "argument; it was\n"
		    "                            opened\n"
		    "security module    ok       /sys/kernel/security/lsm: No such "
		    "file or directory;\n"
		    "                            /proc/self/attr/current: No such "
		    "file or directory;\n"
		    "                            it was opened\n"
		    "ioperm (-x)        unknown  ioperm(2): not tried, as a filter "
		    "could end this\n"
		    "                            process\n"
		    "PCI I/O BARs (-x)  ok       "
		    "/sys/bus/pci/devices/0000:00:03.0/resource0: 0xc000\n"
		    "                            to 0xc01f\n"
		    "NoNewPrivs         ok       prctl(PR_GET_NO_NEW_PRIVS): "
		    "Invalid argument; it was\n"
		    "                            opened\n"
		    "/dev/port: port I/O works\n",
		    "");
	assert_says("iocheck --json", 0,
		    "{\"device\": \"/dev/port\", \"exact\": false, \"exit\": 0, "
		    "\"message\": \"\", \"conditions\": [\n"
		    "  {\"name\": \"kernel support\", \"answer\": \"ok\", "
		    "\"evidence\": \"/sys/class/mem/null: No such file or "
		    "directory; it was opened\", \"remedy\": \"\"},\n"
		    "  {\"name\": \"device node\", \"answer\": \"ok\", "
		    "\"evidence\": \"stat(2): character device 1:4\", \"remedy\": "
		    "\"\"},\n"
		    "  {\"name\": \"file permission\", \"answer\": \"ok\", "
		    "\"evidence\": \"mode 0600, owner 0:0; user 0:0 may read and "
		    "write\", \"remedy\": \"\"},\n"
		    "  {\"name\": \"capability\", \"answer\": \"ok\", \"evidence\": "
		    "\"capget(2): CAP_SYS_RAWIO permitted\", \"remedy\": \"\"},\n"
		    "  {\"name\": \"user namespace\", \"answer\": \"ok\", "
		    "\"evidence\": \"/proc/self/ns/user: No such file or directory; "
		    "it was opened\", \"remedy\": \"\"},\n"
		    "  {\"name\": \"lockdown\", \"answer\": \"ok\", \"evidence\": "
		    "\"/sys/kernel/security/lockdown: No such file or directory; it "
		    "was opened\", \"remedy\": \"\"},\n"
		    "  {\"name\": \"device cgroup\", \"answer\": \"ok\", "
		    "\"evidence\": \"faccessat(2): reading allowed, writing "
		    "allowed\", \"remedy\": \"\"},\n"
		    "  {\"name\": \"seccomp\", \"answer\": \"ok\", \"evidence\": "
		    "\"prctl(PR_GET_SECCOMP): Invalid argument; it was opened\", "
		    "\"remedy\": \"\"},\n"
		    "  {\"name\": \"security module\", \"answer\": \"ok\", "
		    "\"evidence\": \"/sys/kernel/security/lsm: No such file or "
		    "directory; /proc/self/attr/current: No such file or directory; "
		    "it was opened\", \"remedy\": \"\"},\n"
		    "  {\"name\": \"ioperm\", \"answer\": \"unknown\", "
		    "\"evidence\": \"ioperm(2): not tried, as a filter could end "
		    "this process\", \"remedy\": \"\"},\n"
		    "  {\"name\": \"PCI I/O BARs\", \"answer\": \"ok\", "
		    "\"evidence\": \"/sys/bus/pci/devices/0000:00:03.0/resource0: "
		    "0xc000 to 0xc01f\", \"remedy\": \"\"},\n"
		    "  {\"name\": \"NoNewPrivs\", \"answer\": \"ok\", \"evidence\": "
		    "\"prctl(PR_GET_NO_NEW_PRIVS): Invalid argument; it was "
		    "opened\", \"remedy\": \"\"}\n"
		    "]}\n",
		    "");
}

static void an_exact_access_to_a_bar_is_enough(void **state)
{
	(void)state;
	assert_says("iocheck -q -x", 0, "", "");
	syscalls.lockdown = "/nonexistent";
	assert_says("iocheck -q -x", 0, "", "");
}

/* The kernel refuses a write to the file then, and lets it be opened. */
static void a_bar_is_of_no_use_where_the_kernel_is_locked_down(void **state)
{
	struct simulated *device = *state;

	strcpy((char *)device->ports, "none [integrity] confidentiality\n");
	syscalls.lockdown = device->path;
	syscalls.open = (struct call){ .error = EPERM, .times = 1 };
	assert_says(
		"iocheck -q -x", 77, "",
		"iocheck: 0x0: the kernel is locked down; boot without what locked it "
		"down, which 'dmesg | grep -i lockdown' names, or do without\n");
}

static void a_bar_s_file_that_can_t_be_opened_is_why(void **state)
{
	(void)state;
	syscalls.user = 1000;
	syscalls.write_error = EACCES;
	assert_says(
		"iocheck -q -x", 77, "",
		"iocheck: 0x0: can't open the resource file of its PCI I/O BAR: "
		"Permission denied; run it as root, or see PRIVILEGES in iospace(7)\n");
	syscalls.user = 0;
	assert_says("iocheck -q -x", 77, "",
		    "iocheck: 0x0: can't open the resource file of its PCI I/O BAR: "
		    "Permission denied; see the audit log, with 'ausearch -m avc' or "
		    "'dmesg | grep audit:', and let its policy allow it\n");
	syscalls.write_error = EROFS;
	assert_says("iocheck -q -x", 69, "",
		    "iocheck: 0x0: can't open the resource file of its PCI I/O BAR: "
		    "Read-only file system; mount it writable, in systemd without "
		    "ProtectSystem= or ProtectKernelTunables=\n");
}

static void without_ioperm_and_without_a_bar_there_is_no_exact_access(void **state)
{
	(void)state;
	syscalls.pci_devices = "/nonexistent";
	assert_says("iocheck -q -x", 69, "",
		    "iocheck: 0x0: there is no access of the full width to this port: "
		    "the kernel has no ioperm (CONFIG_X86_IOPL_IOPERM), and the port is "
		    "in no PCI I/O BAR or in several; leave out -x, if the device takes "
		    "single bytes\n");
}

static void a_policy_that_forbids_the_lock_is_found(void **state)
{
	static const char refused[] =
		"iocheck: can't lock the I/O ports: a security module, such as SELinux "
		"or AppArmor, refuses it; see the audit log, with 'ausearch -m avc' or "
		"'dmesg | grep audit:', and let its policy allow it\n";
	const struct simulated *device = *state;

	syscalls.seccomp = 0;
	syscalls.flock.error = EACCES;
	assert_says("iocheck -q", 77, "", refused);
	assert_says("iocheck -q -x", 77, "", refused);
	/* /proc/ioports stands in for a device that is missing. */
	syscalls.ioports = device->path;
	processor.has_ioperm = true;
	syscalls.port = NULL;
	assert_says("iocheck -q -x", 77, "", refused);
	syscalls.flock.error = 0;
	assert_says("iocheck -q -x", 0, "", "");
}

/* Whoever waits for it would see that it is taken. */
static void a_device_that_is_there_is_unlocked_and_never_locked(void **state)
{
	(void)state;
	processor.has_ioperm = true;
	syscalls.seccomp = 0;
	syscalls.flock = (struct call){ .error = EACCES, .after = 1 };
	assert_says("iocheck -q", 0, "", "");
	assert_says("iocheck -q -x", 0, "", "");
}

static void without_memory_nothing_is_found(void **state)
{
	(void)state;
	for (int n = 0; n < 2; n++) {
		syscalls.calloc = (struct call){ .error = ENOMEM, .after = n };
		assert_says("iocheck", 71, "", "iocheck: out of memory\n");
	}
}

#define bar_test(function) \
	cmocka_unit_test_setup_teardown(function, bar_setup, bar_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		bar_test(the_port_device_has_a_table_and_an_object),
		bar_test(an_exact_access_to_a_bar_is_enough),
		bar_test(a_bar_is_of_no_use_where_the_kernel_is_locked_down),
		bar_test(a_bar_s_file_that_can_t_be_opened_is_why),
		bar_test(without_ioperm_and_without_a_bar_there_is_no_exact_access),
		bar_test(a_policy_that_forbids_the_lock_is_found),
		bar_test(a_device_that_is_there_is_unlocked_and_never_locked),
		bar_test(without_memory_nothing_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
