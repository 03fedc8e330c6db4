# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""--help and --version, whole."""

import re

import simulated
from simulated import harness

IOSEQ = '''\
Usage: ioseq [OPTION]... FILE
Check all lines of FILE, or of standard input where it is "-", and then
run them under one lock. They are commands as at the shell.

  -x, --exact              use one bus cycle of the full width
  -d, --device FILE        use another device, or a file of 64 KiB
      --verify             read back and compare
      --exclusive          refuse a port that a kernel driver owns
      --log                tell syslog of each write
      --lock-timeout TIME  wait so long for other runs (default: 5s)
      --no-lock            take no lock: something around it has it
      --check              check the file, and do nothing
      --trusted            refuse a FILE that not only root can change
      --json               print results as JSON, an object a line
  -n, --dry-run            print what would be done, and do nothing
  -f, --force              do what is refused for safety
  -q, --quiet              print no results
  -v, --verbose            print each operation with its result
  -h, --help               print this help
  -V, --version            print the version

Example: ioseq --check board.ioseq
A FILE that begins with '#!/usr/bin/env ioseq' can be a command itself.
What its lines are is in ioseq(5).
Numbers are decimal, 0x hexadecimal, 0b binary or 0o octal.
The manual is ioseq(8), and iospace(7) for what I/O ports are.
'''

HELP = {
    'iow': '''\
Usage: {command} [OPTION]... ADDRESS VALUE[:MASK] [ADDRESS VALUE[:MASK]]...
Write VALUE to the I/O port ADDRESS, and print the number of bytes written.
With MASK, change only the bits that are set in it. ADDRESS=VALUE[:MASK] as one
word is the same.

  -x, --exact              use one bus cycle of the full width
  -d, --device FILE        use another device, or a file of 64 KiB
  -I, --index INDEX[,DATA] address registers, behind these two ports
      --ec[=COMMAND,DATA]  address registers of an embedded controller
      --enter LIST         first write this to the index port
      --bank REG=VALUE     set a register, and put it back at the end
      --exit LIST          write this at the end, whatever has happened
      --verify             read back and compare
      --exclusive          refuse a port that a kernel driver owns
      --log                tell syslog of each write
      --no-lock            take no lock: something around it has it
      --json               print results as JSON, an object a line
  -n, --dry-run            print what would be done, and do nothing
  -f, --force              do what is refused for safety
  -q, --quiet              print no results
  -v, --verbose            print each operation with its result
  -h, --help               print this help
  -V, --version            print the version

Example: {command} 0x80 0x5a
Numbers are decimal, 0x hexadecimal, 0b binary or 0o octal.
The manual is {command}(8), and iospace(7) for what I/O ports are.
''',
    'iopoll': '''\
Usage: {command} [OPTION]... ADDRESS VALUE[:MASK]...
Read the I/O port ADDRESS until one of the values appears, or those bits of it
that are set in MASK, and print the value read last.

  -x, --exact              use one bus cycle of the full width
  -d, --device FILE        use another device, or a file of 64 KiB
  -I, --index INDEX[,DATA] address registers, behind these two ports
      --ec[=COMMAND,DATA]  address registers of an embedded controller
      --enter LIST         first write this to the index port
      --bank REG=VALUE     set a register, and put it back at the end
      --exit LIST          write this at the end, whatever has happened
  -t, --timeout TIME       give up after so long (default: 1s)
  -i, --interval TIME      wait so long between two reads
      --not                wait until it is none of the values
      --no-lock            take no lock: something around it has it
      --json               print results as JSON, an object a line
  -n, --dry-run            print what would be done, and do nothing
  -f, --force              do what is refused for safety
  -q, --quiet              print no results
  -v, --verbose            print each operation with its result
  -h, --help               print this help
  -V, --version            print the version

Example: {command} -t 100ms 0x64 0:0x02
Numbers are decimal, 0x hexadecimal, 0b binary or 0o octal.
The manual is {command}(8), and iospace(7) for what I/O ports are.
''',
    'ior': '''\
Usage: {command} [OPTION]... RANGE...
Read I/O ports, and print the value of each. RANGE is ADDRESS, FIRST-LAST or
FIRST+COUNT.

  -x, --exact              use one bus cycle of the full width
  -d, --device FILE        use another device, or a file of 64 KiB
  -I, --index INDEX[,DATA] address registers, behind these two ports
      --ec[=COMMAND,DATA]  address registers of an embedded controller
      --enter LIST         first write this to the index port
      --bank REG=VALUE     set a register, and put it back at the end
      --exit LIST          write this at the end, whatever has happened
      --no-lock            take no lock: something around it has it
      --json               print results as JSON, an object a line
  -n, --dry-run            print what would be done, and do nothing
  -f, --force              do what is refused for safety
  -q, --quiet              print no results
  -v, --verbose            print each operation with its result
  -h, --help               print this help
  -V, --version            print the version

Example: {command} 0x71
Numbers are decimal, 0x hexadecimal, 0b binary or 0o octal.
The manual is {command}(8), and iospace(7) for what I/O ports are.
''',
    'iodump': '''\
Usage: {command} [OPTION]... RANGE...
Show I/O ports, 16 bytes in a row. RANGE is ADDRESS, FIRST-LAST or FIRST+COUNT.
What a read is known to change is not read, and shown as --.

  -x, --exact              use one bus cycle of the full width
  -d, --device FILE        use another device, or a file of 64 KiB
  -I, --index INDEX[,DATA] address registers, behind these two ports
      --ec[=COMMAND,DATA]  address registers of an embedded controller
      --enter LIST         first write this to the index port
      --bank REG=VALUE     set a register, and put it back at the end
      --exit LIST          write this at the end, whatever has happened
      --all                read also what a read is known to change
      --raw                print the bytes alone, 0xff for what is not read
      --watch TIME         show again after so long, and what has changed
      --no-lock            take no lock: something around it has it
      --json               print results as JSON, an object a line
  -n, --dry-run            print what would be done, and do nothing
  -f, --force              do what is refused for safety
  -q, --quiet              print no results
  -v, --verbose            print each operation with its result
  -h, --help               print this help
  -V, --version            print the version

Example: {command} 0x60-0x6f
Numbers are decimal, 0x hexadecimal, 0b binary or 0o octal.
The manual is {command}(8), and iospace(7) for what I/O ports are.
''',
}

