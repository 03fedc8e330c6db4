/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What must hold of operations, whatever words they are of. */
#ifndef OPERATIONS_OF_WORDS_H
#define OPERATIONS_OF_WORDS_H

#include "sequence/sequence.h"

#include <stdio.h>

/* That each is an access that there can be, in the order of its line. */
void must_be_sound(const struct sequence *sequence);

/* That two are the same. */
void must_be_same(const struct operation *one, const struct operation *other);

/* Print one as a line of a file, and store what of its options is not printed. */
void print_line(const struct sequence *sequence, const struct operation *operation,
		struct settings *ret_settings);

/* That a failure is one of wrong words, or of what is refused for safety. */
void must_be_wrong_words(const struct failure *failure, int usual);

#endif
