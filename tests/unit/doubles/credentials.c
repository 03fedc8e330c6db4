/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Doubles of the system calls, and of libcap's, for what the thread may do. */
#include "doubles/syscalls.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/xattr.h>
#include <unistd.h>

/* What --wrap names the doubles, and what it leaves of the doubled. */
__typeof__(cap_get_file) __wrap_cap_get_file;
__typeof__(cap_get_proc) __wrap_cap_get_proc;
__typeof__(cap_init) __wrap_cap_init, __real_cap_init;
__typeof__(cap_set_proc) __wrap_cap_set_proc;
__typeof__(getegid) __wrap_getegid;
__typeof__(geteuid) __wrap_geteuid;
__typeof__(getgroups) __wrap_getgroups;
__typeof__(getxattr) __wrap_getxattr;
__typeof__(prctl) __wrap_prctl, __real_prctl;

static void give_rawio(cap_t capabilities, cap_flag_t set)
{
	const cap_value_t rawio = CAP_SYS_RAWIO;

	cap_set_flag(capabilities, set, 1, &rawio, CAP_SET);
}

void syscalls_give_rawio(cap_flag_t set)
{
	give_rawio(syscalls.capabilities, set);
}

void syscalls_give_program_rawio(cap_flag_t set)
{
	if (!syscalls.program)
		syscalls.program = cap_init();
	give_rawio(syscalls.program, set);
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

cap_t __wrap_cap_get_proc(void)
{
	return call_fails(&syscalls.cap_get_proc) ? NULL : cap_dup(syscalls.capabilities);
}

cap_t __wrap_cap_init(void)
{
	return call_fails(&syscalls.cap_init) ? NULL : __real_cap_init();
}

int __wrap_cap_set_proc(cap_t capabilities)
{
	if (call_fails(&syscalls.cap_set_proc))
		return -1;
	cap_free(syscalls.capabilities);
	syscalls.capabilities = cap_dup(capabilities);
	return 0;
}

cap_t __wrap_cap_get_file(const char *path)
{
	if (call_fails(&syscalls.cap_get_file))
		return NULL;
	errno = ENODATA;
	return strcmp(path, "/proc/self/exe") == 0 && syscalls.program
		       ? cap_dup(syscalls.program)
		       : NULL;
}

int __wrap_getgroups(int room, gid_t groups[])
{
	if (call_fails(&syscalls.getgroups))
		return -1;
	if (syscalls.other_group && room > 0)
		groups[0] = syscalls.other_group;
	return syscalls.other_group ? 1 : 0;
}

ssize_t __wrap_getxattr(const char *path, const char *name, void *value, size_t size)
{
	(void)path;
	if (call_fails(&syscalls.getxattr))
		return -1;
	if (strcmp(name, "system.posix_acl_access") != 0 || value || size)
		abort();
	errno = ENODATA;
	return syscalls.has_access_lists ? 28 : -1;
}

uid_t __wrap_geteuid(void)
{
	return syscalls.user;
}

gid_t __wrap_getegid(void)
{
	return syscalls.group;
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
	errno = EINVAL;
	if (option == PR_GET_SECCOMP)
		return syscalls.seccomp;
	/* It takes nothing more: kernel/sys.c. */
	if (option == PR_GET_NO_NEW_PRIVS)
		return arg[0] || arg[1] || arg[2] || arg[3] ? -1 : syscalls.no_new_privs;
	if (option == PR_SET_DUMPABLE)
		return call_fails(&syscalls.set_dumpable) ? -1 : 0;
	if (option == PR_SET_NO_NEW_PRIVS)
		return call_fails(&syscalls.set_no_new_privs) ? -1 : 0;
	if (option == PR_CAPBSET_READ && arg[0] == CAP_SYS_RAWIO)
		return syscalls.bounding;
	return __real_prctl(option, arg[0], arg[1], arg[2], arg[3]);
}
