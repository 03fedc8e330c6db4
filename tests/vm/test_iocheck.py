# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""iocheck where port I/O works, whole; tests/vm/test_refused.py has where it does not."""

import json

import guests
from guests import harness
from table import table
from test_refused import ALLOW_IOPERM, LOCKED, NO_PARAMETER, SECCOMP

MISSING = 'No such file or directory'
UNCONFINED = '/proc/self/attr/current: unconfined'
CONDITIONS = {
    'kernel support': '/sys/class/mem/port: there',
    'device node': 'stat(2): character device 1:4',
    'file permission': 'mode 0600, owner 0:0; user 0:0 may read and write',
    'capability': 'capget(2): CAP_SYS_RAWIO permitted',
    'user namespace': '/proc/self/ns/user: the initial one',
    'lockdown': f'/sys/kernel/security/lockdown: {MISSING}; it was opened',
    'device cgroup': 'faccessat(2): reading allowed, writing allowed',
    'seccomp': 'prctl(PR_GET_SECCOMP): 0, no filter',
    'security module': f'/sys/kernel/security/lsm: {MISSING}; {UNCONFINED}; it was opened',
    'ioperm': 'ioperm(2): there',
    'PCI I/O BARs': '/sys/bus/pci/devices/0000:00:01.1/resource0: 0x1f0 to 0x1f7',
    'NoNewPrivs': 'prctl(PR_GET_NO_NEW_PRIVS): not set',
}
SYSTEM_S = {'its file system is mounted read-only': 'Read-only file system'}
BYTES = 'leave out -x, if the device takes single bytes'
NO_EXACT = ('there is no access of the full width to this port: the port is in no PCI I/O BAR or '
            f'in several, and only x86 has instructions for others; {BYTES}')
ONLY_X86 = 'no', 'ioperm(2): only on x86', ''
SECURITYFS = 'mount -t securityfs securityfs /sys/kernel/security'


def whole_table(others):
    """That of a machine where all is well but for other rows."""
    return table({**{name: ('ok', evidence, '') for name, evidence in CONDITIONS.items()},
                  **others})


class Works(guests.MachineCase):
    others = {}

    def table(self, others=()):
        return whole_table({**self.others, **dict(others)})

    def test_root_may_do_all(self):
        self.check('iocheck', out=self.table() + '/dev/port: port I/O works\n')
        self.check('iocheck -x', out=self.table() + '/dev/port: port I/O works with -x\n')
        self.check('iocheck -q -x')

    def test_lockdown_and_modules_are_shown_as_they_are_said(self):
        self.machine.run(SECURITYFS)
        self.addCleanup(self.machine.run, 'umount /sys/kernel/security')
        self.check('iocheck', out=self.table({
            'lockdown': ('ok', '/sys/kernel/security/lockdown: '
                               '[none] integrity confidentiality', ''),
            'security module': ('ok', f'/sys/kernel/security/lsm: landlock,bpf; {UNCONFINED}; '
                                      'it was opened', ''),
        }) + '/dev/port: port I/O works\n')

    def test_x_works_without_the_device(self):
        self.machine.run('mv /dev/port /dev/away')
        self.addCleanup(self.machine.run, 'mv /dev/away /dev/port')
        # What does not hold is not in the way, so it has no remedy.
        self.check('iocheck -x', out=self.table({
            'device node': ('no', f'stat(2): {MISSING}', ''),
            'file permission': ('unknown', f'stat(2): {MISSING}', ''),
            'lockdown': ('unknown', f'/sys/kernel/security/lockdown: {MISSING}', ''),
            'device cgroup': ('unknown', f'faccessat(2): {MISSING}', ''),
            'security module': ('unknown', f'/sys/kernel/security/lsm: {MISSING}; {UNCONFINED}',
                                ''),
        }) + '/dev/port: port I/O works with -x\n')


