/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Values as a grid, of 16 bytes in a row and 78 columns at most:
 *
 *               0  1  2  3  4  5  6  7   8  9  a  b  c  d  e  f  0123456789abcdef
 *      0x0060  -- 30 -- ff 1c ff 00*ff  ff ff ff ff ff ff ff ff   0 .............
 */
#ifndef GRID_H
#define GRID_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define GRID_BYTES 16

/* A row, or a part of one. Bit n of a set is byte n; all bytes of a value are in the same
 * sets. What is not asked for is left blank. */
struct grid_row {
	uint32_t address;     /* of byte 0: a multiple of 16 */
	const uint8_t *bytes; /* GRID_BYTES: those that were not read don't matter */
	uint16_t asked_for;
	uint16_t read;	  /* of those: the others are shown as "--" */
	uint16_t changed; /* of these: shown so */
};

/*
 * How all rows of a grid look: values of 1, 2 or 4 bytes, whose first byte is the low one
 * as on the bus; and addresses of so many hexadecimal digits, 8 at most. With colour,
 * which is for a terminal, zeros are faint, and what has changed stands out; without, a
 * '*' is behind it.
 */
struct grid {
	uint32_t size;
	int digits;
	bool colour;
};

/* The value whose first byte that is. */
uint32_t grid_value(const uint8_t *bytes, uint32_t size);

void grid_print_heading(const struct grid *grid, FILE *out);
void grid_print_row(const struct grid *grid, const struct grid_row *row, FILE *out);

#endif
