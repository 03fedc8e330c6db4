# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""A second implementation of the commands on a simulated I/O space, from the manual alone:
what a command line must print, how it must end, and what the ports then hold. Where the
pages leave it open, this says Silent, or gives every answer that they allow."""

import dataclasses
import functools
import decimal
import re

import options
import words
from words import PORTS, Silent, Wrong

TRAP = range(0xcf8, 0xcfc)
TRAP_MESSAGE = (r'in \d single bytes, a write to 0xcf8-0xcfb can get to the reset register '
                '0xcf9')
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


@dataclasses.dataclass
class Operation:
    command: str
    address: int = 0
    # Of a write one, of a poll all, each with its mask; of a dump how many bytes.
    values: list = dataclasses.field(default_factory=list)
    count: int = 0
    options: dict = dataclasses.field(default_factory=dict)
    line: int | None = None
    lead: str = ''

    @property
    def kind(self):
        return re.sub(r'\d+$', '', self.command)

    @property
    def width(self):
        return int(re.sub(r'\D', '', self.command)) // 8

    @property
    def exact(self):
        return 'exact' in self.options


class Ports:
    """The simulated device, each access of it as the dry run shows it, and what changed."""

    def __init__(self, data):
        self.data, self.accesses, self.changed = data, [], set()

    def cycles(self, port, width, exact):
        return [(port, width)] if exact else [(port + n, 1) for n in range(width)]

    def read(self, port, width, exact, skip=()):
        for at, size in self.cycles(port, width, exact):
            if at - port not in skip or exact:
                self.accesses.append(f'    read from {hexadecimal(at)}, {8 * size} bits')
        return int.from_bytes(self.data[port:port + width], 'little')

    def write(self, port, width, exact, value, mask=None, skip=()):
        for at, size in self.cycles(port, width, exact):
            if at - port in skip and not exact:
                continue
            part, bits = value >> 8 * (at - port), (1 << 8 * size) - 1
            under = bits if mask is None else mask >> 8 * (at - port) & bits
            digits = f'0x{part & bits:0{2 * size}x}'
            if under != bits:
                # Bits that the mask leaves alone are not known: they count for nothing.
                digits = rf'0x[0-9a-f]{{{2 * size}}}:0x{under:0{2 * size}x}'
            self.accesses.append(f'    write {digits} to {hexadecimal(at)}, {8 * size} bits')
            self.data[at:at + size] = (part & bits).to_bytes(size, 'little')
            self.changed.update(range(at, at + size))


def hexadecimal(number):
    return f'0x0*{number:x}'


def digits(value, width, unknown=()):
    return '0x' + ''.join('--' if n in unknown else f'{value >> 8 * n & 0xff:02x}'
                          for n in reversed(range(width)))


def masked(pair, width):
    """A value with its mask; whether a mask of all ones is shown is left open."""
    value, mask = pair
    if mask is None:
        return digits(value, width)
    optional = '?' if mask == (1 << 8 * width) - 1 else ''
    return f'{digits(value, width)}(:{digits(mask, width)}){optional}'


def times(microseconds):
    """Every spelling of a time: the pages do not say which is printed."""
    spelled = {f'{decimal.Decimal(microseconds) / scale:f}'.replace('.', r'\.') + unit
               for unit, scale in words.UNITS.items() if unit or microseconds == 0}
    return f"(?:{'|'.join(sorted(spelled))})"


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


# Operations to results.

def registers(operation):
    return operation.options.get('registers')


def select(operation, ports):
    if len(registers(operation) or ()) > 2:
        raise Silent('the handshake of an embedded controller')
    if registers(operation):
        ports.write(registers(operation)[0], operation.width, operation.exact,
                    operation.address)
        return registers(operation)[1]
    return operation.address


def read(operation, ports, skip=()):
    port = select(operation, ports)
    return ports.read(port, operation.width, operation.exact, skip)


def shown(operation):
    """The words of an operation before its result; how -I is shown is left open."""
    width, given = operation.width, operation.options
    between = ' .*' if registers(operation) else ' '
    if operation.kind == 'iopoll':
        between = f" -t {times(given['timeout'])} "
        if given.get('interval'):
            between += f"-i {times(given['interval'])} "
        if registers(operation) or 'not' in given:
            between = f' .*{between[1:]}.*'
    lead = '(?:only )?' if operation.lead == 'only' else ''
    text = lead + operation.command + between + hexadecimal(operation.address)
    return ' '.join([text, *(masked(pair, width) for pair in operation.values)])


def write(operation, ports):
    """The pattern after the colon, the JSON members, and the count."""
    width, (value, mask) = operation.width, operation.values[0]
    full = (1 << 8 * width) - 1
    mask = full if mask is None else mask
    parts = [mask >> 8 * n & 0xff for n in range(width)]
    whole = operation.exact or registers(operation) is not None
    alone = [] if whole else [n for n in range(width) if parts[n] == 0]
    unread = [n for n in range(width) if parts[n] in ((0xff,) if not whole else ())] + alone
    before = 0
    if mask != full and len(unread) < width:
        before = read(operation, ports, unread)
    merged = before & ~mask | value & mask
    count = width - len(alone)
    if count:
        port = select(operation, ports)
        ports.write(port, width, operation.exact, merged, mask, alone)
    text, members = str(count), {'count': count}
    members['value'] = merged & sum(0xff << 8 * n for n in range(width) if n not in alone)
    if mask != full and len(unread) < width:
        text += f', {digits(before, width, unread)} -> {digits(merged, width, alone)}'
        members['before'] = before & sum(0xff << 8 * n for n in range(width)
                                         if n not in unread)
    if mask != full:
        members['mask'] = mask
    if 'verify' in operation.options:
        blind = [n for n in range(width) if parts[n] == 0]
        if whole:
            # How bytes of it are shown that the mask leaves alone is left open.
            after = read(operation, ports)
            text += ', read back ' + ('.*' if blind else digits(after, width))
            members['after'] = Ellipsis if blind else after
        elif len(blind) == width:
            text += '(?:, read back .*)?'
            members['after'] = Ellipsis
        else:
            after = read(operation, ports, blind)
            text += f', read back {digits(after, width, blind)}'
            members['after'] = after & sum(0xff << 8 * n
                                           for n in range(width) if n not in blind)
    return text, members, str(count)


def poll(operation, ports):
    """As for a write, and why it failed."""
    value, given = read(operation, ports), operation.options
    width, full = operation.width, (1 << 8 * operation.width) - 1
    is_any = any((value ^ wanted) & (full if mask is None else mask) == 0
                 for wanted, mask in operation.values)
    matched = is_any != ('not' in given)
    text, why = digits(value, width), None
    if not matched:
        wanted = (masked(operation.values[0], width) if len(operation.values) == 1 else '0x.*')
        time, is_timed = times(given['timeout']), given['timeout'] > 0
        if 'not' in given:
            why = f'it was still {text} after {time}' if is_timed else f'it is {text}'
        else:
            why = (f'{wanted} did not appear within {time}; the last value was {text}'
                   if is_timed else f'it is {text}, not {wanted}')
    return text, {'value': value, 'matched': matched}, text, why


def dump(operation, ports):
    """What is read; without --all some may be left out, and no page lists which."""
    values, width = [], operation.width
    for at in range(operation.address, operation.address + operation.count, width):
        if ('all' not in operation.options and registers(operation)
                and any(number & 0x7f == 0x0c for number in range(at, at + width))):
            raise Silent('which registers a dump leaves out')
        one = dataclasses.replace(operation, address=at)
        values.append(read(one, ports))
    return values


def grid(operation, values):
    """The rows of a dump, each value or -- where it may be left out."""
    width, is_open = operation.width, 'all' not in operation.options
    cells = 16 // width
    cell = dict(zip(range(operation.address, PORTS << 16, width), values))
    heads = ''.join((' ' if n == cells // 2 else '') + f'{n * width:x}'.rjust(2 * width + 1)
                    for n in range(cells))
    # How wide the numbers of registers are is left open.
    lines = [' +0 .*' if registers(operation) else f'{" " * 7}{heads}  0123456789abcdef']
    first = operation.address // 16 * 16
    for row in range(first, operation.address + operation.count, 16):
        text, behind = '', ''
        for n in range(cells):
            at = row + n * width
            text += '  ' if n == cells // 2 else ' ' if n else ''
            if at not in cell:
                text += ' ' * 2 * width
                behind += ' ' * width
                continue
            number = f'{cell[at]:0{2 * width}x}'
            characters = [re.escape(chr(byte)) if 0x20 <= byte < 0x7f else r'\.'
                          for byte in cell[at].to_bytes(width, 'little')]
            text += f'(?:{number}|-{{{2 * width}}})' if is_open else number
            behind += ''.join(f'(?:{one}| )' if is_open else one for one in characters)
        start = f'0x0*{row:x} +' if registers(operation) else f'0x{row:04x}  '
        lines.append(f'{start}{text}  {behind} *')
    return lines


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
    for put_off in (False, True):
        for item in items:
            for operation in item or []:
                if (operation.lead == 'finally') == put_off:
                    run.plan(operation)
            if item is None and not put_off:
                run.expected.out.append('finally')


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
    if {'json', 'dry-run'} <= given.keys():
        raise Silent('whether the file or --json with -n is told first')
    if 'lock-timeout' in given and isinstance(given['lock-timeout'], Wrong):
        wrong.append(given['lock-timeout'])
    if len(operands) != 1:
        wrong.append(Wrong('expected one FILE, or - for standard input.*|a typographic dash'))
    elif operands[0] == '':
        wrong.append(Wrong('an empty word, such as an unset variable makes'))
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
