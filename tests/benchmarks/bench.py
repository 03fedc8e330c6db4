# Copyright 2026 the iospace authors, SPDX-License-Identifier: LGPL-2.1-or-later
"""What writes to a port cost in guest instructions: bench.py BUILDS KERNEL."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'vm'))

import machine

RUNS = 100

NEW_PROCESS = [
    ("outb 0xe0 1, Debian's ioport", f'spawn {RUNS} /usr/bin/outb 0xe0 1'),
    ('iow8 0xe0 1, shared library', f'spawn {RUNS} /usr/local/bin/iow8 0xe0 1'),
    ('iow8 0xe0 1, static', f'spawn {RUNS} /static/iow8 0xe0 1'),
    ('iow32 -x 0xe0 1, shared library', f'spawn {RUNS} /usr/local/bin/iow32 -x 0xe0 1'),
]

IN_A_LOOP = [
    ('out instruction', 'exact_loop bare'),
    ('iospace_write(), IOSPACE_EXACT', 'exact_loop library'),
]


# Files for ioseq by what their lines are, as awk prints them. At these ports there is nothing.
PORT = '57344 + 4 * int(1024 * rand())'
DIGITS = '65536 * rand(), 65536 * rand()'
ONE_BYTE = [
    ('ioseq, lines all the same', '"iow8 0xe000 0x5a"'),
    ('ioseq, ports and values at random', f'sprintf("iow8 0x%x 0x%x", {PORT}, 256 * rand())'),
]
FOUR_BYTES = [
    ('ioseq, ports and values at random', f'sprintf("iow32 0x%x 0x%04x%04x", {PORT}, {DIGITS})'),
    ('the same with -x', f'sprintf("iow32 -x 0x%x 0x%04x%04x", {PORT}, {DIGITS})'),
]

# What to read a line takes.
CHECKED = [
    ('iow8', f'sprintf("iow8 0x%x 0x%x", {PORT}, 256 * rand())'),
    ('iow32', f'sprintf("iow32 0x%x 0x%04x%04x", {PORT}, {DIGITS})'),
    ('iow8 --verify', f'sprintf("iow8 --verify 0x%x 0x%x", {PORT}, 256 * rand())'),
    ('iow32 -x', f'sprintf("iow32 -x 0x%x 0x%04x%04x", {PORT}, {DIGITS})'),
    ('iopoll8 -t 5ms', f'sprintf("iopoll8 -t 5ms 0x%x 0x%x:0x02", {PORT}, 256 * rand())'),
    ('iopoll8 -t, each another', f'sprintf("iopoll8 -t %dms 0x%x 0x%x:0x02", NR, {PORT}, '
                                 '256 * rand())'),
]

# What Debian's ioport takes for one write, at the least: a static program of its kind.
ONE_SHOT = 685_000


def measure(guest, script):
    result = guest.run(script)
    if result.status:
        sys.exit(f'{script}: {result.err}')
    return float(result.out)


def slope(guest, command, few, many):
    """What one line more costs, between two lengths."""
    costs = [measure(guest, command.format(lines)) for lines in (few, many)]
    return (costs[1] - costs[0]) / (many - few)


def print_table(title, rows):
    print(f'{title:34}{"instructions":>14}{"ratio":>8}{"above":>12}')
    for name, cost in rows:
        print(f'  {name:32}{cost:14,.0f}{cost / rows[0][1]:8.2f}{cost - rows[0][1]:12,.0f}')


def measure_lines(guest, line, command):
    for lines in (10_000, 100_000):
        guest.run(f"seq {lines} | awk '{{ print {line} }}' >/tmp/{lines}")
    return slope(guest, f'spawn 1 /usr/local/bin/ioseq {command} /tmp/{{}}', 10_000, 100_000)


def measure_files(guest, title, files, loop):
    bare = slope(guest, f'spawn 1 /bin/pwrite_loop {loop}', 10_000, 100_000)
    print_table(title, [('pwrite(2) in a loop', bare),
                        *((name, measure_lines(guest, line, '')) for name, line in files)])


def measure_dumps(guest):
    """Ports where there is nothing, of which one more is a byte more."""
    bare = slope(guest, 'spawn 1 /bin/pwrite_loop {} 1 read', 1_024, 8_192)
    print_table('a port that is dumped', [('pread(2) in a loop', bare), *(
        (name, slope(guest, f'spawn 20 /usr/local/bin/iodump8 {words}+{{}}', 1_024, 8_192))
        for name, words in (('iodump8 --raw', '--raw 0xc000'), ('iodump8', '0xc000')))])


def measure_lengths(guest):
    guest.run("rm /tmp/*00; for n in 1000 10000 100000 900000 1000000; do "
              "yes 'iow8 0xe0 0x5a' | head -n $n >/tmp/$n; done")
    whole = measure(guest, 'spawn 1 /usr/local/bin/ioseq /tmp/10000')
    print(f'10,000 lines: {whole:,.0f}, or 1/{10_000 * ONE_SHOT / whole:.0f} of as many runs of '
          f'{ONE_SHOT:,}')
    first = slope(guest, 'spawn 1 /usr/local/bin/ioseq /tmp/{}', 1_000, 100_000)
    last = slope(guest, 'spawn 1 /usr/local/bin/ioseq /tmp/{}', 900_000, 1_000_000)
    print(f'a line of 1,000 to 100,000: {first:.0f}; of 900,000 to 1,000,000: {last:.0f}, '
          f'{last / first:.2f} times that')


def main(builds, kernel):
    builds = pathlib.Path(builds)
    files = ['/usr/bin/outb', (builds / 'spawn', '/bin/spawn'),
             (builds / 'exact_loop', '/bin/exact_loop'),
             (builds / 'pwrite_loop', '/bin/pwrite_loop'),
             (builds / 'try-static/cmd/iospace', '/static/iow8')]
    options = ['-icount', 'shift=0,sleep=off']
    with machine.Machine(builds / 'try', kernel, files=files, options=options,
                         trace=False) as guest:
        for title, rows in (('one write, as a new process', NEW_PROCESS),
                            ('one write, in a loop', IN_A_LOOP)):
            print_table(title, [(name, measure(guest, script)) for name, script in rows])
        measure_files(guest, 'one byte, from a file', ONE_BYTE, '{}')
        measure_files(guest, 'four bytes, from a file', FOUR_BYTES, '{} 4')
        print('a line, read and checked')
        for name, line in CHECKED:
            print(f"  {name:32}{measure_lines(guest, line, '--check'):14,.0f}")
        measure_dumps(guest)
        measure_lengths(guest)


if __name__ == '__main__':
    main(*sys.argv[1:])
