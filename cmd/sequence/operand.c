/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is wrong with the words of an access, and how its value is printed. */
#include "sequence/operand.h"

#include "sequence/sequence.h"
#include "words/hint.h"

#include <stdio.h>
#include <string.h>

static int fail_expected(struct failure *failure, const char *word, const char *wrong,
			 const char *what, uint32_t max)
{
	return fail_word(failure, word,
			 "%s; expected %s, 0 to 0x%x (" NUMBER_SPELLINGS ")", wrong, what,
			 max);
}

/* What was expected is told where there is no better idea. */
static int fail_number(struct failure *failure, const char *word, const char *wrong,
		       const struct hint *hint, const char *what, uint32_t max)
{
	if (*hint->text)
		return fail_word(failure, word, "%s; %s", wrong, hint->text);
	return fail_expected(failure, word, wrong, what, max);
}

/* The parts of a word, as a line of words. */
struct parts {
	char line[64];
};

/* Whether the operation's command takes the words of a line. */
static bool takes(const struct operation *operation, const char *line)
{
	const struct settings settings = { .modifiers = operation->flags };
	struct sequence scratch = { 0 };
	const struct template template =
		sequence_template(&scratch, command_of(operation), &settings, false);
	struct failure ignored;
	bool r = sequence_add(&template, 0, line, &ignored);

	sequence_free(&scratch);
	return r;
}

/* Whether the next word has such separators, and with blanks for them would be taken. */
static bool split(const char *word, const struct operation *operation,
		  const char *separators, struct parts *parts)
{
	size_t length = word_length(word);
	char *line = parts->line;

	if (length + sizeof("\n") > sizeof(parts->line) || strchr(separators, word[0]) ||
	    strchr(separators, word[length - 1]))
		return false;
	snprintf(line, sizeof(parts->line), "%.*s\n", (int)length, word);
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
static struct hint hint_parts(const char *word, const struct operation *operation)
{
	bool has_values = command_of(operation)->action->operands != ADDRESSES;
	struct parts parts;

	if (split(word, operation, has_values ? ",=" : ",", &parts) ||
	    (has_values && split(word, operation, ":", &parts)))
		return hint_to(has_values ? "address and value are two words: %s"
					  : "each address is a word: %s",
			       parts.line);
	if (split(word, operation, "-+~", &parts))
		return hint_to("expected one port per word");
	return (struct hint){ "" };
}

static struct hint hint_address(const char *word, const struct operation *operation,
				uint32_t last)
{
	struct hint hint = hint_parts(word, operation);

	if (!*hint.text)
		hint = hint_unit(word, word_length(word));
	if (!*hint.text)
		hint = hint_number(word, last);
	return hint;
}

static int fail_address(struct failure *failure, const char *word,
			const struct operation *operation, const char *wrong,
			uint32_t last)
{
	struct hint hint;

	/* A line is first read as if it had no options: they cost no hint. */
	if (*word == '-')
		return fail_expected(failure, word, wrong, "an address", last);
	hint = hint_address(word, operation, last);
	return fail_number(failure, word, wrong, &hint, "an address", last);
}

static int fail_value(struct failure *failure, const char *word, const char *wrong,
		      uint32_t max)
{
	const char *end, *number = word;
	uint32_t value;
	bool is_mask = !number_parse(number, max, &end, &value) && *end == ':';
	struct hint hint;

	if (is_mask)
		number = end + 1;
	if (is_mask && number_ends(*number))
		wrong = "the mask after ':' is missing";
	else if (*number == ':')
		wrong = "the value before ':' is missing";
	hint = hint_number(number, max);
	/* It is of one number, and not of all that stands in the word. */
	if (*hint.text && memchr(word, ':', word_length(word)))
		return fail_word(failure, word, "%s ':': %s; %s",
				 is_mask ? "the mask after" : "the value before", wrong,
				 hint.text);
	return fail_number(failure, word, wrong, &hint, is_mask ? "a mask" : "a value",
			   max);
}

const char *parse_address_any(const char *word, struct operation *operation,
			      struct failure *failure)
{
	uint32_t size = command_of(operation)->size, last = IOSPACE_PORTS - size, address;
	const char *end, *wrong = number_parse(word, last, &end, &address);

	if (!wrong && *end == ':')
		wrong = "not a number";
	if (wrong)
		fail_address(failure, word, operation, wrong, last);
	else if (operation->flags & IOSPACE_EXACT && address % size)
		fail_word(failure, word, "not aligned; with -x expected a multiple of %u",
			  size);
	else
		operation->address = (uint16_t)address;
	return failure->exit ? NULL : word_first(end);
}

const char *parse_value_any(const char *word, struct operation *operation,
			    struct failure *failure)
{
	uint32_t max = command_of(operation)->max;
	const char *end = number_parse_short(word, max, NUMBER_COLON, &operation->value);
	const char *wrong = NULL;

	if (end)
		end = number_parse_short(end + 1, max, NUMBER_END, &operation->mask);
	if (!end) {
		operation->mask = max;
		wrong = number_parse(word, max, &end, &operation->value);
		if (!wrong && *end == ':')
			wrong = number_parse(end + 1, max, &end, &operation->mask);
		if (!wrong && *end == ':')
			wrong = "not a number";
	}
	if (wrong) {
		fail_value(failure, word, wrong, max);
		return NULL;
	}
	if (operation->mask != max)
		operation->flags |= IOSPACE_READ;
	return word_first(end);
}

uint32_t bytes_written(const struct operation *operation)
{
	uint32_t max = command_of(operation)->max, bytes = 0;

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
	const struct command *command = command_of(operation);
	struct masked_value masked;
	int n = snprintf(masked.text, sizeof(masked.text), "%s",
			 command_hex(command, operation->value).text);

	if (is_masked(operation))
		snprintf(masked.text + n, sizeof(masked.text) - (size_t)n, ":%s",
			 command_hex(command, operation->mask).text);
	return masked;
}
