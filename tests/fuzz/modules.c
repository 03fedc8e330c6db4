/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What tells of security modules: the list of them, the label of the process, whether
 * SELinux enforces, and TOMOYO's profiles, a line each. One that is harmless changes
 * nothing, and neither does their order.
 */
#include "fuzz.h"

#include "diagnosis/look.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIST "/sys/kernel/security/lsm"

__typeof__(stat) __wrap_stat, __real_stat;
__typeof__(stat) __wrap_stat64 __attribute__((alias("__wrap_stat")));

/* The kernel has modules. */
int __wrap_stat(const char *path, struct stat *st)
{
	return strncmp(path, "/proc/self", strlen("/proc/self")) == 0
		       ? 0
		       : __real_stat(path, st);
}

static struct iospace_condition look_at(const char *list)
{
	struct iospace_condition condition = { .reason = IOSPACE_REASON_SECURITY_MODULE };
	const struct subject subject = { .seccomp = 0 };

	fuzz_file(LIST, list, strlen(list));
	look_at_modules(&subject, &condition);
	MUST(condition.answer != IOSPACE_ANSWER_NO);
	MUST(condition.reason == IOSPACE_REASON_SECURITY_MODULE);
	MUST(strncmp(condition.evidence, LIST ": ", strlen(LIST ": ")) == 0);
	MUST(!strchr(condition.evidence, '\n'));
	return condition;
}

/* The names of a list, the last first. */
static void turn(const char *list, char *ret_turned)
{
	size_t length = strlen(list), done = 0;

	while (length > 0) {
		size_t name = 0;

		while (name < length && list[length - 1 - name] != ',')
			name++;
		length -= name;
		done += (size_t)sprintf(ret_turned + done, "%.*s%s", (int)name,
					list + length, length ? "," : "");
		length -= length > 0;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), *lines[5], other[160 + sizeof(",yama")];
	static const char *const paths[] = { "/proc/self/attr/current",
					     "/sys/fs/selinux/enforce",
					     "/sys/kernel/security/tomoyo/profile" };
	size_t count = fuzz_split(text, '\n', lines, COUNT(lines));
	struct iospace_condition condition;

	for (size_t i = 0; i < COUNT(paths); i++)
		fuzz_file(paths[i], i + 1 < count ? lines[i + 1] : NULL,
			  i + 1 < count ? strlen(lines[i + 1]) : 0);
	condition = look_at(lines[0]);
	/* The list is cut where no kernel's is. */
	if (*lines[0] && strlen(lines[0]) < 150) {
		snprintf(other, sizeof(other), "%s,yama", lines[0]);
		MUST(look_at(other).answer == condition.answer);
		*other = '\0';
		turn(lines[0], other);
		MUST(*other && look_at(other).answer == condition.answer);
	}
	free(text);
	return 0;
}
