/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of verbs, and what follows from a verb's width. */
#include "verb.h"

#include <stdio.h>
#include <string.h>

static const struct verb verbs[] = {
	{ "iow8", 1, &iow_kind }, { "iow16", 2, &iow_kind }, { "iow32", 4, &iow_kind },
	{ "ior8", 1, &ior_kind }, { "ior16", 2, &ior_kind }, { "ior32", 4, &ior_kind },
};

const struct verb *verb_find(const char *name)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(verbs[i].name, name) == 0)
			return &verbs[i];
	return NULL;
}

uint32_t verb_max(const struct verb *verb)
{
	return UINT32_MAX >> (32 - 8 * verb->size);
}

struct hex verb_hex(const struct verb *verb, uint32_t value)
{
	struct hex hex;

	snprintf(hex.text, sizeof(hex.text), "0x%0*x", (int)(2 * verb->size), value);
	return hex;
}
