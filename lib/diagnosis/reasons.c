/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Why an open or a claim failed: from an errno and what was found to reasons. */
#include "diagnosis/reasons.h"

#include "access/rules.h"

#include <errno.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The first of some conditions that is certain not to hold. */
static size_t add_certain(const struct found *found,
			  const enum iospace_condition_kind kinds[], size_t count,
			  enum iospace_reason ret[])
{
	for (size_t i = 0; i < count; i++)
		if (found_answer(found, kinds[i]) == IOSPACE_ANSWER_NO) {
			ret[0] = found_reason(found, kinds[i]);
			return 1;
		}
	return 0;
}

/* All of them that may not hold. */
static size_t add_possible(const struct found *found,
			   const enum iospace_condition_kind kinds[], size_t count,
			   enum iospace_reason ret[])
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		if (found_answer(found, kinds[i]) == IOSPACE_ANSWER_UNKNOWN)
			ret[n++] = found_reason(found, kinds[i]);
	if (n == 0)
		ret[n++] = IOSPACE_REASON_UNKNOWN;
	return n;
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
	};
	static const enum iospace_condition_kind possible[] = {
		IOSPACE_CONDITION_LOCKDOWN,	  IOSPACE_CONDITION_DEVICE_CGROUP,
		IOSPACE_CONDITION_SECCOMP,	  IOSPACE_CONDITION_SECURITY_MODULE,
		IOSPACE_CONDITION_USER_NAMESPACE, IOSPACE_CONDITION_CAPABILITY,
	};

	/* Of another file it is for its attributes: chattr(1). */
	if (!found->subject.is_device &&
	    found_answer(found, IOSPACE_CONDITION_FILE_PERMISSION) == IOSPACE_ANSWER_NO) {
		ret[0] = found_reason(found, IOSPACE_CONDITION_FILE_PERMISSION);
		return 1;
	}
	if (add_certain(found, certain, COUNT(certain), ret))
		return 1;
	return add_possible(found, possible, COUNT(possible), ret);
}

/* A namespace's root is a stranger to the device, not to each file. */
static size_t reasons_for_eacces(const struct found *found, enum iospace_reason ret[])
{
	static const enum iospace_condition_kind asked[] = {
		IOSPACE_CONDITION_USER_NAMESPACE,
		IOSPACE_CONDITION_FILE_PERMISSION,
		IOSPACE_CONDITION_SECCOMP,
		IOSPACE_CONDITION_SECURITY_MODULE,
	};

	if (add_certain(found, asked, COUNT(asked), ret))
		return 1;
	return add_possible(found, asked + 1, COUNT(asked) - 1, ret);
}

static size_t reasons_for_enoent(const struct found *found, enum iospace_reason ret[])
{
	enum iospace_answer kernel = found_answer(found, IOSPACE_CONDITION_KERNEL);
	size_t count = 0;

	if (!found->subject.is_default) {
		ret[0] = IOSPACE_REASON_NO_FILE;
		return 1;
	}
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

/* clang-format off */
/* Errors that have one reason, whatever was found. */
static const struct {
	int error;
	enum iospace_reason reason;
} only[] = {
	{ -EROFS, IOSPACE_REASON_READ_ONLY },
	{ -EOPNOTSUPP, IOSPACE_REASON_NO_EXACT },
	ONE_MORE_ERROR
};
/* clang-format on */

static enum iospace_reason only_reason(int error)
{
	for (size_t i = 0; i < COUNT(only); i++)
		if (only[i].error == error)
			return only[i].reason;
	return IOSPACE_REASON_UNKNOWN;
}

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
		ret[0] = reason_for_enxio(found);
		return 1;
	case -ENODEV:
		ret[0] = reason_for_enodev(found);
		return 1;
	default:
		ret[0] = only_reason(found->subject.question.error);
		return 1;
	}
}

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
	};

	if (add_certain(found, asked, COUNT(asked), ret))
		return 1;
	return add_possible(found, asked, COUNT(asked), ret);
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
		ret[0] = IOSPACE_REASON_PAST_BAR;
		return 1;
	default:
		ret[0] = IOSPACE_REASON_RESOURCE_FILE;
		return 1;
	}
}

/* What is wrong with an access whatever the machine, or UNKNOWN: iospace_check(). */
static enum iospace_reason reason_of_access(const struct question *question)
{
	int r = rules_check(question->address, question->size, question->flags);

	if (r != question->error)
		return IOSPACE_REASON_UNKNOWN;
	switch (r) {
	case -ECANCELED:
		return IOSPACE_REASON_PCI_TRAP;
	case -ERANGE:
		return IOSPACE_REASON_PAST_LAST_PORT;
	case -EINVAL:
		/* Or it is no size. */
		return rules_check(question->address, question->size,
				   question->flags & ~(unsigned int)IOSPACE_EXACT) == r
			       ? IOSPACE_REASON_UNKNOWN
			       : IOSPACE_REASON_MISALIGNED;
	default:
		return IOSPACE_REASON_UNKNOWN;
	}
}

size_t reasons_for_access(const struct found *found, enum iospace_reason ret[REASONS])
{
	const struct question *question = &found->subject.question;

	ret[0] = question->error ? reason_of_access(question) : IOSPACE_REASON_UNKNOWN;
	if (!ret[0] && question->error == -ECANCELED)
		ret[0] = IOSPACE_REASON_UNMAPPED;
	if (!ret[0] && question->error == -EOPNOTSUPP)
		ret[0] = IOSPACE_REASON_NO_EXACT;
	if (ret[0])
		return 1;
	return is_to_bar(found) ? reasons_for_bar(found, ret)
				: reasons_after_open(found, ret);
}
