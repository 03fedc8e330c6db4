/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* A chip with registers behind an index port and a data port. */
#include "chips.h"

/* What a bus answers where nobody does. */
#define FLOATING 0xff

/* The second pair, which ITE's data sheets call depth 2 I/O, and its registers: an
 * address in the memory of the embedded controller, and the byte there. */
enum {
	MEMORY_INDEX = 0x2e,
	MEMORY_DATA = 0x2f,
	MEMORY_LOW = 0x10,
	MEMORY_HIGH = 0x11,
	MEMORY_BYTE = 0x12,
};

static bool is_key(const struct chip_registers *chip, uint8_t value)
{
	return chip->keyed < chip->key_length && chip->key[chip->keyed] == value;
}

/* Of a key that is broken off, the byte that broke it can be the first of the next. */
static void take_key(struct chip_registers *chip, uint8_t value)
{
	if (!is_key(chip, value))
		chip->keyed = 0;
	if (is_key(chip, value))
		chip->keyed++;
	if (chip->keyed == chip->key_length) {
		chip->keyed = 0;
		chip->is_open = true;
	}
}

static void write_index(struct chip_registers *chip, uint8_t value)
{
	if (!chip->is_open) {
		take_key(chip, value);
		return;
	}
	if (value == chip->exit_key) {
		chip->is_open = false;
		return;
	}
	chip->index = value;
	chip->has_index = true;
}

static uint8_t *selected(struct chip_registers *chip)
{
	bool is_banked = chip->bank_register != CHIP_NONE &&
			 chip->index != chip->bank_register &&
			 chip->index >= chip->first_banked;
	uint32_t bank =
		is_banked ? chip->registers[0][chip->bank_register] & chip->bank_mask : 0;

	return &chip->registers[bank % CHIP_BANKS][chip->index];
}

static void write_memory(struct chip_registers *chip, uint8_t value)
{
	switch (chip->memory_index) {
	case MEMORY_LOW:
		chip->memory_address = (chip->memory_address & 0xff00) | value;
		break;
	case MEMORY_HIGH:
		chip->memory_address = (chip->memory_address & 0xff) | (uint32_t)value
									       << 8;
		break;
	case MEMORY_BYTE:
		chip->memory[chip->memory_address] = value;
		break;
	}
}

static uint8_t read_memory(const struct chip_registers *chip)
{
	return chip->memory_index == MEMORY_BYTE ? chip->memory[chip->memory_address]
						 : FLOATING;
}

/* Whether the data port is at a register: and no longer, where the index is used up. */
static bool use_index(struct chip_registers *chip)
{
	bool has_index = chip->has_index;

	if (!chip->is_open)
		return false;
	if (!has_index)
		chip->mistakes++;
	if (chip->forgets_index)
		chip->has_index = false;
	return has_index;
}

static void write_data(struct chip_registers *chip, uint8_t value)
{
	if (!use_index(chip))
		return;
	*selected(chip) = value;
	if (chip->has_memory && chip->index == MEMORY_INDEX)
		chip->memory_index = value;
	if (chip->has_memory && chip->index == MEMORY_DATA)
		write_memory(chip, value);
	if (chip->index == chip->exit_register && value & chip->exit_bit)
		chip->is_open = false;
}

static uint8_t read_data(struct chip_registers *chip)
{
	if (!use_index(chip))
		return FLOATING;
	if (chip->has_memory && chip->index == MEMORY_DATA)
		return read_memory(chip);
	return *selected(chip);
}

bool chip_registers_write(struct chip_registers *chip, uint32_t port, uint8_t value)
{
	if (port == chip->index_port)
		write_index(chip, value);
	else if (port == chip->data_port)
		write_data(chip, value);
	else
		return false;
	return true;
}

bool chip_registers_read(struct chip_registers *chip, uint32_t port, uint8_t *ret_value)
{
	if (port == chip->index_port)
		*ret_value = chip->is_open ? (uint8_t)chip->index : FLOATING;
	else if (port == chip->data_port)
		*ret_value = read_data(chip);
	else
		return false;
	return true;
}
