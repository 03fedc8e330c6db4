# SPDX-License-Identifier: LGPL-2.1-or-later
"""The units for sequences, under a real systemd as PID 1."""

import pathlib
import re

import guests
import manual
from guests import harness, writes

PAGE = harness.SOURCE / 'man/ioseq.8'

UNITS = '/etc/systemd/system'
INSTALLED = '/lib/systemd/system'
PORTS = 0x80, 0xe0, 0xe1, 0xe2, 0xe3

SEQUENCE = '''\
# In order, and the last line last.
finally iow8 0x80 3
iow8 0x80 1
iow16 0xe0 0x1122
sleep 1ms
iow8 0x80 2
'''
BUS = [*writes(0x80, 1), *writes(0xe0, 0x22, 0x11), *writes(0x80, 2), *writes(0x80, 3)]


class Units(guests.SystemdCase):
    contents = {
        '/etc/ioseq.d/boot.ioseq': SEQUENCE,
        '/etc/ioseq.d/bad.ioseq': 'iow8 0x80 1\niow8 0x80\n',
        '/etc/ioseq.d/long.ioseq': 'iow8 0x80 1\nsleep 5min\niow8 0x80 2\nfinally iow8 0x80 3\n',
        '/etc/ioseq.d/exact.ioseq': 'iow32 -x 0xe0 0x11223344\n',
        f'{UNITS}/sysinit.target.wants/ioseq@boot.service':
            pathlib.PurePath(f'{INSTALLED}/ioseq@.service'),
        f'{UNITS}/suspend.target.wants/ioseq-resume@boot.service':
            pathlib.PurePath(f'{INSTALLED}/ioseq-resume@.service'),
        f'{UNITS}/ioseq@exact.service.d/allowed.conf':
            manual.display(PAGE, '[Service]\nSystemCallFilter=@raw-io\n'),
        f'{UNITS}/ioseq@exact.service.d/after.conf':
            manual.display(PAGE, '[Unit]\nWants=modprobe'),
        '/etc/ioseq.d/exclusive.ioseq': 'iow8 --exclusive 0xe0 1\n',
        '/etc/ioseq.d/unowned.ioseq': 'iow8 --exclusive 0xe0 1\n',
        f'{UNITS}/ioseq@exclusive.service.d/allowed.conf':
            manual.display(PAGE, '[Service]\nCapabilityBoundingSet=CAP_SYS_ADMIN\n'),
        f'{UNITS}/own.service': '[Service]\nType=oneshot\nExecStart=/bin/true\n',
        f'{UNITS}/own.service.d/port.conf':
            manual.display(PAGE, '[Service]\nExecStartPre='),
        f'{UNITS}/ioseq@closed.service.d/closed.conf': '[Service]\nDeviceAllow=\n',
        '/etc/ioseq.d/closed.ioseq': 'iow8 0x80 1\n',
        '/etc/ioseq.d/filtered.ioseq': 'iow32 -x 0xe0 0x11223344\n',
    }

    def check_fails(self, name, status, messages):
        """The unit fails in these words, systemd names the status, and the bus sees nothing."""
        self.assertEqual(self.machine.run(f'systemctl start ioseq@{name}').status, 1)
        result = self.machine.run(f'journalctl -o cat -u ioseq@{name} | grep -v ^S')
        self.assertEqual(result.out, messages +
                         f'ioseq@{name}.service: Main process exited, code=exited, '
                         f'status={status}\n'
                         f"ioseq@{name}.service: Failed with result 'exit-code'.\n"
                         f'Failed to start ioseq@{name}.service - I/O port sequence {name}.\n')
        self.assertEqual(result.bus, [])

    def test_a_sequence_is_performed_at_boot_and_before_other_services(self):
        self.assertEqual([str(a) for a in self.machine.at_boot if a.port in PORTS],
                         [str(a) for a in BUS])
        result = self.machine.run(
            'systemctl show -P ExecMainStatus -P ActiveState -P SubState ioseq@boot; '
            'systemctl show -P After sysinit.target | tr " " "\\n" | grep -x ioseq@boot.service')
        self.assertEqual(result.out, '0\nactive\nexited\nioseq@boot.service\n')

    def test_it_is_performed_again_when_the_machine_is_awake(self):
        for time in (1, 2):
            self.check(f'{self.SUSPEND}; until [ "$(journalctl -o cat -u ioseq-resume@boot | '
                       f'grep -c ^Finished)" = {time} ]; do :; done', bus=BUS)

    def test_a_bad_file_fails_the_unit(self):
        self.check_fails('bad', '65/DATAERR',
                         "/etc/ioseq.d/bad.ioseq:2:6: '0x80': this address has no value; "
                         'expected ADDRESS VALUE[:MASK] [ADDRESS VALUE[:MASK]]...\n'
                         'ioseq: /etc/ioseq.d/bad.ioseq: 1 error; nothing was read or written\n')

    def test_a_refused_device_fails_the_unit(self):
        self.check_fails('closed', '77/NOPERM',
                         'ioseq: /dev/port: a device cgroup keeps the device from this service '
                         'or container; let the service or container manager allow it, in systemd '
                         'with DeviceAllow=/dev/port rw\n')

    def test_exact_accesses_need_the_drop_in_of_the_manual(self):
        self.check_fails('filtered', '77/NOPERM',
                         'ioseq: /etc/ioseq.d/filtered.ioseq:1: 0xe0: a system call filter '
                         '(seccomp) refuses it; let the service or container manager allow '
                         'ioperm(2), in systemd with SystemCallFilter=@raw-io\n')
        self.check('systemctl start ioseq@exact', bus=writes(0xe0, 0x11223344, size=4))

    def test_exclusive_accesses_need_theirs(self):
        self.check_fails('unowned', '78/CONFIG',
                         'ioseq: /etc/ioseq.d/unowned.ioseq:1: 0xe0: its owner is unknown: '
                         '/proc/ioports: No such file or directory\n')
        self.check('systemctl start ioseq@exclusive', bus=writes(0xe0, 1))

    def test_the_order_after_a_driver_is_that_of_the_manual(self):
        self.check('systemctl show -P After ioseq@exact | tr " " "\\n" | grep modprobe; '
                   'systemctl show -P Wants ioseq@exact',
                   out='modprobe@nct6775.service\nmodprobe@nct6775.service\n')

    def test_a_service_of_ones_own_has_a_port_set_first(self):
        self.check('systemctl start own', bus=writes(0x80, 0x5a))

    def test_a_stop_runs_the_finally_lines(self):
        # It sleeps, and has no capability any more.
        self.check('systemctl start --no-block ioseq@long; '
                   'until grep -Ezq "State:.S.*CapPrm:.0{16}" /proc/$(pidof ioseq)/status '
                   '2>/dev/null; do :; done; systemctl stop ioseq@long', bus=[*writes(0x80, 1), *writes(0x80, 3)])
        log = self.machine.run('journalctl -o cat -u ioseq@long').out
        self.assertIn('ioseq: /etc/ioseq.d/long.ioseq:2: stopped by SIGTERM; 2 of 4 operations '
                      'done\n', log)

    def test_without_its_file_a_unit_is_skipped(self):
        self.check('systemctl start ioseq@missing; systemctl show -P ConditionResult '
                   '-P ActiveState ioseq@missing', out='inactive\nno\n')

    def test_the_units_are_in_order_and_exposed_as_little_as_the_manual_says(self):
        page = PAGE.read_text()
        [told] = re.findall(r'exposure of each as (\d\.\d):', page)
        self.assertLessEqual(float(told), 2.0)
        points = re.findall(r'^\.It Li \S+ Ta (\d\.\d) ', page, re.MULTILINE)
        # The last point of the table is not counted at boot.
        for unit, counted in ('ioseq@boot', points[:-1]), ('ioseq-resume@boot', points):
            with self.subTest(unit=unit):
                self.check(f'systemd-analyze verify --man=no {unit}.service')
                report = self.machine.run(
                    f'systemd-analyze security --no-pager {unit}.service').out
                self.assertEqual(re.search(r'level for .*: (\d+\.\d)', report)[1], told)
                self.assertEqual(sorted(re.findall(r'^✗ .* (\d\.\d)$', report, re.MULTILINE)),
                                 sorted(counted))


if __name__ == '__main__':
    harness.main()
