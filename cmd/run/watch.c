/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* Dumps that are made again and again. */
#include "run/watch.h"

#include "report/grid.h"
#include "report/output.h"
#include "report/screen.h"
#include "run/result.h"
#include "run/result_dump.h"
#include "run/wait.h"
#include "words/duration.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

int watch_begin(struct watch *watch, const struct sequence *sequence,
		const struct settings *settings, struct failure *failure)
{
	struct each each = { 0 };
	size_t length = 0;

	while (sequence_each(sequence, &each))
		length += result_dump_length(&each.operation);
	watch->settings = settings;
	watch->on_screen = !settings->json && screen_is_there();
	/* NOLINTNEXTLINE(clang-analyzer-optin*): a sequence to watch has an operation. */
	watch->seen = malloc(length);
	return watch->seen ? 0 : fail(failure, EX_OSERR, "out of memory");
}

int watch_pass(struct watch *watch, struct failure *failure)
{
	watch->next = 0;
	if (!watch->on_screen)
		return 0;
	watch->page = open_memstream(&watch->text, &watch->length);
	if (!watch->page)
		return fail(failure, EX_OSERR, "out of memory");
	fprintf(watch->page, "again after %s; Ctrl-C ends it\n",
		duration_print(watch->settings->watch_us).text);
	return 0;
}

/* A line of its own. */
static void print_change(const struct operation *operation, const struct dump *dump,
			 uint32_t i, const struct settings *settings)
{
	const struct command *command = command_of(operation);
	uint32_t before = grid_value(dump->before + i, command->size),
		 value = grid_value(dump->bytes + i, command->size);
	struct operation each = *operation;

	each.address += i;
	each.value = 0;
	if (settings->json) {
		result_print_json_change(&each, dump->space, before, value);
		return;
	}
	if (settings->verbose)
		operation_print(&each, dump->space);
	else
		printf("0x%x", each.address);
	printf(": %s -> %s\n", command_hex(command, before).text,
	       command_hex(command, value).text);
}

static void print_changes(const struct operation *operation, const struct dump *dump,
			  const struct settings *settings)
{
	uint32_t size = command_of(operation)->size;

	for (uint32_t i = 0; i < result_dump_length(operation); i += size)
		if (result_dump_is_changed(operation, dump, i))
			print_change(operation, dump, i, settings);
}

void watch_dump(struct watch *watch, const struct operation *operation, struct dump *dump,
		const struct iospace_owners *owners)
{
	uint8_t *seen = watch->seen + watch->next;
	uint32_t length = result_dump_length(operation);

	dump->before = watch->has_seen ? seen : NULL;
	if (watch->page)
		result_print_grid(operation, dump, owners, watch->page);
	else
		print_changes(operation, dump, watch->settings);
	memcpy(seen, dump->bytes, length);
	watch->next += length;
}

/* The page becomes text, if there was memory for it. */
static int draw(struct watch *watch, struct failure *failure)
{
	FILE *page = watch->page;
	int r;

	watch->page = NULL;
	r = fclose(page) == EOF ? fail(failure, EX_OSERR, "out of memory")
				: screen_draw(watch->text, watch->length, failure);
	free(watch->text);
	watch->text = NULL;
	return r;
}

int watch_show(struct watch *watch, struct failure *failure)
{
	const struct timespec time = wait_time(watch->settings->watch_us);
	int r = watch->page ? draw(watch, failure) : output_flush(failure);

	watch->has_seen = true;
	if (r == 0)
		ppoll(NULL, 0, &time, NULL);
	return r < 0 ? -1 : 0;
}

void watch_end(struct watch *watch)
{
	screen_end();
	free(watch->seen);
	if (watch->page) {
		fclose(watch->page);
		free(watch->text);
	}
}
