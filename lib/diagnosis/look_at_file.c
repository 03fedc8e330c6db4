/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The conditions of the device's file: what it is, and who lets it be opened. */
#include "diagnosis/look.h"

#include "system/device.h"
#include "system/permission.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

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
		look_found(node, IOSPACE_ANSWER_NO, "stat(2): %s",
			   device_kind(&subject->st).text);
		node->reason = subject->is_default ? IOSPACE_REASON_NOT_THE_DEVICE
						   : IOSPACE_REASON_NOT_AN_IOSPACE;
	}
}

/*
 * Whether the file's permission lets it be opened in one direction, by what faccessat(2)
 * failed with and by the mode. Of a device it asks for the permission before the cgroup,
 * which is another condition and says EPERM, and then a security module, which is one
 * too. Of another file EPERM is for its attributes, chattr(1), and a file system of the
 * network can have rules of its own.
 */
static enum iospace_answer may(const struct subject *subject, int error,
			       enum iospace_answer by_mode)
{
	bool is_device = S_ISCHR(subject->st.st_mode);

	if (!error)
		return IOSPACE_ANSWER_OK;
	if (error == EPERM)
		return is_device ? IOSPACE_ANSWER_OK : IOSPACE_ANSWER_NO;
	if (error == EACCES)
		return by_mode == IOSPACE_ANSWER_OK && !is_device ? IOSPACE_ANSWER_UNKNOWN
								  : by_mode;
	return look_is_refusal(error) ? IOSPACE_ANSWER_NO : IOSPACE_ANSWER_UNKNOWN;
}

/* By what is known of reading and of writing. */
static const char may_words[3][3][sizeof(" may neither read nor write")] = {
	[IOSPACE_ANSWER_UNKNOWN] = { "", " may not write", " may write" },
	[IOSPACE_ANSWER_NO] = { " may not read", " may neither read nor write",
				" may only write" },
	[IOSPACE_ANSWER_OK] = { " may read", " may only read", " may read and write" },
};

/* Of two directions, those count that the file is opened for. */
static enum iospace_answer asked(const struct subject *subject, unsigned int direction,
				 enum iospace_answer answer)
{
	return subject->question.flags & direction ? answer : IOSPACE_ANSWER_OK;
}

static enum iospace_answer both(enum iospace_answer a, enum iospace_answer b)
{
	if (a == IOSPACE_ANSWER_NO || b == IOSPACE_ANSWER_NO)
		return IOSPACE_ANSWER_NO;
	return a == IOSPACE_ANSWER_OK ? b : a;
}

static void look_at_access(const struct subject *subject,
			   struct iospace_condition *permission)
{
	enum iospace_answer reading = may(subject, subject->read_error,
					  subject->read_mode);
	enum iospace_answer writing = may(subject, subject->write_error,
					  subject->write_mode);
	enum iospace_answer answer = both(asked(subject, IOSPACE_READ, reading),
					  asked(subject, IOSPACE_WRITE, writing));
	int error = asked(subject, IOSPACE_READ, reading) == answer
			    ? subject->read_error
			    : subject->write_error;

	look_found(permission, answer, "mode %04o, owner %u:%u; user %u:%u%s",
		   subject->st.st_mode & 07777, subject->st.st_uid, subject->st.st_gid,
		   geteuid(), getegid(), may_words[reading][writing]);
	if (answer == IOSPACE_ANSWER_UNKNOWN)
		look_add_evidence(permission, "faccessat(2): %s", strerror(error));
	if (answer == IOSPACE_ANSWER_NO && error != EACCES) {
		look_add_evidence(permission, "%s", strerror(error));
		permission->reason = error == EROFS ? IOSPACE_REASON_READ_ONLY
						    : IOSPACE_REASON_UNKNOWN;
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

/* The deepest directory on the way that can be looked at. */
static bool find_directory(const char *path, char directory[PATH_MAX], struct stat *st)
{
	if (strlen(path) >= PATH_MAX)
		return false;
	strcpy(directory, path);
	do {
		look_cut(directory);
		if (stat(directory, st) == 0)
			return true;
	} while (strcmp(directory, "/") != 0 && strcmp(directory, ".") != 0);
	return false;
}

enum iospace_answer look_search(const char *path, char directory[PATH_MAX],
				struct stat *st)
{
	if (!find_directory(path, directory, st))
		return IOSPACE_ANSWER_UNKNOWN;
	return permission_by_mode(directory, st, X_OK);
}

/* It may be closed. */
static void look_at_way(const struct subject *subject,
			struct iospace_condition *permission)
{
	char directory[PATH_MAX];
	struct stat st;

	if (look_search(subject->path, directory, &st) != IOSPACE_ANSWER_NO)
		return;
	permission->answer = IOSPACE_ANSWER_NO;
	look_add_evidence(permission,
			  "%.100s: mode %04o, owner %u:%u; user %u:%u may not search",
			  directory, st.st_mode & 07777, st.st_uid, st.st_gid, geteuid(),
			  getegid());
}

void look_at_permission(const struct subject *subject,
			struct iospace_condition *permission)
{
	if (subject->error) {
		look_found(permission, IOSPACE_ANSWER_UNKNOWN, "stat(2): %s",
			   strerror(subject->error));
		if (subject->error == EACCES)
			look_at_way(subject, permission);
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
	unsigned int flags = subject->question.flags;
	int read_error = flags & IOSPACE_READ ? subject->read_error : 0;
	int write_error = flags & IOSPACE_WRITE ? subject->write_error : 0;
	enum iospace_answer answer = IOSPACE_ANSWER_UNKNOWN;

	if (subject->error) {
		look_found(cgroup, answer, "faccessat(2): %s", strerror(subject->error));
		return;
	}
	if (!read_error && !write_error)
		answer = IOSPACE_ANSWER_OK;
	else if ((read_error == EPERM || write_error == EPERM) &&
		 !subject->access_refused)
		answer = IOSPACE_ANSWER_NO;
	/* NOLINTNEXTLINE(clang-analyzer-security*): the text of a known error stays. */
	look_found(cgroup, answer, "faccessat(2): reading %s, writing %s",
		   allowed(subject->read_error), allowed(subject->write_error));
}
