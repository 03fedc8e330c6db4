/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which files can be an I/O space. */
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

#endif
