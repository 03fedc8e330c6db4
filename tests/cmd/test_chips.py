# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""The simulated chips themselves, by commands that know nothing of registers."""

import signal

import chips
from chips import read, reads, writes, written
from simulated import harness

OPEN = writes(0x2e, 0x87, 0x87)
CLOSE = writes(0x2e, 0xaa)


class SuperIo(chips.ChipCase):
    def setUp(self):
        super().setUp()
        self.chip = self.put_superio()

    def test_it_is_closed_until_its_key_comes_and_after_its_exit_key(self):
        self.check_script('iow8 0x2e 0x20\nior8 0x2f 0x2e\n'
                          'iow8 0x2e 0x87 0x2e 0x87 0x2e 0x20\nior8 0x2f 0x2e\n'
                          'finally iow8 0x2e 0xaa\nfinally iow8 0x2e 0x20\nfinally ior8 0x2f\n',
                          out='0xff\n0xff\n0x20\n0x20\n0xff\n')
        self.check_bus(*writes(0x2e, 0x20), *reads(0x2f, 0xff), *reads(0x2e, 0xff),
                       *OPEN, *read(0x2e, 0x20, 0x20), *reads(0x2e, 0x20),
                       *CLOSE, *read(0x2e, 0x20, 0xff))
        self.assertFalse(self.chip.is_open)

    def test_half_a_key_opens_nothing(self):
        for key in ('0x87', '0x87 0x2e 0x86 0x2e 0x87', '0x88 0x2e 0x87'):
            with self.subTest(key=key):
                self.check('iow8', '-q', *f'0x2e {key} 0x2e 0x20 0x2f 1'.split())
                self.assertFalse(self.chip.is_open)
                self.assertEqual(self.chip.registers[0][0x20], 0x20)

    def test_a_key_that_begins_in_another_opens_it(self):
        chip = self.put_superio(0x4e, key=b'\x87\x01\x55\xaa')
        self.check('iow8', '-q', *'0x4e 0x87 0x4e 0x01 0x4e 0x87 0x4e 0x01 0x4e 0x55'.split())
        self.assertFalse(chip.is_open)
        self.check('iow8', '-q', '0x4e', '0xaa')
        self.assertTrue(chip.is_open)

    def test_register_7_selects_whose_registers_from_0x30_on_are_meant(self):
        self.check_script('iow8 0x2e 0x87 0x2e 0x87\n'
                          'iow8 0x2e 0x07 0x2f 0x0b 0x2e 0x30\nior8 0x2f\niow8 0x2f 0x55\n'
                          'iow8 0x2e 0x2f\nior8 0x2f\niow8 0x2f 0x66\n'
                          'iow8 0x2e 0x07 0x2f 0x00 0x2e 0x30\nior8 0x2f\n'
                          'iow8 0x2e 0x2f\nior8 0x2f\n', out='0xe0\n0x2f\n0x30\n0x66\n')
        self.assertEqual((self.chip.registers[0xb][0x30], self.chip.bank), (0x55, 0))
        self.assertTrue(self.chip.is_open)

    def test_wider_accesses_are_a_byte_a_port(self):
        self.check('iow8', '-q', '0x2e', '0x87', '0x2e', '0x87')
        self.check('iow16', '-q', '0x2e', '0x1221')
        self.check('ior16', '0x2e', out='0x1221\n')
        self.put(0x2d, 0x32)
        self.put(0x30, 0x77)
        self.check('iow32', '-q', '0x2d', '0x77332232')
        self.check_bus(*OPEN, *writes(0x2e, 0x21), *writes(0x2f, 0x12),
                       *reads(0x2e, 0x21), *reads(0x2f, 0x12),
                       *writes(0x2d, 0x32), *writes(0x2e, 0x22), *writes(0x2f, 0x33),
                       *writes(0x30, 0x77))

    def test_an_exit_register_closes_another_kind(self):
        chip = self.put_superio(0x4e, key=b'\x87\x01\x55\xaa', exit_key=chips.NONE,
                                exit_register=0x02, exit_bit=0x02)
        self.check('iow8', '-q', *'0x4e 0x87 0x4e 0x01 0x4e 0x55 0x4e 0xaa'.split())
        self.assertTrue(chip.is_open)
        self.check('iow8', '-q', *'0x4e 0x02 0x4f 0x01'.split())
        self.assertTrue(chip.is_open)
        self.check('iow8', '-q', *'0x4e 0x02 0x4f 0x02'.split())
        self.assertFalse(chip.is_open)
        self.assertFalse(self.chip.is_open)

    def test_the_memory_of_a_controller_is_behind_a_second_pair(self):
        chip = self.put_superio(0x4e, has_memory=True)
        chip.memory[0x1234] = 0x99
        self.check_script('iow8 0x4e 0x87 0x4e 0x87\n'
                          'iow8 0x4e 0x2e 0x4f 0x11 0x4e 0x2f 0x4f 0x12\n'
                          'iow8 0x4e 0x2e 0x4f 0x10 0x4e 0x2f 0x4f 0x34\n'
                          'iow8 0x4e 0x2e 0x4f 0x12 0x4e 0x2f\nior8 0x4f\niow8 0x4f 0x55\n'
                          'finally iow8 0x4e 0xaa\n', out='0x99\n')
        self.assertEqual((chip.memory[0x1234], sum(chip.memory)), (0x55, 0x55))


