# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""The options of the commands, as their pages and the table of ioseq(5) have them."""

import re

import words
from words import PORTS, Silent, Wrong

LETTERS = {'x': 'exact', 'd': 'device', 'I': 'index', 'n': 'dry-run', 'f': 'force',
           'q': 'quiet', 'v': 'verbose', 'h': 'help', 'V': 'version', 't': 'timeout',
           'i': 'interval'}
ARGUMENTS = {'device', 'index', 'enter', 'bank', 'exit', 'timeout', 'interval', 'watch',
             'lock-timeout'}
TIMES = ('timeout', 'interval', 'watch', 'lock-timeout')
EVERY = ('exact', 'device', 'json', 'no-lock', 'dry-run', 'force', 'quiet', 'verbose', 'help',
         'version')
PORT = ('index', 'ec', 'enter', 'bank', 'exit')
OPTIONS = {
    'iow': (*EVERY, *PORT, 'verify', 'exclusive', 'log'),
    'ior': (*EVERY, *PORT),
    'iopoll': (*EVERY, *PORT, 'timeout', 'interval', 'not'),
    'iodump': (*EVERY, *PORT, 'all', 'watch', 'raw'),
    'ioseq': (*EVERY, 'check', 'exclusive', 'lock-timeout', 'log', 'trusted', 'verify'),
}
LINE_OPTIONS = {
    'iow': ('exact', 'force', 'quiet', 'index', 'ec', 'verify', 'exclusive', 'log'),
    'ior': ('exact', 'force', 'quiet', 'index', 'ec'),
    'iopoll': ('exact', 'force', 'quiet', 'index', 'ec', 'timeout', 'interval', 'not'),
    'iodump': ('exact', 'force', 'quiet', 'index', 'ec', 'all'),
    'sleep': (),
}
COMMANDS = [kind + width for kind in OPTIONS if kind != 'ioseq' for width in ('8', '16', '32')]
ALL = {name for names in OPTIONS.values() for name in names}


def put(given, name, argument, wrong):
    """Each argument is checked, and the last counts."""
    given[name] = argument
    if argument == '' and name in ARGUMENTS:
        wrong.append(Wrong('.*an empty word.*'))
    if name in ('index', 'ec'):
        given['spaces'] = [*given.get('spaces', []), argument]
    if name == 'index':
        for port in argument.split(',', 1):
            try:
                words.number(port, PORTS - 1)
            except Wrong as error:
                wrong.append(Wrong(f'{error.reason}|.*expected INDEX or INDEX,DATA.*|'
                                   'the data port is missing.*', argument))
    if name in TIMES:
        try:
            given[name] = words.time(argument)
        except Wrong as error:
            wrong.append(error)
            given[name] = 1


def full_name(word, allowed, is_line, kind):
    """The option that a long one, which may be cut short, stands for."""
    known = OPTIONS.get(kind, ())
    for names in (allowed, known, ALL):
        found = [word] if word in names else [name for name in names if name.startswith(word)]
        if len(found) == 1:
            return found[0]
        if found:
            # Of those that the command has not, any of the three is true.
            raise Wrong('ambiguous: .*' if names is allowed else
                        '(?:ambiguous: |not an option|unknown option).*', word)
    raise Wrong('unknown option.*', word)


def check(name, allowed, is_line, word):
    if name in allowed:
        return
    if not is_line:
        raise Wrong('not an option of this command.*', word)
    # With a letter before it, a long one behind one dash is told in its own way.
    raise Wrong('unknown option.*|not an option (?:of this command'
                '|that a line can have; give it to ioseq'
                '|that a line can have; it is for the shell alone).*', word)


def read(command, argv, is_line=False):
    """The options, the other words, and what is wrong with the options."""
    kind = re.sub(r'\d+$', '', command)
    allowed = (LINE_OPTIONS if is_line else OPTIONS)[kind]
    given, operands, wrong = {}, [], []
    argv = list(argv)
    while argv:
        word = argv.pop(0)
        if word == '--':
            operands += argv
            break
        if (word[:1] in ('', *words.DASHES) or word.startswith('\xe2\x80')
                or word[:2] in ('-', '- ')):
            operands.append(word)
        elif word.startswith('--'):
            long_option(word, argv, allowed, is_line, kind, given, wrong)
        elif word.startswith('-'):
            if command == 'ioseq' and word[1].isdigit():
                raise Silent('whether a file can be called as a negative number is')
            letters(word, argv, allowed, is_line, given, wrong)
        else:
            operands.append(word)
    if kind == 'iopoll':
        given.setdefault('timeout', 1000000)
    return given, operands, wrong


def long_option(word, argv, allowed, is_line, kind, given, wrong):
    name, equals, argument = word[2:].partition('=')
    try:
        name = full_name(name, allowed, is_line, kind)
        check(name, allowed, is_line, word)
        if equals and name not in ARGUMENTS and name != 'ec':
            raise Wrong('it takes no argument.*', word)
        if name in ARGUMENTS and not equals:
            if not argv:
                raise Wrong('its argument is missing.*', word)
            argument = argv.pop(0)
        put(given, name, argument, wrong)
    except Wrong as error:
        wrong.append(error)
        # Whether its argument is then one of the other words is not told.
        wrong.append(Wrong('.*', word)) if error.reason != 'it takes no argument.*' else None


