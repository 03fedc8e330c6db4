# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""System calls that fail before and at an access to real ports: see tests/faults."""

import pathlib
import sys

import guests
from guests import harness, writes

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'faults'))

import rows
import traced

# What a command makes of it is no failure. Of ioperm(2) that is the first, a question, and the
# last, which gives back what the end of the process gives back.
HARMLESS = {'capget', 'close', 'getrandom', 'ioperm', 'munmap', 'poll', 'rt_sigtimedwait'}
# Nor is it if a message can't be delivered.
OF_THE_LOG = {'connect', 'sendto', 'socket'}


class Faults(guests.MachineCase):
    programs = ['strace']

    def check_each(self, command, bus):
        """Each call of a command fails once, with the likeliest errors of it: it says so in
        one line and its status, and what the bus has seen is all of it or nothing."""
        calls = traced.parse(self.machine.run(f'strace -qqo /tmp/trace {command} >/dev/null; '
                                              'cat /tmp/trace').out)
        name = command.split()[0]
        self.assertGreater(len(calls), 15)
        self.assertEqual('--log' in command, OF_THE_LOG <= {call.name for call in calls})
        for call in calls:
            # A device that is not there is none that -x needs.
            errors = rows.ERRORS.get(call.name, '').replace('ENOENT', '').split()
            for error in errors[:2]:
                with self.subTest(command=command, call=call.name, number=call.number, error=error):
                    result = self.machine.run(
                        f'strace -qqo /dev/null -e inject={call.name}:error={error}:'
                        f'when={call.number} {command}')
                    self.assertIn(result.status, (0, 69, 71, 74, 77))
                    self.assertIn(result.bus, [bus, []])
                    if result.status:
                        self.assertRegex(result.err, rf'\A{name}: [^\n]*\n\Z')
                    else:
                        self.assertIn(call.name, HARMLESS | OF_THE_LOG)
                        self.assertEqual((result.bus, result.err), (bus, ''))
                    # Without this end nothing was written.
                    if result.bus:
                        self.assertEqual('operations done' in result.err, result.status != 0)

    def test_of_single_bytes(self):
        self.check_each('iow16 0xe0 0x2211', writes(0xe0, 0x11, 0x22))

    def test_of_a_write_that_is_logged(self):
        self.machine.run('rm -f /dev/log; syslogd -n -O /tmp/log & '
                         'until [ -S /dev/log ]; do usleep 10000; done')
        self.check_each('iow8 --log 0xe0 0x5a', writes(0xe0, 0x5a))

    def test_of_one_cycle(self):
        self.check_each('iow32 -x 0xe0 0x44332211', writes(0xe0, 0x44332211, size=4))


if __name__ == '__main__':
    harness.main()
