/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The whole terminal as a picture that is drawn again and again. What was on it before
 * comes back at the end: also when a signal ends the process, or stops it for a while.
 */
#ifndef SCREEN_H
#define SCREEN_H

#include "report/failure.h"

#include <stdbool.h>
#include <stddef.h>

/* Whether standard output is a terminal that can be drawn on. */
bool screen_is_there(void);

/*
 * Draw lines, of which those that the terminal has no room for are only counted. In the
 * background nothing is drawn: the process stops, as if it had read from the terminal.
 * Returns 0, or 1 if it has stopped and is in front again, or -1 and a failure.
 */
int screen_draw(const char *text, size_t length, struct failure *failure);

/* Whether a signal after which the picture goes on has come since this was asked last,
 * and so may have ended a wait. */
bool screen_has_handled(void);

/* Put back what was there. Does nothing where nothing was drawn. */
void screen_end(void);

#endif
