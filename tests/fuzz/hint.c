/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What may have been meant by a word, or by two with '|' between them: what is said to be
 * typed is taken, in a line of its own. */
#include "fuzz.h"

#include "words/duration.h"
#include "words/hint.h"
#include "words/number.h"

#include <stdlib.h>
#include <string.h>

/* What is to be typed, in a hint that says so; or NULL, where there is none. */
static const char *typed(struct hint *hint)
{
	static const char *const before[] = {
		"did you mean ",
		"hexadecimal always needs 0x: ",
		"type it in ASCII: ",
		"a time has no blank: ",
		"a time has no blank, as in ",
	};

	if (!*hint->text)
		return NULL;
	fuzz_must_be_line(hint->text, sizeof(hint->text));
	for (size_t i = 0; i < COUNT(before); i++) {
		size_t length = strlen(before[i]);

		if (strncmp(hint->text, before[i], length) != 0)
			continue;
		if (i == 0)
			hint->text[strlen(hint->text) - 1] = '\0';
		return hint->text + length;
	}
	MUST(strcmp(hint->text, "leave out the carriage return") == 0);
	return NULL;
}

static void must_be_numbers(struct hint hint, uint32_t max)
{
	char *rest = (char *)(uintptr_t)typed(&hint), *word;
	const char *end;
	uint32_t number;

	while ((word = strsep(&rest, " ")))
		MUST(strcmp(word, "or") == 0 ||
		     (!number_parse(word, max, &end, &number) && *end == '\0'));
}

static void must_be_time(struct hint hint)
{
	const char *end = typed(&hint);
	uint32_t us;

	MUST(!end || (!duration_parse(&end, &us) && *end == '\0'));
}

static void check_word(const char *word, size_t length)
{
	static const uint32_t maxima[] = { 0, UINT8_MAX, 0xfffc, UINT16_MAX, UINT32_MAX };
	struct hint hint = hint_ascii(word, length);
	const char *plain;

	for (size_t i = 0; i < COUNT(maxima); i++)
		must_be_numbers(hint_number(word, maxima[i]), maxima[i]);
	must_be_time(hint_time(word, length));
	must_be_time(hint_unit(word, length));
	MUST(hint_dash(word) <= length);
	plain = typed(&hint);
	MUST(!plain || !*hint_ascii(plain, strlen(plain)).text);
	MUST(hint_is_near(word, length, word));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), *words[3];
	size_t count = fuzz_split(text, '|', words, COUNT(words));
	struct hint hint = { "" };

	for (size_t i = 0; i < count; i++) {
		check_word(words[i], strlen(words[i]));
		hint_offer(&hint, "--", words[i]);
	}
	if (count == 2)
		MUST(hint_is_near(words[0], strlen(words[0]), words[1]) ==
		     hint_is_near(words[1], strlen(words[1]), words[0]));
	free(text);
	return 0;
}
