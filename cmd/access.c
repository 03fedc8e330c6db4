/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One access of an operation to its port, and its failure in words. */
#include "access.h"

#include <errno.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

static int fail_access(struct failure *failure, const struct operation *operation,
		       const char *done, uint32_t count, int error)
{
	/* sysfs asks at the access, not at the open: pci_write_resource_io(). */
	int exit = error == -EPERM ? EX_NOPERM : EX_IOERR;

	return fail(failure, exit, "0x%x: %s %u of %u bytes: %s", operation->port, done,
		    count, operation->verb->size, strerror(-error));
}

/* For a later reader who wants to know who wrote what. */
static void log_write(const struct operation *operation, uint32_t data, uint32_t count)
{
	const struct verb *verb = operation->verb;

	syslog(LOG_NOTICE, "%s 0x%x %s: %u of %u bytes written, uid %u", verb->name,
	       operation->port, verb_hex(verb, data).text, count, verb->size, getuid());
}

int access_write(const struct operation *operation, struct iospace *io, uint32_t data,
		 uint32_t *ret_count, struct failure *failure)
{
	int r;

	*ret_count = operation->verb->size;
	r = iospace_write(io, operation->port, data, ret_count);
	if (operation->log)
		log_write(operation, data, *ret_count);
	if (r < 0)
		return fail_access(failure, operation, "wrote", *ret_count, r);
	return 0;
}

int access_read(const struct operation *operation, struct iospace *io, uint32_t *ret_data,
		struct failure *failure)
{
	uint32_t count = operation->verb->size;
	int r = iospace_read(io, operation->port, ret_data, &count);

	if (r < 0)
		return fail_access(failure, operation, "read", count, r);
	return 0;
}
