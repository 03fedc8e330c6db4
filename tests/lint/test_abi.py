# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""A program that was built for this library, with a later one."""

import errno
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import harness

ABI = harness.SOURCE / 'tests/abi'
LIBRARY = harness.BUILD / 'lib/libiospace.so'
RENEWED = """of what the last release has, something is gone or changed, and programs that were built
for it break. What has a new soname, or was never released, is kept with
    tests/abi/dump BUILD >tests/abi/libiospace.abi"""


class Abi(unittest.TestCase):
    maxDiff = None

    def run_caller(self, library):
        """The lines that the program prints with the library of that directory."""
        result = subprocess.run([harness.BUILD / 'tests/abi/caller'], capture_output=True,
                                text=True, env={**os.environ, 'LC_ALL': 'C',
                                                'LD_LIBRARY_PATH': str(harness.BUILD / library)})
        self.assertEqual((result.returncode, result.stderr), (0, ''))
        return result.stdout.splitlines()

    def test_one_more_condition_reason_and_remedy_are_read_by_a_program_that_knows_none(self):
        version, *lines = self.run_caller('lib')
        conditions, unknown = lines[:12], f'cause 0: {os.strerror(errno.EIO)}; remedy 0: '
        self.assertEqual(lines, [*conditions,
                                 f'cause 0: {os.strerror(errno.EHOSTDOWN)}; remedy 0: ',
                                 *conditions, unknown])
        one_more = 'condition 99: one more, reason 98, remedy: take one more remedy'
        self.assertEqual(self.run_caller('tests/abi'), [
            version, *conditions, one_more,
            'cause 98: there is one more reason; remedy 97: take one more remedy',
            # What is known today is told as today.
            *conditions, one_more, unknown])

    def need_abidiff(self):
        if platform.machine() != 'x86_64':
            harness.skip('what is kept is of x86-64')
        if not shutil.which('abidiff'):
            harness.skip('abidiff is not installed')

    def compare(self, released):
        """What abidiff has to say of the library, beside an earlier one."""
        # More functions are no harm.
        return subprocess.run(
            ['abidiff', '--no-added-syms', '--exported-interfaces-only', '--drop-private-types',
             '--headers-dir2', harness.SOURCE / 'lib/include', released, LIBRARY],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def test_the_library_has_all_that_the_last_release_has(self):
        self.need_abidiff()
        result = self.compare(ABI / 'libiospace.abi')
        self.assertEqual(result.returncode, 0, f'{result.stdout}\n{RENEWED}')

    def test_a_change_that_breaks_a_program_is_seen_in_what_a_release_keeps(self):
        self.need_abidiff()
        dump = subprocess.run([ABI / 'dump', harness.BUILD], check=True, capture_output=True,
                              text=True).stdout
        [number] = re.findall(r"<type-decl name='int' .* id='(.*)'", dump)
        for pattern, before, status, seen in (
                ('$^', '', 0, ''),
                # A function that is there no more, and the types of one that is.
                (r"(\n *<elf-symbol name='iospace_)check(.*)", r'\g<0>\1gone\2', 12,
                 '1 Removed function symbol'),
                (r"(<function-decl name='iospace_get_reads'(?s:.*?)<return type-id=)'.*'",
                 rf"\1'{number}'", 4, 'type size changed from 32 to 64'),
                # A public struct, and the value of a name.
                ("(<class-decl name='iospace_datum'.* size-in-bits=)'64'", r"\1'96'", 4,
                 'type size changed from 96 to 64'),
                ("(name='IOSPACE_REASON_NO_CAPABILITY' value=)'1'", r"\1'99'", 4,
                 "from value '99' to '1'")):
            with self.subTest(pattern=pattern), tempfile.NamedTemporaryFile('w') as file:
                file.write(re.sub(pattern, before, dump))
                file.flush()
                result = self.compare(file.name)
                self.assertEqual(result.returncode, status, result.stdout)
                self.assertIn(seen, result.stdout)


if __name__ == '__main__':
    harness.main()
