/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a look has found, in words. */
#include "diagnosis/look.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void look_found(struct iospace_condition *condition, enum iospace_answer answer,
		const char *format, ...)
{
	va_list args;

	condition->answer = answer;
	va_start(args, format);
	vsnprintf(condition->evidence, sizeof(condition->evidence), format, args);
	va_end(args);
}

void look_found_no(struct iospace_condition *condition, enum iospace_reason reason,
		   const char *evidence)
{
	look_found(condition, IOSPACE_ANSWER_NO, "%s", evidence);
	condition->reason = reason;
}

void look_add_evidence(struct iospace_condition *condition, const char *format, ...)
{
	const size_t room = sizeof(condition->evidence);
	size_t used = strlen(condition->evidence);
	va_list args;

	snprintf(condition->evidence + used, room - used, "; ");
	used = strlen(condition->evidence);
	va_start(args, format);
	vsnprintf(condition->evidence + used, room - used, format, args);
	va_end(args);
}

int look_access(const char *path, int mode)
{
	return faccessat(AT_FDCWD, path, mode, AT_EACCESS) < 0 ? errno : 0;
}

int look_read_line(const char *path, char *line, int room)
{
	FILE *file = fopen(path, "re");
	int r;

	if (!file)
		return -errno;
	errno = ENODATA;
	r = fgets(line, room, file) ? 0 : -errno;
	fclose(file);
	if (r == 0)
		line[strcspn(line, "\n")] = '\0';
	return r;
}

void look_cut(char *path)
{
	char *slash = strrchr(path, '/');

	if (!slash)
		strcpy(path, ".");
	else if (slash == path)
		path[1] = '\0';
	else
		*slash = '\0';
}

/* ENOENT: it went away meanwhile. EPERM is left to the caller: anybody can say so. */
bool look_is_refusal(int error)
{
	return error == EACCES || error == EROFS || error == ENOENT;
}
