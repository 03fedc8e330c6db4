# SPDX-License-Identifier: LGPL-2.1-or-later
"""An install without DESTDIR, in a place that the loader does not search: it works there, and
is taken away again. What lies outside of its prefix is another one for it."""

import os
import pathlib
import re
import subprocess
import sys

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / 'cmd')]

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

    def test_it_is_installed_for_the_group_runs_there_and_is_taken_away(self):
        build = self.directory / 'build'
        installed = self.inside(f'''meson setup {build} {harness.SOURCE} --prefix={self.prefix} \
            -Dtests=disabled -Dsetcap=true -Dudev=true
            meson compile -C {build}
            meson install -C {build}''')
        commands = sorted((self.prefix / 'bin').iterdir())
        self.assertEqual({(path.stat().st_mode & 0o7777, path.stat().st_gid) for path in commands},
                         {(0o750, 4242)})
        capabilities = subprocess.run(['getcap', *commands], capture_output=True, text=True,
                                      env={'PATH': f"{os.environ['PATH']}:/usr/sbin:/sbin"}).stdout
        self.assertEqual(capabilities.splitlines(), [f'{path} cap_sys_rawio=p' for path in commands])
        # The library is found without a word to the loader.
        self.assertEqual(self.inside(f'env -u LD_LIBRARY_PATH {self.prefix}/bin/iow8 -d ports.img '
                                     '0x80 0x5a'), '1\n')
        [rule] = re.findall(r'Installing (\S+60-ioport.rules)', installed)
        self.assertIn(manual.display(harness.SOURCE / 'man/iospace.7', 'SUBSYSTEM'),
                      self.inside(f'cat {rule}'))
        self.assertTrue((self.etc / 'ioseq.d').is_dir())

        self.inside(f'ninja -C {build} uninstall')
        left = [path for directory in (self.prefix, self.directory / 'systemd', self.directory / 'udev')
                for path in directory.rglob('*') if not path.is_dir()]
        self.assertEqual(left, [])


if __name__ == '__main__':
    harness.main()
