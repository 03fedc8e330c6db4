/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What takes the place of /proc/ioports: a text, or a temporary file of it. */
#include "doubles/ioports_file.h"

#include "doubles/syscalls.h"
#include "doubles/sysfs.h"
#include "test.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[sizeof("/tmp/iospace-XXXXXX")];

struct ioports ioports_text(const char *text)
{
	/* fmemopen() takes no const buffer. */
	union {
		const char *text;
		char *buffer;
	} constant = { text };
	FILE *file = fmemopen(constant.buffer, strlen(text), "r");
	struct ioports ports = { 0 };

	assert_non_null(file);
	assert_int_equal(ioports_read(file, &ports), 0);
	fclose(file);
	return ports;
}

int ioports_file_make(void)
{
	int fd;

	strcpy(path, "/tmp/iospace-XXXXXX");
	fd = mkstemp(path);
	if (fd < 0)
		return -1;
	close(fd);
	return sysfs_make();
}

void ioports_file_remove(void)
{
	sysfs_remove();
	unlink(path);
}

int ioports_file_setup(void **state)
{
	int r = syscalls_setup(state);

	return r < 0 ? r : ioports_file_make();
}

int ioports_file_teardown(void **state)
{
	ioports_file_remove();
	return syscalls_teardown(state);
}

void ioports_file_put(const char *text)
{
	/* openat(2), because open(2) has a double that counts. */
	int fd = openat(AT_FDCWD, path, O_WRONLY | O_TRUNC | O_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	syscalls.ioports = path;
}

struct iospace_owners *ioports_file_owners(const char *text)
{
	struct iospace_owners *owners;

	ioports_file_put(text);
	assert_int_equal(iospace_owners_read(&owners), 0);
	return owners;
}
