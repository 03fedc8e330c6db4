/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the tests of in and out instructions share, on x86. */
#include "doubles/inout.h"

#include "doubles/processor.h"
#include "doubles/simulated.h"
#include "doubles/syscalls.h"

int inout_setup(void **state)
{
	int r = simulated_setup_port(state);

	if (r < 0)
		return r;
	syscalls_give_rawio(CAP_EFFECTIVE);
	processor = (struct processor){ .has_ioperm = true };
	return 0;
}

struct iospace *inout_open_port(void)
{
	const unsigned int flags = IOSPACE_READ | IOSPACE_WRITE | IOSPACE_EXACT;
	struct iospace *io = NULL;

	assert_int_equal(iospace_open(&io, NULL, flags), 0);
	return io;
}

void assert_asked(size_t n, uint16_t port, uint32_t size, int on)
{
	const struct permission *permission = &processor.permissions[n];

	assert_true(n < processor.permission_count);
	assert_int_equal(permission->first, port);
	assert_int_equal(permission->count, size);
	assert_int_equal(permission->on, on);
}

void assert_cycle(size_t n, bool is_write, uint16_t port, uint32_t size, uint32_t data)
{
	const struct cycle *cycle = &processor.cycles[n];

	assert_true(n < processor.cycle_count);
	assert_int_equal(cycle->is_write, is_write);
	assert_int_equal(cycle->port, port);
	assert_int_equal(cycle->size, size);
	assert_int_equal(cycle->data, data);
}
