# SPDX-License-Identifier: LGPL-2.1-or-later
"""A run that has begun: nobody takes the device from it, stops it halfway or holds it up."""

import guests
from guests import harness, writes


class Undisturbed(guests.MachineCase):
    programs = ['capsh']

    @classmethod
    def files(cls):
        return [(harness.BUILD / 'tests/vm/thief', '/bin/thief')]

    # A run that sleeps in its sequence, and has no capability any more.
    ASLEEP = ("until grep -Ezq 'State:.S.*CapPrm:.0{16}' /proc/$(pidof ioseq)/status; do :; done "
              '2>/dev/null; ')

    def setUp(self):
        self.machine.run('printf "iow8 0xe2 1\\nsleep 60min\\n" >/tmp/long; chmod 644 /tmp/long')

    def check_theft(self, run, thief):
        """Another process of the same user may not even look for the device."""
        refused = 'thief: pidfd_getfd: Operation not permitted\n'
        self.check(f'{run} & {self.ASLEEP} {thief}; x=$?; kill $(pidof ioseq); wait; exit $x',
                   status=1, bus=writes(0xe2, 1),
                   err=3 * refused + 'thief: ptrace: Operation not permitted\n'
                   'ioseq: /tmp/long:2: stopped by SIGTERM; 1 of 2 operations done\n')

    def test_root_without_capabilities_takes_nothing_from_root(self):
        self.check_theft('ioseq /tmp/long', 'capsh --shell=/bin/sh --drop=all -- '
                         '-c "thief $(pidof ioseq)"')

    def test_a_user_takes_nothing_from_a_run_with_an_ambient_capability(self):
        self.machine.run('chmod 666 /dev/port')
        self.addCleanup(self.machine.run, 'chmod 600 /dev/port')
        self.check_theft('capsh --shell=/bin/sh --keep=1 --user=user --inh=cap_sys_rawio '
                         '--addamb=cap_sys_rawio -- -c "exec ioseq /tmp/long"',
                         'su user -c "thief $(pidof ioseq)"')


if __name__ == '__main__':
    harness.main()
