# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""Words that stand for more than one number: pairs, ranges, and several values."""

import simulated
from simulated import harness


class Pairs(simulated.SimulatedCase):
    def test_a_pair_is_one_word(self):
        self.ports[0x80] = 0x5a
        self.check('iow8', '0x80=0x5a', out='1\n')
        self.ports[0x81:0x83] = b'\x34\x12'
        self.check('iow16', '-v', '0x81=0x1234', out='iow16 0x81 0x1234: 2\n')
        self.ports[0x90] = 0x95
        self.check('iow8', '-q', '0x90=0xf5:0x0f')
        self.check('iopoll8', '-t', '0', '0x90=0x05:0x0f', out='0x95\n')

    def test_pairs_and_two_words_stand_side_by_side(self):
        self.ports[0x80:0x83] = b'\x01\x02\x03'
        self.check('iow8', '0x80=1', '0x81', '2', '0x82=3', out='1\n1\n1\n')

    def test_an_unset_variable_is_an_error_and_shifts_nothing(self):
        for words, wrong in ((['0x70=', '0x71=1'], "'0x70=': the value after '=' is missing"),
                             (['0x70=1', '=2'], "'=2': the address before '=' is missing"),
                             (['='], "'=': the address before '=' is missing"),
                             (['0x70=1:', '0x71=1'],
                              "'1:': the mask after ':' is missing; expected a mask, 0 to 0xff "
                              '(decimal, 0x, 0b or 0o)'),
                             (['0x70=x'], "'x': not a number; expected a value, 0 to 0xff "
                              '(decimal, 0x, 0b or 0o)'),
                             (['0x70=#'], "'#': not a number; expected a value, 0 to 0xff "
                              '(decimal, 0x, 0b or 0o)'),
                             (['0x70=1=2'], "'1=2': not a number; expected a value, 0 to 0xff "
                              '(decimal, 0x, 0b or 0o)')):
            with self.subTest(words=words):
                self.check('iow8', *words, status=64, err=f'iow8: {wrong}\n')


class Ranges(simulated.SimulatedCase):
    def test_a_range_reads_each_address_of_it(self):
        for word in ('0x60-0x64', '0x60+5', '96+0x5', '0x60-100'):
            with self.subTest(word=word):
                self.check('ior8', word, out='0x60\n0x61\n0x62\n0x63\n0x64\n')

    def test_a_range_is_in_steps_of_the_width(self):
        self.check('ior16', '0x60-0x63', out='0x6160\n0x6362\n')
        self.check('ior32', '0x60+8', out='0x63626160\n0x67666564\n')
        self.check('ior16', '-v', '0x60+2', out='ior16 0x60: 0x6160\n')

    def test_ranges_and_addresses_stand_side_by_side(self):
        self.check('ior8', '1', '0x60-0x61', '2', '3+2', out='0x01\n0x60\n0x61\n0x02\n0x03\n0x04\n')

    def test_the_last_port_can_be_in_a_range(self):
        self.check('ior8', '0xfffe-0xffff', out=f'{65534 % 251:#04x}\n{65535 % 251:#04x}\n')
        self.check('ior8', '-q', '0+65536')

    def test_a_range_that_is_none_is_refused(self):
        for command, word, wrong in (
                ('ior8', '0x61-0x60', 'the last address is below the first'),
                ('ior8', '0x60+0', 'an empty range'),
                ('ior16', '0x60-0x62', 'not a multiple of the width'),
                ('ior32', '0x60+6', 'not a multiple of the width'),
                ('ior8', '0xffff+2', 'it goes past the last address'),
                ('ior8', '0-0x10000', 'more than 65536 bytes'),
                ('ior8', '1-4294967296', 'more than 65536 bytes'),
                ('ior8', '1+4294967296', 'more than 65536 bytes'),
                ('ior16', '0xfffe-0x10001', 'it goes past the last address'),
                ('ior8', '0x60-', "no last address behind '-'"),
                ('ior8', '0x60+', "no count behind '+'"),
                ('ior8', '0x60-x', "no last address behind '-'"),
                ('ior8', '0x60+4+4', "no count behind '+'"),
                ('ior8', '0x60+4:1', "no count behind '+'"),
                ('ior8', '0x60-0x63:1', "no last address behind '-'")):
            with self.subTest(command=command, word=word):
                self.check(command, word, status=64, err=f"{command}: '{word}': {wrong}\n")

    def test_a_range_is_in_a_line_too(self):
        (self.directory / 'x.ioseq').write_text('ior8 0x60-0x62\nior8 0x70\nior8 1+1 2+1\n')
        self.check('ioseq', 'x.ioseq', out='0x60\n0x61\n0x62\n0x70\n0x01\n0x02\n')


class Values(simulated.SimulatedCase):
    def test_any_of_several_values_will_do(self):
        self.check('iopoll8', '-t', '0', '0x55', '1', '0x55', '2', out='0x55\n')
        self.check('iopoll8', '-t', '0', '0x55', '1', '0x05:0x0f', out='0x55\n')
        self.check('iopoll8', '-t', '0', '0x55=1', '0x55', out='0x55\n')

    def test_none_of_several_values_is_told(self):
        self.check('iopoll8', '-t', '0', '0x55', '1', '2:0x0f', status=1, out='0x55\n',
                   err='iopoll8: 0x55: it is 0x55, not 0x01 or 0x02:0x0f; 0 of 1 operations done\n')
        self.check('iopoll16', '-t', '1ms', '0x55', '1', '2', status=1, out='0x5655\n',
                   err='iopoll16: 0x55: 0x0001 or 0x0002 did not appear within 1ms; the last '
                       'value was 0x5655; 0 of 1 operations done\n')

    def test_not_is_for_another_value(self):
        self.check('iopoll8', '--not', '-t', '0', '0x55', '1', '2', out='0x55\n')
        self.check('iopoll8', '--not', '-t', '0', '0x55', '1', '0x55', status=1, out='0x55\n',
                   err='iopoll8: 0x55: it is 0x55; 0 of 1 operations done\n')
        self.check('iopoll8', '--not', '-t', '1ms', '0x55', '5:0xf', status=1, out='0x55\n',
                   err='iopoll8: 0x55: it was still 0x55 after 1ms; 0 of 1 operations done\n')

    def test_a_dry_run_shows_them(self):
        self.check('iopoll8', '-n', '0x55', '1', '2:3', out='''\
iopoll8 -t 1s 0x55 0x01 0x02:0x03: simulated
    read from 0x55, 8 bits
    ... until it is 0x01 or 0x02:0x03, for at most 1s
''')
        self.check('iopoll8', '-n', '--not', '0x55', '1', '2', out='''\
iopoll8 -t 1s --not 0x55 0x01 0x02: simulated
    read from 0x55, 8 bits
    ... until it is not 0x01 nor 0x02, for at most 1s
''')

    def test_many_values_are_cut_in_a_message_and_not_in_the_poll(self):
        values = [str(n) for n in range(180, 250)]
        self.check('iopoll8', '-t', '0', '220', *values, out='0xdc\n')
        result = self.run_command('iopoll8', '-d', 'ports.img', '-t', '0', '5', *values)
        self.assertEqual(result.returncode, 1)
        self.assertIn(b' ...; 0 of 1 operations done', result.stderr)


if __name__ == '__main__':
    harness.main()
