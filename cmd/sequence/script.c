/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A file of commands: the lines become operations by the same parser as the words of a
 * command line. */
#include "sequence/script.h"

#include "sequence/commands.h"
#include "words/hint.h"
#include "words/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MANY_ERRORS 20

/* Both ends of a line, which tell most lines apart. */
struct ends {
	uint64_t begin, end;
};

/* A line that has been read, and the steps that it is. */
struct known {
	struct ends ends;
	const char *line;
	size_t length, first, count;
	struct known *next; /* what came after it when it was seen last, or NULL */
};

/* So many that those of the usual file rarely take each other's places. */
#define KNOWN_BITS 13

/* Where the parser is. */
struct parser {
	const char *name; /* of the file */
	const struct settings *settings;
	struct sequence *sequence;
	uint32_t line;
	size_t errors;
	int exit;		   /* of the first error */
	struct operation template; /* of the command before, which the next often is, too
				    */
	size_t command_length;
	struct known *known; /* by a hash of the line */
	struct known *last;  /* the line before, or NULL */
	bool is_over;	     /* nothing more is to be read */
};

/* A file has no use for the counts, unless somebody follows what it does. */
static struct operation template_of(const struct command *command,
				    const struct settings *settings)
{
	struct operation template = sequence_template(command, settings);

	template.quiet |= command->action->writes && !settings->verbose;
	return template;
}

/* The line's words as strings of their own, with a name before them. */
static char **split(const char *name, const struct words *words, int *ret_count)
{
	struct words rest = *words;
	size_t count = 1;
	char **strings;

	for (; rest.next; words_advance(&rest, rest.next + words_length(&rest)))
		count++;
	strings = reallocarray(NULL, count + 1, sizeof(*strings));
	if (!strings)
		return NULL;

	strings[0] = (char *)(uintptr_t)name;
	rest = *words;
	for (size_t i = 1; i < count; i++) {
		size_t length = words_length(&rest);

		strings[i] = (char *)(uintptr_t)rest.next;
		words_advance(&rest, rest.next + length);
		strings[i][length] = '\0';
	}
	strings[count] = NULL;
	*ret_count = (int)count;
	return strings;
}

static int add_with_options(struct parser *parser, const struct command *command,
			    bool finally, const struct words *words,
			    struct failure *failure)
{
	struct settings settings = *parser->settings;
	struct usage usage = command->action->usage;
	struct operation template;
	int count, r = -1;
	char **strings = split(command->name, words, &count);

	if (!strings)
		return fail(failure, EX_OSERR, "out of memory");
	usage.options |= OPTIONS_LINE;
	if (options_parse(command->name, &usage, count, strings, &settings, failure) >=
	    0) {
		struct words others = words_of_strings(strings + 1);

		template = template_of(command, &settings);
		template.finally = finally;
		template.line = parser->line;
		r = sequence_add(parser->sequence, &template, &others, failure);
	}
	free(strings);
	return r;
}

/* Whether the next word is just that. */
static inline bool next_is(const struct words *words, const char *word, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (words->next[i] != word[i])
			return false;
	return word_ends(words->next[length]);
}

static int find_command(struct parser *parser, const struct words *words, bool finally,
			struct failure *failure)
{
	size_t length = words_length(words);
	const struct command *command = command_find(words->next, length);

	if (!command)
		return fail_command(failure, words, finally);
	parser->template = template_of(command, parser->settings);
	parser->command_length = length;
	return 0;
}

/* An option can stand before, between and after the other words. */
static bool has_option(struct words words)
{
	for (; words.next; words_advance(&words, words.next + words_length(&words)))
		if (words.next[0] == '-' || hint_dash(words.next))
			return true;
	return false;
}

static int parse_words(struct parser *parser, struct words *words,
		       struct failure *failure)
{
	struct operation *template = &parser->template;
	bool finally = next_is(words, "finally", strlen("finally"));
	struct words all;

	if (finally) {
		words_advance(words, words->next + strlen("finally"));
		if (!words->next)
			return fail(failure, EX_USAGE,
				    "finally: a command is missing after it");
	}
	if ((!template->command ||
	     !next_is(words, template->command->name, parser->command_length)) &&
	    find_command(parser, words, finally, failure) < 0)
		return -1;

	words_advance(words, words->next + parser->command_length);
	all = *words;
	template->finally = finally;
	template->line = parser->line;
	/* With an option among them they are wrong words: most lines have none. */
	if (sequence_add(parser->sequence, template, words, failure) == 0)
		return 0;
	if (failure->exit == EX_OSERR || !has_option(all))
		return -1;
	*failure = (struct failure){ 0 };
	return add_with_options(parser, template->command, finally, &all, failure);
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
static void report(struct parser *parser, const char *line, const char *word,
		   struct failure *failure)
{
	if (failure->exit == EX_OSERR) {
		parser->is_over = true;
		return;
	}
	if (parser->errors++ == 0)
		parser->exit = failure->exit == EX_USAGE ? EX_DATAERR : failure->exit;
	if (parser->errors <= MANY_ERRORS)
		fprintf(stderr, "%s:%u:%zu: %s%s\n", parser->name, parser->line,
			(size_t)(word - line) + 1, failure->text,
			is_for_shell(word)
				? "; no shell reads this: there are no quotes, "
				  "no variables and no continued lines"
				: "");
	*failure = (struct failure){ 0 };
}

static inline struct ends ends(const char *line, size_t length)
{
	struct ends ends;

	memcpy(&ends.begin, line, sizeof(ends.begin));
	memcpy(&ends.end, line + length - sizeof(ends.end), sizeof(ends.end));
	return ends;
}

static inline bool is_known(const struct known *known, const char *line, size_t length,
			    struct ends ends)
{
	return known->length == length && known->ends.begin == ends.begin &&
	       known->ends.end == ends.end &&
	       (length <= sizeof(ends) || memcmp(known->line, line, length) == 0);
}

/* The place of a line among those that are known: one of two. Another may be there. */
static struct known *place_of(struct parser *parser, const char *line, size_t length,
			      struct ends ends)
{
	uint64_t mixed = ends.begin + ends.end * UINT64_C(0x9e3779b97f4a7c15);
	size_t place;

