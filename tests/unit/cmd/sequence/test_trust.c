/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which files none but root can change, by all that is on the way to them. */
#include "sequence/trust.h"

#include "doubles/devices.h"
#include "doubles/syscalls.h"
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The file is d/file, d/link leads to it, and so does link, which leads to d/link. */
static struct devices root;

static struct path {
	char text[64];
} path_of(const char *name)
{
	struct path path;

	snprintf(path.text, sizeof(path.text), "%s/%s", root.path, name);
	return path;
}

static int trust_setup(void **state)
{
	int fd, r = syscalls_setup(state);

	if (r < 0 || devices_make(&root) < 0)
		return -1;
	/* The tester's files are root's, whoever that is. */
	syscalls.lstat_owner = getuid();
	r = mkdir(path_of("d").text, 0700) + chmod(path_of("d").text, 0755);
	fd = openat(AT_FDCWD, path_of("d/file").text, O_CREAT | O_CLOEXEC, 0600);
	r += fchmod(fd, 0644);
	close(fd);
	if (symlink("./file", path_of("d/link").text) < 0 ||
	    symlink("d/../d//link", path_of("link").text) < 0)
		return -1;
	return r;
}

static int trust_teardown(void **state)
{
	devices_remove(&root);
	return syscalls_teardown(state);
}

#define trust_test(function) \
	cmocka_unit_test_setup_teardown(function, trust_setup, trust_teardown)

static struct failure check(const char *path)
{
	int fd = openat(AT_FDCWD, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct failure failure = { 0 };
	int r = trust_check(path, "NAME", fd, &failure);

	assert_int_equal(r, failure.exit ? -1 : 0);
	close(fd);
	return failure;
}

static void assert_trusted(const char *path)
{
	assert_string_equal(check(path).text, "");
}

/* Because of what is below the test's directory. */
static void assert_refused(const char *path, const char *culprit, const char *state,
			   const char *remedy)
{
	const struct failure failure = check(path);
	char expected[512];

	snprintf(
		expected, sizeof(expected),
		"NAME: users other than root can change this file: '%s' has %s; as root: "
		"%s '%s'",
		path_of(culprit).text, state, remedy, path_of(culprit).text);
	assert_string_equal(failure.text, expected);
	assert_int_equal(failure.exit, EX_CONFIG);
}

static void a_file_of_root_s_alone_is_trusted_by_every_name(void **state)
{
	static const char *const names[] = { "d/file",	 "d/link",    "link",
					     "d/./link", "d/../link", "d//../d/file" };

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++)
		assert_trusted(path_of(names[i]).text);
	assert_int_equal(chdir(root.path), 0);
	for (size_t i = 0; i < COUNT(names); i++)
		assert_trusted(names[i]);
	assert_int_equal(chdir("/"), 0);
	assert_trusted(path_of("link").text + 1);
}

static void above_the_root_there_is_nothing_else(void **state)
{
	char path[80];

	(void)state;
	snprintf(path, sizeof(path), "/../..%s", path_of("link").text);
	assert_trusted(path);
}

static void a_file_that_others_can_write_is_refused(void **state)
{
	(void)state;
	assert_int_equal(chmod(path_of("d/file").text, 0664), 0);
	assert_refused(path_of("d/file").text, "d/file", "owner 0 and mode 0664",
		       "chmod go-w");
	assert_int_equal(chmod(path_of("d/file").text, 0602), 0);
	assert_refused(path_of("link").text, "d/file", "owner 0 and mode 0602",
		       "chmod go-w");
	/* The sticky bit says something of a directory only. */
	assert_int_equal(chmod(path_of("d/file").text, 01666), 0);
	assert_refused(path_of("d/file").text, "d/file", "owner 0 and mode 1666",
		       "chmod go-w");
	assert_int_equal(chmod(path_of("d/file").text, 0755), 0);
	assert_trusted(path_of("d/file").text);
}

