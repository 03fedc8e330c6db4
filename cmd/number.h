/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Numbers, as every word of the suite spells them. */
#ifndef NUMBER_H
#define NUMBER_H

#include <stddef.h>
#include <stdint.h>

/* What a number may be, for messages: the spellings that number_parse() takes. */
#define NUMBER_SPELLINGS "decimal, 0x, 0b or 0o"

/*
 * Read the whole of text[0..length) as a number from 0 to max: decimal, or 0x
 * hexadecimal, 0b binary, 0o octal in either case.
 *
 * Returns NULL and stores the number in *ret_number, or returns what is wrong as a
 * phrase for a message.
 */
const char *number_parse(const char *text, size_t length, uint32_t max,
			 uint32_t *ret_number);

#endif
