# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""ioseq and iopoll on the real /dev/port, and the lock between them and lone commands."""

import guests
from guests import harness, reads, writes

PAIRS = 10_000


class Sequences(guests.MachineCase):
    def put(self, name, text):
        result = self.machine.run(f"cat >{name} <<'END'\n{text}END\n")
        self.assertEqual((result.status, result.err), (0, ''))

    def test_a_file_is_performed_in_order_and_finally_at_the_end(self):
        self.put('sequence', '# A comment.\n'
                             'finally iow8 0x80 9\n'
                             'iow8 0xe0 0x11 0xe1 0x22   # two operations\n'
                             '\tior8 0xe0\n'
                             'iow8 --verify 0xe1 0x0f:0xff\n'
                             'iow8 0xe1 0x80:0xf0\n'
                             'sleep 10us\n'
                             'iow32 0xe0 0x44332211\n'
                             'iow16 -x 0xe2 0x6655\n'
                             'iopoll16 -t 1s 0xe2 0x6655\n')
        self.check('ioseq sequence', out='0x11\n0x6655\n', bus=[
            *writes(0xe0, 0x11, 0x22), *reads(0xe0, 0x11),
            *writes(0xe1, 0x0f), *reads(0xe1, 0x0f),
            *reads(0xe1, 0x0f), *writes(0xe1, 0x8f),
            *writes(0xe0, 0x11, 0x22, 0x33, 0x44), *writes(0xe2, 0x6655, size=2),
            *reads(0xe2, 0x55, 0x66), *writes(0x80, 9)])

    def test_a_dry_run_and_a_check_touch_nothing(self):
        self.put('sequence', 'finally iow8 0x80 9\nsleep 1ms\niopoll8 0xe0 0:1\n')
        self.check('ioseq --check sequence')
        self.check('ioseq -n sequence',
                   out='sleep 1ms\niopoll8 -t 1s 0xe0 0x00:0x01: single bytes, owner PCI Bus '
                       '0000:00\n    read from 0xe0, 8 bits\n    ... until it is 0x00:0x01, for '
                       'at most 1s\nfinally iow8 0x80 0x09: single bytes, owner PCI Bus 0000:00 '
                       '> dma page reg\n    write 0x09 to 0x80, 8 bits\n')

    def test_an_error_in_the_last_of_100000_lines_is_found_before_the_first_access(self):
        self.machine.run('(yes "iow8 0x80 1" | head -n 99999; echo iow8 0x80 256) >long')
        self.check('ioseq long', status=65,
                   err="long:100000:11: '256': too large; expected a value, 0 to 0xff (decimal, "
                       '0x, 0b or 0o)\nioseq: long: 1 error; nothing was read or written\n')

    def test_the_device_itself_is_no_file_of_commands(self):
        for name, told in (('/dev/port', '/dev/port'), ('- </dev/port', '<stdin>')):
            with self.subTest(name=name):
                self.check(f'ioseq --check {name}', status=66,
                           err=f'ioseq: {told}: this is the port device, not a file of '
                               'commands; nothing was read or written\n')

    def test_the_first_failure_ends_the_body_and_not_the_finally_lines(self):
        self.put('sequence', 'iow8 0xe0 1\niopoll8 -t 1ms 0xe0 2\niow8 0xe0 3\n'
                             'finally iow8 0x80 4\n')
        result = self.machine.run('ioseq sequence')
        self.assertEqual((result.status, result.out, result.err),
                         (1, '0x01\n', 'ioseq: sequence:2: 0xe0: 0x02 did not appear within 1ms; '
                                       'the last value was 0x01; 2 of 4 operations done\n'))
        self.assertEqual([str(a) for a in (result.bus[0], result.bus[-1])],
                         [str(a) for a in (*writes(0xe0, 1), *writes(0x80, 4))])
        self.assertEqual({str(a) for a in result.bus[1:-1]}, {str(a) for a in reads(0xe0, 1)})

    def test_a_signal_ends_a_sleep_and_is_the_exit_status(self):
        self.put('sequence', 'iow8 0x80 1\nsleep 10min\niow8 0x80 2\nfinally iow8 0x80 3\n'
                             'finally sleep 1ms\n')
        # The shell says so, too, but not of SIGINT.
        for name, number, shell in (('INT', 2, ''), ('TERM', 15, 'Terminated\n'),
                                    ('HUP', 1, 'Hangup\n')):
            with self.subTest(signal=name):
                self.check(f'timeout -s {name} 1 ioseq sequence', status=128 + number,
                           err=f'ioseq: sequence:2: stopped by SIG{name}; 3 of 5 operations '
                               f'done\n{shell}', bus=[*writes(0x80, 1), *writes(0x80, 3)])

    def test_a_kill_leaves_no_lock(self):
        self.put('sequence', 'iow8 0x80 1\nsleep 10min\n')
        self.check('timeout -s KILL 1 ioseq sequence; iow8 0x80 2', out='1\n',
                   err='Killed\n', bus=[*writes(0x80, 1), *writes(0x80, 2)])

    def test_a_lone_command_waits_for_a_sequence(self):
        self.put('sequence', 'iow8 0x80 1\nsleep 2s\niow8 0x80 2\n')
        self.put('short', 'iow8 0x80 3\n')
        begin = ('ioseq sequence & until grep -Ezq "State:.S.*CapPrm:.0{16}" /proc/$!/status; '
                 'do :; done; ')
        self.check(begin + 'iow8 0x80 3; wait', out='1\n',
                   bus=[*writes(0x80, 1), *writes(0x80, 2), *writes(0x80, 3)])
        self.check(begin + 'ioseq --lock-timeout 20ms short; echo $?; wait', out='75\n',
                   err='ioseq: the I/O ports were locked by another process for 20ms; try '
                       'again\n', bus=[*writes(0x80, 1), *writes(0x80, 2)])

    def test_pci_configuration_space_in_one_run(self):
        self.put('sequence', 'iow32 0xcf8 0x80000000\nior32 0xcfc\n')
        self.check('ioseq -x sequence', out='0x12378086\n',
                   bus=[*writes(0xcf8, 0x80000000, size=4), *reads(0xcfc, 0x12378086, size=4)])
        self.check('ioseq sequence', status=78,
                   err='sequence:1:7: 0xcf8: in 4 single bytes, a write to 0xcf8-0xcfb can get to '
                       'the reset register 0xcf9; use -x\n'
                       'ioseq: sequence: 1 error; nothing was read or written\n')

    def test_iopoll_reads_until_the_time_is_over(self):
        self.check('iow8 -q 0xe0 0x81; iopoll8 0xe0 0x80:0xf0', out='0x81\n',
                   bus=[*writes(0xe0, 0x81), *reads(0xe0, 0x81)])
        self.check('iopoll8 -t 10ms -i 10s 0xe0 0', status=1, out='0x81\n',
                   err='iopoll8: 0xe0: 0x00 did not appear within 10ms; the last value was '
                       '0x81; 0 of 1 operations done\n', bus=[*reads(0xe0, 0x81)] * 2)


