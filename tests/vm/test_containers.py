# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""What a container must be given: crun runs what Docker, Podman and Kubernetes would tell it."""

import json
import shutil

import guests
import image
from guests import reads, writes

# The capabilities that Docker leaves to a container, and those to add.
CAPABILITIES = [f'CAP_{name}' for name in (
    'AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD',
    'NET_BIND_SERVICE', 'NET_RAW', 'SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT')]
RAWIO, ADMIN = 'CAP_SYS_RAWIO', 'CAP_SYS_ADMIN'

# --device makes a node of the container's own; --volume shows it the host's.
NODE = {'type': 'c', 'path': '/dev/port', 'major': 1, 'minor': 4, 'fileMode': 0o600}
VOLUME = {'destination': '/dev/port', 'source': '/dev/port', 'type': 'none', 'options': ['bind']}
SECURITY = {'destination': '/sys/kernel/security', 'source': '/sys/kernel/security', 'type': 'none',
            'options': ['bind']}
RULE = {'allow': True, 'type': 'c', 'major': 1, 'minor': 4, 'access': 'rwm'}
READING = {**RULE, 'access': 'r'}

# Docker's filter lets these through with CAP_SYS_RAWIO alone: profiles/seccomp/default.json.
REFUSED = {'names': ['iopl', 'ioperm'], 'action': 'SCMP_ACT_ERRNO', 'errnoRet': 1}

NO_NODE = ('iow8: /dev/port: the kernel has this device, but /dev does not: it is private to this '
           'service or container, or the node was removed; ')
BOUNDED = ('iow8: /dev/port: the capability CAP_SYS_RAWIO has been taken from this process and all '
           "that it starts, root's too; ")
NO_IOPERM = 'iow32: 0xe0: a system call filter (seccomp) refuses it; '
CGROUP = 'iow8: /dev/port: a device cgroup keeps the device from this service or container; '
LOCKED = 'iow8: /dev/port: the kernel is locked down; '
UNTOLD = ("iow8: /dev/port: Operation not permitted, and it can't be told which of these it is: the "
          'kernel is locked down; ')
NAMESPACE = ("iow8: /dev/port: this process is in a user namespace, such as a rootless container's, "
             'where no capability counts for ports; ')


def container(command, add=(), devices=(), volumes=(), rules=(), user_namespace=False, first_id=0,
              refused=None):
    """The configuration of a container, as OCI's runtime specification has it."""
    capabilities = [*CAPABILITIES, *add]
    namespaces = ['pid', 'ipc', 'uts', 'mount', 'network', 'cgroup', *(['user'] if user_namespace else [])]
    ids = [{'containerID': 0, 'hostID': first_id, 'size': 65536}]
    if refused is None:
        refused = RAWIO not in add
    return {
        'ociVersion': '1.0.0',
        'process': {
            'terminal': False, 'user': {'uid': 0, 'gid': 0}, 'args': ['sh', '-c', command],
            'env': ['PATH=/usr/sbin:/usr/bin:/sbin:/bin'], 'cwd': '/',
            'capabilities': {kind: capabilities for kind in ('bounding', 'effective', 'permitted')},
        },
        'root': {'path': '/srv/box', 'readonly': False},
        'mounts': [
            {'destination': '/proc', 'type': 'proc', 'source': 'proc'},
            {'destination': '/dev', 'type': 'tmpfs', 'source': 'tmpfs',
             'options': ['nosuid', 'strictatime', 'mode=755']},
            {'destination': '/sys', 'type': 'sysfs', 'source': 'sysfs',
             'options': ['nosuid', 'noexec', 'nodev', 'ro']},
            *volumes],
        'linux': {
            'resources': {'devices': [{'allow': False, 'access': 'rwm'}, *rules]},
            'devices': list(devices),
            'namespaces': [{'type': name} for name in namespaces],
            **({'uidMappings': ids, 'gidMappings': ids} if user_namespace else {}),
            'seccomp': {'defaultAction': 'SCMP_ACT_ALLOW',
                        'syscalls': [REFUSED] if refused else []},
        },
    }


class ContainerCase(guests.SystemdCase):
    WITH_A_NODE = {'add': [RAWIO], 'devices': [NODE], 'rules': [RULE]}
    WITH_THE_HOST_S = {'add': [RAWIO], 'volumes': [VOLUME], 'rules': [RULE]}

    @classmethod
    def files(cls):
        crun = shutil.which('crun')
        if not crun:
            guests.harness.skip('crun is not installed')
        return sorted({crun, *image.shared_libraries(crun)})

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The container has the host's files, but for what is mounted there.
        cls.machine.run('mkdir -p /srv/box /srv/bundle && mount --bind / /srv/box')

    def run_in(self, command, **kwargs):
        """A script that runs a command in such a container. The root of a machine that has an
        initramfs alone can't be pivoted."""
        text = json.dumps(container(command, **kwargs))
        return (f"cat >/srv/bundle/config.json <<'END'\n{text}\nEND\n"
                'crun --cgroup-manager=cgroupfs run --no-pivot --bundle /srv/bundle box')

    def check_refused(self, message, status, command='iow8 0xe0 1', **kwargs):
        result = self.machine.run(self.run_in(command, **kwargs))
        self.assertEqual((result.status, result.out, result.err.split('; ')[0] + '; ', result.bus),
                         (status, '', message, []))


