/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The words of a command line, with '|' between them: what can be a line is one, of the
 * same words. And each is quoted in one line, whatever it is. */
#include "fuzz.h"

#include "words/wrong.h"

#include <stdlib.h>
#include <string.h>

static bool can_be_joined(const char *word)
{
	return *word && *word != '#' && !strpbrk(word, " \t\n");
}

static void must_be_the_words(const char *line, char *const words[])
{
	const char *word = word_first(line);

	for (; *words; words++, word = word_next(word)) {
		MUST(has_word(word) && word_length(word) == strlen(*words));
		MUST(strncmp(word, *words, strlen(*words)) == 0);
	}
	MUST(line_ends(*word) && word[1] == '\0');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *words[32], *text = fuzz_text(data, size), *line;
	size_t count = fuzz_split(text, '|', words, COUNT(words));
	struct failure failure = { 0 };
	bool can_be_line = true;

	for (size_t i = 0; i < count; i++) {
		struct quoted quoted = quote(words[i]);

		fuzz_must_be_line(quoted.text, sizeof(quoted.text));
		can_be_line = can_be_line && can_be_joined(words[i]);
	}
	line = words_join(words, &failure);
	MUST(!line == !can_be_line);
	if (line) {
		must_be_the_words(line, words);
	} else {
		MUST(failure.exit == EX_USAGE);
		fuzz_must_be_line(failure.text, sizeof(failure.text));
	}
	free(line);
	free(text);
	return 0;
}
