/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Numbers, strictly. strtoul() takes blanks, signs and a trailing rest, and reads 070
 * as octal: each of these has sent a wrong byte to a port in other tools.
 */
#include "words/number.h"

/* clang-format off */
#define E NUMBER_END
#define C NUMBER_COLON
#define Q NUMBER_EQUALS
#define R NUMBER_RANGE
#define M NUMBER_COMMA
#define N NUMBER_NONE

const uint8_t number_classes[UINT8_MAX + 1] = {
	E, N, N, N, N, N, N, N, N, E, E, N, N, N, N, N,
	N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
	E, N, N, N, N, N, N, N, N, N, N, R, M, R, N, N,
	0, 1, 2, 3, 4, 5, 6, 7, 8, 9, C, N, N, Q, N, N,
	N, 10, 11, 12, 13, 14, 15, N, N, N, N, N, N, N, N, N,
	N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
	N, 10, 11, 12, 13, 14, 15, N, N, N, N, N, N, N, N, N,
	N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
	N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
	N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
	N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
	N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
	N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
	N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
	N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
	N, N, N, N, N, N, N, N, N, N, N, N, N, N, N, N,
};
/* clang-format on */

const char number_too_large[] = "too large";

const char *number_parse(const char *text, uint32_t max, const char **ret_end,
			 uint32_t *ret_number)
{
	return number_parse_to(text, max, NUMBER_COLON, ret_end, ret_number);
}

const char *number_parse_to(const char *text, uint32_t max, uint64_t also,
			    const char **ret_end, uint32_t *ret_number)
{
	uint64_t base = *text == '0' ? number_base(text[1]) : 0, class, number = 0;
	const char *next = base ? text + 2 : text, *first;

	base = base ? base : 10;
	if (base != 10 && number_ends(*next))
		return "digits are missing";
	if (word_ends(*next))
		return "an empty word";
	if (*next == '-' || *next == '+')
		return "a sign is not allowed";
	if (base == 10 && *next == '0' && number_class(next[1]) < 10)
		return "a leading zero is ambiguous";

	for (first = next; (class = number_class(*next)) < base; next++)
		/* It stops growing once it is too large, so it can't wrap around. */
		if (number <= max)
			number = number * base + class;
	if (next == first || !(number_ends(*next) || class == also))
		return "not a number";
	if (number > max)
		return number_too_large;
	*ret_number = (uint32_t)number;
	*ret_end = next;
	return NULL;
}
