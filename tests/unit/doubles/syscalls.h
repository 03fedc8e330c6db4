/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Doubles of the system calls, of libcap's and of the allocator's. The linker's --wrap
 * puts them between the code under test and libc: see meson.build.
 *
 * They do what a test has set in `syscalls`, and store there what they saw. Where
 * nothing is set they pass the call on, with some exceptions: there is no /dev/port, no
 * /proc/ioports and no PCI device, the clock moves in nanosleep() and ppoll() only, the
 * thread has no capability and the ids of root, whatever is there may be read and
 * written, and why an open fails can't be seen otherwise. So the tests do the same for
 * root as for anybody else, and never touch a real port. ioperm(2) is in processor.h.
 */
#ifndef SYSCALLS_H
#define SYSCALLS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/capability.h>
#include <sys/types.h>

/* What stat(2) says of a file, in place of the truth. */
struct file_kind {
	mode_t mode;
	unsigned int major, minor;
};

/* With what the device's file is opened, whatever the direction. */
#define ALWAYS (O_CLOEXEC | O_NOCTTY | O_NONBLOCK)

struct call {
	int error; /* set: fail with this errno */
	int after; /* set: but not before so many calls */
	int times; /* set: and so often; 0: from then on */
	int count; /* seen: how often it was called */
};

extern struct syscalls {
	struct call calloc, cap_get_file, cap_get_proc, cap_init, cap_set_proc, dup,
		flock, fopen, fstat, getgroups, getxattr, malloc, nanosleep, open,
		opendir, pread, pwrite, readlink, reallocarray, stat, statvfs;

	/* Set: the file that /dev/port leads to, and what its kind is said to be; then
	 * the owner is said to be these, too. */
	const char *port;
	const struct file_kind *stat_kind, *fstat_kind;
	uid_t owner;
	gid_t owner_group;

	/* Set: whose files pass for root's with lstat(2), and the one that is another's;
	 * and the device that all seem to be on. */
	uid_t lstat_owner;
	const char *lstat_foreign;
	dev_t lstat_device;

	/* Set: where /proc/ioports, /sys/bus and /sys/bus/pci/devices lead to. */
	const char *ioports, *buses, *pci_devices;

	/* And /sys/class/mem/null, /sys/class/mem/port, /sys/kernel/security/lockdown. */
	const char *mem_null, *mem_port, *lockdown;

	/* And what tells of security modules: /proc/self, its attr and attr/current,
	 * /sys/fs/selinux/enforce, and in /sys/kernel/security lsm and tomoyo/profile. */
	const char *proc_self, *attr, *label, *enforce, *modules, *tomoyo;

	/* And what says which remedy is possible: /proc/cmdline, /proc/self/mounts, and
	 * the firmware's variable SecureBoot. */
	const char *cmdline, *mounts, *secure_boot;

	/* And /proc/self/status, and that of another thread than the first. */
	const char *status, *thread_status;

	/* Set: what /proc/self/ns/user leads to, or an inode for that, or 0: it is not
	 * there. */
	const char *namespace_link;
	ino_t user_namespace;

	/* Set: what prctl(2) returns for CAP_SYS_RAWIO in the bounding set, for
	 * PR_GET_SECCOMP and for PR_GET_NO_NEW_PRIVS; -1, with EINVAL, at first. */
	int bounding, seccomp, no_new_privs;

	/* Set: the errno with which PR_SET_DUMPABLE and PR_SET_NO_NEW_PRIVS fail. They
	 * are not done, but counted. */
	struct call set_dumpable, set_no_new_privs;

	/* Set: the errno with which faccessat(2) refuses to read any file, and to write.
	 */
	int read_error, write_error;

	/* Set: the directory in which stat(2) may look at nothing. */
	const char *closed;

	/* Set: the only file whose file system is mounted nodev, for statvfs(2). */
	const char *nodev;

	/* Set: the effective ids, and another group that the thread is in, or 0. */
	uid_t user;
	gid_t group, other_group;

	/* Set: whether all files have access control lists. */
	bool has_access_lists;

	/* Set: how many bytes a transfer leaves undone. */
	size_t missing;

	/* Set: how long a pread() takes, in nanoseconds of the clock. */
	int64_t pread_time;

	/* Set: what happens while nanosleep() or ppoll() waits. */
	void (*meanwhile)(void *context);
	void *context;

	/* Set and seen: the thread's capabilities; and set: those of /proc/self/exe. */
	cap_t capabilities, program;

	/* Seen in the last call of each. */
	char open_path[64];
	int open_flags;
	bool open_privileged; /* CAP_SYS_RAWIO was effective */
	int flock_operation;
	struct {
		int fd;
		off_t offset;
		size_t length;
		uint8_t bytes[4]; /* of a write */
	} transfer;

	/* Seen: fopen() or opendir() of a file not below /proc or /sys, or open() of
	 * another than /dev/null; and fopen() of one that a program started meanwhile
	 * would have open too. */
	bool opened_elsewhere, opened_inheritable;

	/* Seen: the clock, in nanoseconds since the test began. */
	int64_t clock;
} syscalls;

/* A test with nothing set, nothing seen. */
#define syscalls_test(function) \
	cmocka_unit_test_setup_teardown(function, syscalls_setup, syscalls_teardown)

int syscalls_setup(void **state);
int syscalls_teardown(void **state);

/* For the doubles: count a call, and whether it fails, with errno set. */
bool call_fails(struct call *call);

/* Character device 1:4, of root's alone. */
extern const struct file_kind port_kind;

/* Let /dev/port lead to that file, which passes for the port device by any name. */
void syscalls_put_port(const char *path);

/* Give the thread CAP_SYS_RAWIO in that set. */
void syscalls_give_rawio(cap_flag_t set);

/* Give it to /proc/self/exe. */
void syscalls_give_program_rawio(cap_flag_t set);

/* Whether the thread has it effective, and take it away altogether. */
bool syscalls_has_rawio(void);
void syscalls_take_rawio(void);

/* The number of file descriptors that the process has open. */
int syscalls_descriptors(void);

#endif
