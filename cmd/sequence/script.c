/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* A file of commands: the lines become operations by the same parser as the words of a
 * command line. Of a line no more is kept than what it begins with, until the next. */
#include "sequence/script.h"

#include "sequence/commands.h"
#include "words/wrong.h"

#include <endian.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MANY_ERRORS 20

/* What a line begins with, with blanks: a command, and the options behind that. */
struct start {
	const char *text; /* where it stands */
	size_t length;	  /* or 0: it is none to compare with */
	uint64_t mask;	  /* what counts of its last eight bytes */
};

/* Where the parser is. */
struct parser {
	const char *name; /* of the file */
	const struct settings *settings;
	struct sequence *sequence;
	uint32_t number;    /* of the line */
	char *line;	    /* its text */
	char *end;	    /* of the last line that has been read */
	struct start start; /* of the line before, which that of the next often is, too */
	struct template template; /* what it stands for */
	size_t errors;
	int exit;     /* of the first error */
	bool is_over; /* nothing more is to be read */
};

/* Whether a shell takes a file's name as it is. */
static bool is_plain(const char *name)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				    "0123456789/._+-";

	return *name != '-' && name[strspn(name, plain)] == '\0';
}

/* The newline that ends what is left of a line. */
static char *newline_of(const struct parser *parser, const char *text)
{
	return memchr(text, '\n', (size_t)(parser->end - text));
}

/*
 * Whether the line is no text, which is then the failure: it has what no word has, or
 * what no file is to begin with. The rest of the file is the same.
 */
static bool fail_no_text(struct parser *parser, struct failure *failure)
{
	size_t length = (size_t)(newline_of(parser, parser->line) - parser->line);
	const char *nul = memchr(parser->line, '\0', length),
		   *found = nul ? nul : memchr(parser->line, '\r', length);

	if (parser->number == 1 && strncmp(parser->line, "\xef\xbb\xbf", 3) == 0) {
		found = parser->line;
		fail(failure, EX_USAGE, "a byte order mark: save the file without it");
	} else if (nul) {
		fail(failure, EX_USAGE, "a NUL byte: this is not a text file");
	} else if (found) {
		fail(failure, EX_USAGE,
		     "a carriage return: lines end in a newline alone here");
		if (found[1] == '\n')
			fail_more(failure, "; sed -i 's/\\r$//' %s",
				  is_plain(parser->name) ? parser->name : "FILE");
	} else {
		return false;
	}
	failure->word = found;
	parser->is_over = true;
	return true;
}

static inline uint64_t eight_bytes(const char *text)
{
	uint64_t bytes;

	memcpy(&bytes, text, sizeof(bytes));
	return bytes;
}

/* Whether the line begins as the one before. */
static inline bool has_same_start(const struct parser *parser)
{
	const char *line = parser->line, *text = parser->start.text;
	size_t length = parser->start.length;

	for (; length > 8; length -= 8, line += 8, text += 8)
		if (eight_bytes(line) != eight_bytes(text))
			return false;
	return length > 0 &&
	       !((eight_bytes(line) ^ eight_bytes(text)) & parser->start.mask);
}

/* Keep what a line begins with, up to the operands, if it is short. */
static void keep_start(struct start *start, const char *line, const char *operands)
{
	size_t length = (size_t)(operands - line);
	bool is_short = length <= SOURCE_MORE && word_ends(operands[-1]);

	*start = (struct start){ line, is_short ? length : 0,
				 htole64(UINT64_MAX >> 8 * (-length & 7)) };
}

/* A file has no use for the counts, unless somebody follows what it does. */
static int set_options(struct parser *parser, const struct settings *settings,
		       struct failure *failure)
{
	struct template *template = &parser->template;

	if (sequence_set(template, settings, failure) < 0)
		return -1;
	if (command_writes(template->command) && !settings->verbose) {
		template->operation.flags |= MODIFIER_QUIET;
		template->can_be_row = !template->operation.finally &&
				       !(template->operation.flags & IOSPACE_READ) &&
				       !(template->operation.flags & MODIFIER_LOG);
	}
	return 0;
}

