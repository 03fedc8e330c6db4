/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What can be seen of why an open failed, from files and system calls. */
#include "evidence.h"

#include "capability.h"
#include "device.h"

#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>

/* The inode of the initial user namespace: PROC_USER_INIT_INO, include/linux/proc_ns.h */
#define INITIAL_USER_NAMESPACE 0xEFFFFFFDU

static enum answer yes_if(bool is_so)
{
	return is_so ? YES : NO;
}

/* A file of one line, as of sysfs and securityfs. */
static bool read_line(const char *path, char *line, int room)
{
	FILE *file = fopen(path, "re");
	bool read;

	if (!file)
		return false;
	read = fgets(line, room, file);
	fclose(file);
	return read;
}

static enum answer is_port(const char *device)
{
	struct stat st;

	return yes_if(stat(device ? device : IOSPACE_DEVICE, &st) < 0 ||
		      device_is_port(&st));
}

/* The driver of /dev/null is always there, so a class without it is not to be seen. */
static enum answer has_driver(void)
{
	struct stat st;

	if (stat("/sys/class/mem/null", &st) < 0)
		return UNKNOWN;
	return yes_if(stat("/sys/class/mem/port", &st) == 0);
}

static enum answer is_bounded(void)
{
	int r = prctl(PR_CAPBSET_READ, CAP_SYS_RAWIO, 0, 0, 0);

	return r < 0 ? UNKNOWN : yes_if(r == 0);
}

static enum answer is_in_own_namespace(void)
{
	struct stat st;

	if (stat("/proc/self/ns/user", &st) < 0)
		return UNKNOWN;
	return yes_if(st.st_ino != INITIAL_USER_NAMESPACE);
}

/* "[none] integrity confidentiality", with the brackets around what is in force. */
static enum answer is_locked_down(void)
{
	char line[128];

	if (!read_line("/sys/kernel/security/lockdown", line, sizeof(line)))
		return UNKNOWN;
	return yes_if(!strstr(line, "[none]"));
}

void evidence_gather(const char *device, struct evidence *ret_evidence)
{
	int seccomp = prctl(PR_GET_SECCOMP, 0, 0, 0, 0);

	*ret_evidence = (struct evidence){
		.port = is_port(device),
		.driver = has_driver(),
		.permitted = yes_if(capability_permitted()),
		.bounded = is_bounded(),
		.own_namespace = is_in_own_namespace(),
		.lockdown = is_locked_down(),
		.filtered = seccomp < 0 ? UNKNOWN : yes_if(seccomp > 0),
	};
}
