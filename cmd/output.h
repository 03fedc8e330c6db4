/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef OUTPUT_H
#define OUTPUT_H

#include "failure.h"

/*
 * Fill standard input, output and error where they are closed, so that no file or socket
 * takes their place and gets what is printed. Printing still fails with EBADF.
 */
void output_reserve(void);

/*
 * Write out and close standard output. If any of it was lost, that is the failure,
 * unless there is one already.
 */
void output_close(struct failure *failure);

#endif
