/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* CAP_SYS_RAWIO of the calling thread: checked, raised for an open, lowered again. */
#include "capability.h"

#include <errno.h>
#include <sys/capability.h>

static const cap_value_t rawio = CAP_SYS_RAWIO;

static bool has(cap_t caps, cap_flag_t set)
{
	cap_flag_value_t value;

	return cap_get_flag(caps, rawio, set, &value) == 0 && value == CAP_SET;
}

static int set_effective(cap_t caps, cap_flag_value_t value)
{
	if (cap_set_flag(caps, CAP_EFFECTIVE, 1, &rawio, value) < 0 ||
	    cap_set_proc(caps) < 0)
		return -errno;
	return 0;
}

int capability_raise(bool *ret_raised)
{
	cap_t caps = cap_get_proc();
	bool raise;
	int r = 0;

	if (!caps)
		return -errno;

	raise = !has(caps, CAP_EFFECTIVE);
	if (raise)
		r = has(caps, CAP_PERMITTED) ? set_effective(caps, CAP_SET) : -EPERM;
	if (r == 0)
		*ret_raised = raise;

	cap_free(caps);
	return r;
}

void capability_lower(void)
{
	cap_t caps = cap_get_proc();

	/* Lowering what was just raised needs no permission, only memory. */
	if (!caps)
		return;
	set_effective(caps, CAP_CLEAR);
	cap_free(caps);
}

bool capability_permitted(void)
{
	cap_t caps = cap_get_proc();
	bool permitted;

	if (!caps)
		return false;
	/* An effective capability is a permitted one: capabilities(7). */
	permitted = has(caps, CAP_PERMITTED);
	cap_free(caps);
	return permitted;
}
