/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* pcibar_find(): which PCI device's I/O BAR holds a port. */
#include "access/pcibar.h"

#include "doubles/devices.h"
#include "doubles/syscalls.h"
#include "test.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

static struct devices devices;

/* A double of readdir(3). */
static struct call readdirs;

__typeof__(readdir) __wrap_readdir, __real_readdir64;
__typeof__(readdir) __wrap_readdir64 __attribute__((alias("__wrap_readdir")));

struct dirent *__wrap_readdir(DIR *directory)
{
	return call_fails(&readdirs) ? NULL : __real_readdir64(directory);
}

static int devices_setup(void **state)
{
	int r = syscalls_setup(state);

	readdirs = (struct call){ 0 };

	return r < 0 ? r : devices_make(&devices);
}

static int devices_teardown(void **state)
{
	devices_remove(&devices);
	return syscalls_teardown(state);
}

#define pcibar_test(function) \
	cmocka_unit_test_setup_teardown(function, devices_setup, devices_teardown)

static void assert_found_within(uint32_t first, uint32_t last,
				const struct resource *resource, const char *file)
{
	struct pcibar bar;
	char path[PATH_MAX];

	assert_int_equal(pcibar_find(devices.path, first, last, &bar), 0);
	assert_int_equal(bar.first, resource->first);
	assert_int_equal(bar.last, resource->last);
	snprintf(path, sizeof(path), "%s/%s", devices.path, file);
	assert_string_equal(bar.path, path);
}

static void assert_found(uint16_t port, const struct resource *resource, const char *file)
{
	assert_found_within(port, port, resource, file);
}

static void assert_none_within(uint32_t first, uint32_t last)
{
	struct pcibar bar;

	assert_int_equal(pcibar_find(devices.path, first, last, &bar), -EOPNOTSUPP);
}

static void assert_not_found(uint16_t port)
{
	assert_none_within(port, port);
}

static void each_io_bar_is_found_from_its_first_port_to_its_last(void **state)
{
	static const struct resource resources[RESOURCES] = {
		{ 0xc000, 0xc03f, IO_BAR }, { 0xc100, 0xc107, IO_BAR },
		{ 0xc080, 0xc083, IO_BAR }, { 0x0170, 0x0177, IO_BAR },
		{ 0xff00, 0xffff, IO_BAR }, { 0x0000, 0x0003, IO_BAR },
	};
	int before = syscalls_descriptors();

	(void)state;
	devices_add(&devices, "0000:00:03.0", resources);
	for (int i = 0; i < 6; i++) {
		const struct resource *resource = &resources[i];
		char file[64];

		snprintf(file, sizeof(file), "0000:00:03.0/resource%d", i);
		assert_found((uint16_t)resource->first, resource, file);
		assert_found((uint16_t)(resource->first + 1), resource, file);
		assert_found((uint16_t)resource->last, resource, file);
		if (resource->first > 0)
			assert_not_found((uint16_t)(resource->first - 1));
		if (resource->last < 0xffff)
			assert_not_found((uint16_t)(resource->last + 1));
	}
	assert_int_equal(syscalls_descriptors(), before);
}

static void the_device_is_found_among_others(void **state)
{
	static const char *const names[] = { "0000:00:00.0", "0000:00:1f.2",
					     "0000:00:1f.3", "0000:01:00.0",
					     "0001:80:00.7", "10000:e0:06.0" };

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		struct resource resources[RESOURCES] = {
			[1] = { 0xfebc0000, 0xfebdffff, MEMORY_BAR },
			[4] = { 0xd000 + 0x20 * i, 0xd01f + 0x20 * i, IO_BAR },
		};

		devices_add(&devices, names[i], resources);
	}
	for (size_t i = 0; i < COUNT(names); i++) {
		struct resource resource = { 0xd000 + 0x20 * i, 0xd01f + 0x20 * i,
					     IO_BAR };
		char file[64];

		snprintf(file, sizeof(file), "%s/resource4", names[i]);
		assert_found((uint16_t)(0xd000 + 0x20 * i + 4), &resource, file);
	}
	assert_not_found(0xcfff);
	assert_not_found((uint16_t)(0xd000 + 0x20 * COUNT(names)));
}

/* As on powerpc, where each host bridge has a port of this number. */
static void a_port_that_several_devices_show_is_in_no_bar(void **state)
{
	static const struct resource one[RESOURCES] = { { 0x0000, 0x0007, IO_BAR } };
	static const struct resource other[RESOURCES] = { { 0x0004, 0x000b, IO_BAR } };

	(void)state;
	devices_add(&devices, "0000:00:04.0", one);
	devices_add(&devices, "0001:00:04.0", other);
	assert_found(3, &one[0], "0000:00:04.0/resource0");
	assert_not_found(4);
	assert_not_found(7);
	assert_found(8, &other[0], "0001:00:04.0/resource0");
}