static bool is_word(const char *word, const char *text)
{
	size_t length = strlen(text);

	return strncmp(word, text, length) == 0 && word_ends(word[length]);
}

/* Read the command of a line, and "finally" or "only" before it. Returns the words behind
 * it, or NULL and a failure. */
static const char *parse_command(struct parser *parser, const char *word,
				 struct failure *failure)
{
	bool finally = is_word(word, "finally") && !line_ends(*word_next(word)),
	     only = is_word(word, "only");
	const struct command *command;
	size_t length;

	if (finally || only)
		word = word_next(word);
	if (line_ends(*word)) {
		fail(failure, EX_USAGE, "only: a poll is missing after it");
		return NULL;
	}
	length = word_length(word);
	command = command_find(word, length);
	if (!command || (finally && command->action == &finally_action)) {
		fail_command(failure, word, finally || only);
		return NULL;
	}
	if (only && command->action != &iopoll_action) {
		fail_word(failure, word, "only a poll can stand behind 'only'");
		return NULL;
	}
	parser->template = sequence_template(parser->sequence, command, finally);
	parser->template.operation.only = only;
	/* It ends a part: what waits for the end until then. */
	if (command->action == &finally_action)
		parser->template.operation.address =
			(uint32_t)operations_count(&parser->sequence->finally);
	return word_first(word + length);
}

/* Read one option of a line. Returns its end, or NULL and a failure. */
static const char *read_option(const struct parser *parser, const char *word,
			       struct settings *settings, struct failure *failure)
{
	const struct command *command = parser->template.command;
	struct usage usage = *command->usage;

	usage.options |= OPTIONS_LINE;
	return option_parse(command->name, &usage, word, NULL, settings, failure);
}

/* Read the options that words begin with. Returns those behind, or NULL and a failure. */
static const char *read_options(const struct parser *parser, const char *word,
				struct settings *settings, struct failure *failure)
{
	while (word && option_begins(word)) {
		word = read_option(parser, word, settings, failure);
		if (word)
			word = word_first(word);
	}
	return word;
}

static bool has_option(const char *word)
{
	for (; has_word(word); word = word_next(word))
		if (option_is_any(word) || options_end(word))
			return true;
	return false;
}

/*
 * Read what a line begins with again, with all options among its words, which are taken
 * away. Returns the first operand, or NULL and a failure.
 */
static const char *parse_again(struct parser *parser, const char *first,
			       struct failure *failure)
{
	struct settings settings = *parser->settings;
	const char *words = parse_command(parser, first, failure), *word = words, *end;

	parser->start.length = 0;
	for (; has_word(word) && !options_end(word); word = word_first(end)) {
		end = word + word_length(word);
		if (!option_is_any(word))
			continue;
		end = read_option(parser, word, &settings, failure);
		if (!end)
			return NULL;
		memset(parser->line + (word - parser->line), ' ', (size_t)(end - word));
	}
	if (has_word(word))
		memset(parser->line + (word - parser->line), ' ', strlen("--"));
	return set_options(parser, &settings, failure) < 0 ? NULL : word_first(words);
}

/*
 * Read what a line begins with. If it asks for a space of registers, and there are
 * options behind the operands too, the last of all may ask for another: *ret_again.
 * Returns the operands, or NULL and a failure.
 */
static const char *parse_start(struct parser *parser, const char *first, bool *ret_again,
			       struct failure *failure)
{
	struct settings settings = *parser->settings;
	const char *word = parse_command(parser, first, failure);

	parser->start.length = 0;
	word = read_options(parser, word, &settings, failure);
	if (!word)
		return NULL;
	*ret_again = settings.space.kind != SPACE_PORTS && has_option(word);
	if (*ret_again)
		return parse_again(parser, first, failure);
	if (options_end(word))
		word = word_first(word + strlen("--"));
	if (set_options(parser, &settings, failure) < 0)
		return NULL;
	if (parser->template.operands != NOTHING)
		keep_start(&parser->start, parser->line, word);
	return word;
}

