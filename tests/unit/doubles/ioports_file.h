/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What takes the place of /proc/ioports: a text, or a temporary file of it. */
#ifndef IOPORTS_FILE_H
#define IOPORTS_FILE_H

#include "system/ioports.h"

/* Read a text, which can't fail. */
struct ioports ioports_text(const char *text);

/* A file for ioports_file_put(), and sysfs.h for the drivers. Return 0, or -1. */
int ioports_file_make(void);
void ioports_file_remove(void);

/* A test with that, and with doubles that pass through. */
#define ioports_file_test(function) \
	cmocka_unit_test_setup_teardown(function, ioports_file_setup, \
					ioports_file_teardown)

int ioports_file_setup(void **state);
int ioports_file_teardown(void **state);

/* Let /proc/ioports lead to the file, and that hold the text. No double sees it. */
void ioports_file_put(const char *text);

/* The same, and read it. */
struct iospace_owners *ioports_file_owners(const char *text);

#endif
