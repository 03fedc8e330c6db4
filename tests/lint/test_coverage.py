# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""Each line and each branch of lib/ and cmd/ is one that a test gets to: tests/coverage."""

import os
import pathlib
import shutil
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import harness


class Coverage(unittest.TestCase):
    def test_no_line_and_no_branch_is_missed(self):
        # What is asked of a kernel, and of other users, takes root.
        if os.getuid() != 0 or not shutil.which('gcovr'):
            harness.skip('this takes root, and gcovr')
        # Not the library of another build.
        environment = {key: value for key, value in os.environ.items()
                       if key != 'LD_LIBRARY_PATH' and not key.startswith('MESON_')}
        result = subprocess.run([harness.SOURCE / 'tests/coverage'], env=environment,
                                capture_output=True, text=True, stdin=subprocess.DEVNULL)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        print(f'# {result.stdout.splitlines()[-1]}')


if __name__ == '__main__':
    harness.main()
