# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""How what is built resists an attacker, as readelf(1) sees it."""

import pathlib
import platform
import re
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import harness

# The static program has no symbols for a loader, and its place is fixed, for what it would cost
# to relocate itself.
STATIC = [name for name in ['cmd/iospace'] if (harness.BUILD / name).exists()]
COMMANDS = ['iow8', 'ior16', 'iopoll32', 'ioseq', 'iocheck']
DYNAMIC = ['lib/libiospace.so'] + [f'cmd/{command}' for command in COMMANDS if not STATIC]
BUILT = STATIC + DYNAMIC


def readelf(option, path):
    return subprocess.run(['readelf', '-W', option, path], check=True, capture_output=True,
                          text=True).stdout


class Hardening(unittest.TestCase):
    def check_each(self, option, pattern, files=BUILT):
        for name in files:
            with self.subTest(file=name):
                self.assertRegex(readelf(option, harness.BUILD / name), pattern)

    def test_all_is_loaded_where_nobody_knows(self):
        self.check_each('-h', r'Type: +DYN ', DYNAMIC)

    def test_what_the_loader_has_filled_in_can_t_be_written_to(self):
        self.check_each('-l', r'\n +GNU_RELRO ')
        self.check_each('-d', r'\bNOW\b', DYNAMIC)

    def test_the_stack_can_t_be_executed_and_an_overrun_is_found(self):
        self.check_each('-l', r'\n +GNU_STACK .* RW +0x')
        self.check_each('--dyn-syms', r'UND __stack_chk_fail\b', DYNAMIC)

    def test_calls_that_fill_a_buffer_know_how_large_it_is(self):
        self.check_each('--dyn-syms', r'UND __\w+_chk\b', DYNAMIC)

    def check_objects(self, build, marked):
        objects = list(build.glob('*/*.p/*.c.o'))
        self.assertGreater(len(objects), 30)
        self.check_each('-n', marked, objects)

    def test_control_flow_is_marked_for_arm64(self):
        build = harness.SOURCE / '.build/arm64/build'
        if not build.exists():
            harness.skip('tests/all makes the build for arm64')
        self.check_objects(build, r'AArch64 feature: BTI, PAC')

    def test_control_flow_is_marked_as_far_as_libc_is(self):
        if platform.machine() != 'x86_64':
            harness.skip('the marks are of x86-64')
        marked = r'x86 feature: IBT, SHSTK'
        [start] = re.findall(r'\S+/crti\.o', subprocess.run(
            ['cc', '-print-file-name=crti.o'], check=True, capture_output=True, text=True).stdout)
        self.check_objects(harness.BUILD, marked)
        if re.search(marked, readelf('-n', start)):
            self.check_each('-n', marked)


if __name__ == '__main__':
    harness.main()
