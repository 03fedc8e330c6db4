/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* /proc/ioports: its entries, and which ports its top level covers. */
#include "system/ioports.h"

#include "doubles/captures.h"
#include "doubles/ioports_file.h"
#include "doubles/syscalls.h"
#include "iospace.h"
#include "test.h"

#include <errno.h>
#include <string.h>

struct range {
	uint32_t first, last;
};

/* Each port by itself: covered are those of the ranges, and no others. */
static void assert_covers(const char *text, const struct range *ranges, size_t count)
{
	struct ioports ports = ioports_text(text);

	for (uint32_t port = 0; port < IOSPACE_PORTS; port++) {
		bool expected = false;

		for (size_t i = 0; i < count; i++)
			expected |= ranges[i].first <= port && port <= ranges[i].last;
		if (ioports_covers(&ports, port, 1) != expected)
			fail_msg("port 0x%x of\n%s", port, text);
	}
	ioports_free(&ports);
}

static const struct range everything[] = { { 0, 65535 } };

static void the_windows_of_a_pc_cover_every_port(void **state)
{
	(void)state;
	assert_covers(capture_pc, everything, COUNT(everything));
	assert_covers(capture_q35, everything, COUNT(everything));
	assert_covers(capture_bridges, everything, COUNT(everything));
}

static void a_hole_between_the_windows_of_a_server_is_not_covered(void **state)
{
	static const struct range ranges[] = { { 0, 0xcff }, { 0x1000, 0xffff } };

	(void)state;
	assert_covers(capture_server, ranges, COUNT(ranges));
}

static void the_window_of_arm64_covers_every_port(void **state)
{
	(void)state;
	assert_covers(capture_arm64, everything, COUNT(everything));
	assert_covers(capture_virt, everything, COUNT(everything));
}

static void a_window_covers_its_own_ports_only(void **state)
{
	static const struct range above[] = { { 0x1000, 0xffff } };
	static const struct range one_port[] = { { 0x80, 0x80 } };
	static const struct range two[] = { { 0, 0x7f }, { 0x100, 0x1ff } };

	(void)state;
	assert_covers(capture_arm64_above_0, above, COUNT(above));
	assert_covers("0080-0080 : one\n", one_port, COUNT(one_port));
	assert_covers("0000-007f : a\n0100-01ff : b\n", two, COUNT(two));
	assert_covers("0100-01ff : b\n0000-007f : a\n", two, COUNT(two));
}

static void a_window_past_the_last_port_covers_up_to_it(void **state)
{
	static const struct range top[] = { { 0xff00, 0xffff } };

	(void)state;
	assert_covers("00000000-00ffffff : PCI I/O\n", everything, COUNT(everything));
	assert_covers("0000ff00-0001ffff : PCI I/O\n", top, COUNT(top));
	assert_covers("00010000-0001ffff : PCI I/O\n", NULL, 0);
	assert_covers("100000000-10000ffff : PCI I/O\n", NULL, 0);
}

static void an_empty_file_covers_nothing(void **state)
{
	(void)state;
	assert_covers("", NULL, 0);
	assert_covers("\n", NULL, 0);
}

static void zeros_for_an_unprivileged_reader_cover_nothing(void **state)
{
	(void)state;
	assert_covers(capture_pc_zeros, NULL, 0);
	assert_covers(capture_arm64_zeros, NULL, 0);
	assert_covers("0000-0000 : dma1\n", NULL, 0);
	assert_covers("00000000-00000000 : dma1\n", NULL, 0);
}

