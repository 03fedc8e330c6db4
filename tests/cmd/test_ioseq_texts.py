# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""ioseq: which files it reads, and where it says that one is wrong."""

import os
import shlex
import subprocess

import sequences
import test_wrong_words
from simulated import harness
from test_wrong_words import HEX, SPELLINGS

ADDRESS = f'expected an address, 0 to 0xffff {SPELLINGS}'
COMMANDS = ('unknown command; expected iow8, iow16, iow32, ior8, ior16, ior32, iopoll8, '
            "iopoll16, iopoll32, iodump8, iodump16, iodump32, sleep, finally or only, as in 'iow8 0x2e 0x87'")
AFTER_FINALLY = COMMANDS.replace(', sleep, finally or only', ' or sleep')
NO_SHELL = '; no shell reads this: there are no quotes, no variables and no continued lines'
ONE = 'ioseq: test.ioseq: 1 error; nothing was read or written\n'

# Lines that are wrong as they are at the shell, with the column of the wrong word.
WRONG_LINES = [('iow8', 1), ('iow8 0x80', 6), ('iow8 0x80 1 0x81', 13), ('ior8', 1),
               ('iow8 0x80 0x100', 11), ('iow8 0x80 1:0x100', 11), ('iow16 0xffff 1', 7),
               ('iow8 0x80 1: 0x81 2', 11), ('iow8 0x80 :1', 11), ('ior32 1 2 3 0xfffd', 13),
               ('iow16 -x 0x80 1 0x81 2', 17), ('iow16 0x81 2 -x', 7), ('iopoll8 0x80', 9),
               ('iopoll8 0x80 1 x', 16), ('iopoll8 -t 5x 1 1', 12), ('iopoll8 1 1 -i 61min', 16),
               ('iopoll8 -t', 9), ('iow16 0xcf9 6', 7), ('iow32 0x80 1 0xcf8 5:6', 14)]


