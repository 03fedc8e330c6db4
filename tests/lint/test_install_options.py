# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""What options change of an install below DESTDIR."""

import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import harness
from installed import COMMANDS


class InstallOptions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        directory = tempfile.TemporaryDirectory(prefix='iospace-options.')
        cls.addClassCleanup(directory.cleanup)
        cls.directory = pathlib.Path(directory.name)
        cls.meson('setup', cls.directory / 'build', harness.SOURCE, '-Dtests=disabled',
                  '-Dcompletions=disabled', '-Dbuildtype=plain')

    @staticmethod
    def meson(*words):
        result = subprocess.run(['meson', *words], stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True)
        if result.returncode != 0:
            raise AssertionError(result.stdout)
        return result.stdout

    def install(self, *options):
        """Where it is below DESTDIR, and what meson says."""
        build = self.directory / 'build'
        root = pathlib.Path(tempfile.mkdtemp(dir=self.directory))
        self.meson('configure', build, '-Dprefix=/usr/local', '-Dlibdir=lib', '-Dsetcap=false',
                   '-Dudev=false', '-Dman=auto', '-Dlibcap=shared', *options)
        self.meson('compile', '-C', build)
        return root, self.meson('install', '-C', build, '--no-rebuild', '--destdir', root)

    @staticmethod
    def dynamic(file, tag):
        """What a program or a library has under a tag for the loader."""
        section = subprocess.run(['readelf', '-d', file], check=True, capture_output=True,
                                 text=True).stdout
        return re.findall(rf'{tag}\).*\[(.*)\]', section)

    def test_a_run_path_is_there_where_the_loader_does_not_look(self):
        multiarch = subprocess.run(['cc', '-print-multiarch'], check=True, capture_output=True,
                                   text=True).stdout.strip() or '.'
        for prefix, libdir, path in (('/usr/local', 'lib', []),
                                     ('/usr/local', f'lib/{multiarch}', []),
                                     ('/usr', 'lib64', []),
                                     ('/usr', '/lib', []),
                                     ('/usr', 'lib/iospace', ['/usr/lib/iospace']),
                                     ('/usr/local', 'lib64', ['/usr/local/lib64']),
                                     ('/usr/local', '/opt/io/lib', ['/opt/io/lib']),
                                     ('/opt/io', 'lib', ['/opt/io/lib'])):
            with self.subTest(prefix=prefix, libdir=libdir):
                root, _ = self.install(f'-Dprefix={prefix}', f'-Dlibdir={libdir}')
                iow8 = root / prefix.lstrip('/') / 'bin/iow8'
                self.assertEqual(self.dynamic(iow8, 'R(?:UN)?PATH'), path)

    def test_libcap_can_be_inside(self):
        for option, libcap in (('shared', {'libcap.so.2'}), ('static', set())):
            with self.subTest(option=option):
                root, _ = self.install(f'-Dlibcap={option}')
                library, iow8 = (root / 'usr/local' / name
                                 for name in ('lib/libiospace.so.0', 'bin/iow8'))
                self.assertEqual(set(self.dynamic(library, 'NEEDED')), {'libc.so.6', *libcap})
                self.assertEqual(set(self.dynamic(iow8, 'NEEDED')),
                                 {'libc.so.6', 'libiospace.so.0', *libcap})
        symbols = subprocess.run(['nm', '-D', library], check=True,
                                 capture_output=True, text=True).stdout
        self.assertNotIn(' cap_', symbols)

    def test_no_capability_is_set_below_destdir_and_that_is_said(self):
        root, said = self.install('-Dsetcap=true')
        self.assertRegex(said, r"\nSkipping custom install script because DESTDIR is set "
                               r"'\S+/setcap /usr/local/bin ")
        self.assertEqual({path.name: path.stat().st_mode & 0o7777
                          for path in (root / 'usr/local/bin').iterdir()},
                         {name: 0o755 for name in COMMANDS})

    def test_the_rule_is_installed_if_it_is_asked_for(self):
        rule = (harness.SOURCE / 'cmd/group/60-ioport.rules').read_text()
        for option, rules in (('false', []), ('true', [('udev/rules.d', rule)])):
            with self.subTest(option=option):
                root, _ = self.install(f'-Dudev={option}')
                self.assertEqual([('/'.join(path.parts[-3:-1]), path.read_text())
                                  for path in root.rglob('*.rules')], rules)

    def test_the_manual_is_left_out_if_it_is_not_wanted(self):
        root, _ = self.install('-Dman=disabled')
        self.assertEqual([path for path in root.rglob('*') if re.search(r'\.[1-9]$', path.name)
                          or path.name.startswith('man')], [])
        root, _ = self.install()
        self.assertEqual(sorted(path.name for path in (root / 'usr/local/share/man').iterdir()),
                         ['man3', 'man5', 'man7', 'man8'])


if __name__ == '__main__':
    harness.main()
