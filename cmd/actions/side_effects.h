/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Reads that are known to change a device: to look at one must not take its data, clear
 * its interrupt or start its watchdog. Of the devices at a PC's fixed addresses; what is
 * in a PCI I/O BAR, or in the ports of ACPI, is elsewhere on each machine. On a machine
 * that is no PC none is known.
 */
#ifndef SIDE_EFFECTS_H
#define SIDE_EFFECTS_H

#include <stdbool.h>
#include <stdint.h>

struct side_effect {
	uint32_t first, last; /* ports, or registers behind an index port */
	const char *what;     /* a read does: "takes a byte from the keyboard" */
	const char *source;   /* the kernel's file, or the device's data sheet */
};

/* The first of them that a read of these ports has, or NULL. */
const struct side_effect *side_effect_of_ports(uint32_t first, uint32_t last);

/* The same of registers behind an index port and the data port beside it. */
const struct side_effect *side_effect_of_registers(uint16_t index, uint32_t first,
						   uint32_t last);

/*
 * The next ports from first to last that can be read together without any: from
 * *ret_first, which is first or later, to *ret_last. False where there are no more.
 */
bool side_effects_step_over(uint32_t first, uint32_t last, uint32_t *ret_first,
			    uint32_t *ret_last);

/* All rows, for those who list them: row n of the ports, or NULL behind the last. */
const struct side_effect *side_effects_get(uint32_t n);

#endif
