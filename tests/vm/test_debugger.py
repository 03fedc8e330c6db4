# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""The debugger's functions on a real bus: what their callers' programs, built on nothing but
what is installed, put there."""

import pathlib
import tempfile

import guests
from guests import harness, reads, writes

import installed

HERE = pathlib.Path(__file__).resolve().parent
SHAPES = HERE.parent / 'lint/call_shapes.c'

# ioperm(2), number 173 on x86-64, fails with EPERM.
NO_IOPERM = 'refuse 173 0 1'


class DebuggerFunctions(guests.MachineCase):
    programs = ['capsh', 'flock']

    @classmethod
    def files(cls):
        directory = pathlib.Path(cls.enterClassContext(
            tempfile.TemporaryDirectory(prefix='iospace-vm.')))
        tree = installed.Tree(directory / 'root')
        tree.compile(directory / 'wdbg', [HERE / 'wdbg.c'], static=True)
        tree.compile(directory / 'shapes', [SHAPES], static=True)
        tree.compile(directory / 'shapes++', ['-x', 'c++', SHAPES], compiler='g++', static=True)
        tree.compile(directory / 'shapes-odbc', [SHAPES], '-DFIRST=<sqltypes.h>', static=True)
        tree.compile(directory / 'shapes-pcsc', [SHAPES], '-DFIRST=<PCSC/wintypes.h>', static=True)
        return [(directory / name, f'/bin/{name}')
                for name in ('wdbg', 'shapes', 'shapes++', 'shapes-odbc', 'shapes-pcsc')] + [
            (harness.BUILD / 'tests/vm/refuse', '/bin/refuse')]

    def test_an_aligned_access_is_one_bus_cycle(self):
        self.check('wdbg 0xe0 4 0x11223344', out='4\n', bus=writes(0xe0, 0x11223344, size=4))
        self.check('wdbg 0xe0 4', out='4 0x11223344\n', bus=reads(0xe0, 0x11223344, size=4))
        self.check('wdbg 0xe2 2 0x5566', out='2\n', bus=writes(0xe2, 0x5566, size=2))
        self.check('wdbg 0xe2 2', out='2 0x5566\n', bus=reads(0xe2, 0x5566, size=2))
        self.check('wdbg 0xe1 1 0x77', out='1\n', bus=writes(0xe1, 0x77))
        self.check('wdbg 0xe1 1', out='1 0x77\n', bus=reads(0xe1, 0x77))

    def test_the_address_of_pci_configuration_is_one_write_of_32_bits(self):
        self.check('wdbg 0xcf8 4 0x80000000', out='4\n',
                   bus=writes(0xcf8, 0x80000000, size=4))
        # In bytes this one would reset the machine.
        self.check('wdbg 0xcf8 4 0x80000600', out='4\n',
                   bus=writes(0xcf8, 0x80000600, size=4))

    def test_of_wider_data_the_low_bytes_get_there(self):
        self.check('wdbg 0xe0 1 0x11223344', out='1\n', bus=writes(0xe0, 0x44))
        self.check('wdbg 0xe0 2 0x11223344', out='2\n', bus=writes(0xe0, 0x3344, size=2))

    def test_an_access_that_is_not_aligned_or_past_the_end_touches_nothing(self):
        for words in ('0xe1 2', '0xe1 4', '0xe2 4', '0xe0 3', '0xe0 0', '0x10000 1',
                      '0x1000000e0 1'):
            with self.subTest(words=words):
                self.check(f'wdbg {words} 1', out='0\n')
                self.check(f'wdbg {words}', out='0 0x0\n')

    def test_where_ioperm_is_refused_it_is_bytes_but_no_trap(self):
        self.check(f'{NO_IOPERM} wdbg 0xe0 4 0x11223344', out='4\n',
                   bus=writes(0xe0, 0x44, 0x33, 0x22, 0x11))
        self.check(f'{NO_IOPERM} wdbg 0xe0 2', out='2 0x3344\n', bus=reads(0xe0, 0x44, 0x33))
        self.check(f'{NO_IOPERM} wdbg 0xcf8 4 0x80000600', out='0\n')

    def test_it_works_on_a_kernel_without_the_device(self):
        for size in (1, 2, 4):
            with self.subTest(size=size):
                self.check(f'mv /dev/port /dev/away; wdbg 0xe0 {size} 5; mv /dev/away /dev/port',
                           out=f'{size}\n', bus=writes(0xe0, 5, size=size))

    def test_without_the_capability_nothing_is_moved(self):
        for size in (1, 4):
            with self.subTest(size=size):
                self.check('capsh --shell=/bin/sh --drop=cap_sys_rawio -- -c '
                           f"'wdbg 0xe0 {size} 1'", out='0\n')

    def test_a_run_that_holds_the_lock_is_waited_for_a_second(self):
        self.check('flock /dev/port sleep 3 & usleep 500000; wdbg 0xe0 4 1; wait', out='0\n')
        self.check('flock /dev/port usleep 300000 & usleep 100000; wdbg 0xe0 4 1; wait', out='4\n',
                   bus=writes(0xe0, 1, size=4))

    def test_every_shape_of_a_call_is_the_cycles_that_it_says(self):
        output, bus = self.machine.run('shapes')[1::2]
        self.assertEqual([str(a) for a in bus], [str(a) for a in (
            writes(0xe0, 0x11223344, size=4) +
            writes(0xe0, 0x5a) + reads(0xe1, 0x33) +
            reads(0xe0, 0x5a) +
            reads(0xe0, 0x335a, size=2) +
            writes(0xcf8, 0x80000000, size=4) + reads(0xcf8, 0x80000000, size=4) +
            reads(0xe0, 0x335a, 0x1122, size=2) + reads(0xe2, 0x1122, size=2) +
            writes(0xe0, 0x01020304, size=4) + reads(0xe0, 0x01020304, size=4) +
            writes(0xe0, 0x1234, size=2) + reads(0xe0, 0x1234, size=2) +
            writes(0xe0, 0x5678, size=2) + reads(0xe0, 0x5678, size=2) +
            writes(0xe0, 0x77) + reads(0xe0, 0x77) +
            writes(0xe0, 0x66666666, size=4) + reads(0xe0, 0x66666666, size=4) +
            reads(0xe0, 0x6666, size=2) +
            2 * reads(0xe0, 0x66666666, size=4))])
        for program in ('shapes++', 'shapes-odbc', 'shapes-pcsc'):
            with self.subTest(program=program):
                self.check(program, out=output, bus=bus)


if __name__ == '__main__':
    harness.main()
