/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Numbers, as every word of the suite spells them. */
#ifndef NUMBER_H
#define NUMBER_H

#include "words/words.h"

#include <stdbool.h>
#include <stdint.h>

/* What a number may be, for messages: the spellings that number_parse() takes. */
#define NUMBER_SPELLINGS "decimal, 0x, 0b or 0o"

/* What each character is in a number: the value of a digit, in any base; what ends a
 * word, and a number with it; or anything else. */
enum { NUMBER_END = 16, NUMBER_COLON = 17, NUMBER_NONE = 18 };

extern const uint8_t number_classes[UINT8_MAX + 1];

static inline uint64_t number_class(char c)
{
	return number_classes[(uint8_t)c];
}

/* A colon ends a number too, and not the word. */
static inline bool number_ends(char c)
{
	return number_class(c) == NUMBER_END || number_class(c) == NUMBER_COLON;
}

/* The base of the number that text begins with, which goes on to its first digit. */
static inline uint64_t number_base(const char **text)
{
	char letter = (*text)[0] == '0' ? (char)((*text)[1] | 0x20) : '\0';
	uint64_t base = letter == 'x' ? 16 : letter == 'b' ? 2 : letter == 'o' ? 8 : 10;

	if (base != 10)
		*text += 2;
	return base;
}

/*
 * Read the number that text begins with: decimal, or 0x hexadecimal, 0b binary, 0o octal
 * in either case, from 0 to max.
 *
 * Returns NULL, and stores the number and its end; or returns what is wrong as a phrase
 * for a message.
 */
const char *number_parse(const char *text, uint32_t max, const char **ret_end,
			 uint32_t *ret_number);

/*
 * The same for a number of few digits, as most are, that NUMBER_END or NUMBER_COLON ends,
 * without a call: a file can have a million of them. Returns its end, or NULL: then ask
 * number_parse().
 */
static inline const char *number_parse_short(const char *word, uint32_t max, uint64_t end,
					     uint32_t *ret_number)
{
	uint64_t base = number_base(&word), class = number_class(*word), number = 0;
	const char *next = word;

	if (class >= base)
		return NULL;
	do {
		number = number * base + class;
		class = number_class(*++next);
	} while (class < base);
	/* Of nine digits, none can be lost. A zero before others is ambiguous. */
	if (class != end || next > word + 9 || number > max ||
	    (base == 10 && *word == '0' && next > word + 1))
		return NULL;
	*ret_number = (uint32_t)number;
	return next;
}

#endif
