/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * An ACPI embedded controller: a byte that is written stays in its input buffer until it
 * takes it, and an answer in its output buffer until it is read. It does both when
 * somebody has looked at its status often enough, so that a test is not a matter of time.
 */
#include "chips.h"

enum {
	OUTPUT_FULL = 0x01,
	INPUT_FULL = 0x02,
	IS_COMMAND = 0x08,
};

enum {
	READ_REGISTER = 0x80,
	WRITE_REGISTER = 0x81,
};

static void take_command(struct chip_ec *chip)
{
	bool is_known = chip->input == READ_REGISTER || chip->input == WRITE_REGISTER;

	chip->command = is_known ? chip->input : 0;
	chip->has_address = false;
}

static void take_data(struct chip_ec *chip)
{
	if (!chip->command) {
		chip->mistakes++;
		return;
	}
	if (chip->command == READ_REGISTER) {
		chip->answer = chip->registers[chip->input];
		chip->has_answer = !chip->never_answers;
		chip->waits = chip->late;
		chip->command = 0;
		return;
	}
	if (!chip->has_address) {
		chip->address = chip->input;
		chip->has_address = true;
		return;
	}
	chip->registers[chip->address] = (uint8_t)chip->input;
	chip->command = 0;
}

/* What it gets done between two accesses. An answer waits for the one before to be read.
 */
static void work(struct chip_ec *chip)
{
	if (chip->waits > 0) {
		chip->waits--;
		return;
	}
	if (chip->has_input && chip->bytes != chip->never_takes) {
		chip->has_input = false;
		if (chip->is_command)
			take_command(chip);
		else
			take_data(chip);
	}
	if (chip->waits == 0 && chip->has_answer && !chip->has_output) {
		chip->has_answer = false;
		chip->has_output = true;
		chip->output = chip->answer;
	}
}

static uint8_t status(struct chip_ec *chip)
{
	work(chip);
	return (uint8_t)((chip->has_output ? OUTPUT_FULL : 0) |
			 (chip->has_input ? INPUT_FULL : 0) |
			 (chip->is_command ? IS_COMMAND : 0));
}

static void write_byte(struct chip_ec *chip, bool is_command, uint8_t value)
{
	if (chip->has_input)
		chip->mistakes++;
	chip->is_command = is_command;
	chip->has_input = true;
	chip->input = value;
	chip->waits = chip->late;
	chip->bytes++;
}

bool chip_ec_write(struct chip_ec *chip, uint32_t port, uint8_t value)
{
	if (port != chip->command_port && port != chip->data_port)
		return false;
	write_byte(chip, port == chip->command_port, value);
	return true;
}

bool chip_ec_read(struct chip_ec *chip, uint32_t port, uint8_t *ret_value)
{
	if (port == chip->command_port) {
		*ret_value = status(chip);
	} else if (port == chip->data_port) {
		*ret_value = (uint8_t)chip->output;
		chip->has_output = false;
	} else {
		/* Its accesses are of one port. */
		if (port == chip->command_port + 1)
			chip->mistakes++;
		return false;
	}
	return true;
}
