/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What to do about a reason: the first remedy that is possible here, and its words. */
#include "diagnosis/remedies.h"

/* What a remedy can depend on: bits, of which a row needs some, or none. */
enum fact {
	ROOT = 1 << 0,	      /* is the effective user */
	USER = 1 << 1,	      /* is another */
	DEFAULT = 1 << 2,     /* the device was not named */
	OWN_FILE = 1 << 3,    /* a file that is no device: being root is no matter */
	SECURE_BOOT = 1 << 4, /* is on */
	PARAMETER = 1 << 5,   /* lockdown= is there */
	OWN_DEV = 1 << 6,     /* /dev is the machine's own */
	DIRECTORY = 1 << 7,   /* the file could be made */
	HIDDEN = 1 << 8,      /* the addresses in /proc/ioports are, from this user */
	NO_DRIVER = 1 << 9,   /* there is no /dev/port in this kernel */
	EXACT = 1 << 10,  /* the full width can do without it, and was not asked for */
	BARS = 1 << 11,	  /* if not all, then those of a PCI device */
	IOPERM = 1 << 12, /* ioperm(2) was asked for */
	PCI_ADDRESS = 1 << 13,	   /* it is to be written: PCI 3.0, 3.2.2.3.2 */
	READ_ONLY_ERROR = 1 << 14, /* the error says that the file system is */
	DENIED_ERROR = 1 << 15,	   /* the error says that permission is denied */
	BAR_MODULE = 1 << 16,	   /* a security module refuses the file of a BAR */
	ASKED_EXACT = 1 << 17,	   /* the full width is what was asked for */
};

static unsigned int bit(enum fact fact, bool holds)
{
	return holds ? fact : 0;
}

/* What is around. There is one devtmpfs, so a node in it is the only one, and its lock.
 */
static unsigned int facts_around(const struct surroundings *surroundings)
{
	return (surroundings->is_root ? ROOT : USER) |
	       bit(SECURE_BOOT, surroundings->is_secure_boot) |
	       bit(PARAMETER, surroundings->is_locked_by_parameter) |
	       bit(OWN_DEV, surroundings->is_devtmpfs) |
	       bit(DIRECTORY, surroundings->has_directory) |
	       bit(HIDDEN, !surroundings->sees_windows && !surroundings->is_root);
}

/* What was asked for. */
static unsigned int facts_asked(const struct subject *subject)
{
	const struct question *question = &subject->question;
	bool is_port = subject->is_default || (!subject->error && subject->is_device);

	return bit(DEFAULT, subject->is_default) | bit(OWN_FILE, !is_port) |
	       bit(ASKED_EXACT, question->flags & IOSPACE_EXACT) |
	       bit(PCI_ADDRESS, question->address == 0xcf8 && question->size == 4) |
	       bit(READ_ONLY_ERROR, question->error == -EROFS) |
	       bit(DENIED_ERROR, question->error == -EACCES);
}

/* What there is. In lockdown no way to a port is open. */
static unsigned int facts_there(const struct found *found)
{
	bool asked = found->subject.question.flags & IOSPACE_EXACT;
	bool is_locked = found_answer(found, IOSPACE_CONDITION_LOCKDOWN) ==
			 IOSPACE_ANSWER_NO;
	bool ioperm = found_answer(found, IOSPACE_CONDITION_IOPERM) != IOSPACE_ANSWER_NO;
	bool bars = found_answer(found, IOSPACE_CONDITION_PCI_IO_BARS) ==
		    IOSPACE_ANSWER_OK;

	return bit(NO_DRIVER,
		   found_answer(found, IOSPACE_CONDITION_KERNEL) == IOSPACE_ANSWER_NO) |
	       bit(EXACT, !asked && !is_locked && ioperm) |
	       bit(BARS, !asked && !is_locked && bars) |
	       bit(IOPERM, subject_is_exact(&found->subject) && ioperm) |
	       bit(BAR_MODULE, found_reason(found, IOSPACE_CONDITION_PCI_IO_BARS) ==
				       IOSPACE_REASON_SECURITY_MODULE);
}

