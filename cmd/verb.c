/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of verbs, and what follows from a verb's width. */
#include "verb.h"

#include "hint.h"

#include <stdio.h>
#include <string.h>

static const struct verb verbs[] = {
	{ "iow8", 1, &iow_kind },	 { "iow16", 2, &iow_kind },
	{ "iow32", 4, &iow_kind },	 { "ior8", 1, &ior_kind },
	{ "ior16", 2, &ior_kind },	 { "ior32", 4, &ior_kind },
	{ "iopoll8", 1, &iopoll_kind },	 { "iopoll16", 2, &iopoll_kind },
	{ "iopoll32", 4, &iopoll_kind }, { "sleep", 0, &sleep_kind },
};

#define VERBS (sizeof(verbs) / sizeof(verbs[0]))

const struct verb *verb_find(const char *name, size_t length)
{
	for (size_t i = 0; i < VERBS; i++)
		if (strncmp(verbs[i].name, name, length) == 0 &&
		    verbs[i].name[length] == '\0')
			return &verbs[i];
	return NULL;
}

/* The names of which a slip of the keyboard makes the word. */
static struct hint hint_names(const char *word, size_t length, bool behind_finally)
{
	struct hint hint = { "" };

	for (size_t i = 0; i < VERBS; i++)
		if (hint_is_near(word, length, verbs[i].name))
			hint_offer(&hint, "", verbs[i].name);
	if (!behind_finally && hint_is_near(word, length, "finally"))
		hint_offer(&hint, "", "finally");
	return hint;
}

/* A word before the name of a verb is one too many: a shell's prompt, or sudo. */
static bool is_before_verb(struct words words)
{
	words_advance(&words, words.next + words_length(&words));
	return words.next && verb_find(words.next, words_length(&words));
}

/* What a line can begin with, or what stands behind "finally". */
struct names {
	char text[128];
};

static struct names names_of_all(bool behind_finally)
{
	struct names names;
	char *end = stpcpy(names.text, verbs[0].name);

	for (size_t i = 1; i < VERBS; i++) {
		end = stpcpy(end, behind_finally && i == VERBS - 1 ? " or " : ", ");
		end = stpcpy(end, verbs[i].name);
	}
	if (!behind_finally)
		stpcpy(end, " or finally");
	return names;
}

int fail_verb(struct failure *failure, const struct words *words, bool behind_finally)
{
	size_t length = words_length(words);
	struct hint hint = hint_names(words->next, length, behind_finally);

	if (!*hint.text && is_before_verb(*words))
		hint = hint_to("leave it out");
	if (!*hint.text)
		hint = hint_ascii(words->next, length);
	if (*hint.text)
		return fail_word(failure, words, "unknown command; %s", hint.text);
	return fail_word(failure, words,
			 "unknown command; expected %s, as in 'iow8 0x2e 0x87'",
			 names_of_all(behind_finally).text);
}

struct hex verb_hex(const struct verb *verb, uint32_t value)
{
	struct hex hex;

	snprintf(hex.text, sizeof(hex.text), "0x%0*x", (int)(2 * verb->size), value);
	return hex;
}

struct hex verb_hex_known(const struct verb *verb, uint32_t value, uint32_t known)
{
	struct hex hex = verb_hex(verb, value);

	for (uint32_t i = 0; i < verb->size; i++)
		if (!(known >> 8 * i & UINT8_MAX))
			memcpy(hex.text + strlen("0x") + 2 * (verb->size - 1 - i), "--",
			       2);
	return hex;
}
