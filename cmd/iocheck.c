/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* iocheck: whether port I/O works here, and if not, why. No port is touched. */
#include "front_end.h"
#include "iospace.h"
#include "report/json.h"
#include "report/output.h"
#include "report/wrap.h"
#include "words/options.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define READ_WRITE (IOSPACE_READ | IOSPACE_WRITE)

const struct usage iocheck_usage = {
	.purpose = "Say whether port I/O works for the caller, and if not, why.\n"
		   "No port is read or written.",
	.example = "-x",
	.options = OPTIONS_COMMON | OPTIONS_CHECK,
};

/* What there is to print. */
struct report {
	const char *device;
	bool exact;
	struct iospace_diagnosis *diagnosis; /* of an open without -x */
	struct failure failure;
};

static const struct iospace_condition *condition_of(const struct report *report,
						    enum iospace_condition_kind kind)
{
	const struct iospace_condition *condition = NULL;

	do {
		condition = iospace_diagnosis_next_condition(report->diagnosis,
							     condition);
	} while (iospace_condition_get_kind(condition) != kind);
	return condition;
}

/* What opening the file of the one that was looked at would fail with. */
static int error_of_bars(const struct iospace_condition *bars, int otherwise)
{
	switch (iospace_condition_get_reason(bars)) {
	case IOSPACE_REASON_FILE_PERMISSION:
	case IOSPACE_REASON_SECURITY_MODULE:
		return -EACCES;
	case IOSPACE_REASON_READ_ONLY:
		return -EROFS;
	default:
		return otherwise;
	}
}

/*
 * Whether an access in the full width could be claimed. Without ioperm(2) most ports have
 * no way, port 0 among them; it is enough that those of one PCI device have.
 */
static int try_claim(struct iospace *io, const struct report *report)
{
	const struct iospace_condition *bars =
		condition_of(report, IOSPACE_CONDITION_PCI_IO_BARS);
	const struct iospace_condition *lockdown =
		condition_of(report, IOSPACE_CONDITION_LOCKDOWN);
	int r = iospace_claim(io, 0, 1, READ_WRITE);

	if (r != -EOPNOTSUPP)
		return r;
	if (iospace_condition_get_answer(bars) != IOSPACE_ANSWER_OK)
		return error_of_bars(bars, r);
	/* It is asked for at the write: pci_write_resource_io(). */
	return iospace_condition_get_answer(lockdown) == IOSPACE_ANSWER_NO ? -EPERM : 0;
}

/* A policy that allows the open can forbid the lock. It is asked at an unlock, too. */
static int try_open(struct report *report)
{
	struct iospace *io;
	int r = iospace_open(&io, report->device, READ_WRITE);

	if (r < 0)
		return r;
	r = iospace_unlock(io);
	iospace_close(io);
	if (!failure_is_by_module(r))
		return 0;
	fail_lock(&report->failure, r);
	return r;
}

/*
 * A container's policy lets what stands in for a missing device be read alone: that can
 * be unlocked, and not locked.
 */
static void try_lock(struct iospace *io, struct report *report)
{
	int r = iospace_lock(io, 0);

	if (failure_is_by_module(r))
		fail_lock(&report->failure, r);
}

/* An exact access may need no device, and asks for more at the claim, after the open. */
static void try_exact(struct report *report, bool has_device)
{
	const unsigned int flags = READ_WRITE | IOSPACE_EXACT;
	struct iospace *io;
	int r = iospace_open(&io, report->device, flags);

	if (r < 0) {
		fail_open(&report->failure, report->device, flags, r);
		return;
	}
	r = try_claim(io, report);
	if (r < 0)
		fail_claim(&report->failure, report->device, 0, 1, flags, r);
	else if (!has_device)
		try_lock(io, report);
	iospace_close(io);
}

/* Do what a command does before its first access. */
static int try_device(struct report *report)
{
	int r = try_open(report);

	if (iospace_diagnose_open(&report->diagnosis, report->device, READ_WRITE, r) < 0)
		return fail(&report->failure, EX_OSERR, "out of memory");
	if (report->failure.exit)
		return 0;
	if (report->exact)
		try_exact(report, r == 0);
	else if (r < 0)
		fail_open(&report->failure, report->device, READ_WRITE, r);
	return 0;
}

