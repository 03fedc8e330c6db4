# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""A second implementation of the commands on a simulated I/O space, from the manual alone:
what a command line must print, how it must end, and what the ports then hold. Where the
pages leave it open, this says Silent, or gives every answer that they allow."""

import dataclasses
import functools
import re

import options
import words
from results import (
    Operation, digits, dump, grid, masked, poll, read, registers, shown, times, write)
from words import PORTS, Silent, Wrong

TRAP = range(0xcf8, 0xcfc)
TRAP_MESSAGE = (r'in \d single bytes, a write to 0xcf8-0xcfb can get to the reset register '
                '0xcf9')
END = 'the end of the file'
STATUSES = {0, 1, 64, 65, 66, 69, 71, 74, 75, 77, 78}
USAGE, DATAERR, NOINPUT, UNAVAILABLE, CONFIG = 64, 65, 66, 69, 78


@dataclasses.dataclass
class Expected:
    """Lines are patterns, or for JSON the members. Wrong words are at the shell any of
    `wrong`; in a file `wrong_lines` has those of each line."""
    status: int = 0
    out: list | bytes | None = dataclasses.field(default_factory=list)
    # Whether other lines may stand between those of `out`: keys and banks have theirs.
    loosely: bool = False
    failure: str | None = None
    wrong: list | None = None
    wrong_lines: dict | None = None
    text: bytes = b''
    seconds: float = 0


# Words to operations.

def operations_of(command, operands, given, lead=''):
    """The operations of a command's words, and what is wrong with these."""
    wrong = []
    kind = re.sub(r'\d+$', '', command)
    if kind == 'sleep':
        if not operands:
            return [], [Wrong('words are missing; expected .*')]
        if len(operands) > 1:
            return [], [Wrong('one time is all that is slept', word=word) for word in operands]
        try:
            return [Operation(command, count=words.time(operands[0]), lead=lead)], []
        except Wrong as error:
            return [], [error]
    width = int(command[len(kind):]) // 8
    registers = options.registers_of(given, width, wrong)
    top = (1 << 8 * width) - 1 if registers else PORTS - width
    if not operands:
        wrong.append(Wrong('words are missing; expected .*'))
    read_words = {'iow': words.pairs, 'iopoll': words.poll, 'ior': words.ranges,
                  'iodump': functools.partial(words.ranges, is_dump=True)}[kind]
    align = width if 'exact' in given and not registers else 1
    found = read_words(operands, width, top, wrong, align)
    made = []
    for address, values, count in found:
        if kind == 'ior':
            made += [Operation(command, address + n, options=given, lead=lead)
                     for n in range(0, count, width)]
        else:
            made.append(Operation(command, address, values, count, given, lead=lead))
    if 'exact' not in given and 'force' not in given and width > 1:
        writes = [operation.address for operation in made if kind == 'iow']
        if registers:
            writes = registers[:2] if kind == 'iow' or 'bank' in given else registers[:1]
        wrong += [Wrong(TRAP_MESSAGE, status=CONFIG) for port in writes
                  if any(port <= trap < port + width for trap in TRAP)]
    return made, wrong


# A run.

