/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Doubles of the system calls and of the allocator's: those for files and time. */
#include "doubles/syscalls.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>

#define DESCRIPTORS 256

#define SECOND INT64_C(1000000000)

/* Not a round number: a reader of the clock that drops a part of it shows. */
#define CLOCK_START (12345 * SECOND + 678900000)

/* A sleeper wakes a little late. */
#define OVERSLEEP 60000

/* What --wrap names the doubles, and what it leaves of the doubled. */
__typeof__(calloc) __wrap_calloc, __real_calloc;
__typeof__(clock_gettime) __wrap_clock_gettime;
__typeof__(faccessat) __wrap_faccessat;
__typeof__(fcntl) __wrap_fcntl, __real_fcntl64;
__typeof__(flock) __wrap_flock, __real_flock;
__typeof__(fopen) __wrap_fopen, __real_fopen64;
__typeof__(fstat) __wrap_fstat, __real_fstat64;
__typeof__(lstat) __wrap_lstat, __real_lstat64;
__typeof__(malloc) __wrap_malloc, __real_malloc;
__typeof__(nanosleep) __wrap_nanosleep;
__typeof__(open) __wrap_open, __real_open64;
__typeof__(opendir) __wrap_opendir, __real_opendir;
__typeof__(pread) __wrap_pread, __real_pread64;
__typeof__(pwrite) __wrap_pwrite, __real_pwrite64;
__typeof__(readlink) __wrap_readlink, __real_readlink;
__typeof__(reallocarray) __wrap_reallocarray, __real_reallocarray;
__typeof__(stat) __wrap_stat, __real_stat64;
__typeof__(statvfs) __wrap_statvfs, __real_statvfs64;

/* The same calls under the names they have with 64-bit offsets. */
#define ALIAS(name) __attribute__((alias(name)))

__typeof__(fcntl) __wrap_fcntl64 ALIAS("__wrap_fcntl");
__typeof__(fopen) __wrap_fopen64 ALIAS("__wrap_fopen");
__typeof__(fstat) __wrap_fstat64 ALIAS("__wrap_fstat");
__typeof__(lstat) __wrap_lstat64 ALIAS("__wrap_lstat");
__typeof__(open) __wrap_open64 ALIAS("__wrap_open");
__typeof__(pread) __wrap_pread64 ALIAS("__wrap_pread");
__typeof__(pwrite) __wrap_pwrite64 ALIAS("__wrap_pwrite");
__typeof__(stat) __wrap_stat64 ALIAS("__wrap_stat");
__typeof__(statvfs) __wrap_statvfs64 ALIAS("__wrap_statvfs");

/* And with _FORTIFY_SOURCE: glibc's bits/fcntl2.h and bits/unistd.h. */
int __wrap___open_2(const char *path, int flags);
ssize_t __wrap___pread_chk(int fd, void *bytes, size_t length, off_t offset, size_t room);
ssize_t __wrap___readlink_chk(const char *path, char *target, size_t room, size_t size);

__typeof__(__wrap___open_2) __wrap___open64_2 ALIAS("__wrap___open_2");
__typeof__(__wrap___pread_chk) __wrap___pread64_chk ALIAS("__wrap___pread_chk");

const struct file_kind port_kind = { S_IFCHR | 0600, 1, 4 };

struct syscalls syscalls;

int syscalls_setup(void **state)
{
	(void)state;
	syscalls = (struct syscalls){
		.bounding = -1,
		.capabilities = cap_init(),
		.no_new_privs = -1,
		.seccomp = -1,
	};
	return syscalls.capabilities ? 0 : -1;
}

int syscalls_teardown(void **state)
{
	(void)state;
	cap_free(syscalls.capabilities);
	cap_free(syscalls.program);
	syscalls = (struct syscalls){ 0 };
	return 0;
}

void syscalls_put_port(const char *path)
{
	syscalls.port = path;
	syscalls.stat_kind = syscalls.fstat_kind = &port_kind;
}

int syscalls_descriptors(void)
{
	int count = 0;

	for (int fd = 0; fd < DESCRIPTORS; fd++)
		if (__real_fcntl64(fd, F_GETFD) >= 0)
			count++;
	return count;
}

bool call_fails(struct call *call)
{
	int n = call->count++ - call->after;

	if (n < 0 || !call->error || (call->times && n >= call->times))
		return false;
	errno = call->error;
	return true;
}

void *__wrap_malloc(size_t size)
{
	return call_fails(&syscalls.malloc) ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return call_fails(&syscalls.calloc) ? NULL : __real_calloc(count, size);
}

void *__wrap_reallocarray(void *old, size_t count, size_t size)
{
	return call_fails(&syscalls.reallocarray) ? NULL
						  : __real_reallocarray(old, count, size);
}

/* A path as the kernel is asked for it. */
struct path {
	char text[PATH_MAX];
};

