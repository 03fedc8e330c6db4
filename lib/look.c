/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a look has found, in words. */
#include "look.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

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
	look_found(condition, IOSPACE_NO, "%s", evidence);
	condition->reason = reason;
}

void look_add_evidence(struct iospace_condition *condition, const char *more)
{
	size_t used = strlen(condition->evidence);

	snprintf(condition->evidence + used, sizeof(condition->evidence) - used, "; %s",
		 more);
}
