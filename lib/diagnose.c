/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Why an open failed: from an errno to a reason, and from a reason to its words. */
#include "arch.h"
#include "capability.h"
#include "device.h"
#include "iospace.h"

#include <errno.h>

/* clang-format off */
static const struct {
	const char *cause;
	const char *remedy;
} reasons[] = {
	[IOSPACE_REASON_NONE] = { "", "" },
	[IOSPACE_REASON_NO_CAPABILITY] = {
		"this process does not have the capability CAP_SYS_RAWIO",
		"run it as root, or see PRIVILEGES in iospace(7)",
	},
	[IOSPACE_REASON_FILE_PERMISSION] = {
		"the file's permissions forbid it",
		"run it as root, or see PRIVILEGES in iospace(7)",
	},
	[IOSPACE_REASON_NO_DEVICE] = {
		"there is no such device: the kernel has no CONFIG_DEVPORT, or /dev is "
		"private to this service or container",
		"boot a kernel that has it, or let the device in: see iospace(7)",
	},
	[IOSPACE_REASON_NO_FILE] = {
		"there is no such file",
		"make a simulated I/O space with 'truncate -s 64K FILE'",
	},
	[IOSPACE_REASON_NOT_THE_DEVICE] = {
		"this is not the port device, character device 1:4",
		"remove it, then 'mknod -m 600 /dev/port c 1 4'",
	},
	[IOSPACE_REASON_NOT_AN_IOSPACE] = {
		"this is neither the port device, character device 1:4, nor a file of "
		"exactly 65536 bytes",
		"make a simulated I/O space with 'truncate -s 64K FILE'",
	},
	[IOSPACE_REASON_KERNEL_REFUSED] = {
		"the kernel refused, although this process has CAP_SYS_RAWIO: lockdown "
		"(Secure Boot), a user namespace, a device cgroup or a seccomp filter",
		"see PRIVILEGES in iospace(7)",
	},
	[IOSPACE_REASON_NO_EXACT] = {
		NULL, /* it depends: see arch.h */
		"access each byte on its own, without -x, if the device takes that",
	},
	[IOSPACE_REASON_UNKNOWN] = {
		"it can't be opened",
		"see the error number",
	},
};
/* clang-format on */

/* EPERM: the capability, or something above it. A simulated device knows neither. */
static enum iospace_reason diagnose_eperm(const char *device)
{
	struct stat st;

	if (stat(device ? device : IOSPACE_DEVICE, &st) == 0 && !device_is_port(&st))
		return IOSPACE_REASON_UNKNOWN;
	return capability_permitted() ? IOSPACE_REASON_KERNEL_REFUSED
				      : IOSPACE_REASON_NO_CAPABILITY;
}

enum iospace_reason iospace_diagnose(const char *device, int error)
{
	switch (error) {
	case 0:
		return IOSPACE_REASON_NONE;
	case -EPERM:
		return diagnose_eperm(device);
	case -EACCES:
		return IOSPACE_REASON_FILE_PERMISSION;
	case -ENOENT:
		return device_is_default(device) ? IOSPACE_REASON_NO_DEVICE
						 : IOSPACE_REASON_NO_FILE;
	case -ENXIO: /* memory_open() in drivers/char/mem.c: a node, but no driver */
		return IOSPACE_REASON_NO_DEVICE;
	case -ENODEV:
		return device_is_default(device) ? IOSPACE_REASON_NOT_THE_DEVICE
						 : IOSPACE_REASON_NOT_AN_IOSPACE;
	case -EOPNOTSUPP:
		return IOSPACE_REASON_NO_EXACT;
	default:
		return IOSPACE_REASON_UNKNOWN;
	}
}

static enum iospace_reason known(enum iospace_reason reason)
{
	return reason <= IOSPACE_REASON_UNKNOWN ? reason : IOSPACE_REASON_UNKNOWN;
}

const char *iospace_reason_cause(enum iospace_reason reason)
{
	return reason == IOSPACE_REASON_NO_EXACT ? arch.no_exact
						 : reasons[known(reason)].cause;
}

const char *iospace_reason_remedy(enum iospace_reason reason)
{
	return reasons[known(reason)].remedy;
}
