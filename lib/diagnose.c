/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Why an open failed: from an errno and the conditions to reasons, and to their words. */
#include "arch.h"
#include "conditions.h"
#include "device.h"
#include "look.h"

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
	[IOSPACE_REASON_UNKNOWN] = {
		"it can't be opened",
		"see the error number",
	},
};
/* clang-format on */

/*
 * The kernel says EPERM for all of these. The first that does not hold is the cause. If
 * all that can be seen hold, any that can't may be.
 */
static size_t reasons_for_eperm(const struct iospace_condition conditions[],
				enum iospace_reason ret[])
{
	static const enum iospace_condition_kind asked[] = {
		IOSPACE_CONDITION_USER_NAMESPACE,
		IOSPACE_CONDITION_CAPABILITY,
		IOSPACE_CONDITION_DEVICE_CGROUP,
		IOSPACE_CONDITION_LOCKDOWN,
	};
	static const enum iospace_condition_kind likely[] = {
		IOSPACE_CONDITION_LOCKDOWN,
		IOSPACE_CONDITION_DEVICE_CGROUP,
		IOSPACE_CONDITION_SECCOMP,
		IOSPACE_CONDITION_USER_NAMESPACE,
	};
	size_t count = 0;

	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++)
		if (conditions[asked[i]].answer == IOSPACE_NO) {
			ret[0] = conditions[asked[i]].reason;
			return 1;
		}
	for (size_t i = 0; i < sizeof(likely) / sizeof(likely[0]); i++)
		if (conditions[likely[i]].answer == IOSPACE_UNKNOWN)
			ret[count++] = conditions[likely[i]].reason;
	if (count == 0)
		ret[count++] = IOSPACE_REASON_UNKNOWN;
	return count;
}

static size_t reasons_for_enoent(const struct iospace_condition conditions[],
				 enum iospace_reason ret[])
{
	enum iospace_answer kernel = conditions[IOSPACE_CONDITION_KERNEL].answer;
	size_t count = 0;

	if (kernel != IOSPACE_OK)
		ret[count++] = IOSPACE_REASON_NO_DRIVER;
	if (kernel != IOSPACE_NO)
		ret[count++] = IOSPACE_REASON_NO_NODE;
	return count;
}

/* A namespace's root is a stranger to the device, not to each file. */
static enum iospace_reason reason_for_eacces(const struct iospace_condition conditions[])
{
	if (conditions[IOSPACE_CONDITION_USER_NAMESPACE].answer == IOSPACE_NO)
		return IOSPACE_REASON_USER_NAMESPACE;
	if (conditions[IOSPACE_CONDITION_FILE_PERMISSION].answer != IOSPACE_OK)
		return conditions[IOSPACE_CONDITION_FILE_PERMISSION].reason;
	if (conditions[IOSPACE_CONDITION_SECCOMP].answer == IOSPACE_UNKNOWN)
		return IOSPACE_REASON_SECCOMP;
	return IOSPACE_REASON_UNKNOWN;
}

static enum iospace_reason only_reason(const struct iospace_condition conditions[],
				       const char *device, int error)
{
	switch (error) {
	case 0:
		return IOSPACE_REASON_NONE;
	case -EACCES:
		return reason_for_eacces(conditions);
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

size_t conditions_reasons(const struct iospace_condition conditions[IOSPACE_CONDITIONS],
			  const char *device, int error,
			  enum iospace_reason ret[IOSPACE_REASONS])
{
	if (error == -EPERM)
		return reasons_for_eperm(conditions, ret);
	if (error == -ENOENT && device_is_default(device))
		return reasons_for_enoent(conditions, ret);
	ret[0] = only_reason(conditions, device, error);
	return 1;
}

size_t iospace_diagnose(const char *device, int error,
			enum iospace_reason ret_reasons[IOSPACE_REASONS])
{
	struct iospace_condition conditions[IOSPACE_CONDITIONS];

	conditions_gather(device, conditions);
	return conditions_reasons(conditions, device, error, ret_reasons);
}

/* What can't be seen holds if the device was opened, and not if it is the only cause. */
static void decide(struct iospace_condition *condition, int error,
		   enum iospace_reason only_cause)
{
	if (condition->answer != IOSPACE_UNKNOWN)
		return;
	if (error == 0) {
		condition->answer = IOSPACE_OK;
		look_add_evidence(condition, "it was opened");
	} else if (condition->reason == only_cause) {
		condition->answer = IOSPACE_NO;
		look_add_evidence(condition, error == -EPERM ? "no other cause is left"
							     : "the error says so");
	}
}

void iospace_conditions(const char *device, int error,
			struct iospace_condition conditions[IOSPACE_CONDITIONS])
{
	enum iospace_reason causes[IOSPACE_REASONS];
	size_t count;

	conditions_gather(device, conditions);
	count = conditions_reasons(conditions, device, error, causes);
	for (size_t i = 0; i < IOSPACE_CONDITION_IOPERM; i++)
		decide(&conditions[i], error,
		       count == 1 ? causes[0] : IOSPACE_REASON_NONE);
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
