/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* A fresh simulated I/O space for each test: a temporary file, seen as bytes. */
#ifndef SIMULATED_H
#define SIMULATED_H

#include "iospace.h"

struct simulated {
	char path[sizeof("/tmp/iospace-XXXXXX")];
	uint8_t *ports; /* the file itself, in memory */
};

/* A test with a struct simulated as its *state, and with doubles that pass through. */
#define simulated_test(function) \
	cmocka_unit_test_setup_teardown(function, simulated_setup, simulated_teardown)

int simulated_setup(void **state);

/* The same, and it passes for a /dev/port that the thread may open. */
int simulated_setup_port(void **state);
int simulated_teardown(void **state);

/* Open the simulated I/O space, which can't fail. */
struct iospace *simulated_open(const struct simulated *device, unsigned int flags);

/* The descriptor of a handle that can be read, which only an access shows. */
int simulated_descriptor(struct iospace *io);

/* That an open fails with that error, and leaves nothing behind. */
void assert_not_opened(const char *device, unsigned int flags, int error);

#endif
