# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""What meson sets up on a machine that lacks what the tests need."""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import harness


class SetUp(unittest.TestCase):
    """A machine without cmocka, and without python3-tap."""

    maxDiff = None

    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix='iospace-setup.')
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)
        flags = self.run_program('pkg-config', '--libs', 'libcap').stdout
        (self.directory / 'libcap.pc').write_text(
            f'Name: libcap\nDescription: alone\nVersion: 2\nLibs: {flags}')
        (self.directory / 'tap.py').write_text('raise ImportError\n')
        self.environment = {**os.environ, 'PYTHONPATH': str(self.directory),
                            'PKG_CONFIG_PATH': '', 'PKG_CONFIG_LIBDIR': str(self.directory)}

    def run_program(self, *command, **kwargs):
        return subprocess.run(command, capture_output=True, text=True, **kwargs)

    def set_up(self, *options):
        """The exit status, and the names of the tests and of what is built."""
        build = self.directory / 'build'
        result = self.run_program('meson', 'setup', build, harness.SOURCE, *options,
                                  env=self.environment)
        if result.returncode:
            return result.returncode, result.stdout
        names = []
        for what in ('tests', 'targets'):
            found = json.loads((build / f'meson-info/intro-{what}.json').read_text())
            names.append({entry['name'] for entry in found})
        return 0, *names

    def test_without_what_the_tests_need_the_rest_is_built_as_the_readme_says(self):
        [options] = re.findall(r'^    \$ meson setup build(.*)$',
                               (harness.SOURCE / 'README.md').read_text(), re.MULTILINE)
        status, tests, targets = self.set_up(*options.split())
        self.assertEqual((status, tests), (0, set()))
        self.assertLessEqual({'iospace', 'iow8', 'iocheck', 'ioseq'}, targets)

    def test_the_tests_are_made_for_which_there_is_what_they_need(self):
        (self.directory / 'tap.py').unlink()
        status, tests, targets = self.set_up()
        self.assertEqual(status, 0)
        self.assertLessEqual({'exit_codes', 'style', 'devport'}, tests)
        self.assertFalse({'access', 'number', 'words'} & tests)
        self.assertNotIn('test_access', targets)

    def test_the_readme_names_the_packages_that_the_scripts_install(self):
        [named] = re.findall(r'\(Debian: (.*?)\)', (harness.SOURCE / 'README.md').read_text(),
                             re.DOTALL)
        [installed] = re.findall(r'^build_packages=\((.*)\)$',
                                 (harness.SOURCE / 'tests/setup.sh').read_text(), re.MULTILINE)
        self.assertEqual(re.findall('`(.*?)`', named), installed.split())

    def test_where_the_tests_are_asked_for_what_is_missing_is_an_error(self):
        status, message = self.set_up('-Dtests=enabled')
        self.assertEqual(status, 1)
        self.assertRegex(message, 'Dependency "cmocka" not found')

    def test_nothing_is_made_that_is_not_wanted(self):
        (self.directory / 'tap.py').unlink()
        self.assertEqual(self.set_up('-Dtests=disabled', '-Dman=disabled')[:2], (0, set()))
        installed = json.loads(
            (self.directory / 'build/meson-info/intro-installed.json').read_text())
        self.assertFalse([path for path in installed.values() if '/man/' in path])


if __name__ == '__main__':
    harness.main()
