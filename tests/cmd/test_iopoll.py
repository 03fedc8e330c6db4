# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""iopoll8, iopoll16, iopoll32: when they end, and what they print."""

import os
import signal
import time

import sequences
from simulated import harness

SPELLINGS = '(decimal, 0x, 0b or 0o)'
TIMES = 'expected a time up to 60min, such as 10us, 5ms, 1.5s or 2min'
WORDS = 'ADDRESS VALUE[:MASK]...'

# What is said of a wrong time, wherever one stands.
WRONG_TIMES = [
    ('', f'not a time; {TIMES}'),
    ('x', f'not a time; {TIMES}'),
    ('5x', f'not a time; {TIMES}'),
    ('1.', f'not a time; {TIMES}'),
    ('0x10us', f'not a time; {TIMES}'),
    ('1h', f'not a time; {TIMES}'),
    ('1e3', f'not a time; {TIMES}'),
    ('-1', f'a sign is not allowed; {TIMES}'),
    ('+1ms', f'a sign is not allowed; {TIMES}'),
    ('1.5us', f'finer than a microsecond; {TIMES}'),
    ('1,5us', f'not a time; {TIMES}'),
    ('0.0000001', f'finer than a microsecond; {TIMES}'),
    ('61min', f'too long; {TIMES}'),
    ('61 min', f'not a time; {TIMES}'),
    ('3600000001us', f'too long; {TIMES}'),
    ('18446744073709551617us', f'too long; {TIMES}'),
    ('9' * 200, f'too long; {TIMES}'),
    ('5 ms', 'not a time; a time has no blank: 5ms'),
    (' 5ms', 'not a time; a time has no blank: 5ms'),
    ('5ms ', 'not a time; a time has no blank: 5ms'),
    ('.5', 'not a time; did you mean 0.5?'),
    ('0,5s', 'not a time; did you mean 0.5s?'),
    ('5MS', 'not a time; did you mean 5ms?'),
    ('5msec', 'not a time; did you mean 5ms?'),
    ('5useconds', 'not a time; did you mean 5us?'),
]


