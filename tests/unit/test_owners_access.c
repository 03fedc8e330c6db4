/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iospace_owners(): which entries of /proc/ioports an access touches, and what can fail.
 */
#include "iospace.h"

#include "captures.h"
#include "ioports_file.h"
#include "syscalls.h"
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define ROOM 8

/* An owner that no entry makes. */
#define UNTOUCHED 42

static struct iospace_owner owners[ROOM];

static void forget_owners(void)
{
	memset(owners, UNTOUCHED, sizeof(owners));
}

/* That owners from the nth on are as they were. */
static void assert_untouched_from(size_t n)
{
	struct iospace_owner untouched[ROOM];

	memset(untouched, UNTOUCHED, sizeof(untouched));
	assert_memory_equal(owners + n, untouched + n,
			    sizeof(owners) - n * sizeof(owners[0]));
}

static void assert_fails(uint64_t address, uint32_t size, int error)
{
	forget_owners();
	assert_int_equal(iospace_owners(address, size, owners, ROOM), error);
	assert_untouched_from(0);
	assert_int_equal(iospace_owners(address, size, NULL, 0), error);
}

static void each_entry_that_an_access_touches_is_an_owner(void **state)
{
	/* Each name is one letter. */
	static const char text[] = "0100-01ff : w\n"
				   "  0100-0103 : a\n"
				   "  0104-0107 : b\n"
				   "    0107-0107 : c\n"
				   "  0109-0109 : d\n"
				   "fff0-1ffff : z\n";
	static const struct {
		uint16_t address;
		uint32_t size;
		const char *names;
	} rows[] = {
		/* The first port of a, then more of it. */
		{ 0x00fc, 4, "" },
		{ 0x00fd, 4, "wa" },
		{ 0x00ff, 1, "" },
		{ 0x00ff, 2, "wa" },
		{ 0x0100, 1, "wa" },
		{ 0x0100, 4, "wa" },
		/* The last port of a, with some of b. */
		{ 0x0103, 1, "wa" },
		{ 0x0103, 2, "wab" },
		{ 0x0103, 4, "wab" },
		{ 0x0104, 1, "wb" },
		{ 0x0104, 2, "wb" },
		{ 0x0104, 4, "wbc" },
		{ 0x0106, 1, "wb" },
		{ 0x0107, 1, "wbc" },
		/* The last port of b, and a hole. */
		{ 0x0107, 2, "wbc" },
		{ 0x0107, 4, "wbcd" },
		{ 0x0108, 1, "w" },
		{ 0x0108, 2, "wd" },
		{ 0x0106, 4, "wbcd" },
		{ 0x0109, 4, "wd" },
		{ 0x010a, 4, "w" },
		{ 0x01ff, 4, "w" },
		{ 0x0200, 1, "" },
		{ 0xffed, 4, "z" },
		{ 0xffec, 4, "" },
		{ 0xfffc, 4, "z" },
		{ 0xffff, 1, "z" },
	};

	(void)state;
	ioports_file_put(text);
	for (size_t i = 0; i < COUNT(rows); i++) {
		char names[ROOM + 1] = "";
		int count = iospace_owners(rows[i].address, rows[i].size, owners, ROOM);

		for (int n = 0; n < count; n++)
			names[n] = owners[n].name[0];
		if (count < 0 || strcmp(names, rows[i].names) != 0)
			fail_msg("0x%x, size %u: %d: %s", rows[i].address, rows[i].size,
				 count, names);
	}
}

static void port_0_has_owners_like_any_other(void **state)
{
	(void)state;
	ioports_file_put(capture_server);
	assert_int_equal(iospace_owners(0, 1, owners, ROOM), 2);
	assert_string_equal(owners[0].name, "PCI Bus 0000:00");
	assert_string_equal(owners[1].name, "dma1");
}