static void the_first_bar_with_any_of_several_ports_is_found(void **state)
{
	static const struct resource resources[RESOURCES] = {
		{ 0x0000, 0xffff, MEMORY_BAR },
		{ 0xd000, 0xd03f, IO_BAR },
		{ 0xc000, 0xc03f, IO_BAR },
		{ 0xd040, 0xd047, IO_BAR },
	};
	static const struct {
		uint32_t first, last;
		int number;
	} rows[] = {
		/* All or the end of one, what is within, and what is around. */
		{ 0xc000, 0xc03f, 2 },
		{ 0xbfff, 0xc000, 2 },
		{ 0xc03f, 0xc040, 2 },
		{ 0xc010, 0xc011, 2 },
		{ 0xbf00, 0xcfff, 2 },
		{ 0x0000, 0xc000, 2 },
		{ 0xd047, 0xffff, 3 },
		/* Of several: the first in the file, which is not the lowest. */
		{ 0x0000, 0xffff, 1 },
		{ 0xc03f, 0xd000, 1 },
		{ 0xd03f, 0xd040, 1 },
	};

	(void)state;
	devices_add(&devices, "0000:00:03.0", resources);
	for (size_t i = 0; i < COUNT(rows); i++) {
		char file[64];

		snprintf(file, sizeof(file), "0000:00:03.0/resource%d", rows[i].number);
		assert_found_within(rows[i].first, rows[i].last,
				    &resources[rows[i].number], file);
	}
	assert_none_within(0, 0xbfff);
	assert_none_within(0xc040, 0xcfff);
	assert_none_within(0xd048, 0xffff);
}

static void a_memory_bar_at_the_same_addresses_is_not_it(void **state)
{
	static const uint64_t flags[] = { MEMORY_BAR, 0x14220c, 0x46200, 0 };
	struct resource resources[RESOURCES] = { { 0 } };

	(void)state;
	for (size_t i = 0; i < COUNT(flags); i++)
		resources[i] = (struct resource){ 0x0000, 0xffff, flags[i] };
	devices_add(&devices, "0000:00:03.0", resources);
	assert_not_found(0);
	assert_not_found(0x80);
	assert_not_found(0xffff);

	/* Low bits of an address above say nothing. */
	resources[0] = (struct resource){ 0xfeb0c000, 0xfeb0c03f, IO_BAR };
	resources[5] = (struct resource){ 0x10000c000, 0x10000c03f, IO_BAR };
	devices_add(&devices, "0000:00:04.0", resources);
	assert_not_found(0xc000);
}

static void an_unused_bar_holds_no_port_0(void **state)
{
	static const struct resource none[RESOURCES] = { { 0 } };

	(void)state;
	devices_add(&devices, "0000:00:03.0", none);
	assert_not_found(0);
}

/* IORESOURCE_DISABLED and IORESOURCE_UNSET: the kernel found no place for it. */
static void a_bar_without_a_place_holds_no_port(void **state)
{
	static const struct resource resources[RESOURCES] = {
		{ 0x0000, 0x001f, IO_BAR | 0x20000000 },
		{ 0xc000, 0xc03f, IO_BAR | 0x10000000 },
		{ 0xd000, 0xd03f, IO_BAR | 0x30000000 },
	};

	(void)state;
	devices_add(&devices, "0000:00:03.0", resources);
	assert_not_found(0x0000);
	assert_not_found(0x001f);
	assert_not_found(0xc000);
	assert_not_found(0xd000);
}

/* The ROM, and the windows that a bridge passes on: not a port of its own. */
static void a_line_after_the_bars_is_none(void **state)
{
	(void)state;
	for (unsigned int i = 6; i < RESOURCES; i++) {
		struct resource resources[RESOURCES] = { { 0 } };
		char name[] = "0000:00:xx.0";

		resources[i] = (struct resource){ 0xc000, 0xcfff, IO_BAR };
		snprintf(name, sizeof(name), "0000:00:%02x.0", i);
		devices_add(&devices, name, resources);
		assert_not_found(0xc000);
		assert_not_found(0xc800);
	}
}

static void a_directory_that_is_missing_or_empty_has_no_bar(void **state)
{
	struct pcibar bar;

	(void)state;
	assert_not_found(0x80);
	assert_int_equal(pcibar_find("/nonexistent/devices", 0x80, 0x80, &bar),
			 -EOPNOTSUPP);
	assert_int_equal(pcibar_find("/dev/null", 0x80, 0x80, &bar), -EOPNOTSUPP);
}

