/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The looks at each condition, and how one says what it has found. */
#ifndef LOOK_H
#define LOOK_H

#include "found.h"

#include <limits.h>

/* Look at all of them, for what was asked for and what it came to. */
void conditions_gather(const struct question *question, struct found *ret_found);

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

/* Whether the user namespace is the initial one: 1, 0, or a negative errno. */
int look_is_initial_namespace(void);

/*
 * Whether the way to a file that stat(2) can't look at may be searched, by the mode of
 * the deepest directory on it that can be looked at. That and what it is are stored.
 */
enum iospace_answer look_search(const char *path, char directory[PATH_MAX],
				struct stat *st);

/* Whether that errno is an answer, and not a question that failed. */
bool look_is_refusal(int error);

/* What says which remedy is possible. */
void look_at_surroundings(const struct subject *subject,
			  struct surroundings *ret_surroundings);

/* The device's file: what it is, and who lets it be opened. */
void look_at_node(const struct subject *subject, struct iospace_condition *node);
void look_at_permission(const struct subject *subject,
			struct iospace_condition *permission);
void look_at_cgroup(const struct subject *subject, struct iospace_condition *cgroup);

/* The process: what it may do. */
void look_at_capability(const struct subject *subject,
			struct iospace_condition *capability);
void look_at_namespace(const struct subject *subject,
		       struct iospace_condition *namespace);
void look_at_seccomp(const struct subject *subject, struct iospace_condition *seccomp);
void look_at_no_new_privs(const struct subject *subject,
			  struct iospace_condition *no_new_privs);

/* The security modules: whether one may be in the way. */
void look_at_modules(const struct subject *subject, struct iospace_condition *modules);

/* The machine: what its kernel has and allows. */
void look_at_kernel(const struct subject *subject, struct iospace_condition *kernel);
void look_at_lockdown(const struct subject *subject, struct iospace_condition *lockdown);
void look_at_ioperm(const struct subject *subject, struct iospace_condition *ioperm);
void look_at_bars(const struct subject *subject, struct iospace_condition *bars);

#endif
