/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What to do about a reason: the first remedy that is possible here, and its words. */
#include "remedies.h"

#include "device.h"

static enum iospace_answer answer(const struct found *found,
				  enum iospace_condition_kind kind)
{
	return found_answer(found, kind);
}

static bool is_root(const struct found *found)
{
	return found->surroundings.is_root;
}

/* Who is let in to a file of one's own is not a matter of being root. */
static bool is_root_or_not_the_device(const struct found *found)
{
	return is_root(found) || !(found->subject.is_default ||
				   (!found->subject.error && found->subject.is_device));
}

static bool is_default(const struct found *found)
{
	return found->subject.is_default;
}

static bool is_secure_boot(const struct found *found)
{
	return found->surroundings.is_secure_boot;
}

static bool is_locked_by_parameter(const struct found *found)
{
	return found->surroundings.is_locked_by_parameter;
}

static bool is_ioperm(const struct found *found)
{
	return subject_is_exact(&found->subject) &&
	       answer(found, IOSPACE_CONDITION_IOPERM) != IOSPACE_ANSWER_NO;
}

/* Ports can be accessed in their full width: without /dev/port, but not in lockdown. */
static bool has_exact(const struct found *found)
{
	return answer(found, IOSPACE_CONDITION_LOCKDOWN) != IOSPACE_ANSWER_NO &&
	       answer(found, IOSPACE_CONDITION_IOPERM) != IOSPACE_ANSWER_NO;
}

/* And if not all, then those of a PCI device. */
static bool has_bars(const struct found *found)
{
	return answer(found, IOSPACE_CONDITION_LOCKDOWN) != IOSPACE_ANSWER_NO &&
	       answer(found, IOSPACE_CONDITION_PCI_IO_BARS) == IOSPACE_ANSWER_OK;
}

static bool has_no_driver(const struct found *found)
{
	return answer(found, IOSPACE_CONDITION_KERNEL) == IOSPACE_ANSWER_NO;
}

static bool has_no_driver_but_exact(const struct found *found)
{
	return has_no_driver(found) && has_exact(found);
}

static bool has_no_driver_but_bars(const struct found *found)
{
	return has_no_driver(found) && has_bars(found);
}

/* There is one devtmpfs, so that a node in it is the only one, and so is its lock. */
static bool is_own_dev(const struct found *found)
{
	return found->surroundings.is_devtmpfs;
}

static bool can_be_made(const struct found *found)
{
	return found->surroundings.has_directory;
}

static bool is_pci_address(const struct found *found)
{
	const struct question *question = &found->subject.question;

	return question->address == 0xcf8 && question->size == 4;
}

static bool sees_no_windows(const struct found *found)
{
	return !found->surroundings.sees_windows && !is_root(found);
}

static bool is_read_only(const struct found *found)
{
	return found->subject.question.error == -EROFS;
}

static bool is_refused_by_module(const struct found *found)
{
	return found->subject.question.error == -EACCES &&
	       found_reason(found, IOSPACE_CONDITION_PCI_IO_BARS) ==
		       IOSPACE_REASON_SECURITY_MODULE;
}

static bool is_refused_to_user(const struct found *found)
{
	return found->subject.question.error == -EACCES && !is_root(found);
}

