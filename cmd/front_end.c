/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The beginning and the end of every command. */
#include "front_end.h"

#include "report/output.h"
#include "run/privilege.h"

int command_run(const char *command, front_end_function *front_end, char *words[])
{
	struct failure failure = { 0 };

	output_begin();
	if (privilege_begin(&failure) == 0)
		front_end(command, words, &failure);
	output_close(&failure);
	return failure_end(&failure, command);
}
