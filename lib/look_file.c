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

/*
 * Whether the file's permission lets it be opened in one direction, by what faccessat(2)
 * failed with. Of a device it asks for the permission before the cgroup, which is another
 * condition and says EPERM; of another file that is for its attributes: chattr(1).
 */
static enum iospace_answer may(const struct subject *subject, int error)
{
	if (!error)
		return IOSPACE_ANSWER_OK;
	if (error == EPERM)
		return S_ISREG(subject->st.st_mode) ? IOSPACE_ANSWER_NO
						    : IOSPACE_ANSWER_OK;
	return look_is_refusal(error) ? IOSPACE_ANSWER_NO : IOSPACE_ANSWER_UNKNOWN;
}

/* By what is known of reading and of writing. */
static const char *const may_words[3][3] = {
	[IOSPACE_ANSWER_UNKNOWN] = { "", " may not write", " may write" },
	[IOSPACE_ANSWER_NO] = { " may not read", " may neither read nor write",
				" may only write" },
	[IOSPACE_ANSWER_OK] = { " may read", " may only read", " may read and write" },
};

static enum iospace_answer both(enum iospace_answer a, enum iospace_answer b)
{
	if (a == IOSPACE_ANSWER_NO || b == IOSPACE_ANSWER_NO)
		return IOSPACE_ANSWER_NO;
	return a == IOSPACE_ANSWER_OK ? b : a;
}

static void look_at_access(const struct subject *subject,
			   struct iospace_condition *permission)
{
	enum iospace_answer reading = may(subject, subject->read_error);
	enum iospace_answer writing = may(subject, subject->write_error);
	enum iospace_answer answer = both(reading, writing);
	int error = reading == answer ? subject->read_error : subject->write_error;

	look_found(permission, answer, "mode %04o, owner %u:%u; user %u:%u%s",
		   subject->st.st_mode & 07777, subject->st.st_uid, subject->st.st_gid,
		   geteuid(), getegid(), may_words[reading][writing]);
	if (answer == IOSPACE_ANSWER_UNKNOWN)
		look_add_evidence(permission, "faccessat(2): %s", strerror(error));
	if (answer == IOSPACE_ANSWER_NO && error != EACCES) {
		look_add_evidence(permission, "%s", strerror(error));
		permission->reason = IOSPACE_REASON_UNKNOWN;
	}
}

/* A device is not opened on a file system that is mounted nodev. */
static void look_at_file_system(const struct subject *subject,
				struct iospace_condition *permission)
{
	struct statvfs st;
	int r = statvfs(subject->path, &st);

	if (r == 0 && st.f_flag & ST_NODEV) {
		look_found_no(permission, IOSPACE_REASON_NODEV,
			      "statvfs(2): the file system is mounted nodev");
	} else if (r < 0 && permission->answer == IOSPACE_ANSWER_OK) {
		permission->answer = IOSPACE_ANSWER_UNKNOWN;
		permission->reason = IOSPACE_REASON_NODEV;
		look_add_evidence(permission, "statvfs(2): %s", strerror(errno));
	}
}

void look_at_permission(const struct subject *subject,
			struct iospace_condition *permission)
{
	if (subject->error) {
		look_found(permission, IOSPACE_ANSWER_UNKNOWN, "stat(2): %s",
			   strerror(subject->error));
		return;
	}
	look_at_access(subject, permission);
	if (S_ISCHR(subject->st.st_mode))
		look_at_file_system(subject, permission);
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
