# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""The words of the commands as iow8(8), ior8(8), iopoll8(8) and ioseq(5) have them: numbers,
pairs, ranges, times and lines. What is wrong is a Wrong, with all reasons that the pages
allow for it."""

import decimal
import math
import re

PORTS = 65536
UNITS = {'us': 1, 'ms': 1000, 's': 1000000, 'min': 60000000, '': 1000000}
DASHES = '\u2010\u2011\u2012\u2013\u2014\u2015\u2212'


class Silent(Exception):
    """The pages do not say."""


class Wrong(Exception):
    """Something is wrong, for a reason that is a pattern; of a word, if it is one's."""

    def __init__(self, reason, word=None, status=None):
        super().__init__(reason)
        self.reason, self.word, self.status = reason, word, status


def number(word, top, whole=None):
    """A number up to the top; `whole` is the word that it is a part of."""
    whole = word if whole is None else whole
    match = re.fullmatch(r'0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]([0-7]+)|(0|[1-9][0-9]*)',
                         word)
    if match:
        value = int(match[match.lastindex], {1: 16, 2: 2, 3: 8, 4: 10}[match.lastindex])
        if value <= top:
            return value
        raise Wrong('too large.*', whole)
    reasons = ['not a number.*']
    if word == '':
        reasons = [r"(?:''|an empty word|.*is missing|digits are missing|not a number).*"]
    if word[:1] in ('+', '-') and word:
        reasons.append('a sign is not allowed.*')
    if re.match('0[xXbBoO](?![0-9a-fA-F])', word):
        reasons.append('digits are missing.*')
    if re.search('.[-+]', whole):
        reasons.append('a sign is not allowed.*')
    if re.match('0[0-9]', word):
        reasons = ['a leading zero is ambiguous.*',
                   *([] if word.isascii() and word.isdigit() else reasons)]
    # Digits of a number that is too large, and then what is none.
    if re.match(r'0[xX][0-9a-fA-F]{3}|0[bB][01]{9}|0[oO][0-7]{3}|[1-9][0-9]{2}', word):
        reasons.append('too large.*')
    reasons.append('(?:a range |each pair |address and value|it is |the |no ).*')
    raise Wrong('|'.join(reasons), whole)


def plain(word, wrong):
    """Whether a word can be read at all."""
    if word == '':
        wrong.append(Wrong('an empty word, such as an unset variable makes.*', word))
    elif any(dash.encode().decode('latin-1') in word or dash in word for dash in DASHES):
        wrong.append(Wrong('a typographic dash.*', word))
        wrong.append(Wrong('.*', word))
    elif re.search(r'[ \t\n\r\v\f]', word):
        wrong.append(Wrong('a blank in one word.*', word))
        wrong.append(Wrong('.*', word))
    else:
        return True
    return False


def value(word, width, wrong, whole=None):
    """A value and its mask, None if it has none."""
    top, whole = (1 << 8 * width) - 1, word if whole is None else whole
    first, colon, second = word.partition(':')
    found, parts = [], [first, second] if colon else [first]
    for part, name in zip(parts, ('the value before', 'the mask after')):
        try:
            if part == '' and colon:
                # Of `0x80=:1` both are true.
                raise Wrong(f"(?:{name} ':'|the value after '=') is missing.*", whole)
            found.append(number(part, top, whole))
        except Wrong as error:
            wrong.append(error)
    return (*found, None)[:2] if len(found) == len(parts) else (0, None)


def address(word, top, wrong, whole=None, align=1):
    try:
        at = number(word, top, whole)
        if at % align:
            wrong.append(Wrong(f'not aligned; with -x expected a multiple of {align}',
                               whole or word))
        return at
    except Wrong as error:
        wrong.append(error)
    return 0


def pair(word, width, top, wrong, align=1):
    """ADDRESS=VALUE[:MASK]."""
    first, _, second = word.partition('=')
    for part, name in ((first, 'the address before'), (second, 'the value after')):
        if part == '':
            wrong.append(Wrong(f"{name} '=' is missing.*", word))
    at = address(first, top, wrong, word, align) if first else 0
    return at, value(second, width, wrong, word) if second else (0, None)


