/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What says which remedy is possible: look_at_surroundings(). */
#include "diagnosis/look.h"
#include "doubles/simulated.h"
#include "doubles/syscalls.h"
#include "test.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct surroundings look_around(const char *path)
{
	const struct subject subject = { .path = path };
	struct surroundings surroundings;
	int before = syscalls_descriptors();

	memset(&surroundings, 0x5a, sizeof(surroundings));
	syscalls.opened_elsewhere = syscalls.opened_inheritable = false;
	look_at_surroundings(&subject, &surroundings);
	assert_int_equal(syscalls_descriptors(), before);
	assert_false(syscalls.opened_elsewhere);
	assert_false(syscalls.opened_inheritable);
	return surroundings;
}

static const char *put(const struct simulated *file, const char *bytes, size_t length)
{
	FILE *stream = fopen(file->path, "w");

	assert_non_null(stream);
	assert_int_equal(fwrite(bytes, 1, length, stream), length);
	fclose(stream);
	return file->path;
}

static void where_nothing_can_be_seen_nothing_is_said_of_it(void **state)
{
	struct surroundings surroundings;

	(void)state;
	syscalls.user = 1000;
	surroundings = look_around("/nonexistent/x");
	assert_false(surroundings.is_root);
	assert_false(surroundings.is_secure_boot);
	assert_false(surroundings.is_locked_by_parameter);
	assert_false(surroundings.is_devtmpfs);
	assert_false(surroundings.has_directory);
	syscalls.user = 0;
	assert_true(look_around("/nonexistent/x").is_root);
}

static void lockdown_can_be_a_parameter_of_the_kernel(void **state)
{
	static const struct {
		const char *line;
		bool is;
	} rows[] = {
		{ "lockdown=integrity\n", true },
		{ "quiet lockdown=confidentiality", true },
		{ "BOOT_IMAGE=/vmlinuz lockdown= ro\n", true },
		{ "quiet\n", false },
		{ "xlockdown=integrity no.lockdown=1\n", false },
		{ "lockdown\n", false },
		{ "", false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		syscalls.cmdline = put(*state, rows[i].line, strlen(rows[i].line));
		assert_int_equal(look_around("/").is_locked_by_parameter, rows[i].is);
	}
}

/* Attributes first, and then the value. */
static void secure_boot_is_a_variable_of_the_firmware(void **state)
{
	syscalls.secure_boot = put(*state, "\x06\0\0\0\x01", 5);
	assert_true(look_around("/").is_secure_boot);
	put(*state, "\x06\0\0\0\0", 5);
	assert_false(look_around("/").is_secure_boot);
	put(*state, "\x01\x01\x01\x01", 4);
	assert_false(look_around("/").is_secure_boot);
}

static void a_dev_of_ones_own_is_another_file_system(void **state)
{
	static const struct {
		const char *mounts;
		bool is;
	} rows[] = {
		{ "devtmpfs /dev devtmpfs rw,relatime,mode=755 0 0\n", true },
		{ "sysfs /sys sysfs rw 0 0\nudev /dev devtmpfs rw 0 0\n"
		  "devpts /dev/pts devpts rw 0 0\ntmpfs /dev/shm tmpfs rw 0 0\n",
		  true },
		{ "tmpfs /dev tmpfs rw,nosuid 0 0\n", false },
		/* Over the other: what PrivateDevices= does. */
		{ "udev /dev devtmpfs rw 0 0\ntmpfs /dev tmpfs rw 0 0\n", false },
		{ "tmpfs /dev tmpfs rw 0 0\nudev /dev devtmpfs rw 0 0\n", true },
		{ "udev /mnt/dev devtmpfs rw 0 0\n/dev /device devtmpfs rw 0 0\n",
		  false },
		/* No lines of mounts. */
		{ "udev /dev devtmpfs rw 0 0\nx /x ext4 rw 0 0\nudev /dev\n\nudev\n",
		  true },
		{ "", false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		syscalls.mounts = put(*state, rows[i].mounts, strlen(rows[i].mounts));
		assert_int_equal(look_around("/").is_devtmpfs, rows[i].is);
	}
}

static void a_file_can_be_made_in_a_directory(void **state)
{
	const struct simulated *device = *state;
	char path[100];

	assert_true(look_around("/x").has_directory);
	assert_true(look_around("/tmp/x").has_directory);
	assert_true(look_around("x").has_directory);
	assert_false(look_around("").has_directory);
	assert_false(look_around("/tmp/no such directory/x").has_directory);
	assert_false(look_around("/tmp/no such directory/").has_directory);
	snprintf(path, sizeof(path), "%s/x", device->path);
	assert_false(look_around(path).has_directory);
}

static void a_file_with_a_name_that_is_too_long_can_t_be_made(void **state)
{
	static char path[PATH_MAX + 1];

	(void)state;
	memset(path, '/', sizeof(path) - 1);
	assert_false(look_around(path).has_directory);
	path[PATH_MAX - 1] = '\0';
	assert_true(look_around(path).has_directory);
}

/* It would be taken for a device. The roots of /proc and /sys have its number of an
 * inode, mostly. */
static void a_file_in_dev_is_not_to_be_made(void **state)
{
	(void)state;
	assert_false(look_around("/dev/x").has_directory);
	assert_false(look_around("/dev/shm/../x").has_directory);
	assert_true(look_around("/dev/shm/x").has_directory);
	assert_true(look_around("/proc/x").has_directory);
	assert_true(look_around("/sys/x").has_directory);

	/* The second is that of /dev. */
	syscalls.stat = (struct call){ .error = ENOENT, .after = 1 };
	assert_true(look_around("/dev/x").has_directory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		simulated_test(where_nothing_can_be_seen_nothing_is_said_of_it),
		simulated_test(lockdown_can_be_a_parameter_of_the_kernel),
		simulated_test(secure_boot_is_a_variable_of_the_firmware),
		simulated_test(a_dev_of_ones_own_is_another_file_system),
		simulated_test(a_file_can_be_made_in_a_directory),
		simulated_test(a_file_with_a_name_that_is_too_long_can_t_be_made),
		simulated_test(a_file_in_dev_is_not_to_be_made),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
