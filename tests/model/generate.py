# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""Random command lines and files for the commands, right ones and ones that are broken."""

import options

KINDS = ('iow', 'iow', 'iow', 'ior', 'ior', 'iopoll', 'iopoll', 'iodump')
BREAKS = (
    '', ' ', '-', '+', '0', '070', '00', '0x', '0b', '0b2', '0o8', '0x1g', '5a', '-1',
    '+1', '0x100', '0x10000', '0xffff', '0x100000000', '65536', '99999999999999999999999',
    '=', ':', '0x80=', '=1', '0x80=:1', '0x80=1:', '1:', ':1', '0x80=1=2', '1:2:3',
    '0x80:0x5a', '80h', '0x80-', '0x80+', '0x80+0', '0x83-0x80', '0xfff0-0x10000',
    '0xfff0+32', '0x80-0x82', '0x81+4', '0+65537', '0x80,0x81', '0x80 0x81', '0x80\t1',
    '\u20131', '0x80\u20130x83', '\u2014verify', '$PORT', '"0x80"', "'1'", '\\', '#', '#1',
    '1#', '\xe9', 'x' * 300, '--', '-', '-z', '--nothing', '--verb', '--ver', '--v',
    '--quiet=1', '-t', '-d', '--timeout', '-t=1ms', '-t-1', '-t1m', '-t0.5us', '-t61min',
    '--interval=.5s', '--verify', '--raw', '--all', '--not', '--json', '-n', '-x', '-I',
    '-I0x70', '-I0x70,', '-I0xffff', '-Ix', '-I0x70,0x70', '--ec', '--ec=0x66',
    '--ec=0x66,0x62', '--enter', '--enter=1', '--bank=1=2', '--exit=0xaa', '--watch=0',
    '--lock-timeout=1s', '--trusted', '--check', '--log', '--exclusive', '--no-lock', '-qvx',
    '-vz', '-h', '--he', '-V', 'iow8', 'finally', 'only')
LINES = (
    'iow8', 'slep 1s', 'sleep', 'sleep 1 2', 'sleep 1m', 'sleep -1s', 'sleep .5s',
    'finally only', 'only', 'only sleep 1us', 'only finally', 'finally finally', 'iocheck',
    'iow9 0x80 1', 'IOW8 0x80 1', '# a comment\r', 'iow8 0x80 1\r', 'iow8 0x80 \x00',
    '\ufeffior8 0x80', 'iow8 "0x80" 1', 'iow8 $port 1', 'iow8 0x80 1 \\',
    'ior8 -d ports.img 0x80', 'ior8 -v 0x80', 'ior8 --json 0x80',
    'iow8 --enter 1 -I 0x2e 1 1', 'only iow8 0x80 1', 'sleep -q 1us', 'iodump8 --raw 0x80',
    'iopoll8 -h', 'finally -q iow8 0x80 1')


