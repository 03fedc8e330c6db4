/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is wrong, in words: a sentence for each reason. */
#include "diagnosis/causes.h"

#include "access/arch.h"
#include "diagnosis/remedies.h"
#include "system/device.h"

#include <stdio.h>
#include <string.h>

/* clang-format off */
/* Those that are the same whatever was found. */
static const char *const sentences[] = {
	[IOSPACE_REASON_NO_CAPABILITY] =
		"this process does not have the capability CAP_SYS_RAWIO",
	[IOSPACE_REASON_BOUNDED] =
		"the capability CAP_SYS_RAWIO has been taken from this process and all that it "
		"starts, root's too",
	[IOSPACE_REASON_NO_NEW_PRIVS] =
		"the program's file has the capability CAP_SYS_RAWIO, but this process has "
		"no_new_privs set and so can't get it",
	[IOSPACE_REASON_USER_NAMESPACE] =
		"this process is in a user namespace, such as a rootless container's, where "
		"no capability counts for ports",
	[IOSPACE_REASON_LOCKDOWN] =
		"the kernel is locked down",
	[IOSPACE_REASON_DEVICE_CGROUP] =
		"a device cgroup keeps the device from this service or container",
	[IOSPACE_REASON_SECCOMP] =
		"a system call filter (seccomp) refuses it",
	[IOSPACE_REASON_SECURITY_MODULE] =
		"a security module, such as SELinux or AppArmor, refuses it",
	[IOSPACE_REASON_FILE_PERMISSION] =
		"the file's permissions forbid it",
	[IOSPACE_REASON_NODEV] =
		"devices on its file system can't be opened: it is mounted nodev",
	[IOSPACE_REASON_NO_NODE] =
		"the kernel has this device, but /dev does not: it is private to this service "
		"or container, or the node was removed",
	[IOSPACE_REASON_NO_FILE] =
		"there is no such file",
	[IOSPACE_REASON_READ_ONLY] =
		"its file system is mounted read-only",
	[IOSPACE_REASON_UNMAPPED] =
		"no host bridge's window in /proc/ioports holds this port (without "
		"CAP_SYS_ADMIN it shows none), and an access could crash the kernel",
	[IOSPACE_REASON_PAST_LAST_PORT] =
		"the access is past the last port, 0xffff",
	[IOSPACE_REASON_PAST_BAR] =
		"the access is past the end of the PCI I/O BAR",
	ONE_MORE_SENTENCE
};
/* clang-format on */

/* What is in the device's place, unless it has changed meanwhile. */
static struct device_kind kind_of(const struct subject *subject)
{
	static const struct device_kind unknown = { "something else" };

	if (subject->error || device_check(subject->question.device, &subject->st) == 0)
		return unknown;
	return device_kind(&subject->st);
}

static void tell_wrong_file(const struct subject *subject, struct iospace_cause *cause)
{
	const size_t room = sizeof(cause->text);

	if (!subject->error && S_ISREG(subject->st.st_mode) &&
	    subject->st.st_size != IOSPACE_PORTS)
		snprintf(cause->text, room, "it has %lld bytes, not %d",
			 (long long)subject->st.st_size, IOSPACE_PORTS);
	else
		snprintf(cause->text, room,
			 "it is %s, neither character device 1:4 nor a file of %d bytes",
			 kind_of(subject).text, IOSPACE_PORTS);
}

static void tell(const struct subject *subject, struct iospace_cause *cause)
{
	const size_t room = sizeof(cause->text);

	switch (cause->reason) {
	case IOSPACE_REASON_UNKNOWN:
		snprintf(cause->text, room, "%s", strerror(-subject->question.error));
		break;
	case IOSPACE_REASON_NOT_THE_DEVICE:
		snprintf(cause->text, room,
			 "it is %s, not the port device, character device 1:4",
			 kind_of(subject).text);
		break;
	case IOSPACE_REASON_NOT_AN_IOSPACE:
		tell_wrong_file(subject, cause);
		break;
	case IOSPACE_REASON_PCI_TRAP:
		snprintf(
			cause->text, room,
			"in %u single bytes, a write to 0xcf8-0xcfb can get to the reset "
			"register 0xcf9",
			subject->question.size);
		break;
	case IOSPACE_REASON_MISALIGNED:
		snprintf(cause->text, room,
			 "in the full width, the address is to be a multiple of %u",
			 subject->question.size);
		break;
	case IOSPACE_REASON_RESOURCE_FILE:
		snprintf(cause->text, room,
			 "can't open the resource file of its PCI I/O BAR: %s",
			 strerror(-subject->question.error));
		break;
	case IOSPACE_REASON_NO_DRIVER:
		snprintf(cause->text, room, "%s", arch.no_driver);
		break;
	case IOSPACE_REASON_NO_EXACT:
		snprintf(cause->text, room, "%s", arch.no_exact);
		break;
	default:
		snprintf(cause->text, room, "%s", sentences[cause->reason]);
	}
}

void causes_tell(const struct found *found, enum iospace_reason reason,
		 struct iospace_cause *ret_cause)
{
	ret_cause->reason = reason;
	ret_cause->remedy = remedies_choose(found, reason);
	tell(&found->subject, ret_cause);
}
