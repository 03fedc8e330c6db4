/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a person may have meant by a word that is wrong. */
#include "words/hint.h"

#include "words/duration.h"
#include "words/number.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* A word to be spelled otherwise, with room for more; empty if that is not worth it. */
struct spelling {
	char text[64];
};

#define LONGEST 48

struct hint hint_to(const char *format, ...)
{
	struct hint hint;
	va_list args;

	va_start(args, format);
	vsnprintf(hint.text, sizeof(hint.text), format, args);
	va_end(args);
	return hint;
}

static struct spelling spelling_of(const char *word, size_t length)
{
	struct spelling typed = { "" };

	if (length <= LONGEST)
		snprintf(typed.text, sizeof(typed.text), "%.*s", (int)length, word);
	return typed;
}

/* What web pages, word processors and other keyboards put in the place of ASCII. */
static const struct character {
	char set[sizeof(u8"\u2013")], typed[2];
} characters[] = {
	{ u8"\u2010", "-" }, { u8"\u2011", "-" }, { u8"\u2012", "-" },
	{ u8"\u2013", "-" }, { u8"\u2014", "-" }, { u8"\u2015", "-" },
	{ u8"\u2212", "-" }, { u8"\ufe63", "-" }, { u8"\uff0d", "-" },
	{ u8"\u00a0", " " }, { u8"\u2007", " " }, { u8"\u2009", " " },
	{ u8"\u202f", " " }, { u8"\u3000", " " }, { u8"\u00ab", "" },
	{ u8"\u00bb", "" },  { u8"\u2018", "" },  { u8"\u2019", "" },
	{ u8"\u201a", "" },  { u8"\u201c", "" },  { u8"\u201d", "" },
	{ u8"\u201e", "" },  { u8"\u200b", "" },  { u8"\u200e", "" },
	{ u8"\u2060", "" },  { u8"\ufeff", "" },  { u8"\u00d7", "x" },
	{ u8"\u0445", "x" }, { u8"\u00b5", "u" }, { u8"\u03bc", "u" },
	{ u8"\uff1a", ":" },
};

static bool is_ascii(char c)
{
	return (unsigned char)c < 0x80;
}

static const struct character *find_character(const char *text)
{
	if (is_ascii(*text))
		return NULL;
	for (size_t i = 0; i < sizeof(characters) / sizeof(characters[0]); i++)
		if (strncmp(text, characters[i].set, strlen(characters[i].set)) == 0)
			return &characters[i];
	return NULL;
}

static struct spelling in_ascii(const struct spelling *typed)
{
	struct spelling plain = { "" };
	size_t n = 0;

	for (const char *next = typed->text; *next;) {
		const struct character *found = find_character(next);

		if (!found) {
			plain.text[n++] = *next++;
			continue;
		}
		n = (size_t)(stpcpy(plain.text + n, found->typed) - plain.text);
		next += strlen(found->set);
	}
	return plain;
}

static bool is_printable(const char *text)
{
	for (; *text; text++)
		if (*text < ' ' || *text > '~')
			return false;
	return true;
}

struct hint hint_ascii(const char *word, size_t length)
{
	struct spelling typed = spelling_of(word, length), plain = in_ascii(&typed);

	if (strcmp(plain.text, typed.text) == 0 || !is_printable(plain.text))
		return (struct hint){ "" };
	return hint_to("type it in ASCII: %s", plain.text);
}

size_t hint_dash_any(const char *word)
{
	const struct character *found = find_character(word);

	return found && *found->typed == '-' ? strlen(found->set) : 0;
}

/* One number, or several with a blank between them. */
static bool are_numbers(const char *text, uint32_t max)
{
	uint32_t number;

	while (!number_parse(text, max, &text, &number))
		if (*text++ != ' ')
			return text[-1] == '\0';
	return false;
}

/* Without what others pass over: 1_000, 0x80UL, and a comma or line end behind. */
static struct spelling without_extras(const struct spelling *typed)
{
	struct spelling plain = { "" };
	size_t n = 0;

	for (const char *c = typed->text; *c; c++)
		if (*c != '_')
			plain.text[n++] = *c;
	while (n > 0 && strchr(",;\ruUlL", plain.text[n - 1]))
		plain.text[--n] = '\0';
	return plain;
}

/* As assemblers, BASIC and Pascal spell it, and our own way, or with nothing at all. */
static struct spelling hexadecimal(const struct spelling *typed)
{
	static const char prefixes[][3] = { "0x", "x", "h", "#", "$", "&h" };
	const char *digits = typed->text;
	struct spelling plain;
	size_t length;

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (strncasecmp(typed->text, prefixes[i], strlen(prefixes[i])) == 0)
			digits = typed->text + strlen(prefixes[i]);
	length = strlen(digits);
	if (length > 0 && strchr("hH", digits[length - 1]))
		length--;
	snprintf(plain.text, sizeof(plain.text), "0x%.*s", (int)length, digits);
	return plain;
}

