/* Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later */
/* The reads that are known to change a device, and what can be read between them. */
#include "actions/side_effects.h"

#include "test.h"

#include <string.h>

#define LAST_PORT 0xffff

/* Ports, of which some have a side effect. */
static void assert_ports(uint32_t first, uint32_t last, const char *what)
{
	const struct side_effect *row = side_effect_of_ports(first, last);

	if (!row != !what || (what && strcmp(row->what, what) != 0))
		fail_msg("0x%x-0x%x: %s", first, last, row ? row->what : "nothing");
}

static void a_read_that_changes_a_device_is_known(void **state)
{
	static const struct {
		uint32_t port;
		const char *what;
	} rows[] = {
		{ 0x60, "takes a byte from the keyboard or mouse" },
		{ 0x62, "takes a byte from the embedded controller" },
		{ 0x08, "clears the DMA controller's terminal count flags" },
		{ 0xcc,
		  "gives one half of an address or count, and the other one next time" },
		{ 0x42,
		  "gives one half of a timer's count, and the other one next time" },
		{ 0x71, "clears the clock's interrupt flags, if register C is selected" },
		{ 0x73, "clears the clock's interrupt flags, if register C is selected" },
		{ 0x1f7, "clears an IDE drive's interrupt" },
		{ 0x170, "takes data from an IDE drive" },
		{ 0x37c, "makes a bus cycle on a parallel port's cable (EPP)" },
		{ 0x3da, "resets the flip-flop of VGA's attribute controller" },
		{ 0x3f5, "takes a byte from the floppy disk controller" },
		{ 0x443, "starts a single-board computer's watchdog, which resets it" },
		{ 0xca2, "takes a byte from the management controller (IPMI KCS)" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_ports(rows[i].port, rows[i].port, rows[i].what);
}

static void each_serial_port_has_the_same_four(void **state)
{
	static const uint32_t bases[] = { 0x3f8, 0x2f8, 0x3e8, 0x2e8 };
	static const char *const what[8] = {
		[0] = "takes a byte from a serial port",
		[2] = "clears a serial port's transmit interrupt",
		[5] = "clears a serial port's error and modem status flags",
		[6] = "clears a serial port's error and modem status flags",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(bases); i++)
		for (uint32_t n = 0; n < COUNT(what); n++)
			assert_ports(bases[i] + n, bases[i] + n, what[n]);
}

/* What people look at, and what a driver reads as often as it likes. */
static void a_status_or_an_index_that_stays_is_none(void **state)
{
	static const uint32_t rows[] = { 0x09,	0x20,  0x21,  0x2e,  0x2f,     0x4e,
					 0x4f,	0x61,  0x64,  0x66,  0x70,     0x72,
					 0x74,	0x80,  0xa0,  0x1f6, 0x295,    0x296,
					 0x378, 0x3c6, 0x3cc, 0x3f4, 0x3f6,    0x3f9,
					 0x3ff, 0xca3, 0xcf8, 0xcfc, LAST_PORT };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_ports(rows[i], rows[i], NULL);
}

static void a_wider_read_has_what_any_of_its_ports_has(void **state)
{
	(void)state;
	assert_ports(0x5c, 0x5f, NULL);
	assert_ports(0x5d, 0x60, "takes a byte from the keyboard or mouse");
	assert_ports(0x60, 0x63, "takes a byte from the keyboard or mouse");
	assert_ports(0x61, 0x64, "takes a byte from the embedded controller");
	assert_ports(0x63, 0x66, NULL);
	assert_ports(0xfffc, LAST_PORT, NULL);
}

static void a_register_is_known_by_its_index_port(void **state)
{
	static const char clock[] = "clears the clock's interrupt flags";
	static const char monitor[] = "clears alarms of the hardware monitor";
	static const struct {
		uint16_t index;
		uint32_t first, last;
		const char *what;
	} rows[] = {
		{ 0x70, 0x0c, 0x0c, clock },	{ 0x70, 0x8c, 0x8c, clock },
		{ 0x70, 0x0b, 0x0b, NULL },	{ 0x70, 0x0d, 0x0d, NULL },
		{ 0x70, 0x08, 0x0b, NULL },	{ 0x70, 0x0c, 0x0f, clock },
		{ 0x72, 0x0c, 0x0c, clock },	{ 0x72, 0x8c, 0x8c, clock },
		{ 0x74, 0x0c, 0x0c, NULL },	{ 0x2e, 0x0c, 0x0c, NULL },
		{ 0x295, 0x40, 0x40, NULL },	{ 0x295, 0x41, 0x41, monitor },
		{ 0x295, 0x42, 0x42, monitor }, { 0x295, 0x43, 0x43, NULL },
		{ 0x70, 0x10c, 0x10c, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct side_effect *row = side_effect_of_registers(rows[i].index,
									 rows[i].first,
									 rows[i].last);

		if (!row != !rows[i].what ||
		    (row && strcmp(row->what, rows[i].what) != 0))
			fail_msg("0x%x, 0x%x: %s", rows[i].index, rows[i].first,
				 row ? row->what : "nothing");
	}
}

/* They are what a search from the first one on, and stepping over, rely on. */
static void the_rows_are_in_order_and_have_a_source(void **state)
{
	uint32_t next = 0, n = 0;

	(void)state;
	for (const struct side_effect *row; (row = side_effects_get(n)); n++) {
		if (row->first < next || row->last < row->first || row->last > LAST_PORT)
			fail_msg("0x%x-0x%x", row->first, row->last);
		assert_true(*row->what && *row->source);
		next = row->last + 1;
	}
	assert_int_equal(n, 45);
}

static void the_stretches_between_them_are_what_is_left(void **state)
{
	static const struct {
		uint32_t first, last;
	} stretches[] = {
		{ 0x61, 0x61 }, { 0x63, 0x70 }, { 0x72, 0x72 }, { 0x74, 0x7f }
	};
	uint32_t from = 0x60, first, last;

	(void)state;
	for (size_t i = 0; i < COUNT(stretches); i++) {
		assert_true(side_effects_step_over(from, 0x7f, &first, &last));
		assert_int_equal(first, stretches[i].first);
		assert_int_equal(last, stretches[i].last);
		from = last + 1;
	}
	assert_false(side_effects_step_over(from, 0x7f, &first, &last));
	assert_int_equal(first, 0x74);
}

static void a_block_of_nothing_else_has_no_stretch(void **state)
{
	uint32_t first = 1, last = 1;

	(void)state;
	assert_false(side_effects_step_over(0x00, 0x08, &first, &last));
	assert_false(side_effects_step_over(0x40, 0x43, &first, &last));
	assert_false(side_effects_step_over(0x27c, 0x27d, &first, &last));
	assert_int_equal(first, 1);
	assert_int_equal(last, 1);
}

static void the_whole_space_is_each_port_that_has_none(void **state)
{
	static uint8_t is_read[LAST_PORT + 1];
	uint32_t from = 0, first, last;

	(void)state;
	while (side_effects_step_over(from, LAST_PORT, &first, &last)) {
		assert_in_range(first, from, last);
		memset(is_read + first, 1, last - first + 1);
		from = last + 1;
	}
	for (uint32_t port = 0; port <= LAST_PORT; port++)
		if (is_read[port] != !side_effect_of_ports(port, port))
			fail_msg("0x%x", port);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_read_that_changes_a_device_is_known),
		cmocka_unit_test(each_serial_port_has_the_same_four),
		cmocka_unit_test(a_status_or_an_index_that_stays_is_none),
		cmocka_unit_test(a_wider_read_has_what_any_of_its_ports_has),
		cmocka_unit_test(a_register_is_known_by_its_index_port),
		cmocka_unit_test(the_rows_are_in_order_and_have_a_source),
		cmocka_unit_test(the_stretches_between_them_are_what_is_left),
		cmocka_unit_test(a_block_of_nothing_else_has_no_stretch),
		cmocka_unit_test(the_whole_space_is_each_port_that_has_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