/* Whether a word is for a shell: quoted, a variable, or a sign between two commands. */
static bool is_for_shell(const char *word)
{
	bool between = !word_ends(*word);

	for (; !word_ends(*word); word++) {
		if (strchr("\"'\\$`;", *word))
			return true;
		between = between && strchr("|&<>", *word);
	}
	return between;
}

/* No memory is no error of the file: it ends the parse, and is the run's failure. */
static void report(struct parser *parser, const char *word, struct failure *failure)
{
	if (failure->exit == EX_OSERR) {
		parser->is_over = true;
		return;
	}
	if (parser->errors++ == 0)
		parser->exit = failure->exit == EX_USAGE ? EX_DATAERR : failure->exit;
	if (parser->errors <= MANY_ERRORS)
		fprintf(stderr, "%s:%u:%zu: %s%s\n", parser->name, parser->number,
			(size_t)(word - parser->line) + 1, failure->text,
			is_for_shell(word)
				? "; no shell reads this: there are no quotes, "
				  "no variables and no continued lines"
				: "");
	*failure = (struct failure){ 0 };
}

/* Say what is wrong with a line: of what is no text, that alone. Returns its newline. */
static const char *report_line(struct parser *parser, const char *first,
			       struct failure *failure)
{
	if (failure->exit != EX_OSERR)
		fail_no_text(parser, failure);
	report(parser, failure->word ? failure->word : first, failure);
	return newline_of(parser, first);
}

/* Skip what is no operation. Returns the newline of the line. */
static const char *skip_comment(struct parser *parser, const char *comment,
				struct failure *failure)
{
	if (fail_no_text(parser, failure))
		report(parser, failure->word, failure);
	return newline_of(parser, comment);
}

/*
 * Most lines have no option, or begin with it: that there is another is what operands
 * tell that are wrong. Returns where the line ends, or a comment in it begins.
 */
static inline const char *parse_line(struct parser *parser, struct failure *failure)
{
	const char *operands, *end;
	bool again = false;

	if (has_same_start(parser)) {
		operands = word_first(parser->line + parser->start.length);
	} else {
		const char *first = word_first(parser->line);

		if (line_ends(*first))
			return first;
		operands = parse_start(parser, first, &again, failure);
	}
	for (; operands; again = true) {
		end = sequence_add(&parser->template, parser->number, operands, failure);
		if (end)
			return end;
		if (again || failure->exit == EX_OSERR || !has_option(operands))
			break;
		*failure = (struct failure){ 0 };
		operands = parse_again(parser, word_first(parser->line), failure);
	}
	return report_line(parser, word_first(parser->line), failure);
}

static void parse_lines(struct parser *parser, struct failure *failure)
{
	for (; parser->line < parser->end && !parser->is_over; parser->number++) {
		const char *end = parse_line(parser, failure);

		if (*end != '\n')
			end = skip_comment(parser, end, failure);
		parser->line += end + 1 - parser->line;
	}
}

int script_parse(struct source *source, const struct settings *settings,
		 struct sequence *sequence, struct failure *failure)
{
	struct parser parser = {
		.name = source->name,
		.settings = settings,
		.sequence = sequence,
		.number = 1,
	};
	int r = 1;

	while (r > 0 && !parser.is_over) {
		r = source_read(source, &parser.line, &parser.end, failure);
		parser.start.length = 0;
		if (r > 0)
			parse_lines(&parser, failure);
	}
	if (failure->exit)
		return -1;
	if (parser.errors == 0)
		return 0;
	fail(failure, parser.exit, "%s: %zu error%s", source->name, parser.errors,
	     parser.errors > 1 ? "s" : "");
	if (parser.errors > MANY_ERRORS)
		fail_more(failure, ", of which the first %d are above", MANY_ERRORS);
	fail_more(failure, "; nothing was read or written");
	return -1;
}
