# SPDX-License-Identifier: LGPL-2.1-or-later
"""What writes to a port cost in guest instructions: bench.py BUILDS KERNEL."""

import pathlib
import sys

import machine

RUNS = 100

NEW_PROCESS = [
    ("outb 0xe0 1, Debian's ioport", f'spawn {RUNS} /usr/bin/outb 0xe0 1'),
    ('iow8 0xe0 1, shared library', f'spawn {RUNS} /usr/local/sbin/iow8 0xe0 1'),
    ('iow8 0xe0 1, static', f'spawn {RUNS} /bin/iow8-static 0xe0 1'),
]

IN_A_LOOP = [
    ('out instruction', 'exact_loop bare'),
    ('iospace_write(), IOSPACE_EXACT', 'exact_loop library'),
]


def measure(guest, script):
    result = guest.run(script)
    if result.status:
        sys.exit(f'{script}: {result.err}')
    return float(result.out)


def main(builds, kernel):
    builds = pathlib.Path(builds)
    files = ['/usr/bin/outb', (builds / 'spawn', '/bin/spawn'),
             (builds / 'exact_loop', '/bin/exact_loop'),
             (builds / 'try-static/cmd/iow8', '/bin/iow8-static')]
    options = ['-icount', 'shift=0,sleep=off']
    with machine.Machine(builds / 'try', kernel, files=files, options=options,
                         trace=False) as guest:
        for title, rows in (('one write, as a new process', NEW_PROCESS),
                            ('one write, in a loop', IN_A_LOOP)):
            costs = [measure(guest, script) for _, script in rows]
            print(f'{title:34}{"instructions":>14}{"ratio":>8}{"above":>12}')
            for (name, _), cost in zip(rows, costs):
                print(f'  {name:32}{cost:14,.0f}{cost / costs[0]:8.2f}'
                      f'{cost - costs[0]:12,.0f}')


if __name__ == '__main__':
    main(*sys.argv[1:])
