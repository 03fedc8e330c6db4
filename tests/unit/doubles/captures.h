/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What /proc/ioports looks like, on machines of several kinds. */
#ifndef CAPTURES_H
#define CAPTURES_H

/* A PC, to a reader with CAP_SYS_ADMIN and to one without. */
extern const char capture_pc[], capture_pc_zeros[];

/* A PC with PCI Express bridges, and a server with two host bridges. */
extern const char capture_q35[], capture_server[];

/* A PC with three host bridges, and bridges behind each. */
extern const char capture_bridges[];

/* An arm64 machine with bridges. */
extern const char capture_virt[];

/* An arm64 machine with a PCI host bridge, to either reader. */
extern const char capture_arm64[], capture_arm64_zeros[];

/* The same, where the bridge's window begins above port 0. */
extern const char capture_arm64_above_0[];

#endif
