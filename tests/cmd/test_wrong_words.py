# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""Wrong words: exit 64, one line that names the word, and no port touched."""

import re
import shlex

import simulated
from simulated import harness

SPELLINGS = '(decimal, 0x, 0b or 0o)'
PAIRS = 'ADDRESS VALUE[:MASK] [ADDRESS VALUE[:MASK]]...'

# What is wrong with a word, wherever a number stands.
NUMBERS = [
    ('0777777', "a leading zero is ambiguous"),
    ('5x', "not a number"),
    ('0x5g', "not a number"),
    ('0z1', "not a number"),
    ('five', "not a number"),
    ('fffff', "not a number"),
    ('-1', "a sign is not allowed"),
    ('+1', "a sign is not allowed"),
    ('-0x1', "a sign is not allowed"),
    ('0x', "digits are missing"),
    ('0o', "digits are missing"),
    ('65536', "too large"),
    ('0x10000', "too large"),
    ('4294967296', "too large"),
    ('4294967297', "too large"),
    ('18446744073709551616', "too large"),
    ('18446744073709551617', "too large"),
]

HEX = 'hexadecimal always needs 0x: '
QUOTES = 'a blank in one word; leave out the quotes'

# Words for a number, what is wrong with them and what is advised, which is a number.
MEANT = [
    ('5a', f'not a number; {HEX}0x5a', '0x5a'),
    ('ff', f'not a number; {HEX}0xff', '0xff'),
    ('FF', f'not a number; {HEX}0xFF', '0xFF'),
    ('80h', f'not a number; {HEX}0x80', '0x80'),
    ('5AH', f'not a number; {HEX}0x5A', '0x5A'),
    ('0f8h', f'not a number; {HEX}0x0f8', '0x0f8'),
    ('$80', f'not a number; {HEX}0x80', '0x80'),
    ('&h80', f'not a number; {HEX}0x80', '0x80'),
    ('&H8f', f'not a number; {HEX}0x8f', '0x8f'),
    ('#80', f'not a number; {HEX}0x80', '0x80'),
    ('x80', f'not a number; {HEX}0x80', '0x80'),
    ('h80', f'not a number; {HEX}0x80', '0x80'),
    ('0b2', f'not a number; {HEX}0x0b2', '0x0b2'),
    ('0b', f'digits are missing; {HEX}0x0b', '0x0b'),
    ('007f', f'a leading zero is ambiguous; {HEX}0x007f', '0x007f'),
    ('0x80h', 'not a number; did you mean 0x80?', '0x80'),
    ('0x_8_0', 'not a number; did you mean 0x80?', '0x80'),
    ('0x80UL', 'not a number; did you mean 0x80?', '0x80'),
    ('0x80,', 'not a number; did you mean 0x80?', '0x80'),
    ('5;', 'not a number; did you mean 5?', '5'),
    ('2_0_0', 'not a number; did you mean 200?', '200'),
    ('070', 'a leading zero is ambiguous; did you mean 70 or 0x70 or 0o70?', '70'),
    ('080', 'a leading zero is ambiguous; did you mean 80 or 0x80?', '0x80'),
    ('09', 'a leading zero is ambiguous; did you mean 9?', '9'),
    ('00', 'a leading zero is ambiguous; did you mean 0?', '0'),
    ('5\r', 'not a number; leave out the carriage return', '5'),
    ('0\u00d780', 'not a number; type it in ASCII: 0x80', '0x80'),
    ('\u201c0x80\u201d', 'not a number; type it in ASCII: 0x80', '0x80'),
    ('\u2018255\u2019', 'not a number; type it in ASCII: 255', '255'),
    ('0x80\u200b', 'not a number; type it in ASCII: 0x80', '0x80'),
    (' 5', QUOTES, '5'),
    ('5 ', QUOTES, '5'),
    ('5\n', QUOTES, '5'),
    ('\t5', QUOTES, '5'),
    ('\n5,-', QUOTES, '5'),
]

