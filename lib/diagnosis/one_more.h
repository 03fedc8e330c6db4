/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Rows that a later version may add to the tables of the diagnosis. A test builds the
 * library with one more of each: see tests/abi.
 */
#ifndef ONE_MORE_H
#define ONE_MORE_H

#ifndef ONE_MORE
#define ONE_MORE	     0
#define ONE_MORE_CONDITION   /* in conditions.c */
#define ONE_MORE_ERROR	     /* in reasons.c */
#define ONE_MORE_SENTENCE    /* in causes.c */
#define ONE_MORE_REMEDY	     /* in remedies.c */
#define ONE_MORE_REMEDY_TEXT /* in remedies.c */
#endif

#endif
