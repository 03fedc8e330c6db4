/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is around that is no condition, but says what would help. */
#include "diagnosis/look.h"

#include "system/capability.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Of the global variables: UEFI Specification 2.10, 3.3. */
#define SECURE_BOOT \
	"/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"

/* Four bytes of attributes come before the value: Documentation/filesystems/efivarfs. */
static bool is_secure_boot(void)
{
	FILE *file = fopen(SECURE_BOOT, "re");
	char bytes[5];
	bool is;

	if (!file)
		return false;
	is = fread(bytes, 1, sizeof(bytes), file) == sizeof(bytes) && bytes[4] == 1;
	fclose(file);
	return is;
}

static bool is_locked_by_parameter(void)
{
	char line[4096], *rest = line, *word;

	if (look_read_line("/proc/cmdline", line, sizeof(line)) < 0)
		return false;
	while ((word = strsep(&rest, " ")))
		if (strncmp(word, "lockdown=", strlen("lockdown=")) == 0)
			return true;
	return false;
}

/* What was mounted last is what is seen: the lines are in that order. */
static bool is_devtmpfs_on_dev(void)
{
	FILE *file = fopen("/proc/self/mounts", "re");
	char line[PATH_MAX], directory[PATH_MAX], type[64];
	bool is = false;

	if (!file)
		return false;
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, "%*s %4095s %63s", directory, type) == 2 &&
		    strcmp(directory, "/dev") == 0)
			is = strcmp(type, "devtmpfs") == 0;
	fclose(file);
	return is;
}

/* Whether two names are one file's: the same inode of the same device. */
static bool are_one(const struct stat *file, const struct stat *other)
{
	return !((file->st_dev ^ other->st_dev) | (file->st_ino ^ other->st_ino));
}

/* Not below /dev: an ordinary file there would be taken for a device, by its name. */
static bool has_directory(const char *path)
{
	char copy[PATH_MAX];
	struct stat st, dev;

	if (!*path || strlen(path) >= sizeof(copy))
		return false;
	strcpy(copy, path);
	look_cut(copy);
	if (stat(copy, &st) < 0 || !S_ISDIR(st.st_mode))
		return false;
	return stat("/dev", &dev) < 0 || !are_one(&st, &dev);
}

void look_at_surroundings(const struct subject *subject,
			  struct surroundings *ret_surroundings)
{
	*ret_surroundings = (struct surroundings){
		.is_root = geteuid() == 0,
		.is_secure_boot = is_secure_boot(),
		.is_locked_by_parameter = is_locked_by_parameter(),
		.is_devtmpfs = is_devtmpfs_on_dev(),
		.has_directory = has_directory(subject->path),
		.sees_windows = capability_is_effective(CAP_SYS_ADMIN) == 1,
	};
}
