# SPDX-License-Identifier: LGPL-2.1-or-later
"""Debian's kernel for clouds, which was built without /dev/port."""

import guests
from guests import harness, reads, writes
from test_refused import NO_DRIVER

REFUSED = f'{NO_DRIVER}; boot another kernel, or use -x, which can do without on x86'


class Cloud(guests.MachineCase):
    flavour = 'cloud-'

    def check_refused(self):
        """Every command is refused in the same words, and the bus sees nothing."""
        for command in ('iow8 0x80 1', 'iow32 0xe0 1:2', 'ior16 0xe0'):
            with self.subTest(command=command):
                self.check(command, status=69,
                           err=f'{command.split()[0]}: /dev/port: {REFUSED}\n')

    def test_without_the_driver(self):
        self.check('ls /dev/port', status=1, err='ls: /dev/port: No such file or directory\n')
        self.check_refused()

    def test_a_node_does_not_help(self):
        self.check('mknod /dev/port c 1 4; cat /dev/port', status=1,
                   err="cat: can't open '/dev/port': No such device or address\n")
        try:
            self.check_refused()
        finally:
            self.machine.run('rm /dev/port')

    def test_an_exact_access_does_without_and_is_one_of_its_width(self):
        self.check('iow8 -x 0x80 1', out='1\n', bus=writes(0x80, 1))
        self.check('iow32 -x 0xe0 0x11223344', out='4\n', bus=writes(0xe0, 0x11223344, size=4))
        self.check('ior16 -x 0xe0', out='0x3344\n', bus=reads(0xe0, 0x3344, size=2))
        self.check('iow32 -x 0xe0 0:0xff', out='4\n', bus=[
            *reads(0xe0, 0x11223344, size=4), *writes(0xe0, 0x11223300, size=4)])


if __name__ == '__main__':
    harness.main()
