# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""The low byte belongs to the lowest port on a big-endian machine too: s390x, emulated."""

import shutil

import simulated
from simulated import harness


class BigEndian(simulated.SimulatedCase):
    commands = harness.SOURCE / '.build/s390x/build/cmd'
    wrapper = ['qemu-s390x-static']

    def setUp(self):
        super().setUp()
        if not shutil.which(self.wrapper[0]):
            harness.skip(f'{self.wrapper[0]} is not installed')
        if not self.commands.exists():
            harness.skip(f'there is no {self.commands}: tests/all makes it')

    def test_a_write_puts_the_low_byte_on_the_lowest_port(self):
        for command, value, values in (('iow8', '0x5a', b'\x5a'), ('iow16', '0x1122', b'\x22\x11'),
                                       ('iow32', '0x11223344', b'\x44\x33\x22\x11')):
            for option in ('-q', '-qx'):
                with self.subTest(command=command, option=option):
                    self.ports[0x80:0x80 + len(values)] = values
                    self.check(command, option, '0x80', value)

    def test_a_read_takes_the_low_byte_from_the_lowest_port(self):
        self.check('ior8', '4', out='0x04\n')
        self.check('ior16', '4', out='0x0504\n')
        self.check('ior32', '4', out='0x07060504\n')

    def test_a_mask_spans_the_bytes_in_the_same_order(self):
        self.ports[0x80:0x84] = b'\x80\x81\x22\x83'
        self.check('iow32', '-v', '0x80', '0x00220000:0x00f00000',
                   out='iow32 0x80 0x00220000:0x00f00000: 1, 0x--82---- -> 0x--22----\n')


if __name__ == '__main__':
    harness.main()
