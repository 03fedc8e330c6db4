# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""POWER. As a guest without an ISA bridge: the kernel has CONFIG_DEVPORT and no /dev/port, and
the ports of each host bridge begin at 0. And on the bare machine, with ISA's ports behind an
LPC bus: POWER8 has /dev/port, and firmware makes each access; POWER9, where that bus is mapped
into memory, has none. tests/machines runs it."""

import guests
from guests import harness, machine

# QEMU traces a port by its number on the bridge's bus. What tcg has no
# mitigation for is not asked for.
PSERIES = machine.Kind(
    'qemu-system-ppc64',
    ['-M', 'pseries,cap-cfpc=broken,cap-sbbc=broken,cap-ibs=broken,cap-ccf-assist=off'],
    'console=hvc0 agent=hvc0', None, 0)

# The firmware, which QEMU brings, wants the kernel at 512 MiB. It takes the serial port with the
# lowest number, and Linux has its console through it.
POWERNV8 = machine.Kind('qemu-system-ppc64', ['-M', 'powernv8', '-m', '1G'],
                        'console=hvc0 agent=hvc0', None, 0)
POWERNV9 = POWERNV8._replace(options=['-M', 'powernv9', *POWERNV8.options[2:]])

LEGACY = 'virtio-rng-pci,disable-modern=on,disable-legacy=off'

NO_DEVICE = ('this kernel has no such device: it was built without CONFIG_DEVPORT, as cloud '
             'kernels are, or is one for POWER and has found no ISA bridge on PCI; boot another '
             'kernel')
OR_A_BAR = ', or use -x for ports in a PCI I/O BAR'


class Ppc64el(guests.MachineCase):
    architecture = 'ppc64el'
    kind = PSERIES
    # The same on both bridges, which so have the same ports, and one device more on the first.
    options = ['-device', 'pci-serial,addr=4', '-device', f'{LEGACY},addr=6',
               '-device', 'spapr-pci-host-bridge,index=1,id=second',
               '-device', 'pci-serial,bus=second.0,addr=4',
               '-device', f'{LEGACY},bus=second.0,addr=6',
               '-device', f'{LEGACY},bus=pci.0,addr=7']

    def bar(self, slot):
        """The first port of a device on the first bridge, which decodes its ports from now on."""
        device = f'/sys/bus/pci/devices/0000:00:{slot:02}.0'
        return int(self.machine.run(f'[ -e {device}/driver ] || echo 1 >{device}/enable; '
                                    f'set -- $(head -n 1 {device}/resource); echo $1').out, 16)

    def test_no_device_is_told_with_the_reason_that_a_power_machine_has(self):
        for command in ('iow8 0x80 1', 'ior32 0xfffc'):
            name = command.split()[0]
            with self.subTest(command=command):
                self.check(command, status=69, err=f'{name}: /dev/port: {NO_DEVICE}{OR_A_BAR}\n')
        result = self.machine.run('iocheck')
        self.assertEqual((result.status, result.err),
                         (69, f'iocheck: /dev/port: {NO_DEVICE}{OR_A_BAR}\n'))

    def test_an_exact_access_is_one_of_its_width_in_the_order_of_the_bus(self):
        port = self.bar(7) + 4
        self.check(f'iow32 -x {port:#x} 0x11223344', out='4\n',
                   bus=guests.writes(port, 0x11223344, size=4))
        self.check(f'iow16 -x {port + 10:#x} 1', out='2\n',
                   bus=guests.writes(port + 10, 1, size=2))
        result = self.machine.run(f'ior32 -x {port - 4:#x}')
        [access] = result.bus
        self.assertEqual((access.kind, access.port, access.size), ('read', port - 4, 4))
        self.assertEqual((result.status, result.out), (0, f'{access.value:#010x}\n'))

    def test_a_port_that_both_host_bridges_have_is_reached_through_none(self):
        for port in (self.bar(4), self.bar(6) + 4):
            with self.subTest(port=port):
                self.check(f'iow8 -x {port:#x} 0x5a', status=69,
                           err=f'iow8: {port:#x}: there is no access of the full width to this '
                               'port: the port is in no PCI I/O BAR or in several, and only x86 '
                               'has instructions for others; boot another kernel\n')


class Powernv8(guests.MachineCase):
    architecture = 'ppc64el'
    kind = POWERNV8
    # One that Linux knows as a serial port, and so has in /proc/ioports.
    options = ['-chardev', 'null,id=second',
               '-device', 'isa-serial,chardev=second,index=1,iobase=0x5e8,irq=5']

    def check_refused(self, command, port):
        name = command.split()[0]
        self.check(command, status=78,
                   err=f"{name}: {port:#x}: no host bridge's window in /proc/ioports holds this "
                       'port (without CAP_SYS_ADMIN it shows none), and an access could crash the '
                       'kernel; --force does it all the same\n')

    def test_the_device_is_there_and_ports_are_known_by_their_drivers_alone(self):
        result = self.machine.run('iocheck && cat /proc/ioports')
        self.assertEqual((result.status, result.err), (0, ''))
        self.assertTrue(result.out.endswith('/dev/port: port I/O works\n'
                                            '000005e8-000005ef : serial\n'), result.out)

    def test_a_port_of_no_entry_is_refused_and_with_force_reached(self):
        for option in ('', '-n '):
            with self.subTest(option=option):
                self.check_refused(f'iow8 {option}0x80 0x5a', 0x80)
                self.check_refused(f'ior8 {option}0x3fd', 0x3fd)
                self.check_refused(f'iodump8 {option}0x3f8+8', 0x3f8)
        self.check('iow8 -f 0x3ff 0x5a', out='1\n', bus=guests.writes(0x3ff, 0x5a))
        self.check('ior8 -f 0x3ff', out='0x5a\n', bus=guests.reads(0x3ff, 0x5a))

    def test_a_port_with_nothing_behind_it_does_no_harm(self):
        # QEMU has no device there whose accesses it could trace.
        self.check('iow8 -f 0x80 0x5a && ior8 -f 0x80', out='1\n0xff\n')

    def test_a_port_of_an_entry_is_reached_and_known_as_its_driver_s(self):
        self.check('iow8 0x5ef 0xa5', out='1\n', bus=guests.writes(0x5ef, 0xa5))
        self.check('ior8 0x5ef', out='0xa5\n', bus=guests.reads(0x5ef, 0xa5))
        self.check('iow8 --exclusive 0x5ef 1', status=78,
                   err="iow8: 0x5ef: a kernel driver owns this port, as 'serial' in /proc/ioports; "
                       'unload the driver or unbind it, or leave out --exclusive\n')

    def test_more_than_a_byte_is_bytes_with_the_lowest_port_first(self):
        self.check('iow32 0x5ec 0x11223344', out='4\n',
                   bus=guests.writes(0x5ec, 0x44, 0x33, 0x22, 0x11))
        self.check('ior16 0x5ee', out='0x11b0\n', bus=guests.reads(0x5ee, 0xb0, 0x11))

    def test_there_is_no_exact_access(self):
        self.check('iow32 -x 0x5ec 1', status=69,
                   err='iow32: 0x5ec: there is no access of the full width to this port: the port '
                       'is in no PCI I/O BAR or in several, and only x86 has instructions for '
                       'others; leave out -x, if the device takes single bytes\n')


class Powernv9(guests.MachineCase):
    architecture = 'ppc64el'
    kind = POWERNV9

    def test_a_bus_that_is_mapped_into_memory_gives_no_device(self):
        self.check('ls /proc/device-tree/lpcm-opb@*/lpc@0/ranges >/dev/null')
        self.check('ior8 0x3fd', status=69, err=f'ior8: /dev/port: {NO_DEVICE}\n')


if __name__ == '__main__':
    harness.main()
