/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The version of the library. */
#include "iospace.h"

const char *iospace_version(void)
{
	return IOSPACE_VERSION;
}