class Run:
    def __init__(self, ports, name, given, is_file):
        self.ports, self.name, self.given, self.is_file = ports, name, given, is_file
        self.expected = Expected()
        self.done = 0

    def say(self, operation, text, members, plain):
        """One result, in the form that was asked for."""
        given, out = self.given, self.expected.out
        if 'quiet' in given or 'quiet' in operation.options or plain is None:
            return
        if 'json' in given:
            common = {'command': operation.command}
            if operation.kind != 'sleep':
                common['address'] = operation.address
            if registers(operation):
                common['index'], common['data'] = registers(operation)[:2]
            if self.is_file:
                common['line'] = operation.line
            out.append({**common, **members})
        elif 'verbose' in given:
            out.append(text)
        elif plain:
            out.append(plain)

    def perform(self, operation):
        """Perform an operation and tell why it failed, if it did."""
        why = None
        is_shown = 'verbose' in self.given or not self.is_file
        if operation.kind == 'sleep':
            self.expected.seconds += operation.count / 1e6
            text = f'sleep {times(operation.count)}'
            self.say(operation, text, {'microseconds': operation.count},
                     text if is_shown else None)
        elif operation.kind == 'iow':
            text, members, plain = write(operation, self.ports)
            self.say(operation, f'{shown(operation)}: {text}', members,
                     plain if is_shown else None)
        elif operation.kind == 'ior':
            value = read(operation, self.ports)
            text = digits(value, operation.width)
            self.say(operation, f'{shown(operation)}: {text}', {'value': value}, text)
        elif operation.kind == 'iopoll':
            text, members, plain, why = poll(operation, self.ports)
            # How -v says that the run ends is left open.
            more = '(?:, .*)?' if why and operation.lead == 'only' else ''
            self.say(operation, f'{shown(operation)}: {text}{more}', members, plain)
            if why:
                self.expected.seconds += operation.options['timeout'] / 1e6
        else:
            self.show_dump(operation, dump(operation, self.ports))
        if not why:
            self.done += 1
        return why

    def show_dump(self, operation, values):
        width, given, out = operation.width, self.given, self.expected.out
        if 'quiet' in given or 'quiet' in operation.options:
            return
        if 'raw' in given:
            data = b''.join(value.to_bytes(width, 'little') for value in values)
            self.expected.out = (out or b'') + data
        elif 'json' in given:
            self.say(operation, '', {'values': values}, '-')
        else:
            if 'verbose' in given:
                out.append(f'{shown(operation)}.*:')
            out += grid(operation, values)

    def plan(self, operation):
        """What -n prints of it."""
        lead = operation.lead and f'{operation.lead} '
        if operation.kind == 'sleep':
            self.expected.out.append(f'{lead}sleep {times(operation.count)}')
            return
        self.ports.accesses = []
        if operation.kind == 'iow':
            write(operation, self.ports)
        elif operation.kind == 'iodump':
            if 'all' not in operation.options:
                raise Silent('which ports a dump leaves out')
            dump(operation, self.ports)
        else:
            read(operation, self.ports)
        head = (f'{operation.command} .*' if operation.kind == 'iodump' else shown(operation))
        accesses = self.ports.accesses
        if operation.kind == 'iopoll':
            given = operation.options
            wanted = (masked(operation.values[0], operation.width)
                      if len(operation.values) == 1 and 'not' not in given else '.*')
            accesses = [*accesses, rf'    \.\.\. until it is {wanted}, for at most '
                        + times(given['timeout'])]
        self.expected.out += [f'{lead}{head}: simulated', *accesses]

    def message(self, operation, why, total, finally_failures=0):
        place = (f'ioseq: {re.escape(self.name)}:{operation.line}: ' if self.is_file
                 else f'{operation.command}: ')
        more = '; and finally in line .*' if finally_failures else ''
        self.expected.failure = (f'{place}(?:.*: )?{why}{more}; '
                                 f'{total[0]} of {total[1]} operations done')


def run_lines(run, items):
    """The steps of a file. Items are the operations of each line; None is `finally` alone,
    which ends a part of it."""
    total = sum(1 if item is None else len(item) for item in items)
    parts = [[]]
    for item in items:
        if item is None:
            parts.append([])
        else:
            parts[-1] += item
    first, failures, is_stopped = None, 0, False
    for part in parts:
        for operation in [one for one in part if one.lead != 'finally']:
            why = run.perform(operation)
            is_stopped = bool(why) and operation.lead == 'only'
            if why and not is_stopped:
                first = (operation, why)
            if why:
                break
        for operation in [one for one in part if one.lead == 'finally']:
            why = run.perform(operation)
            failures += bool(why and first)
            if why and not first:
                first = (operation, why)
        if first or is_stopped:
            break
        run.done += part is not parts[-1]
    # How -v says that the run ends there is left open.
    run.expected.loosely = is_stopped and 'verbose' in run.given
    if first:
        run.expected.status = 1
        # Whether a poll that does not hold behind `only` is done is left open, too.
        done = f'(?:{run.done}|{run.done + 1})' if is_stopped else run.done
        run.message(*first, (done, total), failures)


def plan_lines(run, items):
    put_off = []
    for item in [*items, END]:
        if item is None:
            run.expected.out.append('finally')
        if item in (None, END):
            for operation in put_off:
                run.plan(operation)
            put_off = []
            continue
        for operation in item:
            if operation.lead == 'finally':
                put_off.append(operation)
            else:
                run.plan(operation)


# Command lines.