static void zeros_alone_are_addresses_that_are_hidden(void **state)
{
	static const struct {
		const char *text;
		bool are_hidden;
	} rows[] = {
		{ capture_pc_zeros, true },
		{ capture_arm64_zeros, true },
		{ "0000-0000 : dma1\n", true },
		{ "00000000-00000000 : dma1", true },
		{ capture_pc, false },
		{ capture_q35, false },
		{ capture_bridges, false },
		{ capture_server, false },
		{ capture_arm64, false },
		{ capture_virt, false },
		{ capture_arm64_above_0, false },
		{ "0000-0000 : one port\n0001-0001 : another\n", false },
		{ "0000-0000 : one port\n  0000-0001 : another\n", false },
		{ "0080-0080 : one port\n0000-0000 : another\n", false },
		{ "", false },
		{ "\n", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct ioports ports = ioports_text(rows[i].text);

		if (ioports_are_hidden(&ports) != rows[i].are_hidden)
			fail_msg("%s", rows[i].text);
		ioports_free(&ports);
	}
}

static void an_entry_below_the_top_level_covers_nothing(void **state)
{
	(void)state;
	assert_covers("  0000-001f : dma1\n", NULL, 0);
	assert_covers("    00001000-0000ffff : serial\n", NULL, 0);
	assert_covers(" 0000-001f : dma1\n", NULL, 0);

	/* Nor does it where the entry above it does not hold it. */
	assert_covers("0000-0000 : hidden\n  0000-ffff : shown\n", NULL, 0);
}

static void a_name_may_hold_anything(void **state)
{
	static const struct range pair[] = { { 0x10, 0x1f }, { 0x40, 0x4f } };

	(void)state;
	assert_covers("0010-001f : a : b\n0040-004f : 0050-005f : c\n", pair,
		      COUNT(pair));
	assert_covers("0010-001f : x-y - z\n0040-004f : -\n", pair, COUNT(pair));
	assert_covers("0010-001f : \n0040-004f : <BAD>\n", pair, COUNT(pair));
	assert_covers("0010-001f :   0000-ffff : indented\n0040-004f : %s%n\n", pair,
		      COUNT(pair));
	assert_covers("0010-001f : \xff\xfe\x80\n0040-004f : \x1b[31m\n", pair,
		      COUNT(pair));
}

static void a_name_does_nothing_to_a_terminal(void **state)
{
	struct ioports ports = ioports_text("0010-001f : a\x1b[31m\x9b\x7f~ b\tc\n");

	(void)state;
	assert_string_equal(ports.entries[0].name, "a?[31m??~ b?c");
	ioports_free(&ports);
}

static void the_last_line_may_lack_its_end(void **state)
{
	static const struct range pair[] = { { 0x10, 0x1f }, { 0x40, 0x4f } };

	(void)state;
	assert_covers("0010-001f : a\n0040-004f : b", pair, COUNT(pair));
}

static void a_line_that_is_no_entry_is_passed_over(void **state)
{
	static const struct range pair[] = { { 0x10, 0x1f }, { 0x40, 0x4f } };
	static const char *const lines[] = {
		"", "-", "0000", "0000-", "-ffff : a", "ports:", "PCI Bus 0000:00", ": a",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		char text[128];

		snprintf(text, sizeof(text), "0010-001f : a\n%s\n0040-004f : b\n",
			 lines[i]);
		assert_covers(text, pair, COUNT(pair));
	}
}

static void a_long_line_is_one_line(void **state)
{
	static const struct range one[] = { { 0x10, 0x1f } };
	static char text[100000] = "0010-001f : ";
	size_t length = strlen(text);

	(void)state;
	while (length + sizeof("0000-ffff ") < sizeof(text))
		length += (size_t)sprintf(text + length, "0000-ffff ");
	assert_covers(text, one, COUNT(one));
}

static void an_access_is_covered_if_each_of_its_ports_is(void **state)
{
	static const struct {
		uint32_t port, size;
		bool is_covered;
	} rows[] = {
		{ 0x1000, 1, true },
		{ 0x1000, 2, true },
		{ 0x1000, 4, true },
		{ 0x0fff, 1, false },
		{ 0x0fff, 2, false },
		{ 0x0ffd, 4, false },
		{ 0x0ffe, 4, false },
		{ 0x10fc, 4, true },
		{ 0x10ff, 1, true },
		{ 0x10fe, 2, true },
		{ 0x10ff, 2, false },
		{ 0x10fd, 4, false },
		{ 0x10ff, 4, false },
		{ 0x1100, 1, false },
		{ 0x11ff, 2, false },
		/* The second and the third are adjacent, in either order. */
		{ 0x20ff, 2, true },
		{ 0x20fd, 4, true },
		{ 0x20fe, 4, true },
		{ 0x20ff, 4, true },
		{ 0x21ff, 1, true },
		{ 0x21ff, 2, false },
		/* A hole of one port between the third and the fourth. */
		{ 0x22fe, 4, false },
		{ 0x22ff, 4, false },
		{ 0x21fe, 4, false },
		{ 0x2201, 2, true },
	};
	struct ioports ports = ioports_text("00001000-000010ff : first\n"
					    "00002100-000021ff : second\n"
					    "00002000-000020ff : third\n"
					    "00002201-000022ff : fourth\n");

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		if (ioports_covers(&ports, rows[i].port, rows[i].size) !=
		    rows[i].is_covered)
			fail_msg("port 0x%x, size %u", rows[i].port, rows[i].size);
	ioports_free(&ports);
}

static ssize_t fail_to_read(void *cookie, char *bytes, size_t length)
{
	const char **text = cookie;

	(void)length;
	if (!*text) {
		errno = EIO;
		return -1;
	}
	strcpy(bytes, *text);
	*text = NULL;
	return (ssize_t)strlen(bytes);
}

/* What has not been read might have been a window, but nothing says so. */
static void an_error_of_the_file_is_eio_and_gives_nothing(void **state)
{
	static const char *const texts[] = { NULL, "0000-ffff : a\n", "0000-ffff : a" };

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		const char *text = texts[i];
		FILE *file = fopencookie(&text, "r",
					 (cookie_io_functions_t){ .read = fail_to_read });
		struct ioports ports = { NULL, 42 };

		assert_int_equal(ioports_read(file, &ports), -EIO);
		assert_null(ports.entries);
		assert_int_equal(ports.count, 42);
		fclose(file);
	}
}

