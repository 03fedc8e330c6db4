/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Numbers, strictly. strtoul() takes blanks, signs and a trailing rest, and reads 070
 * as octal: each of these has sent a wrong byte to a port in other tools.
 */
#include "words/number.h"

const uint8_t number_digits[UINT8_MAX + 1] = {
	['0'] = 1,  ['1'] = 2,	['2'] = 3,  ['3'] = 4,	['4'] = 5,  ['5'] = 6,
	['6'] = 7,  ['7'] = 8,	['8'] = 9,  ['9'] = 10, ['a'] = 11, ['b'] = 12,
	['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16, ['A'] = 11, ['B'] = 12,
	['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16,
};

const char *number_parse_any(const char **text, uint32_t max, uint32_t *ret_number)
{
	const char *next = *text, *first;
	unsigned int base = number_base(&next), digit;
	uint64_t number = 0;

	if (base != 10 && number_ends(*next))
		return "digits are missing";
	if (word_ends(*next))
		return "an empty word";
	if (*next == '-' || *next == '+')
		return "a sign is not allowed";
	if (base == 10 && *next == '0' && number_digit(next[1]) < 10)
		return "a leading zero is ambiguous";

	for (first = next; (digit = number_digit(*next)) < base; next++)
		/* It stops growing once it is too large, so it can't wrap around. */
		if (number <= max)
			number = number * base + digit;
	if (next == first || !number_ends(*next))
		return "not a number";
	if (number > max)
		return "too large";
	*ret_number = (uint32_t)number;
	*text = next;
	return NULL;
}
