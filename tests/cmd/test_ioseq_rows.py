# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""Many lines that are alike: each is written once, in its order, and counted by itself."""

import chips
from chips import writes
from simulated import harness


def lines(count, command='iow8', first=0x80):
    return ''.join(f'{command} {first + n:#x} {n + 1}\n' for n in range(count))


def trace(count, first=0x80):
    return [line for n in range(count) for line in writes(first + n, n + 1)]


class Rows(chips.ChipCase):
    def test_each_line_is_written_in_its_order(self):
        for count in (*range(1, 12), 100):
            with self.subTest(count=count):
                self.check_script(lines(count))
                self.check_bus(*trace(count))
                self.put(0x80, *range(1, count + 1))

    def check_script(self, text, *words, **kwargs):
        """The ports are what the trace says."""
        self.device.write_bytes(self.ports)
        path = self.directory / 'test.ioseq'
        path.write_text(text)
        result = self.run_command('ioseq', '-d', 'ports.img', *words, path.name)
        expected = {'status': 0, 'out': '', 'err': '', **kwargs}
        self.assertEqual((result.returncode, result.stdout.decode(), result.stderr.decode()),
                         tuple(expected.values()))

    def test_what_is_between_them_is_done_between_them(self):
        self.check_script(lines(6) + 'ior8 0x80\n' + lines(5) + '# comment\n\n' + lines(5)
                          + 'iow8 0x90 1 0x91 2\niow8 0x92 0x03:0x0f\n' + lines(7), out='0x01\n')
        self.check_bus(*trace(6), 'r 0x80 0x01', *trace(5), *trace(5), *writes(0x90, 1),
                       *writes(0x91, 2), *chips.reads(0x92, self.ports[0x92]),
                       *writes(0x92, self.ports[0x92] & 0xf0 | 3), *trace(7))

    def test_those_at_the_end_come_last(self):
        self.check_script(''.join(f'iow8 0x80 {n}\nfinally iow8 0x81 {n}\n' for n in range(8))
                          + ''.join(f'finally iow8 0x82 {n}\n' for n in range(8)) + lines(6))
        self.check_bus(*writes(0x80, *range(8)), *trace(6), *writes(0x81, *range(8)),
                       *writes(0x82, *range(8)))

    def test_each_is_printed_if_that_is_asked_for(self):
        self.check_script(lines(5), '-v', out=''.join(
            f'iow8 {0x80 + n:#x} {n + 1:#04x}: 1\n' for n in range(5)))
        self.check_script(lines(5), '-n', out=''.join(
            f'iow8 {0x80 + n:#x} {n + 1:#04x}: simulated\n'
            f'    write {n + 1:#04x} to {0x80 + n:#x}, 8 bits\n' for n in range(5)))

    def test_the_one_that_fails_is_told_with_its_line(self):
        for number in range(1, 11):
            with self.subTest(number=number):
                self.chips.accesses = 0
                self.chips.fail_at = number + 1
                self.check_script('# comment\nior8 -q 0x70\n' + lines(10) + 'finally iow8 0x70 1\n',
                                  status=74, err=(
                    f'ioseq: test.ioseq:{number + 2}: {0x7f + number:#x}: wrote 0 of 1 bytes: '
                    f'Input/output error; {number + 1} of 12 operations done\n'))
                self.check_bus('r 0x70 0x70', *trace(number - 1), f'w {0x7f + number:#x} failed',
                               *writes(0x70, 1))
                self.ports[0x70:0x80] = range(0x70, 0x80)

    def test_registers_are_rows_too(self):
        registers = self.put_registers(0x2e)
        self.check_script(lines(6, 'iow8 -I 0x2e'))
        self.check_bus(*(line for n in range(6)
                         for line in writes(0x2e, 0x80 + n) + writes(0x2f, n + 1)))
        self.assertEqual(bytes(registers.registers[0][0x80:0x86]), bytes(range(1, 7)))

    def test_what_is_wrong_in_one_is_found_before_the_first(self):
        for text, error in (
                ('iow8 0x80 256', "11: '256': too large; expected a value, 0 to 0xff (decimal, 0x, "
                                  '0b or 0o)'),
                ('iow8 0x10000 1', "6: '0x10000': too large; expected an address, 0 to 0xffff "
                                   '(decimal, 0x, 0b or 0o)'),
                ('iow8 0x80', "6: '0x80': this address has no value; expected ADDRESS VALUE[:MASK] "
                              '[ADDRESS VALUE[:MASK]]...')):
            with self.subTest(text=text):
                result = self.run_wrong(lines(6) + text + '\n' + lines(3))
                self.assertEqual(result.returncode, 65)
                self.assertEqual(result.stderr.decode(),
                                 f'test.ioseq:7:{error}\nioseq: test.ioseq: 1 error; nothing was '
                                 'read or written\n')
        result = self.run_wrong(lines(6, 'iow32', 0x90) + 'iow32 0xcf6 1\n')
        self.assertEqual((result.returncode, result.stderr.decode()), (78, (
            "test.ioseq:7:7: 0xcf6: in 4 single bytes, a write to 0xcf8-0xcfb can get to the reset "
            'register 0xcf9; use iow8 for single ports\nioseq: test.ioseq: 1 error; nothing was read or written\n')))
        self.check_bus()

    def run_wrong(self, text):
        (self.directory / 'test.ioseq').write_text(text)
        return self.run_command('ioseq', '-d', 'ports.img', 'test.ioseq')


if __name__ == '__main__':
    harness.main()
