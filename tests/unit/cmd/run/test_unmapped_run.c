/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a command says off x86 of a port that nothing maps. Here the library has what
 * depends on the architecture from lib/access/arch_other.c, on every machine.
 */
#include "cmd/spoken.h"
#include "doubles/captures.h"
#include "doubles/ioports_file.h"
#include "doubles/simulated.h"
#include "test.h"

#include <stdio.h>

static const char *const ways[] = { "", " -d /dev/port", " -n", " -n -d /dev/port" };

static void a_port_that_nothing_maps_is_refused_by_its_number(void **state)
{
	struct simulated *device = *state;

	ioports_file_put(capture_arm64_above_0);
	for (size_t i = 0; i < COUNT(ways); i++) {
		char words[64];

		snprintf(words, sizeof(words), "iow8%s 0x80 1", ways[i]);
		assert_says(words, 78, "",
			    "iow8: 0x80: no host bridge's window in /proc/ioports holds "
			    "this port (without CAP_SYS_ADMIN it shows none), and an "
			    "access could crash the kernel; --force does it all the "
			    "same\n");
		assert_int_equal(device->ports[0x80], 0);
	}
}

static void it_can_be_forced(void **state)
{
	struct simulated *device = *state;

	ioports_file_put(capture_arm64_above_0);
	assert_says("iow8 -f 0x80 1", 0, "1\n", "");
	assert_int_equal(device->ports[0x80], 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		spoken_test(a_port_that_nothing_maps_is_refused_by_its_number),
		spoken_test(it_can_be_forced),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
