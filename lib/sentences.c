/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The sentences for each reason: what is wrong, and what to do about it. */
#include "sentences.h"

#include "arch.h"

#include <string.h>

/* clang-format off */
static const struct {
	const char *cause;
	const char *remedy;
} sentences[] = {
	[IOSPACE_REASON_UNKNOWN] = {
		NULL, /* the system has words for the error */
		"",
	},
	[IOSPACE_REASON_NO_CAPABILITY] = {
		"this process does not have the capability CAP_SYS_RAWIO",
		"run it as root, or see PRIVILEGES in iospace(7)",
	},
	[IOSPACE_REASON_BOUNDED] = {
		"the capability CAP_SYS_RAWIO has been taken from this process and all that it "
		"starts, root's too",
		"let the service or container manager leave it in the bounding set",
	},
	[IOSPACE_REASON_NO_NEW_PRIVS] = {
		"the program's file has the capability CAP_SYS_RAWIO, but this process has "
		"no_new_privs set and so can't get it",
		"in systemd, AmbientCapabilities=CAP_SYS_RAWIO or NoNewPrivileges=no",
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
	[IOSPACE_REASON_SECURITY_MODULE] = {
		"a security module, such as SELinux or AppArmor, refuses it",
		"see the audit log, 'ausearch -m avc' or 'dmesg | grep audit:', and the module's "
		"policy",
	},
	[IOSPACE_REASON_FILE_PERMISSION] = {
		"the file's permissions forbid it",
		"run it as root, or see PRIVILEGES in iospace(7)",
	},
	[IOSPACE_REASON_NODEV] = {
		"devices on its file system can't be opened: it is mounted nodev",
		"use /dev/port, or mount it without nodev",
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
};
/* clang-format on */

const char *sentences_cause(enum iospace_reason reason, int error)
{
	switch (reason) {
	case IOSPACE_REASON_UNKNOWN:
		return strerror(-error);
	case IOSPACE_REASON_NO_EXACT:
		return arch.no_exact;
	default:
		return sentences[reason].cause;
	}
}

const char *sentences_remedy(enum iospace_reason reason)
{
	return sentences[reason].remedy;
}