# Lines, where and how they are wrong, and what is right by that message.
LINES = [
    ('iow8 80 5a', f"9: '5a': not a number; {HEX}0x5a", 'iow8 80 0x5a'),
    ('ior8 $80', f"6: '$80': not a number; {HEX}0x80{NO_SHELL}", 'ior8 0x80'),
    ('iow8 0x80,1', "6: '0x80,1': not a number; address and value are two words: 0x80 1",
     'iow8 0x80 1'),
    ('ior8 0x60-0x5f', "6: '0x60-0x5f': the last address is below the first",
     'ior8 0x60-0x61'),
    ('iow8 1 1:', f"8: '1:': the mask after ':' is missing; expected a mask, 0 to 0xff {SPELLINGS}",
     'iow8 1 1:1'),
    ('o 2e 87', f"1: 'o': {COMMANDS}", 'iow8 0x2e 0x87'),
    ('finally o 2e 87', f"9: 'o': {AFTER_FINALLY}", 'finally iow8 0x2e 0x87'),
    ('usleep 100', "1: 'usleep': unknown command; sleep has the unit behind the number, as in "
     "'sleep 100us'", 'sleep 100us'),
    ('onyl iopoll8 1 1', "1: 'onyl': unknown command; did you mean only?", 'only iopoll8 1 1'),
    ('finaly iow8 1 1', "1: 'finaly': unknown command; did you mean finally?",
     'finally iow8 1 1'),
    ('Finally iow8 1 1', "1: 'Finally': unknown command; did you mean finally?",
     'finally iow8 1 1'),
    ('finally finally ior8 1', "9: 'finally': unknown command; leave it out", 'finally ior8 1'),
    ('IOW8 1 1', "1: 'IOW8': unknown command; did you mean iow8?", 'iow8 1 1'),
    ('iow 1 1', "1: 'iow': unknown command; did you mean iow8?", 'iow8 1 1'),
    ('low16 1 1', "1: 'low16': unknown command; did you mean iow16?", 'iow16 1 1'),
    ('iopol8 1 1', "1: 'iopol8': unknown command; did you mean iopoll8?", 'iopoll8 1 1'),
    ('finally slepe 0', "9: 'slepe': unknown command; did you mean sleep?", 'finally sleep 0'),
    ('io8 1', "1: 'io8': unknown command; did you mean iow8 or ior8?", 'ior8 1'),
    ('sudo iow8 1 1', "1: 'sudo': unknown command; leave it out", 'iow8 1 1'),
    ('$ ior8 1', f"1: '$': unknown command; leave it out{NO_SHELL}", 'ior8 1'),
    ('ior8\u00a01', r"1: 'ior8\xc2\xa01': unknown command; type it in ASCII: ior8 1", 'ior8 1'),
    ('iow8 1 1 iow8 2 2', "10: 'iow8': not a number; a line has one command", 'iow8 1 1'),
    ('ior8 1 sleep 0', "8: 'sleep': not a number; a line has one command", 'ior8 1'),
    ('iow8 -v 1 1', "6: '-v': not an option that a line can have; give it to ioseq",
     'iow8 1 1'),
    ('iow8 -nq 1 1', "6: '-n': not an option that a line can have; give it to ioseq",
     'iow8 -q 1 1'),
    ('ior8 1 --check', "8: '--check': not an option that a line can have; give it to ioseq",
     'ior8 1'),
    ('ior8 -I 0x2e --enter 1 1', "14: '--enter': not an option that a line can have; "
     'it is for the shell alone', 'ior8 1'),
    ('ior8 --verify 1', "6: '--verify': not an option of this command; see ioseq(5)", 'ior8 1'),
    ('sleep -q 0', "7: '-q': not an option of this command; see ioseq(5)", 'sleep 0'),
    ('ior8 --json 1', "6: '--json': not an option that a line can have; give it to ioseq", 'ior8 1'),
    ('ior8 –', r"6: '\xe2\x80\x93': not a number; expected an address, 0 to 0xffff "
     '(decimal, 0x, 0b or 0o)', 'ior8 1'),
    ('ior8 --zap 1', "6: '--zap': unknown option; see ioseq(5)", 'ior8 1'),
    ('iow8 --verfy 1 1', "6: '--verfy': unknown option; did you mean --verify?",
     'iow8 --verify 1 1'),
    ('iow8 -exact 1 1', "6: '-exact': unknown option; did you mean --exact?", 'iow8 --exact 1 1'),
    ('iow8 --ex 1 1', "6: '--ex': ambiguous: --exact, --exclusive", 'iow8 --exa 1 1'),
    ('iow8 --exact=1 1 1', "6: '--exact=1': it takes no argument; see ioseq(5)", 'iow8 -x 1 1'),
    ('iopoll8 1 1 -t', "13: '-t': its argument is missing; use -t TIME or --timeout=TIME",
     'iopoll8 1 1 -t 0 --timeout=0'),
    ('iopoll8 -t# 1 1', "11: -t: '#': not a time; expected a time up to 60min, such as 10us, 5ms, "
     '1.5s or 2min', 'iopoll8 -t0 1 1'),
    ('iopoll8 -i=1ms 1 1',
     "9: '-i=1ms': a letter has no '=' behind it; use -i TIME or --interval=TIME",
     'iopoll8 -i 1ms --interval=1ms 1 1'),
    ('iow8 1 1 \u2013q', r"10: '\xe2\x80\x93q': a typographic dash; type '-q'", 'iow8 1 1 -q'),
    ('iow8 \u2014quiet 1 1', r"6: '\xe2\x80\x94quiet': a typographic dash; type '--quiet'",
     'iow8 --quiet 1 1'),
    ('sleep 5 ms', "9: 'ms': one time is all that is slept; a time has no blank, as in 5ms",
     'sleep 5ms'),
    ('sleep 1,5ms', "7: '1,5ms': not a time; did you mean 1.5ms?", 'sleep 1.5ms'),
    ('sleep 10\u03bcs', r"7: '10\xce\xbcs': not a time; did you mean 10us?", 'sleep 10us'),
    ('iopoll8 -t 5 ms 1 1', "14: 'ms': not a number; a time has no blank, as in 5ms",
     'iopoll8 -t 5ms 1 1'),
    ('ior8 "1"', f"6: '\"1\"': not a number; {ADDRESS}{NO_SHELL}", 'ior8 1'),
    ('ior8 $port', f"6: '$port': not a number; {ADDRESS}{NO_SHELL}", 'ior8 1'),
    ('ior8 1; ior8 2', f"6: '1;': not a number; did you mean 1?{NO_SHELL}", 'ior8 1'),
    ('ior8 1 | sort', f"8: '|': not a number; {ADDRESS}{NO_SHELL}", 'ior8 1'),
    ('ior8 1 > file', f"8: '>': not a number; {ADDRESS}{NO_SHELL}", 'ior8 1'),
]


