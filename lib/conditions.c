/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The list of conditions, with looks at the process, the kernel and the machine. */
#include "conditions.h"

#include "arch.h"
#include "capability.h"
#include "device.h"
#include "look.h"
#include "pcibar.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

/* The inode of the initial user namespace: PROC_USER_INIT_INO, include/linux/proc_ns.h */
#define INITIAL_USER_NAMESPACE 0xEFFFFFFDU

/* The driver of /dev/null is always there, so a class without it is not to be seen. */
static void look_at_kernel(const struct subject *subject,
			   struct iospace_condition *kernel)
{
	struct stat st;

	(void)subject;
	if (stat("/sys/class/mem/port", &st) == 0)
		look_found(kernel, IOSPACE_OK, "/sys/class/mem/port: there");
	else if (stat("/sys/class/mem/null", &st) == 0)
		look_found(kernel, IOSPACE_NO, "/sys/class/mem: has null, but not port");
	else
		look_found(kernel, IOSPACE_UNKNOWN, "/sys/class/mem/null: %s",
			   strerror(errno));
}

/* Whether execve(2) would have given the capability with the program's file. */
static bool is_in_program_file(void)
{
	cap_t caps = cap_get_file("/proc/self/exe");
	cap_flag_value_t value;
	bool is = caps && cap_get_flag(caps, CAP_SYS_RAWIO, CAP_PERMITTED, &value) == 0 &&
		  value == CAP_SET;

	if (caps)
		cap_free(caps);
	return is;
}

static bool is_no_new_privs(void)
{
	return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1;
}

static void look_at_capability(const struct subject *subject,
			       struct iospace_condition *capability)
{
	if (subject->permitted)
		look_found(capability, IOSPACE_OK, "capget(2): CAP_SYS_RAWIO permitted");
	else if (prctl(PR_CAPBSET_READ, CAP_SYS_RAWIO, 0, 0, 0) == 0)
		look_found_no(
			capability, IOSPACE_REASON_BOUNDED,
			"capget(2): CAP_SYS_RAWIO not permitted, nor in the bounding set");
	else if (is_no_new_privs() && is_in_program_file())
		look_found_no(
			capability, IOSPACE_REASON_NO_NEW_PRIVS,
			"capget(2): CAP_SYS_RAWIO not permitted, but /proc/self/exe has it");
	else
		look_found(capability, IOSPACE_NO,
			   "capget(2): CAP_SYS_RAWIO not permitted");
}

static void look_at_namespace(const struct subject *subject,
			      struct iospace_condition *namespace)
{
	const char *path = "/proc/self/ns/user";
	struct stat st;

	(void)subject;
	if (stat(path, &st) < 0)
		look_found(namespace, IOSPACE_UNKNOWN, "%s: %s", path, strerror(errno));
	else if (st.st_ino == INITIAL_USER_NAMESPACE)
		look_found(namespace, IOSPACE_OK, "%s: the initial one", path);
	else
		look_found(namespace, IOSPACE_NO, "%s: %llu, not the initial one, %u",
			   path, (unsigned long long)st.st_ino, INITIAL_USER_NAMESPACE);
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
	if (read)
		line[strcspn(line, "\n")] = '\0';
	else
		errno = ENODATA;
	return read;
}

/* "[none] integrity confidentiality", with the brackets around what is in force. */
static void look_at_lockdown(const struct subject *subject,
			     struct iospace_condition *lockdown)
{
	const char *path = "/sys/kernel/security/lockdown";
	char line[64];

	(void)subject;
	if (read_line(path, line, sizeof(line)))
		look_found(lockdown, strstr(line, "[none]") ? IOSPACE_OK : IOSPACE_NO,
			   "%s: %s", path, line);
	else
		look_found(lockdown, IOSPACE_UNKNOWN, "%s: %s", path, strerror(errno));
}

/* A filter can't be read. */
static void look_at_seccomp(const struct subject *subject,
			    struct iospace_condition *seccomp)
{
	if (subject->seccomp < 0)
		look_found(seccomp, IOSPACE_UNKNOWN, "prctl(PR_GET_SECCOMP): not known");
	else if (subject->seccomp == 0)
		look_found(seccomp, IOSPACE_OK, "prctl(PR_GET_SECCOMP): 0, no filter");
	else
		look_found(seccomp, IOSPACE_UNKNOWN,
			   "prctl(PR_GET_SECCOMP): %d, a filter", subject->seccomp);
}

static void look_at_ioperm(const struct subject *subject,
			   struct iospace_condition *ioperm)
{
	int r;

	if (!arch.ask_ioperm) {
		look_found(ioperm, IOSPACE_NO, "ioperm(2): only on x86");
		return;
	}
	if (subject->seccomp) {
		look_found(ioperm, IOSPACE_UNKNOWN,
			   "ioperm(2): not tried, as a filter could end this process");
		return;
	}
	r = arch.ask_ioperm();
	if (r == 0)
		look_found(ioperm, IOSPACE_OK, "ioperm(2): there");
	else
		look_found(ioperm, IOSPACE_NO, "ioperm(2): %s", strerror(-r));
}

static int access_error(const char *path, int mode)
{
	return faccessat(AT_FDCWD, path, mode, AT_EACCESS) < 0 ? errno : 0;
}