/* Some read 070 as decimal, some as octal, and who copies a dump means hexadecimal. */
static struct hint hint_leading_zero(const char *digits, uint32_t max)
{
	static const char prefixes[][3] = { "", "0x", "0o" };
	struct hint hint = { "" };

	while (digits[0] == '0' && digits[1])
		digits++;
	for (size_t i = 0; i < (digits[1] ? 3 : 1); i++) {
		struct spelling plain;

		snprintf(plain.text, sizeof(plain.text), "%s%.*s", prefixes[i], LONGEST,
			 digits);
		if (are_numbers(plain.text, max))
			hint_offer(&hint, "", plain.text);
	}
	return hint;
}

static size_t number_length(const char *text)
{
	size_t length = 0;

	while (!number_ends(text[length]))
		length++;
	return length;
}

struct hint hint_number(const char *text, uint32_t max)
{
	struct spelling typed = spelling_of(text, number_length(text)),
			plain = in_ascii(&typed), bare = without_extras(&typed),
			hex = hexadecimal(&bare);

	/* Or it is a number already: then something else is wrong. */
	if (are_numbers(plain.text, max))
		return hint_ascii(typed.text, strlen(typed.text));
	if (typed.text[0] == '0' && typed.text[strspn(typed.text, "0123456789")] == '\0')
		return hint_leading_zero(typed.text, max);
	if (are_numbers(bare.text, max))
		return hint_to(strchr(typed.text, '\r') ? "leave out the carriage return"
							: "did you mean %s?",
			       bare.text);
	if (!are_numbers(hex.text, max))
		return (struct hint){ "" };
	return hint_to(strncasecmp(typed.text, "0x", 2) == 0
			       ? "did you mean %s?"
			       : "hexadecimal always needs 0x: %s",
		       hex.text);
}

static bool is_time(const char *text)
{
	uint32_t us;

	return !duration_parse(&text, &us) && *text == '\0';
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

/* A point for a comma, and for "sec", "msec" and "useconds" what they begin with. */
static struct spelling plain_time(const struct spelling *typed)
{
	struct spelling ascii = in_ascii(typed), plain = { "" };
	size_t n = 0;
	char *second;

	for (const char *c = ascii.text; *c; c++) {
		if (strchr(" \t\n", *c))
			continue;
		if (n == 0 && strchr(".,", *c))
			plain.text[n++] = '0';
		plain.text[n++] = *c == ',' ? '.' : lower(*c);
	}
	second = strstr(plain.text, "sec");
	if (second)
		second[1] = '\0';
	return plain;
}

struct hint hint_time(const char *word, size_t length)
{
	struct spelling typed = spelling_of(word, length), plain = plain_time(&typed);

	if (is_time(typed.text) || !is_time(plain.text))
		return (struct hint){ "" };
	return hint_to(strpbrk(typed.text, " \t\n") ? "a time has no blank: %s"
						    : "did you mean %s?",
		       plain.text);
}

struct hint hint_unit(const char *word, size_t length)
{
	struct spelling unit = spelling_of(word, length), time;

	snprintf(time.text, sizeof(time.text), "5%.*s", LONGEST, unit.text);
	if (strchr(".0123456789", unit.text[0]) || !is_time(time.text))
		return (struct hint){ "" };
	return hint_to("a time has no blank, as in %s", time.text);
}

static bool are_same(const char *one, size_t length, const char *other)
{
	return strlen(other) == length && strncmp(one, other, length) == 0;
}

bool hint_is_near(const char *word, size_t length, const char *name)
{
	if (strlen(name) == length && strncasecmp(word, name, length) == 0)
		return true;
	for (; length > 0 && *name && *word == *name; length--) {
		word++;
		name++;
	}
	if (length == 0 || *name == '\0')
		return length + strlen(name) == 1;
	return are_same(word + 1, length - 1, name + 1) ||
	       are_same(word + 1, length - 1, name) || are_same(word, length, name + 1) ||
	       (length > 1 && word[0] == name[1] && word[1] == name[0] &&
		are_same(word + 2, length - 2, name + 2));
}

void hint_offer(struct hint *hint, const char *dashes, const char *name)
{
	size_t used = strlen(hint->text);

	if (used == 0)
		snprintf(hint->text, sizeof(hint->text), "did you mean %s%s?", dashes,
			 name);
	else
		snprintf(hint->text + used - 1, sizeof(hint->text) - used + 1,
			 " or %s%s?", dashes, name);
}
