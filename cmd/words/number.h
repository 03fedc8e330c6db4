/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Numbers, as every word of the suite spells them. */
#ifndef NUMBER_H
#define NUMBER_H

#include "words/words.h"

#include <stdbool.h>
#include <stdint.h>

/* What a number may be, for messages: the spellings that number_parse() takes. */
#define NUMBER_SPELLINGS "decimal, 0x, 0b or 0o"

/* One more than the value of each digit in any base; 0 for what is no digit. */
extern const uint8_t number_digits[UINT8_MAX + 1];

/* The value of a digit; what is none has the largest, which is below no base. */
static inline unsigned int number_digit(char c)
{
	return number_digits[(uint8_t)c] - 1U;
}

/* A number ends where a word does, or at a colon. */
static inline bool number_ends(char c)
{
	return c == ':' || word_ends(c);
}

/* The base of the number that text begins with, which goes on to its first digit. */
static inline unsigned int number_base(const char **text)
{
	char letter = (*text)[0] == '0' ? (char)((*text)[1] | 0x20) : '\0';
	unsigned int base = letter == 'x'   ? 16
			    : letter == 'b' ? 2
			    : letter == 'o' ? 8
					    : 10;

	if (base != 10)
		*text += 2;
	return base;
}

/* number_parse() of any number, and of what is none. */
const char *number_parse_any(const char **text, uint32_t max, uint32_t *ret_number);

/*
 * Read the number that text begins with: decimal, or 0x hexadecimal, 0b binary, 0o octal
 * in either case, from 0 to max.
 *
 * Returns NULL, and stores the number in *ret_number and its end in *text; or returns
 * what is wrong as a phrase for a message. Here are the numbers of few digits, which are
 * most, without a call: a file can have a million of them.
 */
static inline const char *number_parse(const char **text, uint32_t max,
				       uint32_t *ret_number)
{
	const char *next = *text, *first;
	unsigned int base = number_base(&next), digit;
	uint64_t number = 0;

	for (first = next; (digit = number_digit(*next)) < base; next++)
		number = number * base + digit;
	/* Of nine digits, none can be lost. */
	if (next == first || next > first + 9 || !number_ends(*next) || number > max ||
	    (base == 10 && *first == '0'))
		return number_parse_any(text, max, ret_number);
	*ret_number = (uint32_t)number;
	*text = next;
	return NULL;
}

#endif
