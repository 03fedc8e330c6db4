/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef TRUST_H
#define TRUST_H

#include "report/failure.h"

/*
 * Refuse a file that others than root can change or replace: the open one itself, a link
 * on the way to it, or a directory, unless that is sticky, where none but root can take
 * away what is root's. name is what the message calls it.
 */
int trust_check(const char *path, const char *name, int fd, struct failure *failure);

#endif
