/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which files can be an I/O space. */
#include "device.h"

#include "iospace.h"

#include <string.h>
#include <sys/sysmacros.h>

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