class Files(guests.MachineCase):
    programs = ['chattr']

    def test_a_file_that_is_not_to_be_written_for_another_reason_than_its_mode(self):
        self.machine.run('mkdir /tmp/files && mount -t tmpfs files /tmp/files && '
                         'truncate -s 64K /tmp/files/ports.img')
        self.addCleanup(self.machine.run, 'umount /tmp/files; rmdir /tmp/files')
        seen = 'mode 0644, owner 0:0; user 0:0 may only read'
        for prepare, undo, status, error, remedy in (
                ('mount -o remount,ro /tmp/files', 'mount -o remount,rw /tmp/files', 69,
                 'its file system is mounted read-only',
                 'mount it writable, in systemd without ProtectSystem= or '
                 'ProtectKernelTunables='),
                ('chattr +i /tmp/files/ports.img', 'chattr -i /tmp/files/ports.img', 77,
                 'Operation not permitted', '')):
            with self.subTest(error=error):
                self.check(prepare)
                try:
                    report = json.loads(
                        self.machine.run('iocheck --json -d /tmp/files/ports.img').out)
                    conditions = {row['name']: row for row in report['conditions']}
                    self.assertEqual(conditions['file permission'], {
                        'name': 'file permission', 'answer': 'no', 'remedy': remedy,
                        'evidence': f'{seen}; {SYSTEM_S.get(error, error)}'})
                    words = error + f'; {remedy}' * bool(remedy)
                    self.check('iow8 -d /tmp/files/ports.img 0x80 1', status=status,
                               err=f"iow8: '/tmp/files/ports.img': {words}\n")
                finally:
                    self.check(undo)


class Filtered(guests.MachineCase):
    @classmethod
    def files(cls):
        return [(harness.BUILD / 'tests/vm/refuse', '/bin/refuse')]

    def test_a_filter_of_ioperm_concerns_x_alone(self):
        # ioperm(2), number 173.
        result = self.machine.run('refuse 173 0 1 iocheck')
        self.assertEqual((result.status, result.err, result.bus), (0, '', []))
        self.assertIn(table({'ioperm': (
            'unknown', 'ioperm(2): not tried, as a filter could end this process', '')}),
            result.out)
        self.check('refuse 173 0 1 iocheck -q -x', status=77,
                   err=f'iocheck: 0x0: {SECCOMP}; {ALLOW_IOPERM}\n')


class Arm64(Works):
    kind = guests.machine.ARM64
    architecture = 'arm64'
    options = ['-device', 'pci-testdev']

    others = {'ioperm': ONLY_X86, 'PCI I/O BARs': (
        'ok', '/sys/bus/pci/devices/0000:00:01.0/resource1: 0x1000 to 0x10ff', '')}

    def test_a_user_may_not_open_the_bar(self):
        self.machine.run('chmod 666 /dev/port')
        self.addCleanup(self.machine.run, 'chmod 600 /dev/port')
        self.check("su user -c 'iocheck -q -x'", status=77,
                   err='iocheck: /dev/port: this process does not have the capability '
                       'CAP_SYS_RAWIO; run it as root, or see PRIVILEGES in iospace(7)\n')


class Arm64LockedDown(guests.MachineCase):
    kind = guests.machine.ARM64
    architecture = 'arm64'
    options = ['-device', 'pci-testdev']
    append = 'lockdown=integrity'

    def test_x_without_the_device_is_refused_all_the_same(self):
        # The kernel asks for it at the write alone.
        self.machine.run(f'{SECURITYFS}; rm /dev/port')
        self.check('iocheck -q -x', status=77,
                   err=f'iocheck: 0x0: {LOCKED}; {NO_PARAMETER}\n')
        self.check('iow8 -x 0x1000 1', status=77, out='0\n',
                   err='iow8: 0x1000: wrote 0 of 1 bytes: Operation not permitted; '
                       '0 of 1 operations done\n')


class Arm64WithoutBar(guests.MachineCase):
    kind = guests.machine.ARM64
    architecture = 'arm64'

    def test_x_has_no_way(self):
        rows = {'ioperm': ONLY_X86, 'PCI I/O BARs': ('no', '/sys/bus/pci/devices: no I/O BAR', '')}
        self.check('iocheck', out=whole_table(rows) + '/dev/port: port I/O works\n')
        # What is in the way of -x has a remedy with it.
        rows = {name: (*row[:2], BYTES) for name, row in rows.items()}
        self.check('iocheck -x', status=69, out=whole_table(rows),
                   err=f'iocheck: 0x0: {NO_EXACT}\n')


if __name__ == '__main__':
    harness.main()
