/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The conditions of the device's file: what it is, and who lets it be opened. */
#include "device.h"
#include "look.h"

#include <errno.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

static void found_wrong_node(const struct stat *st, struct iospace_condition *node)
{
	if (S_ISCHR(st->st_mode) || S_ISBLK(st->st_mode))
		look_found(node, IOSPACE_ANSWER_NO, "stat(2): %s device %u:%u",
			   S_ISCHR(st->st_mode) ? "character" : "block",
			   major(st->st_rdev), minor(st->st_rdev));
	else if (S_ISREG(st->st_mode))
		look_found(node, IOSPACE_ANSWER_NO,
			   "stat(2): an ordinary file of %lld bytes",
			   (long long)st->st_size);
	else if (S_ISDIR(st->st_mode))
		look_found(node, IOSPACE_ANSWER_NO, "stat(2): a directory");
	else
		look_found(node, IOSPACE_ANSWER_NO,
			   "stat(2): neither a device nor an ordinary file");
}

void look_at_node(const struct subject *subject, struct iospace_condition *node)
{
	if (subject->error) {
		if (!subject->is_default)
			node->reason = IOSPACE_REASON_NO_FILE;
		look_found(node,
			   subject->error == ENOENT || subject->error == ENOTDIR
				   ? IOSPACE_ANSWER_NO
				   : IOSPACE_ANSWER_UNKNOWN,
			   "stat(2): %s", strerror(subject->error));
	} else if (device_is_port(&subject->st)) {
		look_found(node, IOSPACE_ANSWER_OK, "stat(2): character device 1:4");
	} else if (!subject->is_default && device_is_simulated(&subject->st)) {
		look_found(node, IOSPACE_ANSWER_OK,
			   "stat(2): a simulated I/O space, 65536 bytes");
	} else {
		found_wrong_node(&subject->st, node);
		node->reason = subject->is_default ? IOSPACE_REASON_NOT_THE_DEVICE
						   : IOSPACE_REASON_NOT_AN_IOSPACE;
	}
}

static bool is_on_nodev(const struct subject *subject)
{
	struct statvfs st;

	return S_ISCHR(subject->st.st_mode) && statvfs(subject->path, &st) == 0 &&
	       st.f_flag & ST_NODEV;
}

/*
 * Whether what faccessat(2) failed with concerns the file. It asks for a device's file
 * permission before its cgroup, which is another condition.
 */
static bool is_denied(const struct subject *subject, int error)
{
	return error && (error != EPERM || S_ISREG(subject->st.st_mode));
}

static void look_at_access(const struct subject *subject,
			   struct iospace_condition *permission)
{
	bool may_read = !is_denied(subject, subject->read_error);
	bool may_write = !is_denied(subject, subject->write_error);
	int error = may_read ? subject->write_error : subject->read_error;

	look_found(permission,
		   may_read && may_write ? IOSPACE_ANSWER_OK : IOSPACE_ANSWER_NO,
		   "mode %04o, owner %u:%u; user %u:%u may %s",
		   subject->st.st_mode & 07777, subject->st.st_uid, subject->st.st_gid,
		   geteuid(), getegid(),
		   may_read && may_write ? "read and write"
		   : may_read		 ? "only read"
		   : may_write		 ? "only write"
					 : "neither read nor write");
	if (permission->answer == IOSPACE_ANSWER_NO && error != EACCES) {
		look_add_evidence(permission, strerror(error));
		permission->reason = IOSPACE_REASON_UNKNOWN;
	}
}

void look_at_permission(const struct subject *subject,
			struct iospace_condition *permission)
{
	if (subject->error)
		look_found(permission, IOSPACE_ANSWER_UNKNOWN, "stat(2): %s",
			   strerror(subject->error));
	else if (is_on_nodev(subject))
		look_found_no(permission, IOSPACE_REASON_NODEV,
			      "statvfs(2): the file system is mounted nodev");
	else
		look_at_access(subject, permission);
}

static const char *allowed(int error)
{
	return error ? strerror(error) : "allowed";
}

/*
 * inode_permission() in fs/namei.c asks the device cgroup, after the file's permission.
 * So faccessat(2) does, and does not ask for what only an open asks for: the capability
 * and lockdown.
 */
void look_at_cgroup(const struct subject *subject, struct iospace_condition *cgroup)
{
	bool may = !subject->read_error && !subject->write_error;
	bool may_not = subject->read_error == EPERM || subject->write_error == EPERM;

	if (subject->error)
		look_found(cgroup, IOSPACE_ANSWER_UNKNOWN, "faccessat(2): %s",
			   strerror(subject->error));
	else
		look_found(cgroup,
			   may					 ? IOSPACE_ANSWER_OK
			   : may_not && !subject->access_refused ? IOSPACE_ANSWER_NO
								 : IOSPACE_ANSWER_UNKNOWN,
			   "faccessat(2): reading %s, writing %s",
			   allowed(subject->read_error), allowed(subject->write_error));
}