/* clang-format off */
static const struct {
	enum iospace_reason reason;
	unsigned int facts; /* all of these are needed */
	enum iospace_remedy remedy;
} rows[] = {
	{ IOSPACE_REASON_NO_CAPABILITY, ROOT, IOSPACE_REMEDY_KEEP_CAPABILITY },
	{ IOSPACE_REASON_NO_CAPABILITY, 0, IOSPACE_REMEDY_RUN_AS_ROOT },
	{ IOSPACE_REASON_BOUNDED, 0, IOSPACE_REMEDY_BOUNDING_SET },
	{ IOSPACE_REASON_NO_NEW_PRIVS, 0, IOSPACE_REMEDY_NEW_PRIVS },
	{ IOSPACE_REASON_USER_NAMESPACE, 0, IOSPACE_REMEDY_RUN_OUTSIDE },
	{ IOSPACE_REASON_LOCKDOWN, SECURE_BOOT, IOSPACE_REMEDY_SECURE_BOOT },
	{ IOSPACE_REASON_LOCKDOWN, PARAMETER, IOSPACE_REMEDY_KERNEL_PARAMETER },
	{ IOSPACE_REASON_LOCKDOWN, 0, IOSPACE_REMEDY_UNLOCKED_BOOT },
	{ IOSPACE_REASON_DEVICE_CGROUP, 0, IOSPACE_REMEDY_ALLOW_DEVICE },
	{ IOSPACE_REASON_SECCOMP, IOPERM, IOSPACE_REMEDY_ALLOW_IOPERM },
	{ IOSPACE_REASON_SECCOMP, 0, IOSPACE_REMEDY_ALLOW_OPEN },
	{ IOSPACE_REASON_SECURITY_MODULE, 0, IOSPACE_REMEDY_POLICY },
	{ IOSPACE_REASON_FILE_PERMISSION, ROOT, IOSPACE_REMEDY_FILE_ACCESS },
	{ IOSPACE_REASON_FILE_PERMISSION, OWN_FILE, IOSPACE_REMEDY_FILE_ACCESS },
	{ IOSPACE_REASON_FILE_PERMISSION, 0, IOSPACE_REMEDY_RUN_AS_ROOT },
	{ IOSPACE_REASON_NODEV, DEFAULT, IOSPACE_REMEDY_MOUNT_DEV },
	{ IOSPACE_REASON_NODEV, 0, IOSPACE_REMEDY_USE_DEFAULT },
	{ IOSPACE_REASON_NO_DRIVER, EXACT, IOSPACE_REMEDY_OTHER_KERNEL_OR_EXACT },
	{ IOSPACE_REASON_NO_DRIVER, BARS, IOSPACE_REMEDY_OTHER_KERNEL_OR_BAR },
	{ IOSPACE_REASON_NO_DRIVER, ASKED_EXACT, IOSPACE_REMEDY_SHOW_PROC },
	{ IOSPACE_REASON_NO_DRIVER, 0, IOSPACE_REMEDY_OTHER_KERNEL },
	{ IOSPACE_REASON_NO_NODE, OWN_DEV, IOSPACE_REMEDY_MAKE_NODE },
	{ IOSPACE_REASON_NO_NODE, 0, IOSPACE_REMEDY_LET_NODE_IN },
	{ IOSPACE_REASON_NO_FILE, DIRECTORY, IOSPACE_REMEDY_MAKE_FILE },
	{ IOSPACE_REASON_NO_FILE, 0, IOSPACE_REMEDY_CHECK_NAME },
	{ IOSPACE_REASON_NOT_THE_DEVICE, NO_DRIVER | EXACT,
	  IOSPACE_REMEDY_OTHER_KERNEL_OR_EXACT },
	{ IOSPACE_REASON_NOT_THE_DEVICE, NO_DRIVER | BARS,
	  IOSPACE_REMEDY_OTHER_KERNEL_OR_BAR },
	{ IOSPACE_REASON_NOT_THE_DEVICE, NO_DRIVER, IOSPACE_REMEDY_OTHER_KERNEL },
	{ IOSPACE_REASON_NOT_THE_DEVICE, OWN_DEV, IOSPACE_REMEDY_REPLACE_NODE },
	{ IOSPACE_REASON_NOT_THE_DEVICE, 0, IOSPACE_REMEDY_BIND_OVER },
	{ IOSPACE_REASON_NOT_AN_IOSPACE, 0, IOSPACE_REMEDY_NAME_ANOTHER },
	{ IOSPACE_REASON_NO_EXACT, NO_DRIVER, IOSPACE_REMEDY_OTHER_KERNEL },
	{ IOSPACE_REASON_NO_EXACT, 0, IOSPACE_REMEDY_SINGLE_BYTES },
	{ IOSPACE_REASON_READ_ONLY, 0, IOSPACE_REMEDY_MOUNT_WRITABLE },

	{ IOSPACE_REASON_PCI_TRAP, PCI_ADDRESS, IOSPACE_REMEDY_USE_EXACT },
	{ IOSPACE_REASON_PCI_TRAP, 0, IOSPACE_REMEDY_ONE_BYTE },
	{ IOSPACE_REASON_UNMAPPED, HIDDEN, IOSPACE_REMEDY_RUN_AS_ROOT },
	{ IOSPACE_REASON_UNMAPPED, 0, IOSPACE_REMEDY_FORCE },
	{ IOSPACE_REASON_MISALIGNED, 0, IOSPACE_REMEDY_CHECK_ADDRESS },
	{ IOSPACE_REASON_PAST_LAST_PORT, 0, IOSPACE_REMEDY_CHECK_ADDRESS },
	{ IOSPACE_REASON_PAST_BAR, 0, IOSPACE_REMEDY_CHECK_ADDRESS },
	{ IOSPACE_REASON_RESOURCE_FILE, READ_ONLY_ERROR, IOSPACE_REMEDY_MOUNT_WRITABLE },
	{ IOSPACE_REASON_RESOURCE_FILE, DENIED_ERROR | BAR_MODULE, IOSPACE_REMEDY_POLICY },
	{ IOSPACE_REASON_RESOURCE_FILE, DENIED_ERROR | USER, IOSPACE_REMEDY_RUN_AS_ROOT },
	ONE_MORE_REMEDY
};
/* clang-format on */