class Texts(sequences.SequenceCase):
    def test_wrong_words_are_those_of_the_shell_with_their_place(self):
        for line, column in WRONG_LINES:
            command, *words = shlex.split(line)
            with self.subTest(line=line):
                shell = self.run_command(command, '-d', 'ports.img', *words)
                said = shell.stderr.decode().removeprefix(f'{command}: ')
                said = said.replace(f"; try '{command} --help'", '')
                self.check_script(f'iow8 0x70 1\n\t {line} \t# comment\n',
                                  status=65 if shell.returncode == 64 else shell.returncode,
                                  err=f'test.ioseq:2:{column + 2}: {said}{ONE}')

    def test_wrong_numbers_are_those_of_the_shell(self):
        for word, wrong in test_wrong_words.NUMBERS:
            if not word or ' ' in word:
                continue
            with self.subTest(word=word):
                self.check_script(f'ior8 1 {word} 2\n', status=65,
                                  err=f"test.ioseq:1:8: '{word}': {wrong}; {ADDRESS}\n{ONE}")

    def test_what_people_write_is_answered_with_what_works(self):
        for typed, message, better in LINES:
            with self.subTest(typed=typed):
                self.check_script(f'{typed}\n', status=65, err=f'test.ioseq:1:{message}\n{ONE}')
            with self.subTest(better=better):
                self.check_script(f'{better}\n', '-q', '--check')

    def test_all_errors_are_told_in_order(self):
        self.check_script('''\
# comment
ior8 0x10000
ior8 1
 iow64 0x80 1
only
finally ior8 0777777
sleep 1h
ior8 -d other 1
''', status=65, err=f'''\
test.ioseq:2:6: '0x10000': too large; {ADDRESS}
test.ioseq:4:2: 'iow64': {COMMANDS}
test.ioseq:5:1: only: a poll is missing after it
test.ioseq:6:14: '0777777': a leading zero is ambiguous; {ADDRESS}
test.ioseq:7:7: '1h': not a time; expected a time up to 60min, such as 10us, 5ms, 1.5s or 2min
test.ioseq:8:6: '-d': not an option that a line can have; give it to ioseq
ioseq: test.ioseq: 6 errors; nothing was read or written
''')

    def test_only_the_first_20_errors_are_told(self):
        for count in (19, 20, 21, 5000):
            with self.subTest(count=count):
                more = ', of which the first 20 are above' if count > 20 else ''
                self.check_script('ior8 1\nx\n' * count, status=65,
                                  err=''.join(f"test.ioseq:{2 * n}:1: 'x': {COMMANDS}\n"
                                              for n in range(1, min(count, 20) + 1)) +
                                  f'ioseq: test.ioseq: {count} errors{more}; '
                                  'nothing was read or written\n')

    def test_quoting_and_continuation_are_explained(self):
        self.check_script('''\
ior8 "0x80"
ior8 '0x80' 1
iow8 0x80 \\
     1
''', status=65, err=f'''\
test.ioseq:1:6: '"0x80"': not a number; {ADDRESS}{NO_SHELL}
test.ioseq:2:6: ''0x80'': not a number; {ADDRESS}{NO_SHELL}
test.ioseq:3:11: '\\': not a number; expected a value, 0 to 0xff {SPELLINGS}{NO_SHELL}
test.ioseq:4:6: '1': {COMMANDS}
ioseq: test.ioseq: 4 errors; nothing was read or written
''')

    def test_one_wrong_line_at_the_end_of_many_means_that_nothing_is_written(self):
        self.check_script('iow8 0x80 1 0x81 2\n' * 99999 + 'iow8 0x80 0x100\n', status=65,
                          err="test.ioseq:100000:11: '0x100': too large; "
                              f'expected a value, 0 to 0xff {SPELLINGS}\n{ONE}')

    def test_many_lines_are_all_done(self):
        lines = [(n % 0x10000, n * 7 % 256) for n in range(0, 300000, 3)]
        for port, value in lines:
            self.ports[port] = value
        self.check_script(''.join(f'iow8 {port} {value}\n' for port, value in lines))

    def test_a_last_line_needs_no_newline(self):
        self.put(0x80, 1)
        self.check_script('iow8 0x80 1')
        self.check_script('iow8 0x80 1\nior8 0x80', out='0x01\n')
        self.check_script('iow8 0x80 1\nx', status=65,
                          err=f"test.ioseq:2:1: 'x': {COMMANDS}\n{ONE}")

    def test_a_file_may_hold_nothing(self):
        for text in ('', '\n', '\n\n', ' \t', '# comment', '# one\n\t# two\n\n'):
            for option in ([], ['-n'], ['-v'], ['--check']):
                with self.subTest(text=text, option=option):
                    self.check_script(text, *option)

    def test_what_is_no_plain_text_is_refused(self):
        for text, place, wrong in (
                (b'ior8 1\nior8 \x002\n', '2:6', 'a NUL byte: this is not a text file'),
                (b'\x7fELF\x00\n\xff', '1:5', 'a NUL byte: this is not a text file'),
                (b'ior8 1\rior8 2\r', '1:7',
                 'a carriage return: lines end in a newline alone here'),
                (b'\xef\xbb\xbfior8 1\n', '1:1',
                 'a byte order mark: save the file without it')):
            with self.subTest(text=text):
                self.check_script(text, status=65, err=f'test.ioseq:{place}: {wrong}\n{ONE}')

    def test_lines_of_dos_are_refused_and_mended_by_what_is_advised(self):
        for name, told in (('test.ioseq', 'test.ioseq'), ('./a+b_1-2', './a+b_1-2'),
                           ('a b', 'FILE'), ("it's", 'FILE'), ('\u00e9', 'FILE')):
            for text, place in ((b'ior8 1\r\nior8 2\r\n', '1:7'), (b'ior8 1\n# x\r\n', '2:4'),
                                (b'ior8 1\n\r', '2:1')):
                advised = f"sed -i 's/\\r$//' {told}"
                with self.subTest(name=name, text=text):
                    self.check_script(text, name=name, status=65, err=(
                        f'{name}:{place}: a carriage return: lines end in a newline alone here; '
                        f'{advised}\nioseq: {name}: 1 error; nothing was read or written\n'))
                    subprocess.run(['bash', '-c', advised.replace('FILE', shlex.quote(name))],
                                   cwd=self.directory, check=True)
                    self.assertEqual((self.directory / name).read_bytes(), text.replace(b'\r', b''))
        self.check_input('ior8 1\r\n', status=65, err=(
            '<stdin>:1:7: a carriage return: lines end in a newline alone here; '
            "sed -i 's/\\r$//' FILE\nioseq: <stdin>: 1 error; nothing was read or written\n"))

    def test_bytes_that_are_no_utf_8_are_shown_in_a_message_and_let_be_in_a_comment(self):
        self.check_script(b'ior8 1 # \xff\xfe\x80\n# \xc3\n', out='0x01\n')
        self.check_script(b'ior8 1\xff\n\xfe\x1b[2J\n', status=65,
                          err=f"test.ioseq:1:6: '1\\xff': not a number; {ADDRESS}\n"
                              f"test.ioseq:2:1: '\\xfe\\x1b[2J': {COMMANDS}\n"
                              'ioseq: test.ioseq: 2 errors; nothing was read or written\n')

    def test_a_line_may_be_ten_megabytes_long(self):
        pairs = 750000
        line = 'iow8' + ' 0x0080 0x%02x' * pairs % tuple(n % 251 for n in range(pairs))
        self.assertGreater(len(line), 9e6)
        self.put(0x80, (pairs - 1) % 251)
        self.check_script(f'{line}\nior8 0x80\n', out=f'0x{self.ports[0x80]:02x}\n')
        self.check_script(f'{line} -q\n')
        self.check_script(f'{line} 0x81\n', status=65,
                          err=f"test.ioseq:1:{len(line) + 2}: '0x81': this address has no value; "
                              f'expected ADDRESS VALUE[:MASK] [ADDRESS VALUE[:MASK]]...\n{ONE}')
        self.check_script(f'#{line}\nior8 1\n', out='0x01\n')

    def test_a_word_may_be_ten_megabytes_long(self):
        size = 10 << 20
        self.check_script(f'ior8 0x{"0" * size}1 2\n', out='0x01\n0x02\n')
        for word, wrong, expected in (('1' * size, 'too large', ADDRESS),
                                      ('x' * size, 'not a number', ADDRESS)):
            self.check_script(f'ior8 {word} 2\n', status=65,
                              err=f"test.ioseq:1:6: '{word[:150]}...': {wrong}; {expected}\n{ONE}")
        self.check_script('x' * size, status=65,
                          err=f"test.ioseq:1:1: '{'x' * 150}...': {COMMANDS}\n{ONE}")
        self.check_script(f'sleep {"0" * size}.{"0" * size}us\n')

    def check_unreadable(self, path, wrong, name=None, **kwargs):
        self.check('ioseq', path, status=66, **kwargs,
                   err=f'ioseq: {name or path}: {wrong}; nothing was read or written\n')

    def test_66_for_a_file_that_can_t_be_read(self):
        (self.directory / 'secret').write_text('ior8 1\n')
        (self.directory / 'secret').chmod(0)
        self.directory.chmod(0o755)
        self.check_unreadable('missing', 'No such file or directory')
        self.check_unreadable('.', 'Is a directory')
        self.check_unreadable('ports.img/x', 'Not a directory')
        self.check_unreadable('secret', 'Permission denied',
                              **({'user': 65534} if os.geteuid() == 0 else {}))
        self.check_unreadable('-', 'Bad file descriptor', name='<stdin>',
                              preexec_fn=lambda: os.close(0))

    def test_nul_bytes_in_place_of_the_blanks_of_a_known_line_are_refused(self):
        self.check_script('iow8 0x00080 -f 0x0000012\niow8 0x00080\0-f\x000x0000012\n',
                          status=65, err='''\
test.ioseq:2:13: a NUL byte: this is not a text file
ioseq: test.ioseq: 1 error; nothing was read or written
''')

    def test_what_was_done_is_told_after_any_number_of_failures(self):
        self.put(0x80, 1)
        (self.directory / 'many').write_text(
            'iow8 0x80 1\n' + 'finally iopoll8 -q -t 0 0x80 0\n' * 30)
        result = self.run_command('ioseq', '-d', 'ports.img', 'many')
        self.assertEqual((result.returncode, result.stdout), (1, b''))
        self.assertRegex(result.stderr.decode(), '; 1 of 31 operations done\n$')
        self.assertEqual(result.stderr.count(b'and finally in line'), 8)

    def test_a_file_that_is_too_long_is_refused_unread(self):
        with open(self.directory / 'long', 'w') as file:
            file.truncate(1 << 40)
        self.check_unreadable('long', 'longer than 256 MiB')

    def test_a_fifo_is_read_to_its_end(self):
        os.mkfifo(self.directory / 'fifo')
        process = self.start('ioseq', 'fifo')
        self.put(0x80, 1)
        with open(self.directory / 'fifo', 'w') as fifo:
            fifo.write('iow8 0x80 1\n' * 20000)
            fifo.flush()
            self.assert_runs_on(process)
            self.assertEqual(self.device.read_bytes()[0x80], 0x80)
            fifo.write('ior8 0x80')
        self.end(process, out='0x01\n')

    def check_input(self, text, *words, status=0, out='', err=''):
        result = subprocess.run(
            [*self.wrapper, self.commands / 'ioseq', '-d', 'ports.img', *words, '-'],
            input=text, capture_output=True, cwd=self.directory, text=True)
        self.assertEqual((result.returncode, result.stdout, result.stderr), (status, out, err))
        self.assertTrue(self.device.read_bytes() == self.ports)

    def test_a_dash_is_standard_input(self):
        self.put(0x80, 1)
        self.check_input('iow8 0x80 1\nior8 0x80\n', out='0x01\n')
        self.check_input('')
        self.check_input('ior8 x\n', status=65, err=f'''\
<stdin>:1:6: 'x': not a number; {ADDRESS}
ioseq: <stdin>: 1 error; nothing was read or written
''')
        self.check_input('\niopoll8 -t 0 1 2\n', '-q', status=1,
                         err='ioseq: <stdin>:2: 0x1: it is 0x01, not 0x02; 0 of 1 operations done\n')

    def test_a_file_s_name_is_told_as_it_is_unless_it_would_spoil_the_message(self):
        for name, told in (('a b', 'a b'), ("it's 100%s", "it's 100%s"), ('é', 'é'),
                           ('a\nb', r"'a\x0ab'"), ('\x1b[31mred', r"'\x1b[31mred'"),
                           ('tab\there', r"'tab\x09here'"), ('x' * 200, 'x' * 200),
                           # Bytes that are no UTF-8: here a CSI, and letters with it behind.
                           ('\udc9b31m', r"'\x9b31m'"), ('\udce9\udc9b31m', r"'\xe9\x9b31m'"),
                           ('\udce9', r"'\xe9'"), ('\x9b', r"'\xc2\x9b'"), ('\u20ac', '\u20ac'),
                           ('\t' + 'x' * 200, r"'\x09" + 'x' * 146 + "...'"),
                           ('x' * 201, "'" + 'x' * 150 + "...'"),
                           ('--', './--')):
            path = './--' if name == '--' else name
            with self.subTest(name=name):
                self.check_unreadable(path, 'No such file or directory', name=told)
                self.check_script('ior8 x\n', name=path, status=65, err=f'''\
{told}:1:6: 'x': not a number; {ADDRESS}
ioseq: {told}: 1 error; nothing was read or written
''')
                self.check_script('\niopoll8 -t 0 1 2\n', '-q', name=path, status=1,
                                  err=f'ioseq: {told}:2: 0x1: it is 0x01, not 0x02; '
                                      '0 of 1 operations done\n')

    def test_a_file_whose_name_begins_with_a_dash_stands_behind_two(self):
        self.check_script('ior8 1\n', '--', name='-q', out='0x01\n')


if __name__ == '__main__':
    harness.main()
