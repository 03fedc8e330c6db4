# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""What one operation does to the ports, and how its result is printed."""

import dataclasses
import decimal
import re

import words
from words import PORTS, Silent


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