static void no_more_are_stored_than_there_is_room_for(void **state)
{
	static const char *const names[] = {
		"PCI Bus 0000:00", "PCI Bus 0000:01", "PCI Bus 0000:02",
		"PCI Bus 0000:03", "0000:03:00.0",    "igb",
	};

	(void)state;
	ioports_file_put(capture_server);
	for (size_t room = 0; room <= ROOM; room++) {
		size_t count = room < COUNT(names) ? room : COUNT(names);

		forget_owners();
		assert_int_equal(iospace_owners(0x3000, 4, owners, room), count);
		for (size_t i = 0; i < count; i++)
			assert_string_equal(owners[i].name, names[i]);
		assert_untouched_from(count);
	}
	assert_int_equal(iospace_owners(0x3000, 4, NULL, 0), 0);
}

static void hidden_addresses_are_enodata(void **state)
{
	const char *const texts[] = { capture_pc_zeros, capture_arm64_zeros,
				      "0000-0000 : dma1\n" };

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		ioports_file_put(texts[i]);
		assert_fails(0, 1, -ENODATA);
		assert_fails(0x60, 4, -ENODATA);
	}
}

/* Nor does it own port 0. */
static void an_entry_of_zeros_among_others_owns_nothing(void **state)
{
	(void)state;
	ioports_file_put("0000-0000 : hidden\n0000-001f : shown\n");
	assert_int_equal(iospace_owners(0, 1, owners, ROOM), 1);
	assert_string_equal(owners[0].name, "shown");
}

static void a_missing_file_is_enoent(void **state)
{
	(void)state;
	assert_fails(0x60, 1, -ENOENT);
	assert_int_equal(syscalls.fopen.count, 2);
}

static void a_file_that_cannot_be_read_is_an_error(void **state)
{
	static const int errors[] = { EACCES, EMFILE, ENOMEM };

	(void)state;
	ioports_file_put(capture_pc);
	for (size_t i = 0; i < COUNT(errors); i++) {
		syscalls.fopen.error = errors[i];
		assert_fails(0x60, 1, -errors[i]);
	}
	syscalls.fopen.error = 0;

	/* Not the entries before the one that there is no memory for. */
	syscalls.reallocarray = (struct call){ .error = ENOMEM, .after = 3 };
	forget_owners();
	assert_int_equal(iospace_owners(0x60, 1, owners, ROOM), -ENOMEM);
	assert_untouched_from(0);
}

static void an_empty_file_names_no_owner(void **state)
{
	(void)state;
	ioports_file_put("");
	assert_fails(0x60, 1, 0);
	ioports_file_put("\n");
	assert_fails(0, 4, 0);
}

static void a_wrong_size_or_range_is_refused_before_the_file_is_opened(void **state)
{
	static const struct {
		uint64_t address;
		uint32_t size;
		int error;
	} rows[] = {
		{ 0x80, 0, -EINVAL },
		{ 0x80, 3, -EINVAL },
		{ 0x80, 5, -EINVAL },
		{ 0x80, 8, -EINVAL },
		{ 0x80, UINT32_MAX, -EINVAL },
		{ 65536, 1, -ERANGE },
		{ 65535, 2, -ERANGE },
		{ 65533, 4, -ERANGE },
		{ UINT64_C(0x100000060), 1, -ERANGE },
		{ UINT64_MAX, 1, -ERANGE },
		{ UINT64_MAX - 3, 4, -ERANGE },
	};

	(void)state;
	ioports_file_put(capture_pc);
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_fails(rows[i].address, rows[i].size, rows[i].error);
	assert_int_equal(syscalls.fopen.count, 0);
}

