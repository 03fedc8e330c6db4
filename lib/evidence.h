/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What can be seen of why an open failed. */
#ifndef EVIDENCE_H
#define EVIDENCE_H

#include "iospace.h"

#include <stddef.h>

/* Whether something is so. UNKNOWN where the file that tells can't be read. */
enum answer {
	UNKNOWN,
	NO,
	YES,
};

struct evidence {
	enum answer port;	   /* the device is character device 1:4, or missing */
	enum answer driver;	   /* the kernel has one for it: CONFIG_DEVPORT */
	enum answer permitted;	   /* this thread has CAP_SYS_RAWIO */
	enum answer bounded;	   /* its bounding set doesn't have it */
	enum answer own_namespace; /* it is not in the initial user namespace */
	enum answer lockdown;	   /* the kernel is locked down */
	enum answer filtered;	   /* it has a seccomp filter */
};

/* Look. device is as for iospace_open(). */
void evidence_gather(const char *device, struct evidence *ret_evidence);

/*
 * The reasons for which iospace_open(device, ...) returned error, by that evidence alone:
 * the most likely first. Returns how many: one, where it can be told; never none.
 */
size_t evidence_reasons(const struct evidence *evidence, const char *device, int error,
			enum iospace_reason reasons[IOSPACE_REASONS]);

#endif
