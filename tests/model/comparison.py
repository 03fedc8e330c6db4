# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""The commands and the model of the manual beside each other, on random cases."""

import argparse
import collections
import concurrent.futures
import functools
import json
import os
import pathlib
import random
import re
import shlex
import signal
import tempfile

import generate
import model
import results
import words as grammar

SOURCE = pathlib.Path(__file__).resolve().parent.parent.parent
LONGEST = 0.02
# After so many seconds a command is killed, which is a difference.
PATIENCE = 60
# How many are printed.
PRINTED = 10


def listed_messages(page):
    """Patterns of all messages that iospace-output(7) lists."""
    text = page[page.index('.Sh DIAGNOSTICS'):]
    for item in re.findall(r'^\.It (.+)$', text, re.MULTILINE):
        pattern = re.escape(item.replace(' ;', ';')).replace(r'\.\.\.', '.*')
        yield re.sub(r'\b[A-Z]\b|\bPATH\b|\bNAME\b|\bDRIVER\b', '.+', pattern)
    for reason in re.findall(r'^\.Dq (.+?)(?: [,.])?$', text, re.MULTILINE):
        yield re.escape(reason)


MESSAGES = re.compile('|'.join(listed_messages(
    (SOURCE / 'man/iospace-output.7').read_text())))


def escaped(word):
    return ''.join(chr(byte) if 0x20 <= byte < 0x7f else f'\\x{byte:02x}'
                   for byte in os.fsencode(word))


class Difference(Exception):
    pass


def differs(what, expected, got):
    raise Difference(f'{what}: expected {expected!r}, got {got!r}')


def is_json_like(expected, line):
    try:
        members = json.loads(line)
    except ValueError:
        return False
    for name, value in expected.items():
        if value is Ellipsis:
            members.pop(name, None)
        elif name == 'values' and members.get(name) and len(members[name]) == len(value):
            there = zip(members.pop(name), value)
            if any(mine not in (None, wanted) for mine, wanted in there):
                return False
        elif name not in members or members.pop(name) != value:
            return False
    return not members


def is_like(expected, line):
    if expected is None:
        return True
    if isinstance(expected, dict):
        return is_json_like(expected, line)
    # Blanks at the end of a row of a grid count for nothing.
    line = line.ljust(90) if expected.endswith(' *') else line
    return re.fullmatch(expected, line) is not None


def check_output(expected, stdout):
    out = expected.out
    if out is None:
        return
    if isinstance(out, bytes):
        if len(stdout) != len(out) or any(mine not in (wanted, 0xff)
                                          for mine, wanted in zip(stdout, out)):
            differs('output', out, stdout)
        return
    text = stdout.decode('latin-1')
    if text and not text.endswith('\n'):
        differs('the end of the output', '\\n', text)
    lines = text.split('\n')[:-1]
    left = collections.deque(lines)
    for wanted in out:
        while left and expected.loosely and not is_like(wanted, left[0]):
            left.popleft()
        if not left or not is_like(wanted, left[0]):
            differs(f'line {len(lines) - len(left) + 1} of the output', wanted,
                    left[0] if left else None)
        left.popleft()
    if left and not expected.loosely:
        differs(f'line {len(lines) - len(left) + 1} of the output', None, left[0])


def matching(body, wrong):
    """Those of the things that are wrong that a message can be about."""
    bodies = [body] + [body[match.end():] for match in re.finditer(': ', body)]
    return [one for one in wrong
            if any(re.fullmatch(f'(?:{one.reason})(?:;.*)?', text) for text in bodies)]


def check_word(body, source):
    """What stands in quotes is the user's, cut where it is long."""
    match = re.match(r"'(.*?)'(?:: |$)", body)
    # Of letters behind one dash it is the one.
    is_letter = match and re.fullmatch(r'-(?:.|\\x..)', match[1]) and match[1][1:] in source
    if match and not is_letter and match[1].rstrip('.') not in source:
        differs('the word in quotes', source, match[1])


def check_wrong(expected, command, argv, status, stderr):
    lines = stderr.splitlines()
    if len(lines) != 1 or not lines[0].startswith(f'{command}: '):
        differs('message', [one.reason for one in expected.wrong], lines)
    body = lines[0][len(command) + 2:]
    found = matching(body, expected.wrong)
    if not found:
        differs('message', [one.reason for one in expected.wrong], lines[0])
    if not MESSAGES.search(body):
        differs('message', 'one that iospace-output(7) lists', lines[0])
    check_word(body, escaped(' '.join(argv)))
    if status not in {one.status or expected.status for one in found}:
        differs('status', {one.status or expected.status for one in found}, status)