static void a_file_of_another_is_refused(void **state)
{
	static const struct {
		const char *name, *mode;
	} rows[] = { { "d/file", "0644" }, { "d", "0755" } };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct path foreign = path_of(rows[i].name);
		char expected[64];

		syscalls.lstat_foreign = foreign.text;
		snprintf(expected, sizeof(expected), "owner 1000 and mode %s",
			 rows[i].mode);
		assert_refused(path_of("link").text, rows[i].name, expected,
			       "chown root");
	}
}

static void assert_refused_with(const char *path, const char *end)
{
	const struct failure failure = check(path);
	size_t length = strlen(failure.text);

	assert_int_equal(failure.exit, EX_CONFIG);
	assert_in_range(length, strlen(end), sizeof(failure.text));
	assert_string_equal(failure.text + length - strlen(end), end);
}

/* It would make what another has made root's. */
static void a_link_of_another_is_not_to_be_kept(void **state)
{
	const struct path foreign = path_of("d/link");

	(void)state;
	syscalls.lstat_foreign = foreign.text;
	assert_refused_with(path_of("link").text,
			    "' has owner 1000 and mode 0777; replace this link by one of "
			    "root's own");
}

/* Nor one that is shown otherwise. */
static void a_name_that_a_shell_would_obey_is_in_no_command(void **state)
{
	static const char *const names[] = { "it's; rm", "a\nb" };

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		const struct path file = path_of(names[i]);
		int fd = open(file.text, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

		assert_true(fd >= 0);
		assert_int_equal(fchmod(fd, 0666), 0);
		close(fd);
		assert_refused_with(
			file.text,
			" has owner 0 and mode 0666; make it root's alone to change");
		assert_int_equal(unlink(file.text), 0);
	}
}

static void what_is_no_file_is_refused(void **state)
{
	const struct path fifo = path_of("fifo");

	(void)state;
	assert_int_equal(mkfifo(fifo.text, 0600), 0);
	assert_string_equal(
		check(fifo.text).text,
		"NAME: with --trusted, it must be a file; nothing was read or "
		"written");
	assert_int_equal(unlink(fifo.text), 0);
}

static void both_remedies_are_told_where_both_are_needed(void **state)
{
	const struct path file = path_of("d/file");
	char expected[256];

	(void)state;
	syscalls.lstat_foreign = file.text;
	assert_int_equal(chmod(file.text, 0666), 0);
	snprintf(expected, sizeof(expected), "chown root '%s' && chmod go-w", file.text);
	assert_refused(file.text, "d/file", "owner 1000 and mode 0666", expected);
}

/* The file can be replaced there; in a sticky one only by its owner. */
static void a_directory_that_others_can_write_is_refused_unless_it_is_sticky(void **state)
{
	(void)state;
	assert_int_equal(chmod(path_of("d").text, 0775), 0);
	assert_refused(path_of("link").text, "d", "owner 0 and mode 0775", "chmod go-w");
	assert_int_equal(chmod(path_of("d").text, 01777), 0);
	assert_trusted(path_of("link").text);
}

static void a_link_that_leads_nowhere_or_in_circles_is_unreadable(void **state)
{
	const struct path circle = path_of("circle"), nowhere = path_of("nowhere");

	(void)state;
	assert_int_equal(symlink(circle.text, circle.text), 0);
	assert_int_equal(symlink("missing", nowhere.text), 0);
	assert_string_equal(
		check(circle.text).text,
		"NAME: Too many levels of symbolic links; nothing was read or "
		"written");
	assert_string_equal(
		check(nowhere.text).text,
		"NAME: No such file or directory; nothing was read or written");
	assert_int_equal(check(nowhere.text).exit, EX_NOINPUT);
}

static void a_file_that_was_replaced_after_the_open_is_not_read(void **state)
{
	int fd = openat(AT_FDCWD, path_of("d/file").text, O_RDONLY | O_CLOEXEC);
	struct failure failure = { 0 };

	(void)state;
	assert_int_equal(rename(path_of("d/link").text, path_of("d/file").text), 0);
	assert_int_equal(symlink("../other", path_of("d/link").text), 0);
	close(openat(AT_FDCWD, path_of("other").text, O_CREAT | O_CLOEXEC, 0644));
	assert_int_equal(trust_check(path_of("d/link").text, "NAME", fd, &failure), -1);
	assert_string_equal(failure.text, "NAME: it was replaced while it was opened; "
					  "nothing was read or written");
	assert_int_equal(failure.exit, EX_NOINPUT);
	close(fd);
}

