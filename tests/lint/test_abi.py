# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""A program that was built for this library, with one that has more."""

import errno
import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import harness


class Abi(unittest.TestCase):
    maxDiff = None

    def run_caller(self, library):
        """The lines that the program prints with the library of that directory."""
        result = subprocess.run([harness.BUILD / 'tests/abi/caller'], capture_output=True,
                                text=True, env={**os.environ, 'LC_ALL': 'C',
                                                'LD_LIBRARY_PATH': str(harness.BUILD / library)})
        self.assertEqual((result.returncode, result.stderr), (0, ''))
        return result.stdout.splitlines()

    def test_one_more_condition_reason_and_remedy_are_read_by_a_program_that_knows_none(self):
        *lines, cause = self.run_caller('lib')
        self.assertEqual(len(lines), 13)
        self.assertEqual(cause, f'cause 0: {os.strerror(errno.EHOSTDOWN)}; remedy 0: ')
        self.assertEqual(self.run_caller('tests/abi'), [
            *lines, 'condition 99: one more, reason 98, remedy: take one more remedy',
            'cause 98: there is one more reason; remedy 97: take one more remedy'])


if __name__ == '__main__':
    harness.main()
