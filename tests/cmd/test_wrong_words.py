# SPDX-License-Identifier: LGPL-2.1-or-later
"""Wrong words: exit 64, one line that names the word, and no port touched."""

import simulated
from simulated import harness

SPELLINGS = '(decimal, 0x, 0b or 0o)'
PAIRS = 'ADDRESS VALUE[:MASK] [ADDRESS VALUE[:MASK]]...'

# What is wrong with a word, wherever a number stands.
NUMBERS = [
    ('070', "a leading zero is ambiguous"),
    ('00', "a leading zero is ambiguous"),
    (' 5', "not a number"),
    ('5 ', "not a number"),
    ('5x', "not a number"),
    ('0x5g', "not a number"),
    ('0b2', "not a number"),
    ('0o8', "not a number"),
    ('0z1', "not a number"),
    ('five', "not a number"),
    ('ff', "not a number"),
    ('1e3', "not a number"),
    ('1,2', "not a number"),
    ('-1', "a sign is not allowed"),
    ('+1', "a sign is not allowed"),
    ('-0x1', "a sign is not allowed"),
    ('', "an empty word"),
    ('0x', "digits are missing"),
    ('0b', "digits are missing"),
    ('0o', "digits are missing"),
    ('65536', "too large"),
    ('0x10000', "too large"),
    ('4294967296', "too large"),
    ('4294967297', "too large"),
    ('18446744073709551616', "too large"),
    ('18446744073709551617', "too large"),
]


class WrongWords(simulated.SimulatedCase):
    def refused(self, command, *words, err):
        self.check(command, *words, status=64, err=f'{command}: {err}\n')

    def test_a_number_that_is_no_address_is_named_with_what_was_expected(self):
        for command in ('iow8', 'ior8'):
            good, more = (['0x80', '1'], ['1']) if command == 'iow8' else (['0x80'], [])
            for word, wrong in NUMBERS:
                with self.subTest(command=command, word=word):
                    self.refused(command, *good, word, *more,
                                 err=f"'{word}': {wrong}; "
                                     f"expected an address, 0 to 0xffff {SPELLINGS}")

    def test_a_number_that_is_no_value_is_named_with_what_was_expected(self):
        for word, wrong in NUMBERS:
            with self.subTest(word=word):
                err = f"'{word}': {wrong}; expected a value, 0 to 0xff {SPELLINGS}"
                self.refused('iow8', '0x80', '1', '0x81', word, err=err)
                self.refused('iopoll8', '0x81', word, err=err)

    def test_a_value_or_mask_wider_than_the_command_is_refused(self):
        for command, most, wider in (('iow8', '0xff', '0x100'), ('iow8', '0xff', '0x1ff'),
                                     ('iow16', '0xffff', '0x10000'),
                                     ('iow32', '0xffffffff', '0x100000000')):
            for word, what in ((wider, 'a value'), (f'1:{wider}', 'a mask'),
                               (f'{wider}:1', 'a value')):
                with self.subTest(command=command, word=word):
                    self.refused(command, '0x80', '1', '0x84', word,
                                 err=f"'{word}': too large; "
                                     f"expected {what}, 0 to {most} {SPELLINGS}")

    def test_an_access_past_the_last_port_is_refused(self):
        for width, first_bad, last in (('8', '0x10000', '0xffff'), ('16', '0xffff', '0xfffe'),
                                       ('32', '0xfffd', '0xfffc'),
                                       ('32', '0xfffe', '0xfffc'), ('32', '0xffff', '0xfffc')):
            err = (f"'{first_bad}': too large; "
                   f"expected an address, 0 to {last} {SPELLINGS}")
            with self.subTest(width=width, address=first_bad):
                self.refused(f'iow{width}', '0x80', '1', first_bad, '1', err=err)
                self.refused(f'ior{width}', '0x80', first_bad, err=err)
                self.refused(f'iopoll{width}', first_bad, '1', err=err)

    def test_an_address_that_is_not_aligned_is_refused_for_an_exact_access(self):
        for width, address in ((16, '0x81'), (32, '0x81'), (32, '0x82'), (32, '0x83')):
            err = f"'{address}': not aligned; with -x expected a multiple of {width // 8}"
            with self.subTest(width=width, address=address):
                self.refused(f'iow{width}', '-x', '0x80', '1', address, '1', err=err)
                self.refused(f'ior{width}', '-x', '0x80', address, err=err)
                self.refused(f'iopoll{width}', '-x', address, '1', err=err)

    def test_an_incomplete_mask_is_refused(self):
        for word, what, wrong in ((':1', 'a value', 'an empty word'),
                                  ('1:', 'a mask', 'an empty word'),
                                  (':', 'a value', 'an empty word'),
                                  ('1:2:3', 'a mask', 'not a number')):
            with self.subTest(word=word):
                self.refused('iow8', '0x80', word,
                             err=f"'{word}': {wrong}; expected {what}, 0 to 0xff {SPELLINGS}")

    def test_a_very_long_number_is_refused_in_one_short_line(self):
        for digit in '19':
            with self.subTest(digit=digit):
                self.refused('iow8', '0x80', '1', '0x81', digit * 100000,
                             err=f"'{digit * 150}...': too large; "
                                 f"expected a value, 0 to 0xff {SPELLINGS}")

    def test_a_word_with_unprintable_bytes_is_named_in_one_line(self):
        self.refused('iow8', '0x80', b'\n\t\x1b[31m\xff\\',
                     err=r"'\x0a\x09\x1b[31m\xff\': not a number; "
                         f"expected a value, 0 to 0xff {SPELLINGS}")

    def test_a_pair_that_is_short_is_refused(self):
        self.refused('iow8', '0x80', '1', '0x81',
                     err=f"'0x81': this address has no value; expected {PAIRS}")

    def test_no_words_are_refused(self):
        self.refused('iow8', err=f"words are missing; expected {PAIRS}")
        self.refused('ior8', err="words are missing; expected ADDRESS...")
        self.refused('iopoll8', err="words are missing; expected ADDRESS VALUE[:MASK]")

    def test_an_unknown_option_is_refused(self):
        for option in ('-Z', '--zap', '--verif=1', '--v', '--ex', '--exactly'):
            with self.subTest(option=option):
                wrong = 'unknown or ambiguous option' if option[1] == '-' else 'unknown option'
                if option == '--verif=1':
                    wrong = 'it takes no argument'
                self.refused('iow8', '0x80', '1', option,
                             err=f"'{option}': {wrong}; try 'iow8 --help'")

    def test_an_unknown_letter_among_known_ones_is_named(self):
        for before in ((), ('-q',), ('--verify',), ('-d', 'ports.img')):
            with self.subTest(before=before):
                self.refused('iow8', *before, '-qZv', '0x80', '1',
                             err="'-Z': unknown option; try 'iow8 --help'")

    def test_an_option_of_another_command_is_refused(self):
        for option in ('--verify', '--exclusive', '--log', '--json'):
            with self.subTest(option=option):
                self.refused('ior8', option, '0x80',
                             err=f"'{option}': unknown or ambiguous option; "
                                 "try 'ior8 --help'")

    def test_a_missing_option_argument_is_refused(self):
        for option in ('-d', '--device'):
            with self.subTest(option=option):
                self.refused('iow8', '0x80', '1', option,
                             err=f"'{option}': its argument is missing; try 'iow8 --help'")

    def test_words_are_checked_before_the_device_is_opened(self):
        for command in ('iow8', 'iopoll8'):
            result = self.run_command(command, '-d', 'missing.img', '0x80', '0x1ff')
            self.assertEqual(result.returncode, 64)


if __name__ == '__main__':
    harness.main()
