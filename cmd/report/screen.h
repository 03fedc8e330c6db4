/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is on a terminal, redrawn in place: a frame after the other, on the screen beside
 * the one that the shell's lines are on. It is for standard output, where that is a
 * terminal.
 */
#ifndef SCREEN_H
#define SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Take the screen, and give it back with what was on it before. */
void screen_begin(void);
void screen_end(void);

/*
 * Give it back from a handler of a signal, or before abort(3): it is one write(2), and
 * leaves errno as it is. More than once does no harm.
 */
void screen_restore(void);

/*
 * Stop the process by SIGTSTP, SIGTTIN or SIGTTOU as if nobody had caught it, with the
 * screen given back, and take it again when the process goes on: then a frame is due. It
 * is for a handler of these signals, and for those who wait for them otherwise.
 */
void screen_stop(int signal);

/* How many lines there is room for: of the terminal as it is now, or 24. */
uint32_t screen_height(void);

/*
 * Draw a frame: lines that each end with a newline, over the one before. Of more lines
 * than the height its last line says how many are not there; longer lines are cut by the
 * terminal. Loss of output is left to output_close().
 */
void screen_draw(const char *text, size_t length, uint32_t height);

#endif
