# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""Commands on a simulated device: a file whose bytes are the ports."""

import contextlib
import os
import pathlib
import pty
import shlex
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import harness

PORTS = 65536

# A checker to run each command under, such as valgrind.
WRAPPER = shlex.split(os.environ.get('IOSPACE_WRAPPER', ''))

# How much is printed before it is written: of a longer output nobody remembers why the
# first of it was lost.
BUFFER = {'glibc': 4096, 'musl': 1024}[harness.LIBC]


def text_of(stderr):
    """What a command said, in the words that its C library has for errors if that is glibc."""
    return stderr.decode().replace(': I/O error', ': Input/output error')


class SimulatedCase(unittest.TestCase):
    """A fresh device for each test; port n holds n % 251, so that no two neighbours and
    no two pages are alike."""

    maxDiff = None
    commands = harness.BUILD / 'cmd'
    wrapper = WRAPPER

    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix='iospace-cmd.')
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)
        self.device = self.directory / 'ports.img'
        self.ports = bytearray(n % 251 for n in range(PORTS))
        self.device.write_bytes(self.ports)

    def run_command(self, command, *words, **kwargs):
        kwargs.setdefault('stdout', subprocess.PIPE)
        return subprocess.run([*self.wrapper, self.commands / command, *words],
                              stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
                              cwd=self.directory, **kwargs)

    def check(self, command, *words, status=0, out='', err='', **kwargs):
        """Run a command on the simulated device and compare all that it says, and all
        ports, with what self.ports holds."""
        result = self.run_command(command, '-d', 'ports.img', *words, **kwargs)
        stdout = None if result.stdout is None else result.stdout.decode()
        self.assertEqual((result.returncode, stdout, text_of(result.stderr)),
                         (status, out if result.stdout is not None else None, err))
        self.assertTrue(self.device.read_bytes() == self.ports,
                        'the ports do not hold what they should')

    def on_a_terminal(self, command, *words, **environment):
        """What it prints on a terminal; a variable that is not named is not set."""
        try:
            terminal, side = pty.openpty()
        except OSError:
            harness.skip('there are no pseudo-terminals')
        environment = {**{name: value for name, value in os.environ.items()
                          if name not in ('NO_COLOR', 'TERM')}, **environment}
        with open(terminal, 'rb', buffering=0) as reader:
            with open(side, 'wb', buffering=0) as writer:
                self.run_command(command, *words, stdout=writer, env=environment)
            output = b''
            # EIO is the end: nobody has the other side open any more.
            with contextlib.suppress(OSError):
                while True:
                    output += reader.read(4096)
        return output.decode().replace('\r\n', '\n')
