/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table of verbs, and what follows from a verb's width. */
#include "verb.h"

#include <stdio.h>
#include <string.h>

static const struct verb verbs[] = {
	{ "iow8", 1, &iow_kind },	 { "iow16", 2, &iow_kind },
	{ "iow32", 4, &iow_kind },	 { "ior8", 1, &ior_kind },
	{ "ior16", 2, &ior_kind },	 { "ior32", 4, &ior_kind },
	{ "iopoll8", 1, &iopoll_kind },	 { "iopoll16", 2, &iopoll_kind },
	{ "iopoll32", 4, &iopoll_kind }, { "sleep", 0, &sleep_kind },
};

const struct verb *verb_find(const char *name, size_t length)
{
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strncmp(verbs[i].name, name, length) == 0 &&
		    verbs[i].name[length] == '\0')
			return &verbs[i];
	return NULL;
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
