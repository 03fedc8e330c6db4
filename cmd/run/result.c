/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The result of an operation, as text; and how it ended, if not well. */
#include "run/result.h"

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

void result_print(const struct operation *operation, const struct result *result,
		  bool verbose)
{
	const struct command *command = command_of(operation);

	if (verbose)
		command->action->print(operation);
	if (verbose && command->size)
		printf(": ");
	if (command_writes(command))
		print_write(operation, result, verbose);
	else if (command->size)
		printf("%s", command_hex(command, result->data).text);
	putchar('\n');
}

/* sysfs asks at the access, not at the open: pci_write_resource_io(). */
static int fail_access(struct failure *failure, const struct operation *operation,
		       const struct result *result, int error)
{
	bool writes = command_writes(command_of(operation));

	return fail(failure, error == -EPERM && result->count == 0 ? EX_NOPERM : EX_IOERR,
		    "0x%x: %s %u of %u bytes: %s", operation->address,
		    writes ? "wrote" : "read", result->count,
		    writes ? count_written(operation) : command_of(operation)->size,
		    strerror(-error));
}

static int fail_different(struct failure *failure, const struct operation *operation,
			  const struct result *result)
{
	const struct command *command = command_of(operation);
	uint32_t bytes = bytes_written(operation);

	return fail(failure, EX_IOERR, "0x%x: wrote %s, but read back %s",
		    operation->address,
		    command_hex_known(command, result->data, bytes).text,
		    command_hex_known(command, result->read_back, bytes).text);
}

static int fail_timeout(struct failure *failure, const struct operation *operation,
			const struct result *result)
{
	const struct hex last = command_hex(command_of(operation), result->data);

	/* One read is a question: which value is it? */
	if (operation->times.timeout_us == 0)
		return fail(failure, EX_NOMATCH, "0x%x: it is %s, not %s",
			    operation->address, last.text, masked_value(operation).text);
	return fail(failure, 1,
		    "0x%x: %s did not appear within %s; the last value was %s",
		    operation->address, masked_value(operation).text,
		    duration_print(operation->times.timeout_us).text, last.text);
}

int result_fail(const struct operation *operation, const struct result *result,
		int ending, struct failure *failure)
{
	switch (ending) {
	case ENDED_LATER:
		return fail(failure, EX_IOERR, "0x%x: %s %u of %u bytes: %s",
			    operation->address, result->later.done, result->later.count,
			    result->later.of, strerror(-result->later.error));
	case ENDED_DIFFERENT:
		return fail_different(failure, operation, result);
	case ENDED_TIMEOUT:
		return fail_timeout(failure, operation, result);
	case ENDED_BY_SIGNAL:
		failure->signal = result->signal;
		return fail(failure, 128 + result->signal, "stopped by %s",
			    wait_signal_name(result->signal));
	default:
		return fail_access(failure, operation, result, ending);
	}
}
