/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* --exclusive: not where a kernel driver owns the port. */
#include "exclusive.h"

#include <errno.h>
#include <string.h>

/* More than have ever been seen; the innermost, which count, are the last. */
#define MANY_OWNERS 16

int exclusive_check(const struct operation *operation, const char *device,
		    struct failure *failure)
{
	struct iospace_owner owners[MANY_OWNERS];
	int count;

	if (!operation->exclusive || iospace_is_simulated(device))
		return 0;

	count = iospace_owners(operation->port, operation->verb->size, owners,
			       MANY_OWNERS);
	if (count == -ENODATA)
		return fail(failure, EX_CONFIG,
			    "0x%x: its owner is unknown, because without CAP_SYS_ADMIN "
			    "/proc/ioports shows no addresses; run it as root",
			    operation->port);
	if (count < 0)
		return fail(failure, EX_CONFIG,
			    "0x%x: its owner is unknown: /proc/ioports: %s",
			    operation->port, strerror(-count));

	if (count == MANY_OWNERS)
		return fail(
			failure, EX_CONFIG,
			"0x%x: it has too many owners in /proc/ioports to tell; leave out "
			"--exclusive",
			operation->port);
	for (int i = 0; i < count; i++)
		if (owners[i].kind == IOSPACE_OWNER_DRIVER)
			return fail(failure, EX_CONFIG,
				    "0x%x: a kernel driver owns this port, as '%s' in "
				    "/proc/ioports; unload the driver, or leave out "
				    "--exclusive",
				    operation->port, owners[i].name);
	return 0;
}
