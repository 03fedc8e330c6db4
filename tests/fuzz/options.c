/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A command and its words, with '|' between them. What its options ask for can be spelled
 * in full, and is then the same; and its other words are left, in their order.
 */
#include "front_end.h"
#include "fuzz.h"
#include "sequence/commands.h"
#include "words/duration.h"
#include "words/option.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The option of a row as it was asked for, in one word, to be freed; or NULL. */
static char *spell(const struct row *row, const struct settings *settings)
{
	const void *where = (const char *)settings + row->where;
	const struct space *space = &settings->space;
	const char *argument = NULL;
	char ports[32], *word;
	bool is_set = false;
	struct duration time;

	if (row->effect == SET_MODIFIER) {
		is_set = settings->modifiers & row->where;
	} else if (row->effect == SET_SWITCH) {
		is_set = *(const bool *)where;
	} else if (row->effect == SET_TEXT) {
		argument = *(const char *const *)where;
	} else if (row->effect == SET_TIME && *(const uint32_t *)where != NO_WATCH) {
		time = duration_print(*(const uint32_t *)where);
		argument = time.text;
	} else if (row->effect == SET_SPACE && space->kind == row->where) {
		snprintf(ports, sizeof(ports),
			 space->data == BEHIND_INDEX ? "0x%x" : "0x%x,0x%x", space->index,
			 space->data);
		argument = ports;
	}
	if (!is_set && !argument)
		return NULL;
	MUST(asprintf(&word, "--%s%s%s", row->name, argument ? "=" : "",
		      argument ? argument : "") > 0);
	return word;
}

static void must_be_spelled(const char *command, const struct usage *usage,
			    const struct settings *settings)
{
	char *spelled[32], *words[32] = { NULL };
	struct settings again = settings_default;
	struct failure failure = { 0 };
	size_t count = 0;

	for (const struct row *row = NULL; (row = option_row(row, usage));)
		if ((words[count] = spelled[count] = spell(row, settings)))
			MUST(++count < COUNT(words));
	MUST(options_parse(command, usage, words, &again, &failure) == 0);
	count = 0;
	for (const struct row *row = NULL; (row = option_row(row, usage));) {
		char *word = spell(row, &again);

		MUST(!word || strcmp(word, spelled[count++]) == 0);
		free(word);
	}
	while (count > 0)
		free(spelled[--count]);
}

/* NULL, if there is no such command. */
static const struct usage *usage_of(const char *name)
{
	const struct command *command = command_find(name, strlen(name));

	if (strcmp(name, "ioseq") == 0)
		return &ioseq_usage;
	if (strcmp(name, "iocheck") == 0)
		return &iocheck_usage;
	return command && command->usage->options ? command->usage : NULL;
}

/* Some of the words, and none else, each behind the one before. */
static void must_be_of(char *const kept[], size_t count, char *const words[])
{
	for (size_t i = 0; i < count; i++, words++)
		while (*words != kept[i])
			MUST(*words++);
	MUST(!kept[count]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size), *end = text + strlen(text), *words[24],
	     *all[24];
	size_t count = fuzz_split(text, '|', words, COUNT(words));
	const struct usage *usage = usage_of(words[0]);
	struct settings settings = settings_default;
	struct failure failure = { 0 };
	int left;

	if (!usage) {
		free(text);
		return 0;
	}
	memcpy(all, words, sizeof(all));
	left = options_parse(words[0], usage, words + 1, &settings, &failure);
	if (failure.exit) {
		MUST(left == -1 && failure.exit == EX_USAGE);
		/* Or two of them do not go together. */
		MUST(failure.word ? failure.word > text && failure.word <= end
				  : settings.json && settings.dry_run);
		fuzz_must_be_line(failure.text, sizeof(failure.text));
	} else if (left >= 0) {
		MUST((size_t)left < count);
		MUST(settings.space.data <= UINT16_MAX ||
		     settings.space.data == BEHIND_INDEX);
		must_be_of(words + 1, (size_t)left, all + 1);
		must_be_spelled(words[0], usage, &settings);
	}
	free(text);
	return 0;
}
