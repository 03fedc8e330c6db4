# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""Each example that the manual shows at a user's prompt, run as it stands."""

import os
import subprocess

import simulated
from installed import COMMANDS
from simulated import harness

import manual


class Examples(simulated.SimulatedCase):
    def test_examples_print_what_the_manual_shows(self):
        environment = {**os.environ, 'PATH': f'{harness.BUILD}/cmd:{os.environ["PATH"]}'}
        for page in manual.PAGES:
            directory = self.directory / page.name
            directory.mkdir()
            for name, text in manual.files(page).items():
                (directory / name).write_text(text)
            for command, output in manual.sessions(page, '$ '):
                with self.subTest(page=page.name, command=command):
                    result = subprocess.run(
                        ['sh', '-c', command], cwd=directory, env=environment,
                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                        stderr=subprocess.STDOUT, text=True)
                    self.assertEqual((result.returncode, result.stdout.splitlines()),
                                     (0, output))

    def test_files_that_the_manual_shows_are_right(self):
        for page in manual.PAGES:
            for name, text in manual.files(page).items():
                # The errors of one are what the manual shows.
                if name.endswith('.ioseq') and name != 'wrong.ioseq':
                    with self.subTest(page=page.name, file=name):
                        (self.directory / name).write_text(text)
                        self.check('ioseq', '--check', name)
                        self.assertEqual(
                            self.run_command('ioseq', '-d', 'ports.img', '-n', name).returncode, 0)

    def test_each_page_on_a_command_has_examples(self):
        for page in manual.PAGES:
            if page.suffix == '.8' and page.stem in COMMANDS:
                with self.subTest(page=page.name):
                    self.assertTrue(manual.sessions(page, '$ '))
                    self.assertTrue(manual.sessions(page, '# '))


if __name__ == '__main__':
    harness.main()
