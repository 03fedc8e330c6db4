# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""The likeliest faults of each system call and of each allocation of each command."""

import concurrent.futures
import pathlib
import shutil
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import harness
import matrix
import rows


class SystemCalls(unittest.TestCase):
    def test_whatever_fails_what_was_done_is_told_and_nothing_is_done_twice(self):
        if not shutil.which('strace'):
            harness.skip('strace is not installed')
        with concurrent.futures.ThreadPoolExecutor(2) as workers:
            for outcome in workers.map(lambda row: matrix.outcome_of(row, True), rows.ROWS):
                with self.subTest(words=outcome.words):
                    self.assertEqual(outcome.wrong, [])
                    self.assertGreater(outcome.runs, 2 * outcome.calls)


if __name__ == '__main__':
    harness.main()
