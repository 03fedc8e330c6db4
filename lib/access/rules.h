/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The rules of iospace.h for an open and an access, whatever the machine is. */
#ifndef RULES_H
#define RULES_H

#include "iospace.h"

#include <errno.h>
#include <stdbool.h>

/* Whether flags are what iospace_open() takes: a direction, and nothing unknown. */
static inline bool rules_flags_are_valid(unsigned int flags)
{
	const unsigned int directions = IOSPACE_READ | IOSPACE_WRITE;

	return flags & directions &&
	       !(flags & ~(directions | IOSPACE_EXACT | IOSPACE_FORCE));
}

/* The largest data that an access of each size can hold; 0 for what is no size. */
static const uint32_t rules_largest[] = {
	[1] = UINT8_MAX, [2] = UINT16_MAX, [4] = UINT32_MAX
};

static inline bool rules_is_size(uint32_t size)
{
	return size < sizeof(rules_largest) / sizeof(rules_largest[0]) &&
	       rules_largest[size];
}

/*
 * As single bytes, a write to PCI's configuration address (0xcf8 to 0xcfb) reaches the
 * reset control register at 0xcf9: Intel ICH and PCH data sheets, RST_CNT.
 */
static inline bool rules_is_pci_trap(uint64_t address, uint32_t size, unsigned int flags)
{
	return flags & IOSPACE_WRITE && !(flags & IOSPACE_EXACT) &&
	       address < IOSPACE_PCI_ADDRESS + 4 && address + size > IOSPACE_PCI_ADDRESS;
}

/* What iospace_check() returns. Each access asks it, so it is inline. */
static inline int rules_check(uint64_t address, uint32_t size, unsigned int flags)
{
	if (!rules_is_size(size))
		return -EINVAL;
	if (address > IOSPACE_PORTS - size)
		return -ERANGE;
	/* A single byte is aligned, and reaches no other port. */
	if (size == 1)
		return 0;
	if (flags & IOSPACE_EXACT && address & (size - 1))
		return -EINVAL;
	if (!(flags & IOSPACE_FORCE) && rules_is_pci_trap(address, size, flags))
		return -ECANCELED;
	return 0;
}

/* The same of a register: there are as many as a value of its size can number. */
static inline int rules_check_register(uint64_t number, uint32_t size, uint32_t largest)
{
	if (!rules_is_size(size) || size > largest)
		return -EINVAL;
	return number > rules_largest[size] ? -ERANGE : 0;
}

#endif