/* Names that lead to a file of the test's, or to nothing; and so with what is below. */
static struct path resolve(const char *path)
{
	static const struct {
		const char *name;
		const char **target;
	} rows[] = {
		{ "/dev/port", &syscalls.port },
		{ "/proc/cmdline", &syscalls.cmdline },
		{ "/proc/self", &syscalls.proc_self },
		{ "/proc/self/mounts", &syscalls.mounts },
		{ "/proc/self/status", &syscalls.status },
		{ "/proc/thread-self/status", &syscalls.thread_status },
		{ "/proc/self/attr", &syscalls.attr },
		{ "/proc/self/attr/current", &syscalls.label },
		{ "/sys/firmware/efi/efivars/"
		  "SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c",
		  &syscalls.secure_boot },
		{ "/sys/fs/selinux/enforce", &syscalls.enforce },
		{ "/sys/kernel/security/lsm", &syscalls.modules },
		{ "/sys/kernel/security/tomoyo/profile", &syscalls.tomoyo },
		{ "/proc/ioports", &syscalls.ioports },
		{ "/sys/bus", &syscalls.buses },
		{ "/sys/bus/pci/devices", &syscalls.pci_devices },
		{ "/sys/class/mem/null", &syscalls.mem_null },
		{ "/sys/class/mem/port", &syscalls.mem_port },
		{ "/sys/kernel/security/lockdown", &syscalls.lockdown },
	};
	const char *target = "", *rest = path;
	struct path resolved;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t length = strlen(rows[i].name);

		/* Of two that hold it, the one that is set, and then the later. */
		if (strncmp(path, rows[i].name, length) == 0 &&
		    (path[length] == '\0' || path[length] == '/') &&
		    (*rows[i].target || target[0] == '\0')) {
			target = *rows[i].target ? *rows[i].target : "/nonexistent";
			rest = path + length;
		}
	}
	snprintf(resolved.text, sizeof(resolved.text), "%s%s", target, rest);
	return resolved;
}

static void disguise(struct stat *st, const struct file_kind *kind)
{
	if (!kind)
		return;
	st->st_mode = kind->mode;
	st->st_rdev = makedev(kind->major, kind->minor);
	st->st_uid = syscalls.owner;
	st->st_gid = syscalls.owner_group;
}

int __wrap_stat(const char *path, struct stat *st)
{
	if (call_fails(&syscalls.stat))
		return -1;
	if (syscalls.closed &&
	    strncmp(path, syscalls.closed, strlen(syscalls.closed)) == 0 &&
	    path[strlen(syscalls.closed)] == '/') {
		errno = EACCES;
		return -1;
	}
	if (__real_stat64(resolve(path).text, st) < 0)
		return -1;
	disguise(st, syscalls.stat_kind);
	return 0;
}

/* The link to the namespace, which leads nowhere. */
static int namespace_link(char link[64])
{
	if (syscalls.namespace_link)
		return snprintf(link, 64, "%s", syscalls.namespace_link);
	if (syscalls.user_namespace)
		return snprintf(link, 64, "user:[%llu]",
				(unsigned long long)syscalls.user_namespace);
	errno = ENOENT;
	return -1;
}

ssize_t __wrap_readlink(const char *path, char *target, size_t room)
{
	char link[64];
	int length;

	if (call_fails(&syscalls.readlink))
		return -1;
	if (strcmp(path, "/proc/self/ns/user") != 0)
		return __real_readlink(resolve(path).text, target, room);
	length = namespace_link(link);
	if (length > (int)room)
		length = (int)room;
	if (length > 0)
		memcpy(target, link, (size_t)length);
	return length;
}

ssize_t __wrap___readlink_chk(const char *path, char *target, size_t room, size_t size)
{
	if (room > size)
		abort();
	return __wrap_readlink(path, target, room);
}

int __wrap_fstat(int fd, struct stat *st)
{
	if (call_fails(&syscalls.fstat) || __real_fstat64(fd, st) < 0)
		return -1;
	disguise(st, syscalls.fstat_kind);
	return 0;
}

int __wrap_lstat(const char *path, struct stat *st)
{
	if (__real_lstat64(path, st) < 0)
		return -1;
	if (st->st_uid == syscalls.lstat_owner)
		st->st_uid = 0;
	if (syscalls.lstat_foreign && strcmp(path, syscalls.lstat_foreign) == 0)
		st->st_uid = 1000;
	if (syscalls.lstat_device)
		st->st_dev = syscalls.lstat_device;
	return 0;
}

int __wrap_faccessat(int directory, const char *path, int mode, int flags)
{
	int error = mode & W_OK ? syscalls.write_error : 0;
	struct stat st;

	/* Only with the effective ids does it ask for what an open asks for. */
	if (directory != AT_FDCWD || flags != AT_EACCESS)
		abort();
	if (__real_stat64(resolve(path).text, &st) < 0)
		return -1;
	if (mode & R_OK && syscalls.read_error)
		error = syscalls.read_error;
	errno = error;
	return error ? -1 : 0;
}

