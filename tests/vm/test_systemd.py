# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""The commands in services of a real systemd, and the recipes of the manual in a real Debian
with udev, word for word."""

import pathlib

import guests
import manual
from guests import harness, reads, writes
from test_refused import (ALLOW_DEVICE, ALLOW_IOPERM, BOUNDED, BOUNDED_ROW, CAPABILITY, CGROUP,
                          CGROUP_ROW, FILTERED, IOPERM_ROW, NAMESPACE, NAMESPACE_ROW, NOT_THERE,
                          PRIVATE_DEV, READ_ONLY_ROW, SECCOMP, RefusedCase)

PAGE = harness.SOURCE / 'man/iospace.7'
SERVICES = harness.SOURCE / 'man/ioseq@.service.8'
UNITS = '/etc/systemd/system'
RULES = '/etc/udev/rules.d/60-ioport.rules'
NOT_ALLOWED = f'{CGROUP}; {ALLOW_DEVICE}'


def oneshot(command, wanted_by):
    return (f'[Unit]\nAfter={wanted_by}\n'
            f'[Service]\nType=oneshot\nExecStart={command}\n'
            f'[Install]\nWantedBy={wanted_by}\n')


class Systemd(RefusedCase, guests.SystemdCase):
    contents = {
        f'{UNITS}/example.service': manual.display(SERVICES, '[Service]\nType=oneshot'),
        f'{UNITS}/boot.service': oneshot('/usr/bin/iow32 -x 0xe0 0x11223344', 'basic.target'),
        f'{UNITS}/basic.target.wants/boot.service': pathlib.PurePath('../boot.service'),
        f'{UNITS}/resume.service': oneshot('/usr/bin/iow8 0x80 1', 'suspend.target'),
    }

    def check_refused(self, status, err, rows, *properties):
        super().check_refused(status, err, rows, run=self.in_service('{}', *properties))

    def test_a_service_writes(self):
        self.check(self.in_service('iow8 0x80 1'), out='1\n', bus=writes(0x80, 1))
        self.check_table(0, '', {}, self.in_service('{}'))

    def test_the_journal_has_what_iocheck_says(self):
        self.check('systemd-run --quiet --wait --unit=check iocheck; '
                   'journalctl -q -o cat -u check.service | grep works',
                   out='/dev/port: port I/O works\n')

    def test_a_closed_device_policy_is_told_for_certain(self):
        self.check_refused(77, NOT_ALLOWED, {'device cgroup': CGROUP_ROW},
                           'DevicePolicy=closed')

    def test_a_closed_device_policy_with_the_device_allowed_lets_it_in(self):
        properties = 'DevicePolicy=closed', 'DeviceAllow=/dev/port rw'
        self.check(self.in_service('iow8 0x80 1', *properties), out='1\n', bus=writes(0x80, 1))
        self.check(self.in_service('ior8 0x80', *properties), out='0xff\n',
                   bus=reads(0x80, 0xff))
        self.check_table(0, '', {}, self.in_service('{}', *properties))

    def test_a_device_allowed_for_reading_is_read_and_not_written(self):
        properties = 'DevicePolicy=closed', 'DeviceAllow=/dev/port r'
        self.check(self.in_service('ior8 0x80', *properties), out='0xff\n',
                   bus=reads(0x80, 0xff))
        for command in ('iow8 0x80 1', 'iow8 0x80 1:1'):
            self.check(self.in_service(command, *properties), status=77,
                       err=f'iow8: /dev/port: {NOT_ALLOWED}\n')
        self.check_table(77, NOT_ALLOWED, {'device cgroup': READ_ONLY_ROW},
                         self.in_service('{}', *properties))

    def test_private_devices_hide_the_node(self):
        self.check_refused(69, PRIVATE_DEV, {**NOT_THERE, **FILTERED, 'capability': BOUNDED_ROW},
                           'PrivateDevices=yes')
        self.check(self.in_service('iocheck -q -x', 'PrivateDevices=yes'), status=77,
                   err=f'iocheck: 0x0: {BOUNDED}\n')

    def test_private_users_are_a_user_namespace(self):
        self.check_refused(77, NAMESPACE, {'user namespace': NAMESPACE_ROW}, 'PrivateUsers=yes')

    def test_a_read_only_sysfs_keeps_bars_from_being_written(self):
        self.check_table(0, '', {'PCI I/O BARs': (
            'no', '/sys/bus/pci/devices/0000:00:01.1/resource0: Read-only file system')},
            # ProtectKernelTunables=yes does that, too, but in systemd 257 it does not.
            self.in_service('{}', 'ReadOnlyPaths=/sys'))

    def test_a_system_call_filter_of_ioperm_concerns_x_alone(self):
        properties = 'SystemCallFilter=~@raw-io', 'SystemCallErrorNumber=EPERM'
        self.check_table(0, '', {'ioperm': IOPERM_ROW}, self.in_service('{}', *properties))
        self.check(self.in_service('iocheck -q -x', *properties), status=77,
                   err=f'iocheck: 0x0: {SECCOMP}; {ALLOW_IOPERM}\n')

    def test_a_bounding_set_without_the_capability(self):
        self.check_refused(77, BOUNDED, {'capability': BOUNDED_ROW},
                           'CapabilityBoundingSet=~CAP_SYS_RAWIO')

    def test_the_service_of_the_manual_writes(self):
        self.check('systemctl start example.service', bus=writes(0x80, 0x5a))

    def test_what_the_manual_says_of_its_service_is_true(self):
        service = manual.display(SERVICES, '[Service]\nType=oneshot')
        properties = [line for line in service.splitlines()
                      if '=' in line and not line.startswith(('ExecStart=', 'Type='))]
        self.assertEqual(len(properties), 5)
        # No other device than this and pseudo devices.
        read = 'dd if=/dev/mem of=/dev/null count=0 status=none'
        result = self.machine.run(self.in_service(read, *properties))
        self.assertEqual((result.status, result.err.removeprefix('/usr/bin/')),
                         (1, "dd: failed to open '/dev/mem': Operation not permitted\n"))
        self.check(self.in_service(read, *properties, 'DeviceAllow=/dev/mem r'))
        # -x.
        self.check_table(0, '', {'ioperm': IOPERM_ROW}, self.in_service('{}', *properties))
        self.check(self.in_service('iocheck -x', *properties), status=255)
        self.check(self.in_service('iow8 -n -x 0x80 1', *properties), status=255)
        self.check(self.in_service('iow8 -x 0x80 1', *properties, unit='exact'), status=255)
        self.check('journalctl -o cat _PID=1 -u exact.service | grep -o "status=.*"',
                   out='status=31/SYS\n')
        without_filter = [p for p in properties if not p.startswith('SystemCallFilter=')]
        self.assertEqual(len(without_filter), 4)
        self.check(self.in_service('iow32 -x 0xe0 1', *without_filter), out='4\n',
                   bus=writes(0xe0, 1, size=4))
        # --exclusive.
        self.check(self.in_service('iow8 --exclusive 0xe0 1', *properties), status=78,
                   err='iow8: 0xe0: its owner is unknown, because without CAP_SYS_ADMIN '
                       '/proc/ioports shows no addresses; run it with that, or '
                       'leave out --exclusive\n')
        self.assertIn('CapabilityBoundingSet=CAP_SYS_RAWIO', properties)
        self.check(self.in_service('iow8 --exclusive 0xe0 1', *properties,
                                   'CapabilityBoundingSet=CAP_SYS_RAWIO CAP_SYS_ADMIN'),
                   out='1\n', bus=writes(0xe0, 1))

    def test_a_service_writes_when_the_system_boots(self):
        self.assertEqual([str(a) for a in self.machine.at_boot if a.port in range(0xe0, 0xe4)],
                         [str(a) for a in writes(0xe0, 0x11223344, size=4)])

    def test_a_service_writes_when_the_system_resumes(self):
        self.check('systemctl enable -q resume.service')
        self.check(f'{self.SUSPEND}; until journalctl -q -o cat -u resume | grep -q ^Finished; '
                   'do :; done', bus=writes(0x80, 1))
        self.check("dmesg | grep -c 'PM: suspend exit'; systemctl disable -q resume.service; "
                   'journalctl -q -o cat _COMM=iow8 -u resume.service', out='1\n1\n')

    def test_the_recipe_for_users_other_than_root_lets_in_the_group_alone(self):
        recipe = manual.display(PAGE, 'groupadd')
        rule = manual.display(PAGE, 'SUBSYSTEM=="mem"')
        trigger = manual.display(PAGE, 'udevadm')
        self.addCleanup(self.machine.run, f'''
            rm {RULES}; {trigger}
            userdel member; userdel stranger; groupdel ioport
            for name in iow8 iocheck; do
                chown root: /usr/bin/$name; chmod 755 /usr/bin/$name
            done''')
        self.check(recipe)
        self.check(f"cat >{RULES} <<'END'\n{rule}END\n{trigger}")
        self.check("stat -c '%A %U %G' /dev/port /usr/bin/iow8; getcap /usr/bin/iow8",
                   out='crw-rw---- root ioport\n-rwxr-x--- root ioport\n'
                       '/usr/bin/iow8 cap_sys_rawio=p\n')
        self.check('useradd -G ioport member && useradd stranger')
        self.check("su member -c 'iow8 0x80 0x5a'", out='1\n', bus=writes(0x80, 0x5a))
        self.check("su member -c 'iow8 -x 0xe0 1 0xe0 0x02:0x03'", out='1\n1\n',
                   bus=[*writes(0xe0, 1), *reads(0xe0, 1), *writes(0xe0, 2)])
        self.check("su member -c 'iow8 --exclusive 0xe0 1'", status=78,
                   err='iow8: 0xe0: its owner is unknown, because without CAP_SYS_ADMIN '
                       '/proc/ioports shows no addresses; run it with that, or '
                       'leave out --exclusive\n')
        # Each command needs its own capability.
        self.check("su member -c 'ior8 0x80'", status=77, err=f'ior8: /dev/port: {CAPABILITY}\n')
        self.check("su member -c 'iocheck -q'", status=77,
                   err=f'iocheck: /dev/port: {CAPABILITY}\n')
        self.check(recipe.partition('\n')[2].replace('iow8', 'iocheck'))
        self.check("su member -c 'iocheck -q && iocheck -q -x'")
        self.check("su stranger -c '/usr/bin/iow8 0x80 1'", status=126,
                   err='sh: 1: /usr/bin/iow8: Permission denied\n')
        self.check('iow8 0x80 1', out='1\n', bus=writes(0x80, 1))


if __name__ == '__main__':
    harness.main()
