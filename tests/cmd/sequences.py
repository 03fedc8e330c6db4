# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""Sequence files on a simulated device, and commands that run while a test goes on."""

import fcntl
import signal
import subprocess
import time

import simulated


class SequenceCase(simulated.SimulatedCase):
    def put(self, port, *values):
        """What the ports are to hold in the end."""
        self.ports[port:port + len(values)] = bytes(values)

    def poke(self, port, *values):
        """What another process writes meanwhile."""
        self.put(port, *values)
        with open(self.device, 'r+b') as device:
            device.seek(port)
            device.write(bytes(values))

    def check_script(self, text, *words, name='test.ioseq', **kwargs):
        """Run a text as a sequence file and compare all that it says, and all ports."""
        path = self.directory / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        self.check('ioseq', *words, name, **kwargs)

    def start(self, command, *words, ignored=()):
        """Let a command run on the simulated device, with signals that it ignores, and no
        others, whatever the tests were started with; end() must follow."""
        def set_signals():
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN if number in ignored else signal.SIG_DFL)

        process = subprocess.Popen(
            [*self.wrapper, self.commands / command, '-d', 'ports.img', *words],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            cwd=self.directory, preexec_fn=set_signals, process_group=0)
        self.addCleanup(self.stop, process)
        return process

    def start_script(self, text, *words, **kwargs):
        (self.directory / 'test.ioseq').write_text(text)
        return self.start('ioseq', *words, 'test.ioseq', **kwargs)

    @staticmethod
    def stop(process):
        if process.returncode is None:
            process.kill()
            process.communicate()

    def wait_for(self, port, value):
        """Until a process that was started has written that."""
        while self.device.read_bytes()[port] != value:
            time.sleep(0.005)
        self.put(port, value)

    def is_locked(self):
        with open(self.device) as device:
            try:
                fcntl.flock(device, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
            return False

    def wait_for_lock(self):
        """Until a process that was started has it, which is just before its operations."""
        while not self.is_locked():
            time.sleep(0.005)

    def assert_runs_on(self, process):
        with self.assertRaises(subprocess.TimeoutExpired):
            process.wait(0.2)

    def end(self, process, status=0, out='', err=''):
        """Compare how a process ends, and all ports."""
        stdout, stderr = process.communicate()
        self.assertEqual((process.returncode, stdout.decode(), simulated.text_of(stderr)),
                         (status, out, err))
        self.assertTrue(self.device.read_bytes() == self.ports,
                        'the ports do not hold what they should')
