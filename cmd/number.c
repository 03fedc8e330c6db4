/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Numbers, strictly. strtoul() takes blanks, signs and a trailing rest, and reads 070
 * as octal: each of these has sent a wrong byte to a port in other tools.
 */
#include "number.h"

/* A base's prefix is 0 and a letter. */
static unsigned int prefix_base(char letter)
{
	switch (letter) {
	case 'x':
	case 'X':
		return 16;
	case 'b':
	case 'B':
		return 2;
	case 'o':
	case 'O':
		return 8;
	default:
		return 0;
	}
}

/* The value of a digit in any base; one that is no digit is not below any base. */
static unsigned int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned int)(c - '0');
	if (c >= 'a' && c <= 'f')
		return (unsigned int)(c - 'a') + 10;
	if (c >= 'A' && c <= 'F')
		return (unsigned int)(c - 'A') + 10;
	return 16;
}

const char *number_parse(const char *text, size_t length, uint32_t max,
			 uint32_t *ret_number)
{
	const char *end = text + length;
	unsigned int base = 10;
	uint64_t number = 0;

	if (length == 0)
		return "an empty word";
	if (*text == '-' || *text == '+')
		return "a sign is not allowed";

	if (*text == '0' && length > 1) {
		base = prefix_base(text[1]);
		if (!base)
			return digit_value(text[1]) < 10 ? "a leading zero is ambiguous"
							 : "not a number";
		text += 2;
		if (text == end)
			return "digits are missing";
	}

	for (; text < end; text++) {
		unsigned int digit = digit_value(*text);

		if (digit >= base)
			return "not a number";
		/* It stops growing once it is too large, so it can't wrap around. */
		if (number <= max)
			number = number * base + digit;
	}
	if (number > max)
		return "too large";

	*ret_number = (uint32_t)number;
	return NULL;
}
