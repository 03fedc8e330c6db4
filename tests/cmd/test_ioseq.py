# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""ioseq: what a sequence does, and what it prints."""

import os
import resource
import shlex
import signal
import time

import sequences
from simulated import harness

PAIRS = 'ADDRESS VALUE[:MASK] [ADDRESS VALUE[:MASK]]...'
TRAP = ('0xcf9: in 2 single bytes, a write to 0xcf8-0xcfb can get to the reset register '
        '0xcf9; use iow8 for single ports')

# Commands that do the same in a line of a file as at the shell.
LINES = ['iow8 0x80 1', 'iow8 0x80 1 0x81 2 0x80 3', 'iow16 0x80 0x1234',
         'iow32 0x81 305419896', 'iow8 0x80 0b1010:0x0f', 'iow8 0x80 0o17 0x81 0XFF:0B1',
         'iow32 0xfffc 0xffffffff:0xff00ff',
         'iow8 --verify 0x80 1:3', 'iow8 0x80 --exclusive 1', 'iow8 --log 0x80 5',
         'iow16 -x 0x80 7',
         'iow32 0x80 7 -x', 'iow32 -f 0xcf8 0x80000600', 'iow32 -x 0xcf8 0x80000600',
         'iow16 -f -- 0xcf9 6', 'iow8 -q 0x80 1', 'iow8 -qf 0x80 1', 'ior8 1', 'ior8 1 2 3',
         'ior16 0xfffe', 'ior32 0xcf8', 'ior32 -x 0xcf8', 'ior8 0x81 -q', 'iopoll8 3 3',
         'iopoll16 -t 5ms -i 1ms 3 0x0403', 'iopoll32 3 0:0', 'iopoll8 3 -q 3',
         'iopoll8 --timeout=1.5 --interval=10us 3 3']


