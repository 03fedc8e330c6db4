/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The bus cycles of an operation, printed in place of made. */
#include "run/cycles.h"

#include <stdio.h>

/* The cycles of an access: how many, and how many bits each. */
static uint32_t count_of(const struct access *access)
{
	return access->flags & IOSPACE_EXACT ? 1 : access->size;
}

static uint32_t bits_of(const struct access *access)
{
	return access->flags & IOSPACE_EXACT ? 8 * access->size : 8;
}

/* The part of a value that the nth cycle moves. */
static uint32_t part_of(const struct access *access, uint32_t value, uint32_t n)
{
	uint32_t bits = bits_of(access);

	return value >> bits * n & UINT32_MAX >> (32 - bits);
}

static void print_read(const struct access *access, uint32_t bytes)
{
	for (uint32_t i = 0; i < count_of(access); i++)
		if (part_of(access, bytes, i))
			printf("    read from 0x%x, %u bits\n", access->address + i,
			       bits_of(access));
}

/* Where the mask leaves bits alone, what is written depends on what was read. */
static void print_write(const struct access *access, uint32_t bytes, uint32_t value,
			uint32_t mask)
{
	int digits = (int)bits_of(access) / 4;

	for (uint32_t i = 0; i < count_of(access); i++) {
		uint32_t part = part_of(access, mask, i);

		if (!part_of(access, bytes, i))
			continue;
		printf("    write 0x%0*x", digits, part_of(access, value, i) & part);
		if (part != part_of(access, UINT32_MAX, i))
			printf(":0x%0*x", digits, part);
		printf(" to 0x%x, %u bits\n", access->address + i, bits_of(access));
	}
}

static void print_whole(const struct access *access, uint32_t value)
{
	print_write(access, UINT32_MAX, value, UINT32_MAX);
}

/* ACPI specification, 12.2 and 12.3. The library waits between the bytes. */
enum ec {
	EC_READ = 0x80,
	EC_WRITE = 0x81,
	EC_FULL_OUTPUT = 0x01,
	EC_FULL_INPUT = 0x02,
};

static void print_wait(const struct access *command, uint32_t value, uint32_t mask)
{
	print_read(command, UINT32_MAX);
	printf("    ... until it is 0x%02x:0x%02x\n", value, mask);
}

static void print_send(const struct access *command, const struct access *to,
		       uint32_t value)
{
	print_wait(command, 0, EC_FULL_INPUT);
	print_whole(to, value);
}

static void print_ec(const struct operation *operation, const struct access ports[2],
		     enum ec order)
{
	print_send(&ports[0], &ports[0], order);
	print_send(&ports[0], &ports[1], operation->address);
}

void cycles_read(const struct operation *operation, const struct space *space,
		 uint32_t bytes)
{
	struct access accesses[MANY_ACCESSES];

	space_accesses(space, operation, accesses);
	if (!bytes)
		return;
	switch (space->kind) {
	case SPACE_INDEXED:
		print_whole(&accesses[0], operation->address);
		print_read(&accesses[1], UINT32_MAX);
		break;
	case SPACE_EC:
		print_ec(operation, accesses, EC_READ);
		print_wait(&accesses[0], EC_FULL_OUTPUT, EC_FULL_OUTPUT);
		print_read(&accesses[1], UINT32_MAX);
		break;
	case SPACE_PORTS:
	default:
		print_read(&accesses[0], bytes);
	}
}

static void print_data(const struct operation *operation, const struct access *data)
{
	if (!operation->bank || !operation->finally) {
		print_write(data, bytes_written(operation), operation->value,
			    operation->mask);
		return;
	}
	for (uint32_t i = 0; i < count_of(data); i++)
		printf("    write what was read to 0x%x, %u bits\n", data->address + i,
		       bits_of(data));
}

void cycles_write(const struct operation *operation, const struct space *space)
{
	struct access accesses[MANY_ACCESSES];

	space_accesses(space, operation, accesses);
	switch (space->kind) {
	case SPACE_INDEXED:
		print_whole(&accesses[0], operation->address);
		print_data(operation, &accesses[1]);
		break;
	case SPACE_EC:
		print_ec(operation, accesses, EC_WRITE);
		print_wait(&accesses[0], 0, EC_FULL_INPUT);
		print_data(operation, &accesses[1]);
		print_wait(&accesses[0], 0, EC_FULL_INPUT);
		break;
	case SPACE_PORTS:
	default:
		print_data(operation, &accesses[0]);
	}
}