# Whole command lines, what is said of them, and one that does as it is advised.
PEOPLE = [
    ("iow8 80 5a", f"'5a': not a number; {HEX}0x5a", "iow8 80 0x5a"),
    ("iow8 80h 1", f"'80h': not a number; {HEX}0x80", "iow8 0x80 1"),
    ("ior8 ffff", f"'ffff': not a number; {HEX}0xffff", "ior8 0xffff"),
    ("iow16 0x80 1:5a", f"'1:5a': the mask after ':': not a number; {HEX}0x5a", "iow16 0x80 1:0x5a"),
    ("iow8 0x80 ff:0x0f", f"'ff:0x0f': the value before ':': not a number; {HEX}0xff", "iow8 0x80 0xff:0x0f"),
    ("iow8 0x80 0377", "'0377': a leading zero is ambiguous; did you mean 0o377?",
     "iow8 0x80 0o377"),
    ("iow8 0x80,0x5a", "'0x80,0x5a': not a number; address and value are two words: 0x80 0x5a",
     "iow8 0x80 0x5a"),
    ("iow8 0x80:1", "'0x80:1': not a number; address and value are two words: 0x80 1",
     "iow8 0x80 1"),
    ("iow8 0x80=1:3,0x81=2",
     "'0x80=1:3,0x81=2': not a number; each pair is a word: 0x80=1:3 0x81=2",
     "iow8 0x80=1:3 0x81=2"),
    ("iow8 -q 0x80, 0x5a", "'0x80,': not a number; did you mean 0x80?", "iow8 -q 0x80 0x5a"),
    ("iopoll8 0x64,0:2", "'0x64,0:2': not a number; address and value are two words: 0x64 0:2",
     "iopoll8 0x64 0:2"),
    ("iopoll8 0x64,0,0x64",
     "'0x64,0,0x64': not a number; address and value are two words: 0x64 0 0x64",
     "iopoll8 0x64 0 0x64"),
    ("iopoll8 0x64,0x20000,0x64",
     f"'0x64,0x20000,0x64': not a number; expected an address, 0 to 0xffff {SPELLINGS}",
     "iopoll8 0x64 0x64"),
    ("ior8 0x60,0x61,98", "'0x60,0x61,98': not a number; each address is a word: 0x60 0x61 98",
     "ior8 0x60 0x61 98"),
    ("ior8 0x60~0x6f", "'0x60~0x6f': not a number; a range is FIRST-LAST or FIRST+COUNT",
     "ior8 0x60-0x61"),
    ("iow8 0x60-0x6f 0", "'0x60-0x6f': not a number; a range can only be read; "
     "expected one address",
     "iow8 0x60 0 0x61 0"),
    ("iow8 '0x80 0x5a'", f"'0x80 0x5a': {QUOTES}", "iow8 0x80 0x5a"),
    ("ior8 '0x60 0x61'", f"'0x60 0x61': {QUOTES}", "ior8 0x60 0x61"),
    ("iow8 0x80\u00a00x5a 0x81 1",
     r"'0x80\xc2\xa00x5a': not a number; type it in ASCII: 0x80 0x5a", "iow8 0x80 0x5a 0x81 1"),
    ("iow8 1 '1:'", f"'1:': the mask after ':' is missing; expected a mask, 0 to 0xff {SPELLINGS}",
     "iow8 1 1:0xff"),
    ("iow8 1 1::3",
     f"'1::3': the mask after ':' is missing; expected a mask, 0 to 0xff {SPELLINGS}",
     "iow8 1 1:3"),
    ("iow8 1 :1", f"':1': the value before ':' is missing; expected a value, 0 to 0xff {SPELLINGS}",
     "iow8 1 1:1"),
    ("iow8 1 :", f"':': the value before ':' is missing; expected a value, 0 to 0xff {SPELLINGS}",
     "iow8 1 1:1"),
    ("iow8", f"words are missing; expected {PAIRS}; try 'iow8 --help'", "iow8 --help"),
    ("ior16 -q", "words are missing; expected RANGE...; try 'ior16 --help'", "ior16 --help"),

    ("iow8 --ver", "'--ver': ambiguous: --verify, --verbose, --version", "iow8 --version"),
    ("iow8 --v 1 1", "'--v': ambiguous: --verify, --verbose, --version", "iow8 --verify 1 1"),
    ("ior8 --ver 1", "'--ver': ambiguous: --verbose, --version", "ior8 --verb 1"),
    ("ior8 --d=x 1", "'--d=x': ambiguous: --device, --dry-run", "ior8 --dev=ports.img 1"),
    ("iow8 --ex 1 1", "'--ex': ambiguous: --exact, --exit, --exclusive", "iow8 --exa 1 1"),
    ("iow8 --bogus", "'--bogus': unknown option; try 'iow8 --help'", "iow8 --help"),
    ("iow8 -Z", "'-Z': unknown option; try 'iow8 --help'", "iow8 --help"),
    ("iow8 -?", "'-?': unknown option; try 'iow8 --help'", "iow8 --help"),
    ("iow8 --verfy 1 1", "'--verfy': unknown option; did you mean --verify?", "iow8 --verify 1 1"),
    ("iow8 --dryrun 1 1", "'--dryrun': unknown option; did you mean --dry-run?",
     "iow8 --dry-run 1 1"),
    ("iow8 --dry_run 1 1", "'--dry_run': unknown option; did you mean --dry-run?",
     "iow8 --dry-run 1 1"),
    ("iow8 --Force 1 1", "'--Force': unknown option; did you mean --force?", "iow8 --force 1 1"),
    ("iopoll8 --timeuot=1 3 3", "'--timeuot=1': unknown option; did you mean --timeout?",
     "iopoll8 --timeout=1 3 3"),
    ("iow8 -version", "'-version': unknown option; did you mean --version?", "iow8 --version"),
    ("iow8 -verbose 1 1", "'-verbose': unknown option; did you mean --verbose?",
     "iow8 --verbose 1 1"),
    ("iow8 -exact 1 1", "'-exact': unknown option; did you mean --exact?", "iow8 --exact 1 1"),
    ("iow8 -log 1 1", "'-log': unknown option; did you mean --log?", "iow8 --log 1 1"),
    ("iow8 -device ports.img 1 1", "'-device': unknown option; did you mean --device?",
     "iow8 --device ports.img 1 1"),
    ("iow8 -dry-run 1 1", "'-dry-run': unknown option; did you mean --dry-run?",
     "iow8 --dry-run 1 1"),
    ("iopoll8 -timeout 1 3 3", "'-timeout': unknown option; did you mean --timeout?",
     "iopoll8 --timeout 1 3 3"),
    ("iopoll8 -interval 1 3 3", "'-interval': unknown option; did you mean --interval?",
     "iopoll8 --interval 1 3 3"),
    ("ior8 -d=ports.img 1",
     "'-d=ports.img': a letter has no '=' behind it; use -d FILE or --device=FILE",
     "ior8 -d ports.img --device=ports.img 1"),
    ("ior8 -qd=ports.img 1",
     "'-qd=ports.img': a letter has no '=' behind it; use -d FILE or --device=FILE",
     "ior8 -qd ports.img 1"),
    ("iopoll8 -t=5ms 3 3", "'-t=5ms': a letter has no '=' behind it; use -t TIME or --timeout=TIME",
     "iopoll8 -t 5ms --timeout=5ms 3 3"),
    ("ioseq --lock-timeout", "'--lock-timeout': its argument is missing; use --lock-timeout=TIME",
     "ioseq --lock-timeout=1s /dev/null"),
    ("iow8 1 1 -d", "'-d': its argument is missing; use -d FILE or --device=FILE",
     "iow8 1 1 -d ports.img --device=ports.img"),
    ("iopoll8 3 3 -qi", "'-i': its argument is missing; use -i TIME or --interval=TIME",
     "iopoll8 3 3 -qi 1ms --interval=1ms"),
    ("iow8 -q=1 1 1", "'-q=1': it takes no argument; try 'iow8 --help'", "iow8 -q 1 1"),
    ("iow8 --verify=1 1 1", "'--verify=1': it takes no argument; try 'iow8 --help'",
     "iow8 --verify 1 1"),
    ("ior8 --verify 1", "'--verify': not an option of this command; try 'ior8 --help'",
     "ior8 --help"),
    ("ior8 -t 1s 1", "'-t': not an option of this command; try 'ior8 --help'", "ior8 --help"),
    ("iow8 \u2013d ports.img 1 1", r"'\xe2\x80\x93d': a typographic dash; type '-d'",
     "iow8 -d ports.img 1 1"),
    ("iow8 \u2014verify 1 1", r"'\xe2\x80\x94verify': a typographic dash; type '--verify'",
     "iow8 --verify 1 1"),
    ("iow8 1 1 \u2013\u2013dev=ports.img",
     r"'\xe2\x80\x93\xe2\x80\x93dev=ports.img': a typographic dash; type '--dev=ports.img'",
     "iow8 1 1 --dev=ports.img"),
    ("iow8 \u2212qv 1 1", r"'\xe2\x88\x92qv': a typographic dash; type '-qv'", "iow8 -qv 1 1"),
    ("ioseq \u2013n /dev/null", r"'\xe2\x80\x93n': a typographic dash; type '-n'",
     "ioseq -n /dev/null"),
    ("iocheck \u2010\u2010json", r"'\xe2\x80\x90\xe2\x80\x90json': a typographic dash; "
     "type '--json'", "iocheck --json"),

    ("iopoll8 -t 5 ms 3 3", "'ms': not a number; a time has no blank, as in 5ms",
     "iopoll8 -t 5ms 3 3"),
    ("iopoll8 -i 10 us 3 3", "'us': not a number; a time has no blank, as in 5us",
     "iopoll8 -i 10us 3 3"),
    ("iopoll8 -t '5 ms' 3 3", "-t: '5 ms': not a time; a time has no blank: 5ms",
     "iopoll8 -t 5ms 3 3"),
    ("iopoll8 -i 5MS 3 3", "-i: '5MS': not a time; did you mean 5ms?", "iopoll8 -i 5ms 3 3"),
    ("iopoll8 -t 5\u00b5s 3 3", r"-t: '5\xc2\xb5s': not a time; did you mean 5us?",
     "iopoll8 -t 5us 3 3"),
    ("iopoll8 -t 1,5s 3 3", "-t: '1,5s': not a time; did you mean 1.5s?", "iopoll8 -t 1.5s 3 3"),
    ("iopoll8 -t .5 3 3", "-t: '.5': not a time; did you mean 0.5?", "iopoll8 -t 0.5 3 3"),
    ("iopoll8 -t 500msec 3 3", "-t: '500msec': not a time; did you mean 500ms?",
     "iopoll8 -t 500ms 3 3"),
    ("iopoll8 -t 2seconds 3 3", "-t: '2seconds': not a time; did you mean 2s?",
     "iopoll8 -t 2s 3 3"),
    ("ioseq", "expected one FILE, or - for standard input; try 'ioseq --help'", "ioseq -"),
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

    def test_what_a_person_may_have_meant_is_advised_and_is_a_number(self):
        for word, wrong, better in MEANT:
            shown = ''.join(chr(c) if 0x20 <= c < 0x7f else f'\\x{c:02x}' for c in word.encode())
            # A blank is the word's, and not the number's; and so is what begins a comment.
            value, mask = (('', '') if wrong.startswith('a blank') else
                           ("the value before ':': ", "the mask after ':': "))
            value = '' if word.startswith('#') else value
            with self.subTest(word=word):
                self.refused('ior8', '1', word, err=f"'{shown}': {wrong}")
                self.refused('iow8', '1', '1', word, '1', err=f"'{shown}': {wrong}")
                self.refused('iow8', '1', '1', '0x81', word, err=f"'{shown}': {wrong}")
                self.refused('iopoll8', '1', f'1:{word}', err=f"'1:{shown}': {mask}{wrong}")
                self.refused('iopoll8', '1', f'{word}:1',
                             err=f"'{shown}:1': {value}{wrong}")
                self.check('ior8', '-q', '1', better)
                self.check('iopoll8', '-q', '1', f'1:{better}')

    def test_what_people_type_is_answered_with_what_works(self):
        for typed, message, better in PEOPLE:
            command, *words = shlex.split(typed)
            with self.subTest(typed=typed):
                self.refused(command, *words, err=message)
            command, *words = shlex.split(better)
            with self.subTest(better=better):
                result = self.run_command(command, '-d', 'ports.img', *words)
                self.assertEqual((result.returncode, result.stderr), (0, b''))
                self.device.write_bytes(self.ports)

    def test_what_can_t_be_what_was_meant_is_not_advised(self):
        """Each would be too large, or is a number already."""
        for words, what in ((['iow8', '1', '1ff'], 'value, 0 to 0xff'),
                            (['iow8', '1', '1:80000h'], 'mask, 0 to 0xff'),
                            (['iow8', '1', '0x5a,0x81'], 'value, 0 to 0xff'),
                            (['iow8', '1', '1_000'], 'value, 0 to 0xff'),
                            (['iow8', '0x80,1,2'], 'address, 0 to 0xffff'),
                            (['iow8', ':80', '1'], 'address, 0 to 0xffff'),
                            (['ior8', '80:1'], 'address, 0 to 0xffff'),
                            (['ior8', '0x60=1'], 'address, 0 to 0xffff'),
                            (['ior8', '0x60,#61'], 'address, 0 to 0xffff'),
                            (['ior8', 'zz\r'], 'address, 0 to 0xffff'),
                            (['ior8', '\u22125'], 'address, 0 to 0xffff'),
                            (['ior8', 'f' * 100], 'address, 0 to 0xffff')):
            with self.subTest(words=words):
                result = self.run_command(*words)
                self.assertEqual(result.returncode, 64)
                self.assertRegex(result.stderr.decode(),
                                 rf"^{words[0]}: '.*': not a number; "
                                 rf'expected an? {what} {re.escape(SPELLINGS)}\n$')

    def test_what_stands_behind_two_dashes_is_no_option_whatever_it_begins_with(self):
        (self.directory / '\u2013n').write_text('ior8 1\n')
        self.check('ioseq', '--', '\u2013n', out='0x01\n')
        (self.directory / '=x').write_bytes(self.ports)
        self.check('ior8', '-d', '=x', '1', out='0x01\n')

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

    def test_a_second_mask_is_refused(self):
        self.refused('iow8', '0x80', '1:2:3',
                     err=f"'1:2:3': not a number; expected a mask, 0 to 0xff {SPELLINGS}")

    def test_a_very_long_number_is_refused_in_one_short_line(self):
        for digit in '19':
            with self.subTest(digit=digit):
                self.refused('iow8', '0x80', '1', '0x81', digit * 100000,
                             err=f"'{digit * 150}...': too large; "
                                 f"expected a value, 0 to 0xff {SPELLINGS}")

    def test_a_word_with_unprintable_bytes_is_named_in_one_line(self):
        self.refused('iow8', '0x80', b'\x01\x1b[31m\xff\\',
                     err=r"'\x01\x1b[31m\xff\': not a number; "
                         f"expected a value, 0 to 0xff {SPELLINGS}")

    def test_a_pair_that_is_short_is_refused(self):
        self.refused('iow8', '0x80', '1', '0x81',
                     err=f"'0x81': this address has no value; expected {PAIRS}")

    def test_an_empty_word_is_refused_wherever_it_stands(self):
        for words in (['', '1'], ['0x80', ''], ['0x80', '1', ''], ['', '', ''], ['']):
            with self.subTest(words=words):
                self.check('iow8', *words, status=64,
                           err="iow8: '': an empty word, such as an unset variable makes\n")

    def test_no_words_are_refused(self):
        for command, expected in (('iow8', PAIRS), ('ior8', 'RANGE...'),
                                  ('iopoll8', 'ADDRESS VALUE[:MASK]...')):
            self.refused(command, err=f"words are missing; expected {expected}; "
                                      f"try '{command} --help'")

    def test_an_unknown_letter_among_known_ones_is_named(self):
        for before in ((), ('-q',), ('--verify',), ('-d', 'ports.img')):
            with self.subTest(before=before):
                self.refused('iow8', *before, '-qZv', '0x80', '1',
                             err="'-Z': unknown option; try 'iow8 --help'")

    def test_an_option_of_another_command_is_refused(self):
        for option in ('--verify', '--exclusive', '--log', '-t', '--time', '--check'):
            with self.subTest(option=option):
                self.refused('ior8', option, '0x80',
                             err=f"'{option}': not an option of this command; "
                                 "try 'ior8 --help'")

    def test_words_are_checked_before_the_device_is_opened(self):
        for command in ('iow8', 'iopoll8'):
            result = self.run_command(command, '-d', 'missing.img', '0x80', '0x1ff')
            self.assertEqual(result.returncode, 64)


if __name__ == '__main__':
    harness.main()
