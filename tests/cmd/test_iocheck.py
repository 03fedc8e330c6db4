# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""iocheck on files: its table, its JSON, its colours and what it refuses."""

import fcntl
import json
import os
import subprocess

import simulated
from simulated import harness
from table import COLOURS, FOR_EXACT, table

NAMES = ['kernel support', 'device node', 'file permission', 'capability', 'user namespace',
         'lockdown', 'device cgroup', 'seccomp', 'security module', 'ioperm', 'PCI I/O BARs',
         'NoNewPrivs']
OK = 'ok', 'not asked for: no device', ''
SIMULATED = 'ok', 'stat(2): a simulated I/O space, 65536 bytes', ''
TRUNCATE = "make a simulated I/O space with 'truncate -s 64K FILE'"
NO_FILE = f'there is no such file; {TRUNCATE}'
NAME_ANOTHER = 'name the port device, or a file of exactly that size'
LET_IN = 'let this user in, with chmod, chown or setfacl'
FORBIDDEN = f"the file's permissions forbid it; {LET_IN}"


def neither(kind):
    """The error for another kind of file."""
    return (f'it is {kind}, neither character device 1:4 nor a file of 65536 bytes; '
            f'{NAME_ANOTHER}')


def may(what, path, user=None):
    """The evidence for a file's permission."""
    st = path.stat()
    user = os.geteuid() if user is None else user
    return (f'mode {st.st_mode & 0o7777:04o}, owner {st.st_uid}:{st.st_gid}; '
            f'user {user}:{os.getegid()} may {what}')


def json_rows(conditions):
    """The same in JSON."""
    return [dict(zip(('name', 'answer', 'evidence', 'remedy'), (name, *condition)))
            for name, condition in conditions.items()]


def conditions_of(stdout):
    """What a run with --json printed, by name."""
    return {row['name']: (row['answer'], row['evidence'], row['remedy'])
            for row in json.loads(stdout)['conditions']}


class CheckCase(simulated.SimulatedCase):
    def setUp(self):
        super().setUp()
        self.device.chmod(0o644)

    def conditions(self):
        """Those of the simulated device, all of which hold."""
        conditions = {name: OK for name in NAMES}
        conditions['device node'] = SIMULATED
        conditions['file permission'] = 'ok', may('read and write', self.device), ''
        return conditions

    def check_device(self, device, status, out, err, *options, **kwargs):
        """The whole of what it says about another device."""
        result = self.run_command('iocheck', *options, '-d', device, **kwargs)
        stdout = None if result.stdout is None else result.stdout.decode()
        self.assertEqual((result.returncode, stdout, result.stderr.decode()),
                         (status, out, f"iocheck: '{device}': {err}\n"))

    def lost(self, reason, *options):
        """What is said when all that it prints is lost."""
        printed = self.run_command('iocheck', *options, '-d', 'ports.img').stdout
        if len(printed) > simulated.BUFFER:
            reason = 'some of it was lost'
        return f'iocheck: standard output: {reason}\n'

    def of_a_refusal(self, **kwargs):
        """What is asked for then, and depends on the machine."""
        conditions = conditions_of(self.run_command('iocheck', '--json', '-d', 'ports.img',
                                                    **kwargs).stdout)
        return {name: conditions[name] for name in ('seccomp', 'security module')}

    def as_stranger(self):
        """Settings for a process that is not root."""
        self.directory.chmod(0o755)
        return {'user': 65534} if os.geteuid() == 0 else {}


