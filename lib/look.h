/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A look at one condition: what it is told, and how it says what it has found. */
#ifndef LOOK_H
#define LOOK_H

#include "iospace.h"

#include <stdbool.h>
#include <sys/stat.h>

/* What the conditions are looked at for. */
struct subject {
	const char *path;
	bool is_default;
	int error; /* of stat(2), 0 or an errno; then st is not set */
	struct stat st;
	int read_error, write_error; /* of faccessat(2) */
	bool access_refused;	     /* faccessat(2) is, whatever the file */
	bool permitted;		     /* CAP_SYS_RAWIO */
	int seccomp;		     /* PR_GET_SECCOMP: 0 is no filter, -1 unknown */
};

void look_found(struct iospace_condition *condition, enum iospace_answer answer,
		const char *format, ...) __attribute__((format(printf, 3, 4)));

/* For another reason than the condition's usual one. */
void look_found_no(struct iospace_condition *condition, enum iospace_reason reason,
		   const char *evidence);

/* Add to what was seen: "; more". */
void look_add_evidence(struct iospace_condition *condition, const char *more);

/* The conditions of the device's file. */
void look_at_node(const struct subject *subject, struct iospace_condition *node);
void look_at_permission(const struct subject *subject,
			struct iospace_condition *permission);
void look_at_cgroup(const struct subject *subject, struct iospace_condition *cgroup);

#endif