class Containers(ContainerCase):
    def test_nothing_is_passed(self):
        self.check_refused(NO_NODE, 69)

    def test_the_device_alone(self):
        self.check_refused(BOUNDED, 77, devices=[NODE], rules=[RULE])

    def test_the_capability_alone(self):
        self.check_refused(NO_NODE, 69, add=[RAWIO])

    def test_a_volume_lets_no_device_in(self):
        self.check_refused(CGROUP, 77, add=[RAWIO], volumes=[VOLUME])

    def test_a_device_for_reading(self):
        kwargs = {'add': [RAWIO], 'devices': [NODE], 'rules': [READING]}
        self.check(self.run_in('ior8 0x80', **kwargs), out='0xff\n', bus=reads(0x80, 0xff))
        self.check_refused(CGROUP, 77, **kwargs)

    def test_no_capability_counts_in_a_user_namespace(self):
        # The first user of a rootless container is not the host's root, whose the node is.
        for first_id in (0, 100000):
            with self.subTest(first_id=first_id):
                self.check_refused(NAMESPACE, 77, add=[RAWIO, ADMIN], volumes=[VOLUME], rules=[RULE],
                                   user_namespace=True, first_id=first_id)

    def test_the_full_width_takes_the_capability_alone(self):
        exact = 'iow32 -x 0xe0 0x11223344'
        self.check(self.run_in(exact, add=[RAWIO]), out='4\n',
                   bus=writes(0xe0, 0x11223344, size=4))
        self.check_refused(BOUNDED.replace('iow8: /dev/port', 'iow32: 0xe0'), 77, exact)

    def test_a_filter_of_one_s_own_refuses_the_full_width_alone(self):
        kwargs = {**self.WITH_A_NODE, 'refused': True}
        self.check_refused(NO_IOPERM, 77, 'iow32 -x 0xe0 1', **kwargs)
        self.check(self.run_in('iow8 0xe0 1', **kwargs), out='1\n', bus=writes(0xe0, 1))

    def test_device_and_capability(self):
        for kwargs in (self.WITH_A_NODE, self.WITH_THE_HOST_S):
            self.check(self.run_in('iow8 0xe0 0x5a && iocheck -q', **kwargs), out='1\n',
                       bus=writes(0xe0, 0x5a))
            self.check(self.run_in('iow32 -x 0xe0 0x11223344', **kwargs), out='4\n',
                       bus=writes(0xe0, 0x11223344, size=4))

    def test_owners_take_one_capability_more(self):
        unknown = ('iow8: 0xe0: its owner is unknown, because without CAP_SYS_ADMIN /proc/ioports '
                   'shows no addresses; ')
        self.check_refused(unknown, 78, 'iow8 --exclusive 0xe0 1', **self.WITH_A_NODE)
        with_admin = {**self.WITH_A_NODE, 'add': [RAWIO, ADMIN]}
        self.check(self.run_in('iow8 --exclusive 0xe0 1', **with_admin), out='1\n',
                   bus=writes(0xe0, 1))

    def check_lock(self, shared, **kwargs):
        """While a run of the host's holds the lock, one in a container that does not wait."""
        result = self.machine.run(
            "printf 'ior8 -q 0xe0\\nsleep 5s\\n' | ioseq - & "
            'until grep -q "^CapPrm:.0*$" /proc/$!/status; do :; done; ' +
            self.run_in('echo iow8 0xe0 2 | ioseq --lock-timeout 0 -', **kwargs) +
            '; x=$?; kill -9 $!; wait; exit $x')
        bus = reads(0xe0, 0xff) + ([] if shared else writes(0xe0, 2))
        self.assertEqual((result.status, [access[:2] for access in result.bus]),
                         (75 if shared else 0, [access[:2] for access in bus]))

    def test_a_node_of_its_own_has_another_lock(self):
        self.check_lock(False, **self.WITH_A_NODE)

    def test_the_host_s_node_has_the_same_lock(self):
        self.check_lock(True, **self.WITH_THE_HOST_S)
        # Given both, a container has the host's.
        self.check_lock(True, **self.WITH_THE_HOST_S, devices=[NODE])


class LockedDown(ContainerCase):
    append = 'lockdown=integrity'

    def test_lockdown_is_told_where_it_can_be_seen(self):
        volumes = self.WITH_THE_HOST_S['volumes']
        self.check_refused(UNTOLD, 77, **self.WITH_THE_HOST_S)
        self.check_refused(LOCKED, 77, **{**self.WITH_THE_HOST_S, 'volumes': [*volumes, SECURITY]})


if __name__ == '__main__':
    guests.harness.main()