def check_lines(expected, status, stderr):
    """All wrong lines of a file, up to 20, in their order."""
    lines = stderr.splitlines()
    name, wrong = expected.failure, expected.wrong_lines
    total = f'ioseq: {name}: {len(wrong)} error{"" if len(wrong) == 1 else "s"};'
    if not lines or not lines[-1].startswith(total):
        differs('the last message', total, lines)
    wanted = sorted(wrong)[:20]
    printed = []
    for line in lines[:-1]:
        match = re.fullmatch(re.escape(name) + r':(\d+):(\d+): (.*)', line)
        if not match:
            differs('message', f'{name}:LINE:COLUMN: ...', line)
        number, column, body = int(match[1]), int(match[2]), match[3]
        printed.append(number)
        if number not in wrong:
            differs('message', f'none of line {number}', line)
        source = expected.text.split(b'\n')[number - 1].decode('latin-1')
        found = [one for one in matching(body, wrong[number])
                 if not one.word or any(start.start() < column <= start.end() for start in
                                            re.finditer(re.escape(one.word), source))]
        if not found:
            differs('message', [(one.reason, one.word) for one in wrong[number]], line)
        if not MESSAGES.search(body):
            differs('message', 'one that iospace-output(7) lists', line)
        check_word(body, escaped(source.encode('latin-1').decode('utf-8', 'surrogateescape')))
        if len(printed) == 1:
            wanted_status = {one.status or model.DATAERR for one in found}
            if status not in wanted_status:
                differs('status', wanted_status, status)
    if printed != wanted:
        differs('wrong lines', wanted, printed)


def check(expected, argv, result):
    status, stdout, stderr = result
    if expected.wrong is not None or expected.wrong_lines is not None:
        if stdout:
            differs('output', '', stdout)
    if expected.wrong is not None:
        return check_wrong(expected, argv[0], argv[1:], status, stderr)
    if expected.wrong_lines is not None:
        return check_lines(expected, status, stderr)
    if status != expected.status:
        differs('status', (expected.status, expected.failure), (status, stderr))
    check_output(expected, stdout)
    lines = stderr.splitlines()
    if not (not lines if expected.failure is None else
            len(lines) == 1 and re.fullmatch(expected.failure, lines[0])):
        differs('message', expected.failure, lines)
    return None


