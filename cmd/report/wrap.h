/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Text in the last column of a table, in lines of 80 columns. */
#ifndef WRAP_H
#define WRAP_H

/*
 * Print text and a newline, from a column on, counted from 0, where the line is already.
 * What does not fit goes on below, under its column, after a blank if there is one. What
 * is not printable ASCII is shown as an escape.
 */
void wrap_print(int column, const char *text);

#endif