class Monitor(chips.ChipCase):
    def test_register_0x4e_selects_the_bank_of_all_others(self):
        chip = self.put_monitor(0x295)
        self.check_script('iow8 0x295 0x4e 0x296 0x89 0x295 0x20\nior8 0x296\n'
                          'iow8 0x295 0x4e\nior8 0x296\niow8 0x296 0 0x295 0x20\nior8 0x296\n',
                          out='0x30\n0x89\n0x20\n')
        self.assertEqual((chip.bank, chip.mistakes), (0, 0))


class Cmos(chips.ChipCase):
    def test_each_access_wants_an_index_of_its_own(self):
        chip = self.put_cmos()
        self.check_script('iow8 0x70 0x10\nior8 0x71 0x71\niow8 0x71 5\n'
                          'iow8 0x70 0x10 0x71 6 0x71 7 0x70 0x10\nior8 0x71\n',
                          out='0x10\n0xff\n0x06\n')
        self.check_bus(*read(0x70, 0x10, 0x10), *reads(0x71, 0xff), *writes(0x71, 5),
                       *written(0x70, 0x10, 6), *writes(0x71, 7), *read(0x70, 0x10, 6))
        self.assertEqual((chip.registers[0][0x10], chip.mistakes), (6, 3))


class Ec(chips.ChipCase):
    READ = ('iopoll8 -q -t 20ms 0x66 0:0x02\niow8 0x66 0x80\niopoll8 -q -t 20ms 0x66 0:0x02\n'
            'iow8 0x62 0x24\niopoll8 -q -t 20ms 0x66 1:0x01\nior8 0x62\n')
    WRITE = ('iopoll8 -q 0x66 0:0x02\niow8 0x66 0x81\niopoll8 -q 0x66 0:0x02\niow8 0x62 0x24\n'
             'iopoll8 -q 0x66 0:0x02\niow8 0x62 0x5a\niopoll8 -q 0x66 0:0x02\n')

    def test_it_answers_at_once(self):
        chip = self.put_ec()
        self.check_script(self.READ, out='0x24\n')
        self.check_bus(*reads(0x66, 0), *writes(0x66, 0x80), *reads(0x66, 8),
                       *writes(0x62, 0x24), *reads(0x66, 1), *reads(0x62, 0x24))
        self.check_script(self.WRITE)
        self.check_bus(*reads(0x66, 0), *writes(0x66, 0x81), *reads(0x66, 8),
                       *writes(0x62, 0x24), *reads(0x66, 0), *writes(0x62, 0x5a),
                       *reads(0x66, 0))
        self.assertEqual((chip.registers[0x24], chip.mistakes), (0x5a, 0))

    def test_it_answers_late(self):
        chip = self.put_ec(late=2)
        self.check_script(self.READ, out='0x24\n')
        self.check_bus(*reads(0x66, 0), *writes(0x66, 0x80), *reads(0x66, 10, 10, 8),
                       *writes(0x62, 0x24), *reads(0x66, 2, 2, 0, 0, 0, 1), *reads(0x62, 0x24))
        self.assertEqual(chip.mistakes, 0)

    def test_who_does_not_wait_loses_bytes(self):
        chip = self.put_ec(late=2)
        self.check('iow8', '-q', '0x66', '0x81', '0x62', '0x24', '0x62', '0x5a')
        self.check('iopoll8', '-q', '0x66', '0:0x02')
        self.assertEqual((chip.registers[0x24], chip.mistakes), (0x24, 3))
        chip.mistakes = 0

    def test_it_never_takes_a_byte(self):
        for number, line, status in ((1, 3, 0x0a), (2, 5, 0x02)):
            with self.subTest(byte=number):
                self.put_ec(never_takes=number)
                told = '0x00:0x02' if line == 3 else '0x01:0x01'
                done = line - 1
                self.check_script(self.READ, status=1, err=(
                    f'ioseq: test.ioseq:{line}: 0x66: {told} did not appear within 20ms; the '
                    f'last value was {status:#04x}; {done} of 6 operations done\n'))

    def test_it_is_busy_from_the_start(self):
        self.put_ec(has_input=1)
        self.check_script(self.READ, status=1, err=(
            'ioseq: test.ioseq:1: 0x66: 0x00:0x02 did not appear within 20ms; the last value was '
            '0x02; 0 of 6 operations done\n'))

    def test_it_never_answers(self):
        self.put_ec(never_answers=1)
        self.check_script(self.READ, status=1, err=(
            'ioseq: test.ioseq:5: 0x66: 0x01:0x01 did not appear within 20ms; the last value was '
            '0x00; 4 of 6 operations done\n'))

    def test_a_stale_byte_comes_before_the_answer(self):
        self.put_ec(has_output=1, output=0x99)
        self.check_script(self.READ + 'iopoll8 -q 0x66 1:0x01\nior8 0x62\n', out='0x99\n0x24\n')