class Sequence(sequences.SequenceCase):
    def test_the_lines_of_a_file_do_what_they_do_at_the_shell(self):
        before = bytes(self.ports)
        for line in LINES:
            command, *words = shlex.split(line)
            with self.subTest(line=line):
                self.device.write_bytes(before)
                shell = self.run_command(command, '-v', '-d', 'ports.img', *words)
                self.assertEqual((shell.returncode, shell.stderr), (0, b''))
                self.ports = bytearray(self.device.read_bytes())
                self.device.write_bytes(before)
                self.check_script(f'{line}\n', '-v', out=shell.stdout.decode())

    def test_the_lines_are_done_in_order(self):
        self.put(0x80, 0x33, 0x12)
        self.check_script('''\
# A device with an index port and a data port.
iow8 0x80 1
ior8 0x80

ior8 0x81 0x82      # as they were
\tiow16  0x80\t0x1234
ior8 0x80 0x81
sleep 1us
iow8 0x80 3:0x0f 0x80 0x33:0xff
iopoll8 -t 0 0x80 0x33
''', out='0x01\n0x81\n0x82\n0x34\n0x12\n0x33\n')

    def test_reads_and_polls_print_and_writes_do_not(self):
        self.put(0x80, 5)
        text = 'iow8 0x80 5\nior8 0x80\nsleep 0\niopoll16 3 0x0403\nior8 -q 1\n'
        self.check_script(text, out='0x05\n0x0403\n')
        for option in ('-q', '--quiet', '-qv'):
            with self.subTest(option=option):
                self.check_script(text, option)
        for option in ('-v', '--verbose'):
            with self.subTest(option=option):
                self.check_script(text + 'iow8 -q 0x80 5\nfinally ior8 2\nfinally sleep 1ms\n',
                                  option, out='''\
iow8 0x80 0x05: 1
ior8 0x80: 0x05
sleep 0s
iopoll16 -t 1s 0x3 0x0403: 0x0403
ior8 0x2: 0x02
sleep 1ms
''')

    def test_a_sleep_lasts_as_long_as_it_says(self):
        for word, seconds in (('250ms', 0.25), ('0.2', 0.2), ('1', 1), ('200000us', 0.2)):
            with self.subTest(word=word):
                start = time.monotonic()
                self.check_script(f'sleep {word}\n')
                self.assertGreaterEqual(time.monotonic() - start, seconds)

    def test_a_sleep_is_between_what_is_before_it_and_behind(self):
        process = self.start_script('iow8 0x80 1\nsleep 1s\niow8 0x81 1\n')
        self.wait_for(0x80, 1)
        self.assert_runs_on(process)
        self.assertEqual(self.device.read_bytes(), self.ports)
        self.put(0x81, 1)
        self.end(process)

    def test_nothing_but_sleeps_needs_no_device(self):
        (self.directory / 'test.ioseq').write_text('sleep 1ms\nfinally sleep 1ms\n')
        result = self.run_command('ioseq', '-d', 'missing', 'test.ioseq')
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, b'', b''))

    def test_finally_lines_run_last_and_in_order(self):
        self.put(0x80, 3)
        self.put(0x81, 1)
        self.check_script('finally iow8 0x80 2\nfinally ior8 0x80 0x81\niow8 0x80 1\n'
                          'finally iow8 0x80 3\nior8 0x80\niow8 0x81 1\n',
                          out='0x01\n0x02\n0x01\n')

    def test_finally_lines_run_after_a_failure_and_no_others(self):
        self.put(0x80, 1)
        self.put(0x82, 1)
        self.check_script('''\
iow8 0x80 1
finally iow8 0x82 1
iopoll8 -t 0 0x90 1
iow8 0x81 1
ior8 1
finally ior8 0x80 0x82
''', status=1, out='0x90\n0x01\n0x01\n',
                          err='ioseq: test.ioseq:3: 0x90: it is 0x90, not 0x01; '
                              '4 of 7 operations done\n')

    def test_a_file_can_be_nothing_but_finally_lines(self):
        self.put(0x80, 1)
        self.check_script('finally iow8 0x80 1\nfinally ior8 0x80\n', out='0x01\n')

    def test_the_first_failure_stops_the_rest_of_its_line_too(self):
        self.put(0x10, 1)
        self.put(0xff, 1)
        self.check_script('iow8 0x10 1\niow8 0xff 1 0x100 1 0x11 1\niow8 0x12 1\n', status=74,
                          preexec_fn=limit_file_size(0x100),
                          err='ioseq: test.ioseq:2: 0x100: wrote 0 of 1 bytes: File too large; '
                              '2 of 5 operations done\n')
        self.check_script('ior8 1\niow16 0xff 1\nior8 2\n', '-v', status=74,
                          preexec_fn=limit_file_size(0x100),
                          out='ior8 0x1: 0x01\niow16 0xff 0x0001: 1\n',
                          err='ioseq: test.ioseq:2: 0xff: wrote 1 of 2 bytes: '
                              'Input/output error; 1 of 3 operations done\n')

    def test_the_second_time_that_a_line_is_done_it_is_named_as_the_second(self):
        self.put(0x80, 0x81)
        polled = 'iopoll8 0x80 0x80'
        wrong = '0x80: 0x80 did not appear within 1s; the last value was 0x81'
        self.check_script(f'{polled}\niow8 0x80 0x81\n{polled}\n', '-q', status=1,
                          err=f'ioseq: test.ioseq:3: {wrong}; 2 of 3 operations done\n')
        self.poke(0x80, 0x80)
        self.put(0x80, 0x81)
        self.check_script(f'finally {polled}\nfinally iow8 0x80 0x81\nfinally {polled}\n'
                          f'finally {polled}\n', '-q', status=1,
                          err=f'ioseq: test.ioseq:3: {wrong}; and finally in line 4, {wrong}; '
                              '2 of 4 operations done\n')

    def test_a_finally_line_that_fails_does_not_stop_the_next(self):
        self.put(0x80, 1)
        self.check_script('ior8 1\nfinally iopoll8 -t 0 0x90 1\nfinally iow8 0x80 1\n', status=1,
                          out='0x01\n0x90\n',
                          err='ioseq: test.ioseq:2: 0x90: it is 0x90, not 0x01; '
                              '2 of 3 operations done\n')

    def test_all_failures_are_told_and_the_first_is_the_status(self):
        self.put(0x80, 1)
        self.check_script('''\
iow8 0x100 1
finally iopoll8 -t 0 0x90 1
finally iow8 0x80 1
finally iow8 0x101 1
''', status=74, out='0x90\n', preexec_fn=limit_file_size(0x100),
                          err='ioseq: test.ioseq:1: 0x100: wrote 0 of 1 bytes: File too large; '
                              'and finally in line 2, 0x90: it is 0x90, not 0x01; '
                              'and finally in line 4, 0x101: wrote 0 of 1 bytes: File too large; '
                              '1 of 4 operations done\n')

    def test_what_is_refused_for_safety_is_refused_before_all_else(self):
        self.check_script('iow8 0x80 1\niow16 0xcf9 6\n', status=78,
                          err=f'test.ioseq:2:7: {TRAP}\n'
                              'ioseq: test.ioseq: 1 error; nothing was read or written\n')

    def test_force_and_exact_are_of_a_line_or_of_the_file(self):
        self.put(0xcf8, 0, 6, 0, 0x80)
        line = 'iow32 {}0xcf8 0x80000600\nior32 0xcf8\n'
        for option in ('-f', '-x', '--force', '--exact', '-xf'):
            with self.subTest(option=option):
                self.check_script(line.format(option + ' '), out='0x80000600\n')
                self.check_script(line.format(''), option, out='0x80000600\n')

    def test_an_option_behind_the_words_is_one_too(self):
        self.put(0xcf8, 0, 6, 0, 0x80)
        for option in ('-f', '-x'):
            with self.subTest(option=option):
                self.check_script(f'iow32 0xcf8 0x80000600 {option}\n')

    def test_an_option_of_one_line_is_of_no_other(self):
        self.check_script('ior16 -x 0x80\nior16 0x81\nior8 -q 1\nior8 2\niopoll8 -t 0 3 3\n'
                          'iopoll8 3 3\n', '-v',
                          out='ior16 0x80: 0x8180\nior16 0x81: 0x8281\nior8 0x2: 0x02\n'
                              'iopoll8 -t 0s 0x3 0x03: 0x03\niopoll8 -t 1s 0x3 0x03: 0x03\n')
        self.check_script('iow32 -f 0xcf8 0x80000600\niow16 0xcf9 6\n', status=78,
                          err=f'test.ioseq:2:7: {TRAP}\n'
                              'ioseq: test.ioseq: 1 error; nothing was read or written\n')

    def test_exact_for_the_file_wants_each_address_aligned(self):
        self.check_script('ior16 0x80\nior8 0x81\nior16 0x81 0x82 0x83\niow32 -q 0x82 1\n', '-x',
                          status=65, err='''\
test.ioseq:3:7: '0x81': not aligned; with -x expected a multiple of 2
test.ioseq:4:10: '0x82': not aligned; with -x expected a multiple of 4
ioseq: test.ioseq: 2 errors; nothing was read or written
''')

    def test_verify_for_the_file_reads_back_each_write(self):
        self.put(0x80, 1, 2)
        self.check_script('iow8 0x80 1\niow8 0x81 2\nior8 0x80\n', '--verify', '-v',
                          out='iow8 0x80 0x01: 1, read back 0x01\n'
                              'iow8 0x81 0x02: 1, read back 0x02\nior8 0x80: 0x01\n')

    def test_check_reads_the_file_and_nothing_else(self):
        (self.directory / 'test.ioseq').write_text('iow8 0x80 1\nsleep 60min\n')
        result = self.run_command('ioseq', '--check', '-d', 'missing', 'test.ioseq')
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, b'', b''))
        for option in (['--check'], ['--check', '-v'], ['-n', '--check']):
            with self.subTest(option=option):
                self.check_script('iow8 0x80 1\nior8 1\nfinally iow8 0x81 1\n', *option)
                self.check_script('iow8 0x80 1\nior8 0x10000\n', *option, status=65, err='''\
test.ioseq:2:6: '0x10000': too large; expected an address, 0 to 0xffff (decimal, 0x, 0b or 0o)
ioseq: test.ioseq: 1 error; nothing was read or written
''')

    def test_a_dry_run_prints_the_whole_plan(self):
        for option in ('-n', '--dry-run', '-nv', '-nq'):
            with self.subTest(option=option):
                self.check_script('''\
iow8 0x2e 0x87 0x2e 0x87
ior8 -q 0x2f
finally iow8 0x2e 0xaa
iopoll8 -t 100ms 0x64 0:0x02
sleep 10us
iow16 -x 0x80 5:0xff
finally sleep 1min
iow16 --verify 0x81 5
iow8 0x2e 0x87 0x2e 0x87
''', option, out='''\
iow8 0x2e 0x87: simulated
    write 0x87 to 0x2e, 8 bits
iow8 0x2e 0x87: simulated
    write 0x87 to 0x2e, 8 bits
ior8 0x2f: simulated
    read from 0x2f, 8 bits
iopoll8 -t 100ms 0x64 0x00:0x02: simulated
    read from 0x64, 8 bits
    ... until it is 0x00:0x02, for at most 100ms
sleep 10us
iow16 0x80 0x0005:0x00ff: simulated
    read from 0x80, 16 bits
    write 0x0005:0x00ff to 0x80, 16 bits
iow16 0x81 0x0005: simulated
    write 0x05 to 0x81, 8 bits
    write 0x00 to 0x82, 8 bits
    read from 0x81, 8 bits
    read from 0x82, 8 bits
iow8 0x2e 0x87: simulated
    write 0x87 to 0x2e, 8 bits
iow8 0x2e 0x87: simulated
    write 0x87 to 0x2e, 8 bits
finally iow8 0x2e 0xaa: simulated
    write 0xaa to 0x2e, 8 bits
finally sleep 1min
''')

    def test_a_lost_result_is_an_error_when_all_has_been_done(self):
        self.put(0x80, 1, 1)
        text = 'ior8 1\niow8 0x80 1\nfinally iow8 0x81 1\n'
        with open('/dev/full', 'w') as full:
            self.check_script(text, status=74, stdout=full,
                              err='ioseq: standard output: No space left on device; '
                                  '3 of 3 operations done\n')
            self.check_script('iow8 0x80 1\n', stdout=full)
            self.check_script(text, '-n', status=74, stdout=full,
                              err='ioseq: standard output: No space left on device\n')
        reader, writer = os.pipe()
        os.close(reader)
        self.addCleanup(os.close, writer)
        self.check_script('ior8 1\n' * 5000 + text, status=74, stdout=writer,
                          err='ioseq: standard output: Broken pipe; '
                              '5003 of 5003 operations done\n')

    def test_one_file_is_expected(self):
        for words in ([], ['a', 'b'], ['-', '-'], ['-q'], ['--check'], ['--', 'a', 'b']):
            with self.subTest(words=words):
                self.check('ioseq', *words, status=64,
                           err="ioseq: expected one FILE, or - for standard input; "
                               "try 'ioseq --help'\n")

    def test_a_file_whose_name_is_empty_is_a_wrong_word(self):
        self.check('ioseq', '', status=64,
                   err="ioseq: '': an empty word, such as an unset variable makes\n")

    def test_a_file_without_accesses_needs_no_device_whatever_the_options(self):
        (self.directory / 'test.ioseq').write_text('sleep 1us\n')
        for options in ([], ['--verify'], ['-x', '--log', '--exclusive'], ['-vf']):
            with self.subTest(options=options):
                result = self.run_command('ioseq', *options, '-d', 'missing', 'test.ioseq')
                self.assertEqual((result.returncode, result.stdout, result.stderr),
                                 (0, b'sleep 1us\n' if '-vf' in options else b'', b''))

    def test_options_of_other_commands_are_refused(self):
        for option in ('-t', '-i'):
            self.check_script('ior8 1\n', option, '1s', status=64,
                              err=f"ioseq: '{option}': not an option of this command; "
                                  "try 'ioseq --help'\n")
        for command in ('iow8', 'ior8', 'iopoll8'):
            for option in ('--check', '--lock-timeout=1s'):
                with self.subTest(command=command, option=option):
                    self.check(command, option, '1', '1', status=64,
                               err=f"{command}: '{option}': not an option of this command; "
                                   f"try '{command} --help'\n")

    def test_a_device_that_can_t_be_opened_is_told_after_the_words(self):
        (self.directory / 'test.ioseq').write_text('ior8 1\n')
        result = self.run_command('ioseq', '-d', 'missing', 'test.ioseq')
        self.assertEqual((result.returncode, result.stdout, result.stderr.decode()),
                         (69, b'', "ioseq: 'missing': there is no such file; make a simulated I/O "
                                   "space with 'truncate -s 64K FILE'\n"))
        (self.directory / 'test.ioseq').write_text('ior8 x\n')
        result = self.run_command('ioseq', '-d', 'missing', 'test.ioseq')
        self.assertEqual(result.returncode, 65)

    def test_a_file_that_reads_is_content_with_a_device_that_may_be_read(self):
        self.device.chmod(0o400)
        self.directory.chmod(0o755)
        user = {'user': 65534} if os.geteuid() == 0 else {}
        if user:
            os.chown(self.device, 65534, 65534)
        self.check_script('ior8 1\niopoll8 2 2\nsleep 0\n', out='0x01\n0x02\n', **user)
        self.check_script('ior8 1\nfinally iow8 2 2\n', status=77, **user,
                          err="ioseq: 'ports.img': the file's permissions forbid it; "
                              'let this user in, with chmod, chown or setfacl\n')


def limit_file_size(size):
    """For a child process: let writes of a file past size fail, as hardware might."""
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return limit


if __name__ == '__main__':
    harness.main()