/* clang-format off */
static const struct {
	enum iospace_reason reason;
	bool (*holds)(const struct found *found); /* or NULL: whatever was found */
	enum iospace_remedy remedy;
} rows[] = {
	{ IOSPACE_REASON_NO_CAPABILITY, is_root, IOSPACE_REMEDY_KEEP_CAPABILITY },
	{ IOSPACE_REASON_NO_CAPABILITY, NULL, IOSPACE_REMEDY_RUN_AS_ROOT },
	{ IOSPACE_REASON_BOUNDED, NULL, IOSPACE_REMEDY_BOUNDING_SET },
	{ IOSPACE_REASON_NO_NEW_PRIVS, NULL, IOSPACE_REMEDY_NEW_PRIVS },
	{ IOSPACE_REASON_USER_NAMESPACE, NULL, IOSPACE_REMEDY_RUN_OUTSIDE },
	{ IOSPACE_REASON_LOCKDOWN, is_secure_boot, IOSPACE_REMEDY_SECURE_BOOT },
	{ IOSPACE_REASON_LOCKDOWN, is_locked_by_parameter, IOSPACE_REMEDY_KERNEL_PARAMETER },
	{ IOSPACE_REASON_LOCKDOWN, NULL, IOSPACE_REMEDY_UNLOCKED_BOOT },
	{ IOSPACE_REASON_DEVICE_CGROUP, NULL, IOSPACE_REMEDY_ALLOW_DEVICE },
	{ IOSPACE_REASON_SECCOMP, is_ioperm, IOSPACE_REMEDY_ALLOW_IOPERM },
	{ IOSPACE_REASON_SECCOMP, NULL, IOSPACE_REMEDY_ALLOW_OPEN },
	{ IOSPACE_REASON_SECURITY_MODULE, NULL, IOSPACE_REMEDY_POLICY },
	{ IOSPACE_REASON_FILE_PERMISSION, is_root_or_not_the_device, IOSPACE_REMEDY_FILE_ACCESS },
	{ IOSPACE_REASON_FILE_PERMISSION, NULL, IOSPACE_REMEDY_RUN_AS_ROOT },
	{ IOSPACE_REASON_NODEV, is_default, IOSPACE_REMEDY_MOUNT_DEV },
	{ IOSPACE_REASON_NODEV, NULL, IOSPACE_REMEDY_USE_DEFAULT },
	{ IOSPACE_REASON_NO_DRIVER, has_exact, IOSPACE_REMEDY_OTHER_KERNEL_OR_EXACT },
	{ IOSPACE_REASON_NO_DRIVER, has_bars, IOSPACE_REMEDY_OTHER_KERNEL_OR_BAR },
	{ IOSPACE_REASON_NO_DRIVER, NULL, IOSPACE_REMEDY_OTHER_KERNEL },
	{ IOSPACE_REASON_NO_NODE, is_own_dev, IOSPACE_REMEDY_MAKE_NODE },
	{ IOSPACE_REASON_NO_NODE, NULL, IOSPACE_REMEDY_LET_NODE_IN },
	{ IOSPACE_REASON_NO_FILE, can_be_made, IOSPACE_REMEDY_MAKE_FILE },
	{ IOSPACE_REASON_NO_FILE, NULL, IOSPACE_REMEDY_CHECK_NAME },
	{ IOSPACE_REASON_NOT_THE_DEVICE, has_no_driver_but_exact,
	  IOSPACE_REMEDY_OTHER_KERNEL_OR_EXACT },
	{ IOSPACE_REASON_NOT_THE_DEVICE, has_no_driver_but_bars,
	  IOSPACE_REMEDY_OTHER_KERNEL_OR_BAR },
	{ IOSPACE_REASON_NOT_THE_DEVICE, has_no_driver, IOSPACE_REMEDY_OTHER_KERNEL },
	{ IOSPACE_REASON_NOT_THE_DEVICE, is_own_dev, IOSPACE_REMEDY_REPLACE_NODE },
	{ IOSPACE_REASON_NOT_THE_DEVICE, NULL, IOSPACE_REMEDY_REPLACE_BY_HOST_S },
	{ IOSPACE_REASON_NOT_AN_IOSPACE, NULL, IOSPACE_REMEDY_NAME_ANOTHER },
	{ IOSPACE_REASON_NO_EXACT, has_no_driver, IOSPACE_REMEDY_OTHER_KERNEL },
	{ IOSPACE_REASON_NO_EXACT, NULL, IOSPACE_REMEDY_SINGLE_BYTES },
	{ IOSPACE_REASON_READ_ONLY, NULL, IOSPACE_REMEDY_MOUNT_WRITABLE },

	/* Only a single access of 32 bits is a PCI address: PCI 3.0, 3.2.2.3.2. */
	{ IOSPACE_REASON_PCI_TRAP, is_pci_address, IOSPACE_REMEDY_USE_EXACT },
	{ IOSPACE_REASON_PCI_TRAP, NULL, IOSPACE_REMEDY_ONE_BYTE },
	{ IOSPACE_REASON_UNMAPPED, sees_no_windows, IOSPACE_REMEDY_RUN_AS_ROOT },
	{ IOSPACE_REASON_UNMAPPED, NULL, IOSPACE_REMEDY_FORCE },
	{ IOSPACE_REASON_MISALIGNED, NULL, IOSPACE_REMEDY_CHECK_ADDRESS },
	{ IOSPACE_REASON_PAST_LAST_PORT, NULL, IOSPACE_REMEDY_CHECK_ADDRESS },
	{ IOSPACE_REASON_PAST_BAR, NULL, IOSPACE_REMEDY_CHECK_ADDRESS },
	{ IOSPACE_REASON_RESOURCE_FILE, is_read_only, IOSPACE_REMEDY_MOUNT_WRITABLE },
	{ IOSPACE_REASON_RESOURCE_FILE, is_refused_by_module, IOSPACE_REMEDY_POLICY },
	{ IOSPACE_REASON_RESOURCE_FILE, is_refused_to_user, IOSPACE_REMEDY_RUN_AS_ROOT },
	ONE_MORE_REMEDY
};
/* clang-format on */

enum iospace_remedy remedies_choose(const struct found *found, enum iospace_reason reason)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].reason == reason && (!rows[i].holds || rows[i].holds(found)))
			return rows[i].remedy;
	return IOSPACE_REMEDY_UNKNOWN;
}