def letters(word, argv, allowed, is_line, given, wrong):
    rest = word[1:]
    if rest in ALL:
        # One of its letters may be told, too.
        wrong.append(Wrong('unknown option.*|not an option .*', word))
        return
    while rest:
        letter, rest = rest[0], rest[1:]
        name = LETTERS.get(letter)
        try:
            if not name:
                # A sign before a number, or a dash of a time, is told in another way.
                raise Wrong('(?:unknown option|a sign is not allowed|a blank in one word|'
                            'a typographic dash).*', word)
            check(name, allowed, is_line, word)
        except Wrong as error:
            wrong.append(error)
            return
        if name not in ARGUMENTS:
            if rest.startswith('='):
                wrong.append(Wrong('it takes no argument.*', word))
                return
            given[name] = ''
            continue
        if rest.startswith('='):
            wrong.append(Wrong("a letter has no '=' behind it.*", word))
        elif not rest and not argv:
            wrong.append(Wrong('its argument is missing.*', word))
        else:
            put(given, name, rest or argv.pop(0), wrong)
        return


def conflicts(command, given):
    wrong = []
    if 'json' in given and 'dry-run' in given:
        wrong.append(Wrong('--json: a dry run has no results.*|.*a dry run has no results.*'))
    if 'raw' in given and {'json', 'verbose'} & given.keys():
        wrong.append(Wrong('.*bytes alone, not for a terminal, nor with --json or -v.*'))
    if 'watch' in given and {'raw', 'quiet'} & given.keys():
        wrong.append(Wrong('.*--watch shows what has changed: not with --raw or -q.*'))
    if given.get('watch') == 0:
        wrong.append(Wrong('.*--watch: 0 would leave no time to others.*'))
    if {'enter', 'bank', 'exit'} & given.keys() and 'index' not in given:
        wrong.append(Wrong('.*--enter, --bank and --exit are for registers.*'))
    if not wrong and 'watch' in given and command.startswith('iodump'):
        raise Silent('when --watch ends')
    return wrong


def registers_of(given, width, wrong):
    """The two ports of -I or --ec, which then stand in the options."""
    if 'index' in given and 'ec' in given:
        raise Silent('-I and --ec together')
    name = 'index' if 'index' in given else 'ec' if 'ec' in given else None
    if not name:
        return None
    if name == 'ec' and width > 1:
        wrong.append(Wrong('.*the registers of an embedded controller are of 8 bits.*'))
    for text in given['spaces'][:-1]:
        mine = []
        ports_of(text, name, given, width, mine)
        if mine:
            raise Silent(f'how far --{name} is checked where it does not count')
    given['registers'] = ports_of(given[name], name, given, width, wrong)
    for option in ('enter', 'bank', 'exit'):
        check_list(given.get(option), option, width, wrong)
    return given['registers']


def ports_of(text, name, given, width, wrong):
    """The ports of one argument."""
    if name == 'ec' and text == '':
        return (0x66, 0x62, 'ec')
    expected = '.*expected (?:INDEX or INDEX,DATA|COMMAND,DATA).*'
    first, comma, second = text.partition(',')
    try:
        index = words.number(first, PORTS - 1)
        if comma and second == '':
            raise Wrong('the data port is missing.*')
        data = words.number(second, PORTS - 1) if comma else index + width
    except Wrong as error:
        wrong.append(Wrong(f'{error.reason}|{expected}|in the full width.*', text))
        return (0x66, 0x62, 'ec')
    if name == 'ec' and not comma:
        wrong.append(Wrong(f'{expected}|.*the data port is missing.*', text))
    if max(index, data) > PORTS - width:
        wrong.append(Wrong(f'{expected}|the access is past the last port, 0xffff.*'))
    if abs(index - data) < width:
        wrong.append(Wrong(f"the data port is one of the index port's.*|{expected}"))
    if 'exact' in given and (index % width or data % width):
        wrong.append(Wrong(f'in the full width, the address is to be a multiple of {width}.*'))
    return (index, data, *(['ec'] if name == 'ec' else []))


def check_list(text, option, width, wrong):
    if text is None:
        return
    top = (1 << 8 * width) - 1
    for item in [text] if option == 'bank' else text.split(','):
        mine = []
        if '=' in item:
            words.pair(item, width, top, mine)
        elif option == 'bank':
            mine.append(Wrong('expected REG=VALUE.*', text))
        else:
            words.address(item, 255, mine)
        if mine:
            wrong.append(Wrong('|'.join(
                ['.*expected (?:bytes or )?REG=VALUE.*', *(f'.*(?:{error.reason})'
                                                           for error in mine)]), text))


def keys(given, operation, command):
    """What --enter and --exit write, and the operation of --bank."""
    width = int(re.sub(r'\D', '', command)) // 8
    top = (1 << 8 * width) - 1
    behind = {name: given[name] for name in ('registers', 'exact') if name in given}

    def writes(text):
        for item in text.split(',') if text else ():
            if '=' in item:
                register, value = words.pair(item, width, top, [])
                yield operation(f'iow{8 * width}', register, [value], options=behind)
            else:
                value = (words.number(item, 255), None)
                yield operation('iow8', given['registers'][0], [value])

    bank = None
    if 'bank' in given:
        register, value = words.pair(given['bank'], width, top, [])
        bank = operation(f'iow{8 * width}', register, [value], options=behind)
    return list(writes(given.get('enter'))), bank, list(writes(given.get('exit')))
