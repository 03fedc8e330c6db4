# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the commands do to be careful: dry run, driver conflicts, a log, no privileges."""

import guests
from guests import harness, writes

UNKNOWN = ('its owner is unknown, because without CAP_SYS_ADMIN /proc/ioports shows no '
           'addresses; run it as root')


class Care(guests.MachineCase):
    programs = ['capsh', 'setcap', 'strace']

    def test_a_dry_run_prints_owners_and_cycles_and_touches_nothing(self):
        self.check('iow16 -n 0x70 0x1122', out='''\
iow16 0x70 0x1122: single bytes, owner PCI Bus 0000:00 > rtc0
    write 0x22 to 0x70, 8 bits
    write 0x11 to 0x71, 8 bits
''')
        self.check('iow32 -n -x 0xcf8 0x80000600', out='''\
iow32 0xcf8 0x80000600: one in or out instruction, owner PCI conf1
    write 0x80000600 to 0xcf8, 32 bits
''')
        self.check('ior8 -n 0xffff', out='''\
ior8 0xffff: single bytes, owner PCI Bus 0000:00
    read from 0xffff, 8 bits
''')

    def test_a_dry_run_works_for_an_ordinary_user_who_can_t_see_the_owners(self):
        self.check("su user -c 'iow8 -n 0x70 1'", out='''\
iow8 0x70 0x01: single bytes, owner unknown
    write 0x01 to 0x70, 8 bits
''')

    def test_a_dry_run_works_without_the_device_and_without_proc(self):
        self.check('mv /dev/port /dev/away; iow8 -n 0x80 1; mv /dev/away /dev/port', out='''\
iow8 0x80 0x01: single bytes, owner PCI Bus 0000:00 > dma page reg
    write 0x01 to 0x80, 8 bits
''')
        self.check('umount /proc; iow8 -n 0x80 1; mount -t proc proc /proc', out='''\
iow8 0x80 0x01: single bytes, owner unknown
    write 0x01 to 0x80, 8 bits
''')

    def test_a_port_that_a_driver_owns_is_refused_where_that_is_asked_for(self):
        for words, owner in (('0x70 0', 'rtc0'), ('0x80 0', 'dma page reg'), ('0x64 0', 'keyboard')):
            for option in ('', '-n'):
                with self.subTest(words=words, option=option):
                    port = words.split()[0]
                    self.check(f'iow8 --exclusive {option} 0xe0 1 {words}', status=78,
                               err=f"iow8: {port}: a kernel driver owns this port, as '{owner}' "
                                   'in /proc/ioports; unload the driver, or leave out '
                                   '--exclusive\n')

    def test_an_access_that_touches_a_driver_s_port_at_its_end_is_refused(self):
        self.check('iow32 --exclusive 0x5d 0', status=78,
                   err="iow32: 0x5d: a kernel driver owns this port, as 'keyboard' in "
                       '/proc/ioports; unload the driver, or leave out --exclusive\n')

    def test_a_port_in_nothing_but_a_window_is_written(self):
        self.check('iow8 --exclusive 0xe0 1', out='1\n', bus=writes(0xe0, 1))
        self.check('iow32 -x --exclusive 0xe0 1', out='4\n', bus=writes(0xe0, 1, size=4))

    def test_an_owner_that_can_t_be_known_is_no_free_port(self):
        self.check('capsh --shell=/bin/sh --drop=cap_sys_admin -- -c '
                   "'iow8 --exclusive 0xe0 1'", status=78, err=f'iow8: 0xe0: {UNKNOWN}\n')
        self.check('umount /proc; iow8 --exclusive 0xe0 1; x=$?; mount -t proc proc /proc; exit $x',
                   status=78, err='iow8: 0xe0: its owner is unknown: /proc/ioports: '
                   'No such file or directory\n')

    def test_set_user_id_is_refused(self):
        self.check('cp $(which iow8) /bin/mine; chmod 4755 /bin/mine; '
                   "su user -c 'mine 0xe0 1'; x=$?; rm /bin/mine; exit $x", status=77,
                   err='iow8: this command does not run set-user-id or set-group-id; take the '
                       'bit off, and see PRIVILEGES in iospace(7) for a file capability\n')

    # What a process still has that is stopped on entry to pwrite64(2), number 18.
    STRACE = ('strace -qq -o /dev/null -e trace=pwrite64 -e inject=pwrite64:delay_enter=3000000 '
              'iow8 0xe0 1')
    STOPPED = (' & until pid=$(pidof iow8) && grep -q "^18 " /proc/$pid/syscall; do '
               "usleep 10000; done 2>/dev/null; grep -hE '^(Uid|Cap(Inh|Prm|Eff|Amb)|NoNewPrivs)' "
               '/proc/$pid/status; wait')

    def status_of(self, uid):
        return (f'Uid:\t{uid}\t{uid}\t{uid}\t{uid}\nCapInh:\t0000000000000000\n'
                'CapPrm:\t0000000000000000\nCapEff:\t0000000000000000\n'
                'CapAmb:\t0000000000000000\nNoNewPrivs:\t1\n1\n')

    def test_root_has_no_capability_left_at_the_first_access(self):
        self.check(self.STRACE + self.STOPPED, out=self.status_of(0), bus=writes(0xe0, 1))

    def test_a_user_with_ambient_capabilities_has_none_left_at_the_first_access(self):
        self.machine.run('chmod 666 /dev/port')
        self.check('capsh --shell=/bin/sh --keep=1 --user=user --inh=cap_sys_rawio '
                   f'--addamb=cap_sys_rawio -- -c "{self.STRACE}"{self.STOPPED}; x=$?; '
                   'chmod 600 /dev/port; exit $x',
                   out=self.status_of(1000), bus=writes(0xe0, 1))

    def test_a_user_with_a_file_capability_has_none_left_at_the_first_access(self):
        self.machine.run('cp $(which iow8) /bin/mine; setcap cap_sys_rawio=p /bin/mine; '
                         'chmod 666 /dev/port')
        stopped = (self.STRACE + self.STOPPED).replace('strace', 'strace -u user').replace('iow8', 'mine')
        self.check(f'{stopped}; x=$?; rm /bin/mine; chmod 600 /dev/port; exit $x',
                   out=self.status_of(1000), bus=writes(0xe0, 1))


if __name__ == '__main__':
    harness.main()
