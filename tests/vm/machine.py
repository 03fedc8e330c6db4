# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""A throw-away machine with a real /dev/port: QEMU, a stock kernel, our initramfs.

QEMU traces every access that reaches its bus. The trace is the judge: it is written
outside the guest, by something that knows nothing of the commands under test.
"""

import base64
import collections
import pathlib
import re
import shutil
import subprocess
import tempfile
import threading

import image



class Access(collections.namedtuple('Access', 'kind port value size')):
    """One access to a port as the bus saw it: kind is 'write' or 'read', size in bytes."""

    def __str__(self):
        preposition = {'write': 'to', 'read': 'from'}[self.kind]
        return f'{self.kind} {self.value:#x} {preposition} {self.port:#x}, {8 * self.size} bits'


# A kind of machine: the program that emulates it with its options, the kernel's parameters,
# a static busybox for its processor, where the bus has port 0, and instead of busybox a
# system to build upon, for image.make_upon().
Kind = collections.namedtuple('Kind', 'qemu options append busybox port_0 system',
                              defaults=[None])

# The kernel's console and our own line to the guest are two serial ports. Its delays would be
# writes of 0 to port 0x80.
PC = Kind('qemu-system-x86_64', ['-M', 'pc', '-vga', 'none', '-device', 'pc-testdev'],
          'console=ttyS0 agent=ttyS1 io_delay=none', shutil.which('busybox'), 0)
Q35 = PC._replace(options=['-M', 'q35', *PC.options[2:]])

# Debian with systemd. tests/setup.sh makes the system.
SYSTEMD = PC._replace(system=pathlib.Path(__file__).resolve().parents[2] / '.build/system')

# One serial port for both. The host bridge's window is in memory: hw/arm/virt.c.
ARM64 = Kind('qemu-system-aarch64', ['-M', 'virt', '-cpu', 'cortex-a57'],
             'console=ttyAMA0 agent=ttyAMA0', None, 0x3eff0000)

# The same: hw/riscv/virt.c.
RISCV64 = Kind('qemu-system-riscv64', ['-M', 'virt'], 'console=ttyS0 agent=ttyS0', None, 0x3000000)

# What one script did: exit status, standard output and error, accesses in order.
Result = collections.namedtuple('Result', 'status out err bus')

TRACE_LINE = re.compile(
    r'memory_region_ops_(write|read) cpu \S+ mr \S+ addr (\S+) value (\S+) size (\d+)')

# A PC's serial ports: our own line to the guest, and the kernel's console without its
# scratch register, which the kernel leaves alone. And the text display, where Linux 6.12 puts
# the cursor before it sleeps, even if there is none.
THE_KERNEL_S = {*range(0x2f8, 0x300), *range(0x3f8, 0x3ff), 0x3d4, 0x3d5}


# The status and the two outputs that the guest's init sends.
ANSWER = re.compile(r'\d+ \.\S* \.\S*\r?\n')

# Far above what any answer takes, in seconds: a guest that is silent for so long hangs.
PATIENCE = 120


def without_delays(bus):
    """The accesses of a boot, but for delays: before the kernel knows how to make its own."""
    return [access for access in bus if access != Access('write', 0x80, 0, 1)]


class GuestDied(Exception):
    """QEMU ended, or the guest stopped answering: a reset, a panic, a hang. With what the
    kernel had said, and the accesses that the bus had seen."""

    def __init__(self, console, bus):
        super().__init__(console)
        self.bus = bus


class Machine:
    """A running guest with the installed files of a build, and some more of ours, or with an
    initramfs of its own. What the bus has seen until it was up is in at_boot."""

    def __init__(self, build, kernel, kind=PC, files=(), options=(), append='', trace=True,
                 contents=None, initramfs=None):
        self.directory = tempfile.TemporaryDirectory(prefix='iospace-vm.')
        directory = pathlib.Path(self.directory.name)
        if initramfs:
            pass
        elif kind.system:
            initramfs = image.make_upon(kind.system, build, directory, files, contents)
        else:
            initramfs = image.make(build, directory, kind.busybox, files, contents)
        self.console = directory / 'console'
        self.console.touch()
        log = directory / 'trace'
        log.touch()
        self.trace = open(log)
        self.unfinished = ''
        self.port_0 = kind.port_0
        self.qemu = subprocess.Popen(
            [kind.qemu, '-m', '512', *kind.options, '-accel', 'tcg', '-display', 'none',
             '-nic', 'none', '-no-reboot', '-nodefaults',
             '-kernel', kernel, '-initrd', initramfs,
             '-append', f'quiet panic=-1 {kind.append} {append}',
             *(['-serial', f'file:{self.console}'] if 'ttyS1' in kind.append else []),
             '-serial', 'stdio',
             *(['-trace', 'memory_region_ops_*', '-D', log] if trace else []), *options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._answer()
        self.at_boot = without_delays(self._bus())

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
        """The next line from the guest that is an answer. What else comes on our line, where
        there is only one, is the kernel's."""
        watchdog = threading.Timer(PATIENCE, self.qemu.kill)
        watchdog.start()
        try:
            for line in self.qemu.stdout:
                if ANSWER.fullmatch(line):
                    return line
                with open(self.console, 'a') as console:
                    console.write(line)
        finally:
            watchdog.cancel()
        raise GuestDied(self.console.read_text(errors='replace'), self._bus())

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
            port, size = int(port, 16) - self.port_0, int(size)
            # A read that no device answers is traced as ones up to 64 bits.
            value = int(value, 16) % 256 ** size
            if port in range(0x10000) and port not in THE_KERNEL_S:
                accesses.append(Access(kind, port, value, size))
        return accesses
