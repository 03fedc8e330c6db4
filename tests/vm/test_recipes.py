# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""The recipes of ioseq(8), word for word: early boot, and configuration management."""

import os
import pathlib
import subprocess
import tempfile
import textwrap

import guests
import image
import machine
import manual
from guests import harness, writes

PAGE = harness.SOURCE / 'man/ioseq@.service.8'
DEBIAN = harness.SOURCE / '.build/debian.tar'


class RecipeCase(guests.unittest.TestCase):
    """A Debian on this machine, with the product in it as a package would install it."""

    maxDiff = None
    install = staticmethod(image.install_as_package)

    @classmethod
    def setUpClass(cls):
        if not DEBIAN.exists():
            harness.skip(f'there is no {DEBIAN}: tests/all makes it')
        if os.getuid() != 0:
            harness.skip('it takes root to change into another root')
        cls.root = pathlib.Path(cls.enterClassContext(
            tempfile.TemporaryDirectory(prefix='iospace-debian.')))
        subprocess.run(['tar', '-x', '-C', cls.root, '-f', DEBIAN], check=True)
        cls.install(harness.BUILD, cls.root)
        subprocess.run(['chroot', cls.root, 'ldconfig'], check=True)

    def put(self, path, text, mode=0o644):
        target = self.root / path.lstrip('/')
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
        target.chmod(mode)

    def run_inside(self, *command):
        return subprocess.run(['chroot', self.root, *command], text=True, stdin=subprocess.DEVNULL,
                              capture_output=True, env={'PATH': '/usr/sbin:/usr/bin:/sbin:/bin',
                                                        'LANG': 'C.UTF-8', 'HOME': '/root'})


class EarlyBoot(RecipeCase):
    def make(self, sequence):
        self.put('/etc/initramfs-tools/hooks/ioseq',
                 manual.display(PAGE, '#!/bin/sh\n[ "$1" = prereqs ] && exit\n. /usr'), 0o755)
        self.put('/etc/initramfs-tools/scripts/init-top/ioseq',
                 manual.display(PAGE, '#!/bin/sh\n[ "$1" = prereqs ] && exit\nioseq'), 0o755)
        self.put('/etc/ioseq.d/early.ioseq', sequence)
        # No module is needed, nor is there a kernel to have one.
        self.put('/etc/initramfs-tools/conf.d/none', 'MODULES=list\n')
        self.put('/usr/lib/modules/none/modules.dep', '')
        self.put('/boot/config-none', 'CONFIG_RD_GZIP=y\n')
        return self.run_inside('mkinitramfs', '-o', '/initrd', 'none')

    def check_not_made(self, sequence, status, err):
        made = self.make(sequence)
        self.assertEqual((made.returncode, made.stdout, made.stderr.splitlines()[-2:]), (
            status, '', [err, f'E: /etc/initramfs-tools/hooks/ioseq failed with return {status}.']))

    def test_an_initramfs_performs_a_sequence(self):
        made = self.make('iow8 0x80 0x5a\nfinally iow8 0xe0 1\n')
        self.assertEqual(made.returncode, 0, made.stderr)
        # It goes on to look for the root file system, and finds none.
        with self.assertRaises(machine.GuestDied) as died:
            machine.Machine(harness.BUILD, harness.KERNELS / 'amd64',
                            append='root=/dev/none rootdelay=1 panic=-1',
                            initramfs=self.root / 'initrd')
        bus = machine.without_delays(died.exception.bus)
        self.assertEqual([str(a) for a in bus if a.port in (0x80, 0xe0)],
                         [str(a) for a in (*writes(0x80, 0x5a), *writes(0xe0, 1))])

    def test_no_initramfs_is_made_with_a_sequence_that_is_wrong(self):
        self.check_not_made('iow8 0x80\n', 65, 'ioseq: /etc/ioseq.d/early.ioseq: 1 error; '
                            'nothing was read or written')

    def test_no_initramfs_is_made_where_the_command_is_missing(self):
        [command] = [*self.root.glob('usr/bin/ioseq'), *self.root.glob('usr/local/bin/ioseq')]
        away = command.with_name('away')
        command.rename(away)
        self.addCleanup(away.rename, command)
        self.check_not_made('iow8 0x80 1\n', 127,
                            '/etc/initramfs-tools/hooks/ioseq: 5: ioseq: not found')


class EarlyBootFromSource(EarlyBoot):
    """Installed from source, that is below /usr/local."""

    install = staticmethod(image.install_from_source)


class Ansible(RecipeCase):
    PLAYBOOK = ('- hosts: localhost\n  connection: local\n  gather_facts: false\n  tasks:\n')
    INSTALLED = 'etc/ioseq.d/superio.ioseq'

    def play(self, template):
        self.put('/play/superio.ioseq.j2', template)
        self.put('/play/play.yml', self.PLAYBOOK + textwrap.indent(
            manual.display(PAGE, '- name:'), '    '))
        return self.run_inside('ansible-playbook', '-i', 'localhost,', '/play/play.yml')

    def test_a_good_file_is_installed_once_and_a_bad_one_never(self):
        good = 'iow8 0x2e 0x87 0x2e 0x87\nfinally iow8 0x2e 0xaa\n'
        first = self.play(good)
        self.assertIn('ok=2    changed=2', first.stdout, first.stdout + first.stderr)
        self.assertEqual(first.returncode, 0)
        self.assertEqual((self.root / self.INSTALLED).read_text(), good)
        enabled = self.root / 'etc/systemd/system/sysinit.target.wants/ioseq@superio.service'
        self.assertRegex(os.readlink(enabled), '^(/usr)?/lib/systemd/system/ioseq@.service$')

        again = self.play(good)
        self.assertIn('ok=2    changed=0', again.stdout)

        bad = self.play('iow8 0x2e 0x187\n')
        self.assertEqual(bad.returncode, 2)
        self.assertIn("'0x187': too large; expected a value, 0 to 0xff", bad.stdout)
        self.assertEqual((self.root / self.INSTALLED).read_text(), good)


if __name__ == '__main__':
    harness.main()
