# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""iodump8 --watch: a picture on a terminal, and lines elsewhere."""

import fcntl
import json
import os
import pathlib
import re
import select
import signal
import subprocess
import time

import sequences
import simulated
import terminal
from simulated import harness
from terminal import PATIENCE, wait_until

HEADING = '         0  1  2  3  4  5  6  7   8  9  a  b  c  d  e  f  0123456789abcdef'


class Lines(sequences.SequenceCase):
    """Standard output is no terminal."""

    def begin(self, *words, command='iodump8', every='20ms'):
        """Watch, until a pass has been seen to be over: port 0x9f is for that."""
        self.process = subprocess.Popen(
            [*self.wrapper, self.commands / command, '-d', 'ports.img', '--watch', every, *words],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
            cwd=self.directory)
        self.addCleanup(self.process.communicate)
        self.addCleanup(self.process.kill)
        self.text = b''
        value = 0
        while not self.has_line(0.2):
            value += 1
            self.poke(0x9f, value)
        while value not in int(re.search(r'(\w+)}?$', self.line())[1], 0).to_bytes(4, 'little'):
            pass

    def has_line(self, seconds):
        while b'\n' not in self.text:
            if not select.select([self.process.stdout], [], [], seconds)[0]:
                return False
            text = os.read(self.process.stdout.fileno(), 4096)
            if not text:
                return False
            self.text += text
        return True

    def line(self):
        self.assertTrue(self.has_line(PATIENCE), 'no line came')
        line, self.text = self.text.split(b'\n', 1)
        return line.decode()

    def end(self, status, err=''):
        """What remains to be told is nothing."""
        out, errors = self.process.communicate(timeout=PATIENCE)
        self.assertEqual((self.process.returncode, self.text + out, simulated.text_of(errors)),
                         (status, b'', err))

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        self.end(-number)

    def test_each_change_is_a_line(self):
        self.begin('0x80-0x9f')
        self.poke(0x81, 5)
        self.assertEqual(self.line(), '0x81: 0x81 -> 0x05')
        self.poke(0x81, 6)
        self.assertEqual(self.line(), '0x81: 0x05 -> 0x06')
        self.stop()

    def test_of_several_bytes_the_value_is_told(self):
        self.begin('0x80-0x8f', '0x90+16', command='iodump32')
        self.poke(0x85, 0xff)
        self.assertEqual(self.line(), '0x84: 0x87868584 -> 0x8786ff84')
        self.poke(0x90, 0)
        self.assertEqual(self.line(), '0x90: 0x93929190 -> 0x93929100')
        self.stop()

    def test_verbose_has_the_words_of_the_command(self):
        self.begin('-v', '0x80-0x9f')
        self.poke(0x81, 5)
        self.assertEqual(self.line(), 'iodump8 0x81: 0x81 -> 0x05')
        self.stop()

    def test_of_what_is_around_a_dump_nothing_is_told(self):
        self.begin('-v', '-I', '0x80,0x9f', '--enter', '1', '--exit', '2', '0x10')
        self.poke(0x9f, 5)
        self.assertEqual(self.line().split(' -> ')[1], '0x05')
        self.poke(0x9f, 6)
        self.assertEqual(self.line(), 'iodump8 -I 0x80,0x9f 0x10: 0x05 -> 0x06')
        self.stop()

    def test_each_change_is_an_object(self):
        self.begin('--json', '0x80-0x9f')
        self.poke(0x81, 5)
        self.assertEqual(json.loads(self.line()), {'command': 'iodump8', 'address': 0x81,
                                                   'before': 0x81, 'value': 5})
        self.stop()

    def test_what_a_read_changes_is_not_read(self):
        self.begin('0x60-0x9f')
        self.poke(0x60, 5, 5)
        self.assertEqual(self.line(), '0x61: 0x61 -> 0x05')
        self.stop()

    def write_as_another(self):
        result = self.run_command('iow8', '-q', '-d', 'ports.img', '0x100', '1')
        self.assertEqual((result.returncode, result.stderr), (0, b''))

    def test_the_lock_is_free_between_two_passes(self):
        self.process = subprocess.Popen(
            [*self.wrapper, self.commands / 'iodump8', '-d', 'ports.img', '--watch', '10min', '1'],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=self.directory)
        self.text = b''
        time.sleep(1)
        wait_until(lambda: not self.is_locked())
        self.write_as_another()
        self.stop(signal.SIGINT)

    def test_a_pass_waits_for_the_lock_but_not_for_ever(self):
        self.begin('0x80-0x9f')
        with open(self.device, 'rb') as device:
            fcntl.flock(device, fcntl.LOCK_EX)
            self.end(75, 'iodump8: the I/O ports were locked by another process for 5s; try '
                         'again; 1 of 1 operations done\n')

    def test_without_the_lock_nobody_is_waited_for(self):
        self.begin('--no-lock', '0x80-0x9f')
        with open(self.device, 'rb') as device:
            fcntl.flock(device, fcntl.LOCK_EX)
            self.poke(0x81, 5)
            self.assertEqual(self.line(), '0x81: 0x81 -> 0x05')
        self.stop()

    def test_any_signal_ends_it(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
            with self.subTest(number=number):
                self.begin('0x80-0x9f')
                self.stop(number)

    def test_a_reader_who_goes_ends_it(self):
        self.begin('0x80-0x9f')
        self.process.stdout.close()
        self.poke(0x81, 5)
        self.assertEqual((self.process.wait(PATIENCE), self.process.stderr.read()),
                         (74, b'iodump8: standard output: Broken pipe; 1 of 1 operations done\n'))
        self.process.stdout = None

    def test_a_read_that_fails_ends_it(self):
        self.begin('0x80-0x9f')
        os.truncate(self.device, 0x90)
        self.end(74, 'iodump8: 0x80: read 16 of 32 bytes: Input/output error; 0 of 1 operations '
                     'done\n')

    def test_a_reader_who_does_not_read_holds_nothing_up(self):
        self.begin('0x80-0x9f', every='1ms')
        # Until the pipe is full.
        for n in range(3000):
            self.poke(0x80, *(n % 256,) * 31)
            time.sleep(0.0005)
        wait_until(lambda: not self.is_locked())
        self.write_as_another()
        self.process.send_signal(signal.SIGTERM)
        self.assertEqual(self.process.wait(PATIENCE), -signal.SIGTERM)

    def test_a_dry_run_is_of_one_pass(self):
        self.check('iodump8', '-n', '--watch', '1s', '0x80', out='iodump8 0x80: simulated\n'
                                                                 '    read from 0x80, 8 bits\n')

    def test_what_makes_no_sense_is_refused(self):
        alone = '--watch shows what has changed: not with --raw or -q'
        for words, wrong in (
                (['--watch', '0', '1'], '--watch: 0 would leave no time to others'),
                (['--watch', '1s', '--raw', '1'], alone),
                (['--watch', '1s', '-q', '1'], alone),
                (['--watch', '10m', '1'],
                 "--watch: '10m': not a time; expected a time up to 60min, such as 10us, 5ms, 1.5s "
                 'or 2min'),
                (['--watch'], "'--watch': its argument is missing; use --watch=TIME")):
            with self.subTest(words=words):
                self.check('iodump8', *words, status=64, err=f'iodump8: {wrong}\n')


class Screen(terminal.TerminalCase, sequences.SequenceCase):
    """A terminal of 80 columns and 24 rows, with a shell in it."""

    def setUp(self):
        super().setUp()
        (self.directory / 'bin').symlink_to(self.commands.resolve())
        self.begin_terminal('env PS1="ready$ " NO_COLOR=1 PATH="bin:$PATH" '
                            'bash --norc --noprofile')
        self.wait_for(['ready$'])

    def modes(self):
        """Whether another screen is shown, whether there is a cursor, and whether lines wrap."""
        return self.tmux('display', '-p', '#{alternate_on}#{cursor_flag}#{wrap_flag}').strip()

    def children(self):
        """The processes that the shell runs: none, or one."""
        shell = self.tmux('display', '-p', '#{pane_pid}').strip()
        return [int(pid) for pid in
                pathlib.Path(f'/proc/{shell}/task/{shell}/children').read_text().split()]

    def is_stopped(self):
        return [pathlib.Path(f'/proc/{pid}/stat').read_text().rpartition(')')[2].split()[0]
                for pid in self.children()] == ['T']

    PICTURE = ['again after 1s; Ctrl-C ends it', HEADING,
               '0x0030  30 31 32 33 34 35 36 37  38 39 3a 3b 3c 3d 3e 3f  0123456789:;<=>?']
    MARKED = [*PICTURE[:2],
              '0x0030  30 41*32 33 34 35 36 37  38 39 3a 3b 3c 3d 3e 3f  0A23456789:;<=>?']
    COMMAND = 'iodump8 -d ports.img --watch 1s 0x30+16'

    def begin(self):
        self.type(self.COMMAND)
        self.wait_for(self.PICTURE)
        self.assertEqual(self.modes(), '100')

    def check_restored(self, *lines):
        self.wait_for([f'ready$ {self.COMMAND}', *lines, 'ready$'])
        self.assertEqual(self.modes(), '011')

    def test_what_has_changed_is_marked_until_the_next_pass(self):
        self.begin()
        self.poke(0x31, 0x41)
        self.wait_for(self.MARKED)
        self.wait_for([*self.PICTURE[:2], self.MARKED[2].replace('*', ' ')])
        self.tmux('send-keys', 'C-c')
        self.check_restored('')

    def check_signal(self, number, said):
        self.begin()
        [child] = self.children()
        os.kill(child, number)
        self.check_restored(said)

    def test_a_signal_restores_the_screen(self):
        self.check_signal(signal.SIGTERM, 'Terminated')

    def test_a_hangup_restores_the_screen(self):
        self.check_signal(signal.SIGHUP, 'Hangup')

    def test_a_quit_restores_the_screen(self):
        self.check_signal(signal.SIGQUIT, 'Quit')

    def test_a_stop_restores_the_screen_for_a_while(self):
        self.begin()
        self.tmux('send-keys', 'C-z')
        stopped = ['', f'[1]+  Stopped                 {self.COMMAND}']
        self.check_restored(*stopped)
        self.poke(0x31, 0x41)
        self.type('fg')
        self.wait_for(self.MARKED)
        self.assertEqual(self.modes(), '100')
        self.tmux('send-keys', 'C-c')
        self.wait_for([f'ready$ {self.COMMAND}', *stopped, 'ready$ fg', self.COMMAND, '', 'ready$'])
        self.assertEqual(self.modes(), '011')

    def test_a_failure_restores_the_screen(self):
        self.begin()
        os.truncate(self.device, 0x30)
        error = {'glibc': 'Input/output error', 'musl': 'I/O error'}[harness.LIBC]
        self.check_restored(f'iodump8: 0x30: read 0 of 16 bytes: {error}; 0 of 1 operations done')

    def test_in_the_background_it_stops(self):
        self.type(self.COMMAND + ' &')
        wait_until(self.is_stopped)
        self.assertEqual(self.modes(), '011')
        self.type('fg')
        self.wait_for(self.PICTURE)

    def test_in_front_again_it_is_drawn_at_once(self):
        self.type(self.COMMAND.replace('1s', '60min') + ' &')
        wait_until(self.is_stopped)
        self.type('fg')
        self.wait_for([self.PICTURE[0].replace('1s', '60min'), *self.PICTURE[1:]])

    def test_what_does_not_fit_is_counted(self):
        self.type('iodump8 -d ports.img --watch 1s 0x100-0x2ff')
        wait_until(lambda: self.screen()[0].startswith('again'))
        self.assertEqual((len(self.screen()), self.screen()[23]), (24, '(11 more lines)'))
        self.tmux('resize-window', '-y', '40')
        wait_until(lambda: len(self.screen()) == 34)
        self.assertEqual(self.screen()[33][:8], '0x02f0  ')
        self.tmux('resize-window', '-y', '5')
        wait_until(lambda: self.screen()[-1] == '(30 more lines)')

    def test_a_new_size_does_not_end_the_wait_for_the_lock(self):
        self.begin()
        with open(self.device, 'rb') as device:
            fcntl.flock(device, fcntl.LOCK_EX)
            # Until it waits.
            time.sleep(2)
            self.tmux('resize-window', '-y', '40')
            time.sleep(0.5)
            self.poke(0x31, 0x41)
        self.wait_for(self.MARKED)

    def test_a_narrow_terminal_cuts_lines(self):
        self.tmux('resize-window', '-x', '20')
        self.type('clear')
        self.wait_for(['ready$'])
        self.type('iodump8 -d ports.img --watch 1s 0x30+16')
        self.wait_for([line[:19].rstrip() for line in self.PICTURE])

    def test_colours_mark_on_a_terminal(self):
        self.type('unset NO_COLOR; clear')
        self.wait_for(['ready$'])
        self.type(self.COMMAND)
        self.wait_for(self.PICTURE)
        self.poke(0x31, 0x41)
        self.poke(0x32, 0)
        rest = ' 33 34 35 36 37  38 39 3a 3b 3c 3d 3e 3f  0A.3456789:;<=>?'
        for row in ('0x0030  30 {1;7}41{0} {1;7}00{0}' + rest, '0x0030  30 41 {2}00{0}' + rest):
            wait_until(lambda: self.colours(self.screen('-e')[2]) == row)

    @staticmethod
    def colours(line):
        """In braces, without what tmux adds to the end of one."""
        line = line.replace('\x1b[1m\x1b[7m', '\x1b[1;7m')
        return re.sub('\x1b\\[([0-9;]+)m', r'{\1}', re.sub('\x1b\\[[34]9m', '', line))

    def test_a_terminal_that_can_only_print_has_lines(self):
        self.type('TERM=dumb iodump8 -d ports.img --watch 20ms 0x30-0x3f')
        for n in range(PATIENCE * 5):
            self.poke(0x31, n)
            time.sleep(0.2)
            if len(self.screen()) > 2:
                break
        self.assertRegex(self.screen()[1], '^0x31: 0x.. -> 0x..$')


if __name__ == '__main__':
    harness.main()