static void a_long_name_is_cut(void **state)
{
	static const size_t lengths[] = { 62, 63, 64, 65, 127, 128, 1000, 100000 };
	static char name[100001], text[sizeof(name) + 128];
	const size_t most = sizeof(owners[0].name) - 1;

	(void)state;
	assert_int_equal(most, 63);
	for (size_t i = 0; i < COUNT(lengths); i++) {
		size_t length = lengths[i] < most ? lengths[i] : most;

		/* Not the same letter throughout, so that a shift would show. */
		for (size_t n = 0; n < lengths[i]; n++)
			name[n] = (char)('a' + n % 26);
		name[lengths[i]] = '\0';
		snprintf(text, sizeof(text),
			 "0060-0060 : %s\n  0060-0060 : next\n0061-0061 : last\n", name);
		ioports_file_put(text);

		forget_owners();
		assert_int_equal(iospace_owners(0x60, 2, owners, ROOM), 3);
		assert_int_equal(strlen(owners[0].name), length);
		assert_memory_equal(owners[0].name, name, length);
		assert_int_equal(owners[0].kind, IOSPACE_OWNER_DRIVER);
		assert_string_equal(owners[1].name, "next");
		assert_string_equal(owners[2].name, "last");
		assert_untouched_from(3);
	}
}

static void a_name_may_be_empty(void **state)
{
	static const char *const texts[] = {
		"0060-0060 : \n  0060-0060 : next\n",
		"0060-0060 :\n  0060-0060 : next\n",
		"0060-0060 :   \n  0060-0060 : next",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		ioports_file_put(texts[i]);
		assert_int_equal(iospace_owners(0x60, 1, owners, ROOM), 2);
		assert_string_equal(owners[0].name, "");
		assert_int_equal(owners[0].level, 0);
		assert_int_equal(owners[0].kind, IOSPACE_OWNER_DRIVER);
		assert_string_equal(owners[1].name, "next");
		assert_int_equal(owners[1].level, 1);
	}

	/* At the end of the file, too. */
	ioports_file_put("0060-0060 : ");
	assert_int_equal(iospace_owners(0x60, 1, owners, ROOM), 1);
	assert_string_equal(owners[0].name, "");
}

static void a_name_may_hold_anything(void **state)
{
	static const char *const names[] = { "a : b", "0060-0060 : c", "%s%n",
					     " > ",   "\xff\xfe\x80",  "\x1b[31m",
					     "-" };

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		const char *name = names[i] + strspn(names[i], " ");
		char text[64];

		snprintf(text, sizeof(text), "0060-0060 : %s\n", names[i]);
		ioports_file_put(text);
		assert_int_equal(iospace_owners(0x60, 1, owners, ROOM), 1);
		assert_string_equal(owners[0].name, name);
	}
}

static void neither_the_device_nor_a_privilege_is_needed_or_kept(void **state)
{
	int before = syscalls_descriptors();

	(void)state;
	ioports_file_put(capture_pc);
	assert_int_equal(iospace_owners(0x60, 1, owners, ROOM), 2);
	assert_int_equal(syscalls.fopen.count, 1);
	assert_int_equal(syscalls.open.count + syscalls.stat.count, 0);
	assert_int_equal(syscalls.cap_get_proc.count + syscalls.cap_set_proc.count, 0);
	assert_int_equal(syscalls.pread.count + syscalls.pwrite.count, 0);
	assert_int_equal(syscalls_descriptors(), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ioports_file_test(each_entry_that_an_access_touches_is_an_owner),
		ioports_file_test(port_0_has_owners_like_any_other),
		ioports_file_test(no_more_are_stored_than_there_is_room_for),
		ioports_file_test(hidden_addresses_are_enodata),
		ioports_file_test(an_entry_of_zeros_among_others_owns_nothing),
		ioports_file_test(a_missing_file_is_enoent),
		ioports_file_test(a_file_that_cannot_be_read_is_an_error),
		ioports_file_test(an_empty_file_names_no_owner),
		ioports_file_test(
			a_wrong_size_or_range_is_refused_before_the_file_is_opened),
		ioports_file_test(a_long_name_is_cut),
		ioports_file_test(a_name_may_be_empty),
		ioports_file_test(a_name_may_hold_anything),
		ioports_file_test(neither_the_device_nor_a_privilege_is_needed_or_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
