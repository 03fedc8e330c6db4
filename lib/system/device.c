/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The file that is an I/O space: which ones can be, and opening it. */
#include "system/device.h"

#include "iospace.h"
#include "system/capability.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* What stands in for the device as the file to lock where the kernel has none. */
#define LOCK_FILE "/proc/ioports"

bool device_is_default(const char *device)
{
	return !device || strcmp(device, IOSPACE_DEVICE) == 0;
}

bool device_is_port(const struct stat *st)
{
	/* Documentation/admin-guide/devices.txt: 1 char, 4 = /dev/port */
	return S_ISCHR(st->st_mode) && st->st_rdev == makedev(1, 4);
}

bool device_is_simulated(const struct stat *st)
{
	return S_ISREG(st->st_mode) && st->st_size == IOSPACE_PORTS;
}

struct device_kind device_kind(const struct stat *st)
{
	struct device_kind kind = { "neither a device nor an ordinary file" };

	if (S_ISCHR(st->st_mode) || S_ISBLK(st->st_mode))
		snprintf(kind.text, sizeof(kind.text), "%s device %u:%u",
			 S_ISCHR(st->st_mode) ? "character" : "block", major(st->st_rdev),
			 minor(st->st_rdev));
	else if (S_ISREG(st->st_mode))
		snprintf(kind.text, sizeof(kind.text), "an ordinary file of %lld bytes",
			 (long long)st->st_size);
	else if (S_ISDIR(st->st_mode))
		strcpy(kind.text, "a directory");
	else if (S_ISFIFO(st->st_mode))
		strcpy(kind.text, "a FIFO");
	else if (S_ISSOCK(st->st_mode))
		strcpy(kind.text, "a socket");
	return kind;
}

/*
 * As root, a shell redirection to a missing /dev/port quietly makes an ordinary file
 * of it. So no file of that name stands in for the device.
 */
int device_check(const char *device, const struct stat *st)
{
	if (device_is_port(st) || (!device_is_default(device) && device_is_simulated(st)))
		return 0;
	return -ENODEV;
}

int device_open_flags(unsigned int flags)
{
	/* A FIFO or a terminal put in the file's place is neither waited for nor taken.
	 */
	const int always = O_CLOEXEC | O_NOCTTY | O_NONBLOCK;

	switch (flags & (IOSPACE_READ | IOSPACE_WRITE)) {
	case IOSPACE_READ:
		return O_RDONLY | always;
	case IOSPACE_WRITE:
		return O_WRONLY | always;
	default:
		return O_RDWR | always;
	}
}

static int duplicate_above_stdio(int fd)
{
	int above = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);

	return above < 0 ? -errno : above;
}

int open_above_stdio(const char *path, int flags)
{
	int fd = open(path, flags), r;

	if (fd < 0)
		return -errno;
	if (fd > STDERR_FILENO)
		return fd;

	r = duplicate_above_stdio(fd);
	close(fd);
	return r;
}

static int open_privileged(const char *path, int flags)
{
	cap_t before;
	int fd, r;

	r = capability_raise(&before);
	if (r < 0)
		return r;
	fd = open_above_stdio(path, flags);
	capability_restore(before);
	return fd;
}

/*
 * The kind is checked before the open, because opening the wrong device can have
 * effects (a watchdog starts, a FIFO waits), and after it, because only then is it
 * sure what was opened.
 */
static int open_checked(const char *device, unsigned int flags, bool *ret_simulated)
{
	const char *path = device ? device : IOSPACE_DEVICE;
	struct stat st;
	int fd, r;

	if (stat(path, &st) < 0)
		return -errno;
	r = device_check(device, &st);
	if (r < 0)
		return r;

	fd = device_is_port(&st) ? open_privileged(path, device_open_flags(flags))
				 : open_above_stdio(path, device_open_flags(flags));
	if (fd < 0)
		return fd;

	r = fstat(fd, &st) < 0 ? -errno : device_check(device, &st);
	if (r < 0) {
		close(fd);
		return r;
	}
	*ret_simulated = device_is_simulated(&st);
	return fd;
}

/*
 * The device is opened for exact accesses too: it is where capability and permission
 * are asked for, and what is locked.
 */
int device_open(const char *device, unsigned int flags, bool *ret_simulated)
{
	int fd = open_checked(device, flags, ret_simulated);

	if ((fd != -ENOENT && fd != -ENXIO) || !device_is_default(device) ||
	    !(flags & IOSPACE_EXACT))
		return fd;
	*ret_simulated = false;
	return open_above_stdio(LOCK_FILE, O_RDONLY | O_CLOEXEC);
}

/*
 * A file that is open with O_APPEND gets each pwrite(2) at its end: BUGS of that page. An
 * error, -1, has all bits set, O_PATH too.
 */
static int check_mode(int fd, unsigned int flags)
{
	int mode = fcntl(fd, F_GETFL), access = mode & O_ACCMODE;

	if (mode & O_PATH ||
	    (access != O_RDWR && access != (device_open_flags(flags) & O_ACCMODE)))
		return -EBADF;
	return mode & O_APPEND ? -EINVAL : 0;
}

/* The duplicate is checked, because nobody can put another file in its place. */
int device_duplicate(int fd, unsigned int flags, bool *ret_simulated)
{
	int own = duplicate_above_stdio(fd), r;
	struct stat st;

	if (own < 0)
		return own;
	r = fstat(own, &st) < 0 ? -errno : check_mode(own, flags);
	if (r == 0 && !device_is_port(&st) && !device_is_simulated(&st))
		r = -ENODEV;
	if (r < 0) {
		close(own);
		return r;
	}
	*ret_simulated = device_is_simulated(&st);
	return own;
}
