/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A diagnosis, for the caller to read: first all conditions are looked at, then the error
 * means certain reasons (reasons.c), and each is put in words (causes.c, remedies.c).
 */
#include "access/rules.h"
#include "diagnosis/causes.h"
#include "diagnosis/conditions.h"
#include "diagnosis/look.h"
#include "diagnosis/reasons.h"
#include "diagnosis/remedies.h"

#include <errno.h>
#include <stdlib.h>

struct iospace_diagnosis {
	struct found found;
	struct iospace_cause causes[REASONS];
	size_t count;
};

/* What an open needs is settled by how it ended; what is for exact accesses is not. */
static bool is_for_open(enum iospace_condition_kind kind)
{
	return kind != IOSPACE_CONDITION_IOPERM && kind != IOSPACE_CONDITION_PCI_IO_BARS;
}

/* What can't be seen holds if the device was opened, and not if it is the only cause. */
static void decide(struct iospace_condition *condition, int error,
		   enum iospace_reason only_reason)
{
	if (condition->answer != IOSPACE_ANSWER_UNKNOWN || !is_for_open(condition->kind))
		return;
	if (error == 0) {
		condition->answer = IOSPACE_ANSWER_OK;
		look_add_evidence(condition, "it was opened");
	} else if (only_reason && condition->reason == only_reason) {
		condition->answer = IOSPACE_ANSWER_NO;
		look_add_evidence(condition, "%s",
				  error == -EPERM ? "no other cause is left"
						  : "the error says so");
	}
}

static void decide_all(struct found *found, enum iospace_reason only_reason)
{
	for (size_t i = 0; i < CONDITIONS; i++)
		decide(&found->conditions[i], found->subject.question.error, only_reason);
	for (size_t i = 0; i < CONDITIONS; i++)
		found->conditions[i].remedy =
			remedies_choose(found, found->conditions[i].reason);
}

/* From here on nothing is looked at. */
static void conclude(struct iospace_diagnosis *diagnosis, reasons_function reasons_for)
{
	struct found *found = &diagnosis->found;
	enum iospace_reason reasons[REASONS];

	diagnosis->count = reasons_for(found, reasons);
	decide_all(found, diagnosis->count == 1 ? reasons[0] : IOSPACE_REASON_UNKNOWN);
	for (size_t i = 0; i < diagnosis->count; i++)
		causes_tell(found, reasons[i], &diagnosis->causes[i]);
}

static int diagnose(const struct question *question, reasons_function reasons_for,
		    struct iospace_diagnosis **ret_diagnosis)
{
	struct iospace_diagnosis *diagnosis;

	if (!rules_flags_are_valid(question->flags) || question->error > 0)
		return -EINVAL;
	diagnosis = calloc(1, sizeof(*diagnosis));
	if (!diagnosis)
		return -ENOMEM;

	conditions_gather(question, &diagnosis->found);
	conclude(diagnosis, reasons_for);
	*ret_diagnosis = diagnosis;
	return 0;
}

int iospace_diagnose_open(struct iospace_diagnosis **ret_diagnosis, const char *device,
			  unsigned int flags, int error)
{
	const struct question question = {
		.device = device,
		.flags = flags,
		.error = error,
	};

	return diagnose(&question, reasons_for_open, ret_diagnosis);
}

int iospace_diagnose_access(struct iospace_diagnosis **ret_diagnosis, const char *device,
			    uint64_t address, uint32_t size, unsigned int flags,
			    int error)
{
	const struct question question = {
		.device = device,
		.flags = flags,
		.is_access = true,
		.address = address,
		.size = size,
		.error = error,
	};

	return diagnose(&question, reasons_for_access, ret_diagnosis);
}

void iospace_diagnosis_free(struct iospace_diagnosis *diagnosis)
{
	free(diagnosis);
}

const struct iospace_cause *iospace_diagnosis_next_cause(
	const struct iospace_diagnosis *diagnosis, const struct iospace_cause *previous)
{
	const struct iospace_cause *next = previous ? previous + 1 : diagnosis->causes;

	return next < diagnosis->causes + diagnosis->count ? next : NULL;
}

enum iospace_reason iospace_cause_get_reason(const struct iospace_cause *cause)
{
	return cause->reason;
}

const char *iospace_cause_get_text(const struct iospace_cause *cause)
{
	return cause->text;
}

enum iospace_remedy iospace_cause_get_remedy(const struct iospace_cause *cause)
{
	return cause->remedy;
}

const char *iospace_remedy_get_text(enum iospace_remedy remedy)
{
	return remedies_text(remedy);
}

const struct iospace_condition *iospace_diagnosis_next_condition(
	const struct iospace_diagnosis *diagnosis,
	const struct iospace_condition *previous)
{
	const struct iospace_condition *conditions = diagnosis->found.conditions;
	const struct iospace_condition *next = previous ? previous + 1 : conditions;

	return next < conditions + CONDITIONS ? next : NULL;
}

enum iospace_condition_kind iospace_condition_get_kind(
	const struct iospace_condition *condition)
{
	return condition->kind;
}

enum iospace_answer iospace_condition_get_answer(
	const struct iospace_condition *condition)
{
	return condition->answer;
}

const char *iospace_condition_get_name(const struct iospace_condition *condition)
{
	return condition->name;
}

const char *iospace_condition_get_evidence(const struct iospace_condition *condition)
{
	return condition->evidence;
}

enum iospace_reason iospace_condition_get_reason(
	const struct iospace_condition *condition)
{
	return condition->reason;
}

enum iospace_remedy iospace_condition_get_remedy(
	const struct iospace_condition *condition)
{
	return condition->remedy;
}
