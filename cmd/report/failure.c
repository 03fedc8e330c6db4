/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What went wrong, in words: the one place where messages are put together. */
#include "report/failure.h"

#include "iospace.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static void append(struct failure *failure, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));

static void append(struct failure *failure, const char *format, va_list args)
{
	size_t used = strlen(failure->text);

	vsnprintf(failure->text + used, sizeof(failure->text) - used, format, args);
}

int fail(struct failure *failure, int exit, const char *format, ...)
{
	va_list args;

	failure->exit = exit;
	failure->text[0] = '\0';
	va_start(args, format);
	append(failure, format, args);
	va_end(args);
	return -1;
}

void fail_more(struct failure *failure, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	append(failure, format, args);
	va_end(args);
}

static int exit_code(enum iospace_reason reason)
{
	switch (reason) {
	case IOSPACE_REASON_NO_CAPABILITY:
	case IOSPACE_REASON_BOUNDED:
	case IOSPACE_REASON_NO_NEW_PRIVS:
	case IOSPACE_REASON_USER_NAMESPACE:
	case IOSPACE_REASON_LOCKDOWN:
	case IOSPACE_REASON_DEVICE_CGROUP:
	case IOSPACE_REASON_SECCOMP:
	case IOSPACE_REASON_FILE_PERMISSION:
	case IOSPACE_REASON_NODEV:
		return EX_NOPERM;
	default:
		return EX_UNAVAILABLE;
	}
}

/* One reason has its remedy. Several are listed, and the manual tells them apart. */
static int fail_reasons(struct failure *failure, const char *subject, int error,
			const enum iospace_reason reasons[], size_t count)
{
	int exit = error == -EACCES || error == -EPERM ? EX_NOPERM
						       : exit_code(reasons[0]);

	if (error == -ENOMEM)
		return fail(failure, EX_OSERR, "out of memory");
	if (reasons[0] == IOSPACE_REASON_UNKNOWN)
		return fail(failure, exit, "%s: %s", subject, strerror(-error));
	if (count == 1)
		return fail(failure, exit, "%s: %s; %s", subject,
			    iospace_reason_cause(reasons[0]),
			    iospace_reason_remedy(reasons[0]));

	fail(failure, exit,
	     "%s: %s, and it can't be told which of these it is: ", subject,
	     strerror(-error));
	for (size_t i = 0; i < count; i++)
		fail_more(failure, "%s%s", i ? "; or " : "",
			  iospace_reason_cause(reasons[i]));
	fail_more(failure, "; see PRIVILEGES in iospace(7)");
	return -1;
}

int fail_open(struct failure *failure, const char *device, int error)
{
	const struct quoted named = quote(device ? device : "");
	enum iospace_reason reasons[IOSPACE_REASONS];
	size_t count = iospace_diagnose(device, error, reasons);

	return fail_reasons(failure, device ? named.text : IOSPACE_DEVICE, error, reasons,
			    count);
}

static bool can_be_opened(const char *device)
{
	struct iospace *io;

	if (iospace_open(&io, device, IOSPACE_READ) < 0)
		return false;
	iospace_close(io);
	return true;
}

/* A device that is open or not there has no cgroup in its way, and if open no lockdown.
 */
static int fail_claim_reasons(struct failure *failure, const char *subject,
			      const char *device, int error)
{
	enum iospace_reason reasons[IOSPACE_REASONS];
	size_t count = iospace_diagnose(device, error, reasons), left = 0;
	bool opened = can_be_opened(device);

	for (size_t i = 0; i < count; i++)
		if (reasons[i] != IOSPACE_REASON_DEVICE_CGROUP &&
		    !(opened && reasons[i] == IOSPACE_REASON_LOCKDOWN))
			reasons[left++] = reasons[i];
	if (left == 0)
		return fail(failure, EX_NOPERM, "%s: %s", subject, strerror(-error));
	return fail_reasons(failure, subject, error, reasons, left);
}

int fail_claim(struct failure *failure, const char *device, uint16_t port, int error)
{
	char subject[sizeof("0xffff")];

	snprintf(subject, sizeof(subject), "0x%x", port);
	switch (error) {
	case -ECANCELED:
		return fail(
			failure, EX_CONFIG,
			"%s: no host bridge's window in /proc/ioports holds this port "
			"(without CAP_SYS_ADMIN it shows none), and an access could crash "
			"the kernel; --force does it all the same",
			subject);
	case -ERANGE:
		return fail(failure, EX_USAGE,
			    "%s: the access is past the end of the PCI I/O BAR", subject);
	case -EPERM:
	case -EOPNOTSUPP:
	case -ENOMEM:
		return fail_claim_reasons(failure, subject, device, error);
	default:
		return fail(failure, error == -EACCES ? EX_NOPERM : EX_UNAVAILABLE,
			    "%s: can't open the resource file of its PCI I/O BAR: %s",
			    subject, strerror(-error));
	}
}

/* So that a shell, or systemd, sees the signal. It is held back: see wait.h. */
static void end_by_signal(int number)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, number);
	raise(number);
	sigprocmask(SIG_UNBLOCK, &signals, NULL);
}

int failure_end(const struct failure *failure, const char *command)
{
	/* EBADF: it was closed from the start, so that nobody wants to know. */
	bool lost = failure->exit &&
		    fprintf(stderr, "%s: %s\n", command, failure->text) < 0 &&
		    errno != EBADF;

	if (failure->signal)
		end_by_signal(failure->signal);
	return lost ? EX_IOERR : failure->exit;
}

struct quoted quote_part(const char *text, size_t length)
{
	/* Room for the longest escape, the dots, the closing quote and the end. */
	const size_t room = sizeof(((struct quoted *)0)->text) - sizeof("\\xff...'");
	const char *end = text + length;
	struct quoted quoted = { "'" };
	size_t n = 1;

	for (; text < end && n < room; text++) {
		unsigned char c = (unsigned char)*text;

		n += (size_t)sprintf(quoted.text + n,
				     c >= ' ' && c <= '~' ? "%c" : "\\x%02x", c);
	}
	strcpy(quoted.text + n, text < end ? "...'" : "'");
	return quoted;
}

struct quoted quote(const char *word)
{
	return quote_part(word, strlen(word));
}
