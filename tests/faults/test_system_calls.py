# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""The likeliest faults of each system call and of each allocation of each command. And that
what judges the runs is a judge."""

import concurrent.futures
import pathlib
import shutil
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import harness
import matrix
import oracle
import rows
import traced


class SystemCalls(unittest.TestCase):
    def test_whatever_fails_what_was_done_is_told_and_nothing_is_done_twice(self):
        if not shutil.which('strace'):
            harness.skip('strace is not installed')
        runs = failures = 0
        with concurrent.futures.ThreadPoolExecutor(2) as workers:
            for outcome in workers.map(lambda row: matrix.outcome_of(row, True), rows.ROWS):
                runs += outcome.runs
                failures += len(outcome.wrong)
                with self.subTest(words=outcome.words):
                    self.assertEqual(outcome.wrong, [])
                    self.assertGreater(outcome.runs, 2 * outcome.calls)
        print(f'# {runs} runs, {failures} failures')


class Judge(unittest.TestCase):
    """What is said of a run in which one thing is wrong."""

    @classmethod
    def setUpClass(cls):
        if not shutil.which('strace'):
            harness.skip('strace is not installed')

    def begin(self, words):
        """A row, without a fault."""
        [self.row] = [row for row in rows.ROWS if row.words == words]
        self.usual = self.seen = traced.perform(self.row)
        # One that changes nothing.
        self.fault = traced.Fault('poll', 'signal=WINCH', 1)

    def fail_at(self, name, words, what):
        """Let a call of the row fail."""
        call = next(call for call in self.usual.calls if call.name == name and words in call.words)
        self.fault = traced.Fault(name, what, call.number)
        self.seen = traced.perform(self.row, self.fault)
        self.assertEqual(self.judge(), [])

    def judge(self, **changes):
        return list(oracle.wrong(self.row, self.usual, self.seen._replace(**changes), self.fault))

    def without(self, *places):
        """The calls but some of those of the device."""
        device = [call for *_, call in traced.accesses(self.seen.calls)]
        return [call for call in self.seen.calls if call not in [device[n] for n in places]]

    def test_a_run_without_a_fault(self):
        self.begin('iow8 -v 0x80 1 0x81 2 0x82 3:1')
        self.assertEqual(self.judge(), [])
        device = [call for *_, call in traced.accesses(self.usual.calls)]
        twice = [*self.usual.calls, device[-1]]
        for changes in ({'status': None}, {'status': 74}, {'status': -9}, {'out': ''},
                        {'err': 'iow8: all is well\n'}, {'calls': twice},
                        {'calls': self.without(0)}, {'device': traced.PORTS},
                        {'out': self.usual.out.replace(': 1', ': 0', 1)}):
            with self.subTest(**changes):
                self.assertNotEqual(self.judge(**changes), [])

    def test_a_refusal_before_the_first_access(self):
        self.begin('iow8 0x80 0x5a')
        self.fail_at('openat', 'ports.img', 'error=EPERM')
        refused = self.seen.err
        for status in (0, 1, 64, 65, 66, 69, 71, 74, 75, 78):
            with self.subTest(status=status):
                self.assertNotEqual(self.judge(status=status), [])
        for err in ('', 'iow8: all is well\n', refused * 2, f'x{refused}',
                    "iow8: 'ports.img': Input/output error\n"):
            with self.subTest(err=err):
                self.assertNotEqual(self.judge(err=err), [])

    def test_a_failure_after_an_access(self):
        self.begin('iow8 -v 0x80 1 0x81 2 0x82 3:1')
        self.fail_at('pwrite64', ', 129', 'error=EIO')
        failed = self.seen.err
        for changes in ({'status': 77}, {'status': 1}, {'err': failed.replace('error', 'fault')},
                        {'err': failed.replace('Input/output error', 'Operation not permitted')},
                        {'err': failed.split(';')[0] + '\n'}):
            with self.subTest(**changes):
                self.assertNotEqual(self.judge(**changes), [])

    def test_what_waits_for_the_end(self):
        self.begin('ioseq test.ioseq')
        self.fail_at('pwrite64', ', 130', 'error=EIO')
        self.assertNotEqual(self.judge(calls=self.without(-1)), [])
        self.assertNotEqual(self.judge(calls=self.without(-2, -1)), [])


if __name__ == '__main__':
    harness.main()
