/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A program that knows the library by its header alone: it prints all that a diagnosis of
 * /dev/port has, and of what it does not know by number, only that.
 */
#include <iospace.h>

#include <errno.h>
#include <stdio.h>

static void print_condition(const struct iospace_condition *condition)
{
	enum iospace_condition_kind kind = iospace_condition_get_kind(condition);
	enum iospace_reason reason = iospace_condition_get_reason(condition);

	printf("condition %d: %s, reason %d, remedy: %s\n", (int)kind,
	       iospace_condition_get_name(condition), (int)reason,
	       iospace_remedy_get_text(iospace_condition_get_remedy(condition)));
}

static void print_cause(const struct iospace_cause *cause)
{
	enum iospace_remedy remedy = iospace_cause_get_remedy(cause);

	printf("cause %d: %s; remedy %d: %s\n", (int)iospace_cause_get_reason(cause),
	       iospace_cause_get_text(cause), (int)remedy,
	       iospace_remedy_get_text(remedy));
}

static int diagnose(int error)
{
	const struct iospace_condition *condition = NULL;
	const struct iospace_cause *cause = NULL;
	struct iospace_diagnosis *diagnosis;

	if (iospace_diagnose_open(&diagnosis, NULL, IOSPACE_READ, error) < 0)
		return -1;
	while ((condition = iospace_diagnosis_next_condition(diagnosis, condition)))
		print_condition(condition);
	while ((cause = iospace_diagnosis_next_cause(diagnosis, cause)))
		print_cause(cause);
	iospace_diagnosis_free(diagnosis);
	return 0;
}

int main(void)
{
	printf("version %s, made for %d.%d.%d\n", iospace_version(),
	       IOSPACE_VERSION_MAJOR, IOSPACE_VERSION_MINOR, IOSPACE_VERSION_PATCH);
	return diagnose(-EHOSTDOWN) < 0 || diagnose(-EIO) < 0;
}
