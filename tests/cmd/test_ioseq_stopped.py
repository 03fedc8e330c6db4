# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""ioseq: signals, and the lock that a sequence has from its beginning to its end."""

import fcntl
import os
import resource
import select
import signal
import time

import sequences
from simulated import harness

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
WAITS = ('sleep 60min', 'iopoll8 -t 60min 0x90 1', 'iopoll8 -t 60min -i 60min 0x90 1')
TIMES = 'expected a time up to 60min, such as 10us, 5ms, 1.5s or 2min'
WERE = 'were locked by another process for {}'


class Stopped(sequences.SequenceCase):
    def test_a_signal_ends_a_wait_at_once_and_the_finally_lines_run(self):
        for number in STOPPING:
            for wait in WAITS:
                with self.subTest(signal=number.name, wait=wait):
                    self.poke(0x80, 0, 0, 0, 0)
                    process = self.start_script(
                        f'finally iow8 0x82 2\niow8 0x80 1\nior8 3\n{wait}\niow8 0x81 1\nior8 4\n'
                        'finally iow8 0x83 3\nfinally ior8 5\n')
                    self.wait_for(0x80, 1)
                    process.send_signal(number)
                    self.put(0x82, 2, 3)
                    self.end(process, status=-number, out='0x03\n0x05\n',
                             err=f'ioseq: test.ioseq:4: stopped by {number.name}; '
                                 '5 of 8 operations done\n')

    def test_a_signal_that_comes_late_in_a_wait_ends_it_too(self):
        for wait in WAITS:
            with self.subTest(wait=wait):
                self.poke(0x80, 0)
                process = self.start_script(f'iow8 0x80 1\n{wait}\niow8 0x81 1\n')
                self.wait_for(0x80, 1)
                self.assert_runs_on(process)
                process.terminate()
                self.end(process, status=-signal.SIGTERM,
                         err='ioseq: test.ioseq:2: stopped by SIGTERM; 1 of 3 operations done\n')

    def test_a_signal_does_not_end_the_waits_of_finally_lines(self):
        for number in STOPPING:
            with self.subTest(signal=number.name):
                self.poke(0x80, 0, 0, 0)
                process = self.start_script('''\
iow8 0x80 1
sleep 60min
finally iow8 0x81 1
finally sleep 600ms
finally iopoll8 -t 60min 0x90 1
finally iow8 0x82 1
''')
                self.wait_for(0x80, 1)
                process.send_signal(number)
                self.wait_for(0x81, 1)
                start = time.monotonic()
                for other in STOPPING:
                    process.send_signal(other)
                self.assert_runs_on(process)
                self.poke(0x90, 1)
                self.put(0x82, 1)
                self.end(process, status=-number, out='0x01\n',
                         err=f'ioseq: test.ioseq:2: stopped by {number.name}; '
                             '5 of 6 operations done\n')
                self.assertGreaterEqual(time.monotonic() - start, 0.5)
                self.poke(0x90, 0)

    def test_a_signal_that_comes_when_all_is_done_but_finally_changes_nothing(self):
        process = self.start_script('iow8 0x80 1\nfinally iow8 0x81 1\nfinally sleep 300ms\n'
                                    'finally iow8 0x82 1\nfinally ior8 5\n')
        self.wait_for(0x81, 1)
        process.terminate()
        self.put(0x80, 1, 1, 1)
        self.end(process, out='0x05\n')

    def test_a_signal_that_is_switched_off_stops_nothing(self):
        for number in STOPPING:
            with self.subTest(signal=number.name):
                self.poke(0x80, 0, 0)
                self.poke(0x90, 0)
                process = self.start_script(
                    'iow8 0x80 1\niopoll8 -t 60min 0x90 1\nsleep 100ms\niow8 0x81 1\n', '-q',
                    ignored=[number])
                self.wait_for(0x80, 1)
                process.send_signal(number)
                self.assert_runs_on(process)
                self.poke(0x90, 1)
                self.put(0x81, 1)
                self.end(process)

    def test_the_others_still_stop_it_then(self):
        process = self.start_script('iow8 0x80 1\nsleep 60min\n', ignored=[signal.SIGHUP])
        self.wait_for(0x80, 1)
        process.send_signal(signal.SIGHUP)
        process.send_signal(signal.SIGTERM)
        self.end(process, status=-signal.SIGTERM,
                 err='ioseq: test.ioseq:2: stopped by SIGTERM; 1 of 2 operations done\n')

    def test_a_process_that_is_stopped_and_continued_goes_on_with_its_wait(self):
        process = self.start_script('iow8 0x80 1\nsleep 2s\niow8 0x81 1\n')
        self.wait_for(0x80, 1)
        start = time.monotonic()
        process.send_signal(signal.SIGSTOP)
        process.send_signal(signal.SIGCONT)
        self.assert_runs_on(process)
        self.put(0x81, 1)
        self.end(process)
        self.assertGreaterEqual(time.monotonic() - start, 0.5)

    def test_what_would_stop_a_process_waits_for_the_end_of_the_run(self):
        # A checker has the signals first.
        self.wrapper = []
        for number in (signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU):
            with self.subTest(signal=number.name):
                self.poke(0x80, 0, 0, 0)
                process = self.start_script('finally iow8 0x82 1\niow8 0x80 1\nsleep 300ms\n'
                                            'ior8 5\niow8 0x81 1\n')
                self.wait_for(0x80, 1)
                process.send_signal(number)
                self.wait_for(0x82, 1)
                self.put(0x81, 1)
                # Now that nothing is in the middle it stops, and the lock is free.
                self.assertTrue(os.WIFSTOPPED(os.waitpid(process.pid, os.WUNTRACED)[1]))
                self.assertFalse(self.is_locked())
                process.send_signal(signal.SIGCONT)
                self.end(process, out='0x05\n')

    def test_a_reader_who_does_not_read_holds_no_run_up(self):
        words = ['0x80', '1'] * 5000 + ['0x81', '1']
        process = self.start('iow8', '-v', *words)
        self.put(0x80, 1)
        self.wait_for(0x81, 1)
        while self.is_locked():
            time.sleep(0.005)
        self.assert_runs_on(process)
        process.terminate()
        self.assertEqual(process.wait(), -signal.SIGTERM)
        self.assertTrue(process.stdout.read().startswith(b'iow8 0x80 0x01: 1\n' * 100))
        self.assertEqual(process.stderr.read(), b'')
        self.assertTrue(self.device.read_bytes() == self.ports)

    def test_a_reader_who_reads_late_gets_all_of_it(self):
        process = self.start('ior8', *['5'] * 30000)
        while not select.select([process.stdout], [], [], 1)[0]:
            pass
        self.assert_runs_on(process)
        self.assertFalse(self.is_locked())
        self.end(process, out='0x05\n' * 30000)

    def test_finally_lines_that_fail_after_a_signal_are_told_too(self):
        process = self.start_script('iow8 0x80 1\nsleep 60min\nfinally iopoll8 -t 0 0x90 1\n')
        self.wait_for(0x80, 1)
        process.terminate()
        self.end(process, status=-signal.SIGTERM, out='0x90\n',
                 err='ioseq: test.ioseq:2: stopped by SIGTERM; and finally in line 3, '
                     '0x90: it is 0x90, not 0x01; 1 of 3 operations done\n')

    def test_the_lock_is_held_from_the_first_operation_to_the_last(self):
        process = self.start_script('iow8 0x80 1\nsleep 60min\nfinally iow8 0x81 1\n'
                                    'finally iopoll8 -t 60min 0x90 1\n', '-q')
        self.wait_for(0x80, 1)
        self.assertTrue(self.is_locked())
        self.check('iow8', '0x82', '1', status=75,
                   err='iow8: the I/O ports were locked by another process for 5s; try again\n')
        process.terminate()
        self.wait_for(0x81, 1)
        self.assertTrue(self.is_locked())
        self.poke(0x90, 1)
        self.end(process, status=-signal.SIGTERM,
                 err='ioseq: test.ioseq:2: stopped by SIGTERM; 3 of 4 operations done\n')
        self.assertFalse(self.is_locked())

    def test_a_killed_run_leaves_no_lock(self):
        process = self.start_script('iow8 0x80 1\nsleep 60min\nfinally iow8 0x81 1\n')
        self.wait_for(0x80, 1)
        process.kill()
        self.end(process, status=-signal.SIGKILL)
        self.put(0x82, 1)
        self.check_script('iow8 0x82 1\n', '--lock-timeout', '0')

    def test_75_when_the_lock_is_not_to_be_had_in_time(self):
        with open(self.device) as holder:
            fcntl.flock(holder, fcntl.LOCK_EX)
            for time_word, told, seconds in (('0', 'are locked by another process', 0),
                                             ('300ms', WERE.format('300ms'), 0.3),
                                             ('0.25', WERE.format('250ms'), 0.25),
                                             ('1us', WERE.format('1us'), 0)):
                with self.subTest(time=time_word):
                    start = time.monotonic()
                    self.check_script(
                        'iow8 0x80 1\nfinally iow8 0x81 1\n', '--lock-timeout', time_word,
                        status=75, err=f'ioseq: the I/O ports {told}; try again\n')
                    self.assertGreaterEqual(time.monotonic() - start, seconds)

    def test_without_the_lock_what_holds_it_can_use_the_ports(self):
        with open(self.device) as holder:
            fcntl.flock(holder, fcntl.LOCK_EX)
            self.put(0x80, 1)
            self.check_script('iow8 0x80 1\n', '--no-lock')
            self.put(0x81, 2)
            self.check('iow8', '--no-lock', '0x81', '2', out='1\n')
            self.check('ior8', '--no-lock', '0x81', out='0x02\n')
            self.check('iopoll8', '--no-lock', '0x81', '2', out='0x02\n')

    def test_the_lock_is_waited_for(self):
        with open(self.device) as holder:
            fcntl.flock(holder, fcntl.LOCK_EX)
            process = self.start_script('iow8 0x80 1\n', '--lock-timeout=60min')
            self.assert_runs_on(process)
            self.assertEqual(self.device.read_bytes(), self.ports)
        self.put(0x80, 1)
        self.end(process)

    def test_a_signal_ends_the_wait_for_the_lock_and_nothing_has_been_done(self):
        with open(self.device) as holder:
            fcntl.flock(holder, fcntl.LOCK_EX)
            process = self.start_script('iow8 0x80 1\nfinally iow8 0x81 1\n',
                                        '--lock-timeout=60min')
            self.assert_runs_on(process)
            process.terminate()
            self.end(process, status=-signal.SIGTERM)

    def test_neither_a_check_nor_a_plan_needs_the_lock(self):
        with open(self.device) as holder:
            fcntl.flock(holder, fcntl.LOCK_EX)
            self.check_script('ior8 1\n', '--check')
            self.check_script('ior8 1\n', '-n',
                              out='ior8 0x1: simulated\n    read from 0x1, 8 bits\n')

    def test_a_wrong_time_is_named_with_what_was_expected(self):
        for word, wrong in (('5x', 'not a time'), ('', 'not a time'),
                            ('-1', 'a sign is not allowed'), ('61min', 'too long'),
                            ('0.1us', 'finer than a microsecond')):
            for option in (['--lock-timeout', word], [f'--lock-timeout={word}']):
                with self.subTest(option=option):
                    self.check_script('ior8 1\n', *option, status=64,
                                      err=f"ioseq: --lock-timeout: '{word}': {wrong}; {TIMES}\n")
        self.check('ioseq', '--lock-timeout', status=64,
                   err="ioseq: '--lock-timeout': its argument is missing; "
                       'use --lock-timeout=TIME\n')

    def test_a_limit_on_the_output_does_not_end_the_run(self):
        self.put(0x20, 0x77)
        (self.directory / 'long').write_text('ior8 0x10\n' * 3000 + 'finally iow8 0x20 0x77\n')
        with open(self.directory / 'output', 'w') as output:
            self.check('ioseq', 'long', status=74, stdout=output,
                       err='ioseq: standard output: File too large; 3001 of 3001 '
                           'operations done\n',
                       preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE,
                                                             (1024, 1024)))


if __name__ == '__main__':
    harness.main()
