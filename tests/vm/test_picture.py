# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""The picture of the README is what a terminal shows, in a machine with a real /dev/port."""

import guests
import picture
from guests import harness

PICTURE = harness.SOURCE / 'tests/terminal.svg'

# Before register 0x0b is what the clock moves.
COMMANDS = (('# ', 'iodump8 -I 0x70 0x0b-0x3f', 'iodump8 -I 0x70 0x0b-0x3f'),
            ('$ ', 'iocheck', "su user -c 'iocheck; :'"))


class Picture(guests.MachineCase):
    programs = ['script']
    append = 'lsm=landlock'  # whatever else this kernel has

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.machine.run('mkdir /dev/pts; mount -t devpts devpts /dev/pts; '
                        'mount -t securityfs securityfs /sys/kernel/security')

    def test_it_is_what_a_terminal_shows(self):
        shown = []
        for prompt, typed, command in COMMANDS:
            result = self.machine.run(f'script -q -e -c "{command}" /dev/null')
            self.assertEqual((result.status, result.err), (0, ''))
            shown.append(f'{prompt}\033[1m{typed}\033[0m\n' + result.out.replace('\r\n', '\n'))
        made = picture.draw('\n'.join(shown), 'A terminal: iodump8 of the memory beside the clock, '
                           'and iocheck as an ordinary user')
        path = harness.BUILD / PICTURE.name
        path.write_text(made)
        self.assertEqual(made, PICTURE.read_text() if PICTURE.exists() else '',
                         f'if the new picture is right: cp {path} {PICTURE}')


if __name__ == '__main__':
    harness.main()
