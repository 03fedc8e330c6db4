/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The looks at each condition, and how one says what it has found. */
#ifndef LOOK_H
#define LOOK_H

#include "diagnosis/found.h"

#include <limits.h>

void look_found(struct iospace_condition *condition, enum iospace_answer answer,
		const char *format, ...) __attribute__((format(printf, 3, 4)));

/* For another reason than the condition's usual one. */
void look_found_no(struct iospace_condition *condition, enum iospace_reason reason,
		   const char *evidence);

/* Add to what was seen: "; more". */
void look_add_evidence(struct iospace_condition *condition, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* faccessat(2) with the effective ids: 0, or an errno. */
int look_access(const char *path, int mode);

/* The first line of a file, as of sysfs and securityfs: 0, or a negative errno. */
int look_read_line(const char *path, char *line, int room);

/* Cut a path to that of the directory that it is in. */
void look_cut(char *path);

/*
 * Whether the way to a file that stat(2) can't look at may be searched, by the mode of
 * the deepest directory on it that can be looked at. That and what it is are stored.
 */
enum iospace_answer look_search(const char *path, char directory[PATH_MAX],
				struct stat *st);

/* Whether that errno is an answer, and not a question that failed. */
bool look_is_refusal(int error);

/* What the conditions are looked at for, by what was asked for and what it came to. */
void look_at_subject(const struct question *question, struct subject *subject);

/* What says which remedy is possible. */
void look_at_surroundings(const struct subject *subject,
			  struct surroundings *ret_surroundings);

/* A look at a condition: what is found of it, and of another reason than its usual one.
 */
typedef void look_function(const struct subject *subject,
			   struct iospace_condition *condition);

/* The device's file: what it is, and who lets it be opened. */
look_function look_at_node, look_at_permission, look_at_cgroup;

/* The process: what it may do. */
look_function look_at_capability, look_at_namespace, look_at_seccomp,
	look_at_no_new_privs;

/* The security modules: whether one may be in the way. */
look_function look_at_modules;

/* The machine: what its kernel has and allows. */
look_function look_at_kernel, look_at_lockdown, look_at_ioperm, look_at_bars;

#endif
