/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The operations of a run, under its lock: one after the other. */
#ifndef PERFORM_H
#define PERFORM_H

#include "run/handles.h"
#include "run/log.h"
#include "run/watch.h"

/* What a run has at hand. */
struct run {
	const struct sequence *sequence;
	const struct settings *settings;
	struct handles handles;
	struct log log;
	uint8_t telling;   /* flags of which MODIFIER_QUIET alone says: nothing is told */
	struct dump *dump; /* room for one, if there are any */
	struct iospace_owners *owners; /* to show in them, or NULL */
	struct watch watch;	       /* of them */
	size_t pending;		       /* the first that waits for the end: its number */
	bool has_bank;		       /* a register to be put back */
	uint32_t bank;
};

/*
 * Until one fails, or what holds only if another does is over; and then what waits for
 * the end. Returns how many were done.
 */
size_t perform_all(struct run *run, struct failure *failure);

#endif