/* Whatever the number of its inode there. */
static void a_file_on_another_file_system_is_another(void **state)
{
	const struct path file = path_of("d/file");
	struct stat st;

	(void)state;
	assert_int_equal(stat(file.text, &st), 0);
	syscalls.lstat_device = st.st_dev;
	assert_trusted(file.text);
	syscalls.lstat_device++;
	assert_string_equal(check(file.text).text,
			    "NAME: it was replaced while it was opened; "
			    "nothing was read or written");
	assert_int_equal(check(file.text).exit, EX_NOINPUT);
}

static void what_can_t_be_looked_at_is_unreadable(void **state)
{
	(void)state;
	syscalls.readlink.error = EIO;
	assert_string_equal(check(path_of("d/link").text).text,
			    "NAME: Input/output error; nothing was read or written");
	assert_trusted(path_of("d/file").text);
	syscalls.fstat.error = EIO;
	assert_string_equal(check(path_of("d/file").text).text,
			    "NAME: Input/output error; nothing was read or written");
	assert_int_equal(check(path_of("d/file").text).exit, EX_NOINPUT);
}

static void a_path_that_is_too_long_is_unreadable(void **state)
{
	static char path[PATH_MAX + 1];

	(void)state;
	memset(path, 'a', sizeof(path) - 1);
	assert_string_equal(check(path).text,
			    "NAME: File name too long; nothing was read or written");
	path[NAME_MAX + 1] = '\0';
	assert_string_equal(check(path).text,
			    "NAME: File name too long; nothing was read or written");
}

#define DEEP 20

/* Go to d, and from there to directories in directories, of which no path is short. */
static void go_deep(const char *name)
{
	assert_int_equal(chdir(path_of("d").text), 0);
	for (int i = 0; i < DEEP; i++) {
		assert_int_equal(mkdir(name, 0755), 0);
		assert_int_equal(chdir(name), 0);
	}
	close(openat(AT_FDCWD, "file", O_CREAT | O_CLOEXEC, 0644));
}

/* The kernel goes on from directory to directory, and needs no path. */
static void what_has_no_path_is_unreadable(void **state)
{
	char name[NAME_MAX + 1] = "", path[PATH_MAX] = "";

	(void)state;
	memset(name, 'a', NAME_MAX);
	go_deep(name);
	assert_string_equal(check("file").text,
			    "NAME: Numerical result out of range; nothing was read or "
			    "written");

	/* The rest of it is behind a link. */
	for (int i = 0; i < DEEP / 2; i++)
		sprintf(path + strlen(path), "%s/", name);
	strcat(path, "file");
	assert_int_equal(chdir(path_of("d").text), 0);
	for (int i = 0; i < DEEP / 2; i++)
		assert_int_equal(chdir(name), 0);
	assert_int_equal(symlink(path, "link"), 0);
	assert_string_equal(check("link").text,
			    "NAME: File name too long; nothing was read or written");
	assert_int_equal(chdir("/"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		trust_test(a_file_of_root_s_alone_is_trusted_by_every_name),
		trust_test(above_the_root_there_is_nothing_else),
		trust_test(a_file_that_others_can_write_is_refused),
		trust_test(a_file_of_another_is_refused),
		trust_test(a_link_of_another_is_not_to_be_kept),
		trust_test(a_name_that_a_shell_would_obey_is_in_no_command),
		trust_test(what_is_no_file_is_refused),
		trust_test(both_remedies_are_told_where_both_are_needed),
		trust_test(
			a_directory_that_others_can_write_is_refused_unless_it_is_sticky),
		trust_test(a_link_that_leads_nowhere_or_in_circles_is_unreadable),
		trust_test(a_file_that_was_replaced_after_the_open_is_not_read),
		trust_test(a_file_on_another_file_system_is_another),
		trust_test(what_can_t_be_looked_at_is_unreadable),
		trust_test(a_path_that_is_too_long_is_unreadable),
		trust_test(what_has_no_path_is_unreadable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
