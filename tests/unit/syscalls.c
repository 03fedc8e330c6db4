/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Doubles of the system calls, of libcap's and of the allocator's. */
#include "syscalls.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/stat.h>
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
__typeof__(cap_get_proc) __wrap_cap_get_proc;
__typeof__(cap_set_proc) __wrap_cap_set_proc;
__typeof__(clock_gettime) __wrap_clock_gettime;
__typeof__(fcntl) __wrap_fcntl, __real_fcntl64;
__typeof__(flock) __wrap_flock, __real_flock;
__typeof__(fopen) __wrap_fopen, __real_fopen64;
__typeof__(fstat) __wrap_fstat, __real_fstat64;
__typeof__(malloc) __wrap_malloc, __real_malloc;
__typeof__(nanosleep) __wrap_nanosleep;
__typeof__(open) __wrap_open, __real_open64;
__typeof__(opendir) __wrap_opendir, __real_opendir;
__typeof__(prctl) __wrap_prctl, __real_prctl;
__typeof__(pread) __wrap_pread, __real_pread64;
__typeof__(pwrite) __wrap_pwrite, __real_pwrite64;
__typeof__(reallocarray) __wrap_reallocarray, __real_reallocarray;
__typeof__(stat) __wrap_stat, __real_stat64;

/* The same calls under the names they have with 64-bit offsets. */
#define ALIAS(name) __attribute__((alias(name)))

__typeof__(fcntl) __wrap_fcntl64 ALIAS("__wrap_fcntl");
__typeof__(fopen) __wrap_fopen64 ALIAS("__wrap_fopen");
__typeof__(fstat) __wrap_fstat64 ALIAS("__wrap_fstat");
__typeof__(open) __wrap_open64 ALIAS("__wrap_open");
__typeof__(pread) __wrap_pread64 ALIAS("__wrap_pread");
__typeof__(pwrite) __wrap_pwrite64 ALIAS("__wrap_pwrite");
__typeof__(stat) __wrap_stat64 ALIAS("__wrap_stat");

/* And with _FORTIFY_SOURCE: glibc's bits/fcntl2.h and bits/unistd.h. */
int __wrap___open_2(const char *path, int flags);
ssize_t __wrap___pread_chk(int fd, void *bytes, size_t length, off_t offset, size_t room);

__typeof__(__wrap___open_2) __wrap___open64_2 ALIAS("__wrap___open_2");
__typeof__(__wrap___pread_chk) __wrap___pread64_chk ALIAS("__wrap___pread_chk");

const struct file_kind port_kind = { S_IFCHR, 1, 4 };

struct syscalls syscalls;

int syscalls_setup(void **state)
{
	(void)state;
	syscalls = (struct syscalls){
		.bounding = -1,
		.capabilities = cap_init(),
		.seccomp = -1,
	};
	return syscalls.capabilities ? 0 : -1;
}

int syscalls_teardown(void **state)
{
	(void)state;
	cap_free(syscalls.capabilities);
	syscalls = (struct syscalls){ 0 };
	return 0;
}

void syscalls_put_port(const char *path)
{
	syscalls.port = path;
	syscalls.stat_kind = syscalls.fstat_kind = &port_kind;
}

void syscalls_give_rawio(cap_flag_t set)
{
	const cap_value_t rawio = CAP_SYS_RAWIO;

	cap_set_flag(syscalls.capabilities, set, 1, &rawio, CAP_SET);
}

bool syscalls_has_rawio(void)
{
	cap_flag_value_t value = CAP_CLEAR;

	return syscalls.capabilities &&
	       cap_get_flag(syscalls.capabilities, CAP_SYS_RAWIO, CAP_EFFECTIVE,
			    &value) == 0 &&
	       value == CAP_SET;
}

void syscalls_take_rawio(void)
{
	cap_clear(syscalls.capabilities);
}

int syscalls_descriptors(void)
{
	int count = 0;

	for (int fd = 0; fd < DESCRIPTORS; fd++)
		if (__real_fcntl64(fd, F_GETFD) >= 0)
			count++;
	return count;
}

static bool fails(struct call *call)
{
	if (call->count++ < call->after || !call->error)
		return false;
	errno = call->error;
	return true;
}

