/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Times, as every word of the suite spells them. */
#ifndef DURATION_H
#define DURATION_H

#include "words/words.h"

#include <stdint.h>

/* What a time may be, for messages. */
#define DURATION_SPELLINGS "a time up to 60min, such as 10us, 5ms, 1.5s or 2min"

/*
 * Read the time that text begins with: a decimal number, whole or with a point, and us,
 * ms, s or min; without a unit they are seconds. It ends where a word does.
 *
 * Returns NULL, and stores the time in microseconds in *ret_us and its end in *text; or
 * returns what is wrong as a phrase for a message.
 */
const char *duration_parse(const char **text, uint32_t *ret_us);

/* A time as it is printed: whole, in the largest unit that makes it so. */
struct duration {
	char text[sizeof("4294967295min")];
};

struct duration duration_print(uint32_t us);

#endif