static void a_search_that_fails_is_not_taken_for_no_bar(void **state)
{
	struct pcibar bar;

	(void)state;
	syscalls.opendir.error = EMFILE;
	assert_int_equal(pcibar_find(devices.path, 0x80, 0x80, &bar), -EMFILE);
	syscalls.opendir.error = 0;
	for (int after = 0; after < 3; after++) {
		readdirs = (struct call){ .error = EIO, .after = after };
		assert_int_equal(pcibar_find(devices.path, 0x80, 0x80, &bar), -EIO);
	}
}

/* As a directory in its place can't be read. */
static void a_resource_file_that_fails_is_not_taken_for_one_without_a_bar(void **state)
{
	struct pcibar bar;
	char path[64];

	(void)state;
	devices_add_text(&devices, "0000:00:01.0", NULL);
	snprintf(path, sizeof(path), "%s/0000:00:01.0/resource", devices.path);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(pcibar_find(devices.path, 0x80, 0x80, &bar), -EIO);
}

/* But a device that has gone meanwhile is, and what is found is found. */
static void a_device_that_cannot_be_read_is_not_taken_for_one_without_a_bar(void **state)
{
	static const struct resource good[RESOURCES] = { { 0xd000, 0xd03f, IO_BAR } };
	static const int errors[] = { EMFILE, ENOMEM, EACCES };
	struct pcibar bar;

	(void)state;
	devices_add(&devices, "0000:00:01.0", good);
	for (size_t i = 0; i < COUNT(errors); i++) {
		syscalls.fopen = (struct call){ .error = errors[i] };
		assert_int_equal(pcibar_find(devices.path, 0x80, 0x80, &bar), -errors[i]);
	}
	devices_add(&devices, "0000:00:02.0", good);
	/* Whether that comes before it or behind it. */
	for (int after = 0; after < 2; after++) {
		syscalls.fopen =
			(struct call){ .error = EMFILE, .after = after, .times = 1 };
		assert_int_equal(pcibar_find(devices.path, 0xd000, 0xd000, &bar), 0);
		assert_int_equal(bar.first, 0xd000);
	}
	syscalls.fopen = (struct call){ .error = ENOENT };
	assert_not_found(0xd000);
}

static void an_ill_formed_file_is_passed_over(void **state)
{
	static const char *const texts[] = {
		"",
		"\n\n\n",
		"garbage\n",
		"0x000000000000c000 0x000000000000c03f\n",
		"0x000000000000c000 0x000000000000c03f \n\n",
		"0x000000000000c000 0x000000000000c03f I/O\n",
		"0x000000000000d100 0x000000000000d103 0x0000000000040101\n"
		"0x000000000000c000 0x000000000000c03f\n",
		"x 0x000000000000c000 0x000000000000c03f 0x0000000000040101\n",
		NULL, /* no such file */
	};
	static const struct resource good[RESOURCES] = { { 0xd000, 0xd03f, IO_BAR } };

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		char name[] = "0000:00:00.0";

		snprintf(name, sizeof(name), "0000:00:0%zu.0", i);
		devices_add_text(&devices, name, texts[i]);
	}
	assert_not_found(0xc000);
	assert_not_found(0);

	/* Before one or after one in the directory. */
	devices_add(&devices, "0000:00:1f.0", good);
	assert_found(0xd000, &good[0], "0000:00:1f.0/resource0");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		pcibar_test(each_io_bar_is_found_from_its_first_port_to_its_last),
		pcibar_test(the_device_is_found_among_others),
		pcibar_test(a_port_that_several_devices_show_is_in_no_bar),
		pcibar_test(the_first_bar_with_any_of_several_ports_is_found),
		pcibar_test(a_memory_bar_at_the_same_addresses_is_not_it),
		pcibar_test(an_unused_bar_holds_no_port_0),
		pcibar_test(a_bar_without_a_place_holds_no_port),
		pcibar_test(a_line_after_the_bars_is_none),
		pcibar_test(a_directory_that_is_missing_or_empty_has_no_bar),
		pcibar_test(a_search_that_fails_is_not_taken_for_no_bar),
		pcibar_test(
			a_resource_file_that_fails_is_not_taken_for_one_without_a_bar),
		pcibar_test(
			a_device_that_cannot_be_read_is_not_taken_for_one_without_a_bar),
		pcibar_test(an_ill_formed_file_is_passed_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
