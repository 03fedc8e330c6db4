# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""Accesses of the full width with -x, and the split write that resets a machine, on the
machines that QEMU knows for x86."""

import pathlib

import guests
from guests import harness, machine, reads, writes

TRAP = ('in {} single bytes, a write to 0xcf8-0xcfb can get to the reset register 0xcf9; use {}\n')

# A PCI device with an I/O BAR that keeps the width of an access: a legacy virtio device.
VIRTIO = ['-device', 'virtio-rng-pci,disable-modern=on,disable-legacy=off,addr=6']
FIND_VIRTIO = 'set -- $(cat /sys/bus/pci/devices/0000:00:06.0/resource); echo $1'


# ioperm(2), number 173 on x86-64, fails with ENOSYS.
NO_IOPERM = 'refuse 173 0 38'


class Exact(guests.MachineCase):
    def test_a_write_is_one_access_of_its_width(self):
        for port in (0xe0, 0xe2):
            with self.subTest(port=hex(port)):
                self.check(f'iow16 -x {port} 0x1122', out='2\n',
                           bus=writes(port, 0x1122, size=2))
        self.check('iow32 -x 0xe0 0x11223344', out='4\n',
                   bus=writes(0xe0, 0x11223344, size=4))
        self.check('iow8 -x 0xe1 0x5a', out='1\n', bus=writes(0xe1, 0x5a))

    def test_a_read_is_one_access_of_its_width(self):
        self.machine.run('iow32 -x 0xe0 0x11223344')
        self.check('ior32 -x 0xe0', out='0x11223344\n', bus=reads(0xe0, 0x11223344, size=4))
        self.check('ior16 -x 0xe0', out='0x3344\n', bus=reads(0xe0, 0x3344, size=2))
        self.check('ior16 -x 0xe2', out='0x1122\n', bus=reads(0xe2, 0x1122, size=2))
        self.check('ior8 -x 0xe1', out='0x33\n', bus=reads(0xe1, 0x33))

    def test_without_it_the_same_accesses_are_bytes(self):
        self.check('iow16 0xe2 0x1122', out='2\n', bus=writes(0xe2, 0x22, 0x11))
        self.check('iow32 0xe0 0x11223344', out='4\n', bus=writes(0xe0, 0x44, 0x33, 0x22, 0x11))
        self.check('ior16 0xe2', out='0x1122\n', bus=reads(0xe2, 0x22, 0x11))
        self.check('ior32 0xe0', out='0x11223344\n', bus=reads(0xe0, 0x44, 0x33, 0x22, 0x11))

    def test_a_mask_reads_and_writes_the_full_width(self):
        self.machine.run('iow32 -x 0xe0 0x11223344')
        self.check('iow32 -x -v --verify 0xe0 0:0xff',
                   out='iow32 0xe0 0x00000000:0x000000ff: 4, 0x11223344 -> 0x11223300, '
                       'read back 0x11223300\n',
                   bus=reads(0xe0, 0x11223344, size=4) + writes(0xe0, 0x11223300, size=4) +
                   reads(0xe0, 0x11223300, size=4))

    def test_several_ports_are_permitted_before_privileges_are_dropped(self):
        self.check('iow16 -x 0xe0 1 0xe2 2 0x1234 3 0xe0 4', out='2\n' * 4,
                   bus=writes(0xe0, 1, 2, size=2) + writes(0x1234, 3, size=2) +
                   writes(0xe0, 4, size=2))

    def test_the_first_and_the_last_ports_are_reached(self):
        self.check('iow32 -x 0xfffc 0x04030201', out='4\n',
                   bus=writes(0xfffc, 0x04030201, size=4))
        self.check('iow8 -x 0xffff 1', out='1\n', bus=writes(0xffff, 1))

    def test_a_misaligned_address_touches_nothing(self):
        for width, port in ((16, '0xe1'), (32, '0xe1'), (32, '0xe2'), (32, '0xe3')):
            err = f"'{port}': not aligned; with -x expected a multiple of {width // 8}\n"
            with self.subTest(width=width, port=port):
                self.check(f'iow{width} -x 0xe0 1 {port} 1', status=64, err=f'iow{width}: {err}')
                self.check(f'ior{width} -x 0xe0 {port}', status=64, err=f'ior{width}: {err}')

    def test_pci_configuration_is_read_as_the_kernel_reads_it(self):
        # The host bridge, and a function that is not there.
        kernel = self.machine.run(
            'od -A n -t x4 -N 4 /sys/bus/pci/devices/0000:00:00.0/config').out
        value = int(kernel, 16)
        self.check('iow32 -x 0xcf8 0x80000000 && ior32 -x 0xcfc', out=f'4\n{value:#010x}\n',
                   bus=writes(0xcf8, 0x80000000, size=4) + reads(0xcfc, value, size=4))
        self.check('iow32 -x 0xcf8 0x80000600 && ior32 -x 0xcfc', out='4\n0xffffffff\n',
                   bus=writes(0xcf8, 0x80000600, size=4) + reads(0xcfc, 0xffffffff, size=4))

    def test_a_split_write_to_the_reset_register_is_refused(self):
        for command, words, remedy in (
                ('iow32', '0xcf8 0x80000600', '-x'),
                ('iow16', '0xcf9 6', 'iow8 for single ports'),
                ('iow32', '0xcf5 0', 'iow8 for single ports')):
            port, size = words.split()[0], int(command[3:]) // 8
            with self.subTest(command=command, words=words):
                self.check(f'{command} 0x80 1 {words}', status=78,
                           err=f'{command}: {port}: ' + TRAP.format(size, remedy))
        self.check('iow8 0x80 1', out='1\n', bus=writes(0x80, 1))

    def check_all(self, prepare, status, err, undo='true', run='{}'):
        self.machine.run(prepare)
        try:
            for command in ('iow16 -x 0xe0 1', 'ior32 -x 0xe0'):
                with self.subTest(command=command):
                    self.check(run.format(command), status=status,
                               err=err.format(command.split()[0]))
        finally:
            self.machine.run(undo)

    def test_without_the_capability_it_is_refused(self):
        self.check_all('true', 77, '{}: /dev/port: the capability CAP_SYS_RAWIO has been taken from this '
                       "process and all that it starts, root's too; let the service or "
                       'container manager leave it in the bounding set\n',
                       run="capsh --shell=/bin/sh --drop=cap_sys_rawio -- -c '{}'")

    def test_without_device_and_capability_it_is_refused_by_ioperm(self):
        self.check_all('mv /dev/port /dev/away', 77,
                       '{}: 0xe0: the capability CAP_SYS_RAWIO has been taken from this '
                       "process and all that it starts, root's too; let the service or "
                       'container manager leave it in the bounding set\n',
                       run="capsh --shell=/bin/sh --drop=cap_sys_rawio -- -c '{}'",
                       undo='mv /dev/away /dev/port')

    def test_it_works_on_a_kernel_without_the_device(self):
        self.check('mv /dev/port /dev/away; iow16 -x 0xe0 0x1122; mv /dev/away /dev/port',
                   out='2\n', bus=writes(0xe0, 0x1122, size=2))

    def test_a_file_in_place_of_the_device_is_refused(self):
        self.check_all('mv /dev/port /dev/away; truncate -s 64K /dev/port', 69,
                       '{}: /dev/port: it is an ordinary file of 65536 bytes, not the port '
                       "device, character device 1:4; remove it, then 'mknod -m 600 /dev/port "
                       "c 1 4'\n",
                       undo='rm /dev/port; mv /dev/away /dev/port')

    programs = ['capsh']


class ExactOnQ35(Exact):
    kind = machine.Q35


class WithoutIoperm(guests.MachineCase):
    """As on a kernel without CONFIG_X86_IOPL_IOPERM: a filter answers with its ENOSYS."""

    options = VIRTIO
    lack = ('there is no access of the full width to this port: the kernel has no ioperm '
            '(CONFIG_X86_IOPL_IOPERM), and the port is in no PCI I/O BAR or in '
            'several; leave out -x, if the device takes single bytes\n')

    @classmethod
    def files(cls):
        return [(harness.BUILD / 'tests/vm/refuse', '/bin/refuse')]

    def test_a_port_outside_of_pci_bars_is_refused_and_the_message_says_why(self):
        for command in ('iow16 -x 0xe0 1', 'ior32 -x 0xe0', 'iow8 -x 0x80 1'):
            with self.subTest(command=command):
                name, _, port, *_ = command.split()
                self.check(f'{NO_IOPERM} {command}', status=69, err=f'{name}: {port}: {self.lack}')

    def test_a_port_in_a_pci_bar_is_accessed_in_its_width(self):
        bar = int(self.machine.run(FIND_VIRTIO).out, 16)
        self.check(f'{NO_IOPERM} iow32 -x {bar + 4:#x} 0x11223344', out='4\n',
                   bus=writes(bar + 4, 0x11223344, size=4))
        self.check(f'{NO_IOPERM} iow16 -x {bar + 14:#x} 1', out='2\n',
                   bus=writes(bar + 14, 1, size=2))
        self.check(f'{NO_IOPERM} ior16 -x {bar + 14:#x}', out='0x0001\n',
                   bus=reads(bar + 14, 1, size=2))

    def test_a_mix_of_ports_with_and_without_a_way_touches_none(self):
        bar = int(self.machine.run(FIND_VIRTIO).out, 16)
        self.check(f'{NO_IOPERM} iow16 -x {bar + 14:#x} 1 0xe0 1', status=69,
                   err=f'iow16: 0xe0: {self.lack}')


class LockedDown(guests.MachineCase):
    options = VIRTIO
    append = 'lockdown=integrity'

    def test_ioperm_is_refused_by_a_kernel_in_lockdown(self):
        locked = ("the kernel is locked down; boot without lockdown= on the kernel's command "
                  'line, or do without\n')
        self.machine.run('mount -t securityfs securityfs /sys/kernel/security')
        self.check('iow16 -x 0xe0 1', status=77, err=f'iow16: /dev/port: {locked}')
        self.check('mv /dev/port /dev/away; iow16 -x 0xe0 1', status=77,
                   err=f'iow16: 0xe0: {locked}')


class Reset(guests.MachineCase):
    """A machine for each test, because each ends it."""

    @classmethod
    def setUpClass(cls):
        pass

    def setUp(self):
        super().setUpClass()
        self.addCleanup(type(self).doClassCleanups)

    def test_a_forced_split_write_resets_the_machine(self):
        self.check_reset('iow32 --force 0xcf8 0x80000600', bus=writes(0xcf8, 0, 6))

    def test_one_byte_to_the_reset_register_is_somebody_s_wish(self):
        self.check_reset('iow8 0xcf9 6', bus=writes(0xcf9, 6))


class ResetOfQ35(Reset):
    kind = machine.Q35


if __name__ == '__main__':
    harness.main()
