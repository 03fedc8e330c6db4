# SPDX-License-Identifier: LGPL-2.1-or-later
"""A throw-away machine with a real /dev/port: QEMU, a stock kernel, our initramfs.

QEMU traces every access that reaches its bus. The trace is the judge: it is written
outside the guest, by something that knows nothing of the commands under test.
"""

import base64
import collections
import pathlib
import re
import subprocess
import tempfile
import threading

import image



class Access(collections.namedtuple('Access', 'kind port value size')):
    """One access to a port as the bus saw it: kind is 'write' or 'read', size in bytes."""

    def __str__(self):
        preposition = {'write': 'to', 'read': 'from'}[self.kind]
        return f'{self.kind} {self.value:#x} {preposition} {self.port:#x}, {8 * self.size} bits'


# What one script did: exit status, standard output and error, accesses in order.
Result = collections.namedtuple('Result', 'status out err bus')

TRACE_LINE = re.compile(
    r'memory_region_ops_(write|read) cpu \S+ mr \S+ addr (\S+) value (\S+) size (\d+)')

# The serial ports: our own line to the guest, and the kernel's console without its
# scratch register, which the kernel leaves alone.
LINES_TO_US = {*range(0x2f8, 0x300), *range(0x3f8, 0x3ff)}


# Far above what any answer takes, in seconds: a guest that is silent for so long hangs.
PATIENCE = 120


class GuestDied(Exception):
    """QEMU ended, or the guest stopped answering: a reset, a panic, a hang."""


class Machine:
    """A running guest with the installed files of a build, and some more of ours."""

    def __init__(self, build, kernel, files=(), options=(), append='', trace=True):
        self.directory = tempfile.TemporaryDirectory(prefix='iospace-vm.')
        directory = pathlib.Path(self.directory.name)
        initramfs = image.make(build, directory, files)
        self.console = directory / 'console'
        log = directory / 'trace'
        log.touch()
        self.trace = open(log)
        self.unfinished = ''
        self.qemu = subprocess.Popen(
            ['qemu-system-x86_64', '-accel', 'tcg', '-m', '512', '-display', 'none',
             '-vga', 'none', '-nic', 'none', '-no-reboot', '-nodefaults',
             '-kernel', kernel, '-initrd', initramfs,
             '-append', f'console=ttyS0 quiet panic=-1 {append}',
             '-serial', f'file:{self.console}', '-serial', 'stdio',
             *(['-trace', 'memory_region_ops_*', '-D', log] if trace else []), *options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._answer()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.qemu.kill()
        self.qemu.wait()
        self.qemu.stdin.close()
        self.qemu.stdout.close()
        self.trace.close()
        self.directory.cleanup()

    def _answer(self):
        watchdog = threading.Timer(PATIENCE, self.qemu.kill)
        watchdog.start()
        line = self.qemu.stdout.readline()
        watchdog.cancel()
        if not line:
            raise GuestDied(self.console.read_text(errors='replace'))
        return line

    def run(self, script):
        """Run a shell script in the guest, as root in an empty environment."""
        self._bus()
        print(base64.b64encode(script.encode()).decode(), file=self.qemu.stdin, flush=True)
        status, *streams = self._answer().split()
        out, err = (base64.b64decode(stream[1:]).decode() for stream in streams)
        return Result(int(status), out, err, self._bus())

    def _bus(self):
        """The accesses to ports since the last call."""
        # The last line may be half written: the guest's own end of our serial line goes
        # on a little after it has answered.
        *lines, self.unfinished = (self.unfinished + self.trace.read()).split('\n')
        accesses = []
        for line in lines:
            kind, port, value, size = TRACE_LINE.match(line).groups()
            port, size = int(port, 16), int(size)
            # A read that no device answers is traced as ones up to 64 bits.
            value = int(value, 16) % 256 ** size
            if port < 0x10000 and port not in LINES_TO_US:
                accesses.append(Access(kind, port, value, size))
        return accesses
