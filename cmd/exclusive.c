/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* --exclusive: not where a kernel driver owns the port. */
#include "exclusive.h"

#include <errno.h>
#include <string.h>

int exclusive_check(const struct operation *operation, const char *device,
		    struct failure *failure)
{
	struct iospace_owner owners[16];
	int count;

	if (!operation->exclusive || iospace_is_simulated(device))
		return 0;

	count = iospace_owners(operation->port, operation->verb->size, owners,
			       sizeof(owners) / sizeof(owners[0]));
	if (count == -ENODATA)
		return fail(failure, EX_CONFIG,
			    "0x%x: its owner is unknown, because without CAP_SYS_ADMIN "
			    "/proc/ioports shows no addresses; run it as root",
			    operation->port);
	if (count < 0)
		return fail(failure, EX_CONFIG,
			    "0x%x: its owner is unknown: /proc/ioports: %s",
			    operation->port, strerror(-count));

	for (int i = 0; i < count; i++)
		if (owners[i].kind == IOSPACE_OWNER_DRIVER)
			return fail(
				failure, EX_CONFIG,
				"0x%x: a kernel driver owns this port, as '%s' in "
				"/proc/ioports; without --exclusive it is written all "
				"the same",
				operation->port, owners[i].name);
	return 0;
}
