/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Dumps that are made again and again: on a terminal as a picture with marks at what has
 * changed, and elsewhere as a line for each change.
 */
#ifndef WATCH_H
#define WATCH_H

#include "sequence/sequence.h"

#include <stdio.h>

/* All zero is one that has not begun. */
struct watch {
	const struct settings *settings;
	bool on_screen; /* a picture, not lines */
	bool has_seen;	/* a pass */
	uint8_t *seen;	/* what the dumps of that had, one behind the other */
	size_t next;	/* where the one that is made next begins there */
	FILE *page;	/* the picture of this pass, which is then text[0..length) */
	char *text;
	size_t length;
};

/* Returns 0, or -1 and a failure. */
int watch_begin(struct watch *watch, const struct sequence *sequence,
		const struct settings *settings, struct failure *failure);

/* Before a pass, and after each dump of it. Nothing is printed here, where a reader who
 * does not read would hold the run up. */
int watch_pass(struct watch *watch, struct failure *failure);
void watch_dump(struct watch *watch, const struct operation *operation, struct dump *dump,
		const struct iospace_owners *owners);

/* After a pass: show it, and let the time pass, or a signal that wants another picture.
 */
int watch_show(struct watch *watch, struct failure *failure);

/* Back to the terminal as it was. */
void watch_end(struct watch *watch);

#endif
