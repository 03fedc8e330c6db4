# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""-n prints the bus cycles of each operation, and does none of them."""

import os

import simulated
from simulated import harness


class DryRun(simulated.SimulatedCase):
    def test_a_write_is_a_cycle_for_each_byte_lowest_port_first(self):
        for option in ('-n', '--dry-run'):
            with self.subTest(option=option):
                self.check('iow32', option, '0xe0', '0x11223344', out='''\
iow32 0xe0 0x11223344: simulated
    write 0x44 to 0xe0, 8 bits
    write 0x33 to 0xe1, 8 bits
    write 0x22 to 0xe2, 8 bits
    write 0x11 to 0xe3, 8 bits
''')

    def test_an_exact_access_is_one_cycle(self):
        self.check('iow32', '-n', '-x', '0xe0', '0x11223344', '0xe4', '5', out='''\
iow32 0xe0 0x11223344: simulated
    write 0x11223344 to 0xe0, 32 bits
iow32 0xe4 0x00000005: simulated
    write 0x00000005 to 0xe4, 32 bits
''')

    def test_a_read_shows_no_value(self):
        self.check('ior16', '-n', '0xe0', '0xe2', out='''\
ior16 0xe0: simulated
    read from 0xe0, 8 bits
    read from 0xe1, 8 bits
ior16 0xe2: simulated
    read from 0xe2, 8 bits
    read from 0xe3, 8 bits
''')

    def test_a_mask_is_read_first_and_shown_where_it_leaves_bits_alone(self):
        self.check('iow16', '-n', '0xe0', '0x1122:0xff03', out='''\
iow16 0xe0 0x1122:0xff03: simulated
    read from 0xe0, 8 bits
    write 0x02:0x03 to 0xe0, 8 bits
    write 0x11 to 0xe1, 8 bits
''')

    def test_a_byte_without_a_mask_is_left_alone_unless_the_access_is_exact(self):
        self.check('iow32', '-n', '--verify', '0xe0', '0x11223344:0x00f000ff', out='''\
iow32 0xe0 0x11223344:0x00f000ff: simulated
    read from 0xe2, 8 bits
    write 0x44 to 0xe0, 8 bits
    write 0x20:0xf0 to 0xe2, 8 bits
    read from 0xe0, 8 bits
    read from 0xe2, 8 bits
''')
        self.check('iow32', '-n', '-x', '0xe0', '0x11223344:0x00f000ff', out='''\
iow32 0xe0 0x11223344:0x00f000ff: simulated
    read from 0xe0, 32 bits
    write 0x00200044:0x00f000ff to 0xe0, 32 bits
''')

    def test_verify_is_read_last(self):
        self.check('iow8', '-n', '--verify', '0xe0', '1', out='''\
iow8 0xe0 0x01: simulated
    write 0x01 to 0xe0, 8 bits
    read from 0xe0, 8 bits
''')

    def test_the_checks_end_it_as_they_end_a_run(self):
        self.check('iow8', '-n', '0x80', '0x1ff', status=64,
                   err="iow8: '0x1ff': too large; expected a value, 0 to 0xff "
                       '(decimal, 0x, 0b or 0o)\n')
        self.check('iow16', '-n', '0x80', '1', '0xcf9', '6', status=78,
                   err='iow16: 0xcf9: in 2 single bytes, a write to 0xcf8-0xcfb can get to the '
                       'reset register 0xcf9; use iow8 for single ports\n')

    def test_a_device_that_could_not_be_opened_is_refused(self):
        for device, err in (('missing', "there is no such file; make a simulated I/O space with "
                                        "'truncate -s 64K FILE'"),
                            ('.', 'it is a directory, neither character device 1:4 nor a file of '
                                  '65536 bytes; name the port device, or a file of exactly that '
                                  'size')):
            with self.subTest(device=device):
                result = self.run_command('iow8', '-n', '-d', device, '0xe0', '1')
                self.assertEqual((result.returncode, result.stdout, result.stderr.decode()),
                                 (69, b'', f"iow8: '{device}': {err}\n"))

    def test_it_needs_neither_permission_nor_the_lock(self):
        self.device.chmod(0)
        user = {'user': 65534} if os.geteuid() == 0 else {}
        self.directory.chmod(0o755)
        result = self.run_command('iow8', '-n', '-d', self.device, '0xe0', '1', **user)
        self.assertEqual((result.returncode, result.stdout, result.stderr),
                         (0, b'iow8 0xe0 0x01: simulated\n'
                             b'    write 0x01 to 0xe0, 8 bits\n', b''))

    def test_a_device_that_is_missing_is_no_line_s_fault(self):
        (self.directory / 'test.ioseq').write_text('sleep 1ms\nior8 0x80\n')
        for option in ([], ['-n']):
            result = self.run_command('ioseq', *option, '-d', 'missing', 'test.ioseq')
            self.assertEqual((result.returncode, result.stdout, result.stderr.decode()),
                             (69, b'', "ioseq: 'missing': there is no such file; make a "
                                       "simulated I/O space with 'truncate -s 64K FILE'\n"))

    def test_a_lost_plan_of_a_file_is_no_line_s_fault(self):
        (self.directory / 'test.ioseq').write_text('ior8 0x80\n')
        with open('/dev/full', 'w') as full:
            self.check('ioseq', '-n', 'test.ioseq', status=74, stdout=full,
                       err='ioseq: standard output: No space left on device\n')

    def test_a_lost_plan_is_an_error(self):
        with open('/dev/full', 'w') as full:
            self.check('iow8', '-n', '0x80', '1', status=74, stdout=full,
                       err='iow8: standard output: No space left on device\n')

    def test_a_simulated_device_has_no_drivers(self):
        self.ports[0x70] = 1
        self.check('iow8', '--exclusive', '0x70', '1', out='1\n')
        self.check('iow8', '-n', '--exclusive', '0x70', '1',
                   out='iow8 0x70 0x01: simulated\n    write 0x01 to 0x70, 8 bits\n')


if __name__ == '__main__':
    harness.main()