class Lock(guests.MachineCase):
    """Two processors, so that two processes are at work at the same moment."""

    options = ['-smp', '2']

    def test_index_and_data_of_two_processes_are_never_torn(self):
        # A pair is an index and that value as data. One process makes ten with each run of
        # iow8, the other a hundred with each run of ioseq.
        words = ' '.join(f'0xe0 {n} 0xe1 {n}' for n in range(10))
        lines = ''.join(f'iow8 0xe0 {n} 0xe1 {n}\n' for n in range(100, 200))
        self.machine.run(f"printf '%s' '{lines}' >sequence")
        result = self.machine.run(
            f'(for i in $(seq {PAIRS // 20}); do iow8 -q {words}; done) & '
            f'for i in $(seq {PAIRS // 200}); do ioseq sequence; done; wait')
        self.assertEqual((result.status, result.out, result.err), (0, '', ''))
        bus = [a for a in result.bus if a.kind == 'write' and a.port in (0xe0, 0xe1)]
        pairs = list(zip(bus[::2], bus[1::2]))
        self.assertEqual((len(bus), len(pairs)), (2 * PAIRS, PAIRS))
        self.assertEqual([(str(index), str(data)) for index, data in pairs
                          if (index.port, data.port) != (0xe0, 0xe1)
                          or index.value != data.value], [])
        # They did take turns.
        self.assertGreater(sum((a.value < 100) != (b.value < 100)
                               for (a, _), (b, _) in zip(pairs, pairs[1:])), 20)


if __name__ == '__main__':
    harness.main()
