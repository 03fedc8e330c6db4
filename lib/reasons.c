/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Why an open or a claim failed: from an errno and what was found to reasons. */
#include "reasons.h"

#include <errno.h>

/*
 * The kernel says EPERM for all of these. The first that does not hold is the cause. If
 * all that can be seen hold, any that can't may be.
 */
static size_t reasons_for_eperm(const struct found *found, enum iospace_reason ret[])
{
	static const enum iospace_condition_kind asked[] = {
		IOSPACE_CONDITION_USER_NAMESPACE,
		IOSPACE_CONDITION_CAPABILITY,
		IOSPACE_CONDITION_DEVICE_CGROUP,
		IOSPACE_CONDITION_LOCKDOWN,
	};
	static const enum iospace_condition_kind likely[] = {
		IOSPACE_CONDITION_LOCKDOWN,   IOSPACE_CONDITION_DEVICE_CGROUP,
		IOSPACE_CONDITION_SECCOMP,    IOSPACE_CONDITION_USER_NAMESPACE,
		IOSPACE_CONDITION_CAPABILITY,
	};
	size_t count = 0;

	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++)
		if (found_answer(found, asked[i]) == IOSPACE_ANSWER_NO) {
			ret[0] = found_reason(found, asked[i]);
			return 1;
		}
	for (size_t i = 0; i < sizeof(likely) / sizeof(likely[0]); i++)
		if (found_answer(found, likely[i]) == IOSPACE_ANSWER_UNKNOWN)
			ret[count++] = found_reason(found, likely[i]);
	if (count == 0)
		ret[count++] = IOSPACE_REASON_UNKNOWN;
	return count;
}

static size_t reasons_for_enoent(const struct found *found, enum iospace_reason ret[])
{
	enum iospace_answer kernel = found_answer(found, IOSPACE_CONDITION_KERNEL);
	size_t count = 0;

	if (kernel != IOSPACE_ANSWER_OK)
		ret[count++] = IOSPACE_REASON_NO_DRIVER;
	if (kernel != IOSPACE_ANSWER_NO)
		ret[count++] = IOSPACE_REASON_NO_NODE;
	return count;
}

/* A namespace's root is a stranger to the device, not to each file. */
static enum iospace_reason reason_for_eacces(const struct found *found)
{
	if (found_answer(found, IOSPACE_CONDITION_USER_NAMESPACE) == IOSPACE_ANSWER_NO)
		return IOSPACE_REASON_USER_NAMESPACE;
	if (found_answer(found, IOSPACE_CONDITION_FILE_PERMISSION) != IOSPACE_ANSWER_OK)
		return found_reason(found, IOSPACE_CONDITION_FILE_PERMISSION);
	if (found_answer(found, IOSPACE_CONDITION_SECCOMP) == IOSPACE_ANSWER_UNKNOWN)
		return IOSPACE_REASON_SECCOMP;
	return IOSPACE_REASON_UNKNOWN;
}

static enum iospace_reason only_reason(const struct found *found, int error)
{
	switch (error) {
	case -EACCES:
		return reason_for_eacces(found);
	case -ENOENT:
		return IOSPACE_REASON_NO_FILE;
	case -ENXIO: /* memory_open() in drivers/char/mem.c: a node, but no driver */
		return IOSPACE_REASON_NO_DRIVER;
	case -ENODEV:
		return found->subject.is_default ? IOSPACE_REASON_NOT_THE_DEVICE
						 : IOSPACE_REASON_NOT_AN_IOSPACE;
	case -EOPNOTSUPP:
		return IOSPACE_REASON_NO_EXACT;
	default:
		return IOSPACE_REASON_UNKNOWN;
	}
}

size_t reasons_for_open(const struct found *found, int error,
			enum iospace_reason ret[REASONS])
{
	if (error == 0)
		return 0;
	if (error == -EPERM)
		return reasons_for_eperm(found, ret);
	if (error == -ENOENT && found->subject.is_default)
		return reasons_for_enoent(found, ret);
	ret[0] = only_reason(found, error);
	return 1;
}

/* An exact open does without the device only where there is no node or no driver. */
static bool was_opened(const struct found *found)
{
	return found_answer(found, IOSPACE_CONDITION_NODE) == IOSPACE_ANSWER_OK &&
	       found_answer(found, IOSPACE_CONDITION_KERNEL) == IOSPACE_ANSWER_OK;
}

/* A device that is open or not there has no cgroup in its way, and if open no lockdown.
 */
size_t reasons_for_access(const struct found *found, int error,
			  enum iospace_reason ret[REASONS])
{
	struct found opened = *found;

	found_condition(&opened, IOSPACE_CONDITION_DEVICE_CGROUP)->answer =
		IOSPACE_ANSWER_OK;
	if (was_opened(found))
		found_condition(&opened, IOSPACE_CONDITION_LOCKDOWN)->answer =
			IOSPACE_ANSWER_OK;
	return reasons_for_open(&opened, error, ret);
}
