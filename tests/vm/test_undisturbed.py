# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
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


class Log(guests.MachineCase):
    programs = ['strace']

    # A log daemon that has begun to listen; and one that has got all that was sent.
    START = 'rm -f /dev/log; syslogd -n -O /tmp/log & until [ -S /dev/log ]; do usleep 10000; done; '
    END = ('; x=$?; logger end; until grep -q end /tmp/log; do usleep 10000; done; '
           'kill $(pidof syslogd); '
           "sed -n 's/.* user.notice \\(io.*\\)/\\1/p' /tmp/log; rm /tmp/log; exit $x")

    def check_log(self, script, out, **kwargs):
        self.check(self.START + script + self.END, out=out, **kwargs)

    @staticmethod
    def messages(command, words, told, count, size):
        return (f'{command}: {words}: about to be written, uid 0\n'
                f'{command}: {told}: {count} of {size} bytes written, uid 0\n')

    def test_each_write_is_logged_before_and_after_when_that_is_asked_for(self):
        self.check_log('iow8 -q 0xe1 0; iow8 -q --log 0xe0 1 0xe1 0x02:0x03; iow32 -q --log 0xe0 5; '
                       'iow8 -q 0xe0 9; ior8 -q 0xe0',
                       self.messages('iow8', 'iow8 0xe0 0x01', 'iow8 0xe0 0x01', 1, 1) +
                       self.messages('iow8', 'iow8 0xe1 0x02:0x03', 'iow8 0xe1 0x02', 1, 1) +
                       self.messages('iow32', 'iow32 0xe0 0x00000005', 'iow32 0xe0 0x00000005', 4,
                                     4), bus=None)

    def test_the_lines_of_a_file_are_logged_by_ioseq_whatever_its_file_is_called(self):
        self.check_log("cp $(which ioseq) /bin/mine; printf 'iow16 --log 0xe0 0x0100:0xff00\n"
                       "iow8 0xe0 3\nior8 0xe1\n' | mine -",
                       '0x01\n' + self.messages('ioseq', 'iow16 0xe0 0x0100:0xff00',
                                                'iow16 0xe0 0x01--', 1, 1), bus=None)

    def test_a_write_is_announced_before_it_is_made(self):
        self.check_log('strace -qq -o /tmp/trace -e trace=sendto,pwrite64 iow8 -q --log 0xe0 1; '
                       "sed 's/(.*//' /tmp/trace", 'sendto\npwrite64\nsendto\n' +
                       self.messages('iow8', 'iow8 0xe0 0x01', 'iow8 0xe0 0x01', 1, 1),
                       bus=writes(0xe0, 1))

    def test_a_daemon_that_does_not_read_holds_nothing_up(self):
        self.machine.run("yes 'iow8 0xe0 1' | head -n 1200 >/tmp/lines")
        self.check(self.START + 'kill -STOP $(pidof syslogd); timeout 30 ioseq --log /tmp/lines; x=$?; '
                   'kill -CONT $(pidof syslogd); kill $(pidof syslogd); rm /tmp/log; exit $x', bus=writes(0xe0, 1) * 1200)

    def test_how_many_messages_were_lost_is_the_last_of_them(self):
        self.machine.run("yes 'iow8 0xe0 1' | head -n 1200 >/tmp/lines")
        result = self.machine.run(
            self.START + 'kill -STOP $(pidof syslogd); (usleep 700000; kill -CONT '
            '$(pidof syslogd)) & ioseq --log /tmp/lines' + self.END)
        *lines, last = result.out.splitlines()
        self.assertEqual((result.status, last, set(lines)), (
            0, f'ioseq: {2400 - len(lines)} messages were lost', set(self.messages(
                'ioseq', 'iow8 0xe0 0x01', 'iow8 0xe0 0x01', 1, 1).splitlines())))

    def test_a_write_that_fails_is_logged_as_it_was_asked_for(self):
        self.check_log('strace -qqo /dev/null -e inject=pwrite64:error=EIO:when=2 '
                       'iow16 -q --log 0xe0 0x1122:0x0f0f', status=74,
                       out=self.messages('iow16', 'iow16 0xe0 0x1122:0x0f0f',
                                         'iow16 0xe0 0x1122:0x0f0f', 1, 2),
                       err='iow16: 0xe0: wrote 1 of 2 bytes: Input/output error; 0 of 1 '
                           'operations done\n', bus=None)

    def test_a_slow_daemon_is_waited_for_and_not_without_end(self):
        self.machine.run("yes 'iow8 0xe0 1' | head -n 100 >/tmp/lines")
        self.check(self.START + 'kill -STOP $(pidof syslogd); (while usleep 900000; do '
                   'kill -CONT $(pidof syslogd); kill -STOP $(pidof syslogd); done) & slow=$!; '
                   'timeout 20 ioseq --log /tmp/lines; x=$?; kill $slow; '
                   'kill -CONT $(pidof syslogd); kill $(pidof syslogd); rm -f /tmp/log; exit $x',
                   bus=writes(0xe0, 1) * 100)

    def test_a_daemon_that_reads_late_gets_all_of_it(self):
        self.check_log('kill -STOP $(pidof syslogd); '
                       '(usleep 200000; kill -CONT $(pidof syslogd)) & '
                       "printf 'iow8 0xe0 %d 0xe1 0x12\n' $(seq 50) | ioseq --log -; "
                       'wait $!', bus=None,
                       out=''.join(self.messages('ioseq', words, words, 1, 1) for n in range(1, 51)
                                   for words in (f'iow8 0xe0 {n:#04x}', 'iow8 0xe1 0x12')))

    def test_without_a_daemon_nothing_is_logged_and_nothing_fails(self):
        self.check('rm -f /dev/log; iow8 --log 0xe0 1', out='1\n', bus=writes(0xe0, 1))

    def test_a_closed_standard_output_does_not_become_the_log(self):
        self.check_log('iow8 --log 0xe0 1 >&-',
                       self.messages('iow8', 'iow8 0xe0 0x01', 'iow8 0xe0 0x01', 1, 1), status=74,
                       err='iow8: standard output: Bad file descriptor; 1 of 1 operations done\n',
                       bus=writes(0xe0, 1))

    def test_a_write_to_a_simulated_device_is_not_logged(self):
        self.check_log('truncate -s 64K ports; iow8 -q --log -d ports 0xe0 1', '')


if __name__ == '__main__':
    harness.main()
