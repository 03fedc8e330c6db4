/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Words become operations here, and nowhere else. */
#include "words.h"

#include "number.h"

#include <stdlib.h>
#include <string.h>

int sequence_add(struct sequence *sequence, const struct verb *verb, size_t count,
		 char *const words[], const struct settings *settings,
		 struct failure *failure)
{
	const struct kind *kind = verb->kind;
	size_t added = count / kind->words;
	struct operation *next;

	if (count == 0)
		return fail(failure, EX_USAGE, "words are missing; expected %s",
			    kind->usage.synopsis);
	if (count % kind->words)
		return fail(failure, EX_USAGE,
			    "%s: this address has no value; expected %s",
			    quote(words[count - 1]).text, kind->usage.synopsis);

	next = reallocarray(sequence->operations, sequence->count + added,
			    sizeof(*sequence->operations));
	if (!next)
		return fail(failure, EX_OSERR, "out of memory");
	sequence->operations = next;
	next += sequence->count;

	for (size_t i = 0; i < added; i++) {
		next[i] = (struct operation){
			.verb = verb,
			.flags = (uint8_t)((settings->exact ? IOSPACE_EXACT : 0) |
					   (settings->force ? IOSPACE_FORCE : 0)),
			.verify = settings->verify,
			.exclusive = settings->exclusive,
			.log = settings->log && !iospace_is_simulated(settings->device),
		};
		if (kind->parse(words + i * kind->words, settings, &next[i], failure) < 0)
			return -1;
	}
	sequence->count += added;
	return 0;
}

void sequence_free(struct sequence *sequence)
{
	free(sequence->operations);
	*sequence = (struct sequence){ 0 };
}

/* Read text[0..length), which is word or a part of it, as a number up to max. */
static int parse_number(const char *word, const char *text, size_t length,
			const char *what, uint32_t max, uint32_t *ret_number,
			struct failure *failure)
{
	const char *wrong = number_parse(text, length, max, ret_number);

	if (!wrong)
		return 0;
	return fail(failure, EX_USAGE,
		    "%s: %s; expected %s, 0 to 0x%x (" NUMBER_SPELLINGS ")",
		    quote(word).text, wrong, what, max);
}

int parse_address(const char *word, struct operation *operation, struct failure *failure)
{
	uint32_t last = IOSPACE_PORTS - operation->verb->size, address;

	if (parse_number(word, word, strlen(word), "an address", last, &address,
			 failure) < 0)
		return -1;
	if (operation->flags & IOSPACE_EXACT && address % operation->verb->size)
		return fail(failure, EX_USAGE,
			    "%s: not aligned; with -x expected a multiple of %u",
			    quote(word).text, operation->verb->size);
	operation->port = (uint16_t)address;
	return 0;
}

int parse_masked_value(const char *word, struct operation *operation,
		       struct failure *failure)
{
	uint32_t max = verb_max(operation->verb);
	const char *colon = strchrnul(word, ':');

	operation->mask = max;
	if (parse_number(word, word, (size_t)(colon - word), "a value", max,
			 &operation->value, failure) < 0)
		return -1;
	if (!*colon)
		return 0;
	return parse_number(word, colon + 1, strlen(colon + 1), "a mask", max,
			    &operation->mask, failure);
}
