/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* iocheck: whether port I/O works here, and if not, why. No port is touched. */
#include "iospace.h"
#include "report/output.h"
#include "run/privilege.h"
#include "words/options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct usage usage = {
	.purpose = "Say whether port I/O works for the caller, and if not, why.\n"
		   "No port is read or written.",
	.options = OPTIONS_COMMON | OPTIONS_CHECK,
};

/* What there is to print. */
struct report {
	const char *device;
	bool exact;
	struct iospace_condition conditions[IOSPACE_CONDITIONS];
	struct failure failure;
};

/*
 * Whether an access in the full width could be claimed. Without ioperm(2) most ports have
 * no way, port 0 among them; it is enough that those of one PCI device have.
 */
static int try_claim(struct iospace *io, const struct iospace_condition conditions[])
{
	const struct iospace_condition *bars = &conditions[IOSPACE_CONDITION_PCI_IO_BARS];
	int r = iospace_claim(io, 0, 1, IOSPACE_READ | IOSPACE_WRITE);

	if (r != -EOPNOTSUPP)
		return r;
	if (bars->answer != IOSPACE_OK)
		return bars->reason == IOSPACE_REASON_FILE_PERMISSION ? -EACCES : r;
	/* It is asked for at the write: pci_write_resource_io(). */
	return conditions[IOSPACE_CONDITION_LOCKDOWN].answer == IOSPACE_NO ? -EPERM : 0;
}

static int try_open(const struct report *report)
{
	struct iospace *io;
	int r = iospace_open(&io, report->device, IOSPACE_READ | IOSPACE_WRITE);

	if (r == 0)
		iospace_close(io);
	return r;
}

/* What does not need the device asks for more, at another time. */
static void try_exact(struct report *report)
{
	struct iospace *io;
	int r = iospace_open(&io, report->device,
			     IOSPACE_READ | IOSPACE_WRITE | IOSPACE_EXACT);

	if (r < 0) {
		fail_open(&report->failure, report->device, r);
		return;
	}
	r = try_claim(io, report->conditions);
	iospace_close(io);
	if (r < 0)
		fail_claim(&report->failure, report->device, 0, r);
}

/* Do what a command does before its first access. */
static void try_device(struct report *report)
{
	int r = try_open(report);

	iospace_conditions(report->device, r, report->conditions);
	if (report->exact)
		try_exact(report);
	else if (r < 0)
		fail_open(&report->failure, report->device, r);
}

/* On a terminal, unless it or the user wants none: no-color.org. */
static bool wants_colour(void)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	return isatty(STDOUT_FILENO) && !(no_color && *no_color) &&
	       !(term && strcmp(term, "dumb") == 0);
}

static const struct {
	const char *word;
	const char *colour;
} answers[] = {
	[IOSPACE_UNKNOWN] = { "unknown", "\033[33m" },
	[IOSPACE_NO] = { "no", "\033[31m" },
	[IOSPACE_OK] = { "ok", "\033[32m" },
};

/* Some conditions count for accesses in the full width only. */
static bool is_for_exact(size_t kind)
{
	return kind == IOSPACE_CONDITION_IOPERM || kind == IOSPACE_CONDITION_PCI_IO_BARS;
}

/* What helps, where help is needed and what is wrong is known. */
static const char *remedy(const struct report *report, size_t kind)
{
	const struct iospace_condition *condition = &report->conditions[kind];

	if (!report->failure.exit || condition->answer != IOSPACE_NO ||
	    (is_for_exact(kind) && !report->exact))
		return "";
	return iospace_reason_remedy(condition->reason);
}

static void print_row(const struct report *report, size_t kind, bool colour)
{
	const struct iospace_condition *condition = &report->conditions[kind];
	char name[24];

	snprintf(name, sizeof(name), "%s%s", condition->name,
		 is_for_exact(kind) ? " (-x)" : "");
	printf("%-18s %s%-8s%s %s\n", name,
	       colour ? answers[condition->answer].colour : "",
	       answers[condition->answer].word, colour ? "\033[m" : "",
	       condition->evidence);
	if (*remedy(report, kind))
		printf("%-27s -> %s\n", "", remedy(report, kind));
}

static void print_table(const struct report *report)
{
	bool colour = wants_colour();

	for (size_t i = 0; i < IOSPACE_CONDITIONS; i++)
		print_row(report, i, colour);
	if (!report->failure.exit)
		printf("%s: port I/O works%s\n",
		       report->device ? quote(report->device).text : IOSPACE_DEVICE,
		       report->exact ? " with -x" : "");
}

/* RFC 8259. What is printed is ASCII, so that no encoding can make it invalid. */
static void print_string(const char *name, const char *text)
{
	printf("\"%s\": \"", name);
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '"' || c == '\\')
			printf("\\%c", c);
		else if (c < ' ' || c > '~')
			printf("\\u%04x", c);
		else
			putchar(c);
	}
	putchar('"');
}

static void print_json(const struct report *report)
{
	printf("{");
	print_string("device", report->device ? report->device : IOSPACE_DEVICE);
	printf(", \"exact\": %s, \"exit\": %d, ", report->exact ? "true" : "false",
	       report->failure.exit);
	print_string("message", report->failure.text);
	printf(", \"conditions\": [");
	for (size_t i = 0; i < IOSPACE_CONDITIONS; i++) {
		const struct iospace_condition *condition = &report->conditions[i];

		printf("%s\n  {", i ? "," : "");
		print_string("name", condition->name);
		printf(", ");
		print_string("answer", answers[condition->answer].word);
		printf(", ");
		print_string("evidence", condition->evidence);
		printf(", ");
		print_string("remedy", remedy(report, i));
		printf("}");
	}
	printf("\n]}\n");
}

static void check(const struct settings *settings, struct report *report)
{
	report->device = settings->device;
	report->exact = settings->exact;
	try_device(report);
	if (settings->json)
		print_json(report);
	else if (!settings->quiet)
		print_table(report);
}

int main(int argc, char *argv[])
{
	struct settings settings = settings_default;
	struct report report = { 0 };
	struct failure *failure = &report.failure;
	int words = -1;

	output_begin();
	if (privilege_begin(failure) == 0)
		words = options_parse("iocheck", &usage, argc, argv, &settings, failure);
	if (words > 0)
		fail(failure, EX_USAGE, "%s: no words are taken; try 'iocheck --help'",
		     quote(argv[1]).text);
	else if (words == 0)
		check(&settings, &report);
	output_close(failure);
	return failure_end(failure, "iocheck");
}
