# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""Each width at each of the 65536 ports, against the bytes of the file."""

import simulated
from simulated import harness

# Pairs in one run, within what the kernel takes as arguments.
AT_ONCE = 8192


class EveryPort(simulated.SimulatedCase):
    def lines(self, command, words):
        result = self.run_command(command, '-d', 'ports.img', *words)
        self.assertEqual((result.returncode, result.stderr), (0, b''))
        return result.stdout.decode().splitlines()

    def test_a_read_shows_the_bytes_that_are_there(self):
        for size in (1, 2, 4):
            last = simulated.PORTS - size
            for start in range(0, last + 1, AT_ONCE):
                ports = range(start, min(start + AT_ONCE, last + 1))
                with self.subTest(size=size, first=start):
                    self.assertEqual(
                        self.lines(f'ior{8 * size}', map(hex, ports)),
                        [f'0x{int.from_bytes(self.ports[p:p + size], "little"):0{2 * size}x}'
                         for p in ports])

    def test_a_write_changes_its_bytes_and_no_others(self):
        # Neighbours are one access apart in a run, so a byte too many would be seen.
        for size in (1, 2, 4):
            last = simulated.PORTS - size
            for first in range(size):
                ports = range(first, last + 1, 2 * size)
                self.check_writes(size, ports)
                ports = range(first + size, last + 1, 2 * size)
                self.check_writes(size, ports)

    def check_writes(self, size, ports):
        for start in range(0, len(ports), AT_ONCE):
            some = ports[start:start + AT_ONCE]
            words = []
            for port in some:
                value = (port * 2654435761 + size) % 256 ** size
                self.ports[port:port + size] = value.to_bytes(size, 'little')
                words += [str(port), str(value)]
            with self.subTest(size=size, first=some[0]):
                # Forced, because some of the writes would reset a real machine.
                self.assertEqual(self.lines(f'iow{8 * size}', ['--force', *words]),
                                 [str(size)] * len(some))
                self.assertTrue(self.device.read_bytes() == self.ports)

    def test_the_ports_past_the_last_access_are_refused(self):
        for size in (1, 2, 4):
            for port in range(simulated.PORTS - size + 1, simulated.PORTS + 4):
                with self.subTest(size=size, port=port):
                    for command, words in ((f'iow{8 * size}', [hex(port), '1']),
                                           (f'ior{8 * size}', [hex(port)])):
                        result = self.run_command(command, '-d', 'ports.img', *words)
                        self.assertEqual((result.returncode, result.stdout), (64, b''))
        self.assertTrue(self.device.read_bytes() == self.ports)


if __name__ == '__main__':
    harness.main()
