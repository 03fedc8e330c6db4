# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""ior8, ior16, ior32: what they read and how they print it."""

import simulated
from simulated import harness


class Read(simulated.SimulatedCase):
    def test_the_value_is_printed_with_all_digits_of_its_width(self):
        self.ports[0x80:0x84] = b'\x04\x03\x00\x00'
        self.device.write_bytes(self.ports)
        self.check('ior8', '0x80', out='0x04\n')
        self.check('ior16', '0x80', out='0x0304\n')
        self.check('ior32', '0x80', out='0x00000304\n')

    def test_each_address_gives_a_line_in_order(self):
        self.check('ior8', '2', '1', '2', out='0x02\n0x01\n0x02\n')

    def test_verbose_prints_each_operation_with_its_result(self):
        self.check('ior16', '-v', '1', '0x2', out='ior16 0x1: 0x0201\nior16 0x2: 0x0302\n')

    def test_quiet_prints_nothing(self):
        self.check('ior8', '-q', '1')

    def test_an_exact_read_shows_the_same(self):
        self.check('ior32', '-x', '4', out='0x07060504\n')
        self.check('ior8', '--exact', '5', out='0x05\n')

    def test_a_read_of_the_reset_register_s_neighbours_is_not_refused(self):
        self.check('ior32', '0xcf8', out='0x%02x%02x%02x%02x\n' % tuple(
            n % 251 for n in range(0xcfb, 0xcf7, -1)))

    def test_a_device_that_may_only_be_read_is_enough(self):
        self.device.chmod(0o400)
        self.check('ior8', '1', out='0x01\n')


if __name__ == '__main__':
    harness.main()
