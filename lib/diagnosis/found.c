/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What was found of a condition, by its kind. */
#include "diagnosis/found.h"

#include "access/rules.h"

bool subject_is_exact(const struct subject *subject)
{
	const struct question *question = &subject->question;

	return subject->is_device && question->is_access &&
	       question->flags & IOSPACE_EXACT &&
	       rules_check(question->address, question->size, question->flags) == 0;
}

static size_t index_of(const struct found *found, enum iospace_condition_kind kind)
{
	size_t i = 0;

	while (found->conditions[i].kind != kind)
		i++;
	return i;
}

struct iospace_condition *found_condition(struct found *found,
					  enum iospace_condition_kind kind)
{
	return &found->conditions[index_of(found, kind)];
}

enum iospace_answer found_answer(const struct found *found,
				 enum iospace_condition_kind kind)
{
	return found->conditions[index_of(found, kind)].answer;
}

enum iospace_reason found_reason(const struct found *found,
				 enum iospace_condition_kind kind)
{
	return found->conditions[index_of(found, kind)].reason;
}
