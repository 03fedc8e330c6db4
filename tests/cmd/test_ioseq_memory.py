# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""How much memory a long sequence takes."""

import fcntl
import os
import random
import struct
import subprocess
import termios
import time

import sequences
from simulated import harness

MANY = 1000000

# What lines can be, all of them different.
KINDS = [
    lambda n: f'iow8 {n % 65536:#x} {n % 251}\n',
    lambda n: f'iow32 {n % 3317:#x} {n * 2654435761 % 2 ** 32:#x}:{n:#x}\n',
    lambda n: f'iow8 --verify {n % 65536} {n % 256}\n',
    lambda n: f'iow32 -x {n * 4 % 65536} {n}\n',
    lambda n: f'iopoll16 -t {n}us -i {n // 7}us {n % 65535} {n % 65536}:{n // 16 % 65536}\n',
    lambda n: f'finally sleep {n}us\n',
    lambda n: f'ior8 {n % 65536}\n' if n % 2 else '# nothing\n',
]


class Memory(sequences.SequenceCase):
    def test_a_million_lines_are_checked_in_24_mb_whatever_they_are(self):
        if self.wrapper or b'__asan_init' in (self.commands / 'ioseq').read_bytes():
            harness.skip("a checker's own memory would count, too")
        kinds = [*KINDS, random.Random(1).choices(KINDS, k=MANY)]
        for number, kind in enumerate(kinds):
            with self.subTest(kind=number):
                lines = map(kind, range(MANY)) if callable(kind) else (
                    line(n) for n, line in enumerate(kind))
                self.assertLessEqual(self.memory(''.join(lines).encode()), 24_000_000)

    def memory(self, text):
        """The memory of its own that a check of it has taken before standard input ends."""
        # Which writes to memory that would not be touched.
        environment = {name: value for name, value in os.environ.items() if name != 'MALLOC_PERTURB_'}
        with subprocess.Popen([self.commands / 'ioseq', '--check', '-'], stdin=subprocess.PIPE,
                              stderr=subprocess.PIPE, env=environment) as process:
            process.stdin.write(text)
            process.stdin.flush()
            while struct.unpack('i', fcntl.ioctl(process.stdin, termios.FIONREAD, b'    ')) != (0,):
                time.sleep(0.01)
            with open(f'/proc/{process.pid}/status') as status:
                [peak] = [int(line.split()[1]) for line in status if line.startswith('RssAnon:')]
            process.stdin.close()
            self.assertEqual(process.stderr.read(), b'')
        self.assertEqual(process.returncode, 0)
        return 1024 * peak


if __name__ == '__main__':
    harness.main()
