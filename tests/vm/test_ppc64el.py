# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""POWER, as a guest without an ISA bridge: the kernel has CONFIG_DEVPORT and no /dev/port, and
the ports of each host bridge begin at 0. tests/machines runs it."""

import guests
from guests import harness, machine

# QEMU traces a port by its number on the bridge's bus. What tcg has no
# mitigation for is not asked for.
PSERIES = machine.Kind(
    'qemu-system-ppc64',
    ['-M', 'pseries,cap-cfpc=broken,cap-sbbc=broken,cap-ibs=broken,cap-ccf-assist=off'],
    'console=hvc0 agent=hvc0', None, 0)

LEGACY = 'virtio-rng-pci,disable-modern=on,disable-legacy=off'

NO_DEVICE = ('this kernel has no such device: it was built without CONFIG_DEVPORT, as cloud '
             'kernels are, or is one for POWER and has found no ISA bridge on PCI; boot another '
             'kernel, or use -x for ports in a PCI I/O BAR')


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
                self.check(command, status=69, err=f'{name}: /dev/port: {NO_DEVICE}\n')
        result = self.machine.run('iocheck')
        self.assertEqual((result.status, result.err), (69, f'iocheck: /dev/port: {NO_DEVICE}\n'))

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


if __name__ == '__main__':
    harness.main()
