/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* CAP_SYS_RAWIO of the calling thread: checked, raised for an open, lowered again. */
#include "system/capability.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <unistd.h>

static const cap_value_t rawio = CAP_SYS_RAWIO;

bool capability_is_in(cap_t caps, cap_value_t capability, cap_flag_t set)
{
	cap_flag_value_t value = CAP_CLEAR;

	cap_get_flag(caps, capability, set, &value);
	return value == CAP_SET;
}

/* Set caps, in which CAP_SYS_RAWIO is not effective, as if it were. */
static int raise_effective(cap_t caps)
{
	int r;

	cap_set_flag(caps, CAP_EFFECTIVE, 1, &rawio, CAP_SET);
	r = cap_set_proc(caps) < 0 ? -errno : 0;
	cap_set_flag(caps, CAP_EFFECTIVE, 1, &rawio, CAP_CLEAR);
	return r;
}

int capability_raise(cap_t *ret_before)
{
	cap_t caps = cap_get_proc();
	int r;

	if (!caps)
		return -errno;
	if (capability_is_in(caps, rawio, CAP_EFFECTIVE)) {
		cap_free(caps);
		*ret_before = NULL;
		return 0;
	}

	r = capability_is_in(caps, rawio, CAP_PERMITTED) ? raise_effective(caps) : -EPERM;
	if (r < 0) {
		cap_free(caps);
		return r;
	}
	*ret_before = caps;
	return 0;
}

void capability_restore(cap_t before)
{
	if (!before)
		return;
	cap_set_proc(before);
	cap_free(before);
}

int capability_is_effective(cap_value_t capability)
{
	cap_t caps = cap_get_proc();
	int is;

	if (!caps)
		return -errno;
	is = capability_is_in(caps, capability, CAP_EFFECTIVE);
	cap_free(caps);
	return is;
}

int capability_held(void)
{
	cap_t caps = cap_get_proc();
	int held = CAPABILITY_NONE;

	if (!caps)
		return -errno;
	/* An effective capability is a permitted one: capabilities(7). */
	if (capability_is_in(caps, rawio, CAP_EFFECTIVE))
		held = CAPABILITY_EFFECTIVE;
	else if (capability_is_in(caps, rawio, CAP_PERMITTED))
		held = CAPABILITY_PERMITTED;
	cap_free(caps);
	return held;
}

int capability_in_credentials(void)
{
	/* Profiles that allow the first do not all allow the other. */
	FILE *status = fopen(gettid() == getpid() ? CAPABILITY_CREDENTIALS
						  : "/proc/thread-self/status",
			     "re");
	unsigned long long permitted;
	char line[256];
	int r = -ENODATA;

	if (!status)
		return -errno;
	while (r < 0 && fgets(line, sizeof(line), status))
		if (sscanf(line, "CapPrm: %llx", &permitted) == 1)
			r = (int)(permitted >> CAP_SYS_RAWIO & 1);
	fclose(status);
	return r;
}