class Bench:
    """A directory with a device, whose bytes are the same before each case."""

    def __init__(self, commands, directory):
        self.commands, self.directory = commands, directory
        self.first = random.Random(0).randbytes(grammar.PORTS)
        os.chdir(directory)
        with open('ports.img', 'wb') as device:
            device.write(self.first)
        flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC
        self.device = os.open('ports.img', os.O_RDWR)
        self.files = [os.open(name, flags) for name in ('out', 'err', 'a.ioseq')]
        self.environment = {'PATH': os.environ.get('PATH', ''), 'LC_ALL': 'C'}

    def run(self, argv, text):
        stdout, stderr, script = self.files
        for file in (stdout, stderr):
            os.lseek(file, 0, os.SEEK_SET)
            os.ftruncate(file, 0)
        os.ftruncate(script, 0)
        os.pwrite(script, text or b'', 0)
        os.lseek(script, 0, os.SEEK_SET)
        actions = [(os.POSIX_SPAWN_DUP2, script, 0), (os.POSIX_SPAWN_DUP2, stdout, 1),
                   (os.POSIX_SPAWN_DUP2, stderr, 2)]
        child = os.posix_spawn(f'{self.commands}/{argv[0]}', argv, self.environment,
                               file_actions=actions)
        signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
        signal.setitimer(signal.ITIMER_REAL, PATIENCE)
        _, status = os.waitpid(child, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        return (os.waitstatus_to_exitcode(status), os.pread(stdout, 1 << 24, 0),
                os.pread(stderr, 1 << 20, 0).decode('latin-1'))

    def look(self, argv, text, left_open):
        """What is wrong with a case of which the pages do not say all; or '?' and why."""
        if not is_simulated(argv):
            return f'?{left_open}'
        status, _, stderr = self.run(argv, text)
        lines, found = stderr.splitlines(), None
        if status < 0 or status not in model.STATUSES:
            found = f'status {status}'
        elif bool(status) != bool(lines) or not all(
                line.startswith(f'{argv[0]}: ') for line in lines[-1:]) or (
                    # A file has a line for each that is wrong.
                    len(lines) > 1 and argv[0] != 'ioseq'):
            found = f'status {status}, and it says: {lines}'
        elif is_dry(argv) and os.pread(self.device, grammar.PORTS, 0) != self.first:
            found = 'ports that a dry run has written to'
        os.pwrite(self.device, self.first, 0)
        return f'{found}\n{show(argv, text)}' if found else f'?{left_open}'

    def compare(self, seed, number):
        """What differs in a case; None if nothing does, '?' and why if the pages leave it
        open."""
        maker = generate.Generator(random.Random(f'{seed} {number}'), self.first)
        argv, text = maker.case()
        data = bytearray(self.first)
        ports = results.Ports(data)
        files = {'ports.img': self.first, 'a.ioseq': text or b'', '-': text or b''}
        try:
            expected = model.run(argv, files, ports)
        except grammar.Silent as error:
            return self.look(argv, text, error)
        if expected.seconds > LONGEST:
            return '?it takes long'
        result = self.run(argv, text)
        found = None
        try:
            check(expected, argv, result)
        except Difference as difference:
            found = str(difference)
        there = os.pread(self.device, grammar.PORTS, 0)
        # A dry run changes nothing, and the model of it has only noted the accesses.
        wanted = self.first if is_dry(argv) else data
        if there != wanted:
            where = [n for n in range(grammar.PORTS) if there[n] != wanted[n]]
            found = found or (f'ports: expected {[(hex(n), wanted[n]) for n in where[:8]]}, '
                              f'got {[there[n] for n in where[:8]]}')
        if there != self.first:
            for port in ports.changed:
                os.pwrite(self.device, self.first[port:port + 1], port)
            if there != data or is_dry(argv):
                os.pwrite(self.device, self.first, 0)
        return found and f'{found}\n{show(argv, text)}'


def is_dry(argv):
    return 'dry-run' in model.options.read(argv[0], argv[1:])[0]


def is_simulated(argv):
    """Whether it ends by itself, soon, and does nothing to this machine."""
    try:
        given = model.options.read(argv[0], argv[1:])[0]
    except grammar.Silent:
        return False
    return given.get('device') == 'ports.img' and not {'watch', 'ec'} & given.keys()


def show(argv, text):
    """The command to repeat it at a shell."""
    line = shlex.join(argv)
    if text is None:
        return f'    {line}'
    quoted = text.decode('latin-1').encode('unicode_escape').decode().replace("'", r'\047')
    quoted = quoted.replace('%', '%%')
    return f"    printf '{quoted}' >a.ioseq; {line} <a.ioseq"


def part(commands, seed, numbers):
    """Compares cases in a directory of its own."""
    kinds, silent, directory = [], collections.Counter(), os.getcwd()
    place = '/dev/shm' if os.access('/dev/shm', os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix='iospace-model.', dir=place) as made:
        try:
            bench = Bench(commands, made)
            for number in numbers:
                found = bench.compare(seed, number)
                if found and found[0] == '?':
                    silent[found[1:]] += 1
                elif found:
                    kinds.append((number, found))
        finally:
            os.chdir(directory)
    return kinds, silent


def compare(commands, seed, numbers, processes=2):
    """All that differs, by its number, and what the pages leave open."""
    found, silent = [], collections.Counter()
    parts = [numbers[n::processes] for n in range(processes)]
    with concurrent.futures.ProcessPoolExecutor(processes) as pool:
        for some, left_open in pool.map(functools.partial(part, commands, seed), parts):
            found += some
            silent += left_open
    return sorted(found), silent


def main(argv, usage):
    parser = argparse.ArgumentParser(description=usage)
    parser.add_argument('-n', type=int, default=20000, help='how many cases')
    parser.add_argument('-s', default='1', help='the seed')
    parser.add_argument('-c', type=int, help='only the case of this number')
    parser.add_argument('-j', type=int, default=2, help='how many processes')
    parser.add_argument('-v', action='store_true', help='what the pages leave open, too')
    given = parser.parse_args(argv)
    build = pathlib.Path(os.environ.get('IOSPACE_BUILD', SOURCE / '.build/default')).resolve()
    numbers = range(given.n) if given.c is None else [given.c]
    found, silent = compare(build / 'cmd', given.s, numbers, given.j)
    for number, text in found[:PRINTED]:
        print(f'tests/model/compare -s {shlex.quote(given.s)} -c {number}: {text}')
    if given.v:
        for what, times in silent.most_common():
            print(f'{times} left open: {what}')
    print(f'{len(numbers)} cases, {len(found)} differences'
          f' ({sum(silent.values())} that the pages leave open)')
    return int(bool(found))
