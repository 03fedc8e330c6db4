# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""iodump8, iodump16, iodump32: what they read, and what they print of it."""

import json
import os
import pty

import simulated
from simulated import harness

HEADING = '         0  1  2  3  4  5  6  7   8  9  a  b  c  d  e  f  0123456789abcdef\n'

# Of the ports below 0x100, those of which a read is known to change something.
CHANGED = [*range(9), *range(0x10, 0x19), 0x40, 0x41, 0x42, 0x43, 0x45, 0x50, 0x51, 0x52, 0x60, 0x62,
           0x71, 0x73, *range(0xc0, 0xd2)]


class Dump(simulated.SimulatedCase):
    def test_a_grid_has_16_bytes_in_a_row(self):
        self.check('iodump8', '0x20-0x3f', out=HEADING + '''\
0x0020  20 21 22 23 24 25 26 27  28 29 2a 2b 2c 2d 2e 2f   !"#$%&'()*+,-./
0x0030  30 31 32 33 34 35 36 37  38 39 3a 3b 3c 3d 3e 3f  0123456789:;<=>?
''')

    def test_what_is_not_asked_for_is_blank(self):
        self.check('iodump8', '0x2e-0x31', out=HEADING + '''\
0x0020                                             2e 2f                ./
0x0030  30 31                                             01
''')
        self.check('iodump8', '0x33', out=HEADING + '0x0030           33' + 42 * ' ' + '3\n')

    def test_zeros_are_faint_on_a_terminal(self):
        rest = ' 31 32 33 34 35 36 37  38 39 3a 3b 3c 3d 3e 3f  .123456789:;<=>?\n'
        with open(self.device, 'r+b') as device:
            device.seek(0x30)
            device.write(b'\0')
        for environment, zero in (({}, '\033[2m00\033[0m'), ({'NO_COLOR': '1'}, '00'),
                                  ({'TERM': 'dumb'}, '00')):
            with self.subTest(environment=environment):
                self.assertEqual(self.on_a_terminal('iodump8', '-d', 'ports.img', '0x30-0x3f',
                                                    **environment),
                                 f'{HEADING}0x0030  {zero}{rest}')

    def test_values_of_several_bytes_are_numbers(self):
        self.check('iodump16', '0x20+16', out='''\
           0    2    4    6     8    a    c    e  0123456789abcdef
0x0020  2120 2322 2524 2726  2928 2b2a 2d2c 2f2e   !"#$%&'()*+,-./
''')
        self.check('iodump32', '0x24-0x2b', out='''\
               0        4         8        c  0123456789abcdef
0x0020           27262524  2b2a2928               $%&'()*+
''')

    def test_what_a_read_changes_is_not_read(self):
        image = self.run_command('iodump8', '-d', 'ports.img', '--raw', '0-0xff').stdout
        self.assertEqual([port for port in range(256) if image[port] != self.ports[port]], CHANGED)
        self.assertEqual({image[port] for port in CHANGED}, {0xff})
        self.check('iodump8', '0x60-0x63', out=HEADING + '0x0060  -- 61 -- 63'
                   + 40 * ' ' + 'a c\n')
        self.check('iodump16', '0x60+4', out='''\
           0    2    4    6     8    a    c    e  0123456789abcdef
0x0060  ---- ----
''')

    def test_all_is_read_if_that_is_asked_for(self):
        result = self.run_command('iodump8', '-d', 'ports.img', '--raw', '--all', '0-0xffff')
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, self.ports, b''))

    def test_raw_bytes_are_a_device(self):
        (self.directory / 'copy.img').write_bytes(
            self.run_command('iodump16', '-d', 'ports.img', '--raw', '0-0xffff').stdout)
        result = self.run_command('ior8', '-d', 'copy.img', '0x21', '0x60')
        self.assertEqual((result.returncode, result.stdout), (0, b'0x21\n0xff\n'))

    def test_raw_bytes_are_for_no_terminal(self):
        wrong = ('iodump8: --raw: bytes alone, not for a terminal, nor with --json or -v; send '
                 'them to a file\n')
        self.check('iodump8', '--raw', '-v', '1', status=64, err=wrong)
        self.check('iodump8', '--raw', '--json', '1', status=64, err=wrong)
        try:
            terminal, end = pty.openpty()
        except OSError:
            harness.skip('there are no pseudo-terminals')
        result = self.run_command('iodump8', '-d', 'ports.img', '--raw', '1', stdout=end)
        os.close(terminal)
        os.close(end)
        self.assertEqual((result.returncode, result.stderr.decode()), (64, wrong))

    def test_an_object_has_all_values(self):
        result = self.run_command('iodump16', '-d', 'ports.img', '--json', '0x20+4', '0x5e-0x63')
        self.assertEqual([json.loads(line) for line in result.stdout.splitlines()],
                         [{'command': 'iodump16', 'address': 0x20, 'values': [0x2120, 0x2322]},
                          {'command': 'iodump16', 'address': 0x5e, 'values': [0x5f5e, None, None]}])

    def test_several_ranges_are_several_grids(self):
        self.check('iodump8', '0x33', '0x34', out=HEADING + '0x0030           33' + 42 * ' ' + '3\n'
                   + HEADING + '0x0030              34' + 40 * ' ' + '4\n')

    def test_verbose_and_quiet(self):
        self.check('iodump8', '-v', '0x33-0x33', out='iodump8 0x33:\n' + HEADING
                   + '0x0030           33' + 42 * ' ' + '3\n')
        self.check('iodump8', '-q', '0-0xffff')

    def test_a_dry_run_shows_each_cycle(self):
        self.check('iodump16', '-n', '0x5c-0x61', out='''\
iodump16 0x5c-0x61: simulated
    read from 0x5c, 8 bits
    read from 0x5d, 8 bits
    read from 0x5e, 8 bits
    read from 0x5f, 8 bits
''')
        self.check('iodump16', '-nx', '--all', '0x60', out='''\
iodump16 0x60: simulated
    read from 0x60, 16 bits
''')

    def test_it_is_a_command_of_a_file(self):
        (self.directory / 'x.ioseq').write_text('iow8 0x30=0x41\niodump8 0x30\nior8 0x30\n')
        self.ports[0x30] = 0x41
        self.check('ioseq', 'x.ioseq', out=HEADING + '0x0030  41' + 48 * ' ' + 'A\n0x41\n')

    def test_in_a_file_a_read_can_stand_before_it(self):
        for option in ('', '-x '):
            with self.subTest(option=option):
                (self.directory / 'x.ioseq').write_text(
                    f'ior8 {option}0x30\niodump8 {option}0x33\n')
                self.check('ioseq', 'x.ioseq', out='0x30\n' + HEADING
                           + '0x0030           33' + 42 * ' ' + '3\n')

    def test_wrong_words_are_refused(self):
        for command, word, wrong in (
                ('iodump16', '0x61', 'not aligned; expected a multiple of 2'),
                ('iodump32', '0x62-0x65', 'not aligned; expected a multiple of 4'),
                ('iodump8', '0x61-0x60', 'the last address is below the first'),
                ('iodump16', '0x60-0x60', 'not a multiple of the width')):
            with self.subTest(command=command, word=word):
                self.check(command, word, status=64, err=f"{command}: '{word}': {wrong}\n")


if __name__ == '__main__':
    harness.main()
