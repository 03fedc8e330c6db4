/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef FRONT_END_H
#define FRONT_END_H

#include "report/failure.h"

/*
 * What a command has of its own, between the beginning and the end of main(): do what the
 * words ask for, which are ended by NULL. One file defines it for each command: ports.c,
 * ioseq.c or iocheck.c.
 */
void front_end(const char *command, char *words[], struct failure *failure);

#endif
