/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The result of an operation, as text; and how it ended, if not well. */
#include "run/result.h"

#include "run/result_dump.h"
#include "run/wait.h"
#include "words/duration.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static void print_after(const char *label, const struct command *command, uint32_t value,
			uint32_t known)
{
	printf("%s%s", label, command_hex_known(command, value, known).text);
}

/* The count of a write, and what was there before and after it. */
static void print_write(const struct operation *operation, const struct result *result,
			bool verbose)
{
	const struct command *command = command_of(operation);

	printf("%u", result->count);
	if (verbose && result->has_before) {
		print_after(", ", command, result->before, bytes_merged(operation));
		print_after(" -> ", command, result->data, bytes_written(operation));
	}
	if (verbose && result->has_read_back)
		print_after(", read back ", command, result->read_back,
			    bytes_written(operation));
}

/* A write always has a count. What was to be read is a value if it was read. */
bool result_is_any(const struct operation *operation, int ending, bool verbose)
{
	const struct command *command = command_of(operation);
	bool is_known = command_writes(command) || ending == 0 || ending == ENDED_TIMEOUT;

	return is_known && (verbose || command->size);
}

void result_print(const struct operation *operation, const struct space *space,
		  const struct result *result, int ending,
		  const struct iospace_owners *owners, bool verbose)
{
	const struct command *command = command_of(operation);

	if (verbose)
		operation_print(operation, space);
	if (command->action->operands == RANGES) {
		printf("%s", verbose ? ":\n" : "");
		result_print_grid(operation, result->dump,
				  space->kind == SPACE_PORTS ? owners : NULL, stdout);
		return;
	}
	if (verbose && command->size)
		printf(": ");
	if (command_writes(command))
		print_write(operation, result, verbose);
	else if (command->size)
		printf("%s", command_hex(command, result->data).text);
	if (verbose && operation->only && ending == ENDED_TIMEOUT)
		printf(", and so the run ends here");
	putchar('\n');
}

/* What a message is about. */
struct subject {
	char text[sizeof("register 0xffffffff behind 0xffff")];
};

static struct subject subject_of(const struct operation *operation,
				 const struct space *space)
{
	struct subject subject;

	if (space->kind == SPACE_PORTS)
		snprintf(subject.text, sizeof(subject.text), "0x%x", operation->address);
	else
		snprintf(subject.text, sizeof(subject.text), "register 0x%x behind 0x%x",
			 operation->address, space->index);
	return subject;
}

/* sysfs asks at the access, not at the open: pci_write_resource_io(). Of a register the
 * index may have been written before. */
static int fail_access(struct failure *failure, const struct operation *operation,
		       const char *subject, const struct result *result, int error)
{
	bool writes = command_writes(command_of(operation)),
	     refused = error == -EPERM && result->count == 0 && !operation->space;

	if (error == -ETIME)
		return fail(failure, EX_IOERR, "%s: waited in vain for %s", subject,
			    result->waited);
	return fail(failure, refused ? EX_NOPERM : EX_IOERR, "%s: %s %u of %u bytes: %s",
		    subject, writes ? "wrote" : "read", result->count,
		    writes ? count_written(operation)
			   : command_of(operation)->size + bytes_behind(operation),
		    strerror(-error));
}

/* The write before it was made, or others of the poll. */
static int fail_later(struct failure *failure, const char *subject,
		      const struct result *result)
{
	bool in_vain = result->later.error == -ETIME;

	return fail(failure, EX_IOERR, "%s: %s %u of %u bytes: %s%s", subject,
		    result->later.done, result->later.count, result->later.of,
		    in_vain ? "waited in vain for " : "",
		    in_vain ? result->waited : strerror(-result->later.error));
}

static int fail_different(struct failure *failure, const struct operation *operation,
			  const char *subject, const struct result *result)
{
	const struct command *command = command_of(operation);
	uint32_t bytes = bytes_written(operation);

	return fail(failure, EX_IOERR, "%s: wrote %s, but read back %s", subject,
		    command_hex_known(command, result->data, bytes).text,
		    command_hex_known(command, result->read_back, bytes).text);
}

/* The value that a poll was for was not there, or another was not. */
static int fail_timeout(struct failure *failure, const struct operation *operation,
			const char *subject, const struct result *result)
{
	const struct hex last = command_hex(command_of(operation), result->data);
	const struct duration limit = duration_print(operation->times.timeout_us);
	const struct values_text values = values_text(operation, " or ");

	if (operation->flags & MODIFIER_DIFFERENT)
		return operation->times.timeout_us
			       ? fail(failure, EX_NOMATCH, "%s: it was still %s after %s",
				      subject, last.text, limit.text)
			       : fail(failure, EX_NOMATCH, "%s: it is %s", subject,
				      last.text);
	/* One read is a question: which value is it? */
	if (operation->times.timeout_us == 0)
		return fail(failure, EX_NOMATCH, "%s: it is %s, not %s", subject,
			    last.text, values.text);
	return fail(failure, EX_NOMATCH,
		    "%s: %s did not appear within %s; the last value was %s", subject,
		    values.text, limit.text, last.text);
}

int result_fail(const struct operation *operation, const struct space *space,
		const struct result *result, int ending, struct failure *failure)
{
	const struct subject subject = subject_of(operation, space);

	switch (ending) {
	case ENDED_LATER:
		return fail_later(failure, subject.text, result);
	case ENDED_DIFFERENT:
		return fail_different(failure, operation, subject.text, result);
	case ENDED_TIMEOUT:
		return fail_timeout(failure, operation, subject.text, result);
	case ENDED_BY_SIGNAL:
		failure->signal = result->signal;
		return fail(failure, 128 + result->signal, "stopped by %s",
			    wait_signal_name(result->signal));
	default:
		return fail_access(failure, operation, subject.text, result, ending);
	}
}