enum iospace_remedy remedies_choose(const struct found *found, enum iospace_reason reason)
{
	unsigned int facts = facts_around(&found->surroundings) |
			     facts_asked(&found->subject) | facts_there(found);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].reason == reason && (rows[i].facts & ~facts) == 0)
			return rows[i].remedy;
	return IOSPACE_REMEDY_UNKNOWN;
}

/* clang-format off */
const char *remedies_text(enum iospace_remedy remedy)
{
	switch (remedy) {
	case IOSPACE_REMEDY_RUN_AS_ROOT:
		return "run it as root, or see PRIVILEGES in iospace(7)";
	case IOSPACE_REMEDY_KEEP_CAPABILITY:
		return "let what starts it leave it the capability";
	case IOSPACE_REMEDY_BOUNDING_SET:
		return "let the service or container manager leave it in the bounding set";
	case IOSPACE_REMEDY_NEW_PRIVS:
		return "start it without no_new_privs, in systemd with NoNewPrivileges=no, or give it "
		       "the capability with AmbientCapabilities=CAP_SYS_RAWIO";
	case IOSPACE_REMEDY_RUN_OUTSIDE:
		return "run it outside";
	case IOSPACE_REMEDY_SECURE_BOOT:
		return "switch Secure Boot off in the firmware, or do without";
	case IOSPACE_REMEDY_KERNEL_PARAMETER:
		return "boot without lockdown= on the kernel's command line, or do without";
	case IOSPACE_REMEDY_UNLOCKED_BOOT:
		return "boot without what locked it down, which 'dmesg | grep -i lockdown' names, or do "
		       "without";
	case IOSPACE_REMEDY_ALLOW_DEVICE:
		return "let the service or container manager allow it, in systemd with "
		       "DeviceAllow=/dev/port rw";
	case IOSPACE_REMEDY_ALLOW_OPEN:
		return "let the service or container manager allow openat(2), in systemd with "
		       "SystemCallFilter=@file-system";
	case IOSPACE_REMEDY_ALLOW_IOPERM:
		return "let the service or container manager allow ioperm(2), in systemd with "
		       "SystemCallFilter=@raw-io";
	case IOSPACE_REMEDY_POLICY:
		return "see the audit log, with 'ausearch -m avc' or 'dmesg | grep audit:', and let its "
		       "policy allow it";
	case IOSPACE_REMEDY_FILE_ACCESS:
		return "let this user in, with chmod, chown or setfacl";
	case IOSPACE_REMEDY_USE_DEFAULT:
		return "use /dev/port, or mount it without nodev";
	case IOSPACE_REMEDY_MOUNT_DEV:
		return "mount it without nodev";
	case IOSPACE_REMEDY_OTHER_KERNEL:
		return "boot another kernel";
	case IOSPACE_REMEDY_OTHER_KERNEL_OR_EXACT:
		return "boot another kernel, or use accesses of the full width, which can do without";
	case IOSPACE_REMEDY_OTHER_KERNEL_OR_BAR:
		return "boot another kernel, or use accesses of the full width to ports in a PCI I/O "
		       "BAR";
	case IOSPACE_REMEDY_MAKE_NODE:
		return "make it with 'mknod -m 600 /dev/port c 1 4'";
	case IOSPACE_REMEDY_LET_NODE_IN:
		return "in systemd, DevicePolicy=closed with DeviceAllow=/dev/port rw in place of "
		       "PrivateDevices=, or in a container, bind-mount the host's /dev/port, as another "
		       "node has another lock";
	case IOSPACE_REMEDY_MAKE_FILE:
		return "make a simulated I/O space with 'truncate -s 64K FILE'";
	case IOSPACE_REMEDY_CHECK_NAME:
		return "check the name: there is no place for an ordinary file";
	case IOSPACE_REMEDY_REPLACE_NODE:
		return "remove it, then 'mknod -m 600 /dev/port c 1 4'";
	case IOSPACE_REMEDY_BIND_OVER:
		return "bind-mount the host's /dev/port over it, as another node has another lock";
	case IOSPACE_REMEDY_NAME_ANOTHER:
		return "name the port device, or a file of exactly that size";
	case IOSPACE_REMEDY_SINGLE_BYTES:
		return "access each byte on its own, if the device takes that";
	case IOSPACE_REMEDY_MOUNT_WRITABLE:
		return "mount it writable, in systemd without ProtectSystem= or ProtectKernelTunables=";
	case IOSPACE_REMEDY_USE_EXACT:
		return "make it one access of the full width";
	case IOSPACE_REMEDY_ONE_BYTE:
		return "write only the ports that are meant, each on its own";
	case IOSPACE_REMEDY_FORCE:
		return "check the port; it can be forced";
	case IOSPACE_REMEDY_CHECK_ADDRESS:
		return "check the address and the size";
	case IOSPACE_REMEDY_SHOW_PROC:
		return "let it see /proc/ioports, which is locked in its place, in systemd with "
		       "ProcSubset=all";
	ONE_MORE_REMEDY_TEXT
	case IOSPACE_REMEDY_UNKNOWN:
	default:
		return "";
	}
}
/* clang-format on */
