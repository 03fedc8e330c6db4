/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Why an open failed: from an errno to a reason, and from a reason to its words. */
#include "arch.h"
#include "device.h"
#include "evidence.h"
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
	[IOSPACE_REASON_BOUNDED] = {
		"the capability CAP_SYS_RAWIO has been taken from this process and all that it "
		"starts, root's too",
		"let the service or container manager leave it in the bounding set",
	},
	[IOSPACE_REASON_USER_NAMESPACE] = {
		"this process is in a user namespace, such as a rootless container's, where "
		"no capability counts for ports",
		"run it outside",
	},
	[IOSPACE_REASON_LOCKDOWN] = {
		"the kernel is locked down, as it is under Secure Boot",
		"switch Secure Boot off in the firmware, or do without",
	},
	[IOSPACE_REASON_DEVICE_CGROUP] = {
		"a device cgroup keeps the device from this service or container",
		"in systemd, DeviceAllow=/dev/port rw",
	},
	[IOSPACE_REASON_SECCOMP] = {
		"a system call filter (seccomp) refuses it",
		"let the service or container manager allow the call",
	},
	[IOSPACE_REASON_FILE_PERMISSION] = {
		"the file's permissions forbid it",
		"run it as root, or see PRIVILEGES in iospace(7)",
	},
	[IOSPACE_REASON_NO_DRIVER] = {
		"this kernel has no such device: it was built without CONFIG_DEVPORT, as "
		"cloud kernels are",
		"boot another kernel, or use -x, which can do without on x86",
	},
	[IOSPACE_REASON_NO_NODE] = {
		"the kernel has this device, but /dev does not: it is private to this service "
		"or container, or the node was removed",
		"in systemd, DevicePolicy=closed with DeviceAllow=/dev/port rw in place of "
		"PrivateDevices=; else 'mknod -m 600 /dev/port c 1 4'",
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

/* The kernel says EPERM for all of these. */
static size_t reasons_for_eperm(const struct evidence *evidence,
				enum iospace_reason ret[])
{
	size_t count = 0;

	if (evidence->port == NO)
		ret[count++] = IOSPACE_REASON_UNKNOWN;
	else if (evidence->own_namespace == YES)
		ret[count++] = IOSPACE_REASON_USER_NAMESPACE;
	else if (evidence->permitted == NO)
		ret[count++] = evidence->bounded == YES ? IOSPACE_REASON_BOUNDED
							: IOSPACE_REASON_NO_CAPABILITY;
	else if (evidence->lockdown == YES)
		ret[count++] = IOSPACE_REASON_LOCKDOWN;
	if (count > 0)
		return count;

	/* What can't be seen from here can't be ruled out. */
	if (evidence->lockdown == UNKNOWN)
		ret[count++] = IOSPACE_REASON_LOCKDOWN;
	ret[count++] = IOSPACE_REASON_DEVICE_CGROUP;
	if (evidence->filtered != NO)
		ret[count++] = IOSPACE_REASON_SECCOMP;
	if (evidence->own_namespace == UNKNOWN)
		ret[count++] = IOSPACE_REASON_USER_NAMESPACE;
	return count;
}

static size_t reasons_for_enoent(const struct evidence *evidence,
				 enum iospace_reason ret[])
{
	size_t count = 0;

	if (evidence->driver != YES)
		ret[count++] = IOSPACE_REASON_NO_DRIVER;
	if (evidence->driver != NO)
		ret[count++] = IOSPACE_REASON_NO_NODE;
	return count;
}

static enum iospace_reason only_reason(const struct evidence *evidence,
				       const char *device, int error)
{
	switch (error) {
	case 0:
		return IOSPACE_REASON_NONE;
	case -EACCES:
		/* A namespace's root is a stranger to the device, not to each file. */
		return evidence->own_namespace == YES && evidence->port != NO
			       ? IOSPACE_REASON_USER_NAMESPACE
			       : IOSPACE_REASON_FILE_PERMISSION;
	case -ENOENT:
		return IOSPACE_REASON_NO_FILE;
	case -ENXIO: /* memory_open() in drivers/char/mem.c: a node, but no driver */
		return IOSPACE_REASON_NO_DRIVER;
	case -ENODEV:
		return device_is_default(device) ? IOSPACE_REASON_NOT_THE_DEVICE
						 : IOSPACE_REASON_NOT_AN_IOSPACE;
	case -EOPNOTSUPP:
		return IOSPACE_REASON_NO_EXACT;
	default:
		return IOSPACE_REASON_UNKNOWN;
	}
}

size_t evidence_reasons(const struct evidence *evidence, const char *device, int error,
			enum iospace_reason ret[IOSPACE_REASONS])
{
	if (error == -EPERM)
		return reasons_for_eperm(evidence, ret);
	if (error == -ENOENT && device_is_default(device))
		return reasons_for_enoent(evidence, ret);
	ret[0] = only_reason(evidence, device, error);
	return 1;
}

size_t iospace_diagnose(const char *device, int error,
			enum iospace_reason ret_reasons[IOSPACE_REASONS])
{
	struct evidence evidence;

	evidence_gather(device, &evidence);
	return evidence_reasons(&evidence, device, error, ret_reasons);
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
