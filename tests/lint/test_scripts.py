# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""What the scripts in tests/ share: their help, and how they go about it."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import harness

TESTS = harness.SOURCE / 'tests'
SCRIPTS = ['all', 'bench', 'coverage', 'machines', 'mutate', 'try']


def help_of(script):
    """The comment at the head of a script."""
    head = re.match(r'#!/bin/bash\n# Copyright [^\n]*\n((#.*\n)+)', (TESTS / script).read_text())[1]
    return re.sub('^# ?', '', head, flags=re.MULTILINE)


class Scripts(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix='iospace-scripts.')
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)
        self.directory.chmod(0o755)
        (self.directory / 'tests').mkdir()
        shutil.copy(TESTS / 'setup.sh', self.directory / 'tests')

    def check(self, command, status=0, out='', err='', cwd=harness.SOURCE, **kwargs):
        result = subprocess.run(command, cwd=cwd, stdin=subprocess.DEVNULL, capture_output=True,
                                text=True, **kwargs)
        self.assertEqual((result.returncode, result.stdout, result.stderr), (status, out, err))

    def check_set_up(self, script, **kwargs):
        """Run a script of its own that has read tests/setup.sh."""
        path = self.directory / 'tests/script'
        path.write_text(f'set -eu\n. tests/setup.sh\n{script}\n')
        self.check(['bash', 'tests/script'], cwd=self.directory, **kwargs)

    def test_help_is_the_whole_of_it(self):
        for script in SCRIPTS:
            for option in ('-h', '--help'):
                with self.subTest(script=script, option=option):
                    self.check([f'tests/{script}', option], out=help_of(script))
                    self.check([f'./{script}', option], out=help_of(script), cwd=TESTS)

    def test_wrong_words_are_told_the_help_as_an_error(self):
        for words in (['all', 'x'], ['all', '-x'], ['bench', 'x'],
                      ['coverage', 'x'], ['machines', 'x'], ['mutate', '-x'], ['try'], ['try', '-t'],
                      ['try', '-x', 'true']):
            with self.subTest(words=words):
                script, *rest = words
                self.check([f'tests/{script}', *rest], status=64, err=help_of(script))

    def test_what_goes_on_for_long_says_how_far_it_is(self):
        self.check_set_up('''patience=1
            quietly sh -c 'printf "one\\rtwo\\n"; sleep 2.5' 2>&1 |
                sed 's/after [0-9]* s/after N s/' | uniq''', out='script: after N s: two\n')

    def test_no_word_for_20_seconds_is_too_long(self):
        self.check_set_up('[ "$patience" -lt 20 ]')

    def test_what_is_done_is_silent_and_what_fails_shows_all_that_it_said(self):
        self.check_set_up('quietly sh -c "echo said; echo more >&2"; echo on', out='on\n')
        self.check_set_up('quietly sh -c "echo said; echo more >&2; exit 3"; echo on', status=69,
                          err='said\nmore\nscript: failed: sh -c echo said; echo more >&2; '
                              'exit 3\n')

    def test_a_build_that_was_configured_otherwise_is_configured_anew(self):
        tools = self.directory / 'bin'
        tools.mkdir()
        for tool, does in (('meson', 'mkdir $2; shift 2; echo "$@" >>calls'), ('ninja', 'true')):
            (tools / tool).write_text(f'#!/bin/sh\n{does}\n')
            (tools / tool).chmod(0o755)
        building = 'script: building in .build/one\n'
        self.check_set_up('build one -Da=1; build one -Da=1; build one -Da=2; cat calls',
                          out='-Dlibdir=lib -Da=1\n-Dlibdir=lib -Da=2\n', err=2 * building,
                          env={**os.environ, 'PATH': f'{tools}:{os.environ["PATH"]}'})

    def test_a_folder_that_can_t_be_written_in_is_told(self):
        user = {'user': 65534} if os.geteuid() == 0 else {}
        self.directory.chmod(0o555)
        self.addCleanup(self.directory.chmod, 0o755)
        (self.directory / 'tests/script').touch(0o644)
        self.check_set_up('echo on', status=69, **user,
                          err=f"script: can't write in {self.directory}/.build; run this as its "
                              'owner, or as root\n')


if __name__ == '__main__':
    harness.main()
