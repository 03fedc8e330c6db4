/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A diagnosis: looks first, then what follows from them, for the caller to read. */
#include "look.h"
#include "method.h"
#include "reasons.h"
#include "sentences.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

struct iospace_cause {
	enum iospace_reason reason;
	char text[160];
};

struct iospace_diagnosis {
	struct found found;
	struct iospace_cause causes[REASONS];
	size_t count;
};

static void add_cause(struct iospace_diagnosis *diagnosis, enum iospace_reason reason,
		      int error)
{
	struct iospace_cause *cause = &diagnosis->causes[diagnosis->count++];

	cause->reason = reason;
	snprintf(cause->text, sizeof(cause->text), "%s", sentences_cause(reason, error));
}

/* What an open needs is settled by how it ended; what is for exact accesses is not. */
static bool is_for_open(enum iospace_condition_kind kind)
{
	return kind != IOSPACE_CONDITION_IOPERM && kind != IOSPACE_CONDITION_PCI_IO_BARS;
}

/* What can't be seen holds if the device was opened, and not if it is the only cause. */
static void decide(struct iospace_condition *condition, int error,
		   const struct iospace_cause *only_cause)
{
	if (condition->answer != IOSPACE_ANSWER_UNKNOWN || !is_for_open(condition->kind))
		return;
	if (error == 0) {
		condition->answer = IOSPACE_ANSWER_OK;
		look_add_evidence(condition, "it was opened");
	} else if (only_cause && condition->reason == only_cause->reason) {
		condition->answer = IOSPACE_ANSWER_NO;
		look_add_evidence(condition, "%s",
				  error == -EPERM ? "no other cause is left"
						  : "the error says so");
	}
}

static int diagnose(const struct question *question,
		    size_t (*reasons_for)(const struct found *found,
					  enum iospace_reason ret[REASONS]),
		    struct iospace_diagnosis **ret_diagnosis)
{
	enum iospace_reason reasons[REASONS];
	struct iospace_diagnosis *diagnosis;
	size_t count;

	if (!method_flags_are_valid(question->flags) || question->error > 0)
		return -EINVAL;
	diagnosis = calloc(1, sizeof(*diagnosis));
	if (!diagnosis)
		return -ENOMEM;

	conditions_gather(question, &diagnosis->found);
	count = reasons_for(&diagnosis->found, reasons);
	for (size_t i = 0; i < count; i++)
		add_cause(diagnosis, reasons[i], question->error);
	for (size_t i = 0; i < CONDITIONS; i++)
		decide(&diagnosis->found.conditions[i], question->error,
		       count == 1 ? &diagnosis->causes[0] : NULL);
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
			    unsigned int flags, int error)
{
	const struct question question = {
		.device = device,
		.flags = flags,
		.is_access = true,
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

const char *iospace_cause_get_remedy(const struct iospace_cause *cause)
{
	return sentences_remedy(cause->reason);
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

const char *iospace_condition_get_remedy(const struct iospace_condition *condition)
{
	return sentences_remedy(condition->reason);
}
