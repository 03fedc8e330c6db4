/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which error means which reasons, by what was found: of an open, and of an access. */
#include "diagnosis/reasons.h"

#include "access/rules.h"

#include <errno.h>

static size_t only(enum iospace_reason reason, enum iospace_reason ret[])
{
	ret[0] = reason;
	return 1;
}

/*
 * The first of some conditions that is certain not to hold, or all that may not. UNKNOWN
 * ends each list.
 */
static size_t certain_or_possible(const struct found *found,
				  const enum iospace_condition_kind certain[],
				  const enum iospace_condition_kind possible[],
				  enum iospace_reason ret[])
{
	size_t n = 0;

	for (; *certain; certain++)
		if (found_answer(found, *certain) == IOSPACE_ANSWER_NO)
			return only(found_reason(found, *certain), ret);
	for (; *possible; possible++)
		if (found_answer(found, *possible) == IOSPACE_ANSWER_UNKNOWN)
			ret[n++] = found_reason(found, *possible);
	return n ? n : only(IOSPACE_REASON_UNKNOWN, ret);
}

/*
 * The kernel says EPERM for all of these. The first that does not hold is the cause. If
 * all that can be seen hold, any that can't may be.
 */
static size_t reasons_for_eperm(const struct found *found, enum iospace_reason ret[])
{
	static const enum iospace_condition_kind certain[] = {
		IOSPACE_CONDITION_USER_NAMESPACE, IOSPACE_CONDITION_CAPABILITY,
		IOSPACE_CONDITION_DEVICE_CGROUP,  IOSPACE_CONDITION_LOCKDOWN,
		IOSPACE_CONDITION_SECCOMP,	  IOSPACE_CONDITION_SECURITY_MODULE,
		IOSPACE_CONDITION_UNKNOWN,
	};
	static const enum iospace_condition_kind possible[] = {
		IOSPACE_CONDITION_LOCKDOWN,	  IOSPACE_CONDITION_DEVICE_CGROUP,
		IOSPACE_CONDITION_SECCOMP,	  IOSPACE_CONDITION_SECURITY_MODULE,
		IOSPACE_CONDITION_USER_NAMESPACE, IOSPACE_CONDITION_CAPABILITY,
		IOSPACE_CONDITION_UNKNOWN,
	};

	/* Of another file it is for its attributes: chattr(1). */
	if (!found->subject.is_device &&
	    found_answer(found, IOSPACE_CONDITION_FILE_PERMISSION) == IOSPACE_ANSWER_NO)
		return only(found_reason(found, IOSPACE_CONDITION_FILE_PERMISSION), ret);
	return certain_or_possible(found, certain, possible, ret);
}

/* A user namespace's root has no right to the device, but may have to other files. */
static size_t reasons_for_eacces(const struct found *found, enum iospace_reason ret[])
{
	static const enum iospace_condition_kind asked[] = {
		IOSPACE_CONDITION_USER_NAMESPACE, IOSPACE_CONDITION_FILE_PERMISSION,
		IOSPACE_CONDITION_SECCOMP,	  IOSPACE_CONDITION_SECURITY_MODULE,
		IOSPACE_CONDITION_UNKNOWN,
	};

	return certain_or_possible(found, asked, asked + 1, ret);
}

static size_t reasons_for_enoent(const struct found *found, enum iospace_reason ret[])
{
	enum iospace_answer kernel = found_answer(found, IOSPACE_CONDITION_KERNEL);
	size_t count = 0;

	if (!found->subject.is_default)
		return only(IOSPACE_REASON_NO_FILE, ret);
	if (kernel != IOSPACE_ANSWER_OK)
		ret[count++] = IOSPACE_REASON_NO_DRIVER;
	if (kernel != IOSPACE_ANSWER_NO)
		ret[count++] = IOSPACE_REASON_NO_NODE;
	return count;
}

/* memory_open() in drivers/char/mem.c says so of a node without a driver. */
static enum iospace_reason reason_for_enxio(const struct found *found)
{
	if (found_answer(found, IOSPACE_CONDITION_NODE) == IOSPACE_ANSWER_NO)
		return found_reason(found, IOSPACE_CONDITION_NODE);
	if (found_answer(found, IOSPACE_CONDITION_KERNEL) != IOSPACE_ANSWER_OK)
		return IOSPACE_REASON_NO_DRIVER;
	return IOSPACE_REASON_UNKNOWN;
}

static enum iospace_reason reason_for_enodev(const struct found *found)
{
	return found->subject.is_default ? IOSPACE_REASON_NOT_THE_DEVICE
					 : IOSPACE_REASON_NOT_AN_IOSPACE;
}

