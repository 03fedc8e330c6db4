# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""An install without DESTDIR, in a place that the loader does not search: it works there, and
is taken away again. What lies outside of its prefix is another one for it."""

import os
import pathlib
import re
import subprocess
import sys

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / 'cmd')]

import installed
import manual
import simulated
from simulated import harness


class InstallHere(simulated.SimulatedCase):
    def setUp(self):
        super().setUp()
        self.own_mounts = harness.own_mounts()
        self.prefix = self.directory / 'prefix'
        self.etc = self.directory / 'etc'
        subprocess.run(['cp', '-a', '/etc', self.etc], check=True)
        with open(self.etc / 'group', 'a') as group:
            group.write('ioport:x:4242:\n')
        # Where pkg-config says that units and rules go.
        self.outside = [path for path in ('/lib/systemd/system', '/lib/udev/rules.d') if
                        pathlib.Path(path).is_dir()]

    def inside(self, script, **kwargs):
        mounts = [f'mount --bind {self.etc} /etc']
        for path in self.outside:
            own = self.directory / pathlib.Path(path).parent.name
            own.mkdir(exist_ok=True)
            mounts.append(f'mount --bind {own} {path}')
        result = subprocess.run([*self.own_mounts, 'sh', '-ec', '\n'.join([*mounts, script])],
                                cwd=self.directory, capture_output=True, text=True, **kwargs)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        return result.stdout

    def install(self, *options):
        """What it says, and the programs that are no links."""
        build = self.directory / 'build'
        said = self.inside(f'''meson setup {build} {harness.SOURCE} --prefix={self.prefix} \
            -Dtests=disabled -Dsetcap=true -Dudev=true {' '.join(options)}
            meson compile -C {build}
            meson install -C {build}''')
        return said, sorted(path for path in (self.prefix / 'bin').iterdir()
                            if not path.is_symlink())

    def uninstall(self):
        return self.inside(f'ninja -C {self.directory}/build uninstall')

    def left(self):
        """Files, and directories where there was none."""
        there = [path for name in ('systemd', 'udev') for path in (self.directory / name).rglob('*')
                 if not path.is_dir()]
        return there + [path for path in (self.prefix, self.etc / 'ioseq.d') if path.exists()]

    def check_is_for_the_group(self, programs):
        self.assertEqual({(path.stat().st_mode & 0o7777, path.stat().st_gid) for path in programs},
                         {(0o750, 4242)})
        capabilities = subprocess.run(['getcap', *programs], capture_output=True, text=True,
                                      env={'PATH': f"{os.environ['PATH']}:/usr/sbin:/sbin"}).stdout
        self.assertEqual(capabilities.splitlines(), [f'{path} cap_sys_rawio=p' for path in programs])
        # The library is found without a word to the loader, also by a program with a capability.
        self.directory.chmod(0o755)
        self.device.chmod(0o666)
        for group, ended in ((4242, '1\n0\n'), (4243, '126\n')):
            with self.subTest(group=group):
                self.assertEqual(self.inside(
                    f'setpriv --reuid=4242 --regid={group} --clear-groups env -u LD_LIBRARY_PATH '
                    f'{self.prefix}/bin/iow8 -d ports.img 0x80 0x5a 2>/dev/null || status=$?\n'
                    'echo ${status:-0}'), ended)

    def test_it_is_installed_for_the_group_runs_there_and_is_taken_away(self):
        said, programs = self.install()
        self.assertEqual(sorted(path.name for path in programs), sorted(installed.COMMANDS))
        self.check_is_for_the_group(programs)
        [rule] = re.findall(r'Installing (\S+60-ioport.rules)', said)
        self.assertIn(manual.display(harness.SOURCE / 'man/iospace.7', 'SUBSYSTEM'),
                      self.inside(f'cat {rule}'))
        self.assertEqual(list((self.etc / 'ioseq.d').iterdir()), [])
        self.uninstall()
        self.assertEqual(self.left(), [])

    def test_the_one_program_has_the_capability_and_a_sequence_is_left_where_it_is(self):
        _, programs = self.install('-Dstatic=true', '-Dcompletions=disabled')
        self.assertEqual([path.name for path in programs], ['iospace'])
        self.check_is_for_the_group(programs)
        sequence = self.etc / 'ioseq.d/mine.ioseq'
        sequence.write_text('iow8 0x80 0x5a\n')
        self.assertIn('\nCould not delete /etc/ioseq.d: ', self.uninstall())
        self.assertEqual(self.left(), [sequence.parent])
        self.assertEqual(sequence.read_text(), 'iow8 0x80 0x5a\n')


if __name__ == '__main__':
    harness.main()
