/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One access of an operation to its port, and its failure in words. */
#include "run/access.h"

#include <errno.h>
#include <string.h>

int fail_access(struct failure *failure, const struct operation *operation,
		const char *done, uint32_t count, uint32_t of, int error)
{
	/* sysfs asks at the access, not at the open: pci_write_resource_io(). */
	int exit = error == -EPERM && count == 0 ? EX_NOPERM : EX_IOERR;

	return fail(failure, exit, "0x%x: %s %u of %u bytes: %s", operation->address,
		    done, count, of, strerror(-error));
}
