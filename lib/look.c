/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a look has found, in words. */
#include "look.h"

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

void look_add_evidence(struct iospace_condition *condition, const char *more)
{
	size_t used = strlen(condition->evidence);

	snprintf(condition->evidence + used, sizeof(condition->evidence) - used, "; %s",
		 more);
}

int look_access(const char *path, int mode)
{
	return faccessat(AT_FDCWD, path, mode, AT_EACCESS) < 0 ? errno : 0;
}