static const struct {
	const char *word;
	const char *colour;
} answers[] = {
	[IOSPACE_ANSWER_UNKNOWN] = { "unknown", "\033[33m" },
	[IOSPACE_ANSWER_NO] = { "no", "\033[31m" },
	[IOSPACE_ANSWER_OK] = { "ok", "\033[32m" },
};

/* Some conditions count for accesses in the full width only. */
static bool is_for_exact(const struct iospace_condition *condition)
{
	enum iospace_condition_kind kind = iospace_condition_get_kind(condition);

	return kind == IOSPACE_CONDITION_IOPERM || kind == IOSPACE_CONDITION_PCI_IO_BARS;
}

/* What helps, where help is needed and what is wrong is known. */
static const char *remedy(const struct report *report,
			  const struct iospace_condition *condition)
{
	if (!report->failure.exit ||
	    iospace_condition_get_answer(condition) != IOSPACE_ANSWER_NO ||
	    (is_for_exact(condition) && !report->exact))
		return "";
	return failure_remedy(iospace_condition_get_remedy(condition));
}

/* The column of the evidence. */
#define EVIDENCE 28

static void print_row(const struct report *report,
		      const struct iospace_condition *condition, bool colour)
{
	enum iospace_answer answer = iospace_condition_get_answer(condition);
	char name[24];

	snprintf(name, sizeof(name), "%s%s", iospace_condition_get_name(condition),
		 is_for_exact(condition) ? " (-x)" : "");
	printf("%-18s %s%-8s%s ", name, colour ? answers[answer].colour : "",
	       answers[answer].word, colour ? "\033[m" : "");
	wrap_print(EVIDENCE, iospace_condition_get_evidence(condition));
	if (*remedy(report, condition)) {
		printf("%*s-> ", EVIDENCE, "");
		wrap_print(EVIDENCE + 3, remedy(report, condition));
	}
}

static void print_table(const struct report *report)
{
	const struct iospace_condition *condition = NULL;
	bool colour = output_wants_colour();

	while ((condition = iospace_diagnosis_next_condition(report->diagnosis,
							     condition)))
		print_row(report, condition, colour);
	if (!report->failure.exit)
		printf("%s: port I/O works%s\n",
		       report->device ? quote(report->device).text : IOSPACE_DEVICE,
		       report->exact ? " with -x" : "");
}

static void print_condition(const struct report *report,
			    const struct iospace_condition *condition)
{
	json_string("{", "name", iospace_condition_get_name(condition));
	json_string(", ", "answer",
		    answers[iospace_condition_get_answer(condition)].word);
	json_string(", ", "evidence", iospace_condition_get_evidence(condition));
	json_string(", ", "remedy", remedy(report, condition));
	printf("}");
}

static void print_json(const struct report *report)
{
	const struct iospace_condition *condition = NULL;
	const char *separator = "";

	json_string("{", "device", report->device ? report->device : IOSPACE_DEVICE);
	json_bool(", ", "exact", report->exact);
	json_number(", ", "exit", (uint32_t)report->failure.exit);
	json_string(", ", "message", report->failure.text);
	printf(", \"conditions\": [");
	while ((condition = iospace_diagnosis_next_condition(report->diagnosis,
							     condition))) {
		printf("%s\n  ", separator);
		print_condition(report, condition);
		separator = ",";
	}
	printf("\n]}\n");
}

static void check(const struct settings *settings, struct report *report)
{
	report->device = settings->device;
	report->exact = settings->modifiers & IOSPACE_EXACT;
	if (try_device(report) < 0)
		return;
	if (settings->json)
		print_json(report);
	else if (!(settings->modifiers & MODIFIER_QUIET))
		print_table(report);
	iospace_diagnosis_free(report->diagnosis);
}

void iocheck(const char *name, char *words[], struct failure *failure)
{
	struct settings settings = settings_default;
	struct report report = { 0 };
	int count = options_parse(name, &iocheck_usage, words, &settings, failure);

	if (count > 0)
		fail(failure, EX_USAGE, "%s: no words are taken; try 'iocheck --help'",
		     quote(words[0]).text);
	if (count != 0)
		return;
	check(&settings, &report);
	*failure = report.failure;
}