IOCHECK = '''\
Usage: iocheck [OPTION]...
Say whether port I/O works for the caller, and if not, why.
No port is read or written.

  -x, --exact              use one bus cycle of the full width
  -d, --device FILE        use another device, or a file of 64 KiB
      --json               print the table as JSON
  -q, --quiet              print no results
  -h, --help               print this help
  -V, --version            print the version

Example: iocheck -x
The manual is iocheck(8), and iospace(7) for what I/O ports are.
'''


class Help(simulated.SimulatedCase):
    def test_help_lists_every_option(self):
        for width in (8, 16, 32):
            for stem, text in HELP.items():
                command = f'{stem}{width}'
                for option in ('-h', '--help'):
                    with self.subTest(command=command, option=option):
                        self.check(command, option, out=text.format(command=command))
        for option in ('-h', '--help'):
            with self.subTest(command='iocheck', option=option):
                self.check('iocheck', option, out=IOCHECK)

    def test_version_names_the_command_and_the_suite(self):
        project = (harness.SOURCE / 'meson.build').read_text()
        version = re.search(r"\n    version: '(.*)'", project)[1]
        for command in ('iow8', 'ior32', 'iocheck'):
            for option in ('-V', '--version'):
                with self.subTest(command=command, option=option):
                    self.check(command, option, out=f'{command} (iospace) {version}\n')

    def test_help_of_a_sequence_is_that_of_no_line(self):
        for option in ('-h', '--help', '-qh'):
            with self.subTest(option=option):
                self.check('ioseq', option, out=IOSEQ)
        self.check('ioseq', 'missing', '--check', '-h', out=IOSEQ)
        self.check('iopoll16', '0x80', '1', '-t', '1min', '-h',
                   out=HELP['iopoll'].format(command='iopoll16'))

    def test_a_long_option_can_be_cut_short_where_that_leaves_one(self):
        line = self.directory / 'line.ioseq'
        line.write_text('iow8 --verif 0x80 0x5a\n')
        self.ports[0x80] = 0x5a
        self.check('iow8', '--verb', '0x80', '0x5a', out='iow8 0x80 0x5a: 1\n')
        self.check('ior8', '--verb', '0x80', out='ior8 0x80: 0x5a\n')
        self.check('iopoll8', '--verb', '0x80', '0x5a', out='iopoll8 -t 1s 0x80 0x5a: 0x5a\n')
        self.check('ioseq', '--verb', 'line.ioseq', out='iow8 0x80 0x5a: 1, read back 0x5a\n')
        self.check('iocheck', '--ex', '--qu')

    def test_each_command_has_a_version(self):
        project = (harness.SOURCE / 'meson.build').read_text()
        version = re.search(r"\n    version: '(.*)'", project)[1]
        for command in ('iopoll8', 'iopoll16', 'iopoll32', 'ioseq'):
            with self.subTest(command=command):
                self.check(command, '-V', out=f'{command} (iospace) {version}\n')

    def test_help_touches_nothing_whatever_stands_beside_it(self):
        self.check('iow8', '0x80', '1', '--help', out=HELP['iow'].format(command='iow8'))
        self.check('iocheck', 'word', '--help', out=IOCHECK)


if __name__ == '__main__':
    harness.main()
