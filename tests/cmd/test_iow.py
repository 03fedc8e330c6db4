# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""iow8, iow16, iow32: what they write and what they print."""

import resource
import signal

import simulated
from simulated import harness


class Write(simulated.SimulatedCase):
    def put(self, port, *values):
        self.ports[port:port + len(values)] = bytes(values)

    def test_the_low_byte_goes_to_the_lowest_port_and_the_count_is_printed(self):
        for command, value, values in (('iow8', '0x5a', [0x5a]),
                                       ('iow16', '0x1122', [0x22, 0x11]),
                                       ('iow32', '0x11223344', [0x44, 0x33, 0x22, 0x11])):
            with self.subTest(command=command):
                self.put(0x80, *values)
                self.check(command, '0x80', value, out=f'{len(values)}\n')

    def test_an_access_need_not_be_aligned(self):
        self.put(0x81, 4, 3, 2, 1)
        self.check('iow32', '0x81', '0x01020304', out='4\n')

    def test_all_bases_mean_the_same(self):
        for spelling in ('90', '0x5a', '0X5A', '0x0000005a', '0b1011010', '0B1011010',
                         '0o132', '0O132'):
            with self.subTest(spelling=spelling):
                self.put(90, 90)
                self.check('iow8', spelling, spelling, out='1\n')
                self.put(90, 0)
                self.check('iow8', '90', '0', out='1\n')

    def test_several_pairs_are_written_in_order(self):
        self.put(0x80, 3, 2)
        self.check('iow8', '0x80', '1', '0x81', '2', '0x80', '3', out='1\n1\n1\n')

    def test_a_mask_changes_only_its_bits(self):
        self.put(0x10, 0b11001010)
        self.device.write_bytes(self.ports)
        self.put(0x10, 0b11000101)
        self.check('iow8', '0x10', '0b11110101:0x0f', out='1\n')

    def test_a_mask_of_zero_changes_nothing(self):
        self.check('iow32', '0x10', '0xffffffff:0', out='0\n')
        self.check('iow32', '-v', '--verify', '0x10', '0xffffffff:0',
                   out='iow32 0x10 0xffffffff:0x00000000: 0\n')
        self.check('iow32', '-x', '0x10', '0xffffffff:0', out='4\n')

    def test_a_mask_spans_the_bytes_of_its_width(self):
        self.put(0x20, 0x11, 0x22, 0x33, 0x44)
        self.device.write_bytes(self.ports)
        self.put(0x20, 0xa1, 0x22, 0x33, 0x4b)
        self.check('iow32', '0x20', '0x0b0000a0:0x0f0000f0', out='2\n')

    def test_verbose_shows_which_bytes_were_left_alone(self):
        self.put(0x20, 0x11, 0x22, 0x33, 0x44)
        self.device.write_bytes(self.ports)
        self.put(0x20, 0xa1, 0x77, 0x33, 0x4b)
        self.check('iow32', '-v', '--verify', '0x20', '0x0b0077a0:0x0f00fff0',
                   out='iow32 0x20 0x0b0077a0:0x0f00fff0: 3, 0x44----11 -> 0x4b--77a1, '
                       'read back 0x4b--77a1\n')

    def test_masked_pairs_see_what_earlier_pairs_wrote(self):
        self.put(0x80, 0xf5)
        self.check('iow8', '0x80', '0xff', '0x80', '5:0x0f', out='1\n1\n')

    def test_quiet_prints_nothing(self):
        self.put(0x80, 1)
        for option in ('-q', '--quiet'):
            with self.subTest(option=option):
                self.check('iow8', option, '0x80', '1')

    def test_verbose_prints_each_operation_with_its_result(self):
        self.put(0x80, 0x44, 0x33, 0x22, 0x11)
        for option in ('-v', '--verbose'):
            with self.subTest(option=option):
                self.check('iow32', option, '128', '0x11223344',
                           out='iow32 0x80 0x11223344: 4\n')
                self.check('iow8', option, '0x80', '68', out='iow8 0x80 0x44: 1\n')

    def test_verbose_shows_what_a_mask_read_and_wrote(self):
        self.put(0x80, 0xfc)
        self.device.write_bytes(self.ports)
        self.put(0x80, 0xfd)
        self.check('iow8', '-v', '0x80', '1:3', out='iow8 0x80 0x01:0x03: 1, 0xfc -> 0xfd\n')

    def test_verify_reads_back_and_agrees(self):
        self.put(0x80, 1)
        self.check('iow8', '--verify', '0x80', '1', out='1\n')
        self.check('iow8', '--verify', '-v', '0x80', '1',
                   out='iow8 0x80 0x01: 1, read back 0x01\n')
        self.put(0x80, 3)
        self.check('iow8', '--verify', '-v', '0x80', '2:2',
                   out='iow8 0x80 0x02:0x02: 1, 0x01 -> 0x03, read back 0x03\n')

    def test_an_exact_write_changes_the_same_bytes(self):
        for option in ('-x', '--exact'):
            for command, value, values in (('iow8', '0x5a', [0x5a]),
                                           ('iow16', '0x1122', [0x22, 0x11]),
                                           ('iow32', '0x11223344', [0x44, 0x33, 0x22, 0x11])):
                with self.subTest(option=option, command=command):
                    self.put(0x80, *values)
                    self.check(command, option, '0x80', value, out=f'{len(values)}\n')

    def test_a_write_that_could_reset_the_machine_is_refused(self):
        trap = ('in {} single bytes, a write to 0xcf8-0xcfb can get to the reset register '
                '0xcf9; use ')
        for command, address, value, remedy in (
                ('iow32', '0xcf8', '0x80000600', '-x'),
                ('iow16', '0xcf8', '1:3', 'iow8 for single ports'),
                ('iow16', '0xcfa', '0', 'iow8 for single ports'),
                ('iow16', '0xcf9', '6', 'iow8 for single ports'),
                ('iow16', '0xcf7', '6', 'iow8 for single ports'),
                ('iow32', '0xcf5', '0', 'iow8 for single ports'),
                ('iow32', '0xcfb', '0', 'iow8 for single ports')):
            with self.subTest(command=command, address=address):
                self.check(command, '0x80', '1', address, value, status=78,
                           err=f'{command}: {address}: {trap.format(int(command[3:]) // 8)}'
                               f'{remedy}\n')

    def test_a_forced_write_is_not_refused(self):
        self.put(0xcf8, 0, 6, 0, 0x80)
        for option in ('-f', '--force'):
            with self.subTest(option=option):
                self.check('iow32', option, '0xcf8', '0x80000600', out='4\n')

    def test_writes_beside_the_reset_register_are_not_refused(self):
        self.put(0xcf4, 1, 2, 3, 4)
        self.check('iow32', '0xcf4', '0x04030201', out='4\n')
        self.put(0xcfc, 1, 2, 3, 4)
        self.check('iow32', '0xcfc', '0x04030201', out='4\n')
        self.put(0xcf9, 6)
        self.check('iow8', '0xcf9', '6', out='1\n')

    def test_options_may_stand_anywhere(self):
        self.put(0x80, 1)
        self.check('iow8', '0x80', '-q', '1')
        self.check('iow8', '0x80', '1', '-q', env={'POSIXLY_CORRECT': '1'})

    def test_two_dashes_end_the_options(self):
        self.put(0x80, 1)
        self.check('iow8', '-q', '--', '0x80', '1')

    def test_a_write_cut_short_prints_the_true_count_and_ends_the_run(self):
        self.put(0xf0, 1)
        self.put(0xfe, 0x44, 0x33)
        self.check('iow32', '0xf0', '0xf3f2f101', '0xfe', '0x11223344', '0x10', '1',
                   status=74, out='4\n2\n', preexec_fn=limit_file_size(0x100),
                   err='iow32: 0xfe: wrote 2 of 4 bytes: Input/output error; '
                       '1 of 3 operations done\n')

    def test_a_write_that_fails_prints_zero_and_ends_the_run(self):
        self.check('iow8', '0x100', '1', '0x10', '1', status=74, out='0\n',
                   preexec_fn=limit_file_size(0x100),
                   err='iow8: 0x100: wrote 0 of 1 bytes: File too large; '
                       '0 of 2 operations done\n')


def limit_file_size(size):
    """For a child process: let writes of a file past size fail, as hardware might."""
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return limit


if __name__ == '__main__':
    harness.main()
