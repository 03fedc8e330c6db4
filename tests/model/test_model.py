# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""The commands do what the manual says, as a second implementation of it reads it."""

import os
import pathlib
import sys
import tempfile
import unittest
import unittest.mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import comparison
import harness
import model
import results
import words

CASES = 20000
SEED = 'manual'
COMMANDS = harness.BUILD.resolve() / 'cmd'


class Model(unittest.TestCase):
    maxDiff = None

    def test_the_commands_do_what_the_manual_says(self):
        found, silent = comparison.compare(COMMANDS, SEED, range(CASES))
        self.assertEqual([text for _, text in found[:comparison.PRINTED]], [])
        # A model that leaves everything open would see nothing.
        self.assertLess(sum(silent.values()), CASES // 20)

    def test_a_command_that_is_another_is_seen(self):
        with tempfile.TemporaryDirectory(prefix='iospace-model.') as directory:
            commands = pathlib.Path(directory)
            for name in [*model.options.COMMANDS, 'ioseq']:
                os.symlink(COMMANDS / ('iow16' if name == 'iow32' else name), commands / name)
            found, _ = comparison.compare(commands, SEED, range(300))
        self.assertGreater(len(found), 5)
        self.assertTrue(all('iow32' in text for _, text in found))

    def test_a_model_that_is_wrong_is_seen(self):
        first = words.number
        wrong = (
            ('another number', unittest.mock.patch.object(
                words, 'number', lambda *rest: first(*rest) ^ 1)),
            ('no trap', unittest.mock.patch.object(model, 'TRAP', ())),
            ('another status', unittest.mock.patch.object(model, 'DATAERR', 66)),
            ('another word', unittest.mock.patch.object(
                words, 'UNITS', {**words.UNITS, 'ms': 1001})),
            ('another order', unittest.mock.patch.object(
                results, 'digits', lambda value, width, unknown=(): f'0x{value:0{2 * width}X}')),
        )
        for name, patch in wrong:
            with self.subTest(name=name), patch:
                found, _ = comparison.part(COMMANDS, SEED, range(600))
                self.assertGreater(len(found), 0)

    def test_a_port_that_a_command_changes_beside_its_own_is_seen(self):
        with tempfile.TemporaryDirectory(prefix='iospace-model.') as directory:
            commands = pathlib.Path(directory)
            for name in [*model.options.COMMANDS, 'ioseq']:
                os.symlink(COMMANDS / name, commands / name)
            (commands / 'ior8').unlink()
            (commands / 'ior8').write_text(
                f'#!/bin/sh\n{COMMANDS}/iow8 -q -d ports.img 0x1234=0x5a\n'
                f'exec {COMMANDS}/ior8 "$@"\n')
            (commands / 'ior8').chmod(0o755)
            found, _ = comparison.part(commands, SEED, range(100))
        self.assertGreater(len(found), 0)
        self.assertTrue(all("('0x1234', " in text for _, text in found))


if __name__ == '__main__':
    harness.main()
