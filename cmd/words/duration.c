/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Times, strictly: no sign, no blank, no rest, and nothing that would be rounded. */
#include "words/duration.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define LONGEST_US UINT64_C(3600000000)

static const struct unit {
	const char *name;
	uint64_t us;
} units[] = {
	{ "min", 60000000 },
	{ "s", 1000000 },
	{ "ms", 1000 },
	{ "us", 1 },
};

#define UNITS (sizeof(units) / sizeof(units[0]))

/* In microseconds: of the unit that text begins with, of a second where it ends; or 0. */
static uint64_t read_unit(const char **text)
{
	if (word_ends(**text))
		return 1000000;
	for (size_t i = 0; i < UNITS; i++) {
		size_t length = strlen(units[i].name);

		if (strncmp(*text, units[i].name, length) == 0 &&
		    word_ends((*text)[length])) {
			*text += length;
			return units[i].us;
		}
	}
	return 0;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Digits as a number, which stops growing once it is too large in any unit. */
static uint64_t read_whole(const char **text)
{
	uint64_t whole = 0;

	for (; is_digit(**text); ++*text)
		if (whole <= LONGEST_US)
			whole = whole * 10 + (uint64_t)(**text - '0');
	return whole;
}

const char *duration_parse(const char **text, uint32_t *ret_us)
{
	const char *next = *text;
	uint64_t whole, fraction = 0, parts = 1, unit;
	bool exact = true;

	if (*next == '-' || *next == '+')
		return "a sign is not allowed";
	if (!is_digit(*next))
		return "not a time";
	whole = read_whole(&next);
	if (*next == '.') {
		next++;
		if (!is_digit(*next))
			return "not a time";
	}
	/* Nine are more than any unit has microseconds. */
	for (; is_digit(*next) && parts < UINT64_C(1000000000); next++, parts *= 10)
		fraction = fraction * 10 + (uint64_t)(*next - '0');
	for (; is_digit(*next); next++)
		exact &= *next == '0';

	unit = read_unit(&next);
	if (unit == 0)
		return "not a time";
	if (whole * unit + fraction * unit / parts > LONGEST_US)
		return "too long";
	if (!exact || fraction * unit % parts)
		return "finer than a microsecond";

	*ret_us = (uint32_t)(whole * unit + fraction * unit / parts);
	*text = next;
	return NULL;
}

struct duration duration_print(uint32_t us)
{
	const struct unit *unit = us ? units : units + 1;
	struct duration duration;

	while (us % unit->us)
		unit++;
	snprintf(duration.text, sizeof(duration.text), "%" PRIu64 "%s", us / unit->us,
		 unit->name);
	return duration;
}
