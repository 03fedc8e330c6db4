/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One access of an operation to its port, and its failure in words. */
#include "access.h"

#include <errno.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

int fail_access(struct failure *failure, const struct operation *operation,
		const char *done, uint32_t count, int error)
{
	/* sysfs asks at the access, not at the open: pci_write_resource_io(). */
	int exit = error == -EPERM ? EX_NOPERM : EX_IOERR;

	return fail(failure, exit, "0x%x: %s %u of %u bytes: %s", operation->port, done,
		    count, operation->verb->size, strerror(-error));
}

/* For a later reader who wants to know who wrote what. */
void access_log(const struct operation *operation, uint32_t data, uint32_t count)
{
	const struct verb *verb = operation->verb;

	syslog(LOG_NOTICE, "%s 0x%x %s: %u of %u bytes written, uid %u", verb->name,
	       operation->port, verb_hex(verb, data).text, count, verb->size, getuid());
}