class Poll(sequences.SequenceCase):
    def test_a_value_that_is_there_is_printed_at_once(self):
        self.poke(0x80, 0x44, 0x33, 0x22, 0x11)
        for option in ([], ['-t', '0'], ['-t', '60min', '-i', '60min'], ['-x'], ['-f']):
            with self.subTest(option=option):
                self.check('iopoll8', *option, '0x80', '0x44', out='0x44\n')
                self.check('iopoll16', *option, '0x80', '0x3344', out='0x3344\n')
                self.check('iopoll32', *option, '0x80', '0x11223344', out='0x11223344\n')

    def test_only_the_bits_of_a_mask_count(self):
        self.poke(0x80, 0b10100101, 0xff)
        for value in ('0b10100101:0xff', '0b101:0b111', '0:2', '0xff:0xa5', '0xff:0'):
            with self.subTest(value=value):
                self.check('iopoll8', '-t', '0', '0x80', value, out='0xa5\n')
                self.check('iopoll16', '-t', '0', '0x80', value, out='0xffa5\n')
        self.check('iopoll8', '-t', '0', '0x80', '2:3', status=1, out='0xa5\n',
                   err='iopoll8: 0x80: it is 0xa5, not 0x02:0x03; 0 of 1 operations done\n')
        self.check('iopoll16', '-t', '0', '0x80', '0:0x0100', status=1, out='0xffa5\n',
                   err='iopoll16: 0x80: it is 0xffa5, not 0x0000:0x0100; 0 of 1 operations done\n')

    def test_a_value_that_appears_later_is_waited_for(self):
        for option in ([], ['-i', '1ms'], ['-i', '10us']):
            with self.subTest(option=option):
                self.poke(0x80, 0, 0)
                process = self.start('iopoll16', '-t', '60min', *option, '0x80', '0x0201')
                self.assert_runs_on(process)
                self.poke(0x80, 1)
                self.assert_runs_on(process)
                self.poke(0x81, 2)
                self.end(process, out='0x0201\n')

    def test_a_value_that_does_not_appear_is_waited_for_as_long_as_was_asked(self):
        for option, seconds, told in ((['-t', '300ms'], 0.3, '300ms'),
                                      (['--timeout=0.25'], 0.25, '250ms'),
                                      ([], 1, '1s'),
                                      (['-t', '200ms', '-i', '1us'], 0.2, '200ms'),
                                      (['-t', '200ms', '-i', '150ms'], 0.2, '200ms'),
                                      (['-t', '200ms', '-i', '60min'], 0.2, '200ms'),
                                      (['-t', '5s', '-t', '150ms'], 0.15, '150ms')):
            with self.subTest(option=option):
                start = time.monotonic()
                self.check('iopoll8', *option, '0x80', '1', status=1, out='0x80\n',
                           err=f'iopoll8: 0x80: 0x01 did not appear within {told}; '
                               'the last value was 0x80; 0 of 1 operations done\n')
                self.assertGreaterEqual(time.monotonic() - start, seconds)

    def test_the_port_is_read_once_more_when_the_time_is_over(self):
        """The first read comes before the value, and the pause is longer than the time."""
        start = time.monotonic()
        process = self.start('iopoll8', '-i', '60min', '-t', '1s', '0x80', '1')
        self.wait_for_lock()
        self.assert_runs_on(process)
        self.poke(0x80, 1)
        self.end(process, out='0x01\n')
        self.assertGreaterEqual(time.monotonic() - start, 1)

    def test_the_value_that_is_told_is_the_last_one(self):
        process = self.start('iopoll8', '-t', '500ms', '0x80', '1')
        self.assert_runs_on(process)
        self.poke(0x80, 2)
        self.end(process, status=1, out='0x02\n',
                 err='iopoll8: 0x80: 0x01 did not appear within 500ms; '
                     'the last value was 0x02; 0 of 1 operations done\n')

    def test_quiet_prints_no_value(self):
        self.check('iopoll8', '-q', '3', '3')
        self.check('iopoll8', '--quiet', '-t', '0', '3', '4', status=1,
                   err='iopoll8: 0x3: it is 0x03, not 0x04; 0 of 1 operations done\n')

    def test_verbose_prints_the_operation_with_its_result(self):
        self.check('iopoll8', '-v', '3', '3', out='iopoll8 -t 1s 0x3 0x03: 0x03\n')
        self.check('iopoll16', '-v', '-t', '1500ms', '-i', '10us', '3', '3:0xff',
                   out='iopoll16 -t 1500ms -i 10us 0x3 0x0003:0x00ff: 0x0403\n')
        self.check('iopoll32', '-v', '-t', '2min', '3', '0x06050403:0xffffffff',
                   out='iopoll32 -t 2min 0x3 0x06050403: 0x06050403\n')
        self.check('iopoll8', '--verbose', '-t', '0', '3', '4', status=1,
                   out='iopoll8 -t 0s 0x3 0x04: 0x03\n',
                   err='iopoll8: 0x3: it is 0x03, not 0x04; 0 of 1 operations done\n')

    def test_a_dry_run_shows_one_read_and_until_when(self):
        self.check('iopoll16', '-n', '0x64', '0:2', out='''\
iopoll16 -t 1s 0x64 0x0000:0x0002: simulated
    read from 0x64, 8 bits
    read from 0x65, 8 bits
    ... until it is 0x0000:0x0002, for at most 1s
''')
        self.check('iopoll16', '-nx', '-i', '1ms', '-t', '90', '0x64', '5', out='''\
iopoll16 -t 90s -i 1ms 0x64 0x0005: simulated
    read from 0x64, 16 bits
    ... until it is 0x0005, for at most 90s
''')

    def test_a_device_that_may_only_be_read_is_enough(self):
        self.device.chmod(0o400)
        self.check('iopoll8', '1', '1', out='0x01\n')

    def test_wrong_words_are_refused(self):
        for words, err in (
                ([], f"words are missing; expected {WORDS}; try 'iopoll8 --help'"),
                (['0x64'], f"'0x64': this address has no value; expected {WORDS}"),
                (['0x64', '1', '-2'], "'-2': a sign is not allowed; expected a value, "
                                      f'0 to 0xff {SPELLINGS}'),
                (['0x10000', '1'], "'0x10000': too large; expected an address, "
                                   f'0 to 0xffff {SPELLINGS}'),
                (['0x64', '256'], f"'256': too large; expected a value, 0 to 0xff {SPELLINGS}"),
                (['0x64', '1:0x100'],
                 f"'1:0x100': too large; expected a mask, 0 to 0xff {SPELLINGS}"),
                (['0x64', '-1'],
                 f"'-1': a sign is not allowed; expected a value, 0 to 0xff {SPELLINGS}"),
                (['--verify', '0x64', '1'],
                 "'--verify': not an option of this command; try 'iopoll8 --help'"),
                (['0x64', '1', '-t'],
                 "'-t': its argument is missing; use -t TIME or --timeout=TIME"),
                (['0x64', '1', '--interval'],
                 "'--interval': its argument is missing; use -i TIME or --interval=TIME")):
            with self.subTest(words=words):
                self.check('iopoll8', *words, status=64, err=f'iopoll8: {err}\n')
        self.check('iopoll32', '-x', '0x66', '1', status=64,
                   err="iopoll32: '0x66': not aligned; with -x expected a multiple of 4\n")
        self.check('iopoll16', '0xffff', '1', status=64,
                   err="iopoll16: '0xffff': too large; expected an address, "
                       f'0 to 0xfffe {SPELLINGS}\n')

    def test_a_wrong_time_is_named_with_what_was_expected(self):
        for word, said in WRONG_TIMES:
            named = word if len(word) < 150 else f'{word[:150]}...'
            for option, letter in ((['-t', word], '-t'), ([f'--timeout={word}'], '-t'),
                                   (['-i', word], '-i'), ([f'--interval={word}'], '-i')):
                with self.subTest(option=option):
                    self.check('iopoll8', '0x64', '1', *option, status=64,
                               err=f"iopoll8: {letter}: '{named}': {said}\n")

    def test_other_commands_take_no_times(self):
        for command, words in (('ior8', ['1']), ('iow8', ['1', '1'])):
            for option in ('-t', '-i'):
                with self.subTest(command=command, option=option):
                    self.check(command, option, '1s', *words, status=64,
                               err=f"{command}: '{option}': not an option of this command; "
                                   f"try '{command} --help'\n")

    def test_a_signal_ends_it_at_once_and_is_its_status(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            for option in ([], ['-i', '60min'], ['-q'], ['-v']):
                with self.subTest(signal=number.name, option=option):
                    process = self.start('iopoll8', '-t', '60min', *option, '0x80', '1')
                    self.wait_for_lock()
                    self.assert_runs_on(process)
                    process.send_signal(number)
                    self.end(process, status=-number,
                             err=f'iopoll8: stopped by {number.name}; '
                                 '0 of 1 operations done\n')

    def test_a_read_that_fails_ends_it_without_a_value(self):
        process = self.start('iopoll8', '-t', '60min', '0x80', '1')
        self.wait_for_lock()
        self.assert_runs_on(process)
        os.truncate(self.device, 0)
        self.ports = bytearray()
        self.end(process, status=74, err='iopoll8: 0x80: read 0 of 1 bytes: '
                                         'Input/output error; 0 of 1 operations done\n')

    def test_others_wait_for_the_lock_as_long_as_it_polls(self):
        process = self.start('iopoll8', '-t', '60min', '0x80', '1')
        self.wait_for_lock()
        self.poke(0x80, 1)
        self.end(process, out='0x01\n')
        self.assertFalse(self.is_locked())

    def test_a_value_that_nobody_can_read_is_an_error(self):
        with open('/dev/full', 'w') as full:
            self.check('iopoll8', '3', '3', status=74, stdout=full,
                       err='iopoll8: standard output: No space left on device; '
                           '1 of 1 operations done\n')
            self.check('iopoll8', '-t', '0', '3', '4', status=1, stdout=full,
                       err='iopoll8: 0x3: it is 0x03, not 0x04; 0 of 1 operations done\n')


if __name__ == '__main__':
    harness.main()
