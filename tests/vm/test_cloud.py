# SPDX-License-Identifier: LGPL-2.1-or-later
"""Debian's kernel for clouds, which was built without /dev/port."""

from guests import harness, reads, writes
from test_refused import MISSING, NOT_THERE, NO_DRIVER, UNSEEN, RefusedCase

KERNEL = {'kernel support': ('no', '/sys/class/mem: has null, but not port')}
REFUSED = f'{NO_DRIVER}; boot another kernel, or use -x, which can do without on x86'


class Cloud(RefusedCase):
    flavour = 'cloud-'

    def test_without_the_driver(self):
        self.check('ls /dev/port', status=1, err=f'ls: /dev/port: {MISSING}\n')
        rows = {**KERNEL, **NOT_THERE, **UNSEEN}
        self.check_refused(69, REFUSED, rows)
        self.check_table(0, '', rows, options='-x')

    def test_a_node_does_not_help(self):
        self.check('mknod /dev/port c 1 4; cat /dev/port', status=1,
                   err="cat: can't open '/dev/port': No such device or address\n")
        self.addCleanup(self.machine.run, 'rm /dev/port')
        rows = {**KERNEL, **UNSEEN}
        self.check_refused(69, REFUSED, rows)
        self.check_table(0, '', rows, options='-x')

    def test_an_exact_access_does_without_and_is_one_of_its_width(self):
        self.check('iow8 -x 0x80 1', out='1\n', bus=writes(0x80, 1))
        self.check('iow32 -x 0xe0 0x11223344', out='4\n', bus=writes(0xe0, 0x11223344, size=4))
        self.check('ior16 -x 0xe0', out='0x3344\n', bus=reads(0xe0, 0x3344, size=2))
        self.check('iow32 -x 0xe0 0:0xff', out='4\n', bus=[
            *reads(0xe0, 0x11223344, size=4), *writes(0xe0, 0x11223300, size=4)])


if __name__ == '__main__':
    harness.main()
