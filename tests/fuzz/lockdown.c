/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The line that tells of lockdown: the machine is not locked down only where it says none
 * in brackets, and the line is shown as it is. */
#include "fuzz.h"

#include "diagnosis/look.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define LOCKDOWN "/sys/kernel/security/lockdown"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct iospace_condition condition = { .reason = IOSPACE_REASON_LOCKDOWN };
	const struct subject subject = { 0 };
	char *text = fuzz_text(data, size),
	     *seen = condition.evidence + strlen(LOCKDOWN ": ");
	size_t length = strcspn(text, "\n");
	bool is_line = size > 0;

	fuzz_file(LOCKDOWN, size ? (const void *)data : "", size);
	look_at_lockdown(&subject, &condition);
	MUST(strncmp(condition.evidence, LOCKDOWN ": ", strlen(LOCKDOWN ": ")) == 0);
	MUST(condition.reason == IOSPACE_REASON_LOCKDOWN);
	MUST(!strchr(condition.evidence, '\n'));
	if (is_line) {
		length = length < 63 ? length : 63;
		MUST(strlen(seen) == length && strncmp(seen, text, length) == 0);
	}
	MUST((condition.answer == IOSPACE_ANSWER_OK) ==
	     (is_line && strstr(seen, "[none]")));
	MUST((condition.answer == IOSPACE_ANSWER_UNKNOWN) ==
	     (!is_line || !strchr(seen, '[')));
	free(text);
	return 0;
}
