/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* A whole command, from its words to its exit status, on the machine that the doubles
 * make. */
#ifndef SPOKEN_H
#define SPOKEN_H

/* A test with a simulated /dev/port, a struct simulated as its *state, and with a file
 * for ioports_file_put(). */
#define spoken_test(function) \
	cmocka_unit_test_setup_teardown(function, spoken_setup, spoken_teardown)

int spoken_setup(void **state);
int spoken_teardown(void **state);

/*
 * That a command, in a process of its own, ends with that status and has printed exactly
 * that on standard output and on standard error. Its words are parted by spaces, the
 * first is its name. Simulated ports that it writes are seen here too, and nothing else
 * of it is.
 */
void assert_says(const char *words, int status, const char *out, const char *err);

#endif
