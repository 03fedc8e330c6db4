/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Standard output, checked for loss: a result that nobody can read is no success. */
#include "output.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A negative errno if anything was lost. */
static int flush_and_close(void)
{
	/* Lost in an earlier flush, whose errno is gone. */
	if (ferror(stdout))
		return -EIO;
	if (fflush(stdout) == EOF)
		return -errno;
	/* Network file systems report a full disk at close. EBADF: nothing was printed.
	 */
	if (close(STDOUT_FILENO) < 0 && errno != EBADF)
		return -errno;
	return 0;
}

void output_close(struct failure *failure)
{
	int r = flush_and_close();

	if (r < 0 && !failure->exit)
		fail(failure, EX_IOERR, "standard output: %s", strerror(-r));
}
