/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * /proc/ioports, as r_show() in kernel/resource.c prints it: two blanks for each level,
 * first and last in hexadecimal, " : ", and a name that may hold anything.
 */
#include "ioports.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

static int add(struct ioports *ports, struct ioports_range range)
{
	struct ioports_range *ranges = reallocarray(ports->ranges, ports->count + 1,
						    sizeof(*ranges));

	if (!ranges)
		return -ENOMEM;
	ranges[ports->count++] = range;
	ports->ranges = ranges;
	return 0;
}

/* A line that is indented belongs to an entry that is there already. */
static bool parse_top_level(const char *line, struct ioports_range *range)
{
	int end = 0;

	if (!isxdigit((unsigned char)*line))
		return false;
	sscanf(line, "%" SCNx64 "-%" SCNx64 " : %n", &range->first, &range->last, &end);
	return end > 0 && range->last > 0;
}

int ioports_read(FILE *file, struct ioports *ret_ports)
{
	struct ioports ports = { 0 };
	struct ioports_range range;
	char *line = NULL;
	size_t room = 0;
	int r = 0;

	while (r == 0 && getline(&line, &room, file) >= 0)
		if (parse_top_level(line, &range))
			r = add(&ports, range);
	if (r == 0 && ferror(file))
		r = -EIO;
	free(line);

	if (r < 0) {
		ioports_free(&ports);
		return r;
	}
	*ret_ports = ports;
	return 0;
}

void ioports_free(struct ioports *ports)
{
	free(ports->ranges);
	*ports = (struct ioports){ 0 };
}

static bool covers_one(const struct ioports *ports, uint32_t port)
{
	for (size_t i = 0; i < ports->count; i++)
		if (port >= ports->ranges[i].first && port <= ports->ranges[i].last)
			return true;
	return false;
}

bool ioports_covers(const struct ioports *ports, uint32_t port, uint32_t size)
{
	for (uint32_t i = 0; i < size; i++)
		if (!covers_one(ports, port + i))
			return false;
	return true;
}
