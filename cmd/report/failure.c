/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Messages are put together here: what went wrong, and what to do. */
#include "report/failure.h"

#include "iospace.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <unistd.h>

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

/* For want of a permission, whatever the reason, the error says so. */
static int exit_code(int error, enum iospace_reason reason)
{
	if (error == -EACCES || error == -EPERM)
		return EX_NOPERM;
	switch (reason) {
	case IOSPACE_REASON_PCI_TRAP:
	case IOSPACE_REASON_UNMAPPED:
		return EX_CONFIG;
	case IOSPACE_REASON_MISALIGNED:
	case IOSPACE_REASON_PAST_LAST_PORT:
	case IOSPACE_REASON_PAST_BAR:
		return EX_USAGE;
	default:
		return EX_UNAVAILABLE;
	}
}

const char *failure_remedy(enum iospace_remedy remedy)
{
	switch (remedy) {
	case IOSPACE_REMEDY_OTHER_KERNEL_OR_EXACT:
		return "boot another kernel, or use -x, which can do without";
	case IOSPACE_REMEDY_OTHER_KERNEL_OR_BAR:
		return "boot another kernel, or use -x for ports in a PCI I/O BAR";
	case IOSPACE_REMEDY_USE_EXACT:
		return "use -x";
	case IOSPACE_REMEDY_FORCE:
		return "--force does it all the same";
	case IOSPACE_REMEDY_CHECK_ADDRESS:
		return "check the port and the width";
	case IOSPACE_REMEDY_SINGLE_BYTES:
		return "leave out -x, if the device takes single bytes";
	case IOSPACE_REMEDY_ONE_BYTE:
		return "use iow8 for single ports";
	default:
		return iospace_remedy_get_text(remedy);
	}
}

/* One cause has its remedy. Several are listed, and the manual tells them apart. */
static int fail_causes(struct failure *failure, const char *subject, int error,
		       const struct iospace_diagnosis *diagnosis)
{
	const struct iospace_cause *cause = iospace_diagnosis_next_cause(diagnosis, NULL);
	int exit = exit_code(error, iospace_cause_get_reason(cause));

	if (!iospace_diagnosis_next_cause(diagnosis, cause)) {
		const char *remedy = failure_remedy(iospace_cause_get_remedy(cause));

		return fail(failure, exit, "%s: %s%s%s", subject,
			    iospace_cause_get_text(cause), *remedy ? "; " : "", remedy);
	}

	fail(failure, exit, "%s: %s, and it can't be told which of these it is: %s",
	     subject, strerror(-error), iospace_cause_get_text(cause));
	while ((cause = iospace_diagnosis_next_cause(diagnosis, cause)))
		fail_more(failure, "; or %s", iospace_cause_get_text(cause));
	fail_more(failure, "; see CONDITIONS in iocheck(8)");
	return -1;
}

static int fail_diagnosed(struct failure *failure, const char *subject, int error,
			  struct iospace_diagnosis *diagnosis)
{
	fail_causes(failure, subject, error, diagnosis);
	iospace_diagnosis_free(diagnosis);
	return -1;
}

int fail_open(struct failure *failure, const char *device, unsigned int flags, int error)
{
	const struct quoted named = quote(device ? device : "");
	struct iospace_diagnosis *diagnosis;

	if (error == -ENOMEM ||
	    iospace_diagnose_open(&diagnosis, device, flags, error) < 0)
		return fail(failure, EX_OSERR, "out of memory");
	return fail_diagnosed(failure, device ? named.text : IOSPACE_DEVICE, error,
			      diagnosis);
}

int fail_claim(struct failure *failure, const char *device, uint32_t address,
	       uint32_t size, unsigned int flags, int error)
{
	struct iospace_diagnosis *diagnosis;
	char subject[sizeof("0xffffffff")];

	snprintf(subject, sizeof(subject), "0x%x", address);
	if (error == -ENOMEM ||
	    iospace_diagnose_access(&diagnosis, device, address, size, flags, error) < 0)
		return fail(failure, EX_OSERR, "out of memory");
	return fail_diagnosed(failure, subject, error, diagnosis);
}

/* A filter can't see what file a call is for. One that another process holds will do. */
static bool may_lock_another(void)
{
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	bool may = fd >= 0 && (flock(fd, LOCK_EX | LOCK_NB) == 0 || errno == EWOULDBLOCK);

	if (fd >= 0)
		close(fd);
	return may;
}

/*
 * It is not flock(2)'s own error: security_file_lock(). A filter can say anything, and
 * containers have one.
 */
bool failure_is_by_module(int error)
{
	return error == -EACCES &&
	       (prctl(PR_GET_SECCOMP, 0, 0, 0, 0) == 0 || may_lock_another());
}

int fail_lock(struct failure *failure, int error)
{
	int exit = error == -EACCES || error == -EPERM ? EX_NOPERM : EX_IOERR;

	if (failure_is_by_module(error))
		return fail(
			failure, exit,
			"can't lock the I/O ports: a security module, such as SELinux or "
			"AppArmor, refuses it; %s",
			failure_remedy(IOSPACE_REMEDY_POLICY));
	return fail(
		failure, exit,
		"can't lock the I/O ports: %s; nothing is read or written without the "
		"lock",
		strerror(-error));
}

/* So that a shell, or systemd, sees the signal. It may be blocked from the start. */
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
