# SPDX-License-Identifier: LGPL-2.1-or-later
"""Each reason for which /dev/port can't be opened, made for real: the message, the exit
code, and a bus that has seen nothing."""

import guests
from guests import harness, writes

PRIVILEGES = 'see PRIVILEGES in iospace(7)'
CAPABILITY = ('this process does not have the capability CAP_SYS_RAWIO; '
              f'run it as root, or {PRIVILEGES}')
BOUNDED = ('the capability CAP_SYS_RAWIO has been taken from this process and all that it '
           "starts, root's too; let the service or container manager leave it in the bounding "
           'set')
PERMISSION = f"the file's permissions forbid it; run it as root, or {PRIVILEGES}"
NAMESPACE = ("this process is in a user namespace, such as a rootless container's, where no "
             'capability counts for ports; run it outside')
NO_NODE = ('the kernel has this device, but /dev does not: it is private to this service or '
           'container, or the node was removed; in systemd, DevicePolicy=closed with '
           "DeviceAllow=/dev/port rw in place of PrivateDevices=; else 'mknod -m 600 /dev/port "
           "c 1 4'")
NO_DRIVER = ('this kernel has no such device: it was built without CONFIG_DEVPORT, as cloud '
             'kernels are')
NOT_THE_DEVICE = ("this is not the port device, character device 1:4; remove it, then "
                  "'mknod -m 600 /dev/port c 1 4'")
LOCKED = 'the kernel is locked down, as it is under Secure Boot'
UNTOLD = "Operation not permitted, and it can't be told which of these it is: "
CGROUP = 'a device cgroup keeps the device from this service or container'
SECCOMP = 'a system call filter (seccomp) refuses it'


class RefusedCase(guests.MachineCase):
    def check_refused(self, status, err, prepare='true', undo='true', run='{}'):
        """Every command is refused in the same words, and the bus sees nothing."""
        prepared = self.machine.run(prepare)
        self.assertEqual((prepared.status, prepared.err), (0, ''))
        try:
            for command in ('iow8 0x80 1', 'iow32 0xe0 1:2', 'ior16 0xe0'):
                with self.subTest(command=command):
                    self.check(run.format(command), status=status,
                               err=f'{command.split()[0]}: /dev/port: {err}\n')
        finally:
            self.machine.run(undo)
        self.check('iow8 0x80 1', out='1\n', bus=writes(0x80, 1))


