/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The conditions of the machine: what its kernel has and allows. */
#include "diagnosis/look.h"

#include "access/arch.h"
#include "access/pcibar.h"
#include "system/permission.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* The driver of /dev/null is always there, so a class without it is not to be seen. */
void look_at_kernel(const struct subject *subject, struct iospace_condition *kernel)
{
	const char *path = "/sys/class/mem/port";
	struct stat st;

	(void)subject;
	if (stat(path, &st) == 0) {
		look_found(kernel, IOSPACE_ANSWER_OK, "%s: there", path);
		return;
	}
	if (errno == ENOENT) {
		path = "/sys/class/mem/null";
		if (stat(path, &st) == 0) {
			look_found(kernel, IOSPACE_ANSWER_NO,
				   "/sys/class/mem: has null, but not port");
			return;
		}
	}
	look_found(kernel, IOSPACE_ANSWER_UNKNOWN, "%s: %s", path, strerror(errno));
}

/* "[none] integrity confidentiality", with the brackets around what is in force. */
static enum iospace_answer is_unlocked(const char *line)
{
	if (strstr(line, "[none]"))
		return IOSPACE_ANSWER_OK;
	return strchr(line, '[') ? IOSPACE_ANSWER_NO : IOSPACE_ANSWER_UNKNOWN;
}

void look_at_lockdown(const struct subject *subject, struct iospace_condition *lockdown)
{
	const char *path = "/sys/kernel/security/lockdown";
	char line[64];
	int r;

	(void)subject;
	r = look_read_line(path, line, sizeof(line));
	if (r == 0)
		look_found(lockdown, is_unlocked(line), "%s: %s", path, line);
	else
		look_found(lockdown, IOSPACE_ANSWER_UNKNOWN, "%s: %s", path,
			   strerror(-r));
}

void look_at_ioperm(const struct subject *subject, struct iospace_condition *ioperm)
{
	int r;

	if (!arch.ask_ioperm) {
		look_found(ioperm, IOSPACE_ANSWER_NO, "ioperm(2): only on x86");
		return;
	}
	if (subject->seccomp && !subject_is_exact(subject)) {
		look_found(ioperm, IOSPACE_ANSWER_UNKNOWN,
			   "ioperm(2): not tried, as a filter could end this process");
		return;
	}
	r = arch.ask_ioperm();
	if (r == 0)
		look_found(ioperm, IOSPACE_ANSWER_OK, "ioperm(2): there");
	else
		look_found(ioperm,
			   r == -ENOSYS ? IOSPACE_ANSWER_NO : IOSPACE_ANSWER_UNKNOWN,
			   "ioperm(2): %s", strerror(-r));
}

/* Why the caller may not read and write the file of a BAR, in sysfs. */
static enum iospace_reason reason_for(const char *path, int error)
{
	struct stat st;

	if (error != EACCES)
		return error == EROFS ? IOSPACE_REASON_READ_ONLY : IOSPACE_REASON_UNKNOWN;
	if (stat(path, &st) == 0 &&
	    permission_by_mode(path, &st, R_OK) == IOSPACE_ANSWER_OK &&
	    permission_by_mode(path, &st, W_OK) == IOSPACE_ANSWER_OK)
		return IOSPACE_REASON_SECURITY_MODULE;
	return IOSPACE_REASON_FILE_PERMISSION;
}

static void look_at_bar(const struct pcibar *bar, struct iospace_condition *bars)
{
	int error = look_access(bar->path, R_OK | W_OK);

	if (!error) {
		/* NOLINTNEXTLINE(clang-analyzer-core*): no failure has an errno of 0. */
		look_found(bars, IOSPACE_ANSWER_OK, "%.100s: 0x%llx to 0x%llx", bar->path,
			   (unsigned long long)bar->first, (unsigned long long)bar->last);
		return;
	}
	look_found(bars, IOSPACE_ANSWER_UNKNOWN, "%.100s: %s", bar->path,
		   strerror(error));
	if (look_is_refusal(error)) {
		bars->answer = IOSPACE_ANSWER_NO;
		bars->reason = reason_for(bar->path, error);
	}
}

void look_at_bars(const struct subject *subject, struct iospace_condition *bars)
{
	struct pcibar bar;
	struct stat st;
	int r;

	(void)subject;
	r = stat(PCIBAR_DEVICES, &st) < 0
		    ? -errno
		    : pcibar_find(PCIBAR_DEVICES, 0, IOSPACE_PORTS - 1, &bar);
	if (r == 0)
		look_at_bar(&bar, bars);
	else if (r == -EOPNOTSUPP)
		look_found(bars, IOSPACE_ANSWER_NO, PCIBAR_DEVICES ": no I/O BAR");
	else
		look_found(bars, IOSPACE_ANSWER_UNKNOWN, PCIBAR_DEVICES ": %s",
			   strerror(-r));
}
