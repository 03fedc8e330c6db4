# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""tests/try, as the README shows it."""

import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import harness
import manual


class Try(unittest.TestCase):
    def check(self, *words, status=0, out='', err='', **kwargs):
        result = subprocess.run(['tests/try', *words], cwd=harness.SOURCE, **kwargs,
                                stdin=subprocess.DEVNULL, capture_output=True, text=True)
        self.assertEqual((result.returncode, result.stdout, result.stderr), (status, out, err))

    @classmethod
    def setUpClass(cls):
        if not (harness.KERNELS / 'amd64').exists():
            harness.skip('there is no kernel for it: tests/try fetches one')
        # The first call may have something to build, and says so.
        subprocess.run(['tests/try', 'true'], cwd=harness.SOURCE, check=True,
                       capture_output=True)

    def test_the_examples_of_the_readme_print_what_it_shows(self):
        sessions = manual.sessions(harness.SOURCE / 'README.md', '# ')
        self.assertEqual(len(sessions), 2)
        for command, output in sessions:
            with self.subTest(command=command):
                self.check(*command.split()[1:], out=''.join(f'{line}\n' for line in output))

    def test_the_command_s_own_errors_and_exit_status_come_through(self):
        self.check('-t', 'iow8', '0x80', ' 5', status=64,
                   err="iow8: ' 5': a blank in one word; leave out the quotes\n")

    def test_one_argument_is_a_shell_line(self):
        self.check('-t', 'iow8 -q 0xe0 7; ior8 0xe0; exit 3', status=3,
                   out='0x07\nbus: write 0x7 to 0xe0, 8 bits\nbus: read 0x7 from 0xe0, 8 bits\n')

    def test_the_path_of_an_ordinary_user_will_do(self):
        self.check('iow8', '0x80', '0x5a', out='1\n', env={'PATH': '/usr/bin:/bin'})

    def test_a_reset_of_the_machine_is_told(self):
        self.check('iow8', '0xcf9', '6', status=70,
                   err='tests/try: the machine was reset, or died\n')

    def test_nothing_to_run_is_an_error(self):
        for words in ([], ['-Z', 'true']):
            with self.subTest(words=words):
                result = subprocess.run(['tests/try', *words], cwd=harness.SOURCE,
                                        capture_output=True, text=True)
                self.assertEqual((result.returncode, result.stdout), (64, ''))
                self.assertIn('tests/try [-t] COMMAND [WORD]...\n', result.stderr)


if __name__ == '__main__':
    harness.main()
