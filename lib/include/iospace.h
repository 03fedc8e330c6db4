/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * libiospace: write and read x86-style I/O ports on Linux.
 *
 * An I/O space is 65536 ports of one byte each, numbered from 0. It is reached
 * through /dev/port, which moves bytes: an access of 2 or 4 bytes is 2 or 4 bus
 * cycles, lowest port first. With IOSPACE_EXACT it is one bus cycle of the full width,
 * on machines that have a way to do it. The low byte of a value belongs to the lowest
 * port, whatever the byte order of the host.
 *
 * Every function that can fail returns 0, or a negative errno. The library never
 * prints, never exits, and leaves the process's privileges, signals and locale as
 * they were. Threads may use it at the same time, each with a handle of its own.
 */
#ifndef IOSPACE_H
#define IOSPACE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/select.h> /* sigset_t, also where the compiler is asked for plain C */

#ifdef __cplusplus
extern "C" {
#endif

#pragma GCC visibility push(default)

/* The version of this header; iospace_version() has that of the library in use. */
#define IOSPACE_VERSION	      "0.1.0"
#define IOSPACE_VERSION_MAJOR 0
#define IOSPACE_VERSION_MINOR 1
#define IOSPACE_VERSION_PATCH 0

/* As IOSPACE_VERSION: a constant string. */
const char *iospace_version(void);

/* The number of ports in an I/O space, one byte each. */
#define IOSPACE_PORTS 65536

/* The first of the four ports of PCI's configuration address, where a write of several
 * single bytes can reset the machine: iospace_check(). */
#define IOSPACE_PCI_ADDRESS 0xcf8

/* The device behind a NULL device name: character device 1:4. */
#define IOSPACE_DEVICE "/dev/port"

/* An open I/O space. */
struct iospace;

/* What a handle is opened for, and how it does it. */
enum iospace_flags {
	IOSPACE_READ = 1 << 0,
	IOSPACE_WRITE = 1 << 1,

	/*
	 * Each access is one bus cycle of the full width, at an address that is a
	 * multiple of its size: on x86 an in or out instruction, permitted by
	 * ioperm(2); elsewhere, or where the kernel has no ioperm, the resourceN file
	 * of the PCI I/O BAR that the port lies in. Never bytes instead.
	 */
	IOSPACE_EXACT = 1 << 2,

	/* Do what is otherwise refused for safety, with -ECANCELED. */
	IOSPACE_FORCE = 1 << 3,
};

/*
 * Open an I/O space and store its handle in *ret_io.
 *
 * device  NULL for /dev/port, which must be character device 1:4. Otherwise another
 *         path of that device, or the path of an ordinary file of exactly 65536
 *         bytes, which is a simulated I/O space: byte n of the file is port n. It
 *         needs no privilege, and is never used unless it is named here.
 * flags   IOSPACE_READ, IOSPACE_WRITE, or both; with IOSPACE_EXACT and IOSPACE_FORCE
 *         as needed.
 *
 * IOSPACE_EXACT works where the kernel has no /dev/port, too; then the lock is on
 * /proc/ioports.
 *
 * For the real device CAP_SYS_RAWIO is checked first. Where it is permitted but
 * not effective, it is raised in this thread for the open alone. It is not needed
 * later: the kernel asks for it at open only (drivers/char/mem.c, open_port()), so
 * the caller may drop every privilege once this has returned. With IOSPACE_EXACT, call
 * iospace_claim() for each access before that.
 *
 * The descriptor is close-on-exec and never 0, 1 or 2, so that what a program
 * prints on a closed standard output can't end up on a port.
 *
 * Errors: -EINVAL      flags have neither direction, or something unknown
 *         -EPERM       no CAP_SYS_RAWIO, or the kernel refused although it is there
 *         -ENODEV      the file is neither of the two that are allowed
 *         and what stat(2), open(2) and cap_get_proc(3) give, such as -ENOENT and
 *         -EACCES. iospace_diagnose_open() turns any of them into a reason.
 */
int iospace_open(struct iospace **ret_io, const char *device, unsigned int flags);

/*
 * The same for a device that is open already: for a process without privilege that was
 * given it by one with, by inheritance or with SCM_RIGHTS of unix(7).
 *
 * fd     a descriptor of character device 1:4, or of an ordinary file of exactly 65536
 *        bytes. It stays the caller's: the handle has a duplicate, which is close-on-exec
 *        and never 0, 1 or 2.
 * flags  as for iospace_open(). fd must be open for the directions.
 *
 * No capability is asked for here. With IOSPACE_EXACT a claim still takes what it takes:
 * on x86, CAP_SYS_RAWIO for ioperm(2).
 *
 * A duplicate shares the open file description, and so what belongs to that: the lock of
 * iospace_lock() is one for both, and whoever else has the description has it too.
 *
 * Errors: -EINVAL  flags have neither direction, or something unknown; or fd is open with
 *                  O_APPEND, with which pwrite(2) ignores the offset
 *         -EBADF   fd is not open, or not for the directions, or with O_PATH
 *         -ENODEV  the file is neither of the two that are allowed
 *         -ENOMEM  and what fcntl(2) and fstat(2) give.
 *         They are all there is to know: iospace_diagnose_open() is not for them.
 */
int iospace_open_fd(struct iospace **ret_io, int fd, unsigned int flags);

/* Whether what was opened is a file that simulates an I/O space: 0 or 1. */
int iospace_is_simulated(const struct iospace *io);

/* Close a handle, and give up its lock. NULL is allowed and does nothing. */
void iospace_close(struct iospace *io);

/*
 * Whether an access of size bytes at address is sound, by what can be known without a
 * handle. Nothing is touched.
 *
 * flags  as for iospace_open(): the direction, and IOSPACE_EXACT and IOSPACE_FORCE.
 *
 * Errors: -EINVAL     size is not 1, 2 or 4; or address is not a multiple of it, with
 *                     IOSPACE_EXACT
 *         -ERANGE     address + size is past IOSPACE_PORTS
 *         -ECANCELED  refused for safety: a write in bytes to any of 0xcf8 to 0xcfb
 *                     with another port, which reaches the reset register at 0xcf9
 *                     where PCI's configuration address was meant. IOSPACE_FORCE
 *                     allows it.
 */
int iospace_check(uint64_t address, uint32_t size, unsigned int flags);

/*
 * Find out how an access would be made, without making it, and without privilege: the
 * device is not opened, and /dev/port need not be there.
 *
 * device, flags  as for iospace_open().
 * ret_method     on success, a constant string for people, such as "single bytes".
 *
 * Returns 1 if the device is a simulated space, and 0 if it is a real one.
 *
 * Errors: those of iospace_claim(), as far as they can be known; and for another device
 *         than /dev/port -ENODEV, and what stat(2) gives.
 */
int iospace_probe(const char *device, uint64_t address, uint32_t size, unsigned int flags,
		  const char **ret_method);

/* What an entry of /proc/ioports stands for, as far as its name tells. */
enum iospace_owner_kind {
	IOSPACE_OWNER_UNKNOWN = 0, /* of a kind that the caller was not made for */
	IOSPACE_OWNER_WINDOW = 1,  /* what a host bridge forwards to its bus */
	IOSPACE_OWNER_DEVICE = 2,  /* what firmware or the bus gave to a device */
	IOSPACE_OWNER_DRIVER = 3,  /* what a driver has requested for itself */
	IOSPACE_OWNER_KERNEL = 4,  /* what code that can't be unloaded has requested */
};

/* The entries of /proc/ioports and the drivers of devices, as they were at one time. */
struct iospace_owners;

/* One of them. It lasts as long as they do. */
struct iospace_owner;

/*
 * Look at /proc/ioports, and store what is there in *ret_owners. What comes later does
 * not change it, and several threads may ask it at the same time.
 *
 * Errors: -ENODATA  without CAP_SYS_ADMIN the kernel shows zeros for addresses
 *         -EBADMSG  there is no entry at all, as where something else is mounted there
 *         -ENOENT   /proc is not mounted
 *         -ENOMEM   and what fopen(3) gives
 */
int iospace_owners_read(struct iospace_owners **ret_owners);

/* NULL is allowed and does nothing. */
void iospace_owners_free(struct iospace_owners *owners);

/*
 * The first entry that holds a port of an access, with previous NULL; and then the one
 * after the previous. Each comes before those within it. NULL: there is no other, or
 * there is no such access.
 */
const struct iospace_owner *iospace_owners_next(const struct iospace_owners *owners,
						const struct iospace_owner *previous,
						uint64_t address, uint32_t size);

/* Its ports, the first and the last. */
uint64_t iospace_owner_get_first(const struct iospace_owner *owner);
uint64_t iospace_owner_get_last(const struct iospace_owner *owner);

/* The entry that it is within, or NULL; and within how many it is, 0 at the top. */
const struct iospace_owner *iospace_owner_get_parent(const struct iospace_owner *owner);
unsigned int iospace_owner_get_level(const struct iospace_owner *owner);

enum iospace_owner_kind iospace_owner_get_kind(const struct iospace_owner *owner);

/* What the kernel calls it, cut to 63 bytes; a byte that is no printable ASCII is '?'. */
const char *iospace_owner_get_name(const struct iospace_owner *owner);

/*
 * The driver that is bound to the device of an entry, where its name is that of a device
 * of PCI, PNP, ACPI or the platform. A driver need not request ports for itself, or does
 * so by the device's name.
 *
 * ret_driver  on success, its name, or NULL: there is none.
 *
 * Errors: it is not known whether there is one, for
 *         -ENOENT  sysfs is not mounted, or has no such device
 *         and what readlink(2) gives.
 */
int iospace_owner_get_driver(const struct iospace_owner *owner, const char **ret_driver);

/*
 * Check an access that will be made, and take what it needs beyond the open device, in
 * this thread and while there is privilege: with IOSPACE_EXACT on x86 ioperm(2) for
 * just these ports, elsewhere the resourceN file. An access that was not claimed, or in
 * another thread, is claimed when it is made. ioperm(2) is taken back when a thread has
 * closed the last exact handle that it opened.
 *
 * direction  IOSPACE_READ, IOSPACE_WRITE, or both.
 *
 * Errors: those of iospace_check(), and
 *         -EINVAL      direction is neither
 *         -EBADF       the handle was not opened for this direction
 *         -ECANCELED   refused for safety: on other machines than x86, no entry of
 *                      /proc/ioports holds the port, and the access could crash the
 *                      kernel. Without CAP_SYS_ADMIN the entries read as zeros, which
 *                      hold nothing. IOSPACE_FORCE allows it.
 *         -EOPNOTSUPP  no way to access this port in its full width
 *         -ERANGE      the access is past the end of the PCI I/O BAR
 *         -EPERM       ioperm(2): no CAP_SYS_RAWIO, or the kernel refused
 *         and what open(2) and ioperm(2) give.
 */
int iospace_claim(struct iospace *io, uint64_t address, uint32_t size,
		  unsigned int direction);

/*
 * Write *size bytes (1, 2 or 4) of data to the port address and those after it.
 *
 * *size holds the number of bytes that were really written on return, 0 when
 * nothing was. No access is ever repeated: the hardware has seen it.
 *
 * Errors: those of iospace_claim(), and
 *         -ERANGE  data is wider than *size
 *         -EIO     the kernel cut the access short; *size says where
 *         and what pwrite(2) gives. All but the last two are found before anything is
 *         touched.
 */
int iospace_write(struct iospace *io, uint64_t address, uint32_t data, uint32_t *size);

/* What is written, and where. */
struct iospace_datum {
	uint32_t address, data;
};

/*
 * Make a list of writes of *size bytes each, in its order. What can be wrong with any of
 * them without a look at the device is found before the first is made.
 *
 * The first that fails is the last. *count holds how many there are, and on return how
 * many were made as a whole; *size is then what iospace_write() has of the last: the
 * bytes that were really written. Errors are those of iospace_write().
 */
int iospace_write_list(struct iospace *io, const struct iospace_datum *list,
		       size_t *count, uint32_t *size);

/*
 * Read *size bytes (1, 2 or 4) from the port address and those after it.
 *
 * *data is stored on success only. *size holds the number of bytes that were really
 * read on return. Errors as for iospace_write(), with IOSPACE_READ and pread(2).
 */
int iospace_read(struct iospace *io, uint64_t address, uint32_t *data, uint32_t *size);

/*
 * Read a block of ports: those from address on, in accesses of size bytes, lowest first.
 *
 * bytes    what was read, the low byte of each access first.
 * *length  how many bytes there are to read, a multiple of size; on return how many
 *          were really read, which are in bytes also on failure.
 *
 * Where an access is single bytes, the kernel makes all of them in one call, whatever the
 * size: read_port() in drivers/char/mem.c.
 *
 * Errors: those of iospace_read() for any of the accesses, and
 *         -EINVAL  *length is 0, or no multiple of size
 *         -ERANGE  the block goes past the last address
 */
int iospace_read_block(struct iospace *io, uint64_t address, uint32_t size, void *bytes,
		       size_t *length);

/*
 * Change the bits of a register that are set in mask to those of data: read, merge and
 * write. The handle must be open for both.
 *
 * A byte whose mask is 0 is neither read nor written, since writing back what was read
 * clears bits of a register where a one clears; and a byte whose mask is all ones is not
 * read. All reads come before the first write, each lowest port first. With IOSPACE_EXACT
 * it is one read and one write of the full width instead, whatever the mask.
 *
 * *before  on success, what was read, with 0 in each byte that was not. May be NULL.
 * *size    1, 2 or 4; on return the number of bytes that were really written: without
 *          IOSPACE_EXACT, on success, those that have a bit in mask.
 *
 * Errors: those of iospace_claim() for both directions, and
 *         -ERANGE  data or mask is wider than *size
 *         -EIO     the kernel cut an access short
 *         and what pread(2) and pwrite(2) give.
 */
int iospace_update(struct iospace *io, uint64_t address, uint32_t data, uint32_t mask,
		   uint32_t *before, uint32_t *size);

/*
 * For iospace_poll(). None of enum iospace_flags has this value, so that those are not
 * taken for it.
 */
enum iospace_poll_flags {
	IOSPACE_POLL_DIFFERENT = 1 << 8, /* until it is none of the patterns */
};

/* A value that is polled for: the bits of it that are set in mask. */
struct iospace_pattern {
	uint32_t value, mask;
};

/*
 * Read a port and those after it until what is read is one of some patterns, or with
 * IOSPACE_POLL_DIFFERENT until it is none of them; or until the time is over.
 *
 * patterns    count of them, one or more.
 * flags       0 or IOSPACE_POLL_DIFFERENT.
 * timeout_us  how long, in microseconds, from the first read to the last, which comes
 *             when the time is over and not before. 0 reads once.
 * *data       each value that was read; so on return the last one, also on failure. It is
 *             untouched if there is none.
 * *size       1, 2 or 4; on return the number of bytes that the last read really read.
 *
 * It pauses between reads as iospace_set_pauses() says. The clock is CLOCK_MONOTONIC.
 *
 * Errors: those of iospace_claim() for IOSPACE_READ, and
 *         -EINVAL     flags have something unknown, or count is 0
 *         -ERANGE     a value or mask is wider than *size
 *         which are all found before anything is touched. Those of a read that failed,
 *         as iospace_read() has them: iospace_get_reads() tells whether it was the
 *         first. And with *size as it was, since no read has failed:
 *         -ETIMEDOUT  the time is over
 *         -EINTR      a signal handler ran during a pause
 */
int iospace_poll(struct iospace *io, uint64_t address,
		 const struct iospace_pattern *patterns, size_t count, unsigned int flags,
		 uint32_t timeout_us, uint32_t *data, uint32_t *size);

/*
 * Registers behind an index port and a data port: a handle whose addresses are their
 * numbers. All functions take it that take an address, and each access writes the number
 * to the index port first, in the size of the access: so does each read of a poll, and an
 * update does between its read and its write. A register is one value: an update reads
 * and writes all of it.
 *
 * io           the ports, open for writing and for what is to be done with registers. It
 *              must stay open as long as the other handle, which has its flags and its
 *              lock.
 * index, data  the ports. What an access to them is refused for, it is refused for.
 *
 * A number that is wider than the access is -ERANGE. If the index can't be written, that
 * is the error, and no byte of the register was moved.
 *
 * Errors: -EBADF   io is not open for writing
 *         -EINVAL  the two are the same port, or io is itself one of registers
 *         -ERANGE  a port is none
 *         -ENOMEM
 */
int iospace_open_indexed(struct iospace **ret_registers, struct iospace *io,
			 uint64_t index, uint64_t data);

/*
 * The same for the registers of an ACPI embedded controller, behind its command port and
 * its data port: ACPI specification 6.5, 12.2 and 12.3. They are 256 of one byte. An
 * access waits until the controller takes each byte of it, and for its answer, 500 ms
 * each as drivers/acpi/ec.c does. Nothing is written while it has not taken what was
 * written before. A byte that is waiting to be read, and answers nothing that was asked
 * here, is read away first.
 *
 * io must be open for both directions. A size other than 1 is -EINVAL.
 *
 * An access that waits in vain is -ETIME; iospace_get_waited() says for what. What was
 * written before that stays with the controller: without the command, nothing; without
 * the number or the value, a command that waits for it, until the next command takes its
 * place. A write whose value was not seen to be taken has *size 1.
 */
int iospace_open_ec(struct iospace **ret_registers, struct iospace *io, uint64_t command,
		    uint64_t data);

/* What the last access of a handle that began waited for when it failed with -ETIME, as
 * words that follow "waited for"; or NULL. */
const char *iospace_get_waited(const struct iospace *io);

/* How many reads of the last iospace_poll() with this handle have given a value. */
uint64_t iospace_get_reads(const struct iospace *io);

/*
 * How iospace_poll() pauses with this handle from now on. Where this was not called, it
 * is as with 0 and NULL.
 *
 * interval_us  how long between two reads, in microseconds. 0 is for a bit that is soon
 *              set, and costs little if it is not: no pause for 20 us, and then pauses
 *              that grow to 1 ms.
 * sigmask      the signal mask of the calling thread during a pause, and only then, as
 *              in ppoll(2): what is blocked otherwise can be let in here. It is copied.
 *              NULL leaves the mask as it is.
 */
void iospace_set_pauses(struct iospace *io, uint32_t interval_us,
			const sigset_t *sigmask);

/*
 * Take the I/O space for this handle alone, against others that ask the same way:
 * an advisory flock(2) on the device. It keeps two users of an index/data pair from
 * interleaving. Every command of the suite takes it for its whole run. It belongs
 * to the node: another node of the same device, as in a container, has another lock.
 *
 * timeout_ms  how long to wait, in milliseconds: 0 asks once, -1 waits for ever.
 *
 * The lock belongs to the handle, so a second handle of the same thread waits too.
 * It ends with iospace_unlock(), or with iospace_close() or the end of the process,
 * however that comes, unless a forked child still has the handle.
 *
 * Errors: -EINVAL     timeout_ms is below -1
 *         -ETIMEDOUT  it was not to be had in time
 *         -EINTR      a signal handler ran while it waited
 *         and what flock(2) gives.
 */
int iospace_lock(struct iospace *io, int timeout_ms);

/* Give the lock up. Errors: what flock(2) gives. */
int iospace_unlock(struct iospace *io);

/*
 * Why an I/O space can't be opened, or an access to it not be made. A later library can
 * have more, and has the words for them.
 */
enum iospace_reason {
	IOSPACE_REASON_UNKNOWN = 0, /* none of these: the errno says all there is */

	IOSPACE_REASON_NO_CAPABILITY = 1,   /* the caller has no CAP_SYS_RAWIO */
	IOSPACE_REASON_BOUNDED = 2,	    /* and can't have it: its bounding set */
	IOSPACE_REASON_NO_NEW_PRIVS = 3,    /* or from its program: PR_SET_NO_NEW_PRIVS */
	IOSPACE_REASON_USER_NAMESPACE = 4,  /* where capabilities count for nothing */
	IOSPACE_REASON_LOCKDOWN = 5,	    /* the kernel is locked down */
	IOSPACE_REASON_DEVICE_CGROUP = 6,   /* a service or container manager's rule */
	IOSPACE_REASON_SECCOMP = 7,	    /* a system call filter */
	IOSPACE_REASON_FILE_PERMISSION = 8, /* the file's mode forbids it */
	IOSPACE_REASON_NODEV = 9,      /* its file system is mounted without devices */
	IOSPACE_REASON_NO_DRIVER = 10, /* the kernel has no CONFIG_DEVPORT */
	IOSPACE_REASON_NO_NODE = 11,   /* the kernel has it, but /dev does not */
	IOSPACE_REASON_NO_FILE = 12,   /* there is no file of the given name */
	IOSPACE_REASON_NOT_THE_DEVICE = 13, /* /dev/port is not character device 1:4 */
	IOSPACE_REASON_NOT_AN_IOSPACE = 14, /* the given file is neither kind allowed */
	IOSPACE_REASON_NO_EXACT = 15,	    /* no access of the full width to this port */
	IOSPACE_REASON_SECURITY_MODULE = 16, /* SELinux, AppArmor, or another */
	IOSPACE_REASON_READ_ONLY = 17,	     /* its file system is mounted read-only */

	/* Of an access alone. */
	IOSPACE_REASON_PCI_TRAP = 18,	    /* it would reach the reset register */
	IOSPACE_REASON_UNMAPPED = 19,	    /* no host bridge is known to map the port */
	IOSPACE_REASON_MISALIGNED = 20,	    /* with IOSPACE_EXACT */
	IOSPACE_REASON_PAST_LAST_PORT = 21, /* there are IOSPACE_PORTS */
	IOSPACE_REASON_PAST_BAR = 22,	    /* past the end of the PCI I/O BAR */
	IOSPACE_REASON_RESOURCE_FILE = 23,  /* the file of the BAR can't be opened */
};

/* What to do about it. A later library can have more, and has the words for them. */
enum iospace_remedy {
	IOSPACE_REMEDY_UNKNOWN = 0, /* none is known */

	IOSPACE_REMEDY_RUN_AS_ROOT = 1,
	IOSPACE_REMEDY_KEEP_CAPABILITY = 2,  /* it is root already, and lost it */
	IOSPACE_REMEDY_BOUNDING_SET = 3,     /* let it have the capability */
	IOSPACE_REMEDY_NEW_PRIVS = 4,	     /* start it without PR_SET_NO_NEW_PRIVS */
	IOSPACE_REMEDY_RUN_OUTSIDE = 5,	     /* of a user namespace */
	IOSPACE_REMEDY_SECURE_BOOT = 6,	     /* switch it off: it is on */
	IOSPACE_REMEDY_KERNEL_PARAMETER = 7, /* boot without lockdown=, which is there */
	IOSPACE_REMEDY_UNLOCKED_BOOT = 8,    /* boot without what else locked it down */
	IOSPACE_REMEDY_ALLOW_DEVICE = 9,     /* in the device cgroup */
	IOSPACE_REMEDY_ALLOW_OPEN = 10,	     /* in the system call filter */
	IOSPACE_REMEDY_ALLOW_IOPERM = 11,    /* there, too */
	IOSPACE_REMEDY_POLICY = 12,	     /* change that of the security module */
	IOSPACE_REMEDY_FILE_ACCESS = 13,     /* let this user in */
	IOSPACE_REMEDY_USE_DEFAULT = 14,     /* IOSPACE_DEVICE, or mount without nodev */
	IOSPACE_REMEDY_MOUNT_DEV = 15,	     /* without nodev */
	IOSPACE_REMEDY_OTHER_KERNEL = 16,    /* boot one */
	IOSPACE_REMEDY_OTHER_KERNEL_OR_EXACT = 17, /* or IOSPACE_EXACT, which works */
	IOSPACE_REMEDY_MAKE_NODE = 18,		   /* in the machine's own /dev */
	IOSPACE_REMEDY_LET_NODE_IN = 19,  /* from the machine's /dev into another */
	IOSPACE_REMEDY_REPLACE_NODE = 20, /* what is there, in the machine's own /dev */
	IOSPACE_REMEDY_BIND_OVER = 21,	  /* the machine's node over what is there */
	IOSPACE_REMEDY_MAKE_FILE = 22,	/* a simulated I/O space, where no file is yet */
	IOSPACE_REMEDY_CHECK_NAME = 23, /* its directory is not there either */
	IOSPACE_REMEDY_NAME_ANOTHER = 24,	 /* of the two kinds allowed */
	IOSPACE_REMEDY_SINGLE_BYTES = 25,	 /* without IOSPACE_EXACT */
	IOSPACE_REMEDY_OTHER_KERNEL_OR_BAR = 26, /* or IOSPACE_EXACT for its ports */
	IOSPACE_REMEDY_MOUNT_WRITABLE = 27,	 /* the file system */
	IOSPACE_REMEDY_USE_EXACT = 28,		 /* IOSPACE_EXACT */
	IOSPACE_REMEDY_ONE_BYTE = 29,		 /* for each that is meant */
	IOSPACE_REMEDY_FORCE = 30,		 /* IOSPACE_FORCE, if the port is right */
	IOSPACE_REMEDY_CHECK_ADDRESS = 31,	 /* and the size */
	IOSPACE_REMEDY_SHOW_PROC = 32,		 /* /proc/ioports, which is locked */
};

/* What must hold for port I/O to work. */
enum iospace_condition_kind {
	IOSPACE_CONDITION_UNKNOWN = 0,
	IOSPACE_CONDITION_KERNEL = 1,	       /* it has the device: CONFIG_DEVPORT */
	IOSPACE_CONDITION_NODE = 2,	       /* the file is there, and one of the two */
	IOSPACE_CONDITION_FILE_PERMISSION = 3, /* for what it is opened for */
	IOSPACE_CONDITION_CAPABILITY = 4,      /* CAP_SYS_RAWIO, effective or permitted */
	IOSPACE_CONDITION_USER_NAMESPACE = 5,  /* the initial one */
	IOSPACE_CONDITION_LOCKDOWN = 6,	       /* none */
	IOSPACE_CONDITION_DEVICE_CGROUP = 7,   /* it lets the device in */
	IOSPACE_CONDITION_SECCOMP = 8,	       /* no filter, or none that matters */
	IOSPACE_CONDITION_IOPERM = 9,	       /* for IOSPACE_EXACT: the kernel has it */
	IOSPACE_CONDITION_PCI_IO_BARS = 10,    /* for IOSPACE_EXACT where it has not */
	IOSPACE_CONDITION_NO_NEW_PRIVS = 11,   /* not set, or without consequence */
	IOSPACE_CONDITION_SECURITY_MODULE = 12, /* none, or none that matters */
};

enum iospace_answer {
	IOSPACE_ANSWER_UNKNOWN = 0, /* what would tell can't be seen */
	IOSPACE_ANSWER_NO = 1,
	IOSPACE_ANSWER_OK = 2,
};

/* What was found about an open or an access: its causes, and the conditions for it. */
struct iospace_diagnosis;

/* One of them. It lasts as long as the diagnosis does; no getter takes NULL. */
struct iospace_cause;
struct iospace_condition;

/*
 * Find out why an I/O space was not opened, and store that in *ret_diagnosis, on success
 * alone. Call it from the same thread, before privileges change: it looks at the caller's
 * capabilities, and at /proc and /sys. Nothing is opened but files there, and /dev/null
 * where a system call filter could have refused the open.
 *
 * device, flags  those of the call of iospace_open().
 * error          what it returned: 0 or a negative errno. It decides what can't be seen
 *                otherwise.
 *
 * Errors: -EINVAL  flags have neither direction, or something unknown; or error is
 *                  above 0
 *         -ENOMEM  there is no memory for it. What a look then needs and can't have is
 *                  no error: what it would have told is not known.
 */
int iospace_diagnose_open(struct iospace_diagnosis **ret_diagnosis, const char *device,
			  unsigned int flags, int error);

/*
 * The same for an access that iospace_check() or iospace_probe() found not to be sound,
 * or that iospace_claim() could not claim, or the other functions for the same reason. It
 * is not for what only they return: data that is too wide, and an access that was begun.
 *
 * device, flags   as for iospace_open(); of the directions, those of the access.
 * address, size   those of the access.
 * error           what that function returned.
 */
int iospace_diagnose_access(struct iospace_diagnosis **ret_diagnosis, const char *device,
			    uint64_t address, uint32_t size, unsigned int flags,
			    int error);

/* NULL is allowed and does nothing. */
void iospace_diagnosis_free(struct iospace_diagnosis *diagnosis);

/*
 * The most likely cause, with previous NULL; and then the one after the previous. NULL:
 * there is no other. There is none if error was 0, one where it can be told, and
 * otherwise there are all that can't be ruled out.
 */
const struct iospace_cause *iospace_diagnosis_next_cause(
	const struct iospace_diagnosis *diagnosis, const struct iospace_cause *previous);

enum iospace_reason iospace_cause_get_reason(const struct iospace_cause *cause);

/* One sentence, without capital letter and full stop, on what is wrong. Never NULL. */
const char *iospace_cause_get_text(const struct iospace_cause *cause);

/* Of the remedies, the first that is possible here and for this caller. */
enum iospace_remedy iospace_cause_get_remedy(const struct iospace_cause *cause);

/*
 * One such sentence on what to do, which names no option of a command. Never NULL, a
 * constant string; empty where no remedy is known.
 */
const char *iospace_remedy_get_text(enum iospace_remedy remedy);

/*
 * The first condition in the order of a table for people, with previous NULL; and then
 * the one after the previous. NULL: there is no other. Of a simulated device, only the
 * file counts, and the other conditions hold, but for what can refuse any call where one
 * was refused.
 */
const struct iospace_condition *iospace_diagnosis_next_condition(
	const struct iospace_diagnosis *diagnosis,
	const struct iospace_condition *previous);

enum iospace_condition_kind iospace_condition_get_kind(
	const struct iospace_condition *condition);
enum iospace_answer iospace_condition_get_answer(
	const struct iospace_condition *condition);

/* For people, such as "device cgroup". */
const char *iospace_condition_get_name(const struct iospace_condition *condition);

/* Where it was seen, and what was seen there. */
const char *iospace_condition_get_evidence(const struct iospace_condition *condition);

/* Why an open fails if it does not hold, and what to do then, as for a cause. */
enum iospace_reason iospace_condition_get_reason(
	const struct iospace_condition *condition);
enum iospace_remedy iospace_condition_get_remedy(
	const struct iospace_condition *condition);

#pragma GCC visibility pop

#ifdef __cplusplus
}
#endif

#endif