class Generator:
    def __init__(self, random, ports):
        self.random, self.ports = random, ports

    def chance(self, part):
        return self.random.random() < part

    def number(self, value):
        forms = ('{}', '0x{:x}', '0x{:x}', '0x{:02x}', '0X{:X}', '0b{:b}', '0o{:o}',
                 '0x{:08x}', '0B{:08b}', '0O{:o}')
        return self.random.choice(forms).format(value)

    def port(self, width):
        random = self.random
        port = random.choice((random.randrange(0x70, 0x90), random.randrange(0x2e, 0x32),
                              random.randrange(0xcf4, 0xcfe), random.randrange(65520, 65536),
                              random.randrange(65536), random.randrange(16)))
        if not self.chance(0.03):
            port = min(port, 65536 - width)
        return port // width * width if self.chance(0.4) else port

    def mask(self, width):
        """Often one with bytes that are all ones or none."""
        return int.from_bytes(bytes(self.random.choice((0, 0xff, self.random.randrange(256)))
                                    for _ in range(width)), 'little')

    def value(self, width, value=None):
        top = (1 << 8 * width) - 1
        if value is None:
            value = self.random.randint(0, self.random.choice((3, top)))
        if self.chance(0.01):
            value = top + 1
        text = self.number(value)
        return f'{text}:{self.number(self.mask(width))}' if self.chance(0.35) else text

    def operands(self, kind, width, is_register):
        random, words = self.random, []
        for _ in range(random.choice((1, 1, 1, 2, 3))):
            at = random.randrange(256) if is_register else self.port(width)
            if kind in ('ior', 'iodump'):
                at = at // width * width if kind == 'iodump' else at
                count = random.choice((1, 1, 2, 5, 16)) * width
                if kind == 'iodump' and not is_register:
                    count = random.choice((1, 4, 17, 40)) * width
                if not self.chance(0.05):
                    count = min(count, 65536 - at)
                words.append(random.choice((
                    self.number(at), f'{self.number(at)}+{self.number(count)}',
                    f'{self.number(at)}-{self.number(at + count - 1)}')))
                continue
            there = int.from_bytes(self.ports[at:at + width], 'little')
            value = self.value(width, there if kind == 'iopoll' and self.chance(0.7) else None)
            words += ([f'{self.number(at)}={value}'] if self.chance(0.4)
                      else [self.number(at), value])
            if kind == 'iopoll':
                words += [self.value(width) for _ in range(random.choice((0, 0, 1, 2)))]
                break
        return words

    def time(self):
        return self.random.choice(('0', '1us', '010us', '00.01ms', '20us', '0.1ms', '1ms', '0.0015s', '2ms',
                                   '1.50ms', '0.00001min', '100us'))

    def options(self, kind, is_line):
        random, words = self.random, []
        registers = ['-I', self.number(random.choice((0x2e, 0x70, 0x4e, 0x100, 0x2f)))]
        if self.chance(0.3):
            registers[1] += ',' + self.number(random.choice((0x2f, 0x71, 0x4f, 0x108, 0x61)))
        choices = [['-x'], ['--exact'], ['-f'], ['-q'], ['-qf'], registers, registers]
        if not is_line:
            choices += [['-n'], ['-n'], ['-v'], ['-v'], ['-v'], ['--json'], ['--json'],
                        ['--no-lock'], ['--dry-run'], ['--verb'], ['-vx']]
        if kind == 'iow':
            choices += [['--verify'], ['--verify'], ['--exclusive'], ['--log']]
        if kind == 'iopoll':
            choices += [['--not'], ['-i', self.time()]]
            words += random.choice((['-t', self.time()], [f'-t{self.time()}'],
                                    [f'--timeout={self.time()}'], ['-t', '0'], ['-t', '0']))
        if kind == 'iodump':
            choices += [['--all'], ['--all'], *([] if is_line else [['--raw']])]
        if kind == 'sleep':
            return []
        for _ in range(random.choice((0, 0, 1, 1, 2, 3))):
            words += random.choice(choices)
        if '-I' in words and not is_line and self.chance(0.4):
            for option in random.sample(('--enter', '--bank', '--exit'), random.randint(1, 3)):
                item = random.choice(('7=11', '0x4e=1:0x07') if option == '--bank' else
                                     ('0x87,0x87', '0xaa', '2=2', '0x87,0x01,0x55,0x20=1'))
                words += random.choice(([option, item], [f'{option}={item}']))
        return words

    def command(self, is_line=False, kind=None):
        """The words of a right command, or one that is nearly right."""
        kind = kind or self.random.choice(KINDS)
        width = self.random.choice((1, 1, 2, 4))
        words = self.options(kind, is_line)
        operands = self.operands(kind, width, '-I' in words)
        if self.chance(0.1):
            words = operands + words
        elif self.chance(0.1):
            words = [*words, '--', *operands]
        else:
            words += operands
        return [f'{kind}{8 * width}', *words]

    def broken(self, words):
        """The same words with something wrong."""
        words, random = list(words), self.random
        for _ in range(random.choice((1, 1, 1, 2))):
            n = random.randrange(1, len(words)) if len(words) > 1 else len(words)
            how = random.randrange(7)
            if how == 0:
                words[n:n + 1] = [random.choice(BREAKS)]
            elif how == 1:
                words.insert(n, random.choice(BREAKS))
            elif how == 2:
                del words[n:n + 1]
            elif how == 3 and len(words) > n and words[n]:
                at = random.randrange(len(words[n]))
                letter = random.choice('09afgx-+=:,. #\u2013"')
                words[n] = words[n][:at] + letter + words[n][at + 1:]
            elif how == 4 and len(words) > n and words[n]:
                at = random.randrange(len(words[n]))
                words[n] = words[n][:at] + words[n][at + 1:]
            elif how == 5:
                words[0] = random.choice(options.COMMANDS)
            else:
                words[n:n + 1] = [random.choice(words), *words[n:n + 1]]
        return words

    def line(self, is_broken):
        random = self.random
        if is_broken and self.chance(0.3):
            return random.choice(LINES)
        kind = random.random()
        if kind < 0.06:
            return random.choice(('', ' \t', '# a comment', '  # "it\'s" $a \\', '\t#'))
        if kind < 0.14:
            return f'sleep {self.time()}'
        if kind < 0.18:
            return 'finally'
        if kind < 0.24:
            words = ['only', *self.command(True, 'iopoll')]
        elif kind < 0.4:
            words = ['finally', *self.command(True)]
        else:
            words = self.command(True)
        if is_broken and self.chance(0.6):
            words = self.broken(words)
        text = random.choice((' ', ' ', ' ', '\t', '  ')).join(words)
        return random.choice(('', '', ' ', '\t')) + text + random.choice(
            ('', '', '', ' ', '  # why', ' #'))

    def file(self):
        is_broken = self.chance(0.35)
        lines = [self.line(is_broken and self.chance(0.4))
                 for _ in range(self.random.choice((1, 2, 4, 8, 25)))]
        text = '\n'.join(lines) + ('' if self.chance(0.1) else '\n')
        return text.encode('utf-8')

    def case(self):
        """A command line and the text of its file, if it has one."""
        random = self.random
        if self.chance(0.35):
            text, words = self.file(), []
            for _ in range(random.choice((0, 0, 1, 1, 2))):
                words += random.choice((['-v'], ['-v'], ['-n'], ['-n'], ['--json'], ['-x'],
                                        ['-q'], ['-f'], ['--check'], ['--verify'], ['--log'],
                                        ['--lock-timeout', '1s'], ['--no-lock'],
                                        ['--exclusive']))
            words += ['-' if self.chance(0.2) else 'a.ioseq']
            words = ['ioseq', '-d', 'ports.img', *words]
            if self.chance(0.05):
                words = self.broken(words)
            return words, text
        words = self.command()
        words[1:1] = random.choice((['-d', 'ports.img'], ['-dports.img'],
                                    ['--device=ports.img'], ['--device', 'ports.img']))
        if self.chance(0.005):
            words = [word.replace('ports.img', random.choice(('missing', '.', 'a.ioseq')))
                     for word in words]
        if self.chance(0.35):
            words = self.broken(words)
        return words, None