/* open(2) has that error, too. */
static enum iospace_reason reason_for_eopnotsupp(const struct found *found)
{
	const struct subject *subject = &found->subject;

	return subject->is_device && subject->question.flags & IOSPACE_EXACT
		       ? IOSPACE_REASON_NO_EXACT
		       : IOSPACE_REASON_UNKNOWN;
}

/* clang-format off */
size_t reasons_for_open(const struct found *found, enum iospace_reason ret[REASONS])
{
	switch (found->subject.question.error) {
	case 0:
		return 0;
	case -EPERM:
		return reasons_for_eperm(found, ret);
	case -EACCES:
		return reasons_for_eacces(found, ret);
	case -ENOENT:
		return reasons_for_enoent(found, ret);
	case -ENXIO:
		return only(reason_for_enxio(found), ret);
	case -ENODEV:
		return only(reason_for_enodev(found), ret);
	case -EROFS:
		return only(IOSPACE_REASON_READ_ONLY, ret);
	case -EOPNOTSUPP:
		return only(reason_for_eopnotsupp(found), ret);
	ONE_MORE_ERROR
	default:
		return only(IOSPACE_REASON_UNKNOWN, ret);
	}
}
/* clang-format on */

/* An exact open does without the device only where there is no node or no driver. */
static bool was_opened(const struct found *found)
{
	return found_answer(found, IOSPACE_CONDITION_NODE) == IOSPACE_ANSWER_OK &&
	       found_answer(found, IOSPACE_CONDITION_KERNEL) == IOSPACE_ANSWER_OK;
}

/* A device that is open or not there has no cgroup in its way, and if open no lockdown.
 */
static size_t reasons_after_open(const struct found *found, enum iospace_reason ret[])
{
	struct found opened = *found;

	found_condition(&opened, IOSPACE_CONDITION_DEVICE_CGROUP)->answer =
		IOSPACE_ANSWER_OK;
	if (was_opened(found))
		found_condition(&opened, IOSPACE_CONDITION_LOCKDOWN)->answer =
			IOSPACE_ANSWER_OK;
	return reasons_for_open(&opened, ret);
}

/* The kernel asks for no capability there: drivers/pci/pci-sysfs.c. */
static size_t reasons_for_bar_eperm(const struct found *found, enum iospace_reason ret[])
{
	static const enum iospace_condition_kind asked[] = {
		IOSPACE_CONDITION_LOCKDOWN,
		IOSPACE_CONDITION_SECCOMP,
		IOSPACE_CONDITION_SECURITY_MODULE,
		IOSPACE_CONDITION_UNKNOWN,
	};

	return certain_or_possible(found, asked, asked, ret);
}

/* Where the machine has no instructions for it, an exact access is to a BAR's file. */
static bool is_to_bar(const struct found *found)
{
	return subject_is_exact(&found->subject) &&
	       found_answer(found, IOSPACE_CONDITION_IOPERM) == IOSPACE_ANSWER_NO;
}

static size_t reasons_for_bar(const struct found *found, enum iospace_reason ret[])
{
	switch (found->subject.question.error) {
	case 0:
		return 0;
	case -EPERM:
		return reasons_for_bar_eperm(found, ret);
	case -ERANGE:
		return only(IOSPACE_REASON_PAST_BAR, ret);
	default:
		return only(IOSPACE_REASON_RESOURCE_FILE, ret);
	}
}

/* What is wrong with the access itself, or with its port; or UNKNOWN. */
static enum iospace_reason reason_of_access(const struct question *question)
{
	bool is_unsound = rules_check(question->address, question->size,
				      question->flags) == question->error;

	switch (question->error) {
	case -ECANCELED:
		return is_unsound ? IOSPACE_REASON_PCI_TRAP : IOSPACE_REASON_UNMAPPED;
	case -ERANGE:
		return is_unsound ? IOSPACE_REASON_PAST_LAST_PORT
				  : IOSPACE_REASON_UNKNOWN;
	case -EINVAL:
		return is_unsound && rules_is_size(question->size)
			       ? IOSPACE_REASON_MISALIGNED
			       : IOSPACE_REASON_UNKNOWN;
	case -EOPNOTSUPP:
		return IOSPACE_REASON_NO_EXACT;
	default:
		return IOSPACE_REASON_UNKNOWN;
	}
}

size_t reasons_for_access(const struct found *found, enum iospace_reason ret[REASONS])
{
	enum iospace_reason reason = reason_of_access(&found->subject.question);

	if (reason)
		return only(reason, ret);
	return is_to_bar(found) ? reasons_for_bar(found, ret)
				: reasons_after_open(found, ret);
}
