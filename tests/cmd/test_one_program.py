# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""The static build: one program for all commands, and a link for each."""

import subprocess

import simulated
from simulated import harness

import installed
from installed import COMMANDS

USAGE = '''\
Usage: iospace COMMAND [WORD]...
All commands of iospace in one program. Link to it by their names, or name one.

'''


class OneProgram(simulated.SimulatedCase):
    def check_says(self, *words, status=0, out='', err=''):
        result = self.run_command('iospace', *words)
        self.assertEqual((result.returncode, result.stdout.decode(), result.stderr.decode()),
                         (status, out, err))

    def test_all_that_is_installed_for_commands_is_a_program_of_1_mib_and_links_to_it(self):
        directory = installed.Tree(self.directory / 'root').prefix / 'bin'
        self.assertEqual(sorted(path.name for path in directory.iterdir()),
                         sorted([*COMMANDS, 'iospace']))
        self.assertEqual({str((directory / name).readlink()) for name in COMMANDS}, {'iospace'})
        self.assertLessEqual((directory / 'iospace').stat().st_size, 1 << 20)
        result = subprocess.run([directory / 'iow8', '--version'], capture_output=True, check=True)
        self.assertEqual(result.stdout.split()[:2], [b'iow8', b'(iospace)'])

    def test_it_is_the_command_that_it_is_called_by_or_that_is_its_first_word(self):
        self.ports[0x80] = 0x5a
        self.check('iow8', '0x80', '0x5a', out='1\n')
        self.check_says('iow8', '-d', 'ports.img', '0x80', '0x5a', out='1\n')
        self.check_says('ior16', '-d', 'ports.img', '0x80', out='0x815a\n')
        self.check_says('iow8', 'x', status=64, err=(
            "iow8: 'x': not a number; expected an address, 0 to 0xffff (decimal, 0x, 0b or 0o)\n"))
        link = self.directory / 'ior8'
        link.symlink_to((self.commands / 'iospace').resolve())
        result = subprocess.run(['./ior8', '-d', 'ports.img', '0x80'], cwd=self.directory,
                                capture_output=True)
        self.assertEqual((result.returncode, result.stdout), (0, b'0x5a\n'))

    def test_each_of_its_commands_is_named(self):
        result = self.run_command('iospace', '--help')
        text = result.stdout.decode()
        self.assertEqual((result.returncode, text[:len(USAGE)]), (0, USAGE))
        self.assertEqual(sorted(line.strip() for line in text.splitlines() if line.startswith('  ')),
                         sorted(COMMANDS))
        for command in COMMANDS:
            with self.subTest(command=command):
                self.assertEqual(self.run_command('iospace', command, '--help').stdout,
                                 self.run_command(command, '--help').stdout)

    def test_its_version_is_that_of_its_commands(self):
        version = self.run_command('iow8', '--version').stdout.decode()
        self.assertRegex(version, r'^iow8 \(iospace\) [0-9.]+\n$')
        self.check_says('--version', out=version.replace('iow8', 'iospace'))

    def test_other_names_are_none(self):
        for name in ('sleep', 'finally', 'iow', 'iow64', 'io', '', '-x', 'iospace'):
            with self.subTest(name=name):
                self.check_says(name, '1', '1', status=64,
                                err=f"iospace: '{name}': no command; try 'iospace --help'\n")
        self.check_says(status=64, err="iospace: expected a command; try 'iospace --help'\n")
        result = subprocess.run(['anything'], executable=self.commands / 'iospace',
                                capture_output=True)
        self.assertEqual((result.returncode, result.stderr.decode()),
                         (64, "iospace: expected a command; try 'iospace --help'\n"))


if __name__ == '__main__':
    harness.main()