/* clang-format off */
static const char *const texts[] = {
	[IOSPACE_REMEDY_UNKNOWN] = "",
	[IOSPACE_REMEDY_RUN_AS_ROOT] =
		"run it as root, or see PRIVILEGES in iospace(7)",
	[IOSPACE_REMEDY_KEEP_CAPABILITY] =
		"let what starts it leave it the capability",
	[IOSPACE_REMEDY_BOUNDING_SET] =
		"let the service or container manager leave it in the bounding set",
	[IOSPACE_REMEDY_NEW_PRIVS] =
		"start it without no_new_privs, in systemd with NoNewPrivileges=no, or give it "
		"the capability with AmbientCapabilities=CAP_SYS_RAWIO",
	[IOSPACE_REMEDY_RUN_OUTSIDE] =
		"run it outside",
	[IOSPACE_REMEDY_SECURE_BOOT] =
		"switch Secure Boot off in the firmware, or do without",
	[IOSPACE_REMEDY_KERNEL_PARAMETER] =
		"boot without lockdown= on the kernel's command line, or do without",
	[IOSPACE_REMEDY_UNLOCKED_BOOT] =
		"boot without what locked it down, which 'dmesg | grep -i lockdown' names, or do "
		"without",
	[IOSPACE_REMEDY_ALLOW_DEVICE] =
		"let the service or container manager allow it, in systemd with "
		"DeviceAllow=/dev/port rw",
	[IOSPACE_REMEDY_ALLOW_OPEN] =
		"let the service or container manager allow openat(2), in systemd with "
		"SystemCallFilter=@file-system",
	[IOSPACE_REMEDY_ALLOW_IOPERM] =
		"let the service or container manager allow ioperm(2), in systemd with "
		"SystemCallFilter=@raw-io",
	[IOSPACE_REMEDY_POLICY] =
		"see the audit log, with 'ausearch -m avc' or 'dmesg | grep audit:', and let its "
		"policy allow it",
	[IOSPACE_REMEDY_FILE_ACCESS] =
		"let this user in, with chmod, chown or setfacl",
	[IOSPACE_REMEDY_USE_DEFAULT] =
		"use /dev/port, or mount it without nodev",
	[IOSPACE_REMEDY_MOUNT_DEV] =
		"mount it without nodev",
	[IOSPACE_REMEDY_OTHER_KERNEL] =
		"boot another kernel",
	[IOSPACE_REMEDY_OTHER_KERNEL_OR_EXACT] =
		"boot another kernel, or use accesses of the full width, which can do without",
	[IOSPACE_REMEDY_OTHER_KERNEL_OR_BAR] =
		"boot another kernel, or use accesses of the full width to ports in a PCI I/O "
		"BAR",
	[IOSPACE_REMEDY_MAKE_NODE] =
		"make it with 'mknod -m 600 /dev/port c 1 4'",
	[IOSPACE_REMEDY_LET_NODE_IN] =
		"in systemd, DevicePolicy=closed with DeviceAllow=/dev/port rw in place of "
		"PrivateDevices=, or in a container, bind-mount the host's /dev/port, as another "
		"node has another lock",
	[IOSPACE_REMEDY_MAKE_FILE] =
		"make a simulated I/O space with 'truncate -s 64K FILE'",
	[IOSPACE_REMEDY_CHECK_NAME] =
		"check the name: its directory is not there either",
	[IOSPACE_REMEDY_REPLACE_NODE] =
		"remove it, then 'mknod -m 600 /dev/port c 1 4'",
	[IOSPACE_REMEDY_REPLACE_BY_HOST_S] =
		"bind-mount the host's /dev/port over it, as another node has another lock",
	[IOSPACE_REMEDY_NAME_ANOTHER] =
		"name the port device, or a file of exactly that size",
	[IOSPACE_REMEDY_SINGLE_BYTES] =
		"access each byte on its own, if the device takes that",
	[IOSPACE_REMEDY_MOUNT_WRITABLE] =
		"mount it writable, in systemd without ProtectSystem= or ProtectKernelTunables=",
	[IOSPACE_REMEDY_USE_EXACT] =
		"make it one access of the full width",
	[IOSPACE_REMEDY_ONE_BYTE] =
		"write only the ports that are meant, each on its own",
	[IOSPACE_REMEDY_FORCE] =
		"check the port; it can be forced",
	[IOSPACE_REMEDY_CHECK_ADDRESS] =
		"check the address and the size",
	ONE_MORE_REMEDY_TEXT
};
/* clang-format on */

const char *iospace_remedy_get_text(enum iospace_remedy remedy)
{
	const size_t count = sizeof(texts) / sizeof(texts[0]);

	return (size_t)remedy < count && texts[remedy] ? texts[remedy] : "";
}
