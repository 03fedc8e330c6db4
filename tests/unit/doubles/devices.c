/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* A directory like /sys/bus/pci/devices, with the files of each device that we use. */
#include "doubles/devices.h"

#include "test.h"

#include <fcntl.h>
#include <ftw.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

int devices_make(struct devices *devices)
{
	*devices = (struct devices){ "/tmp/iospace-XXXXXX" };
	return mkdtemp(devices->path) ? 0 : -1;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

void devices_remove(const struct devices *devices)
{
	nftw(devices->path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* openat(2), because open(2) has a double that counts. */
static int create(const char *path)
{
	int fd = openat(AT_FDCWD, path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	return fd;
}

void devices_add_text(const struct devices *devices, const char *name, const char *text)
{
	char path[PATH_MAX];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", devices->path, name);
	assert_int_equal(mkdir(path, 0700), 0);
	if (!text)
		return;

	snprintf(path, sizeof(path), "%s/%s/resource", devices->path, name);
	fd = create(path);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

/* As resource_show() in drivers/pci/pci-sysfs.c. */
void devices_add(const struct devices *devices, const char *name,
		 const struct resource resources[RESOURCES])
{
	char text[RESOURCES * sizeof("0x0123456789abcdef 0x0123456789abcdef "
				     "0x0123456789abcdef")] = "";
	size_t length = 0;

	for (size_t i = 0; i < RESOURCES; i++)
		length += (size_t)snprintf(text + length, sizeof(text) - length,
					   "0x%016" PRIx64 " 0x%016" PRIx64
					   " 0x%016" PRIx64 "\n",
					   resources[i].first, resources[i].last,
					   resources[i].flags);
	devices_add_text(devices, name, text);
}

uint8_t *devices_map_bar(const struct devices *devices, const char *name, int n,
			 size_t length)
{
	char path[PATH_MAX];
	uint8_t *bytes;
	int fd;

	snprintf(path, sizeof(path), "%s/%s/resource%d", devices->path, name, n);
	fd = create(path);
	assert_int_equal(ftruncate(fd, (off_t)length), 0);
	bytes = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	assert_ptr_not_equal(bytes, MAP_FAILED);
	close(fd);
	return bytes;
}
