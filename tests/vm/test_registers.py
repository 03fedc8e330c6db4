# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""Registers and dumps on real ports, judged by QEMU's trace of the bus."""

import json

import guests
import machine
import manual
from guests import harness, reads, writes


class Registers(guests.MachineCase):
    def test_the_index_is_written_before_each_access_to_the_clock_s_memory(self):
        self.check('iow8 -I 0x70 0x40=0x55', out='1\n', bus=writes(0x70, 0x40) + writes(0x71, 0x55))
        self.check('ior8 -I 0x70 0x40', out='0x55\n', bus=writes(0x70, 0x40) + reads(0x71, 0x55))
        self.check('iow8 -v --verify -I 0x70 0x40=0x0a:0x0f',
                   out='iow8 -I 0x70,0x71 0x40 0x0a:0x0f: 1, 0x55 -> 0x5a, read back 0x5a\n',
                   bus=writes(0x70, 0x40) + reads(0x71, 0x55) + writes(0x70, 0x40)
                   + writes(0x71, 0x5a) + writes(0x70, 0x40) + reads(0x71, 0x5a))

    def test_a_poll_writes_the_index_before_each_read(self):
        result = self.machine.run('iopoll8 -q -t 5ms -i 1ms -I 0x70 0x0d 0:0x80')
        self.assertEqual(result.status, 1)
        self.assertGreaterEqual(len(result.bus), 4)
        self.assertEqual(result.bus, (writes(0x70, 0x0d) + reads(0x71, 0x80))
                         * (len(result.bus) // 2))

    def test_pci_configuration_is_read_with_exact_accesses(self):
        vendor, device = (self.machine.run(f'cat /sys/bus/pci/devices/0000:00:00.0/{name}').out
                          for name in ('vendor', 'device'))
        both = int(device, 16) << 16 | int(vendor, 16)
        result = self.machine.run('ior32 -x -I 0xcf8 0x80000000')
        self.assertEqual((result.status, result.out, [str(access) for access in result.bus]),
                         (0, f'{both:#010x}\n', ['write 0x80000000 to 0xcf8, 32 bits',
                                                 f'read {both:#x} from 0xcfc, 32 bits']))
        result = self.machine.run('ior32 -I 0xcf8 0x80000000')
        self.assertEqual((result.status, result.out, result.bus), (78, '', []))

    def test_a_dump_reads_each_port_once_in_order(self):
        result = self.machine.run('iodump8 --all 0xe0-0xe3')
        self.assertEqual((result.status, result.err), (0, ''))
        self.assertEqual([(a.kind, a.port, a.size) for a in result.bus],
                         [('read', port, 1) for port in range(0xe0, 0xe4)])

    def test_a_dump_leaves_out_what_a_read_changes(self):
        result = self.machine.run('iodump8 0x5f-0x65')
        self.assertEqual((result.status, result.err), (0, ''))
        self.assertEqual([a.port for a in result.bus if a.kind == 'read'],
                         [port for port in (0x5f, 0x61, 0x63, 0x64, 0x65)
                          if port in [a.port for a in result.bus]])
        self.assertNotIn(0x60, [a.port for a in result.bus])
        self.assertIn('keyboard', result.out)

    def test_a_dump_of_the_clock_s_memory_is_what_is_in_it(self):
        self.machine.run('iow8 -I 0x70 0x50=0x12 0x51=0x34')
        result = self.machine.run('iodump8 -I 0x70 0x50-0x51 0x0c')
        self.assertEqual((result.status, result.out), (0, '''\
       0  1  2  3  4  5  6  7   8  9  a  b  c  d  e  f  0123456789abcdef
0x50  12 34                                             .4
       0  1  2  3  4  5  6  7   8  9  a  b  c  d  e  f  0123456789abcdef
0x00                                       --
'''))
        self.assertEqual(result.bus, writes(0x70, 0x50) + reads(0x71, 0x12)
                         + writes(0x70, 0x51) + reads(0x71, 0x34))


class Mailbox(guests.MachineCase):
    def test_a_byte_behind_an_smbus_host(self):
        """As ioseq(5) shows it: an EEPROM of QEMU's, into which a write has put something."""
        page = harness.SOURCE / 'man/ioseq.5'
        recipe = manual.display(page, 'iopoll8 -q -t 100ms 0x700')
        self.machine.run(f"cat >/tmp/spd.ioseq <<'.'\n{recipe}.")
        self.check('ior32 -x -I 0xcf8 0x80000b90', out='0x00000701\n', bus=None)
        self.check('iow8 -q 0x700=0x1e 0x704=0xa0 0x703=0 0x705=0x80 0x702=0x48', bus=None)
        self.check('ioseq /tmp/spd.ioseq', out='0x80\n', bus=None)
        # Nobody answers at 0x57 + 1.
        self.check("sed -i 's/0xa1/0xb1/' /tmp/spd.ioseq; ioseq /tmp/spd.ioseq", 1,
                   err='ioseq: /tmp/spd.ioseq:5: 0x700: 0x02:0x1f did not appear within 100ms; the '
                       'last value was 0x04; 6 of 8 operations done\n', bus=None)


class Peers(guests.MachineCase):
    """The same as the tools that people have used for it."""

    programs = ['isadump', 'setpci']

    def test_a_dump_of_the_clock_s_memory_is_isadump_s(self):
        script = 'iow8 -q -I 0x70 0x50=0x12 0x51=0x34 0x7f=0x56'
        self.assertEqual(self.machine.run(script).status, 0)
        theirs = self.machine.run('isadump -y 0x70 0x71')
        self.assertEqual(theirs.status, 0, theirs.err)
        theirs = [int(byte, 16) for line in theirs.out.splitlines()[1:9] for byte in line.split()[1:17]]
        result = self.machine.run('iodump8 --json -I 0x70 0x00-0x7f')
        ours = json.loads(result.out)['values']
        # The time, and whether it is being updated; and interrupts, which a read clears.
        self.assertIsNone(ours[0x0c])
        for register in (0, 2, 4, 0x0a, 0x0c):
            ours[register] = theirs[register] = None
        self.assertEqual(ours, theirs)
        # What is selected at the end is memory, and bit 7, which masks the NMI, is clear.
        self.assertEqual([a.value for a in result.bus if a.port == 0x70][-1], 0x7f)

    def test_pci_configuration_is_setpci_s(self):
        # The host bridge and what is beside it: by way of the kernel, and of the ports.
        for device, address in (('00:00.0', 0x80000000), ('00:01.0', 0x80000800),
                                ('00:1f.0', 0x8000f800), ('00:1f.2', 0x8000fa00)):
            if self.machine.run(f'test -e /sys/bus/pci/devices/0000:{device}').status:
                continue
            registers = range(0, 0x40, 4)
            ours = self.machine.run('ior32 -x -I 0xcf8 '
                                    + ' '.join(f'{address + register:#x}' for register in registers))
            for way in ('linux-sysfs', 'intel-conf1'):
                with self.subTest(device=device, way=way):
                    theirs = self.machine.run(f'setpci -A {way} -s {device} '
                                              + ' '.join(f'{register:x}.l' for register in registers))
                    self.assertEqual(ours.out.replace('0x', ''), theirs.out)


class PeersOnQ35(Peers):
    kind = machine.Q35


if __name__ == '__main__':
    harness.main()
