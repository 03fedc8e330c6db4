/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Chips that answer as real ones do, behind the ports of a simulated device. All that
 * they are and remember is in one file, which chips.py lays out alike: so they outlive a
 * command, and a test can look into them.
 */
#ifndef CHIPS_H
#define CHIPS_H

#include <stdbool.h>
#include <stdint.h>

#define CHIP_BANKS 32

/* No byte is this: what a chip does not have. */
#define CHIP_NONE 0x100

/*
 * Registers behind an index port and a data port: a Super-I/O, which is closed until its
 * key comes, a hardware monitor, or a CMOS.
 */
struct chip_registers {
	uint32_t index_port;
	uint32_t data_port;

	uint8_t key[4];
	uint32_t key_length;
	/* Either closes it: a byte for the index port, or a register with a bit set in
	 * it. */
	uint32_t exit_key;
	uint32_t exit_register;
	uint32_t exit_bit;

	/* Which selects the bank that registers from first_banked on are of. */
	uint32_t bank_register;
	uint32_t bank_mask;
	uint32_t first_banked;

	/* Each access to the data port uses the index up: MC146818 in a PC's chip set. */
	uint32_t forgets_index;
	/* Registers 0x2e and 0x2f are a second such pair, to the controller's memory. */
	uint32_t has_memory;

	uint32_t keyed;
	uint32_t is_open;
	uint32_t has_index;
	uint32_t index;
	uint32_t memory_index;
	uint32_t memory_address;
	/* How often the data port was used without an index of its own. */
	uint32_t mistakes;
	uint8_t registers[CHIP_BANKS][256];
	uint8_t memory[65536];
};

/*
 * An embedded controller behind its command and its data port: Advanced Configuration and
 * Power Interface Specification 6.5, chapter 12.
 */
struct chip_ec {
	uint32_t command_port;
	uint32_t data_port;

	/* For how many reads of its status a byte that came, or an answer, takes its
	 * time. */
	uint32_t late;
	/* The byte that it never takes, counted from 1. */
	uint32_t never_takes;
	uint32_t never_answers;

	uint32_t has_input;
	uint32_t is_command;
	uint32_t input;
	uint32_t has_output;
	uint32_t output;
	uint32_t has_answer;
	uint32_t answer;
	uint32_t waits;
	uint32_t bytes;
	/* The command in work, 0 if none is; and its register, once that has come. */
	uint32_t command;
	uint32_t has_address;
	uint32_t address;
	/* How often a byte came before that before it was taken, or data without a
	 * command. */
	uint32_t mistakes;
	uint8_t registers[256];
};

/* The byte at its ports. Returns whether it has that port. */
bool chip_registers_write(struct chip_registers *chip, uint32_t port, uint8_t value);
bool chip_registers_read(struct chip_registers *chip, uint32_t port, uint8_t *ret_value);

bool chip_ec_write(struct chip_ec *chip, uint32_t port, uint8_t value);
bool chip_ec_read(struct chip_ec *chip, uint32_t port, uint8_t *ret_value);

#endif
