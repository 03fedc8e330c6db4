/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Words, one after another in a line of text. */
#include "words/words.h"

size_t word_length(const char *word)
{
	size_t length = 0;

	while (!word_ends(word[length]))
		length++;
	return length;
}