def pairs(operands, width, top, wrong, align):
    found, operands = [], list(operands)
    while operands:
        word = operands.pop(0)
        if not plain(word, wrong):
            continue
        if '=' in word:
            at, one = pair(word, width, top, wrong, align)
        else:
            at = address(word, top, wrong, None, align)
            if not operands or '=' in operands[0]:
                wrong.append(Wrong('this address has no value; expected .*', word))
            if not operands:
                break
            word = operands.pop(0)
            one = value(word, width, wrong) if plain(word, wrong) else (0, None)
        found.append((at, [one], width))
    return found


def poll(operands, width, top, wrong, align):
    values, at = [], None
    for word in operands:
        if not plain(word, wrong):
            continue
        if at is None and '=' in word:
            at, one = pair(word, width, top, wrong, align)
            values.append(one)
        elif at is None:
            at = address(word, top, wrong, None, align)
        else:
            values.append(value(word, width, wrong))
    if operands and not values:
        wrong.append(Wrong('this address has no value; expected .*', operands[0]))
    return [(at or 0, values, width)]


def ranges(operands, width, top, wrong, align, is_dump=False):
    found = []
    for word in operands:
        if not plain(word, wrong):
            continue
        mark = re.search(r'(?<=.)[-+]', word)
        first, sign, last = ((word[:mark.start()], mark[0], word[mark.end():]) if mark
                             else (word, '', ''))
        mine = []
        at = address(first, top, mine, word, align)
        count = width
        if sign and not last:
            mine.append(Wrong(f"no {'last address' if sign == '-' else 'count'} behind"
                              f" '[-+]'.*", word))
        elif sign:
            end = top + width
            # A number that is larger than any can be told in its own way.
            try:
                number_behind = number(last, math.inf, word)
                count = number_behind if sign == '+' else number_behind - at + 1
            except Wrong as error:
                mine.append(error)
                number_behind = count
            if sign == '-' and number_behind >= end:
                mine.append(Wrong('it goes past the last address.*|too large.*', word))
            elif sign == '+' and count > PORTS:
                mine.append(Wrong('more than 65536 bytes.*|it goes past the last address.*'
                                  '|too large.*', word))
            elif sign == '+' and at + count > end:
                mine.append(Wrong('it goes past the last address.*', word))
            if count == 0 and sign == '+':
                mine.append(Wrong('an empty range.*', word))
            elif count <= 0:
                mine.append(Wrong('the last address is below the first.*', word))
            elif count % width:
                mine.append(Wrong('not a multiple of the width.*', word))
            if count > PORTS and sign == '-':
                mine.append(Wrong('more than 65536 bytes.*', word))
        if is_dump and at % width:
            mine.append(Wrong(f'not aligned; expected a multiple of {width}.*', word))
        wrong += mine
        if not mine:
            found.append((at, [], count))
    return found


def time(word):
    """Microseconds."""
    match = re.fullmatch(r'([0-9]+(?:\.[0-9]+)?)(us|ms|s|min|)', word)
    if not match:
        reasons = ['not a time.*']
        if word[:1] in ('+', '-') and word:
            reasons.append('a sign is not allowed.*|unknown option.*')
        if word == '' or re.search(r'\s', word):
            reasons.append('an empty word.*|a blank in one word.*|.*is missing.*')
        if re.match(r'[0-9]{3}|[0-9]*\.[0-9]+', word):
            reasons.append('(?:too long|finer than a microsecond).*')
        if not word.isascii():
            reasons.append('a typographic dash.*')
        raise Wrong('|'.join(reasons), word)
    exact = decimal.Decimal(match[1]) * UNITS[match[2]]
    reasons = []
    if exact > 60 * UNITS['min']:
        reasons.append('too long.*')
    if exact != int(exact):
        reasons.append('finer than a microsecond.*')
    if reasons:
        raise Wrong('|'.join(reasons), word)
    return int(exact)


def split(line):
    """The words of a line."""
    found = []
    for word in re.findall(r'[^ \t]+', line):
        if word.startswith('#'):
            break
        found.append(word)
    return found


def not_text(line, is_first):
    """Why a line is no text, if it is none."""
    reasons = []
    if b'\0' in line:
        reasons.append('a NUL byte: this is not a text file.*')
    if b'\r' in line:
        reasons.append('a carriage return: lines end in a newline alone here.*')
    if is_first and line.startswith(b'\xef\xbb\xbf'):
        reasons.append('a byte order mark: save the file without it.*')
    return Wrong('|'.join(reasons)) if reasons else None
