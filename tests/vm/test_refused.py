# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""Each reason for which /dev/port can't be opened, made for real: the message, the exit
code, and a bus that has seen nothing."""

import errno
import json
import os
import re

import guests
from guests import harness, reads, writes

PRIVILEGES = 'see PRIVILEGES in iospace(7)'
CONDITIONS = 'see CONDITIONS in iocheck(8)'
CAPABILITY = ('this process does not have the capability CAP_SYS_RAWIO; '
              f'run it as root, or {PRIVILEGES}')
LOST = ('this process does not have the capability CAP_SYS_RAWIO; let what starts it leave it '
        'the capability')
BOUNDED = ('the capability CAP_SYS_RAWIO has been taken from this process and all that it '
           "starts, root's too; let the service or container manager leave it in the bounding "
           'set')
PERMISSION = f"the file's permissions forbid it; run it as root, or {PRIVILEGES}"
NAMESPACE = ("this process is in a user namespace, such as a rootless container's, where no "
             'capability counts for ports; run it outside')
NODE_GONE = ('the kernel has this device, but /dev does not: it is private to this service or '
             'container, or the node was removed')
NO_NODE = f"{NODE_GONE}; make it with 'mknod -m 600 /dev/port c 1 4'"
HOST_S = "bind-mount the host's /dev/port, as another node has another lock"
PRIVATE_DEV = (f'{NODE_GONE}; in systemd, DevicePolicy=closed with DeviceAllow=/dev/port rw in '
               f'place of PrivateDevices=, or in a container, {HOST_S}')
NO_DRIVER = ('this kernel has no such device: it was built without CONFIG_DEVPORT, as cloud '
             'kernels are')
NOT_THE_DEVICE = 'not the port device, character device 1:4'
REPLACE = "remove it, then 'mknod -m 600 /dev/port c 1 4'"
LOCKED = 'the kernel is locked down'
NO_PARAMETER = "boot without lockdown= on the kernel's command line, or do without"
ALLOW_DEVICE = ('let the service or container manager allow it, in systemd with '
                'DeviceAllow=/dev/port rw')
ALLOW_IOPERM = ('let the service or container manager allow ioperm(2), in systemd with '
                'SystemCallFilter=@raw-io')
ALLOW_OPEN = ('let the service or container manager allow openat(2), in systemd with '
              'SystemCallFilter=@file-system')
UNTOLD = "Operation not permitted, and it can't be told which of these it is: "
CGROUP = 'a device cgroup keeps the device from this service or container'
SECCOMP = 'a system call filter (seccomp) refuses it'
MODULE = 'a security module, such as SELinux or AppArmor, refuses it'
NO_NEW_PRIVS = ("the program's file has the capability CAP_SYS_RAWIO, but this process has "
                "no_new_privs set and so can't get it; start it without no_new_privs, in "
                'systemd with NoNewPrivileges=no, or give it the capability with '
                'AmbientCapabilities=CAP_SYS_RAWIO')
CAPABILITY_ROW = 'no', 'capget(2): CAP_SYS_RAWIO not permitted'
BOUNDED_ROW = 'no', f'{CAPABILITY_ROW[1]}, nor in the bounding set'
NAMESPACE_ROW = 'no', '/proc/self/ns/user: ANOTHER, not the initial one, 4026531837'
CGROUP_ROW = 'no', ('faccessat(2): reading Operation not permitted, '
                    'writing Operation not permitted')
READ_ONLY_ROW = 'no', 'faccessat(2): reading allowed, writing Operation not permitted'
IOPERM_ROW = 'unknown', 'ioperm(2): not tried, as a filter could end this process'
FILTERED = {'seccomp': ('unknown', 'prctl(PR_GET_SECCOMP): 2, a filter'), 'ioperm': IOPERM_ROW}
MISSING = 'No such file or directory'
LOCKDOWN_FILE = '/sys/kernel/security/lockdown'
MODULES_FILE = '/sys/kernel/security/lsm'
UNCONFINED = '/proc/self/attr/current: unconfined'
# Debian's modules of which it can't be seen what they refuse, and another for a user.
MODULES = {'security module': ('unknown', f'{MODULES_FILE}: landlock,bpf; {UNCONFINED}')}
USER_MODULES = {'security module': (
    'unknown', f'{MODULES_FILE}: landlock,tomoyo,bpf; {UNCONFINED}')}
UNSEEN = {'lockdown': ('unknown', f'{LOCKDOWN_FILE}: {MISSING}'),
          'security module': ('unknown', f'{MODULES_FILE}: {MISSING}; {UNCONFINED}')}
NO_SYS = {'kernel support': ('unknown', f'/sys/class/mem/null: {MISSING}'),
          'PCI I/O BARs': ('unknown', f'/sys/bus/pci/devices: {MISSING}')}
NOT_THERE = {'device node': ('no', f'stat(2): {MISSING}'),
             'file permission': ('unknown', f'stat(2): {MISSING}'),
             'device cgroup': ('unknown', f'faccessat(2): {MISSING}')}
USER_MAY_NOT = {
    **USER_MODULES,
    'file permission': ('no', 'mode 0600, owner 0:0; user 1000:1000 may neither read nor write'),
    'device cgroup': ('unknown', 'faccessat(2): reading Permission denied, '
                                 'writing Permission denied'),
    'PCI I/O BARs': ('no', '/sys/bus/pci/devices/0000:00:01.1/resource0: Permission denied')}


class RefusedCase(guests.MachineCase):
    def check_table(self, status, err, rows, run='{}', options=''):
        """iocheck says the same, and these and no other conditions are not ok; but of the
        security modules it is not certain as long as the device was not opened."""
        if status:
            rows = {**MODULES, **rows}
        result = self.machine.run(run.format(f'iocheck --json {options}'))
        report = json.loads(result.out)
        message = err and f'/dev/port: {err}'
        self.assertEqual((result.status, result.err, report['exit'], report['message']),
                         (status, message and f'iocheck: {message}\n', status, message))
        # Each new namespace has a number of its own.
        self.assertEqual({row['name']: (row['answer'], re.sub(r'\d+(?=, not)', 'ANOTHER',
                                                              row['evidence']))
                          for row in report['conditions'] if row['answer'] != 'ok'}, rows)
        # If nothing is in the way there is nothing to do; and the last two are for -x alone.
        self.assertEqual({row['name'] for row in report['conditions'] if row['remedy']},
                         {name for name, row in rows.items() if status and row[0] == 'no'}
                         - (set() if report['exact'] else {'ioperm', 'PCI I/O BARs'}))
        self.assertEqual(result.bus, [])

    def check_refused(self, status, err, rows, prepare='true', undo='true', run='{}'):
        """Every command is refused in the same words, and the bus sees nothing."""
        prepared = self.machine.run(prepare)
        self.assertEqual((prepared.status, prepared.err), (0, ''))
        try:
            for command in ('iow8 0x80 1', 'iow32 0xe0 1:2', 'ior16 0xe0'):
                with self.subTest(command=command):
                    self.check(run.format(command), status=status,
                               err=f'{command.split()[0]}: /dev/port: {err}\n')
            with self.subTest(command='iocheck'):
                self.check_table(status, err, rows, run)
        finally:
            self.machine.run(undo)


class Refused(RefusedCase):
    programs = ['capsh', 'setcap', 'unshare']

    @classmethod
    def files(cls):
        return [(harness.BUILD / 'tests/vm/refuse', '/bin/refuse')]

    def check_refused(self, *words, **settings):
        """... and when it is undone, they are not."""
        super().check_refused(*words, **settings)
        self.check('iow8 0x80 1', out='1\n', bus=writes(0x80, 1))

    def setUp(self):
        self.machine.run('mountpoint -q /sys/kernel/security || '
                         'mount -t securityfs securityfs /sys/kernel/security')

    def test_without_the_capability(self):
        # Out of the permitted and effective sets, but not out of the bounding set.
        self.check_refused(77, LOST, {'capability': CAPABILITY_ROW},
                           run='capsh --shell=/bin/sh --noamb --secbits=47 '
                           "--caps=cap_dac_override,cap_sys_admin=ep -- -c '{}'")

    def test_without_the_capability_in_the_bounding_set(self):
        self.check_refused(77, BOUNDED, {'capability': BOUNDED_ROW},
                           run="capsh --shell=/bin/sh --drop=cap_sys_rawio -- -c '{}'")

    def test_as_an_ordinary_user(self):
        self.check_refused(77, CAPABILITY, {'capability': CAPABILITY_ROW, **USER_MAY_NOT},
                           run="su user -c '{}'")

    def test_as_an_ordinary_user_who_may_open_the_file(self):
        self.check_refused(77, CAPABILITY,
                           {'capability': CAPABILITY_ROW, **USER_MODULES,
                            'PCI I/O BARs': USER_MAY_NOT['PCI I/O BARs']},
                           run="su user -c '{}'",
                           prepare='chmod 666 /dev/port', undo='chmod 600 /dev/port')

    def test_in_a_user_namespace_as_root_and_as_a_user(self):
        self.machine.run('echo 1 >/proc/sys/kernel/unprivileged_userns_clone')
        # Its own user id is all that a namespace maps.
        mapped = {**USER_MAY_NOT, 'file permission': (
            'no', 'mode 0600, owner 65534:65534; user 0:0 may neither read nor write')}
        for run, rows in (('unshare -Ur {}', {}), ("su user -c 'unshare -Ur {}'", mapped)):
            with self.subTest(run=run):
                self.check_refused(77, NAMESPACE, {**rows, 'user namespace': NAMESPACE_ROW},
                                   run=run)

    def test_by_a_device_cgroup(self):
        self.machine.run('mkdir -p /tmp/devices && mount -t cgroup -o devices devices '
                         '/tmp/devices && mkdir /tmp/devices/closed && '
                         'echo "c 1:4 rwm" >/tmp/devices/closed/devices.deny')
        rows = {'device cgroup': CGROUP_ROW}
        inside = "sh -c 'echo $$ >/tmp/devices/closed/tasks; exec {}'"
        refusal = f'{CGROUP}; {ALLOW_DEVICE}'
        self.check_refused(77, refusal, rows, run=inside)
        self.check_refused(77, refusal, {**rows, **UNSEEN}, run=inside,
                           prepare='umount /sys/kernel/security')

        self.machine.run('echo "c 1:4 r" >/tmp/devices/closed/devices.allow')
        self.check(inside.format('ior8 0x80'), out='0xff\n', bus=reads(0x80, 0xff))
        self.check(inside.format('iow8 0x80 1'), status=77,
                   err=f'iow8: /dev/port: {refusal}\n')
        self.check_table(77, refusal, {**UNSEEN, 'device cgroup': READ_ONLY_ROW}, inside)

    def test_by_a_system_call_filter(self):
        # openat(2), number 257, for writing, which the loader has no need of.
        certain = f'{SECCOMP}; {ALLOW_OPEN}'
        for error in (errno.EPERM, errno.EACCES):
            self.check_filtered(error, certain, {**FILTERED, 'seccomp': (
                'no', f'{FILTERED["seccomp"][1]}; opening /dev/null: {os.strerror(error)}')})
        self.machine.run('umount /sys/kernel/security')
        self.check_filtered(errno.EPERM, certain, {**FILTERED, **UNSEEN, 'seccomp': (
            'no', f'{FILTERED["seccomp"][1]}; opening /dev/null: {os.strerror(errno.EPERM)}')})

    def test_by_a_system_call_filter_that_keeps_from_the_lock(self):
        # flock(2), number 73.
        for error in (errno.EPERM, errno.EACCES):
            self.check(f'refuse 73 0 {error} iow8 0x80 1', status=77,
                       err=f"iow8: can't lock the I/O ports: {os.strerror(error)}; nothing is "
                           'read or written without the lock\n')
        self.check(f'refuse 73 0 {errno.ENOLCK} iow8 0x80 1', status=74,
                   err="iow8: can't lock the I/O ports: No locks available; nothing is read or "
                       'written without the lock\n')

    def check_filtered(self, error, err, rows):
        run = f'refuse 257 3 {error} {{}}'
        for command in ('iow8 0x80 1', 'iow32 0xe0 1:2'):
            with self.subTest(command=command, error=error):
                self.check(run.format(command), status=77,
                           err=f'{command.split()[0]}: /dev/port: {err}\n')
        self.check_table(77, err, rows, run)

    def test_without_the_node_and_no_file_is_made(self):
        self.check_refused(69, NO_NODE, NOT_THERE, prepare='mv /dev/port /dev/away',
                           undo='mv /dev/away /dev/port')
        self.check('mv /dev/port /dev/away; iow8 0x80 1 2>&-; ls /dev/port; '
                   'mv /dev/away /dev/port', err='ls: /dev/port: No such file or directory\n')

    def test_without_the_node_in_a_dev_of_its_own(self):
        # A node made there would have a lock of its own.
        run = "unshare -m sh -c 'mount -t tmpfs tmpfs /dev; {}; {{}}'"
        self.check_refused(69, PRIVATE_DEV, NOT_THERE, run=run.format('true'))
        self.check_refused(69, f'it is an ordinary file of 2 bytes, {NOT_THE_DEVICE}; '
                               f'{HOST_S.replace("/dev/port", "/dev/port over it")}',
                           {'device node': ('no', 'stat(2): an ordinary file of 2 bytes')},
                           run=run.format('echo 1 >/dev/port'))

    def test_without_the_node_where_sys_is_not_mounted(self):
        self.check_refused(69, "No such file or directory, and it can't be told which of these "
                           f'it is: {NO_DRIVER}; or {NODE_GONE}; {CONDITIONS}',
                           {**NOT_THERE, **UNSEEN, **NO_SYS},
                           prepare='mv /dev/port /dev/away; umount /sys/kernel/security /sys',
                           undo='mount -t sysfs sysfs /sys; mv /dev/away /dev/port')

    def test_with_something_else_in_its_place(self):
        for what, seen in (
                ('truncate -s 0 /dev/port', 'an ordinary file of 0 bytes'),
                ('truncate -s 64K /dev/port', 'an ordinary file of 65536 bytes'),
                ('mkdir /dev/port', 'a directory'),
                ('mkfifo /dev/port', 'a FIFO'),
                ('mknod /dev/port c 1 5', 'character device 1:5'),
                ('ln -s zero /dev/port', 'character device 1:5'),
                ('mknod /dev/port c 1 1', 'character device 1:1'),
                ('mknod /dev/port b 1 4', 'block device 1:4')):
            with self.subTest(what=what):
                self.check_refused(69, f'it is {seen}, {NOT_THE_DEVICE}; {REPLACE}',
                                   {'device node': ('no', f'stat(2): {seen}')},
                                   prepare=f'mv /dev/port /dev/away; {what}',
                                   undo='rm -r /dev/port; mv /dev/away /dev/port')

    def test_on_a_file_system_without_devices(self):
        self.machine.run('mkdir -p /tmp/nodev && mount -t tmpfs -o nodev tmpfs /tmp/nodev && '
                         'mknod /tmp/nodev/port c 1 4')
        self.check('iow8 -d /tmp/nodev/port 0x80 1', status=77,
                   err="iow8: '/tmp/nodev/port': devices on its file system can't be opened: it "
                       'is mounted nodev; use /dev/port, or mount it without nodev\n')

    def test_a_file_capability_is_enough_with_the_file_mode_to_match(self):
        for flags in ('ep', 'p'):
            with self.subTest(flags=flags):
                self.machine.run('cp $(which iow8) /bin/mine; chmod 666 /dev/port; '
                                 f'setcap cap_sys_rawio+{flags} /bin/mine')
                self.check("su user -c 'mine 0x80 0x5a'", out='1\n', bus=writes(0x80, 0x5a))
                self.machine.run('chmod 600 /dev/port')
                self.check("su user -c 'mine 0x80 0x5a'", status=77,
                           err=f'iow8: /dev/port: {PERMISSION}\n')
                self.machine.run('rm /bin/mine')

    def test_by_the_file_mode(self):
        self.machine.run('cp $(which iocheck) /bin/iocheck && setcap cap_sys_rawio+p /bin/iocheck')
        self.check_table(77, PERMISSION, USER_MAY_NOT, "su user -c 'PATH=/bin {}'")
        self.machine.run('chown 0:1000 /dev/port; chmod 640 /dev/port')
        self.check_table(77, PERMISSION, {
            **USER_MAY_NOT,
            'file permission': ('no', 'mode 0640, owner 0:1000; user 1000:1000 may only read'),
            'device cgroup': ('unknown', 'faccessat(2): reading allowed, writing Permission '
                                         'denied')}, "su user -c 'PATH=/bin {}'")
        self.machine.run('chown 0:0 /dev/port; chmod 600 /dev/port; rm /bin/iocheck')

    def test_a_file_capability_without_effect_under_no_new_privileges(self):
        self.machine.run('for name in iow8 iocheck; do cp $(which $name) /bin/$name; '
                         'setcap cap_sys_rawio+p /bin/$name; done; chmod 666 /dev/port')
        run = "su user -c 'capsh --shell=/bin/sh --no-new-privs -- -c \"/bin/{}\"'"
        self.check(run.format('iow8 0x80 1'), status=77,
                   err=f'iow8: /dev/port: {NO_NEW_PRIVS}\n')
        self.check_table(77, NO_NEW_PRIVS, {
            'capability': ('no', f'{CAPABILITY_ROW[1]}, but /proc/self/exe has it'),
            'NoNewPrivs': ('no', 'prctl(PR_GET_NO_NEW_PRIVS): set, so file capabilities give '
                                 'nothing'),
            'PCI I/O BARs': USER_MAY_NOT['PCI I/O BARs'], **USER_MODULES}, run)
        self.machine.run('chmod 600 /dev/port; rm /bin/iow8 /bin/iocheck')

    def test_without_proc_and_sys(self):
        self.check_refused(77, CAPABILITY, {
            'capability': CAPABILITY_ROW, **USER_MAY_NOT, **UNSEEN, **NO_SYS,
            'security module': ('unknown', f'{MODULES_FILE}: {MISSING}; '
                                           f'/proc/self/attr/current: {MISSING}'),
            'user namespace': ('unknown', f'/proc/self/ns/user: {MISSING}')},
            run="su user -c '{}'",
            prepare='umount /sys/kernel/security /sys /proc',
            undo='mount -t proc proc /proc; mount -t sysfs sysfs /sys')


class Lockdown(RefusedCase):
    append = 'lockdown=integrity'

    def test_by_a_kernel_in_lockdown(self):
        err = f'{LOCKED}; {NO_PARAMETER}'
        self.check_refused(77, f'{UNTOLD}{LOCKED}; or {MODULE}; {CONDITIONS}', UNSEEN)
        self.check_refused(77, err, {'lockdown': (
            'no', f'{LOCKDOWN_FILE}: none [integrity] confidentiality')},
            prepare='mount -t securityfs securityfs /sys/kernel/security')


class LockedAtRunTime(RefusedCase):
    def test_by_a_kernel_that_root_has_locked_down(self):
        err = (f"{LOCKED}; boot without what locked it down, which 'dmesg | grep -i lockdown' "
               'names, or do without')
        self.check_refused(77, err, {'lockdown': (
            'no', f'{LOCKDOWN_FILE}: none [integrity] confidentiality')},
            prepare='mount -t securityfs securityfs /sys/kernel/security && '
                    f'echo integrity >{LOCKDOWN_FILE}')
        self.check("dmesg | grep -i lockdown | grep -o 'Kernel is .*'",
                   out='Kernel is locked down from securityfs; see man kernel_lockdown.7\n')


if __name__ == '__main__':
    harness.main()
