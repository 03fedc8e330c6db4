# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""The units for sequences, under a real systemd as PID 1."""

import pathlib
import re

import guests
import manual
from guests import harness, writes

PAGE = harness.SOURCE / 'man/ioseq@.service.8'

NL = '\n'
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
    append = 'systemd.mask=ioseq@masked.service'
    contents = {
        '/etc/ioseq.d/boot.ioseq': SEQUENCE,
        '/etc/ioseq.d/masked.ioseq': 'iow8 0x80 9\n',
        f'{UNITS}/sysinit.target.wants/ioseq@masked.service':
            pathlib.PurePath(f'{INSTALLED}/ioseq@.service'),
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
            manual.display(PAGE, '[Service]\nExecStartPre=iow8'),
        f'{UNITS}/ioseq@closed.service.d/closed.conf': '[Service]\nDeviceAllow=\n',
        '/etc/ioseq.d/closed.ioseq': 'iow8 0x80 1\n',
        '/etc/ioseq.d/filtered.ioseq': 'iow32 -x 0xe0 0x11223344\n',
        '/etc/ioseq.d/my-fan.ioseq': 'iow8 0x80 1\n',
        '/etc/ioseq.d/my\\x20fan.ioseq': 'iow8 0x80 2\n',
        f'{UNITS}/user.service':
            '[Service]\nType=oneshot\nUser=nobody\nCapabilityBoundingSet=\n'
            'SystemCallFilter=~capset\nExecStart=/bin/true\n',
        f'{UNITS}/user.service.d/port.conf':
            manual.display(PAGE, '[Service]\nExecStartPre=+'),
        f'{UNITS}/plain.service':
            '[Service]\nType=oneshot\nUser=nobody\nExecStart=/bin/true\n',
        f'{UNITS}/plain.service.d/port.conf':
            manual.display(PAGE, '[Service]\nExecStartPre=iow8'),
        # The units as they are installed by default, with the program and the files on file
        # systems of their own that come late.
        f'{UNITS}/late.service':
            '[Unit]\nDefaultDependencies=no\n[Service]\nType=oneshot\nExecStart=/bin/sleep 2\n',
        **{f'{UNITS}/{name}.mount':
               f'[Unit]\nWants=late.service\nAfter=late.service\nBefore=local-fs.target\n'
               f'[Mount]\nWhat={what}\nWhere={where}\nType=none\nOptions=bind\n'
           for name, what, where in (('usr-local', '/opt/local', '/usr/local'),
                                     ('etc-late.d', '/opt/late.d', '/etc/late.d'))},
        **{f'{UNITS}/local-fs.target.wants/{name}.mount': pathlib.PurePath(f'../{name}.mount')
           for name in ('usr-local', 'etc-late.d')},
        '/opt/late.d/late.ioseq': 'iow8 0xe8 1\n',
        f'{UNITS}/late@.service':
            (harness.BUILD / 'cmd/systemd/ioseq@.service').read_text().replace('ioseq.d', 'late.d'),
        f'{UNITS}/sysinit.target.wants/late@late.service': pathlib.PurePath('../late@.service'),
    }

    @classmethod
    def files(cls):
        return [(harness.BUILD / 'cmd/ioseq', '/opt/local/bin/ioseq')]

    def check_fails(self, name, status, messages, template='ioseq'):
        """The unit fails in these words, systemd names the status, and the bus sees nothing."""
        unit = f'{template}@{name}.service'
        what = f'{name} after sleep' if template == 'ioseq-resume' else name
        self.assertEqual(self.machine.run(f'systemctl start {unit}').status, 1)
        result = self.machine.run(f'journalctl --sync; journalctl -o cat -u {unit} | '
                                  f'grep -v -e ^S -e Consumed | tail -n {messages.count(NL) + 3}')
        self.assertEqual(result.out, messages +
                         f'{unit}: Main process exited, code=exited, status={status}\n'
                         f"{unit}: Failed with result 'exit-code'.\n"
                         f'Failed to start {unit} - I/O port sequence {what}.\n')
        self.assertEqual(result.bus, [])

    def test_a_sequence_is_performed_at_boot_and_before_other_services(self):
        self.assertEqual([str(a) for a in self.machine.at_boot if a.port in PORTS],
                         [str(a) for a in BUS])
        result = self.machine.run(
            'systemctl show -P ExecMainStatus -P ActiveState -P SubState ioseq@boot; '
            'systemctl show -P After sysinit.target | tr " " "\\n" | grep -x ioseq@boot.service')
        self.assertEqual(result.out, '0\nactive\nexited\nioseq@boot.service\n')

    def test_the_kernel_s_command_line_can_mask_a_unit(self):
        self.check('systemctl is-enabled ioseq@masked || true', out='masked-runtime\n')

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

    def test_a_service_with_a_user_has_it_set_with_full_privileges_alone(self):
        self.check('systemctl start user', bus=writes(0x80, 0x5a))
        self.check('systemctl start plain 2>/dev/null; echo $?; journalctl --sync; '
                   'journalctl -o cat -u plain | grep -e ^iow8 -e Control | cut -d ";" -f 1',
                   out='1\niow8: /dev/port: this process does not have the capability '
                       'CAP_SYS_RAWIO\n'
                       'plain.service: Control process exited, code=exited, status=77/NOPERM\n')
        with_all = 'User=nobody', 'ExecStartPre=+/usr/bin/iow8 -q 0x80 1'
        self.check(self.in_service('true', *with_all), bus=writes(0x80, 1))
        self.check(self.in_service('true', *with_all, 'DevicePolicy=closed') +
                   ' 2>&1 | cut -d ";" -f 1',
                   out='iow8: /dev/port: a device cgroup keeps the device from this service or '
                       'container\n')

    def test_a_stop_runs_the_finally_lines(self):
        # It sleeps, and has no capability any more.
        self.check('systemctl start --no-block ioseq@long; '
                   'until grep -Ezq "State:.S.*CapPrm:.0{16}" /proc/$(pidof ioseq)/status '
                   '2>/dev/null; do :; done; systemctl stop ioseq@long', bus=[*writes(0x80, 1), *writes(0x80, 3)])
        log = self.machine.run('journalctl -o cat -u ioseq@long').out
        self.assertIn('ioseq: /etc/ioseq.d/long.ioseq:2: stopped by SIGTERM; 2 of 4 operations '
                      'done\n', log)

    def test_without_its_file_a_unit_fails(self):
        for unit in ('ioseq', 'ioseq-resume'):
            self.check_fails('missing', '66/NOINPUT',
                             'ioseq: /etc/ioseq.d/missing.ioseq: No such file or directory; '
                             'nothing was read or written\n', unit)

    def test_a_name_is_the_same_in_the_unit_and_in_the_file(self):
        self.check('systemctl start ioseq@my-fan', bus=writes(0x80, 1))
        self.check('systemctl start "ioseq@$(systemd-escape "my fan").service"',
                   bus=writes(0x80, 2))

    def test_a_file_that_not_only_root_can_change_fails_the_unit(self):
        file, directory = '/etc/ioseq.d/boot.ioseq', '/etc/ioseq.d'
        for path, command, undo, state, remedy in (
                (file, 'chmod 664', 'chmod 644', 'owner 0 and mode 0664', 'chmod go-w'),
                (file, 'chown 1000', 'chown 0', 'owner 1000 and mode 0644', 'chown root'),
                (directory, 'chmod 777', 'chmod 755', 'owner 0 and mode 0777', 'chmod go-w')):
            message = (f"ioseq: {file}: users other than root can change this file: '{path}' has "
                       f"{state}; as root: {remedy} '{path}'\n")
            with self.subTest(state=state):
                self.check(f'{command} {path}')
                self.check_fails('boot', '78/CONFIG', message, 'ioseq-resume')
                self.check(f'ioseq --check --trusted {file}', status=78, err=message)
                self.check(f'ioseq --check {file}; {undo} {path}; ioseq --check --trusted {file}')

    def test_a_unit_waits_for_the_file_systems_of_its_program_and_its_files(self):
        self.assertEqual([str(a) for a in self.machine.at_boot if a.port == 0xe8],
                         [str(a) for a in writes(0xe8, 1)])
        for unit in ('ioseq@boot', 'ioseq-resume@boot'):
            self.check(f'systemctl show -P RequiresMountsFor {unit} | tr " " "\\n" | '
                       'grep -xE "/usr/(bin|lib.*)|/etc/ioseq.d" | sort | sed s,/lib.*,/lib,',
                       out='/etc/ioseq.d\n/usr/bin\n/usr/lib\n')

    def test_the_units_are_in_order_and_exposed_as_little_as_the_manual_says(self):
        page = PAGE.read_text()
        told = re.findall(r'^\.It Li (\S+) Ta ', page, re.MULTILINE)
        self.assertGreater(len(told), 5)
        for unit in ('ioseq@boot', 'ioseq-resume@boot'):
            with self.subTest(unit=unit):
                self.check(f'systemd-analyze verify --man=no {unit}.service')
                report = self.machine.run(
                    f'systemd-analyze security --no-pager {unit}.service').out
                self.assertLess(float(re.search(r'level for .*: (\d+\.\d)', report)[1]), 2)
                found = re.findall(r'^✗ (\S+) ', report, re.MULTILINE)
                self.assertEqual([n for n in found if not any(name in n for name in told)], [])
                unfound = [name for name in told if not any(name in n for n in found)]
                # What is not appropriate at boot is not counted then.
                self.assertEqual(unfound, ['RootDirectory='] if unit == 'ioseq@boot' else [])


if __name__ == '__main__':
    harness.main()