class Knobs(chips.ChipCase):
    def test_what_is_no_chip_is_a_byte_of_the_file(self):
        self.put(0x80, 0x11, 0x22, 0x33, 0x44)
        self.check('iow32', '-q', '0x80', '0x44332211')
        self.check('ior32', '0x80', out='0x44332211\n')
        self.check_bus(*(line for i in range(4) for line in writes(0x80 + i, 0x11 * (i + 1))),
                       *(line for i in range(4) for line in reads(0x80 + i, 0x11 * (i + 1))))

    def test_an_access_fails(self):
        self.chips.fail_at = 2
        self.put(0x80, 1)
        self.check('iow8', '0x80', '1', '0x81', '2', status=74, out='1\n0\n',
                   err='iow8: 0x81: wrote 0 of 1 bytes: Input/output error; 1 of 2 operations done\n')
        self.check_bus(*writes(0x80, 1), 'w 0x81 failed')
        self.chips.fail_at = 6
        self.check('ior32', '0x83', status=74,
                   err='ior32: 0x83: read 3 of 4 bytes: Input/output error; 0 of 1 operations done\n')
        self.check_bus(*(line for i in range(3) for line in reads(0x83 + i, 0x83 + i)),
                       'r 0x86 failed')

    def test_a_signal_comes_before_an_access(self):
        self.chips.set(signal_at=1, signal=signal.SIGTERM)
        self.put(0x80, 1)
        self.put(0x81, 2)
        self.check_script('iow8 0x80 1\nsleep 60min\nfinally iow8 0x81 2\n',
                          status=-signal.SIGTERM,
                          err='ioseq: test.ioseq:2: stopped by SIGTERM; 2 of 3 operations done\n')

    def test_a_process_is_held_before_an_access(self):
        self.hold_at(2)
        process = self.start('iow8', '0x80', '1', '0x81', '2')
        self.wait_until_held()
        self.check_bus(*writes(0x80, 1))
        self.assert_runs_on(process)
        self.put(0x80, 1)
        self.release()
        self.put(0x81, 2)
        self.end(process, out='1\n1\n')
        self.check_bus(*writes(0x81, 2))


if __name__ == '__main__':
    harness.main()
