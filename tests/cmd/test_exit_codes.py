# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""Each exit code that a command can end with, and the one line that explains it."""

import fcntl
import os
import resource
import shutil
import subprocess

import simulated
from simulated import harness

NAME_ANOTHER = 'name the port device, or a file of exactly that size'


class ExitCodes(simulated.SimulatedCase):
    def check_device(self, device, status, err):
        for command, words in (('iow8', ['0x80', '1']), ('ior8', ['0x80']),
                               ('iopoll8', ['0x80', '1'])):
            result = self.run_command(command, '-d', device, *words)
            self.assertEqual(
                (result.returncode, result.stdout.decode(), result.stderr.decode()),
                (status, '', f"{command}: '{device}': {err}\n"))

    def test_0_when_all_bytes_were_moved(self):
        self.check('ior32', '0xfffc', out='0x18171615\n')

    def test_1_when_a_value_did_not_appear(self):
        self.check('iopoll8', '-t', '0', '0x80', '1', status=1, out='0x80\n',
                   err='iopoll8: 0x80: it is 0x80, not 0x01; 0 of 1 operations done\n')

    def test_65_for_wrong_words_in_a_file(self):
        (self.directory / 'wrong.ioseq').write_text('iow8 0x80 1\niow8 0x80\n')
        self.check('ioseq', 'wrong.ioseq', status=65,
                   err="wrong.ioseq:2:6: '0x80': this address has no value; "
                       'expected ADDRESS VALUE[:MASK] [ADDRESS VALUE[:MASK]]...\n'
                       'ioseq: wrong.ioseq: 1 error; nothing was read or written\n')

    def test_66_for_a_file_that_is_not_there(self):
        self.check('ioseq', 'missing.ioseq', status=66,
                   err='ioseq: missing.ioseq: No such file or directory; '
                       'nothing was read or written\n')

    def test_64_for_wrong_words(self):
        self.check('iow8', '0x80', status=64,
                   err="iow8: '0x80': this address has no value; "
                       "expected ADDRESS VALUE[:MASK] [ADDRESS VALUE[:MASK]]...\n")

    def test_69_for_a_file_that_is_not_there(self):
        self.check_device('missing', 69, "there is no such file; "
                          "make a simulated I/O space with 'truncate -s 64K FILE'")
        self.assertFalse((self.directory / 'missing').exists())

    def test_64_for_a_device_without_a_name(self):
        for words, option in ((['-d', ''], '-d'), (['--device='], '--device=')):
            result = self.run_command('iow8', *words, '0x80', '1')
            self.assertEqual((result.returncode, result.stdout, result.stderr.decode()),
                             (64, b'', f"iow8: '{option}': '': an empty word, such as an unset "
                                       'variable makes\n'))

    def test_69_for_a_file_that_could_not_be_made_either(self):
        # A file below /dev would be taken for a device, by its name.
        for device in ('missing/ports.img', '/missing/', '/dev/missing', '/dev//missing'):
            with self.subTest(device=device):
                self.check_device(device, 69, 'there is no such file; check the name: there is '
                                              'no place for an ordinary file')

    def test_69_for_a_file_of_another_size(self):
        for size in (0, 65535, 65537):
            with self.subTest(size=size):
                os.truncate(self.device, size)
                self.check_device('ports.img', 69,
                                  f'it has {size} bytes, not 65536; {NAME_ANOTHER}')
                self.assertEqual(self.device.stat().st_size, size)

    def test_69_for_another_kind_of_file(self):
        os.mkfifo(self.directory / 'fifo')
        for device, kind in (('/dev/null', 'character device 1:3'), ('.', 'a directory'),
                             ('/dev/full', 'character device 1:7'), ('fifo', 'a FIFO')):
            with self.subTest(device=device):
                self.check_device(device, 69, f'it is {kind}, neither character device 1:4 nor '
                                              f'a file of 65536 bytes; {NAME_ANOTHER}')

    def test_69_with_the_system_s_own_words_for_any_other_error(self):
        self.check_device('ports.img/x', 69, 'Not a directory')

    def test_74_when_standard_output_is_lost(self):
        self.ports[0x80:0x82] = b'\x01\x02'
        with open('/dev/full', 'w') as full:
            self.check('iow8', '0x80', '1', '0x81', '2', status=74, stdout=full,
                       err='iow8: standard output: No space left on device; '
                           '2 of 2 operations done\n')
            self.check('ior8', '0x80', status=74, stdout=full,
                       err='ior8: standard output: No space left on device; '
                           '1 of 1 operations done\n')
            # That of iow8 is longer than what some libc holds back.
            self.check('iocheck', '--help', status=74, stdout=full,
                       err='iocheck: standard output: No space left on device\n')

    def test_74_when_nobody_reads_standard_output_any_more(self):
        self.ports[0x80] = 1
        reader, writer = os.pipe()
        os.close(reader)
        self.addCleanup(os.close, writer)
        self.check('iow8', *['0x80', '1'] * 5000, status=74, stdout=writer,
                   err='iow8: standard output: Broken pipe; '
                       '5000 of 5000 operations done\n')

    def test_74_whatever_was_to_be_printed_and_never_a_signal(self):
        # A checker writes files of its own, and a limit on those would end it.
        self.wrapper = []
        for words in (['-n', '0x10', '1'], ['--help'], ['--version']):
            for command in ('iow8', 'ioseq', 'iocheck'):
                if command != 'iow8' and words[0] == '-n':
                    continue
                with self.subTest(command=command, words=words):
                    reader, writer = os.pipe()
                    os.close(reader)
                    self.addCleanup(os.close, writer)
                    printed = self.run_command(command, '-d', 'ports.img', *words).stdout
                    gone, full = (('Broken pipe', 'File too large')
                                  if len(printed) <= simulated.BUFFER else
                                  ('some of it was lost',) * 2)
                    self.check(command, *words, status=74, stdout=writer,
                               err=f'{command}: standard output: {gone}\n')
                    with open(self.directory / 'out', 'w') as out:
                        self.check(command, *words, status=74, stdout=out,
                                   preexec_fn=lambda: resource.setrlimit(
                                       resource.RLIMIT_FSIZE, (0, 0)),
                                   err=f'{command}: standard output: {full}\n')

    def test_74_and_not_77_for_a_refusal_after_other_accesses(self):
        for when, status, done in (('1', 77, 0), ('2', 74, 1)):
            with self.subTest(refused=when):
                self.ports[0x80] = 1 if done else self.ports[0x80]
                self.wrapper = self.injecting(f'pwrite64:error=EPERM:when={when}')
                self.check('iow8', '-q', '0x80', '1', '0x81', '2', status=status,
                           err=f'iow8: {0x80 + done:#x}: wrote 0 of 1 bytes: Operation not '
                               f'permitted; {done} of 2 operations done\n')

    def injecting(self, fault, path=None):
        """A wrapper: the loader of a command reads with pread(2), too, and is left alone. Nor
        can a search for leaks be traced."""
        if not shutil.which('strace'):
            harness.skip('strace is not installed')
        return ['env', 'ASAN_OPTIONS=detect_leaks=0', 'strace', '-qqo', '/dev/null', '-P',
                path or self.device, '-e', f'inject={fault}']

    def test_74_and_not_77_for_a_refusal_within_an_operation(self):
        self.wrapper = self.injecting('pwrite64:error=EPERM:when=2')
        self.ports[0x80] = 0x20 | self.ports[0x80] & 0x0f
        self.check('iow16', '0x80', '0x1122:0x0ff0', status=74, out='1\n',
                   err='iow16: 0x80: wrote 1 of 2 bytes: Operation not permitted; 0 of 1 '
                       'operations done\n')
        self.wrapper = self.injecting('pread64:error=EPERM:when=2')
        self.check('iopoll8', '0x80', '0', status=74,
                   err='iopoll8: 0x80: read 0 of 1 bytes: Operation not permitted; 0 of 1 '
                       'operations done\n')

    def test_74_and_not_77_for_a_register_whose_index_was_written(self):
        self.wrapper = self.injecting('pwrite64:error=EPERM:when=2')
        self.ports[0x70] = 0x0d
        self.check('iow8', '-I', '0x70', '0x0d', '1', status=74, out='0\n',
                   err='iow8: register 0xd behind 0x70: wrote 0 of 1 bytes: Operation not '
                       'permitted; 0 of 1 operations done\n')

    def test_74_says_how_many_bytes_were_read_back(self):
        self.wrapper = self.injecting('pread64:error=EIO:when=2')
        self.ports[0x81], self.ports[0x83] = 0x33, 0x11
        self.check('iow32', '-q', '--verify', '0x80', '0x11223344:0xff00ff00', status=74,
                   err='iow32: 0x80: read back 1 of 2 bytes: Input/output error; 0 of 1 '
                       'operations done\n')

    def test_74_when_the_message_is_lost(self):
        for words in (['0x80'], ['-d', 'missing', '0x80', '1']):
            for name in ('iow8', 'iocheck'):
                with self.subTest(command=name, words=words):
                    reader, writer = os.pipe()
                    os.close(reader)
                    command = subprocess.run([*self.wrapper, self.commands / name, *words],
                                             cwd=self.directory, stdout=subprocess.PIPE,
                                             stderr=writer)
                    os.close(writer)
                    self.assertEqual((command.returncode, command.stdout), (74, b''))

    def test_a_standard_error_that_was_closed_from_the_start_loses_nothing(self):
        command = subprocess.run(
            ['sh', '-c', 'exec "$0" 0x80 2>&-', self.commands / 'iow8'],
            stdout=subprocess.PIPE)
        self.assertEqual((command.returncode, command.stdout), (64, b''))

    def test_74_when_standard_output_is_closed_and_the_device_does_not_take_its_place(self):
        self.ports[0x80] = 1
        self.check('iow8', '0x80', '1', status=74, preexec_fn=lambda: os.close(1),
                   stdout=subprocess.DEVNULL,
                   err='iow8: standard output: Bad file descriptor; '
                       '1 of 1 operations done\n')

    def test_0_when_standard_output_is_closed_but_nothing_was_to_be_printed(self):
        self.ports[0x80] = 1
        self.check('iow8', '-q', '0x80', '1', preexec_fn=lambda: os.close(1),
                   stdout=subprocess.DEVNULL)

    def test_74_when_standard_output_is_lost_at_its_end(self):
        self.ports[0x80] = 1
        self.wrapper = self.injecting('close:error=EIO', self.directory / 'out')
        with open(self.directory / 'out', 'w') as out:
            self.check('iow8', '0x80', '1', status=74, stdout=out,
                       err='iow8: standard output: Input/output error; '
                           '1 of 1 operations done\n')

    def test_0_when_standard_output_is_closed_and_nothing_can_take_its_place(self):
        self.ports[0x80] = 1
        self.wrapper = [*self.injecting('open,openat:error=EMFILE', '/'),
                        'sh', '-c', 'exec "$@" >&-', 'sh']
        self.check('iow8', '-q', '0x80', '1')
        self.check('iow8', '0x80', '1', status=74,
                   err='iow8: standard output: Bad file descriptor; '
                       '1 of 1 operations done\n')

    def test_74_and_the_end_of_a_command_line_that_fails_too_has_no_line(self):
        self.ports[0x2e] = 0x10
        self.wrapper = self.injecting('pwrite64:error=EIO:when=2+')
        failed = 'wrote 0 of 1 bytes: Input/output error'
        self.check('iow8', '-q', '-I', '0x2e', '--exit', '0xaa', '0x10', '5', status=74,
                   err=f'iow8: register 0x10 behind 0x2e: {failed}; and finally, 0x2e: {failed}; '
                       '0 of 2 operations done\n')

    def test_74_when_the_lock_of_a_later_pass_fails(self):
        self.wrapper = self.injecting('flock:error=ENOLCK:when=3')
        self.check('iodump8', '--watch', '1ms', '0x80', status=74,
                   err="iodump8: can't lock the I/O ports: No locks available; nothing is read or "
                       'written without the lock; 1 of 1 operations done\n')

    def test_75_while_another_process_has_the_lock(self):
        with open(self.device) as holder:
            fcntl.flock(holder, fcntl.LOCK_EX)
            self.check('iow8', '0x80', '1', status=75,
                       err='iow8: the I/O ports were locked by another process '
                           'for 5s; try again\n')

    def test_the_lock_is_waited_for_and_given_up_again(self):
        with open(self.device) as holder:
            fcntl.flock(holder, fcntl.LOCK_EX)
            command = subprocess.Popen(
                [harness.BUILD / 'cmd/iow8', '-q', '-d', self.device, '0x80', '1'])
            with self.assertRaises(subprocess.TimeoutExpired):
                command.wait(0.2)
            self.assertEqual(self.device.read_bytes(), self.ports)
        self.assertEqual(command.wait(), 0)
        with open(self.device) as holder:
            fcntl.flock(holder, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def test_77_for_a_file_whose_mode_forbids_it(self):
        self.device.chmod(0o400)
        if os.geteuid() == 0:
            self.directory.chmod(0o755)
            user = {'user': 65534}
        else:
            user = {}
        result = self.run_command('iow8', '-d', self.device, '0x80', '1', **user)
        self.assertEqual(
            (result.returncode, result.stdout.decode(), result.stderr.decode()),
            (77, '', f"iow8: '{self.device}': the file's permissions forbid it; "
                     'let this user in, with chmod, chown or setfacl\n'))

    def test_78_for_a_write_that_could_reset_the_machine(self):
        self.check('iow16', '0xcf9', '6', status=78,
                   err='iow16: 0xcf9: in 2 single bytes, a write to 0xcf8-0xcfb can get to the '
                       'reset register 0xcf9; use iow8 for single ports\n')


if __name__ == '__main__':
    harness.main()
