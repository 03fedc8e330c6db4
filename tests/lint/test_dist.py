# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""The tarball of `meson dist` has all that a build and its tests need, and no more."""

import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import harness
from test_style import files_of


class Dist(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix='iospace-dist.')
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)
        # Other users run commands there.
        self.directory.chmod(0o755)

    def run_in(self, name, *words):
        # Nothing of another build.
        environment = {key: value for key, value in os.environ.items()
                       if not key.startswith(('IOSPACE_', 'LD_LIBRARY_PATH', 'MESON_'))}
        result = subprocess.run(words, cwd=self.directory / name, env=environment,
                                capture_output=True, text=True, stdin=subprocess.DEVNULL)
        self.assertEqual(result.returncode, 0, f'{words}:\n{result.stdout[-5000:]}{result.stderr}')
        return result.stdout

    def repository(self):
        """The files as they are now, committed: what is not, meson leaves out."""
        source = self.directory / 'source'
        names = [str(path.relative_to(harness.SOURCE)) for path in files_of(harness.SOURCE)]
        for name in names:
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(harness.SOURCE / name, source / name, follow_symlinks=False)
        for words in (['init', '-q'], ['add', '-A', '-f'],
                      ['-c', 'user.name=x', '-c', 'user.email=x', 'commit', '-qm', 'x']):
            self.run_in('source', 'git', *words)
        return names

    def test_a_tarball_builds_and_passes_its_tests(self):
        if not shutil.which('git'):
            harness.skip('git is not installed')
        names = self.repository()
        self.run_in('.', 'meson', 'setup', 'build', 'source', '-Dtests=disabled', '-Dman=disabled')
        self.run_in('.', 'meson', 'dist', '-C', 'build', '--no-tests')
        [tarball] = (self.directory / 'build/meson-dist').glob('iospace-*.tar.xz')
        with tarfile.open(tarball) as archive:
            archive.extractall(self.directory)
        [unpacked] = self.directory.glob('iospace-*')
        self.assertEqual(sorted(str(path.relative_to(unpacked)) for path in unpacked.rglob('*')
                                if not path.is_dir()), sorted(names))
        self.run_in(unpacked.name, 'meson', 'setup', 'build', '-Dwerror=true', '-Dtests=enabled')
        self.run_in(unpacked.name, 'meson', 'compile', '-C', 'build')
        self.run_in(unpacked.name, 'meson', 'test', '-C', 'build', '--no-rebuild',
                    '--print-errorlogs', '--suite', 'unit', '--suite', 'cmd',
                    '--no-suite', 'measuring')


if __name__ == '__main__':
    harness.main()
