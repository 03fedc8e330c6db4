# SPDX-License-Identifier: LGPL-2.1-or-later
"""What writes to a port cost in guest instructions: bench.py BUILDS KERNEL."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'vm'))

import machine

RUNS = 100

NEW_PROCESS = [
    ("outb 0xe0 1, Debian's ioport", f'spawn {RUNS} /usr/bin/outb 0xe0 1'),
    ('iow8 0xe0 1, shared library', f'spawn {RUNS} /usr/local/sbin/iow8 0xe0 1'),
    ('iow8 0xe0 1, static', f'spawn {RUNS} /bin/iow8-static 0xe0 1'),
    ('iow32 -x 0xe0 1, shared library', f'spawn {RUNS} /usr/local/sbin/iow32 -x 0xe0 1'),
]

IN_A_LOOP = [
    ('out instruction', 'exact_loop bare'),
    ('iospace_write(), IOSPACE_EXACT', 'exact_loop library'),
]


# Files for ioseq by what their lines are, as awk prints line NR.
FILES = [
    ('ioseq, lines all the same', '"iow8 0xe0 0x5a"'),
    ('ioseq, every value in turn', 'sprintf("iow8 0xe0 0x%02x", NR % 256)'),
    ('ioseq, four ports, all values', 'sprintf("iow8 0x%x 0x%02x", 0xe0 + NR % 4, NR * 7 % 256)'),
    ('ioseq, values at random', 'sprintf("iow8 0xe0 0x%02x", 256 * rand())'),
]
ALL_DIFFERENT = [('ioseq, no line twice', 'sprintf("iow32 0xe0 0x%08x", NR * 40503)')]

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


def measure_files(guest, title, files, loop):
    rows = [('pwrite(2) in a loop', slope(guest, f'spawn 1 /bin/pwrite_loop {loop}', 10_000,
                                          100_000))]
    for name, line in files:
        for lines in (10_000, 100_000):
            guest.run(f"seq {lines} | awk '{{ print {line} }}' >/tmp/{lines}")
        rows.append((name, slope(guest, 'spawn 1 /usr/local/sbin/ioseq /tmp/{}', 10_000, 100_000)))
    print_table(title, rows)


def measure_lengths(guest):
    guest.run("rm /tmp/*00; for n in 1000 10000 100000 900000 1000000; do "
              "yes 'iow8 0xe0 0x5a' | head -n $n >/tmp/$n; done")
    whole = measure(guest, 'spawn 1 /usr/local/sbin/ioseq /tmp/10000')
    print(f'10,000 lines: {whole:,.0f}, or 1/{10_000 * ONE_SHOT / whole:.0f} of as many runs of '
          f'{ONE_SHOT:,}')
    first = slope(guest, 'spawn 1 /usr/local/sbin/ioseq /tmp/{}', 1_000, 100_000)
    last = slope(guest, 'spawn 1 /usr/local/sbin/ioseq /tmp/{}', 900_000, 1_000_000)
    print(f'a line of 1,000 to 100,000: {first:.0f}; of 900,000 to 1,000,000: {last:.0f}, '
          f'{last / first:.2f} times that')


def main(builds, kernel):
    builds = pathlib.Path(builds)
    files = ['/usr/bin/outb', (builds / 'spawn', '/bin/spawn'),
             (builds / 'exact_loop', '/bin/exact_loop'),
             (builds / 'pwrite_loop', '/bin/pwrite_loop'),
             (builds / 'try-static/cmd/iow8', '/bin/iow8-static')]
    options = ['-icount', 'shift=0,sleep=off']
    with machine.Machine(builds / 'try', kernel, files=files, options=options,
                         trace=False) as guest:
        for title, rows in (('one write, as a new process', NEW_PROCESS),
                            ('one write, in a loop', IN_A_LOOP)):
            print_table(title, [(name, measure(guest, script)) for name, script in rows])
        measure_files(guest, 'one byte, from a file', FILES, '{}')
        measure_files(guest, 'four bytes, from a file', ALL_DIFFERENT, '{} 4')
        measure_lengths(guest)


if __name__ == '__main__':
    main(*sys.argv[1:])
