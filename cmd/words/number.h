/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Numbers, as every word of the suite spells them. */
#ifndef NUMBER_H
#define NUMBER_H

#include "words/words.h"

#include <stdbool.h>
#include <stdint.h>

/* What a number may be, for messages: the spellings that number_parse() takes. */
#define NUMBER_SPELLINGS "decimal, 0x, 0b or 0o"

/* What each character is in a number: the value of a digit, in any base; what ends a
 * word, and a number with it; what ends the number and not the word; or anything else. */
enum {
	NUMBER_END = 16,
	NUMBER_COLON = 17,
	NUMBER_EQUALS = 18,
	NUMBER_RANGE = 19, /* '-' or '+' */
	NUMBER_COMMA = 20,
	NUMBER_NONE = 21
};

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

/* The base that a letter behind a zero stands for, or 0. */
static inline uint64_t number_base(char letter)
{
	switch (letter | 0x20) {
	case 'x':
		return 16;
	case 'b':
		return 2;
	case 'o':
		return 8;
	default:
		return 0;
	}
}

/* What number_parse() says is wrong with a number above max. */
extern const char number_too_large[];

/*
 * Read the number that text begins with: decimal, or 0x hexadecimal, 0b binary, 0o octal
 * in either case, from 0 to max. The end of the word ends it, or a colon, or a character
 * of one more class.
 *
 * Returns NULL, and stores the number and its end; or returns what is wrong as a phrase
 * for a message.
 */
const char *number_parse(const char *text, uint32_t max, const char **ret_end,
			 uint32_t *ret_number);
const char *number_parse_to(const char *text, uint32_t max, uint64_t also,
			    const char **ret_end, uint32_t *ret_number);

/* The digits of a number, few of which a character of one class ends. Returns its end, or
 * NULL. */
static inline const char *number_digits(const char *first, uint64_t base, uint32_t max,
					uint64_t end, uint32_t *ret_number)
{
	const char *next = first;
	uint64_t class = number_class(*next), number = 0;

	for (; class < base; class = number_class(*++next))
		number = number * base + class;
	/* There is one; and of nine, none can be lost. */
	if (class != end || (size_t)(next - first) - 1 >= 9 || number > max)
		return NULL;
	*ret_number = (uint32_t)number;
	return next;
}

/*
 * The same for a number of few digits, as most are, that a character of one class ends,
 * without a call: a file can have a million of them. Returns its end, or NULL: then ask
 * number_parse().
 */
static inline const char *number_parse_short(const char *word, uint32_t max, uint64_t end,
					     uint32_t *ret_number)
{
	/* Most are hexadecimal. */
	if (word[0] == '0' && (word[1] | 0x20) == 'x')
		return number_digits(word + 2, 16, max, end, ret_number);
	/* Behind a zero there may be no more than the end. */
	if (word[0] != '0' || number_class(word[1]) == end)
		return number_digits(word, 10, max, end, ret_number);
	return NULL;
}

#endif
