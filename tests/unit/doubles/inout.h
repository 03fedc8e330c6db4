/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the tests of in and out instructions share, on x86. */
#ifndef INOUT_H
#define INOUT_H

#include "iospace.h"
#include "test.h"

#include <stdbool.h>

/*
 * A test with a struct simulated as its *state, which passes for the port device, in a
 * thread with CAP_SYS_RAWIO and on a kernel with ioperm(2).
 */
#define inout_test(function) \
	cmocka_unit_test_setup_teardown(function, inout_setup, simulated_teardown)

int inout_setup(void **state);

/* Open the port device for exact accesses, which can't fail. */
struct iospace *inout_open_port(void);

/* That the nth call of ioperm(2) and the nth bus cycle were these. */
void assert_asked(size_t n, uint16_t port, uint32_t size, int on);
void assert_cycle(size_t n, bool is_write, uint16_t port, uint32_t size, uint32_t data);

#endif
