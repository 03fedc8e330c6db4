/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Access method: the I/O BAR of a PCI device, through its resourceN file in sysfs.
 *
 * A transfer of 1, 2 or 4 bytes is one inb(), inw(), inl() or their counterpart, in the
 * byte order of the host: pci_resource_io() in drivers/pci/pci-sysfs.c. Before that,
 * sysfs cuts a transfer to what is left of the BAR, so the end is checked here.
 */
#include "access/pcibar.h"

#include "access/method.h"
#include "system/device.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The first lines of a device's resource file are its BARs: include/linux/pci.h. */
#define BARS 6

/*
 * An I/O BAR, and one that has no ports although it shows some: include/linux/ioport.h.
 * The kernel lets one that it could not place begin at 0.
 */
#define IORESOURCE_IO	    0x100
#define IORESOURCE_DISABLED 0x10000000
#define IORESOURCE_UNSET    0x20000000

/* A BAR whose resourceN file is open, in a list. */
struct open_bar {
	struct open_bar *next;
	uint64_t first, last;
	int fd;
};

static bool is_io_bar(uint64_t flags)
{
	return flags & IORESOURCE_IO &&
	       !(flags & (IORESOURCE_DISABLED | IORESOURCE_UNSET));
}

/* The number of the first BAR that holds any of the ports, or -ENOENT, or another error.
 */
static int find_in_device(FILE *resource, uint32_t first, uint32_t last,
			  struct pcibar *bar)
{
	uint64_t flags;

	for (int i = 0; i < BARS; i++) {
		if (fscanf(resource, "%" SCNx64 " %" SCNx64 " %" SCNx64, &bar->first,
			   &bar->last, &flags) != 3)
			break;
		if (is_io_bar(flags) && last >= bar->first && first <= bar->last)
			return i;
	}
	return ferror(resource) ? -EIO : -ENOENT;
}

/* 0, -ENOENT, or another error: a device can have gone meanwhile. */
static int find_in_directory(const char *directory, uint32_t first, uint32_t last,
			     struct pcibar *bar)
{
	char path[sizeof(bar->path) - sizeof("0")];
	FILE *resource;
	int i;

	snprintf(path, sizeof(path), "%s/resource", directory);
	resource = fopen(path, "re");
	if (!resource)
		return -errno;
	i = find_in_device(resource, first, last, bar);
	fclose(resource);
	snprintf(bar->path, sizeof(bar->path), "%s%d", path, i);
	return i < 0 ? i : 0;
}

/*
 * What is found counts, and then what could not be read. On powerpc the ports of each
 * host bridge begin at 0, and so several devices can show one port, of which none is
 * meant.
 */
static int find_in_devices(DIR *directory, const char *devices, uint32_t first,
			   uint32_t last, struct pcibar *ret_bar)
{
	const struct dirent *entry;
	int r = -EOPNOTSUPP;

	/* NOLINTNEXTLINE(concurrency-mt-unsafe): the stream is this thread's alone. */
	for (errno = 0; (entry = readdir(directory)); errno = 0) {
		char path[PATH_MAX - sizeof("/resource0")];
		struct pcibar bar;
		int found;

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", devices, entry->d_name);
		found = find_in_directory(path, first, last, &bar);
		if (found == 0) {
			if (r == 0)
				return -EOPNOTSUPP;
			*ret_bar = bar;
			if (first != last)
				return 0;
		}
		if (found != -ENOENT && r != 0)
			r = found;
	}
	return r != 0 && errno ? -errno : r;
}

int pcibar_find(const char *devices, uint32_t first, uint32_t last,
		struct pcibar *ret_bar)
{
	DIR *directory = opendir(devices);
	struct pcibar bar;
	int r;

	if (!directory)
		return errno == ENOENT || errno == ENOTDIR ? -EOPNOTSUPP : -errno;
	r = find_in_devices(directory, devices, first, last, &bar);
	closedir(directory);
	if (r == 0)
		*ret_bar = bar;
	return r;
}

static const struct open_bar *find_open(const struct iospace *io, uint32_t port)
{
	const struct open_bar *bar = io->state;

	while (bar && (port < bar->first || port > bar->last))
		bar = bar->next;
	return bar;
}

static int open_bar(struct iospace *io, const struct pcibar *found)
{
	struct open_bar *bar = malloc(sizeof(*bar));
	int fd;

	if (!bar)
		return -ENOMEM;
	fd = open_above_stdio(found->path, device_open_flags(io->flags));
	if (fd < 0) {
		free(bar);
		return fd;
	}
	*bar = (struct open_bar){ io->state, found->first, found->last, fd };
	io->state = bar;
	return 0;
}

/* The open BAR that holds an access. */
static int bar_for(struct iospace *io, uint32_t port, uint32_t size,
		   const struct open_bar **ret_bar)
{
	const struct open_bar *bar = find_open(io, port);
	struct pcibar found;
	int r;

	if (!bar) {
		r = pcibar_find(PCIBAR_DEVICES, port, port, &found);
		if (r == 0)
			r = open_bar(io, &found);
		if (r < 0)
			return r;
		bar = io->state;
	}
	if (port + size - 1 > bar->last)
		return -ERANGE;
	*ret_bar = bar;
	return 0;
}

static int pcibar_probe(uint32_t port, uint32_t size)
{
	struct pcibar bar;
	int r = pcibar_find(PCIBAR_DEVICES, port, port, &bar);

	/* NOLINTNEXTLINE(clang-analyzer-core*): no failure has an errno of 0. */
	return r == 0 && port + size - 1 > bar.last ? -ERANGE : r;
}

static int pcibar_claim(struct iospace *io, unsigned int direction, uint32_t port,
			uint32_t size)
{
	(void)direction;
	const struct open_bar *bar;

	return bar_for(io, port, size, &bar);
}

static void pcibar_close(struct iospace *io)
{
	struct open_bar *next;

	for (struct open_bar *bar = io->state; bar; bar = next) {
		next = bar->next;
		close(bar->fd);
		free(bar);
	}
}

/* A value as sysfs takes it. */
union value {
	uint8_t byte;
	uint16_t word;
	uint32_t dword;
};

static off_t offset(const struct open_bar *bar, uint32_t port)
{
	return (off_t)(port - bar->first);
}

static int pcibar_write(struct iospace *io, uint32_t port, uint32_t data, uint32_t *size)
{
	const struct open_bar *bar;
	union value value;
	int r = bar_for(io, port, *size, &bar);

	if (r < 0) {
		*size = 0;
		return r;
	}
	switch (*size) {
	case 1:
		value.byte = (uint8_t)data;
		break;
	case 2:
		value.word = (uint16_t)data;
		break;
	default:
		value.dword = data;
		break;
	}
	return method_moved(pwrite(bar->fd, &value, *size, offset(bar, port)), size);
}

static int pcibar_read(struct iospace *io, uint32_t port, uint32_t *data, uint32_t *size)
{
	const struct open_bar *bar;
	union value value;
	uint32_t wanted = *size;
	int r = bar_for(io, port, wanted, &bar);

	if (r < 0) {
		*size = 0;
		return r;
	}
	r = method_moved(pread(bar->fd, &value, wanted, offset(bar, port)), size);
	if (r == 0)
		*data = wanted == 1 ? value.byte : wanted == 2 ? value.word : value.dword;
	return r;
}

const struct iospace_method pcibar_method = {
	.name = "one access to a PCI I/O BAR",
	.probe = pcibar_probe,
	.close = pcibar_close,
	.claim = pcibar_claim,
	.write = pcibar_write,
	.read = pcibar_read,
};
