/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is wrong with the words of an access, and how its value is printed. */
#include "sequence/operand.h"

#include "words/hint.h"

#include <stdio.h>
#include <string.h>

static int fail_expected(struct failure *failure, const struct words *words,
			 const char *wrong, const char *what, uint32_t max)
{
	return fail_word(failure, words,
			 "%s; expected %s, 0 to 0x%x (" NUMBER_SPELLINGS ")", wrong, what,
			 max);
}

/* What was expected is told where there is no better idea. */
static int fail_number(struct failure *failure, const struct words *words,
		       const char *wrong, const struct hint *hint, const char *what,
		       uint32_t max)
{
	if (*hint->text)
		return fail_word(failure, words, "%s; %s", wrong, hint->text);
	return fail_expected(failure, words, wrong, what, max);
}

/* A word of a command line can have blanks in it, which end the others. */
static bool has_blank(const struct words *words)
{
	return words->others && strpbrk(words->next, " \t\n");
}

static int fail_blank(struct failure *failure, const struct words *words)
{
	return fail_word(failure, words, "a blank in one word; leave out the quotes");
}

/* The parts of a word, as a line of words. */
struct parts {
	char line[64];
};

/* Whether the operation's command takes the words of a line. */
static bool takes(const struct operation *operation, const char *line)
{
	struct operation scratch = *operation;
	struct words words = words_of_line(line);
	struct failure ignored;

	while (words.next)
		if (operation->command->action->parse(&words, &scratch, &ignored) < 0)
			return false;
	return true;
}

/* Whether the next word has such separators, and with blanks for them would be taken. */
static bool split(const struct words *words, const struct operation *operation,
		  const char *separators, struct parts *parts)
{
	size_t length = words_length(words);
	char *line = parts->line;

	if (length + sizeof("\n") > sizeof(parts->line) ||
	    strchr(separators, words->next[0]) ||
	    strchr(separators, words->next[length - 1]))
		return false;
	snprintf(line, sizeof(parts->line), "%.*s\n", (int)length, words->next);
	/* A part that is a comment would be none. */
	if (!strpbrk(line, separators) || strchr(line, '#'))
		return false;
	for (char *c = line; (c = strpbrk(c, separators));)
		*c = ' ';
	if (!takes(operation, line))
		return false;
	line[length] = '\0';
	return true;
}

/* Several numbers in one word. */
static struct hint hint_parts(const struct words *words,
			      const struct operation *operation, enum values values)
{
	bool has_values = values == WITH_VALUES;
	struct parts parts;

	if (split(words, operation, has_values ? ",=" : ",", &parts) ||
	    (has_values && split(words, operation, ":", &parts)))
		return hint_to(has_values ? "address and value are two words: %s"
					  : "each address is a word: %s",
			       parts.line);
	if (split(words, operation, "-+~", &parts))
		return hint_to("expected one port per word");
	return (struct hint){ "" };
}

static struct hint hint_address(const struct words *words,
				const struct operation *operation, enum values values,
				uint32_t last)
{
	struct hint hint = hint_parts(words, operation, values);

	if (!*hint.text)
		hint = hint_unit(words->next, words_length(words));
	if (!*hint.text)
		hint = hint_number(words->next, last);
	return hint;
}

int fail_address(struct failure *failure, const struct words *words,
		 const struct operation *operation, enum values values, const char *wrong,
		 uint32_t last)
{
	struct hint hint;

	if (has_blank(words))
		return fail_blank(failure, words);
	/* A line is first read as if it had no options: they cost no hint. */
	if (*words->next == '-')
		return fail_expected(failure, words, wrong, "an address", last);
	hint = hint_address(words, operation, values, last);
	return fail_number(failure, words, wrong, &hint, "an address", last);
}

int fail_value(struct failure *failure, const struct words *words, const char *wrong,
	       uint32_t max)
{
	const char *end = words->next, *number = end;
	uint32_t value;
	bool is_mask = !number_parse(&end, max, &value) && *end == ':';
	struct hint hint;

	if (has_blank(words))
		return fail_blank(failure, words);
	if (is_mask)
		number = end + 1;
	if (is_mask && number_ends(*number))
		wrong = "the mask after ':' is missing";
	else if (*number == ':')
		wrong = "the value before ':' is missing";
	hint = hint_number(number, max);
	/* It is of one number, and not of all that stands in the word. */
	if (*hint.text && memchr(words->next, ':', words_length(words)))
		return fail_word(failure, words, "%s ':': %s; %s",
				 is_mask ? "the mask after" : "the value before", wrong,
				 hint.text);
	return fail_number(failure, words, wrong, &hint, is_mask ? "a mask" : "a value",
			   max);
}

int fail_alignment(struct failure *failure, const struct words *words, uint32_t size)
{
	return fail_word(failure, words, "not aligned; with -x expected a multiple of %u",
			 size);
}

int fail_no_value(struct failure *failure, const struct words *words,
		  const struct operation *operation)
{
	return fail_word(failure, words, "this address has no value; expected %s",
			 operation->command->action->usage.synopsis);
}

uint32_t bytes_written(const struct operation *operation)
{
	uint32_t max = command_max(operation->command), bytes = 0;

	if (operation->flags & IOSPACE_EXACT)
		return max;
	for (uint32_t byte = UINT8_MAX & max; byte & max; byte <<= 8)
		if (operation->mask & byte)
			bytes |= byte;
	return bytes;
}

uint32_t bytes_merged(const struct operation *operation)
{
	const struct operation inverse = {
		.command = operation->command,
		.mask = ~operation->mask,
		.flags = operation->flags,
	};

	return is_masked(operation) ? bytes_written(operation) & bytes_written(&inverse)
				    : 0;
}

uint32_t count_written(const struct operation *operation)
{
	return (uint32_t)__builtin_popcount(bytes_written(operation)) / 8;
}

struct masked_value masked_value(const struct operation *operation)
{
	const struct command *command = operation->command;
	struct masked_value masked;
	int n = snprintf(masked.text, sizeof(masked.text), "%s",
			 command_hex(command, operation->value).text);

	if (is_masked(operation))
		snprintf(masked.text + n, sizeof(masked.text) - (size_t)n, ":%s",
			 command_hex(command, operation->mask).text);
	return masked;
}