class Check(CheckCase):
    def test_the_table_of_a_device_that_works(self):
        self.check('iocheck', out=f'''\
kernel support     ok       not asked for: no device
device node        ok       stat(2): a simulated I/O space, 65536 bytes
file permission    ok       {may('read and write', self.device)}
capability         ok       not asked for: no device
user namespace     ok       not asked for: no device
lockdown           ok       not asked for: no device
device cgroup      ok       not asked for: no device
seccomp            ok       not asked for: no device
security module    ok       not asked for: no device
ioperm (-x)        ok       not asked for: no device
PCI I/O BARs (-x)  ok       not asked for: no device
NoNewPrivs         ok       not asked for: no device
'ports.img': port I/O works
''')

    def test_with_exact_it_says_so(self):
        for option in ('-x', '--exact'):
            with self.subTest(option=option):
                self.check('iocheck', option, out=table(self.conditions()) +
                           "'ports.img': port I/O works with -x\n")

    def test_quiet_prints_nothing(self):
        for option in ('-q', '--quiet'):
            with self.subTest(option=option):
                self.check('iocheck', option)
                self.check_device('missing', 69, '', NO_FILE, option)

    def test_the_lock_is_not_asked_for(self):
        with open(self.device) as holder:
            fcntl.flock(holder, fcntl.LOCK_EX)
            self.check('iocheck', '-q')

    def test_json_is_the_same_table(self):
        for options, exact in (([], False), (['-x'], True), (['-q'], False)):
            with self.subTest(options=options):
                result = self.run_command('iocheck', '--json', *options, '-d', 'ports.img')
                self.assertEqual((result.returncode, result.stderr), (0, b''))
                self.assertEqual(json.loads(result.stdout), {
                    'device': 'ports.img', 'exact': exact, 'exit': 0, 'message': '',
                    'conditions': json_rows(self.conditions())})

    def test_json_has_the_message_and_the_remedies_of_a_failure(self):
        self.directory.chmod(0o1755)
        result = self.run_command('iocheck', '--json', '-d', '.')
        conditions = {**self.conditions(),
                      'device node': ('no', 'stat(2): a directory', NAME_ANOTHER),
                      'file permission': ('ok', may('read and write', self.directory), '')}
        self.assertEqual((result.returncode, result.stderr.decode(), json.loads(result.stdout)),
                         (69, f"iocheck: '.': {neither('a directory')}\n", {
                             'device': '.', 'exact': False, 'exit': 69,
                             'message': f"'.': {neither('a directory')}",
                             'conditions': json_rows(conditions)}))

    def test_json_is_ascii_whatever_the_device_is_called(self):
        for name in (b'"', b'\\', b'a"b\\"', b'\n\r\t\x01\x1f', b'\x7f\x80\xff', b'\\u0041',
                     'gr\u00fc\u00df \u20ac \U0001f600'.encode(), b' ~', b"'", b'\xc3', b'%s%n'):
            with self.subTest(name=name):
                os.link(self.device, os.fsencode(self.directory) + b'/' + name)
                result = self.run_command('iocheck', '--json', '-d', name)
                self.assertEqual((result.returncode, result.stderr), (0, b''))
                self.assertRegex(result.stdout.decode('ascii'), r'\A[\n -~]*\n\Z')
                # Each byte is the character of that number.
                self.assertEqual(json.loads(result.stdout)['device'].encode('latin-1'), name)

    def test_json_escapes_nothing_that_need_not_be(self):
        name = ''.join(map(chr, range(ord(' '), ord('~') + 1))).replace('/', '')
        result = self.run_command('iocheck', '--json', '-d', name)
        self.assertEqual(result.stdout.splitlines()[0].decode().split(', "exact"')[0],
                         '{"device": ' + json.dumps(name))

    def test_json_has_a_message_about_any_name(self):
        result = self.run_command('iocheck', '--json', '-d', b'\xc3\xa9"\n\\')
        message = rf"""'\xc3\xa9"\x0a\': {NO_FILE}"""
        self.assertEqual((result.returncode, result.stderr.decode()),
                         (69, f'iocheck: {message}\n'))
        self.assertEqual(json.loads(result.stdout)['message'], message)

    def test_a_file_that_is_not_there(self):
        conditions = conditions_of(self.run_command('iocheck', '--json', '-d', 'missing').stdout)
        gone = 'No such file or directory'
        self.assertEqual(list(conditions), NAMES)
        self.assertEqual([conditions[name] for name in
                          ('device node', 'file permission', 'device cgroup')],
                         [('no', f'stat(2): {gone}', TRUNCATE),
                          ('unknown', f'stat(2): {gone}', ''),
                          ('unknown', f'faccessat(2): {gone}', '')])
        # What the others say depends on the machine.
        self.check_device('missing', 69, table(conditions), NO_FILE)
        self.assertFalse((self.directory / 'missing').exists())

    def test_a_remedy_belongs_to_what_does_not_hold_and_is_asked_for(self):
        for device in ('.', 'missing', 'ports.img/x'):
            for options, asked in (([], set(NAMES) - set(FOR_EXACT)), (['-x'], set(NAMES))):
                with self.subTest(device=device, options=options):
                    result = self.run_command('iocheck', '--json', *options, '-d', device)
                    conditions = conditions_of(result.stdout)
                    self.assertLessEqual({row[0] for row in conditions.values()}, set(COLOURS))
                    self.assertEqual({name for name, row in conditions.items() if row[2]},
                                     {name for name, row in conditions.items()
                                      if row[0] == 'no' and name in asked})
                    self.check_device(device, 69, table(conditions),
                                      json.loads(result.stdout)['message'].split(': ', 1)[1],
                                      *options)

    def test_a_file_of_another_size(self):
        for size in (0, 65535, 65537, 2 ** 33):
            with self.subTest(size=size):
                os.truncate(self.device, size)
                self.check_device('ports.img', 69, table({**self.conditions(), 'device node': (
                    'no', f'stat(2): an ordinary file of {size} bytes', NAME_ANOTHER)}),
                    f'it has {size} bytes, not 65536; {NAME_ANOTHER}')
                self.assertEqual(self.device.stat().st_size, size)

    def test_another_kind_of_file(self):
        os.mkfifo(self.directory / 'fifo')
        for device, seen in (('.', 'a directory'), ('/dev/null', 'character device 1:3'),
                             ('/dev/full', 'character device 1:7'),
                             ('fifo', 'a FIFO')):
            with self.subTest(device=device):
                self.check_device(device, 69, table({
                    **self.conditions(),
                    'device node': ('no', f'stat(2): {seen}', NAME_ANOTHER),
                    'file permission': ('ok', may('read and write', self.directory / device),
                                        '')}), neither(seen))

    def test_any_other_error_has_the_system_s_own_words(self):
        wrong = 'Not a directory'
        conditions = conditions_of(self.run_command('iocheck', '--json', '-d',
                                                    'ports.img/x').stdout)
        self.assertEqual([conditions[name] for name in NAMES[1:3]],
                         [('no', f'stat(2): {wrong}',
                           'check the name: there is no place for an ordinary file'),
                          ('unknown', f'stat(2): {wrong}', '')])
        self.check_device('ports.img/x', 69, table(conditions), wrong)

    def test_a_file_whose_mode_forbids_it(self):
        user = self.as_stranger()
        for mode, what in ((0o444, 'only read'), (0o222, 'only write'),
                           (0, 'neither read nor write')):
            with self.subTest(mode=oct(mode)):
                self.device.chmod(mode)
                evidence = may(what, self.device, user.get('user'))
                self.check_device('ports.img', 77, table({
                    **self.conditions(), **self.of_a_refusal(**user), 'file permission': (
                        'no', evidence, LET_IN)}),
                    FORBIDDEN, **user)

    def test_a_directory_whose_mode_forbids_it(self):
        user = self.as_stranger()
        (self.directory / 'closed').mkdir(0)
        self.addCleanup((self.directory / 'closed').chmod, 0o700)
        result = self.run_command('iocheck', '--json', '-d', 'closed/ports.img', **user)
        conditions = conditions_of(result.stdout)
        self.assertEqual([conditions[name] for name in NAMES[1:3]],
                         [('unknown', 'stat(2): Permission denied', ''),
                          ('no', 'stat(2): Permission denied; closed: ' +
                           may('search', self.directory / 'closed', user.get('user')).replace(
                               'may search', 'may not search'), LET_IN)])
        self.check_device('closed/ports.img', 77, table(conditions), FORBIDDEN, **user)

    def test_no_line_is_longer_than_80_columns_and_no_word_is_lost(self):
        for device in ('ports.img', 'missing', '.', 'ports.img/x', '/dev/null'):
            for options in ([], ['-x']):
                with self.subTest(device=device, options=options):
                    out = self.run_command('iocheck', *options, '-d', device).stdout.decode()
                    self.assertEqual([line for line in out.splitlines() if len(line) > 80], [])
                    conditions = conditions_of(self.run_command('iocheck', *options, '--json',
                                                                '-d', device).stdout)
                    for word in ' '.join(row[1] for row in conditions.values()).split():
                        self.assertIn(word, out)

    def test_a_name_in_the_evidence_is_cut_where_a_line_ends_and_printable(self):
        user = self.as_stranger()
        name = 'x' * 90 + '\n\033[31m'
        (self.directory / name).mkdir(0)
        self.addCleanup((self.directory / name).chmod, 0o700)
        out = self.run_command('iocheck', '-d', f'{name}/ports.img', **user).stdout.decode()
        self.assertRegex(out, r'\A[\n -~]*\Z')
        _, _, row = out.partition('\nfile permission    no       ')
        self.assertEqual([line.lstrip() for line in row.splitlines()[:3]], [
            'stat(2): Permission denied;', 'x' * 52, 'x' * 38 + r'\x0a\x1b[31m:'])

    def test_words_are_refused(self):
        for words in (['0x80'], ['-1'], ['--', '-x'], [''], ['one', 'two'], ['-q', 'one'],
                      ['one', '--json']):
            with self.subTest(words=words):
                [word] = [word for word in words if word not in ('--', '-q', '--json', 'two')]
                self.check('iocheck', *words, status=64,
                           err=f"iocheck: '{word}': no words are taken; "
                               "try 'iocheck --help'\n")

    def test_options_of_other_commands_are_refused(self):
        for option, wrong in (('-n', 'not an option of this command'),
                              ('-f', 'not an option of this command'),
                              ('-v', 'not an option of this command'),
                              ('-j', 'unknown option'),
                              ('--dry-run', 'not an option of this command'),
                              ('--verify', 'not an option of this command'),
                              ('--json=1', 'it takes no argument')):
            with self.subTest(option=option):
                self.check('iocheck', option, status=64,
                           err=f"iocheck: '{option}': {wrong}; try 'iocheck --help'\n")
        for option in ('-d', '--device'):
            self.check('iocheck', option, status=64, err=f"iocheck: '{option}': its argument is "
                                                         'missing; use -d FILE or --device=FILE\n')

    def test_a_lost_table_is_an_error(self):
        with open('/dev/full', 'w') as full:
            for options in ([], ['-x'], ['--json'], ['--help'], ['--version']):
                with self.subTest(options=options):
                    self.check('iocheck', *options, status=74, stdout=full,
                               err=self.lost('No space left on device', *options))
            self.check('iocheck', '-q', stdout=full)
            # What is wrong with the ports comes first.
            self.check_device('missing', 69, None, NO_FILE, stdout=full)

    def test_a_reader_that_has_gone_is_an_error_and_no_signal(self):
        reader, writer = os.pipe()
        os.close(reader)
        self.addCleanup(os.close, writer)
        for options in ([], ['-x'], ['--json'], ['--help']):
            with self.subTest(options=options):
                self.check('iocheck', *options, status=74, stdout=writer,
                           err=self.lost('Broken pipe', *options))
        self.check('iocheck', '-q', stdout=writer)
        self.check_device('missing', 69, None, NO_FILE, stdout=writer)

    def test_a_closed_standard_output_counts_where_there_is_something_to_print(self):
        closed = {'preexec_fn': lambda: os.close(1), 'stdout': subprocess.DEVNULL}
        self.check('iocheck', status=74, **closed,
                   err='iocheck: standard output: Bad file descriptor\n')
        self.check('iocheck', '-q', **closed)


