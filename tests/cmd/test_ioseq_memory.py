# SPDX-License-Identifier: LGPL-2.1-or-later
"""How much memory a long sequence takes."""

import time

import sequences
from simulated import harness


class Memory(sequences.SequenceCase):
    def test_a_million_lines_take_64_bytes_each_beside_the_file(self):
        if self.wrapper or b'__asan_init' in (self.commands / 'ioseq').read_bytes():
            harness.skip("a checker's own memory would count, too")
        few, many = 1000, 1000000
        sizes = [self.memory(n) for n in (few, many)]
        (few_memory, few_length), (many_memory, many_length) = sizes
        self.assertLessEqual(many_memory - few_memory,
                             many_length - few_length + 64 * (many - few))

    def memory(self, lines):
        """The most memory that a run of so many lines ever has, and the file's length."""
        text = ''.join(f'iow8 0x{n % 0x7fff + 0x8000:x} {n // 251 % 251}\n'
                       for n in range(lines - 2)) + 'iow8 0x10 0xaa\nsleep 60min\n'
        process = self.start_script(text)
        while self.device.read_bytes()[0x10] != 0xaa:
            time.sleep(0.01)
        with open(f'/proc/{process.pid}/status') as status:
            [peak] = [int(line.split()[1]) for line in status if line.startswith('VmHWM:')]
        self.stop(process)
        self.device.write_bytes(self.ports)
        return 1024 * peak, len(text)


if __name__ == '__main__':
    harness.main()
