/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of conditions: who looks at each, and why an open fails if it does not hold.
 */
#include "diagnosis/conditions.h"

#include "diagnosis/look.h"

#include <assert.h>

/* clang-format off */
static const struct row {
	enum iospace_condition_kind kind;
	char name[20];
	look_function *look;
	enum iospace_reason reason; /* unless the look finds another */
} rows[] = {
	{ IOSPACE_CONDITION_KERNEL, "kernel support",
	  look_at_kernel, IOSPACE_REASON_NO_DRIVER },
	{ IOSPACE_CONDITION_NODE, "device node",
	  look_at_node, IOSPACE_REASON_NO_NODE },
	{ IOSPACE_CONDITION_FILE_PERMISSION, "file permission",
	  look_at_permission, IOSPACE_REASON_FILE_PERMISSION },
	{ IOSPACE_CONDITION_CAPABILITY, "capability",
	  look_at_capability, IOSPACE_REASON_NO_CAPABILITY },
	{ IOSPACE_CONDITION_USER_NAMESPACE, "user namespace",
	  look_at_namespace, IOSPACE_REASON_USER_NAMESPACE },
	{ IOSPACE_CONDITION_LOCKDOWN, "lockdown",
	  look_at_lockdown, IOSPACE_REASON_LOCKDOWN },
	{ IOSPACE_CONDITION_DEVICE_CGROUP, "device cgroup",
	  look_at_cgroup, IOSPACE_REASON_DEVICE_CGROUP },
	{ IOSPACE_CONDITION_SECCOMP, "seccomp",
	  look_at_seccomp, IOSPACE_REASON_SECCOMP },
	{ IOSPACE_CONDITION_SECURITY_MODULE, "security module",
	  look_at_modules, IOSPACE_REASON_SECURITY_MODULE },
	{ IOSPACE_CONDITION_IOPERM, "ioperm",
	  look_at_ioperm, IOSPACE_REASON_NO_EXACT },
	{ IOSPACE_CONDITION_PCI_IO_BARS, "PCI I/O BARs",
	  look_at_bars, IOSPACE_REASON_NO_EXACT },
	{ IOSPACE_CONDITION_NO_NEW_PRIVS, "NoNewPrivs",
	  look_at_no_new_privs, IOSPACE_REASON_NO_NEW_PRIVS },
	ONE_MORE_CONDITION
};
/* clang-format on */

static_assert(sizeof(rows) / sizeof(rows[0]) == CONDITIONS, "a row has its room");

/*
 * Of a file that is no device, the kernel asks for the file's permission, and what can
 * refuse any call: that is of interest only if it was refused.
 */
static bool matters(enum iospace_condition_kind kind, const struct subject *subject)
{
	switch (kind) {
	case IOSPACE_CONDITION_NODE:
	case IOSPACE_CONDITION_FILE_PERMISSION:
		return true;
	case IOSPACE_CONDITION_SECCOMP:
	case IOSPACE_CONDITION_SECURITY_MODULE:
		return subject->is_device || question_was_refused(&subject->question);
	default:
		return subject->is_device;
	}
}

static void look(const struct row *row, const struct subject *subject,
		 struct iospace_condition *condition)
{
	*condition = (struct iospace_condition){
		.kind = row->kind,
		.name = row->name,
		.reason = row->reason,
	};
	if (matters(row->kind, subject))
		row->look(subject, condition);
	else
		look_found(condition, IOSPACE_ANSWER_OK, "not asked for: no device");
}

void conditions_gather(const struct question *question, struct found *ret_found)
{
	struct iospace_condition *node;

	look_at_subject(question, &ret_found->subject);
	ret_found->surroundings = (struct surroundings){ 0 };
	if (question->error)
		look_at_surroundings(&ret_found->subject, &ret_found->surroundings);
	for (size_t i = 0; i < CONDITIONS; i++)
		look(&rows[i], &ret_found->subject, &ret_found->conditions[i]);

	/* Then nothing makes the node. */
	node = found_condition(ret_found, IOSPACE_CONDITION_NODE);
	if (found_answer(ret_found, IOSPACE_CONDITION_KERNEL) == IOSPACE_ANSWER_NO &&
	    node->reason == IOSPACE_REASON_NO_NODE)
		node->reason = IOSPACE_REASON_NO_DRIVER;
}