static void no_memory_is_enomem_and_gives_nothing(void **state)
{
	static char text[] = "0000-00ff : a\n0100-01ff : b\n";
	FILE *file = fmemopen(text, strlen(text), "r");
	struct ioports ports = { NULL, 42 };

	(void)state;
	syscalls.reallocarray.error = ENOMEM;
	assert_int_equal(ioports_read(file, &ports), -ENOMEM);
	assert_int_equal(syscalls.reallocarray.count, 1);
	assert_null(ports.entries);
	assert_int_equal(ports.count, 42);
	fclose(file);
}

static void what_was_freed_covers_nothing(void **state)
{
	struct ioports ports = ioports_text(capture_pc);

	(void)state;
	ioports_free(&ports);
	assert_false(ioports_covers(&ports, 0x80, 1));
	assert_false(ioports_are_hidden(&ports));
	ioports_free(&ports);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		syscalls_test(the_windows_of_a_pc_cover_every_port),
		syscalls_test(a_hole_between_the_windows_of_a_server_is_not_covered),
		syscalls_test(the_window_of_arm64_covers_every_port),
		syscalls_test(a_window_covers_its_own_ports_only),
		syscalls_test(a_window_past_the_last_port_covers_up_to_it),
		syscalls_test(an_empty_file_covers_nothing),
		syscalls_test(zeros_for_an_unprivileged_reader_cover_nothing),
		syscalls_test(zeros_alone_are_addresses_that_are_hidden),
		syscalls_test(an_entry_below_the_top_level_covers_nothing),
		syscalls_test(a_name_may_hold_anything),
		syscalls_test(a_name_does_nothing_to_a_terminal),
		syscalls_test(the_last_line_may_lack_its_end),
		syscalls_test(a_line_that_is_no_entry_is_passed_over),
		syscalls_test(a_long_line_is_one_line),
		syscalls_test(an_access_is_covered_if_each_of_its_ports_is),
		syscalls_test(an_error_of_the_file_is_eio_and_gives_nothing),
		syscalls_test(no_memory_is_enomem_and_gives_nothing),
		syscalls_test(what_was_freed_covers_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
