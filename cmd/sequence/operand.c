/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The operands of a command: addresses and values, and what is wrong with those that are
 * none. */
#include "sequence/operand.h"

#include "sequence/commands.h"
#include "words/duration.h"
#include "words/hint.h"
#include "words/wrong.h"

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
	enum operands operands = command_of(operation)->action->operands;
	struct operation scratch = *operation;
	struct failure ignored = { 0 };
	const char *word = line;

	do {
		/* A poll has one address, and then values. */
		if (word == line || operands != ONE_POLL)
			word = parse_address_any(word, &scratch, &ignored);
		if (word && has_values(operands))
			word = parse_value_any(word, &scratch, &ignored);
	} while (word && !line_ends(*word));
	return word;
}

/* Whether the next word has such separators, and with blanks for them would be taken. */
static bool split(const char *word, const struct operation *operation,
		  const char *separators, struct parts *parts)
{
	size_t length = word_length(word);
	char *line = parts->line;

	if (length == 0 || length + sizeof("\n") > sizeof(parts->line) ||
	    strchr(separators, word[0]) || strchr(separators, word[length - 1]))
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
	bool values = has_values(command_of(operation)->action->operands);
	struct parts parts;

	if (split(word, operation, ",", &parts) ||
	    (values && split(word, operation, ":", &parts)))
		return hint_to(!values			 ? "each address is a word: %s"
			       : strchr(parts.line, '=') ? "each pair is a word: %s"
							 : "address and value are two "
							   "words: %s",
			       parts.line);
	if (split(word, operation, values ? "-+~" : "~", &parts))
		return hint_to(values ? "a range can only be read; expected one address"
				      : "a range is FIRST-LAST or FIRST+COUNT");
	return (struct hint){ "" };
}

static struct hint hint_address(const char *word, const struct operation *operation,
				uint32_t last)
{
	struct hint hint;

	if (command_find(word, word_length(word)))
		return hint_to("a line has one command");
	hint = hint_parts(word, operation);
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

	if (*word == '=')
		return fail_word(failure, word, "the address before '=' is missing");
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
	/* A value alone would not be wrong. */
	bool is_mask = !number_parse(number, max, &end, &value);
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

/* Read the end of a range that begins at the operation's address: behind '-' its last
 * byte, behind '+' how many bytes it has. Returns what is wrong, or NULL. */
static const char *parse_range(const char **word, struct operation *operation,
			       uint32_t size, uint32_t last)
{
	bool is_count = **word == '+';
	uint64_t first = operation->address, length;
	uint32_t number;
	const char *wrong = number_parse_to(*word + 1, UINT32_MAX, NUMBER_END, word,
					    &number);

	if (wrong == number_too_large)
		return "more than 65536 bytes";
	/* Nothing has a mask here. */
	if (wrong || **word == ':')
		return is_count ? "no count behind '+'" : "no last address behind '-'";
	if (!is_count && number < first)
		return "the last address is below the first";
	length = is_count ? number : number - first + 1;
	if (length == 0)
		return "an empty range";
	if (length % size)
		return "not a multiple of the width";
	if (length > IOSPACE_PORTS)
		return "more than 65536 bytes";
	if (first + length > (uint64_t)last + size)
		return "it goes past the last address";
	operation->value = (uint32_t)(length - size);
	return NULL;
}

/* A port in the full width, and the beginning of a dump, are multiples of the width. */
static int check_alignment(const struct operation *operation, const char *word,
			   uint32_t address, struct failure *failure)
{
	const struct command *command = command_of(operation);
	bool is_exact_port = operation->flags & IOSPACE_EXACT && !operation->space;

	if (address % command->size == 0)
		return 0;
	if (is_exact_port)
		return fail_word(failure, word,
				 "not aligned; with -x expected a multiple of %u",
				 command->size);
	if (command->action->operands == RANGES)
		return fail_word(failure, word, "not aligned; expected a multiple of %u",
				 command->size);
	return 0;
}

/* Read what follows an address in its word. Returns the next word, or the value. */
static const char *parse_behind(const char *word, const char *end,
				struct operation *operation, struct failure *failure)
{
	uint32_t size = command_of(operation)->size,
		 last = last_address(command_of(operation), operation);
	const char *wrong;

	if (*end == '=' && memchr(word, ',', word_length(word))) {
		fail_address(failure, word, operation, "not a number", last);
		return NULL;
	}
	if (*end == '=' && number_ends(end[1])) {
		fail_word(failure, word, "the value after '=' is missing");
		return NULL;
	}
	if (*end == '=')
		return end + 1;
	if (*end != '-' && *end != '+')
		return word_first(end);
	wrong = parse_range(&end, operation, size, last);
	if (!wrong)
		return word_first(end);
	fail_word(failure, word, "%s", wrong);
	return NULL;
}

const char *parse_address_any(const char *word, struct operation *operation,
			      struct failure *failure)
{
	uint64_t also = has_values(command_of(operation)->action->operands)
				? NUMBER_EQUALS
				: NUMBER_RANGE;
	uint32_t last = last_address(command_of(operation), operation), address;
	const char *end, *wrong = number_parse_to(word, last, also, &end, &address);

	if (!wrong && *end == ':')
		wrong = "not a number";
	if (wrong) {
		fail_address(failure, word, operation, wrong, last);
		return NULL;
	}
	if (check_alignment(operation, word, address, failure) < 0)
		return NULL;
	operation->address = address;
	return parse_behind(word, end, operation, failure);
}

const char *parse_value_any(const char *word, struct operation *operation,
			    struct failure *failure)
{
	uint32_t max = command_of(operation)->max, value = 0, mask = max;
	const char *end = number_parse_short(word, max, NUMBER_COLON, &value);
	const char *wrong = NULL;

	if (end)
		end = number_parse_short(end + 1, max, NUMBER_END, &mask);
	if (!end) {
		mask = max;
		wrong = number_parse(word, max, &end, &value);
		if (!wrong && *end == ':')
			wrong = number_parse(end + 1, max, &end, &mask);
		if (!wrong && *end == ':')
			wrong = "not a number";
	}
	if (wrong) {
		fail_value(failure, word, wrong, max);
		return NULL;
	}
	operation->value = value;
	operation->mask = mask;
	if (mask != max)
		operation->flags |= IOSPACE_READ;
	return word_first(end);
}

const char *parse_time(const char *word, struct operation *operation,
		       struct failure *failure)
{
	uint32_t us;
	const char *end = word, *wrong = duration_parse(&end, &us);

	if (wrong) {
		fail_time(failure, "", word, word_length(word), wrong);
		return NULL;
	}
	operation->value = us;
	return word_first(end);
}
