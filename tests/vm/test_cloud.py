# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""Debian's kernel for clouds, which was built without /dev/port."""

import errno

from guests import harness, reads, writes
from test_refused import MISSING, NOT_THERE, NO_DRIVER, UNSEEN, RefusedCase

KERNEL = {'kernel support': ('no', '/sys/class/mem: has null, but not port')}
REFUSED = f'{NO_DRIVER}; boot another kernel, or use -x, which can do without'
# ioperm(2), number 173, with the ENOSYS of a kernel that lacks it.
NO_IOPERM = f'refuse 173 0 {errno.ENOSYS}'
NO_EXACT = ('there is no access of the full width to this port: the kernel has no ioperm '
            '(CONFIG_X86_IOPL_IOPERM), and the port is in no PCI I/O BAR or in several')


class Cloud(RefusedCase):
    flavour = 'cloud-'

    @classmethod
    def files(cls):
        return [(harness.BUILD / 'tests/vm/refuse', '/bin/refuse')]

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

    def test_where_there_is_no_exact_access_either_no_message_leads_to_the_other(self):
        self.check(f'{NO_IOPERM} iow8 -x 0x80 1', status=69,
                   err=f'iow8: 0x80: {NO_EXACT}; boot another kernel\n')

    def test_what_it_locks_in_place_of_the_device_must_be_seen(self):
        self.check("unshare -m sh -c 'umount -l /proc; iow8 -x 0x80 1'", status=69,
                   err=f'iow8: /dev/port: {NO_DRIVER}; let it see /proc/ioports, which is '
                       'locked in its place, in systemd with ProcSubset=all\n')

    def test_an_exact_access_does_without_and_is_one_of_its_width(self):
        self.check('iow8 -x 0x80 1', out='1\n', bus=writes(0x80, 1))
        self.check('iow32 -x 0xe0 0x11223344', out='4\n', bus=writes(0xe0, 0x11223344, size=4))
        self.check('ior16 -x 0xe0', out='0x3344\n', bus=reads(0xe0, 0x3344, size=2))
        self.check('iow32 -x 0xe0 0:0xff', out='4\n', bus=[
            *reads(0xe0, 0x11223344, size=4), *writes(0xe0, 0x11223300, size=4)])


class LockedDown(RefusedCase):
    flavour = 'cloud-'
    append = 'lockdown=integrity'

    def test_an_exact_access_is_not_offered(self):
        self.check('mount -t securityfs securityfs /sys/kernel/security')
        self.check('iow8 0x80 1', status=69,
                   err=f'iow8: /dev/port: {NO_DRIVER}; boot another kernel\n')


if __name__ == '__main__':
    harness.main()
