# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""The sum that tests/all ends with, of test programs that meson runs here."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import harness


class Count(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix='iospace-count.')
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)

    def run_under_meson(self, *programs):
        """The log of programs that are each a suite, a name, a shell script and more for
        meson."""
        (self.directory / 'meson.build').write_text("project('counted')\n" + ''.join(
            f"test('{name}', find_program('sh'), args: ['-c', '''{script}'''], "
            f"protocol: 'tap', suite: '{suite}'{more})\n"
            for suite, name, script, more in programs))
        for command in (['setup', 'build'], ['test', '-C', 'build', '--logbase', 'run', '--num-processes', '1']):
            subprocess.run(['meson', *command], cwd=self.directory, capture_output=True)
        return self.directory / 'build/meson-logs/run.json'

    def check(self, logs, out, status=0, must_run='0'):
        result = subprocess.run(
            [sys.executable, harness.SOURCE / 'tests/count.py', *logs], capture_output=True,
            text=True, env={**os.environ, 'IOSPACE_MUST_RUN': must_run})
        self.assertEqual((result.returncode, result.stdout, result.stderr), (status, out, ''))

    def test_programs_of_one_name_in_two_suites_are_two_and_skips_have_reasons(self):
        log = self.run_under_meson(
            ('cmd', 'iocheck', 'echo 1..3; echo ok 1 - one; echo ok 2 - two; '
             'echo "ok 3 - three # SKIP no terminal"', ''),
            ('vm', 'iocheck', 'echo 1..2; echo ok 1 one; '
             'echo "ok 2 setUpClass (__main__.Two) # SKIP there is no /x: tests/all makes it"', ''))
        skips = ('skipped: run: cmd / iocheck: three: no terminal\n'
                 'skipped: run: vm / iocheck: setUpClass (__main__.Two): '
                 'there is no /x: tests/all makes it\n')
        self.check([log], f'{skips}3 passed, 0 failed, 2 skipped\n')
        self.check([log, log], f'{skips}{skips}6 passed, 0 failed, 4 skipped\n')
        self.check([log], f'{skips}3 passed, 0 failed, 2 skipped\n', status=1, must_run='1')

    def test_a_program_that_is_skipped_whole_is_one_skip(self):
        log = self.run_under_meson(('unit', 'none', 'echo "1..0 # SKIP no cmocka"', ''),
                                   ('cmd', 'one', 'echo 1..1; echo "ok 1 # SKIP one"', ''))
        self.check([log], 'skipped: run: unit / none: all of it: no cmocka\n'
                          'skipped: run: cmd / one: one\n0 passed, 0 failed, 2 skipped\n')

    def test_each_failed_test_is_one_and_a_bad_end_without_one_too(self):
        log = self.run_under_meson(
            ('unit', 'bad', 'echo 1..3; echo ok 1 - a; echo not ok 2 - b; echo not ok 3 - c; exit 1',
             ''),
            ('unit', 'crashed', 'echo 1..2; echo ok 1 - a; kill -SEGV $$', ''),
            ('unit', 'few', 'echo 1..2; echo ok 1 - a', ''),
            ('cmd', 'leaks', 'echo 1..1; echo ok 1 - a; exit 99', ''),
            ('unit', 'silent', 'true', ''),
            ('unit', 'slow', 'echo 1..2; echo ok 1 - a; exec sleep 60', ', timeout: 1'))
        self.check([log], '''\
failed: run: unit / bad: b
failed: run: unit / bad: c
failed: run: unit / crashed: its end: ERROR
failed: run: unit / few: its end: ERROR
failed: run: cmd / leaks: its end: ERROR
failed: run: unit / silent: its end: no test was reported
failed: run: unit / slow: its end: TIMEOUT
5 passed, 7 failed, 0 skipped
''', status=1)

    def test_a_log_that_is_not_there_is_a_failure(self):
        self.check(['gone.json'],
                   'failed: gone: no log of it: its end: gone.json\n'
                   '0 passed, 1 failed, 0 skipped\n', status=1)

    def test_the_lines_of_a_test_that_only_look_like_results_are_none(self):
        path = self.directory / 'run.json'
        path.write_text(json.dumps({'name': 'iospace:unit / a', 'result': 'OK', 'stdout': '''\
TAP version 13
1..1
    not ok 1 - a step of the next
okay
# not ok 2 - a comment
ok 1 - a
# ok - tests
'''}) + '\n')
        self.check([path], '1 passed, 0 failed, 0 skipped\n')


if __name__ == '__main__':
    harness.main()
