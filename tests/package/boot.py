# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""Debian's packages on a machine: installed, with a sequence enabled, booted, upgraded, booted
and purged. QEMU's trace of the bus says what that did to the ports.

  boot.py ROOT PACKAGES NEWER_PACKAGES

ROOT is a Debian with a kernel and systemd in a directory, which becomes the machine's disk;
in the other two are the packages, which the disk has, too.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / 'vm')]

import machine
from guests import writes

# An emulated processor takes its time to install packages.
machine.PATIENCE = 900

SEQUENCE = 'iow8 0x80 0x5a\nfinally iow8 0x80 0xa5\n'
BUS = [*writes(0x80, 0x5a), *writes(0x80, 0xa5)]

# All files but those of the package manager, and of a machine that runs.
FILES = (r'find / -xdev \( -path /var/lib/dpkg -o -path /var/lib/apt -o -path /var/cache -o '
         r'-path /var/log -o -path /var/lib/systemd -o -path /tmp -o -path /var/tmp -o '
         r'-path /root -o -path /etc/ld.so.cache -o -path "/etc/.pwd*" \) -prune -o -print | sort')


class Wrong(Exception):
    pass


def at_port(bus):
    return [str(access) for access in bus if access.port == 0x80]


class Booted(machine.Machine):
    """The machine from its disk, when all is up."""

    def __init__(self, root, disk):
        kernel, initramfs = (next((root / 'boot').glob(f'{name}-*'))
                             for name in ('vmlinuz', 'initrd.img'))
        super().__init__(None, kernel, initramfs=initramfs, append='root=/dev/vda rw',
                         options=['-drive', f'file={disk},format=raw,if=virtio'])
        print(f'boot.py: {self.run("cat /proc/version").out.split()[2]} is up', file=sys.stderr)

    def check(self, script, out='', status=0, bus=()):
        result = self.run(script)
        seen = at_port(result.bus)
        if (result.status, result.out, seen) != (status, out, at_port(bus)):
            raise Wrong(f'{script}\nstatus {result.status}\n{result.out}{result.err}{seen}')

    def check_boot(self, bus):
        """What the boot did to the port, and nothing failed."""
        seen = at_port(self.at_boot)
        if seen != at_port(bus):
            raise Wrong(f'at boot: {seen}')
        self.check('systemctl --failed --no-legend --plain')

    def __exit__(self, *_):
        # The disk is as it would be after a shutdown.
        self.run('sync; echo s >/proc/sysrq-trigger; mount -o remount,ro / 2>/dev/null')
        super().__exit__(*_)


def apt(words):
    """A script that says something only if that fails."""
    return ('DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 '
            f'{words} >/root/log 2>&1 || cat /root/log')


def install(names, directory):
    return apt('install --no-install-recommends ' +
               ' '.join(f'{directory}/{name}' for name in names))


def try_packages(root, disk, names):
    with Booted(root, disk) as debian:
        debian.check_boot([])
        debian.check(f'{FILES} >/root/before')
        debian.check(install(names[0], '/root/packages'))
        debian.check('ls -R /etc/systemd/system | grep ioseq', status=1)
        debian.check('iow8 0x80 1', out='1\n', bus=writes(0x80, 1))
        debian.check(f"printf %s '{SEQUENCE}' >/etc/ioseq.d/x.ioseq && "
                     'ioseq --check --trusted /etc/ioseq.d/x.ioseq && '
                     'systemctl enable ioseq@x 2>/dev/null')

    with Booted(root, disk) as debian:
        debian.check_boot(BUS)
        debian.check('systemctl is-enabled ioseq@x; systemctl is-active ioseq@x',
                     out='enabled\nactive\n')
        debian.check(install(names[1], '/root/newer'))
        debian.check('dpkg-query -W -f "\\${Version}\\n" iospace | grep -c newer; '
                     'systemctl is-enabled ioseq@x; cat /etc/ioseq.d/x.ioseq',
                     out=f'1\nenabled\n{SEQUENCE}')

    with Booted(root, disk) as debian:
        debian.check_boot(BUS)
        debian.check(apt('purge iospace libiospace0'))
        # What the administrator has written stays.
        debian.check(f"{FILES} >/root/after; diff /root/before /root/after | grep '^[<>]'",
                     out='> /etc/ioseq.d\n> /etc/ioseq.d/x.ioseq\n')

    with Booted(root, disk) as debian:
        debian.check_boot([])
        debian.check('systemctl list-unit-files --no-legend "ioseq*" | cat')


def main(root, packages, newer):
    root = pathlib.Path(root)
    names = []
    for directory, target in ((packages, 'packages'), (newer, 'newer')):
        names.append([path.name for path in sorted(pathlib.Path(directory).glob('*.deb'))
                      if path.name.startswith(('iospace_', 'libiospace0_'))])
        (root / 'root' / target).mkdir()
        for name in names[-1]:
            shutil.copy(pathlib.Path(directory, name), root / 'root' / target)
    shutil.copy(HERE.parent / 'vm/agent', root / 'agent')
    units = root / 'etc/systemd/system'
    shutil.copy(HERE.parent / 'vm/agent.service', units)
    (units / 'multi-user.target.wants').mkdir(exist_ok=True)
    (units / 'multi-user.target.wants/agent.service').symlink_to('../agent.service')
    with tempfile.TemporaryDirectory(prefix='boot.') as directory:
        disk = f'{directory}/disk'
        subprocess.run(['mke2fs', '-q', '-t', 'ext4', '-d', root, disk, '3G'], check=True,
                       stdout=subprocess.DEVNULL,
                       env={**os.environ, 'PATH': os.environ['PATH'] + ':/usr/sbin:/sbin'})
        try_packages(root, disk, names)


if __name__ == '__main__':
    main(*sys.argv[1:])
