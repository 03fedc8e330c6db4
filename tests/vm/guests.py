# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""Test cases in a guest, whatever its kind."""

import pathlib
import shutil
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import harness
import machine


def accesses(kind, first, values, size=1):
    """Accesses of one size to consecutive ports."""
    return [machine.Access(kind, first + i * size, v, size) for i, v in enumerate(values)]


def writes(first, *values, size=1):
    return accesses('write', first, values, size)


def reads(first, *values, size=1):
    return accesses('read', first, values, size)


class MachineCase(unittest.TestCase):
    """One machine for all tests of a class; each test leaves it as it was."""

    maxDiff = None
    kind = machine.PC
    architecture = 'amd64'
    flavour = ''
    options = []
    append = ''
    programs = []
    contents = {}  # more for the guest, as image.add() takes it

    @classmethod
    def setUpClass(cls):
        for program in (cls.kind.qemu, 'busybox', 'cpio', *cls.programs):
            if not shutil.which(program):
                harness.skip(f'{program} is not installed')
        build, kind = harness.BUILD, cls.kind
        kernel = harness.KERNELS / f'{cls.flavour}{cls.architecture}'
        if cls.architecture != 'amd64':
            unpacked = harness.SOURCE / '.build' / cls.architecture
            build = unpacked / 'build'
            busybox = shutil.which('busybox', path=f'{unpacked}/bin:{unpacked}/usr/bin')
            kind = kind._replace(busybox=pathlib.Path(busybox or unpacked / 'bin/busybox'))
        for needed in (kernel, build, kind.busybox, kind.system):
            if needed and not pathlib.Path(needed).exists():
                harness.skip(f'there is no {needed}: tests/all makes it')
        cls.machine = machine.Machine(
            build, kernel, kind, files=[*map(shutil.which, cls.programs), *cls.files()],
            options=cls.options, append=cls.append, contents=cls.contents)
        cls.enterClassContext(cls.machine)

    @classmethod
    def files(cls):
        """More files for the guest, as image.add() takes them."""
        return []

    def check(self, script, status=0, out='', err='', bus=()):
        """Run a script and compare all that it says, and all that the bus saw: nothing, if
        nothing is named, and anything, if that is None."""
        result = self.machine.run(script)
        bus = result.bus if bus is None else bus
        self.assertEqual(
            (result.status, result.out, result.err, [str(a) for a in result.bus]),
            (status, out, err, [str(a) for a in bus]))

    def check_reset(self, script, bus):
        """Run a script that ends the machine; the bus saw the given accesses at last."""
        with self.assertRaises(machine.GuestDied) as died:
            self.machine.run(script)
        self.assertEqual([str(a) for a in died.exception.bus], [str(a) for a in bus])


class SystemdCase(MachineCase):
    """A guest with systemd: a unit that is to run when it boots is in contents, and what the
    bus saw of that is in self.machine.at_boot."""

    kind = machine.SYSTEMD

    # A suspend and resume as systemd knows it. The kernel freezes all tasks and thaws them at
    # once, and no device notices. With "devices" for "freezer" drivers take part, and are in
    # the trace. From the real thing, "none", the machine does not come back.
    SUSPEND = ('echo freezer >/sys/power/pm_test && '
               'echo 0 >/sys/module/suspend/parameters/pm_test_delay && '
               'systemctl start suspend.target')

    def in_service(self, command, *properties, unit=None):
        """A script that runs a command as a service with these properties."""
        options = [f"--property='{name}'" for name in properties]
        if unit:
            options.append(f'--unit={unit}')
        return f"systemd-run --quiet --wait --pipe {' '.join(options)} {command}"