void *__wrap_malloc(size_t size)
{
	return fails(&syscalls.malloc) ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return fails(&syscalls.calloc) ? NULL : __real_calloc(count, size);
}

void *__wrap_reallocarray(void *old, size_t count, size_t size)
{
	return fails(&syscalls.reallocarray) ? NULL
					     : __real_reallocarray(old, count, size);
}

cap_t __wrap_cap_get_proc(void)
{
	return fails(&syscalls.cap_get_proc) ? NULL : cap_dup(syscalls.capabilities);
}

int __wrap_cap_set_proc(cap_t capabilities)
{
	if (fails(&syscalls.cap_set_proc))
		return -1;
	cap_free(syscalls.capabilities);
	syscalls.capabilities = cap_dup(capabilities);
	return 0;
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
		{ "/proc/ioports", &syscalls.ioports },
		{ "/sys/bus/pci/devices", &syscalls.pci_devices },
		{ "/sys/class/mem/null", &syscalls.mem_null },
		{ "/sys/class/mem/port", &syscalls.mem_port },
		{ "/sys/kernel/security/lockdown", &syscalls.lockdown },
	};
	const char *target = "", *rest = path;
	struct path resolved;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t length = strlen(rows[i].name);

		if (strncmp(path, rows[i].name, length) == 0 &&
		    (path[length] == '\0' || path[length] == '/')) {
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
	st->st_mode = (st->st_mode & ~(mode_t)S_IFMT) | kind->type;
	st->st_rdev = makedev(kind->major, kind->minor);
}

int __wrap_stat(const char *path, struct stat *st)
{
	if (fails(&syscalls.stat))
		return -1;
	if (strcmp(path, "/proc/self/ns/user") == 0) {
		*st = (struct stat){ .st_ino = syscalls.user_namespace };
		errno = ENOENT;
		return st->st_ino ? 0 : -1;
	}
	if (__real_stat64(resolve(path).text, st) < 0)
		return -1;
	disguise(st, syscalls.stat_kind);
	return 0;
}

int __wrap_fstat(int fd, struct stat *st)
{
	if (fails(&syscalls.fstat) || __real_fstat64(fd, st) < 0)
		return -1;
	disguise(st, syscalls.fstat_kind);
	return 0;
}

static int open_double(const char *path, int flags, mode_t mode)
{
	snprintf(syscalls.open_path, sizeof(syscalls.open_path), "%s", path);
	syscalls.open_flags = flags;
	syscalls.open_privileged = syscalls_has_rawio();
	if (fails(&syscalls.open))
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

FILE *__wrap_fopen(const char *path, const char *mode)
{
	return fails(&syscalls.fopen) ? NULL : __real_fopen64(resolve(path).text, mode);
}

DIR *__wrap_opendir(const char *path)
{
	return fails(&syscalls.opendir) ? NULL : __real_opendir(resolve(path).text);
}

/* A libcap that is linked statically asks for other capabilities, before main(). */
int __wrap_prctl(int option, ...)
{
	unsigned long arg[4];
	va_list args;

	va_start(args, option);
	for (size_t i = 0; i < sizeof(arg) / sizeof(arg[0]); i++)
		arg[i] = va_arg(args, unsigned long);
	va_end(args);
	if (option == PR_GET_SECCOMP)
		return syscalls.seccomp;
	if (option == PR_CAPBSET_READ && arg[0] == CAP_SYS_RAWIO)
		return syscalls.bounding;
	return __real_prctl(option, arg[0], arg[1], arg[2], arg[3]);
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
	if (dup && fails(&syscalls.dup))
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

	return fails(&syscalls.pread) ? -1 : __real_pread64(fd, bytes, done, offset);
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
	return fails(&syscalls.pwrite) ? -1 : __real_pwrite64(fd, bytes, done, offset);
}

int __wrap_flock(int fd, int operation)
{
	syscalls.flock_operation = operation;
	return fails(&syscalls.flock) ? -1 : __real_flock(fd, operation);
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
	if (fails(&syscalls.nanosleep))
		return -1;
	if (syscalls.meanwhile)
		syscalls.meanwhile(syscalls.context);
	return 0;
}