	mixed = (mixed ^ mixed >> 32) * UINT64_C(0x9e3779b97f4a7c15);
	place = (size_t)(mixed >> (64 - KNOWN_BITS));
	if (parser->known[place].line &&
	    !is_known(&parser->known[place], line, length, ends))
		place ^= 1;
	return &parser->known[place];
}

/* Whether that line is what comes next. */
static inline bool is_next(const struct known *known, const char *line, const char *end)
{
	return known && known->line && known->length < (size_t)(end - line) &&
	       line[known->length] == '\n' &&
	       is_known(known, line, known->length, ends(line, known->length));
}

static inline void repeat(struct parser *parser, struct known *known,
			  struct failure *failure)
{
	parser->last = known;
	if (sequence_repeat(parser->sequence, known->first, known->count, parser->line,
			    failure) < 0)
		report(parser, known->line, known->line, failure);
}

/* Whether a shell takes a file's name as it is. */
static bool is_plain(const char *name)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				    "0123456789/._+-";

	return *name != '-' && name[strspn(name, plain)] == '\0';
}

static inline bool is_text(const char *line, size_t length)
{
	return !memchr(line, '\0', length) && !memchr(line, '\r', length);
}

/* It ends the parse: the rest of the file is the same. */
static int fail_no_text(struct parser *parser, const char *line, size_t length,
			struct failure *failure)
{
	const char *nul = memchr(line, '\0', length),
		   *found = nul ? nul : memchr(line, '\r', length);

	parser->is_over = true;
	failure->word = found;
	if (nul)
		return fail(failure, EX_USAGE, "a NUL byte: this is not a text file");
	fail(failure, EX_USAGE, "a carriage return: lines end in a newline alone here");
	if (found[1] == '\n')
		fail_more(failure, "; sed -i 's/\\r$//' %s",
			  is_plain(parser->name) ? parser->name : "FILE");
	return -1;
}

static int parse_new_line(struct parser *parser, const char *line, size_t length,
			  struct failure *failure)
{
	struct words words = words_of_line(line);
	const char *first = words.next;

	if (!is_text(line, length))
		fail_no_text(parser, line, length, failure);
	else if (!first || parse_words(parser, &words, failure) == 0)
		return 0;
	report(parser, line, failure->word ? failure->word : first, failure);
	return -1;
}

/*
 * Long files repeat themselves, and to know a line again costs a fraction of reading it.
 * One with options is not to be known: split() has put NULs into it.
 */
static void parse_line(struct parser *parser, const char *line, size_t length,
		       struct failure *failure)
{
	size_t before = parser->sequence->length;
	struct known *known, *last = parser->last;
	struct ends both;

	parser->last = NULL;
	if (length < sizeof(both.begin)) {
		parse_new_line(parser, line, length, failure);
		return;
	}
	both = ends(line, length);
	known = place_of(parser, line, length, both);
	if (last)
		last->next = known;
	if (is_known(known, line, length, both)) {
		repeat(parser, known, failure);
	} else if (parse_new_line(parser, line, length, failure) == 0 &&
		   !memchr(line, '\0', length)) {
		*known = (struct known){
			both, line, length, before, parser->sequence->length - before,
			NULL
		};
		parser->last = known;
	}
}

static void parse_all(struct parser *parser, const struct source *source,
		      struct failure *failure)
{
	const char *line = source->bytes, *end = line + source->length;

	for (; line < end && !parser->is_over; parser->line++) {
		struct known *next = parser->last ? parser->last->next : NULL;
		size_t length;

		if (is_next(next, line, end)) {
			length = next->length;
			repeat(parser, next, failure);
		} else {
			const char *newline = memchr(line, '\n', (size_t)(end - line));

			length = (size_t)(newline - line);
			parse_line(parser, line, length, failure);
		}
		line += length + 1;
	}
}

static bool has_byte_order_mark(const struct source *source)
{
	return strncmp(source->bytes, "\xef\xbb\xbf", 3) == 0;
}

int script_parse(struct source *source, const struct settings *settings,
		 struct sequence *sequence, struct failure *failure)
{
	struct parser parser = {
		.name = source->name,
		.settings = settings,
		.sequence = sequence,
		.line = 1,
		.known = calloc(1 << KNOWN_BITS, sizeof(struct known)),
	};

	if (!parser.known)
		return fail(failure, EX_OSERR, "out of memory");
	if (has_byte_order_mark(source)) {
		fail(failure, EX_USAGE, "a byte order mark: save the file without it");
		report(&parser, source->bytes, source->bytes, failure);
	} else {
		parse_all(&parser, source, failure);
	}
	free(parser.known);
	if (failure->exit)
		return -1;
	if (parser.errors == 0)
		return 0;
	return fail(failure, parser.exit,
		    "%s: %zu error%s%s; nothing was read or written", source->name,
		    parser.errors, parser.errors > 1 ? "s" : "",
		    parser.errors > MANY_ERRORS ? ", of which the first 20 are above"
						: "");
}
