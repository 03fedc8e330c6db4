# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""What accesses to ports cost in guest instructions, beside the least that they can cost and
what other tools do.

  bench.py BUILD STATIC_BUILD KERNEL [JSON [PLOT]]
"""

import collections
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / 'vm')]

import machine
import plot

RUNS = 20
FEW, MANY = 10_000, 100_000

# An instruction is a nanosecond of the guest's clock.
OPTIONS = ['-icount', 'shift=0,sleep=off']

# What is measured: the name of a row, and a function of the guest that gives its figure. The
# first row of a group is what the others are compared with.
Group = collections.namedtuple('Group', 'title rows')


def measure(guest, script):
    result = guest.run(script)
    if result.status:
        raise RuntimeError(f'{script}: {result.err}')
    return float(result.out)


def process(command):
    """A run, as a new process: the median."""
    return lambda guest: measure(guest, f'spawn {RUNS} {command}')


def slope(guest, command, few=FEW, many=MANY, runs=1):
    """What one more costs, between two counts."""
    costs = [measure(guest, f'spawn {runs} {command.format(count)}') for count in (few, many)]
    return (costs[1] - costs[0]) / (many - few)


def loop(how, size, times=1):
    """An access in a loop, of so many times more where it is next to nothing."""
    return lambda guest: slope(guest, f'/bin/loop {how} {{}} {size}', FEW * times, MANY * times)


def lines(line, words=''):
    """A line of a file for ioseq, as awk prints it."""
    def cost(guest):
        for count in (FEW, MANY):
            guest.run(f"seq {count} | awk '{{ print {line} }}' >/tmp/{count}")
        return slope(guest, f'/usr/local/bin/ioseq {words} /tmp/{{}}')
    return cost


def dumped(words):
    """A port that is dumped, of those where there is nothing."""
    return lambda guest: slope(guest, f'/usr/local/bin/iodump8 {words} 0xc000+{{}}', 1_024, 8_192,
                               RUNS)


# At these ports there is nothing.
PORT = '57344 + 4 * int(1024 * rand())'
IOW8 = f'sprintf("iow8 0x%x 0x%x", {PORT}, 256 * rand())'
IOW32 = f'sprintf("iow32 0x%x 0x%04x%04x", {PORT}, 65536 * rand(), 65536 * rand())'
IOW32_X = IOW32.replace('iow32', 'iow32 -x')

BIN = '/usr/local/bin'
ONE_WRITE = 'iow8 0xe0 1'
OUTB = ("outb, Debian's ioport", process('/usr/bin/outb 0xe0 1'))
NEW_PROCESS = Group('one access, as a new process', [
    OUTB,
    ('an empty program', process('/bin/empty')),
    *((f'{command.split()[0]}{" -x" if "-x" in command else ""}', process(f'{BIN}/{command}'))
      for command in (ONE_WRITE, 'ior8 0xe0', 'iopoll8 -t 0 0xe000 0xff', 'iow32 0xe0 1',
                      'iow32 -x 0xe0 1')),
])
STATIC = Group('the same, static', [
    OUTB,
    ('an empty program', process('/bin/empty-static')),
    ('iow8', process('/static/iow8 0xe0 1')),
    ('iow32 -x', process('/static/iow32 -x 0xe0 1')),
])
PEERS = Group('one access by other tools', [
    OUTB,
    ('isaset', process('/usr/sbin/isaset -f -y 0xe0 1')),
    ('setpci, a read', process('/usr/bin/setpci -s 0:0.0 VENDOR_ID')),
    ('busybox dd', process('/bin/busybox dd if=/root/one of=/dev/port bs=1 seek=224 conv=notrunc')),
    ('GNU dd', process('/usr/bin/dd if=/root/one of=/dev/port bs=1 seek=224 conv=notrunc '
                       'status=none')),
    ('perl', process("/usr/bin/perl -e 'sysopen(P,\"/dev/port\",1);sysseek(P,224,0);"
                     "syswrite(P,\"\\1\")'")),
    ('python3', process('/usr/bin/python3 -IS -c \'import os; '
                        'os.pwrite(os.open("/dev/port", os.O_WRONLY), b"\\1", 224)\'')),
])
REGISTERS = Group('256 registers of the CMOS', [
    ('isadump', process('/usr/sbin/isadump -y 0x70 0x71')),
    ('iodump8', process('/usr/local/bin/iodump8 -I 0x70 0+256')),
    ('iodump8 --all', process('/usr/local/bin/iodump8 --all -I 0x70 0+256')),
])
LIBRARY = Group('one byte in a loop, through /dev/port', [
    ('pwrite(2)', loop('pwrite', 1)),
    ('iospace_write()', loop('write', 1)),
])
EXACT = Group('four bytes in a loop, in one cycle', [
    ('pwrite(2), in four', loop('pwrite', 4)),
    ('the out instruction', loop('out', 4, 10)),
    ('iospace_write(), IOSPACE_EXACT', loop('exact', 4, 10)),
])
ONE_BYTE = Group('a byte, from a file', [
    ('pwrite(2) in a loop', loop('pwrite', 1)),
    ('ioseq, lines all the same', lines('"iow8 0xe000 0x5a"')),
    ('ioseq, ports and values at random', lines(IOW8)),
])
FOUR_BYTES = Group('four bytes, from a file', [
    ('pwrite(2) in a loop', loop('pwrite', 4)),
    ('ioseq, ports and values at random', lines(IOW32)),
    ('the same with -x', lines(IOW32_X)),
])
CHECKED = Group('a line, read and checked', [
    ('iow8', lines(IOW8, '--check')),
    ('iow32', lines(IOW32, '--check')),
    ('iow32 -x', lines(IOW32_X, '--check')),
    ('iow8 --verify', lines(IOW8.replace('iow8', 'iow8 --verify'), '--check')),
    ('iopoll8 -t 5ms', lines(f'sprintf("iopoll8 -t 5ms 0x%x 0x%x:2", {PORT}, 256 * rand())',
                             '--check')),
    ('iopoll8 -t, each another', lines(f'sprintf("iopoll8 -t %dms 0x%x 2:2", NR, {PORT})',
                                       '--check')),
])
DUMPED = Group('a port that is dumped', [
    ('pread(2) in a loop', loop('pread', 1)),
    ('iodump8 --raw', dumped('--raw')),
    ('iodump8', dumped('')),
])
GROUPS = [NEW_PROCESS, STATIC, PEERS, LIBRARY, EXACT, ONE_BYTE, FOUR_BYTES, CHECKED, DUMPED,
          REGISTERS]

# Those that take one build, and of other tools no more than outb.
GUARDED = [NEW_PROCESS, LIBRARY, EXACT, ONE_BYTE, FOUR_BYTES, CHECKED, DUMPED]

# So many writes by one ioseq, and by a loop of the shell's.
COUNTS = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]
LOOPED = [1, 10, 100]


def compile_programs(directory, build):
    """What a benchmark runs in the guest beside the commands, and where it is there."""
    library = pathlib.Path(build) / 'lib/libiospace.so'
    for name, source, options in (
            ('empty', 'empty.c', []), ('empty-static', 'empty.c', ['-static']),
            ('spawn', 'spawn.c', ['-static']),
            ('loop', 'loop.c', ['-I', HERE.parent.parent / 'lib/include', library])):
        subprocess.run(['cc', '-O2', '-o', directory / name, HERE / source, *options], check=True)
        yield directory / name, f'/bin/{name}'


def modules_of_python():
    """What its interpreter reads before a line of ours."""
    listed = subprocess.run(['/usr/bin/python3', '-IBS', '-c', 'import os, sys; print(os.__file__, '
                             '*(getattr(one, "__file__", "") for one in sys.modules.values()))'],
                            check=True, capture_output=True, text=True).stdout
    return sorted({name for name in listed.split() if name.startswith('/')})


def figures(guest, groups):
    """A list of groups, each with its title and its rows: a name, a figure, a ratio."""
    for group in groups:
        costs = [(name, cost(guest)) for name, cost in group.rows]
        yield {'title': group.title, 'rows': [
            {'name': name, 'instructions': round(cost), 'ratio': round(cost / costs[0][1], 3)}
            for name, cost in costs]}


def print_group(group):
    print(f'{group["title"]:38}{"instructions":>14}{"ratio":>8}')
    for row in group['rows']:
        print(f'  {row["name"]:36}{row["instructions"]:14,}{row["ratio"]:8.2f}')


def curves(guest):
    """What so many writes cost, by what makes them."""
    guest.run('for n in ' + ' '.join(map(str, COUNTS)) +
              "; do yes 'iow8 0xe0 0x5a' | head -n $n >/tmp/$n; done; "
              "printf 'for i in $(seq $1); do eval \"$2\"; done' >/root/loop")
    found = {'one ioseq': [(n, measure(guest, f'spawn 1 {BIN}/ioseq /tmp/{n}')) for n in COUNTS]}
    for name, command in (('a loop of iow8', f'{BIN}/{ONE_WRITE}'),
                          ('a loop of outb', '/usr/bin/outb 0xe0 1'),
                          ('a loop of dd', '/usr/bin/dd if=/root/one of=/dev/port bs=1 seek=224 '
                                           'conv=notrunc status=none')):
        found[name] = [(n, measure(guest, f"spawn 1 /bin/sh /root/loop {n} '{command}'"))
                       for n in LOOPED]
    return found


def main(build, static_build, kernel, json_file=None, plot_file=None):
    with tempfile.TemporaryDirectory(prefix='bench.') as directory:
        peers = [shutil.which(name, path='/usr/sbin:/usr/bin')
                 for name in ('outb', 'isaset', 'isadump', 'setpci', 'dd', 'perl', 'python3')]
        files = [*peers, *modules_of_python(), *compile_programs(pathlib.Path(directory), build),
                 *((pathlib.Path(static_build) / 'cmd/iospace', f'/static/{name}')
                   for name in ('iow8', 'iow32'))]
        with machine.Machine(build, kernel, files=files, options=OPTIONS, trace=False,
                             contents={'/root/one': '\1'}) as guest:
            groups = []
            for group in figures(guest, GROUPS):
                print_group(group)
                groups.append(group)
            if json_file:
                pathlib.Path(json_file).write_text(json.dumps(groups, indent=1) + '\n')
            if plot_file:
                pathlib.Path(plot_file).write_text(plot.draw(curves(guest)))


if __name__ == '__main__':
    main(*sys.argv[1:])
