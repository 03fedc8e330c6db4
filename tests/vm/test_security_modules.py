# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""What AppArmor, SELinux and Landlock deny, each for real: refused as in test_refused.py, and
the bus has seen nothing."""

import json

from guests import harness, reads, writes
from test_refused import MODULE, MODULES_FILE, RefusedCase

DENIED = (f"{MODULE}; see the audit log, with 'ausearch -m avc' or 'dmesg | grep audit:', and "
          'let its policy allow it')

# Some that allow what the manual says, or a part of that, and some that allow all but what they
# deny.
PROFILES = '''\
profile enough { /{etc,lib,lib64,proc,sys,usr}/** mr, capability sys_rawio, /dev/port rwk, }
profile no_lock { /{etc,lib,lib64,proc,sys,usr}/** mr, capability sys_rawio, /dev/port rw, }
profile no_rule { /{etc,lib,lib64,proc,sys,usr}/** mr, capability sys_rawio, }
profile no_port { file, capability, deny /dev/port rwk, }
profile no_rawio { file, capability, deny capability sys_rawio, }
profile container { file, capability, deny /proc/* w, }
profile complain flags=(complain) { }
profile complain_but_deny flags=(complain) { deny /dev/port rwk, }
'''

# The least that a kernel takes for a policy. What it does not name is allowed; a domain lacks
# what its name says, and "other" is for all else, files too.
POLICY = '''\
class process class capability class chr_file
sid kernel sid security sid unlabeled
class process { transition dyntransition }
class capability { sys_rawio }
class chr_file { getattr read write open }
policycap open_perms;

type other; type port;
type no_open; type no_access; type no_stat; type no_rawio;
type_transition other other : chr_file port "port";
allow other { other no_open no_access no_stat no_rawio } : process transition;
allow { other no_open no_access no_stat no_rawio } other : chr_file *;
allow { other no_open no_access no_stat } self : capability sys_rawio;
allow { other no_rawio } port : chr_file *;
allow no_open port : chr_file { getattr read write };
allow no_access port : chr_file getattr;

role r; role r types { other port no_open no_access no_stat no_rawio };
user u roles r;
sid kernel u:r:other sid security u:r:other sid unlabeled u:r:other
'''


class ModuleCase(RefusedCase):
    """A machine with one of the two modules. A label is what a process runs under."""
    prepare = ''
    to_label = ''  # what to ask the kernel for to be under one from the next execve(2) on

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The audit log is to be whole.
        prepared = cls.machine.run('set -e; mount -t securityfs securityfs /sys/kernel/security; '
                                   f'echo 0 >/proc/sys/kernel/printk_ratelimit; {cls.prepare}')
        if prepared.status or prepared.err:
            raise AssertionError(prepared)

    def under(self, label):
        return (f"sh -c 'echo -n \"{self.to_label.format(label)}\" >/proc/self/attr/exec && "
                "exec {}'")

    def row(self, evidence):
        """The module's row of iocheck's table."""
        return {'security module': ('no', f'{MODULES_FILE}: {evidence}')}

    def check_denied(self, label, rows):
        """Under the label all is refused, and outside it is not."""
        self.check_refused(77, DENIED, rows, run=self.under(label))
        self.check('iow8 0x80 1', out='1\n', bus=writes(0x80, 1))

    def check_exact_denied(self, label):
        """Without /dev/port the same is said of ioperm(2)."""
        self.machine.run('mv /dev/port /dev/away')
        self.addCleanup(self.machine.run, 'mv /dev/away /dev/port')
        self.check('iow32 -x 0xe0 1', out='4\n', bus=writes(0xe0, 1, size=4))
        self.check(self.under(label).format('iow32 -x 0xe0 1'), status=77,
                   err=f'iow32: 0xe0: {DENIED}\n')

    def check_allowed(self, label):
        under = self.under(label)
        self.check(under.format('iow8 0x80 1'), out='1\n', bus=writes(0x80, 1))
        self.check(under.format('iow32 -x 0xe0 0'), out='4\n', bus=writes(0xe0, 0, size=4))
        self.check(under.format('ior16 0xe0'), out='0x0000\n', bus=reads(0xe0, 0, 0))
        self.check_table(0, '', {}, under)

    def check_logged(self, label, logged):
        """The remedy leads to what was refused."""
        self.machine.run(f"dmesg -c >/dev/null; {self.under(label).format('iow8 0x80 1')}")
        self.check(f"dmesg | grep audit: | grep -c '{logged}'", out='1\n')


class AppArmor(ModuleCase):
    append = 'security=apparmor'
    programs = ['apparmor_parser']
    contents = {'/etc/apparmor/parser.conf': '', '/etc/profiles': PROFILES}
    prepare = 'apparmor_parser /etc/profiles'
    to_label = 'exec {}'

    @classmethod
    def files(cls):
        return [(harness.BUILD / f'tests/vm/{name}', f'/bin/{name}') for name in ('landlock', 'refuse')]

    def row(self, label, evidence):
        return super().row(f'landlock,apparmor,bpf; /proc/self/attr/current: {label}; {evidence}')

    def test_a_profile_that_denies_the_device(self):
        self.check_denied('no_port', self.row('no_port (enforce)', 'the error says so'))

    def test_a_profile_that_denies_the_capability(self):
        self.check_denied('no_rawio', self.row(
            'no_rawio (enforce)',
            'capget(2): CAP_SYS_RAWIO not permitted, but in /proc/self/status'))
        self.check_exact_denied('no_rawio')

    def test_a_profile_that_allows_what_the_manual_says(self):
        self.check_allowed('enough')

    def test_a_profile_that_has_no_rule_for_the_device(self):
        self.check_denied('no_rule', self.row('no_rule (enforce)', 'the error says so'))
        self.check_logged('no_rule', 'operation="open".* profile="no_rule" name="/dev/port"')

    def test_a_profile_that_does_not_let_the_device_be_locked(self):
        refused = f"can't lock the I/O ports: {DENIED}"
        under = self.under('no_lock')
        for command in ('iow8 0x80 1', 'iow32 -x 0xe0 1', 'ior16 0xe0', 'iocheck -q',
                        'iocheck -q -x'):
            with self.subTest(command=command):
                self.check(under.format(command), status=77,
                           err=f'{command.split()[0]}: {refused}\n')
        result = self.machine.run(under.format('iocheck --json'))
        self.assertEqual({row['name']: (row['answer'], row['evidence'])
                          for row in json.loads(result.out)['conditions']
                          if row['answer'] != 'ok'},
                         self.row('no_lock (enforce)', 'the error says so'))

    def test_what_stands_in_for_the_device_can_t_be_locked_in_a_container(self):
        # Docker's and Podman's profiles let /proc/ioports be read alone. They come with a system
        # call filter, here one that refuses nothing that is.
        self.machine.run('mv /dev/port /dev/away')
        self.addCleanup(self.machine.run, 'mv /dev/away /dev/port')
        refused = f"can't lock the I/O ports: {DENIED}"
        for run in ('{}', 'refuse 9999 0 1 {}'):
            for command in ('iow32 -x 0xe0 1', 'iocheck -q -x'):
                with self.subTest(command=command, run=run):
                    self.check(self.under('container').format(run.format(command)), status=77,
                               err=f'{command.split()[0]}: {refused}\n')
        under = self.under('container')
        self.check(under.format('iow32 -x --no-lock 0xe0 1'), out='4\n', bus=writes(0xe0, 1, size=4))
        self.check('iocheck -x | tail -n 1', out='/dev/port: port I/O works with -x\n')

    def test_complain_mode_denies_nothing_but_by_a_deny_rule(self):
        self.check_allowed('complain')
        self.check_denied('complain_but_deny', self.row('complain_but_deny (complain)',
                                                        'the error says so'))

    def test_landlock_which_leaves_no_trace(self):
        self.check('landlock ior8 0x80', out='0xff\n', bus=reads(0x80, 0xff))
        self.check('landlock iow8 0x80 1', status=77, err=f'iow8: /dev/port: {DENIED}\n')
        self.check_table(77, DENIED, ModuleCase.row(
            self, 'landlock,bpf; /proc/self/attr/current: unconfined; the error says so'),
            'landlock {}')


class SELinux(ModuleCase):
    append = 'security=selinux enforcing=1'
    programs = ['checkpolicy']
    contents = {'/etc/policy': POLICY}
    # Only a new node gets the type that a policy has for it.
    prepare = ('mount -t selinuxfs selinuxfs /sys/fs/selinux; '
               'checkpolicy -U allow -c $(cat /sys/fs/selinux/policyvers) -o /tmp/policy '
               '/etc/policy; cat /tmp/policy >/sys/fs/selinux/load; '
               'rm /dev/port; mknod -m 600 /dev/port c 1 4')
    to_label = 'u:r:{}'

    def row(self, label, evidence):
        return super().row(f'landlock,selinux,bpf; /proc/self/attr/current: u:r:{label}; '
                           f'{evidence}')

    def test_a_domain_that_may_not_open_the_device(self):
        self.check_denied('no_open', self.row('no_open', 'the error says so'))

    def test_a_domain_that_may_neither_read_nor_write_the_device(self):
        self.check_denied('no_access', {
            **self.row('no_access', 'faccessat(2): Permission denied, but not by the mode'),
            'device cgroup': ('unknown', 'faccessat(2): reading Permission denied, '
                                         'writing Permission denied')})

    def test_a_domain_that_may_not_look_at_the_device(self):
        self.check_denied('no_stat', {
            **self.row('no_stat', 'stat(2): Permission denied, but not by the mode'),
            'device node': ('unknown', 'stat(2): Permission denied'),
            'file permission': ('unknown', 'stat(2): Permission denied'),
            'device cgroup': ('unknown', 'faccessat(2): Permission denied')})

    def test_a_domain_without_the_capability(self):
        self.check_denied('no_rawio', self.row('no_rawio', 'no other cause is left'))
        self.check_logged('no_rawio', 'denied  { sys_rawio } for  pid=[0-9]* comm="iow8"')
        self.check_exact_denied('no_rawio')

    def test_permissive_mode_denies_nothing(self):
        self.machine.run('echo 0 >/sys/fs/selinux/enforce')
        self.addCleanup(self.machine.run, 'echo 1 >/sys/fs/selinux/enforce')
        for label in ('no_open', 'no_access', 'no_stat', 'no_rawio'):
            with self.subTest(label=label):
                self.check_allowed(label)


if __name__ == '__main__':
    harness.main()
