/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What must hold of operations, whatever words they are of. */
#include "operations.h"

#include "fuzz.h"
#include "sequence/commands.h"

#include <string.h>

static void must_be_access(const struct operation *operation)
{
	const struct command *command = command_of(operation);
	enum operands operands = command->action->operands;
	unsigned int flags = operation_access(operation);

	MUST(operation->address <= last_address(command, operation));
	if (!operation->space && operands != RANGES)
		MUST(iospace_check(operation->address, command->size, flags) == 0);
	if (operands == RANGES)
		MUST(operation->address % command->size == 0 &&
		     operation->value % command->size == 0 &&
		     operation->address + operation->value <=
			     last_address(command, operation));
	if (!has_values(operands))
		return;
	if (!operation->has_values)
		MUST(operation->value <= command->max && operation->mask <= command->max);
	for (size_t i = 0; operation->has_values && i < operation->values->count; i++)
		MUST(operation->values->list[i].value <= command->max &&
		     operation->values->list[i].mask <= command->max);
}

void must_be_sound(const struct sequence *sequence)
{
	struct each each = { .n = 0 };
	uint32_t lines[2] = { 0 }; /* the last of the body, and of finally */
	size_t count = 0;
	bool finally = false, part_ends = false, file_ends = false;

	for (; sequence_each(sequence, &each); count++) {
		const struct operation *operation = &each.operation;

		MUST(operation->space <= sequence->spaces_count);
		/* What waits is behind what ends its part, or at the end. */
		file_ends |= operation->finally && !finally && !part_ends;
		MUST(operation->finally || !file_ends);
		finally = operation->finally;
		part_ends = command_of(operation)->action == &finally_action;
		MUST(sequence_line_of(sequence, &each) >= lines[finally]);
		lines[finally] = sequence_line_of(sequence, &each);
		if (command_of(operation)->size > 0) {
			must_be_access(operation);
			MUST(!(operation_access(operation) &
			       ~sequence->ways[sequence_way(operation)]));
		}
	}
	MUST(count == sequence_length(sequence));
}

void must_be_same(const struct operation *one, const struct operation *other)
{
	struct operation a = *one, b = *other;

	MUST(a.has_values == b.has_values);
	if (a.has_values) {
		MUST(a.values->count == b.values->count);
		MUST(memcmp(a.values->list, b.values->list,
			    a.values->count * sizeof(struct iospace_pattern)) == 0);
		a.values = b.values = NULL;
		a.value = b.value = a.mask = b.mask = 0;
	}
	MUST(memcmp(&a, &b, sizeof(a)) == 0);
}

void print_line(const struct sequence *sequence, const struct operation *operation,
		struct settings *ret_settings)
{
	const uint8_t direction = IOSPACE_READ | IOSPACE_WRITE;

	*ret_settings = settings_default;
	ret_settings->modifiers = operation->flags & (uint8_t)~direction;
	ret_settings->times = operation->times;
	ret_settings->all = operation->flags & MODIFIER_ALL;
	if (operation->finally)
		printf("finally ");
	operation_print(operation, sequence_space(sequence, operation));
	printf("\n");
}

void must_be_wrong_words(const struct failure *failure, int usual)
{
	MUST(failure->exit == usual || failure->exit == EX_CONFIG);
	fuzz_must_be_line(failure->text, sizeof(failure->text));
}
