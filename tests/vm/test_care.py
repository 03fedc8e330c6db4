# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""What the commands do to be careful: dry run, driver conflicts, a log, no privileges."""

import guests
import manual
from guests import harness, writes

PAGE = harness.SOURCE / 'man/iospace.7'

UNKNOWN = ('its owner is unknown, because without CAP_SYS_ADMIN /proc/ioports shows no '
           'addresses; run it with that, or leave out --exclusive')
REMEDY = 'unload the driver or unbind it, or leave out --exclusive'


class Care(guests.MachineCase):
    programs = ['capsh', 'setcap', 'strace']
    options = ['-device', 'ipmi-bmc-sim,id=bmc', '-device', 'isa-ipmi-kcs,bmc=bmc']

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

    def test_owners_within_each_other_and_side_by_side_are_told_apart(self):
        self.check('ior16 -n 0xca2', out='''\
ior16 0xca2: single bytes, owner PCI Bus 0000:00 > IPI0001:00 > IPMI Address 1, \
PCI Bus 0000:00 > IPI0001:00 > IPMI Address 2
    read from 0xca2, 8 bits
    read from 0xca3, 8 bits
''')
        self.check('ior32 -n -x 0xcf4; ior32 -n 0xcf6', out='''\
ior32 0xcf4: one in or out instruction, owner PCI Bus 0000:00
    read from 0xcf4, 32 bits
ior32 0xcf6: single bytes, owner PCI Bus 0000:00, PCI conf1
    read from 0xcf6, 8 bits
    read from 0xcf7, 8 bits
    read from 0xcf8, 8 bits
    read from 0xcf9, 8 bits
''')

    def test_the_owners_are_read_once_for_all_lines_and_only_where_they_are_asked_for(self):
        self.check('for i in $(seq 100); do echo "iow8 0xe0 $i"; done >/tmp/many; '
                   'for o in -q -n --exclusive "-n --exclusive"; do '
                   'strace -qq -e trace=open,openat -o /tmp/opened ioseq $o /tmp/many >/dev/null; '
                   'grep -c /proc/ioports /tmp/opened; done', out='0\n1\n1\n1\n', bus=None)

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
        for option in ('', '-n'):
            with self.subTest(option=option):
                self.check(f'iow8 --exclusive {option} 0xe0 1 0x70 0', status=78,
                           err="iow8: 0x70: a kernel driver owns this port, as 'rtc0' in "
                               f'/proc/ioports; {REMEDY}\n')
        self.check('mknod /tmp/other c 1 4; iow8 -d /tmp/other --exclusive 0x70 0', status=78,
                   err="iow8: 0x70: a kernel driver owns this port, as 'rtc0' in /proc/ioports; "
                       f'{REMEDY}\n')

    def test_a_port_of_the_kernel_itself_is_refused_without_a_word_of_unloading_it(self):
        for command, port, owner in (('iow8', '0x80', 'dma page reg'), ('iow8', '0x64', 'keyboard'),
                                     ('iow8', '0x608', 'ACPI PM_TMR'), ('iow8', '0xca2', 'IPMI Address 1'),
                                     ('iow32 -x', '0xcf8', 'PCI conf1'), ('iow32', '0x5d', 'keyboard')):
            with self.subTest(port=port):
                self.check(f'{command} --exclusive {port} 0', status=78,
                           err=f"{command.split()[0]}: {port}: the kernel itself owns this port, "
                               f"as '{owner}' in /proc/ioports, and can't be unloaded; leave out "
                               '--exclusive\n')

    def test_a_device_s_port_is_its_driver_s_as_long_as_one_is_bound(self):
        for bus, device, driver, port in (
                ('platform', 'QEMU0002:00', 'serial8250', '0x510'),
                ('pci', '0000:00:01.1', 'iosf_mbi_pci', '0x376')):
            write = f'iow8 --exclusive {port} 0'
            find = f'cd /sys/bus/{bus}; echo {driver} >devices/{device}/driver_override;'
            shown = f'iow8 {port} 0x00: single bytes, owner PCI Bus 0000:00 > {device}%s\n' \
                    f'    write 0x00 to {port}, 8 bits\n'
            with self.subTest(device=device):
                self.check(f'{write}; iow8 -n {port} 0', out=f'1\n{shown}' % '',
                           bus=writes(int(port, 16), 0))
                self.check(f'{find} echo {device} >drivers_probe', bus=None)
                self.check(f'iow8 -n {port} 0; {write}', status=78, out=shown % f' ({driver})',
                           err=f"iow8: {port}: a kernel driver owns this port, as '{device}' "
                               f'({driver}) in /proc/ioports; {REMEDY}\n')
                self.check(f'{find} echo {device} >drivers/{driver}/unbind; {write}', out='1\n',
                           bus=writes(int(port, 16), 0))

    def test_a_device_s_driver_that_can_t_be_seen_is_no_free_port(self):
        self.check('mount -t tmpfs none /sys; iow8 -n 0x510 0; iow8 --exclusive 0x510 0; x=$?; '
                   'umount /sys; exit $x', status=78,
                   out='iow8 0x510 0x00: single bytes, owner PCI Bus 0000:00 > QEMU0002:00 (driver '
                       'unknown)\n    write 0x00 to 0x510, 8 bits\n',
                   err="iow8: 0x510: its owner is unknown: /sys does not tell whether "
                       "'QEMU0002:00' has a driver: No such file or directory; mount sysfs there, "
                       'or leave out --exclusive\n')

    def test_a_port_in_nothing_but_a_window_is_written(self):
        self.check('iow8 --exclusive 0xe0 1', out='1\n', bus=writes(0xe0, 1))
        self.check('iow32 -x --exclusive 0xe0 1', out='4\n', bus=writes(0xe0, 1, size=4))

    def test_an_owner_that_can_t_be_known_is_no_free_port(self):
        self.check('capsh --shell=/bin/sh --drop=cap_sys_admin -- -c '
                   "'iow8 --exclusive 0xe0 1'", status=78, err=f'iow8: 0xe0: {UNKNOWN}\n')
        self.check('umount /proc; iow8 --exclusive 0xe0 1; x=$?; mount -t proc proc /proc; exit $x',
                   status=78, err='iow8: 0xe0: its owner is unknown: /proc/ioports: '
                   'No such file or directory\n')

    def test_an_empty_list_of_owners_is_no_free_port(self):
        self.check('mount --bind /dev/null /proc/ioports; iow8 -n 0xe0 1; '
                   'iow8 --exclusive 0xe0 1; x=$?; umount /proc/ioports; exit $x', status=78,
                   out='iow8 0xe0 0x01: single bytes, owner unknown\n    write 0x01 to 0xe0, 8 bits\n',
                   err='iow8: 0xe0: its owner is unknown, because /proc/ioports is empty here; run '
                       'it where it is not, or leave out --exclusive\n')

    NODE = manual.display(PAGE, 'stat').strip()

    def in_container(self, make_node):
        """A script: while a run holds the lock between two writes, another that does not wait,
        with such a node in a /dev of its own."""
        return f'''
            printf 'iow8 0xe0 1\\nsleep 2s\\niow8 0xe0 3\\n' | ioseq - &
            until grep -q "^CapPrm:.0*$" /proc/$!/status; do :; done
            {self.NODE} >/tmp/node
            cat >/tmp/inside <<"END"
                mkdir -p /srv/box/dev
                mount -t tmpfs none /srv/box/dev
                {make_node}
                mount --rbind /srv/box/dev /dev
                [ "$({self.NODE})" != "$(cat /tmp/node)" ] || echo the same
                echo iow8 0xe0 2 | ioseq --lock-timeout 0 -
END
            unshare -m sh /tmp/inside; x=$?; wait; exit $x'''

    def test_another_node_of_the_device_has_another_lock(self):
        self.check(self.in_container('mknod /srv/box/dev/port c 1 4'),
                   bus=writes(0xe0, 1) + writes(0xe0, 2) + writes(0xe0, 3))

    def test_a_container_with_the_host_s_node_shares_the_lock(self):
        self.check(self.in_container(manual.display(PAGE, 'touch')), status=75, out='the same\n',
                   err='ioseq: the I/O ports are locked by another process; try again\n',
                   bus=writes(0xe0, 1) + writes(0xe0, 3))

    def test_another_mount_of_proc_has_another_lock_too(self):
        one, another = (self.NODE.replace('/dev/port', f'{proc}/ioports')
                        for proc in ('/proc', '/tmp/proc'))
        self.check('mkdir -p /tmp/proc; mount -t proc proc /tmp/proc; '
                   f'[ $({one}) = $({another}) ]; x=$?; umount /tmp/proc; exit $x', status=1)

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