class Refused(RefusedCase):
    programs = ['capsh', 'setcap', 'unshare']

    @classmethod
    def files(cls):
        return [(harness.BUILD / 'tests/vm/refuse', '/bin/refuse')]

    def test_without_the_capability(self):
        # Out of the permitted and effective sets, but not out of the bounding set.
        self.check_refused(77, CAPABILITY, run='capsh --shell=/bin/sh --noamb --secbits=47 '
                           "--caps=cap_dac_override,cap_sys_admin=ep -- -c '{}'")

    def test_without_the_capability_in_the_bounding_set(self):
        self.check_refused(77, BOUNDED,
                           run="capsh --shell=/bin/sh --drop=cap_sys_rawio -- -c '{}'")

    def test_as_an_ordinary_user(self):
        self.check_refused(77, CAPABILITY, run="su user -c '{}'")

    def test_as_an_ordinary_user_who_may_open_the_file(self):
        self.check_refused(77, CAPABILITY, run="su user -c '{}'",
                           prepare='chmod 666 /dev/port', undo='chmod 600 /dev/port')

    def test_in_a_user_namespace_as_root_and_as_a_user(self):
        self.check_refused(77, NAMESPACE, run="unshare -Ur {}")
        self.machine.run('echo 1 >/proc/sys/kernel/unprivileged_userns_clone')
        self.check_refused(77, NAMESPACE, run="su user -c 'unshare -Ur {}'")

    def test_by_a_device_cgroup(self):
        self.machine.run('mkdir -p /tmp/devices && mount -t cgroup -o devices devices '
                         '/tmp/devices && mkdir /tmp/devices/closed && '
                         'echo "c 1:4 rwm" >/tmp/devices/closed/devices.deny; '
                         'mount -t securityfs securityfs /sys/kernel/security')
        inside = "sh -c 'echo $$ >/tmp/devices/closed/tasks; exec {}'"
        # Which is all that is left once lockdown is seen not to be it.
        self.check_refused(77, f'{CGROUP}; in systemd, DeviceAllow=/dev/port rw', run=inside)
        self.check_refused(77, f'{UNTOLD}{LOCKED}; or {CGROUP}; {PRIVILEGES}', run=inside,
                           prepare='umount /sys/kernel/security')

    def test_by_a_system_call_filter(self):
        # openat(2), number 257, for writing, which the loader has no need of: EPERM.
        for command in ('iow8 0x80 1', 'iow32 0xe0 1:2'):
            with self.subTest(command=command):
                self.check(f'refuse 257 3 1 {command}', status=77,
                           err=f'{command.split()[0]}: /dev/port: {UNTOLD}{LOCKED}; or {CGROUP}; '
                               f'or {SECCOMP}; {PRIVILEGES}\n')

    def test_without_the_node_and_no_file_is_made(self):
        self.check_refused(69, NO_NODE, prepare='mv /dev/port /dev/away',
                           undo='mv /dev/away /dev/port')
        self.check('mv /dev/port /dev/away; iow8 0x80 1 2>&-; ls /dev/port; '
                   'mv /dev/away /dev/port', err='ls: /dev/port: No such file or directory\n')

    def test_without_the_node_where_sys_is_not_mounted(self):
        self.check_refused(69, "No such file or directory, and it can't be told which of these "
                           f"it is: {NO_DRIVER}; or {NO_NODE.split(';')[0]}; {PRIVILEGES}",
                           prepare='mv /dev/port /dev/away; umount /sys/kernel/security '
                                   '2>/dev/null; umount /sys',
                           undo='mount -t sysfs sysfs /sys; mv /dev/away /dev/port')

    def test_with_something_else_in_its_place(self):
        for what in ('truncate -s 0 /dev/port', 'truncate -s 64K /dev/port', 'mkdir /dev/port',
                     'mkfifo /dev/port', 'ln -s zero /dev/port', 'mknod /dev/port c 1 5',
                     'mknod /dev/port c 1 1', 'mknod /dev/port b 1 4'):
            with self.subTest(what=what):
                self.check_refused(69, NOT_THE_DEVICE,
                                   prepare=f'mv /dev/port /dev/away; {what}',
                                   undo='rm -r /dev/port; mv /dev/away /dev/port')

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

    def test_a_file_capability_without_effect_under_no_new_privileges(self):
        self.machine.run('cp $(which iow8) /bin/mine; chmod 666 /dev/port; '
                         'setcap cap_sys_rawio+p /bin/mine')
        self.check("su user -c 'capsh --shell=/bin/sh --no-new-privs -- -c \"mine 0x80 1\"'",
                   status=77, err=f'iow8: /dev/port: {CAPABILITY}\n')
        self.machine.run('chmod 600 /dev/port; rm /bin/mine')

    def test_without_proc_and_sys(self):
        self.check_refused(77, CAPABILITY, run="su user -c '{}'",
                           prepare='umount /sys/kernel/security 2>/dev/null; umount /sys /proc',
                           undo='mount -t proc proc /proc; mount -t sysfs sysfs /sys')


class Lockdown(guests.MachineCase):
    append = 'lockdown=integrity'

    def test_by_a_kernel_in_lockdown(self):
        for command in ('iow8 0x80 1', 'ior32 0xe0'):
            name = command.split()[0]
            with self.subTest(command=command):
                self.check(command, status=77, err=f'{name}: /dev/port: {UNTOLD}{LOCKED}; or '
                                                   f'{CGROUP}; {PRIVILEGES}\n')
        self.machine.run('mount -t securityfs securityfs /sys/kernel/security')
        self.check('iow8 0x80 1', status=77,
                   err=f'iow8: /dev/port: {LOCKED}; switch Secure Boot off in the firmware, or '
                       'do without\n')


if __name__ == '__main__':
    harness.main()
