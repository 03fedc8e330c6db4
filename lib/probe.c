/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* How an access would be made, and whether it would be refused, without making it. */
#include "iospace.h"

#include "access/arch.h"
#include "access/method.h"
#include "access/rules.h"
#include "system/device.h"

#include <errno.h>

/* The first of the methods that would do it. */
static int probe_methods(uint64_t address, uint32_t size, unsigned int flags,
			 const struct iospace_method **ret_method)
{
	const struct iospace_method *const *methods = arch_methods(flags);
	int r = -EOPNOTSUPP;

	for (; r == -EOPNOTSUPP && *methods; methods++) {
		*ret_method = *methods;
		r = (*methods)->probe ? (*methods)->probe((uint32_t)address, size) : 0;
	}
	return r == -ECANCELED && flags & IOSPACE_FORCE ? 0 : r;
}

/*
 * What open would refuse a named file for; or 1, if it would take it for a simulated
 * space. The default is taken as given.
 */
static int check_device(const char *device)
{
	struct stat st;
	int r;

	if (device_is_default(device))
		return 0;
	r = stat(device, &st) < 0 ? -errno : device_check(device, &st);
	return r < 0 ? r : device_is_simulated(&st);
}

int iospace_probe(const char *device, uint64_t address, uint32_t size, unsigned int flags,
		  const char **ret_method)
{
	const struct iospace_method *method = &devport_method;
	int r = rules_flags_are_valid(flags) ? iospace_check(address, size, flags)
					     : -EINVAL;

	if (r == 0)
		r = check_device(device);
	if (r == 0)
		r = probe_methods(address, size, flags, &method);
	if (r >= 0)
		*ret_method = method->name;
	return r;
}