int __wrap_statvfs(const char *path, struct statvfs *st)
{
	const struct path resolved = resolve(path);

	if (call_fails(&syscalls.statvfs) || __real_statvfs64(resolved.text, st) < 0)
		return -1;
	/* With another flag beside it. */
	st->f_flag = ST_NOSUID;
	if (syscalls.nodev && strcmp(resolved.text, syscalls.nodev) == 0)
		st->f_flag |= ST_NODEV;
	return 0;
}

static int open_double(const char *path, int flags, mode_t mode)
{
	if (strcmp(path, "/dev/null") != 0)
		syscalls.opened_elsewhere = true;
	snprintf(syscalls.open_path, sizeof(syscalls.open_path), "%s", path);
	syscalls.open_flags = flags;
	syscalls.open_privileged = syscalls_has_rawio();
	if (call_fails(&syscalls.open))
		return -1;
	return __real_open64(resolve(path).text, flags, mode);
}

int __wrap_open(const char *path, int flags, ...)
{
	mode_t mode = 0;
	va_list args;

	va_start(args, flags);
	if (flags & O_CREAT)
		mode = va_arg(args, mode_t);
	va_end(args);
	return open_double(path, flags, mode);
}

int __wrap___open_2(const char *path, int flags)
{
	return open_double(path, flags, 0);
}

static void note_opened(const char *path)
{
	if (strncmp(path, "/proc/", 6) != 0 && strncmp(path, "/sys/", 5) != 0)
		syscalls.opened_elsewhere = true;
}

FILE *__wrap_fopen(const char *path, const char *mode)
{
	note_opened(path);
	if (!strchr(mode, 'e'))
		syscalls.opened_inheritable = true;
	return call_fails(&syscalls.fopen) ? NULL
					   : __real_fopen64(resolve(path).text, mode);
}

DIR *__wrap_opendir(const char *path)
{
	note_opened(path);
	return call_fails(&syscalls.opendir) ? NULL : __real_opendir(resolve(path).text);
}

/* Only the commands that duplicate a descriptor are seen. */
int __wrap_fcntl(int fd, int command, ...)
{
	bool dup = command == F_DUPFD || command == F_DUPFD_CLOEXEC;
	va_list args;
	void *arg;

	va_start(args, command);
	arg = va_arg(args, void *);
	va_end(args);
	if (dup && call_fails(&syscalls.dup))
		return -1;
	return __real_fcntl64(fd, command, arg);
}

/* How many bytes of a transfer are done. */
static size_t note_transfer(int fd, size_t length, off_t offset)
{
	syscalls.transfer.fd = fd;
	syscalls.transfer.offset = offset;
	syscalls.transfer.length = length;
	return length - syscalls.missing;
}

ssize_t __wrap_pread(int fd, void *bytes, size_t length, off_t offset)
{
	size_t done = note_transfer(fd, length, offset);

	syscalls.clock += syscalls.pread_time;
	return call_fails(&syscalls.pread) ? -1 : __real_pread64(fd, bytes, done, offset);
}

ssize_t __wrap___pread_chk(int fd, void *bytes, size_t length, off_t offset, size_t room)
{
	if (length > room)
		abort();
	return __wrap_pread(fd, bytes, length, offset);
}

ssize_t __wrap_pwrite(int fd, const void *bytes, size_t length, off_t offset)
{
	size_t done = note_transfer(fd, length, offset);

	if (length <= sizeof(syscalls.transfer.bytes))
		memcpy(syscalls.transfer.bytes, bytes, length);
	return call_fails(&syscalls.pwrite) ? -1
					    : __real_pwrite64(fd, bytes, done, offset);
}

int __wrap_flock(int fd, int operation)
{
	syscalls.flock_operation = operation;
	return call_fails(&syscalls.flock) ? -1 : __real_flock(fd, operation);
}

int __wrap_clock_gettime(clockid_t id, struct timespec *time)
{
	int64_t now = CLOCK_START + syscalls.clock;

	/* Only this one is sure not to be set while somebody waits. */
	if (id != CLOCK_MONOTONIC)
		abort();
	*time = (struct timespec){ .tv_sec = (time_t)(now / SECOND),
				   .tv_nsec = (long)(now % SECOND) };
	return 0;
}

int __wrap_nanosleep(const struct timespec *time, struct timespec *rest)
{
	(void)rest;
	syscalls.clock += time->tv_sec * SECOND + time->tv_nsec + OVERSLEEP;
	if (call_fails(&syscalls.nanosleep))
		return -1;
	if (syscalls.meanwhile)
		syscalls.meanwhile(syscalls.context);
	return 0;
}
