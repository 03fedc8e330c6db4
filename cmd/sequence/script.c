/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A file of commands: the lines become operations by the same parser as the words of a
 * command line. Each is read once, and nothing of it is kept. */
#include "sequence/script.h"

#include "sequence/commands.h"
#include "words/hint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MANY_ERRORS 20

/* What a line begins with: its command and a blank, and the options behind that. */
struct start {
	uint64_t bytes, mask;  /* of the command: the first bytes, and which count */
	size_t command_length; /* with blanks */
	char options[48];
	size_t options_length; /* with blanks; or 0 */
};

_Static_assert(sizeof(uint64_t) + sizeof(((struct start *)0)->options) <= SOURCE_MORE,
	       "so much of a line can be read, however short it is");

/* Where the parser is. */
struct parser {
	const char *name; /* of the file */
	const struct settings *settings;
	struct sequence *sequence;
	uint32_t number;    /* of the line */
	char *line;	    /* its text */
	char *end;	    /* of the last line that has been read */
	struct start start; /* of the line before, which that of the next often is, too */
	struct template plain, with_options; /* what it stands for */
	size_t errors;
	int exit;     /* of the first error */
	bool is_over; /* nothing more is to be read */
};

/* A file has no use for the counts, unless somebody follows what it does. */
static void set_template(struct template *template, const struct settings *settings)
{
	sequence_set(template, settings);
	if (command_writes(template->command) && !settings->verbose)
		template->operation.flags |= MODIFIER_QUIET;
}

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

/* Keep what a line begins with, up to the words behind its command, if it is short. */
static void keep_command(struct start *start, const char *line, size_t length)
{
	/* A bit that no line has. */
	*start = (struct start){ .bytes = 1 };
	if (length > sizeof(start->bytes) || !word_ends(line[length - 1]))
		return;
	start->bytes = 0;
	memcpy(&start->bytes, line, length);
	memset(&start->mask, UINT8_MAX, length);
	start->command_length = length;
}

static inline bool has_same_command(const struct parser *parser)
{
	uint64_t bytes;

	memcpy(&bytes, parser->line, sizeof(bytes));
	return (bytes & parser->start.mask) == parser->start.bytes;
}

static inline bool has_same_options(const struct start *start, const char *words)
{
	return start->options_length > 0 &&
	       memcmp(words, start->options, start->options_length) == 0;
}

/* Read the command of a line. Returns the words behind it, or NULL and a failure. */
static const char *parse_command(struct parser *parser, const char *word,
				 struct failure *failure)
{
	size_t length = strlen("finally");
	bool finally = word_length(word) == length &&
		       strncmp(word, "finally", length) == 0;
	const struct command *command;

	if (finally)
		word = word_next(word);
	if (line_ends(*word)) {
		fail(failure, EX_USAGE, "finally: a command is missing after it");
		return NULL;
	}
	length = word_length(word);
	command = command_find(word, length);
	if (!command) {
		fail_command(failure, word, finally);
		return NULL;
	}
	word = word_first(word + length);
	keep_command(&parser->start, parser->line, (size_t)(word - parser->line));
	parser->plain = sequence_template(parser->sequence, command, parser->settings,
					  finally);
	set_template(&parser->plain, parser->settings);
	return word;
}

/* Read one option of a line. Returns its end, or NULL and a failure. */
static const char *read_option(const struct parser *parser, const char *word,
			       struct settings *settings, struct failure *failure)
{
	const struct command *command = parser->plain.command;
	struct usage usage = command->action->usage;

	usage.options |= OPTIONS_LINE;
	return option_parse(command->name, &usage, word, NULL, settings, failure);
}

static void set_options(struct parser *parser, const struct settings *settings)
{
	parser->with_options = parser->plain;
	set_template(&parser->with_options, settings);
}

/* Read the options that words begin with. Returns those behind, or NULL and a failure. */
static const char *parse_options(struct parser *parser, const char *words,
				 struct failure *failure)
{
	struct settings settings = *parser->settings;
	struct start *start = &parser->start;
	const char *word = words;
	size_t length;

	while (option_begins(word)) {
		const char *end = read_option(parser, word, &settings, failure);

		if (!end)
			return NULL;
		word = word_first(end);
	}
	if (options_end(word))
		word = word_first(word + strlen("--"));
	set_options(parser, &settings);
	length = (size_t)(word - words);
	start->options_length = 0;
	if (length <= sizeof(start->options) && word_ends(word[-1])) {
		start->options_length = length;
		memcpy(start->options, words, length);
	}
	return word;
}

/* Read all options among some words, and take them away. */
static int take_options(struct parser *parser, const char *words, struct failure *failure)
{
	struct settings settings = *parser->settings;
	const char *word = words, *end;

	for (; has_word(word) && !options_end(word); word = word_first(end)) {
		end = word + word_length(word);
		if (!option_is_any(word))
			continue;
		end = read_option(parser, word, &settings, failure);
		if (!end)
			return -1;
		memset(parser->line + (word - parser->line), ' ', (size_t)(end - word));
	}
	if (has_word(word))
		memset(parser->line + (word - parser->line), ' ', strlen("--"));
	set_options(parser, &settings);
	parser->start.options_length = 0;
	return 0;
}

static bool has_option(const char *word)
{
	for (; has_word(word); word = word_next(word))
		if (option_is_any(word) || options_end(word))
			return true;
	return false;
}

/*
 * Read what stands behind the command. Most lines have no option, or begin with it: that
 * there is another is what words tell that are wrong. Returns where the line ends, or
 * NULL and a failure.
 */
static inline const char *parse_words(struct parser *parser, const char *first,
				      struct failure *failure)
{
	const struct template *template = &parser->plain;
	const char *words = first, *end;

	if (has_same_options(&parser->start, first)) {
		template = &parser->with_options;
		words = word_first(words + parser->start.options_length);
	} else if (*first == '-') {
		template = &parser->with_options;
		words = parse_options(parser, first, failure);
	}
	for (bool again = false; words; again = true) {
		end = sequence_add(template, parser->number, words, failure);
		if (end || again || failure->exit == EX_OSERR || !has_option(words))
			return end;
		*failure = (struct failure){ 0 };
		template = &parser->with_options;
		words = take_options(parser, first, failure) < 0 ? NULL
								 : word_first(first);
	}
	return NULL;
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

/* Returns where the line ends, or a comment in it begins. */
static inline const char *parse_line(struct parser *parser, struct failure *failure)
{
	const char *first = parser->line, *words, *end = NULL;

	if (has_same_command(parser)) {
		words = word_first(first + parser->start.command_length);
	} else {
		first = word_first(first);
		if (line_ends(*first))
			return first;
		words = parse_command(parser, first, failure);
	}
	if (words)
		end = parse_words(parser, words, failure);
	return end ? end : report_line(parser, word_first(first), failure);
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
		.start.bytes = 1,
	};
	int r = 1;

	while (r > 0 && !parser.is_over) {
		r = source_read(source, &parser.line, &parser.end, failure);
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
