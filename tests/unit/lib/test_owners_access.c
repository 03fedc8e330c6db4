/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which entries of /proc/ioports an access touches, and what reading them can fail for.
 */
#include "iospace.h"

#include "doubles/captures.h"
#include "doubles/ioports_file.h"
#include "doubles/syscalls.h"
#include "test.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static void assert_fails(int error)
{
	struct iospace_owners *owners = NULL;

	assert_int_equal(iospace_owners_read(&owners), error);
	assert_null(owners);
}

/* The first letters of the owners' names are these. */
static void assert_letters(const struct iospace_owners *owners, uint64_t address,
			   uint32_t size, const char *expected)
{
	const struct iospace_owner *owner = NULL;
	char letters[16] = "";
	size_t count = 0;

	while ((owner = iospace_owners_next(owners, owner, address, size)))
		letters[count++] = iospace_owner_get_name(owner)[0];
	if (strcmp(letters, expected) != 0)
		fail_msg("0x%x, size %u: %s", (unsigned int)address, size, letters);
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

	struct iospace_owners *owners = ioports_file_owners(text);

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_letters(owners, rows[i].address, rows[i].size, rows[i].names);
	iospace_owners_free(owners);
}

static void port_0_has_owners_like_any_other(void **state)
{
	struct iospace_owners *owners = ioports_file_owners(capture_server);

	(void)state;
	assert_letters(owners, 0, 1, "Pd");
	iospace_owners_free(owners);
}

static void hidden_addresses_are_enodata(void **state)
{
	const char *const texts[] = { capture_pc_zeros, capture_arm64_zeros,
				      "0000-0000 : dma1\n" };

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		ioports_file_put(texts[i]);
		assert_fails(-ENODATA);
	}
}

/* Nor does it own port 0. */
static void an_entry_of_zeros_among_others_owns_nothing(void **state)
{
	struct iospace_owners *owners =
		ioports_file_owners("0000-0000 : hidden\n0000-001f : shown\n");

	(void)state;
	assert_letters(owners, 0, 1, "s");
	iospace_owners_free(owners);
}

static void a_missing_file_is_enoent(void **state)
{
	(void)state;
	assert_fails(-ENOENT);
	assert_int_equal(syscalls.fopen.count, 1);
}

static void a_file_that_cannot_be_read_is_an_error(void **state)
{
	static const int errors[] = { EACCES, EMFILE, ENOMEM };

	(void)state;
	ioports_file_put(capture_pc);
	for (size_t i = 0; i < COUNT(errors); i++) {
		syscalls.fopen.error = errors[i];
		assert_fails(-errors[i]);
	}
	syscalls.fopen.error = 0;

	/* Not the entries before the one that there is no memory for. */
	syscalls.reallocarray = (struct call){ .error = ENOMEM, .after = 3 };
	assert_fails(-ENOMEM);
	syscalls.reallocarray.error = 0;
	syscalls.calloc.error = ENOMEM;
	assert_fails(-ENOMEM);
}

/* As where /dev/null is mounted there: it does not say that no port has an owner. */
static void a_file_without_entries_is_ebadmsg(void **state)
{
	static const char *const texts[] = { "", "\n", "not what the kernel shows\n" };

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++) {
		ioports_file_put(texts[i]);
		assert_fails(-EBADMSG);
	}
}

static void an_access_that_cannot_be_has_no_owner(void **state)
{
	static const struct {
		uint64_t address;
		uint32_t size;
	} rows[] = {
		{ 0x60, 0 },	   { 0x60, 3 },		  { 0x60, 5 },
		{ 0x60, 8 },	   { 0x60, UINT32_MAX },  { 65536, 1 },
		{ 65535, 2 },	   { 65533, 4 },	  { UINT64_C(0x100000060), 1 },
		{ UINT64_MAX, 1 }, { UINT64_MAX - 3, 4 },
	};
	struct iospace_owners *owners = ioports_file_owners("0000-1ffff : a\n");

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_letters(owners, rows[i].address, rows[i].size, "");
	iospace_owners_free(owners);
}