static void look_at_bars(const struct subject *subject, struct iospace_condition *bars)
{
	struct pcibar bar;
	struct stat st;
	int r;

	(void)subject;
	if (stat(PCIBAR_DEVICES, &st) < 0) {
		look_found(bars, IOSPACE_UNKNOWN, PCIBAR_DEVICES ": %s", strerror(errno));
		return;
	}
	r = pcibar_find(PCIBAR_DEVICES, 0, IOSPACE_PORTS - 1, &bar);
	if (r == -EOPNOTSUPP) {
		look_found(bars, IOSPACE_NO, PCIBAR_DEVICES ": no I/O BAR");
	} else if (r < 0) {
		look_found(bars, IOSPACE_UNKNOWN, PCIBAR_DEVICES ": %s", strerror(-r));
	} else if ((r = access_error(bar.path, R_OK | W_OK))) {
		look_found(bars, IOSPACE_NO, "%.100s: %s", bar.path, strerror(r));
		bars->reason = r == EACCES ? IOSPACE_REASON_FILE_PERMISSION
					   : IOSPACE_REASON_UNKNOWN;
	} else {
		look_found(bars, IOSPACE_OK, "%.100s: 0x%llx to 0x%llx", bar.path,
			   (unsigned long long)bar.first, (unsigned long long)bar.last);
	}
}

static void look_at_no_new_privs(const struct subject *subject,
				 struct iospace_condition *no_new_privs)
{
	if (!is_no_new_privs())
		look_found(no_new_privs, IOSPACE_OK,
			   "prctl(PR_GET_NO_NEW_PRIVS): not set");
	else if (subject->permitted)
		look_found(
			no_new_privs, IOSPACE_OK,
			"prctl(PR_GET_NO_NEW_PRIVS): set, but the capability is there");
	else
		look_found(
			no_new_privs, IOSPACE_NO,
			"prctl(PR_GET_NO_NEW_PRIVS): set, so file capabilities give nothing");
}

/* clang-format off */
static const struct row {
	const char *name;
	void (*look)(const struct subject *subject, struct iospace_condition *condition);
	enum iospace_reason reason; /* unless the look finds another */
} rows[IOSPACE_CONDITIONS] = {
	[IOSPACE_CONDITION_KERNEL] = {
		"kernel support", look_at_kernel, IOSPACE_REASON_NO_DRIVER },
	[IOSPACE_CONDITION_NODE] = {
		"device node", look_at_node, IOSPACE_REASON_NO_NODE },
	[IOSPACE_CONDITION_FILE_PERMISSION] = {
		"file permission", look_at_permission, IOSPACE_REASON_FILE_PERMISSION },
	[IOSPACE_CONDITION_CAPABILITY] = {
		"capability", look_at_capability, IOSPACE_REASON_NO_CAPABILITY },
	[IOSPACE_CONDITION_USER_NAMESPACE] = {
		"user namespace", look_at_namespace, IOSPACE_REASON_USER_NAMESPACE },
	[IOSPACE_CONDITION_LOCKDOWN] = {
		"lockdown", look_at_lockdown, IOSPACE_REASON_LOCKDOWN },
	[IOSPACE_CONDITION_DEVICE_CGROUP] = {
		"device cgroup", look_at_cgroup, IOSPACE_REASON_DEVICE_CGROUP },
	[IOSPACE_CONDITION_SECCOMP] = {
		"seccomp", look_at_seccomp, IOSPACE_REASON_SECCOMP },
	[IOSPACE_CONDITION_IOPERM] = {
		"ioperm", look_at_ioperm, IOSPACE_REASON_NO_EXACT },
	[IOSPACE_CONDITION_PCI_IO_BARS] = {
		"PCI I/O BARs", look_at_bars, IOSPACE_REASON_NO_EXACT },
	[IOSPACE_CONDITION_NO_NEW_PRIVS] = {
		"NoNewPrivs", look_at_no_new_privs, IOSPACE_REASON_NO_NEW_PRIVS },
};
/* clang-format on */

static struct subject subject_of(const char *device)
{
	struct subject subject = {
		.path = device ? device : IOSPACE_DEVICE,
		.is_default = device_is_default(device),
		.permitted = capability_permitted(),
		.seccomp = prctl(PR_GET_SECCOMP, 0, 0, 0, 0),
	};

	if (stat(subject.path, &subject.st) < 0)
		subject.error = errno;
	subject.read_error = access_error(subject.path, R_OK);
	subject.write_error = access_error(subject.path, W_OK);
	/* By a system call filter: it can't see what file a call is for. */
	subject.access_refused = subject.seccomp && (access_error("/", R_OK) == EPERM ||
						     access_error("/", W_OK) == EPERM);
	return subject;
}

/* Of a file that is no device, the kernel asks for the file's permission only. */
static bool matters(enum iospace_condition_kind kind, const struct subject *subject)
{
	return kind == IOSPACE_CONDITION_NODE ||
	       kind == IOSPACE_CONDITION_FILE_PERMISSION || subject->error ||
	       subject->is_default || device_is_port(&subject->st);
}

void conditions_gather(const char *device,
		       struct iospace_condition conditions[IOSPACE_CONDITIONS])
{
	const struct subject subject = subject_of(device);

	for (size_t i = 0; i < IOSPACE_CONDITIONS; i++) {
		const struct row *row = &rows[i];

		conditions[i] = (struct iospace_condition){ .name = row->name,
							    .reason = row->reason };
		if (matters((enum iospace_condition_kind)i, &subject))
			row->look(&subject, &conditions[i]);
		else
			look_found(&conditions[i], IOSPACE_OK,
				   "not asked for: no device");
	}
	/* Then nothing makes the node. */
	if (conditions[IOSPACE_CONDITION_KERNEL].answer == IOSPACE_NO &&
	    conditions[IOSPACE_CONDITION_NODE].reason == IOSPACE_REASON_NO_NODE)
		conditions[IOSPACE_CONDITION_NODE].reason = IOSPACE_REASON_NO_DRIVER;
}
