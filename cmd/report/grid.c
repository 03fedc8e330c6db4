/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Values as a grid. A row is put together by hand: a whole I/O space is 65536 values, and
 * printf(3) would cost more than all else of a dump.
 */
#include "report/grid.h"

#include <string.h>

/* Where the gap in the middle is. */
#define HALF (GRID_BYTES / 2)

/* Selections of how characters look: SGR in ECMA-48, 8.3.117. */
#define SGR_FAINT   "\033[2m"
#define SGR_CHANGED "\033[1;7m" /* bold, and negative for who can't see that */
#define SGR_NORMAL  "\033[0m"

/* Room for a row with an address of 8 digits, where each of 16 values has its colour. */
#define ROW_SIZE (78 + sizeof("\n") + GRID_BYTES * sizeof(SGR_CHANGED SGR_NORMAL))

static const char digit[] = "0123456789abcdef";

static char *put_hex(char *to, uint32_t number, int digits)
{
	for (int shift = 4 * digits - 4; shift >= 0; shift -= 4)
		*to++ = digit[number >> shift & 0xf];
	return to;
}

static char *put_repeated(char *to, char c, size_t count)
{
	memset(to, c, count);
	return to + count;
}

static char *put_text(char *to, const char *text)
{
	return mempcpy(to, text, strlen(text));
}

uint32_t grid_value(const uint8_t *bytes, uint32_t size)
{
	uint32_t value = 0;

	while (size-- > 0)
		value = value << 8 | bytes[size];
	return value;
}

/* NULL where a value looks as any other. */
static const char *colour_of(uint32_t value, bool is_changed)
{
	if (is_changed)
		return SGR_CHANGED;
	return value ? NULL : SGR_FAINT;
}

static char *put_value(const struct grid *grid, char *to, uint32_t value, bool is_changed)
{
	const char *colour = grid->colour ? colour_of(value, is_changed) : NULL;

	if (colour)
		to = put_text(to, colour);
	to = put_hex(to, value, 2 * (int)grid->size);
	return colour ? put_text(to, SGR_NORMAL) : to;
}

static char *put_values(const struct grid *grid, char *to, const struct grid_row *row)
{
	uint16_t marked = grid->colour ? 0 : row->changed;

	for (uint32_t n = 0; n < GRID_BYTES; n += grid->size) {
		uint32_t bit = 1U << n;

		if (n == HALF)
			*to++ = ' ';
		if (row->read & bit)
			to = put_value(grid, to, grid_value(row->bytes + n, grid->size),
				       row->changed & bit);
		else
			to = put_repeated(to, row->asked_for & bit ? '-' : ' ',
					  2 * (size_t)grid->size);
		*to++ = marked & bit ? '*' : ' ';
	}
	return to;
}

/* In the order of their addresses, whatever the size of a value. */
static char *put_characters(char *to, const struct grid_row *row)
{
	for (uint32_t n = 0; n < GRID_BYTES; n++) {
		uint8_t c = row->read & 1U << n ? row->bytes[n] : ' ';

		*to++ = c >= ' ' && c <= '~' ? (char)c : '.';
	}
	return to;
}

/* Without the blanks at its end. No row is of blanks alone. */
static void print(const char *row, const char *end, FILE *out)
{
	while (end[-1] == ' ')
		end--;
	fwrite(row, 1, (size_t)(end - row), out);
	putc('\n', out);
}

void grid_print_heading(const struct grid *grid, FILE *out)
{
	char row[ROW_SIZE], *end = row;

	end = put_repeated(end, ' ', strlen("0x") + (size_t)grid->digits + 2);
	for (uint32_t n = 0; n < GRID_BYTES; n += grid->size) {
		if (n == HALF)
			*end++ = ' ';
		end = put_repeated(end, ' ', 2 * grid->size - 1);
		*end++ = digit[n];
		*end++ = ' ';
	}
	*end++ = ' ';
	print(row, put_text(end, digit), out);
}

void grid_print_row(const struct grid *grid, const struct grid_row *row, FILE *out)
{
	char text[ROW_SIZE], *end = text;

	*end++ = '0';
	*end++ = 'x';
	end = put_hex(end, row->address, grid->digits);
	end = put_repeated(end, ' ', 2);
	end = put_values(grid, end, row);
	*end++ = ' ';
	print(text, put_characters(end, row), out);
}
