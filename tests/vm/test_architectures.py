# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""The same accesses on a 32-bit PC, and on arm64 and riscv64, where ports are a host bridge's
window."""

import pathlib
import shutil
import subprocess
import tempfile

import guests
from guests import harness, machine, reads, writes

# A serial port, a test device, and a legacy virtio device, which keeps the width of an
# access: all with an I/O BAR.
PCI = ['-device', 'pci-serial,addr=4', '-device', 'pci-testdev,addr=5',
       '-device', 'virtio-rng-pci,disable-modern=on,disable-legacy=off,addr=6']


class Debugger:
    """A machine with wdbg.c, built for it."""

    @classmethod
    def files(cls):
        """The program, in a directory that is there as long as the machine is."""
        compiler = {'i386': 'i686-linux-gnu-gcc', 'arm64': 'aarch64-linux-gnu-gcc',
                    'riscv64': 'riscv64-linux-gnu-gcc'}[cls.architecture]
        if not shutil.which(compiler):
            harness.skip(f'{compiler} is not installed')
        root = harness.SOURCE / '.build' / cls.architecture
        headers = harness.SOURCE / 'lib/include'
        [libcap] = root.glob('usr/lib/*/libcap.a')
        program = pathlib.Path(cls.enterClassContext(
            tempfile.TemporaryDirectory(prefix='iospace-vm.'))) / 'wdbg'
        subprocess.run([compiler, '-static', f'-I{headers}/iospace', '-o', program,
                        harness.SOURCE / 'tests/vm/wdbg.c', root / 'build/lib/libiospace.a',
                        libcap], check=True)
        return [(program, '/bin/wdbg')]


class Ports(Debugger):
    """Reads and writes that work on every architecture."""

    options = PCI

    def bar(self, slot, index):
        """The first port of a BAR, with the device's I/O decoding switched on."""
        device = f'/sys/bus/pci/devices/0000:00:{slot:02}.0'
        result = self.machine.run(
            f'[ -e {device}/driver ] || echo 1 >{device}/enable; '
            f'set -- $(sed -n {index + 1}p {device}/resource); echo $1')
        return int(result.out, 16)

    def setUp(self):
        self.serial, self.testdev, self.virtio = self.bar(4, 0), self.bar(5, 1), self.bar(6, 0)
        self.scratch = self.serial + 7

    def test_a_byte_is_one_access_by_each_way(self):
        for option in ('', '-x'):
            with self.subTest(option=option):
                self.check(f'iow8 {option} {self.scratch:#x} 0x5a', out='1\n',
                           bus=writes(self.scratch, 0x5a))
                self.check(f'ior8 {option} {self.scratch:#x}', out='0x5a\n',
                           bus=reads(self.scratch, 0x5a))

    def test_a_wide_write_is_bytes_lowest_port_first(self):
        port = self.virtio + 4
        self.check(f'iow16 {port:#x} 0x1122', out='2\n', bus=writes(port, 0x22, 0x11))
        self.check(f'iow32 {port:#x} 0x11223344', out='4\n',
                   bus=writes(port, 0x44, 0x33, 0x22, 0x11))

    def test_a_wide_read_is_bytes_lowest_port_first(self):
        port = self.scratch - 1
        for width, size in ((16, 2), (32, 4)):
            with self.subTest(width=width):
                first = port - size + 2
                result = self.machine.run(f'ior{width} {first:#x}')
                self.assertEqual((result.status, result.err), (0, ''))
                self.assertEqual([(a.kind, a.port, a.size) for a in result.bus],
                                 [('read', first + i, 1) for i in range(size)])
                self.assertEqual(result.out, '0x%0*x\n' % (2 * size, int.from_bytes(
                    bytes(a.value for a in result.bus), 'little')))

    def test_an_exact_write_is_one_access_of_its_width(self):
        self.check(f'iow32 -x {self.virtio + 4:#x} 0x11223344', out='4\n',
                   bus=writes(self.virtio + 4, 0x11223344, size=4))
        self.check(f'iow16 -x {self.virtio + 14:#x} 1', out='2\n',
                   bus=writes(self.virtio + 14, 1, size=2))

    def test_an_exact_read_is_one_access_of_its_width(self):
        for width, offset in ((32, 4), (16, 14), (8, 18)):
            with self.subTest(width=width):
                result = self.machine.run(f'ior{width} -x {self.virtio + offset:#x}')
                [access] = result.bus
                self.assertEqual((access.kind, access.port, access.size),
                                 ('read', self.virtio + offset, width // 8))
                self.assertEqual((result.status, result.out),
                                 (0, '0x%0*x\n' % (width // 4, access.value)))

    def test_an_exact_access_reaches_a_device_that_splits_it_itself(self):
        self.check(f'iow16 -x {self.scratch - 1:#x} 0x5a00', out='2\n',
                   bus=writes(self.scratch - 1, 0, 0x5a))
        self.check(f'iow32 -x {self.testdev:#x} 0', out='4\n',
                   bus=writes(self.testdev, 0, 0, 0, 0))

    def test_a_debugger_s_access_is_one_of_its_width(self):
        self.check(f'wdbg {self.virtio + 4:#x} 4 0x11223344', out='4\n',
                   bus=writes(self.virtio + 4, 0x11223344, size=4))
        self.check(f'wdbg {self.virtio + 14:#x} 2 0x50001', out='2\n',
                   bus=writes(self.virtio + 14, 1, size=2))
        self.check(f'wdbg {self.virtio + 14:#x} 2', out='2 0x1\n',
                   bus=reads(self.virtio + 14, 1, size=2))
        self.check(f'wdbg {self.scratch:#x} 1 0x15a', out='1\n', bus=writes(self.scratch, 0x5a))
        self.check(f'wdbg {self.virtio + 2:#x} 4 1', out='0\n')

    def test_an_access_past_the_end_of_a_bar_is_refused_and_not_cut(self):
        end = self.serial + 8
        self.check(f'iow32 -x {end - 2:#x} 0x11223344', status=64,
                   err=f"iow32: '{end - 2:#x}': not aligned; with -x expected a multiple of 4\n")

    def test_a_split_write_to_the_reset_register_is_refused(self):
        self.check('iow32 0xcf8 0x80000600', status=78,
                   err='iow32: 0xcf8: in 4 single bytes, a write to 0xcf8-0xcfb can get to the '
                       'reset register 0xcf9; use -x\n')

    def test_the_range_ends_at_the_last_port(self):
        for command in ('iow32 0xfffe 1', 'iow16 0xffff 1', 'ior8 65536', 'ior8 4294967424'):
            with self.subTest(command=command):
                result = self.machine.run(command)
                self.assertEqual((result.status, result.out, result.bus), (64, '', []))


class I386(Ports, guests.MachineCase):
    architecture = 'i386'


class OffX86(Ports):
    def test_a_port_outside_of_pci_bars_has_no_exact_access(self):
        for command in ('iow16 -x 0xe0 1', 'ior32 -x 0xcf8'):
            name, _, port, *_ = command.split()
            with self.subTest(command=command):
                self.check(command, status=69,
                           err=f'{name}: {port}: there is no access of the full width to this '
                               'port: the port is in no PCI I/O BAR or in several, and only x86 '
                               'has instructions for others; leave out -x, if the device takes '
                               'single bytes\n')


class Arm64(OffX86, guests.MachineCase):
    architecture = 'arm64'
    kind = machine.ARM64


class Riscv64(OffX86, guests.MachineCase):
    architecture = 'riscv64'
    kind = machine.RISCV64


class WithoutPci(Debugger):
    """The kernel has /dev/port, but nothing is mapped where its ports would be."""

    @classmethod
    def setUpClass(cls):
        if not shutil.which('fdtput'):
            harness.skip('fdtput is not installed')
        if not shutil.which(cls.kind.qemu):
            harness.skip(f'{cls.kind.qemu} is not installed')
        directory = tempfile.TemporaryDirectory(prefix='iospace-dtb.')
        cls.addClassCleanup(directory.cleanup)
        tree = f'{directory.name}/tree'
        board, *options = cls.kind.options[1:]
        subprocess.run([cls.kind.qemu, '-M', f'{board},dumpdtb={tree}', *options,
                        '-m', '512', '-display', 'none'], check=True, capture_output=True)
        subprocess.run(['fdtput', '-t', 's', tree, cls.bridge, 'status', 'disabled'], check=True)
        cls.options = ['-dtb', tree]
        super().setUpClass()

    def test_every_access_is_refused_and_the_kernel_survives(self):
        for command in ('iow8 0xe0 1', 'iow16 0xe0 1', 'iow32 0xe0 1', 'ior8 0x80', 'ior16 0xe0',
                        'ior32 0xe0', 'iow8 0xcf9 6', 'ior8 0xffff'):
            name, port, *_ = command.split()
            with self.subTest(command=command):
                self.check(command, status=78,
                           err=f'{name}: {port}: no host bridge\'s window in /proc/ioports '
                               'holds this port (without CAP_SYS_ADMIN it shows none), and an '
                               'access could crash the kernel; --force does it all the same\n')
        for size in (1, 2, 4):
            self.check(f'wdbg 0xe0 {size} 1', out='0\n')
            self.check(f'wdbg 0xe0 {size}', out='0 0x0\n')
        self.check('uname', out='Linux\n')

    def test_force_does_it_and_shows_that_the_refusal_is_right(self):
        result = self.machine.run(f'ior8 --force 0xe0; dmesg | grep -c "{self.oops}"')
        self.assertEqual(result.out, '1\n')


class Arm64WithoutPci(WithoutPci, guests.MachineCase):
    architecture = 'arm64'
    kind = machine.ARM64
    bridge = '/pcie@10000000'
    oops = 'Internal error: Oops'


class Riscv64WithoutPci(WithoutPci, guests.MachineCase):
    architecture = 'riscv64'
    kind = machine.RISCV64
    bridge = '/soc/pci@30000000'
    oops = '^[^a-z]*Oops'


if __name__ == '__main__':
    harness.main()
