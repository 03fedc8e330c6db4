/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is wrong with a word, and what may have been meant. */
#ifndef WRONG_H
#define WRONG_H

#include "report/failure.h"
#include "words/words.h"

/* Record that a word is wrong: "'word': what is wrong". */
int fail_word(struct failure *failure, const char *word, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Record that a word is no time; an option that wants one stands before it. */
int fail_time(struct failure *failure, const char *before, const char *word,
	      size_t length, const char *wrong);

/* What a word is that has no character. */
#define EMPTY_WORD "'': an empty word, such as an unset variable makes"

/*
 * The words of a command line as a line of text, to be freed. None of them may be empty,
 * or have in it what ends a word or a line. Returns NULL and a failure, or the line.
 */
char *words_join(char *const words[], struct failure *failure);

#endif
