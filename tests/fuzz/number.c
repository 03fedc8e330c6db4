/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Numbers: those of the grammar are taken, as strtoull(3) reads them, and nothing else.
 */
#include "fuzz.h"

#include "words/number.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UNTOUCHED 0xdeadbeef

/* The end of the number that the text must be taken for, or NULL. */
static const char *expect(const char *text, uint32_t max, uint64_t also,
			  uint32_t *ret_number)
{
	static const char digits[] = "0123456789abcdefABCDEF";
	int base = *text == '0' ? (int)number_base(text[1]) : 0;
	const char *first = text + (base ? 2 : 0), *end;
	char set[sizeof(digits)];
	unsigned long long number;

	base = base ? base : 10;
	snprintf(set, sizeof(set), "%.*s", base == 16 ? 22 : base, digits);
	end = first + strspn(first, set);
	number = strtoull(first, NULL, base);
	if (end == first || number > max ||
	    (base == 10 && *first == '0' && end > first + 1))
		return NULL;
	*ret_number = (uint32_t)number;
	return strchr(" \t\n:", *end) || number_class(*end) == also ? end : NULL;
}

/* A number is what it is printed as. */
static void must_be_read_again(uint32_t number)
{
	char texts[3][sizeof("0o37777777777")];
	const char *end;
	uint32_t again;

	snprintf(texts[0], sizeof(texts[0]), "%u", number);
	snprintf(texts[1], sizeof(texts[1]), "0x%x", number);
	snprintf(texts[2], sizeof(texts[2]), "0o%o", number);
	for (size_t i = 0; i < COUNT(texts); i++)
		MUST(!number_parse(texts[i], number, &end, &again) && *end == '\0' &&
		     again == number);
}

static void check(const char *text, uint32_t max, uint64_t also)
{
	uint32_t number = UNTOUCHED, expected = UNTOUCHED, quick = UNTOUCHED;
	const char *end = NULL, *expected_end = expect(text, max, also, &expected);
	const char *wrong = number_parse_to(text, max, also, &end, &number);
	const char *quick_end = number_parse_short(text, max, also, &quick);

	MUST(wrong ? *wrong && number == UNTOUCHED && !end : number == expected);
	MUST(end == expected_end);
	MUST(quick_end ? quick_end == end && quick == number : quick == UNTOUCHED);
	if (!wrong && also == NUMBER_END)
		must_be_read_again(number);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint32_t maxima[] = { 0, UINT8_MAX, 0xfffc, UINT16_MAX };
	char *text = fuzz_text(data, size);

	for (size_t i = 0; i < COUNT(maxima); i++)
		check(text, maxima[i], NUMBER_COLON);
	for (uint64_t also = NUMBER_END; also < NUMBER_NONE; also++)
		check(text, UINT32_MAX, also);
	free(text);
	return 0;
}
