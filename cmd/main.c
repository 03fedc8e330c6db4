/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* One command: compiled once for each COMMAND, with its FRONT_END. */
#include "front_end.h"

int main(int argc, char *argv[])
{
	(void)argc;
	return command_run(COMMAND, FRONT_END, argv + 1);
}
