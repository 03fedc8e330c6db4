/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A fresh simulated I/O space for each test: a temporary file, seen as bytes. */
#ifndef DEVICE_H
#define DEVICE_H

#include "iospace.h"

struct device {
	char path[sizeof("/tmp/iospace-XXXXXX")];
	uint8_t *ports; /* the file itself, in memory */
};

/* A test with a struct device as its *state, and with doubles that pass through. */
#define device_test(function) \
	cmocka_unit_test_setup_teardown(function, device_setup, device_teardown)

int device_setup(void **state);
int device_teardown(void **state);

/* Open the simulated I/O space, which can't fail. */
struct iospace *device_open(const struct device *device, unsigned int flags);

#endif
