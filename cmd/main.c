/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The beginning and the end of every command, compiled once for each COMMAND. */
#include "front_end.h"
#include "report/output.h"
#include "run/privilege.h"

int main(int argc, char *argv[])
{
	struct failure failure = { 0 };

	(void)argc;
	output_begin();
	if (privilege_begin(&failure) == 0)
		front_end(COMMAND, argv + 1, &failure);
	output_close(&failure);
	return failure_end(&failure, COMMAND);
}
