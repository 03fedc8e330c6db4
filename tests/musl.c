/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What Debian's libcap.a, which was built for glibc, takes from that, by what musl has.
 */
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>

#undef open64
#undef fstat64

int __snprintf_chk(char *text, size_t size, int flag, size_t room, const char *format,
		   ...);
int open64(const char *path, int flags, ...);
int fstat64(int fd, struct stat *st);

int __snprintf_chk(char *text, size_t size, int flag, size_t room, const char *format,
		   ...)
{
	va_list arguments;
	int length;

	(void)flag, (void)room;
	va_start(arguments, format);
	length = vsnprintf(text, size, format, arguments);
	va_end(arguments);
	return length;
}

/* libcap makes no files: there is no mode. */
int open64(const char *path, int flags, ...)
{
	return open(path, flags);
}

/* Both have the kernel's layout of the struct. */
int fstat64(int fd, struct stat *st)
{
	return fstat(fd, st);
}