class Colours(CheckCase):
    def test_answers_are_coloured_on_a_terminal(self):
        works = "'ports.img': port I/O works\n"
        for environment in ({}, {'NO_COLOR': ''}, {'TERM': 'xterm'}, {'TERM': ''},
                            {'TERM': 'dumber', 'NO_COLOR': ''}):
            with self.subTest(environment=environment):
                self.assertEqual(self.on_a_terminal('iocheck', '-d', 'ports.img', **environment),
                                 table(self.conditions(), colour=True) + works)

    def test_each_answer_has_a_colour_of_its_own(self):
        conditions = conditions_of(self.run_command('iocheck', '--json', '-d', 'missing').stdout)
        self.assertLessEqual({'no', 'unknown'}, {row[0] for row in conditions.values()})
        self.assertEqual(self.on_a_terminal('iocheck', '-d', 'missing'), table(conditions, colour=True))

    def test_there_are_none_where_they_are_not_wanted(self):
        works = "'ports.img': port I/O works\n"
        for environment in ({'NO_COLOR': '1'}, {'NO_COLOR': '0'}, {'TERM': 'dumb'},
                            {'NO_COLOR': '', 'TERM': 'dumb'},
                            {'NO_COLOR': '1', 'TERM': 'xterm'}):
            with self.subTest(environment=environment):
                self.assertEqual(self.on_a_terminal('iocheck', '-d', 'ports.img', **environment),
                                 table(self.conditions()) + works)

    def test_there_are_none_in_json_and_help(self):
        self.assertNotIn('\033', self.on_a_terminal('iocheck', '-d', 'ports.img', '--json'))
        self.assertNotIn('\033', self.on_a_terminal('iocheck', '--help'))

    def test_there_are_none_in_a_pipe(self):
        for term in ('xterm', 'xterm-256color'):
            with self.subTest(term=term):
                self.check('iocheck', env={**os.environ, 'TERM': term, 'CLICOLOR_FORCE': '1'},
                           out=table(self.conditions()) + "'ports.img': port I/O works\n")


if __name__ == '__main__':
    harness.main()