def at_shell(command, argv, ports):
    given, operands, wrong = options.read(command, argv)
    if 'help' in given or 'version' in given:
        if len(argv) > 1:
            raise Silent('what --help and --version go before')
        return Expected(out=None)
    wrong += options.conflicts(command, given)
    made, more = operations_of(command, operands, given)
    wrong += more
    if wrong:
        return Expected(status=USAGE, wrong=wrong)
    if given.get('device') != 'ports.img':
        if 'device' not in given:
            raise Silent('what the machine has')
        return Expected(status=UNAVAILABLE, failure=f'{command}: .*')
    run = Run(ports, command, given, False)
    keys = options.keys(given, Operation, command)
    if 'dry-run' in given:
        ports.accesses = []
        for operation in made:
            run.plan(operation)
        if keys != ([], None, []):
            raise Silent('how a dry run shows keys and banks')
        return run.expected
    run.expected.loosely = keys != ([], None, []) and bool({'verbose', 'json'} & given.keys())
    enter, bank, leave = keys
    for operation in enter:
        write(operation, ports)
    if bank:
        kept = read(bank, ports)
        write(bank, ports)
    for operation in made:
        why = run.perform(operation)
        if why:
            run.expected.status = 1
            total = (r'\d+', r'\d+') if keys != ([], None, []) else (run.done, len(made))
            run.message(operation, why, total)
            break
    for operation in [*([dataclasses.replace(bank, values=[(kept, None)])] if bank else []),
                      *leave]:
        write(operation, ports)
    return run.expected


def line_of(text, wrong, common):
    """The operations of a line of a file; None of `finally` alone."""
    found = words.split(text)
    if not found:
        return []
    lead = ''
    if found[0] in ('finally', 'only'):
        lead = found.pop(0)
        if not found:
            if lead == 'finally':
                return None
            wrong.append(Wrong('a poll is missing after it'))
            return []
    command = found.pop(0)
    if command not in options.COMMANDS and command != 'sleep':
        wrong.append(Wrong('unknown command.*', word=command))
        # What stands behind `finally` or `only` in place of a command is told in its own way.
        if lead:
            wrong.append(Wrong('only a poll can stand behind \'only\'', word=command))
        return []
    if lead == 'only' and not command.startswith('iopoll'):
        wrong.append(Wrong("only a poll can stand behind 'only'", word=command))
    given, operands, more = options.read(command, found, is_line=True)
    wrong += more
    operation_options = {**given, **{name: common[name] for name in
                                     ('exact', 'verify', 'force') if name in common}}
    made, more = operations_of(command, operands, operation_options, lead)
    wrong += more
    return made


def ioseq(argv, files, ports):
    given, operands, wrong = options.read('ioseq', argv)
    if 'help' in given or 'version' in given:
        if len(argv) > 1:
            raise Silent('what --help and --version go before')
        return Expected(out=None)
    wrong += options.conflicts('ioseq', given)
    if 'lock-timeout' in given and isinstance(given['lock-timeout'], Wrong):
        wrong.append(given['lock-timeout'])
    if len(operands) != 1:
        wrong.append(Wrong('expected one FILE, or - for standard input.*|a typographic dash'))
    elif operands[0] == '':
        wrong.append(Wrong('an empty word, such as an unset variable makes'))
    elif operands[0] not in files and re.match(f'[{words.DASHES}][-{words.DASHES}]*[^-0-9]',
                                               operands[0]):
        wrong.append(Wrong('a typographic dash.*'))
    if 'trusted' in given and operands == ['-']:
        wrong.append(Wrong('with --trusted, it must be a file'))
    if wrong:
        return Expected(status=USAGE, wrong=wrong)
    if operands[0] not in files:
        return Expected(status=NOINPUT, failure='ioseq: .*')
    if 'trusted' in given:
        raise Silent('who can change the file is no matter of words')
    name = '<stdin>' if operands[0] == '-' else operands[0]
    items, wrong_lines = [], {}
    text = files[operands[0]]
    lines = text.split(b'\n')
    for number, line in enumerate(lines, 1):
        wrong = []
        not_text = words.not_text(line, number == 1)
        if not_text:
            wrong_lines[number] = [not_text]
            break
        item = line_of(line.decode('latin-1'), wrong, given)
        if wrong:
            wrong_lines[number] = wrong
        for operation in item or []:
            operation.line = number
        items.append(item)
    if wrong_lines:
        return Expected(status=None, wrong_lines=wrong_lines, failure=name, text=text)
    run = Run(ports, name, given, True)
    if 'check' in given:
        return run.expected
    has_access = any(operation.kind != 'sleep' for item in items for operation in item or [])
    if 'device' not in given and has_access:
        raise Silent('what the machine has')
    if given.get('device') != 'ports.img' and has_access:
        return Expected(status=UNAVAILABLE, failure='ioseq: .*')
    if 'dry-run' in given:
        plan_lines(run, items)
    else:
        run_lines(run, items)
    return run.expected


def run(argv, files, ports):
    """What must come of a command line, with these files beside it and these bytes of the
    device, which are then as they must be."""
    command, *rest = argv
    return ioseq(rest, files, ports) if command == 'ioseq' else at_shell(command, rest, ports)
