/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a dump has read, as a grid or as bytes. */
#include "run/result_dump.h"

#include "report/grid.h"
#include "report/output.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

uint32_t result_dump_length(const struct operation *operation)
{
	return command_of(operation)->size + bytes_behind(operation);
}

static bool is_known(const struct dump *dump, uint32_t i)
{
	return dump->known[i / 8] >> i % 8 & 1;
}

bool result_dump_is_changed(const struct operation *operation, const struct dump *dump,
			    uint32_t i)
{
	uint32_t size = command_of(operation)->size, first = i - i % size;

	return is_known(dump, i) && dump->before &&
	       memcmp(dump->before + first, dump->bytes + first, size) != 0;
}

size_t result_dump_lines(const struct operation *operation)
{
	/* A heading, a row that is begun and one that is not ended; owners above each. */
	return 1 + 2 * (result_dump_length(operation) / GRID_BYTES + 2);
}

/* The names of those that own a port of a row, without those that hold them. */
struct names {
	char text[72];
};

static struct names names_of(const struct iospace_owners *owners, uint32_t first,
			     uint32_t last)
{
	struct names names = { "" };
	const char *before = NULL;

	for (uint32_t port = first; port <= last; port++) {
		const struct iospace_owner *owner = NULL, *next = NULL;
		size_t used = strlen(names.text);

		while ((next = iospace_owners_next(owners, next, port, 1)))
			owner = next;
		if (!owner || iospace_owner_get_name(owner) == before)
			continue;
		before = iospace_owner_get_name(owner);
		snprintf(names.text + used, sizeof(names.text) - used, "%s%s",
			 used ? ", " : "", before);
	}
	return names;
}

/* Above the first row that is theirs. */
static void print_names(const struct iospace_owners *owners, uint32_t first,
			uint32_t last, struct names *printed, FILE *out)
{
	const struct names names = names_of(owners, first, last);

	if (strcmp(names.text, printed->text) != 0)
		fprintf(out, "        %s\n", *names.text ? names.text : "(nobody's)");
	*printed = names;
}

static void print_row(const struct grid *grid, const struct operation *operation,
		      const struct dump *dump, uint32_t address, FILE *out)
{
	uint8_t bytes[GRID_BYTES] = { 0 };
	struct grid_row row = { .address = address, .bytes = bytes };
	uint32_t first = operation->address,
		 last = first + result_dump_length(operation) - 1;

	for (uint32_t n = 0; n < GRID_BYTES; n++) {
		uint32_t i = address + n - first;

		if (address + n < first || address + n > last)
			continue;
		row.asked_for |= (uint16_t)(1 << n);
		if (is_known(dump, i)) {
			row.read |= (uint16_t)(1 << n);
			bytes[n] = dump->bytes[i];
		}
		if (result_dump_is_changed(operation, dump, i))
			row.changed |= (uint16_t)(1 << n);
	}
	grid_print_row(grid, &row, out);
}

/* As many digits as all addresses of the space have. */
static int digits_of(const struct operation *operation)
{
	return operation->space ? 2 * (int)command_of(operation)->size : 4;
}

void result_print_grid(const struct operation *operation, const struct dump *dump,
		       const struct iospace_owners *owners, FILE *out)
{
	const struct grid grid = { command_of(operation)->size, digits_of(operation),
				   output_wants_colour() };
	uint32_t first = operation->address,
		 last = first + result_dump_length(operation) - 1;
	struct names printed = { "(nobody's)" };
	uint32_t rows = last / GRID_BYTES - first / GRID_BYTES + 1;

	grid_print_heading(&grid, out);
	for (uint32_t n = 0; n < rows; n++) {
		uint32_t address = (first / GRID_BYTES + n) * GRID_BYTES;

		if (owners)
			print_names(owners, address > first ? address : first,
				    address + GRID_BYTES - 1 < last
					    ? address + GRID_BYTES - 1
					    : last,
				    &printed, out);
		print_row(&grid, operation, dump, address, out);
	}
}

void result_print_raw(const struct operation *operation, const struct dump *dump)
{
	for (uint32_t i = 0; i < result_dump_length(operation); i++)
		putchar(is_known(dump, i) ? dump->bytes[i] : UINT8_MAX);
}

void result_print_values(const struct operation *operation, const struct dump *dump)
{
	uint32_t size = command_of(operation)->size;

	printf(", \"values\": [");
	for (uint32_t i = 0; i < result_dump_length(operation); i += size) {
		printf("%s", i ? ", " : "");
		if (is_known(dump, i))
			printf("%u", grid_value(dump->bytes + i, size));
		else
			printf("null");
	}
	putchar(']');
}
