/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The file that is an I/O space: which ones can be, and opening it. */
#ifndef DEVICE_H
#define DEVICE_H

#include <stdbool.h>
#include <sys/stat.h>

/* Whether the caller left the choice to us, or named the one that we would choose. */
bool device_is_default(const char *device);

/* Character device 1:4. */
bool device_is_port(const struct stat *st);

/* A file of one byte for each port. */
bool device_is_simulated(const struct stat *st);

/* What it is, for people: "a directory". */
struct device_kind {
	char text[sizeof("an ordinary file of 9223372036854775807 bytes")];
};

struct device_kind device_kind(const struct stat *st);

/* 0, or -ENODEV: whether a file of that kind may be used where device was asked for. */
int device_check(const char *device, const struct stat *st);

/*
 * Open it as iospace_open() promises, or with IOSPACE_EXACT what is locked where the
 * kernel has no device. Returns the descriptor and stores what it is, or returns a
 * negative errno.
 */
int device_open(const char *device, unsigned int flags, bool *ret_simulated);

/*
 * The same for a descriptor that the caller has open, as iospace_open_fd() promises: a
 * duplicate of it.
 */
int device_duplicate(int fd, unsigned int flags, bool *ret_simulated);

/* The flags of open(2) for IOSPACE_READ, IOSPACE_WRITE or both. */
int device_open_flags(unsigned int flags);

/* open(2), never giving out 0, 1 or 2, and returning a negative errno on failure. */
int open_above_stdio(const char *path, int flags);

#endif