/* Of the innermost owner of port 0x60. */
static void assert_name(const char *text, const char *expected)
{
	struct iospace_owners *owners = ioports_file_owners(text);
	const struct iospace_owner *owner = NULL, *next = NULL;

	while ((next = iospace_owners_next(owners, next, 0x60, 1)))
		owner = next;
	assert_non_null(owner);
	assert_string_equal(iospace_owner_get_name(owner), expected);
	assert_int_equal(iospace_owner_get_kind(owner), IOSPACE_OWNER_DRIVER);
	iospace_owners_free(owners);
}

static void a_long_name_is_cut(void **state)
{
	static const size_t lengths[] = { 62, 63, 64, 65, 127, 128, 1000, 100000 };
	static char name[100001], text[sizeof(name) + 128];

	(void)state;
	for (size_t i = 0; i < COUNT(lengths); i++) {
		/* Not the same letter throughout, so that a shift would show. */
		for (size_t n = 0; n < lengths[i]; n++)
			name[n] = (char)('a' + n % 26);
		name[lengths[i]] = '\0';
		snprintf(text, sizeof(text), "0060-0060 : %s\n0061-0061 : last\n", name);
		if (lengths[i] > 63)
			name[63] = '\0';
		assert_name(text, name);
	}
}

static void a_name_may_be_empty(void **state)
{
	(void)state;
	assert_name("0000-00ff : a\n  0060-0060 : \n", "");
	assert_name("0000-00ff : a\n  0060-0060 :\n0061-0061 : b\n", "");
	assert_name("0000-00ff : a\n  0060-0060 :   \n0061-0061 : b", "");
	/* At the end of the file, too. */
	assert_name("0060-0060 : ", "");
}

static void a_name_may_hold_anything(void **state)
{
	static const char *const names[] = { "a : b", "0060-0060 : c", "%s%n", " > ",
					     "-",     "?\\'\"" };

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		char text[64];

		snprintf(text, sizeof(text), "0060-0060 : %s\n", names[i]);
		assert_name(text, names[i] + strspn(names[i], " "));
	}
	/* But nothing that does something to a terminal. */
	assert_name("0060-0060 : \xff\x80 \x1b[31m\n", "?? ?[31m");
}

/* Nor is the file read again for each access. */
static void neither_the_device_nor_a_privilege_is_needed_or_kept(void **state)
{
	int before = syscalls_descriptors();
	struct iospace_owners *owners = ioports_file_owners(capture_pc);

	(void)state;
	for (uint32_t port = 0; port < 0x100; port++)
		iospace_owners_next(owners, NULL, port, 1);
	assert_int_equal(syscalls.fopen.count, 1);
	assert_int_equal(syscalls.open.count + syscalls.stat.count, 0);
	assert_int_equal(syscalls.cap_get_proc.count + syscalls.cap_set_proc.count, 0);
	assert_int_equal(syscalls.pread.count + syscalls.pwrite.count, 0);
	assert_int_equal(syscalls_descriptors(), before);
	iospace_owners_free(owners);
	iospace_owners_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ioports_file_test(each_entry_that_an_access_touches_is_an_owner),
		ioports_file_test(port_0_has_owners_like_any_other),
		ioports_file_test(hidden_addresses_are_enodata),
		ioports_file_test(an_entry_of_zeros_among_others_owns_nothing),
		ioports_file_test(a_missing_file_is_enoent),
		ioports_file_test(a_file_that_cannot_be_read_is_an_error),
		ioports_file_test(a_file_without_entries_is_ebadmsg),
		ioports_file_test(an_access_that_cannot_be_has_no_owner),
		ioports_file_test(a_long_name_is_cut),
		ioports_file_test(a_name_may_be_empty),
		ioports_file_test(a_name_may_hold_anything),
		ioports_file_test(neither_the_device_nor_a_privilege_is_needed_or_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
